"""The budgets of the house, measured: ours and the peers' side by side.

``run`` measures and ``run_benchmarks`` is what the command line calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from leitai.bench.measurement import FULL, QUICK, Measurement, Size, machine

__all__ = ["NAMES", "Measurement", "run", "run_benchmarks"]


def _scoring(size: Size) -> list[Measurement]:
    from leitai.bench.scoring import measure_scoring

    return measure_scoring(size)


def _uncertainty(size: Size) -> list[Measurement]:
    from leitai.bench.scoring import measure_uncertainty

    return measure_uncertainty(size)


def _changed(size: Size) -> list[Measurement]:
    from leitai.bench.scoring import measure_changed_cell

    return measure_changed_cell(size)


def _reading(size: Size) -> list[Measurement]:
    from leitai.bench.reading import measure_reading

    return measure_reading(size)


def _site(name: str) -> Callable[[Size], list[Measurement]]:
    def measure(size: Size) -> list[Measurement]:
        from leitai.bench.site import in_a_site

        return in_a_site(name, size)

    return measure


def _ten_times(name: str) -> Callable[[Size], list[Measurement]]:
    """The same with ten times the periods stored."""

    def measure(size: Size) -> list[Measurement]:
        from leitai.bench.site import in_a_site

        label = "huge" if size.label == "full" else f"{size.label}-huge"
        found = in_a_site(name, replace(size, label=label, periods=10 * size.periods))
        return [replace(each, name=f"{each.name}-huge") for each in found]

    return measure


def _start(size: Size) -> list[Measurement]:
    from leitai.bench.starting import measure_second_start

    return measure_second_start(size)


#: Everything that can be asked for by name, in the order in which it is measured.
_ALL: dict[str, Callable[[Size], list[Measurement]]] = {
    "score": _scoring,
    "uncertainty": _uncertainty,
    "changed-cell": _changed,
    "read": _reading,
    "import": _site("import"),
    "rescore-months": _site("rescore-months"),
    "pages": _site("pages"),
    "matters": _site("matters"),
    "parquet": _site("parquet"),
    "start": _start,
}
#: What takes long and is measured only when it is asked for by name.
_ASKED: dict[str, Callable[[Size], list[Measurement]]] = {
    "load": _site("load"),
    "load-huge": _ten_times("load"),
    "soak": _site("soak"),
    "soak-huge": _ten_times("soak"),
}
NAMES = (*_ALL, *_ASKED)


def run(names: Sequence[str] = (), quick: bool = False, database: str = "") -> list[Measurement]:
    """Measure what is named, or all that does not take long; ``quick`` takes small sizes.

    ``database`` is the address of an empty PostgreSQL database for pages, matters and load.

    What breaks is reported as a failed measurement. Raises ``KeyError`` for an unknown name,
    before anything is measured.
    """
    known = _ALL | _ASKED
    wanted = [(name, known[name]) for name in (names or _ALL)]
    size = replace(QUICK if quick else FULL, database=database)
    found: list[Measurement] = []
    for name, measure in wanted:
        try:
            found += measure(size)
        except Exception as error:
            found.append(Measurement(name, name, "", failed=f"{type(error).__name__}: {error}"))
    return found


def run_benchmarks(
    names: Sequence[str], out: Path | None, quick: bool = False, database: str = ""
) -> int:
    """Measure, print a table, write JSON; 0 when every budget was kept, 1 when not, 2 for a name.

    Budgets are for the full sizes: a quick run tells only whether everything works.
    """
    from leitai.bench.report import print_report, unknown_names

    unknown = [name for name in names if name not in NAMES]
    if unknown:
        unknown_names(unknown, NAMES)
        return 2
    facts = machine()
    found = run(names, quick, database)
    print_report(found, facts, quick=quick)
    if out is not None:
        report = {
            "leitai": "bench/1",
            "quick": quick,
            "machine": facts,
            "measurements": [each.to_dict() for each in found],
        }
        out.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    bad = any(each.failed for each in found) if quick else any(e.met is False for e in found)
    return 1 if bad else 0
