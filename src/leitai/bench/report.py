"""The table that ``leitai bench`` prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from leitai.bench.measurement import Measurement

#: Columns that the table takes where the output is no terminal.
WIDTH = 110


def print_report(found: Sequence[Measurement], facts: dict[str, Any], *, quick: bool) -> None:
    """Print machine, numbers and verdicts."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(
        f"{facts['cores']} cores · {facts['processor']} · {facts['memory_gib']} GiB · "
        f"Python {facts['python']} · {facts['system']}" + ("  (quick sizes)" if quick else "")
    )
    table = Table(box=None, pad_edge=False)
    table.add_column("name", no_wrap=True)
    for heading in ("runs", "min", "median", "p95", "max", "cpu", "budget"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("met", no_wrap=True)
    for each in found:
        judged = "—" if each.budget is None else f"{each.judged} {shown(each.budget)}"
        verdict = "failed" if each.failed else {True: "yes", False: "NO", None: ""}[each.met]
        table.add_row(
            each.name,
            str(len(each.seconds)),
            shown(each.least),
            shown(each.median),
            shown(each.p95),
            shown(each.most),
            shown(each.facts.get("processor_seconds", math.nan)),
            judged,
            verdict if each.failed or not quick else "",
        )
    console.print(table)
    said = set()
    for each in found:
        if each.method not in said:
            console.print(f"{each.name}: {each.work}. {each.method}", style="dim", highlight=False)
        said.add(each.method)
        if each.failed:
            console.print(f"{each.name} failed: {each.failed}", style="red", highlight=False)


def unknown_names(unknown: Sequence[str], known: Sequence[str]) -> None:
    """Say which names there are."""
    from rich.console import Console

    Console(stderr=True).print(
        f"没有这个测量项：{'、'.join(unknown)}；可用的有 {'、'.join(known)}。\n"
        f"No such measurement: {', '.join(unknown)}; there are {', '.join(known)}.",
        highlight=False,
    )


def shown(seconds: float) -> str:
    """Seconds as people read them."""
    if math.isnan(seconds):
        return "—"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
