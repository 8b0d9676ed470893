"""``leitai steps``: what would move a unit up, and which figures are not offered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.arguments import DataFile, OutFile, SchemeFile
from leitai.cli.words import both, language

if TYPE_CHECKING:
    from leitai.cli.report import Report
    from leitai.engine import RankStep, Scheme
    from leitai.engine.steps import ClosedFigure


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "每项最少改进多少能进位；只试方案标为可努力的，不动统计部门核定的数",
            "the least change of each figure that moves a unit up; only figures open to action, "
            "never those that a statistics office sets",
        )
    )(steps)


def steps(
    scheme: SchemeFile,
    data: DataFile,
    unit: Annotated[str, typer.Option(help=both("哪个单位", "which unit"))],
    places: Annotated[int, typer.Option(min=1, help=both("想进几位", "how many places up"))] = 1,
    out: OutFile = "",
) -> None:
    from leitai.cli import inputs
    from leitai.cli.report import show_report
    from leitai.engine import closed_figures, rank_steps

    form = inputs.out_format(out)
    rules = inputs.read_scheme(scheme)
    table = inputs.read_data(data, rules)
    inputs.check_unit(table, unit)
    group = inputs.group_of(inputs.compute(rules, table, None), unit)
    found = rank_steps(rules, table, group, unit, places)
    closed = closed_figures(rules, group)
    show_report(_report(rules, unit, found, closed), out, form)


def _report(
    rules: Scheme, unit: str, found: tuple[RankStep, ...], closed: tuple[ClosedFigure, ...]
) -> Report:
    from leitai.cli.report import Figure, Report, Sheet

    decimals = rules.rounding.total
    rows: list[list[Figure | str]] = [
        [
            step.item_name,
            f"{step.input_name}（{step.unit}）" if step.unit else step.input_name,
            Figure(step.before),
            Figure(step.after),
            Figure(step.change, None, sign=True),
            Figure(step.gain, decimals, sign=True),
            Figure(float(step.rank_after), 0),
            "" if step.reason is None else step.reason(language()),
        ]
        for step in found
    ]
    notes = []
    if not found:
        notes.append(
            both(
                f"“{unit}”没有可试的数：已是第一，或没有名次，或方案没有标出可努力的指标。",
                f"Nothing to try for {unit}: it is first, or has no place, or the scheme marks no "
                "figure as open to action.",
            )
        )
    steps = Sheet(
        both(f"{unit}怎样进位", f"What moves {unit} up"),
        [
            both("考核项", "item"),
            both("指标", "figure"),
            both("现在", "now"),
            both("改到", "to"),
            both("变化", "change"),
            both("加分", "marks"),
            both("名次", "rank"),
            both("说明", "remark"),
        ],
        rows,
        notes,
    )
    left = Sheet(
        both("不作努力方向的数", "Figures that are not offered"),
        [both("考核项", "item"), both("指标", "figure"), both("原因", "reason")],
        [[each.item_name, each.input_name, each.reason(language())] for each in closed],
    )
    values: dict[str, Any] = {
        "leitai": "steps/1",
        "unit": unit,
        "steps": [
            {**step.__dict__, "change": step.change, "reason": _words(step.reason)}
            for step in found
        ],
        "closed": [{**each.__dict__, "reason": _words(each.reason)} for each in closed],
    }
    return Report([steps, left] if closed else [steps], values)


def _words(words: Any) -> dict[str, str] | None:
    return None if words is None else {"zh": str(words), "en": words.en}
