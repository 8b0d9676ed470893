"""Scoring from arrays: a national table, a month of a district, and one changed cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from leitai.bench import made, peer
from leitai.bench.measurement import Measurement, Size, timed
from leitai.engine import Result, Scheme, Table, rank_range, rescore, score

#: How far totals of the two implementations may lie apart: an item on the edge of rounding.
APART = 0.021


def measure_scoring(size: Size) -> list[Measurement]:
    """Score a table of units × items, beside the same rules written in pandas."""
    numbers = made.figures(size.scored, size.items)
    rules, data = made.scheme(size.items), made.table(numbers)
    shape = f"{size.scored:,} × {size.items}"
    found = [
        Measurement(
            "score",
            f"score {shape}: every item, part and total, places of the total",
            "table and scheme in memory; score() and the list of places, rounded half up at each "
            "node; places of single items are computed when asked for",
            timed(lambda: places(score(rules, data)), size.runs),
        ),
        Measurement(
            "score-all-ranks",
            f"score {shape}, with the places of every item and the digest",
            "as score, and Result.digest(), which ranks every node",
            timed(lambda: score(rules, data).digest(), size.runs),
        ),
    ]
    if peer.available():
        frame = peer.frame(numbers)
        wrong = disagreement(score(rules, data), frame)
        found.append(
            Measurement(
                "score-pandas",
                f"the same rules in pandas, {shape} (peer)",
                "frame in memory; vectorised columns, the same rounding, places of the total",
                timed(lambda: peer.score(frame), size.runs),
                failed=wrong,
            )
        )
    return found


def places(result: Result) -> int:
    """Ask for the places of every group; returns how many there are."""
    return sum(len(group.standings) for group in result.groups)


def disagreement(result: Result, frame: Any) -> str:
    """How the two implementations differ, empty when they agree on totals."""
    totals, _ranks = peer.score(frame)
    ours = result.groups[0].scores["total"]
    apart = float(np.max(np.abs(ours - totals.to_numpy())))
    return "" if apart <= APART else f"totals differ by up to {apart}"


def measure_uncertainty(size: Size) -> list[Measurement]:
    """Ranges of ranks under a thousand draws of weights."""
    rules = made.scheme(size.items)
    result = score(rules, made.table(made.figures(size.scored, size.items)))
    return [
        Measurement(
            "uncertainty",
            f"rank ranges from 1,000 draws of weights, {size.scored:,} × {size.items}",
            "rank_range() on a scored result: the weights of the top-level parts are varied",
            timed(lambda: rank_range(result, "all", draws=1000), max(3, size.runs // 2)),
            2.0,
        )
    ]


def district_month() -> tuple[Scheme, Table, dict[str, str]]:
    """The scheme of the invented district and the figures of its last month."""
    from leitai.demo.district import seeded
    from leitai.demo.district_table import district_table
    from leitai.demo.places import SCHEMES_ROOT

    rules = Scheme.from_yaml(Path(SCHEMES_ROOT / "yunxi.yaml"))
    district = seeded()
    data, kinds = district_table(district, rules, district.periods[-1])
    return rules, data, kinds


def measure_changed_cell(size: Size) -> list[Measurement]:
    """Score again after one changed cell; must equal the full run."""
    rules, data, kinds = district_month()
    found = [
        _changed("changed-cell", "one changed cell of a district's month",
                 rules, data, kinds, "tax_revenue", size.runs * 4, 0.05)
    ]  # fmt: skip
    wide = made.table(made.figures(size.scored, size.items))
    found.append(
        _changed("changed-cell-wide", f"one changed cell of {size.scored:,} × {size.items}",
                 made.scheme(size.items), wide, None, "x3", size.runs, None)
    )  # fmt: skip
    return found


def _changed(
    name: str,
    work: str,
    rules: Scheme,
    data: Table,
    kinds: dict[str, str] | None,
    column: str,
    runs: int,
    budget: float | None,
) -> Measurement:
    before = score(rules, data, kinds=kinds)
    after = with_changed_cell(data, column)
    full, partial = score(rules, after, kinds=kinds), rescore(before, after, [column])
    moved = full.digest() != before.digest()
    failed = "" if full.digest() == partial.digest() else "differs from the full run"
    return Measurement(
        name,
        work,
        "rescore() of a scored result after one figure of one column changed, with the list of "
        "places; the digest is compared with that of a full run",
        timed(lambda: places(rescore(before, after, [column])), runs),
        budget,
        failed=failed or ("" if moved else "the change did not reach the result"),
    )


def with_changed_cell(data: Table, column: str) -> Table:
    """The table with one figure of a column made a fifth smaller."""
    columns = {name: data.column(name).tolist() for name in data.columns}
    place = next(i for i, x in enumerate(columns[column]) if x == x and x > 0)
    columns[column][place] = round(columns[column][place] * 0.8, 4)
    return Table.from_columns(
        data.units,
        {name: [None if x != x else x for x in values] for name, values in columns.items()},
        missing={
            (unit, name): reason
            for name in data.columns
            for unit in data.units
            if (reason := data.cell(unit, name).missing_reason)
        },
    )
