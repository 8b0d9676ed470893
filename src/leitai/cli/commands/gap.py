"""``leitai gap``: a unit beside its benchmark, from any data file, with no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.arguments import DataFile, OutFile
from leitai.cli.site import stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.engine import Scheme, SchemeGap, Table


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "与标杆逐项比：差值、比率、名次、人均地均、差距差在哪、几年追上；不需要数据库",
            "compare a unit with its benchmark: difference, ratio, rank, intensities, where the "
            "gap lies, catching up; needs no database",
        )
    )(gap)


def gap(
    data: DataFile,
    unit: Annotated[str, typer.Option(help=both("本单位", "the unit"))],
    benchmark: Annotated[str, typer.Option(help=both("标杆", "its benchmark"))],
    scheme: Annotated[
        Path | None,
        typer.Option(
            help=both("按方案拆总分差距（YAML）", "split the gap of a scheme's totals (YAML)")
        ),
    ] = None,
    columns: Annotated[
        str,
        typer.Option(help=both("只比这些列，逗号分开", "only these columns, comma-separated")),
    ] = "",
    lower: Annotated[
        str,
        typer.Option(help=both("越低越好的列；不写的按越高越好", "columns where lower is better")),
    ] = "",
    size: Annotated[
        str,
        typer.Option(help=both("只作参照的体量（人口、面积）", "mere sizes, for reference only")),
    ] = "",
    per: Annotated[
        list[str] | None,
        typer.Option(
            metavar=both("名称=甲/乙[*倍数]", "NAME=A/B[*FACTOR]"),
            help=both("派生强度，可多次", "an intensity; may be repeated"),
        ),
    ] = None,
    parts: Annotated[
        list[str] | None,
        typer.Option(
            metavar=both("总量=甲+乙+丙", "WHOLE=A+B+C"),
            help=both("差距拆到各部分，可多次", "split the gap of a whole; may be repeated"),
        ),
    ] = None,
    tolerance: Annotated[
        float,
        typer.Option(min=0, help=both("相差百分之几以内算持平", "percent that counts as level")),
    ] = 0.0,
    years: Annotated[
        int | None,
        typer.Option(min=1, max=100, help=both("几年追平，求所需增速", "years to draw level in")),
    ] = None,
    growth: Annotated[
        float | None,
        typer.Option(help=both("本单位年增速（%），求年数", "own growth a year in percent")),
    ] = None,
    benchmark_growth: Annotated[
        float, typer.Option(help=both("标杆年增速（%）", "the benchmark's growth in percent"))
    ] = 0.0,
    out: OutFile = "",
) -> None:
    from leitai.cli import gap_report, inputs
    from leitai.cli.gap_names import Names
    from leitai.cli.report import show_report
    from leitai.engine import with_intensities

    form = inputs.out_format(out)
    rules = None if scheme is None else inputs.read_scheme(scheme)
    table = inputs.read_all(data) if rules is None else inputs.read_data(data, rules)
    for name in (unit, benchmark):
        inputs.check_unit(table, name)
    if unit == benchmark:
        raise stop("单位不能与自己相比。", "A unit is not compared with itself.", 2)
    names = Names(table, rules)
    derived = [names.intensity(text) for text in per or []]
    indicators = names.indicators(columns, lower, size, tolerance, derived)
    table = with_intensities(table, derived)
    asked = gap_report.Asked(unit, benchmark, years, growth, benchmark_growth)
    report = gap_report.build(
        table,
        indicators,
        [names.parts(text) for text in parts or []],
        asked,
        None if rules is None else _split(rules, table, unit, benchmark),
    )
    show_report(report, out, form)


def _split(rules: Scheme, table: Table, unit: str, benchmark: str) -> SchemeGap:
    from leitai.cli import inputs
    from leitai.engine import GapError, decompose_gap

    result = inputs.compute(rules, table, None)
    for name in (unit, benchmark):
        inputs.group_of(result, name)
    try:
        return decompose_gap(result, unit, benchmark)
    except GapError as error:
        raise stop(str(error.words), error.words.en) from None
