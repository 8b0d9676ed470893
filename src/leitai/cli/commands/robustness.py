"""``leitai robustness``: between which places each unit stays when the weights move a little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.arguments import DataFile, OnlyGroup, OutFile, SchemeFile
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.cli.report import Sheet
    from leitai.engine import GroupResult, Scheme


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "权重上下浮动时各单位名次落在哪个区间",
            "the places between which each unit stays when the weights vary",
        )
    )(robustness)


def robustness(
    scheme: SchemeFile,
    data: DataFile,
    group: OnlyGroup = "",
    spread: Annotated[
        float,
        typer.Option(min=0, max=0.99, help=both("权重浮动幅度", "how far weights vary")),
    ] = 0.10,
    draws: Annotated[
        int, typer.Option(min=1, max=100_000, help=both("抽取次数", "number of draws"))
    ] = 1000,
    seed: Annotated[int, typer.Option(help=both("随机种子", "seed"))] = 0,
    level: Annotated[
        float, typer.Option(min=0.01, max=1, help=both("区间涵盖的比例", "share of the draws"))
    ] = 0.95,
    out: OutFile = "",
) -> None:
    from leitai.cli import inputs
    from leitai.cli.report import Report, show_report
    from leitai.engine import rank_range

    form = inputs.out_format(out)
    rules = inputs.read_scheme(scheme)
    inputs.check_group(rules, group)
    result = inputs.compute(rules, inputs.read_data(data, rules), group or None)
    sheets, values = [], []
    for each in result.groups:
        ranges = rank_range(result, each.id, spread=spread, draws=draws, seed=seed, level=level)
        sheets.append(_sheet(rules, each, ranges))
        values.append(_values(each, ranges))
    asked = {"spread": spread, "draws": draws, "seed": seed, "level": level}
    show_report(Report(sheets, {"leitai": "robustness/1", **asked, "groups": values}), out, form)


def _sheet(rules: Scheme, group: GroupResult, ranges: dict[str, tuple[int, int]]) -> Sheet:
    from leitai.cli.report import Cell, Figure, Sheet

    rows: list[list[Cell]] = []
    for place in group.standings:
        low, high = ranges[place.unit]
        width = float(high - low) if place.rank else None
        rows.append(
            [
                Figure(float(place.rank) if place.rank else None, 0),
                place.unit,
                Figure(place.score, rules.rounding.total),
                f"{low}–{high}" if place.rank else "—",
                Figure(width, 0),
            ]
        )
    return Sheet(
        f"{rules.name} · {group.name}",
        [
            both("名次", "rank"),
            both("单位", "unit"),
            both("得分", "score"),
            both("名次区间", "places"),
            both("相差", "width"),
        ],
        rows,
    )


def _values(group: GroupResult, ranges: dict[str, tuple[int, int]]) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "units": [
            {
                "unit": place.unit,
                "rank": place.rank,
                "best": ranges[place.unit][0],
                "worst": ranges[place.unit][1],
            }
            for place in group.standings
        ],
    }
