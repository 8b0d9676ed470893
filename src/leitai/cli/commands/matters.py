"""``leitai matter …``: the list, one matter, how they went, and the full text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.commands import matter_many, matter_rules, matter_steps
from leitai.cli.inputs import out_format
from leitai.cli.matter_story import print_matter
from leitai.cli.matter_words import (
    Area,
    AsJson,
    Number,
    Person,
    area_for,
    code_of,
    day_of,
    find_units,
    plain_json,
)
from leitai.cli.site import act_as, open_site, require_migrated, say
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.units.models import Unit
    from leitai.cli.report import Cell
    from leitai.web.tables import PageTable

OutFile = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        metavar="OUT",
        help=both(
            "写成 .xlsx、.csv、.json；只写 json 或 csv 则输出到屏幕",
            "write .xlsx, .csv or .json; plain json or csv prints it",
        ),
    ),
]
UnitName = typer.Option(help=both("单位名称、代码或记住的写法", "a unit by name, code or alias"))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    matter = typer.Typer(
        no_args_is_help=True, help=both("督办事项", "matters"), rich_markup_mode=None
    )
    matter.command("list", help=both("看得到的事项，默认只列未了结的", "matters in sight"))(
        list_matters
    )
    matter.command("show", help=both("一件事项和它的经过", "one matter and its story"))(show)
    matter_steps.add_to(matter)
    matter_many.add_to(matter)
    matter_rules.add_to(matter)
    matter.command(
        "statistics", help=both("一段时间里办得怎样", "how matters went over a span of days")
    )(statistics)
    matter.command(
        "index", help=both("重建督办事项的全文检索", "write the full text of all matters again")
    )(index)
    app.add_typer(matter, name="matter")


def list_matters(
    person: Person,
    area: Annotated[str, typer.Option(help=both("只列这个区域的", "only this area's"))] = "",
    find: Annotated[str, typer.Option(help=both("全文检索", "words to look for"))] = "",
    state: Annotated[
        list[str] | None, typer.Option(help=both("状态，可多次", "state; may be repeated"))
    ] = None,
    light: Annotated[str, typer.Option(help=both("灯", "light"))] = "",
    kind: Annotated[str, typer.Option(help=both("种类代码", "code of the kind"))] = "",
    source: Annotated[str, typer.Option(help=both("来源", "where it comes from"))] = "",
    ticket: Annotated[str, typer.Option(help=both("督办单颜色", "colour of the ticket"))] = "",
    lead: Annotated[str, UnitName] = "",
    unit: Annotated[str, UnitName] = "",
    waiting: Annotated[
        bool, typer.Option("--waiting", help=both("只列等我办的", "what waits for the person"))
    ] = False,
    assigned: Annotated[
        bool, typer.Option("--assigned", help=both("只列我交办的", "what the person assigned"))
    ] = False,
    returned: Annotated[
        bool, typer.Option("--returned", help=both("只列退回过的", "what was returned"))
    ] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=both("只列逾期的", "what is overdue"))
    ] = False,
    ended: Annotated[
        bool, typer.Option("--ended", help=both("了结的也列", "with those at an end"))
    ] = False,
    due_from: Annotated[str, typer.Option(help=both("到期不早于", "due from"))] = "",
    due_to: Annotated[str, typer.Option(help=both("到期不晚于", "due to"))] = "",
    registered_from: Annotated[str, typer.Option(help=both("立项不早于", "on the list from"))] = "",
    registered_to: Annotated[str, typer.Option(help=both("立项不晚于", "on the list to"))] = "",
    closed_from: Annotated[str, typer.Option(help=both("销号不早于", "closed from"))] = "",
    closed_to: Annotated[str, typer.Option(help=both("销号不晚于", "closed to"))] = "",
    limit: Annotated[int, typer.Option(help=both("最多列几件", "so many at most"))] = 200,
    as_json: AsJson = False,
    out: OutFile = "",
) -> None:
    out = "json" if as_json else out
    form = out_format(out)
    act = act_as(person)
    from django.utils import timezone

    from leitai.apps.matters.lights import Light
    from leitai.apps.matters.models import SourceKind
    from leitai.apps.matters.models.matter import STATES
    from leitai.apps.matters.selectors.filters import Filter
    from leitai.apps.matters.selectors.lists import matters_for, rows_of
    from leitai.web.matter_tables import list_line, list_table

    states = {str(code): name for code, name in STATES}
    lights = {str(one): one for one in Light}
    within = area_for(act.actor, area)
    wanted = Filter(
        area=within.pk if area else None,
        states=tuple(code_of(one, states, "--state") for one in state or ()),
        ended=ended,
        light=code_of(light, lights, "--light"),
        overdue=overdue,
        kind=kind,
        source_kind=code_of(source, dict(SourceKind.choices), "--source"),
        ticket_level=code_of(ticket, lights, "--ticket"),
        lead=_unit(within, lead),
        unit=_unit(within, unit),
        returned=returned,
        waiting=waiting,
        assigned_by_me=assigned,
        text=find,
        due_from=day_of(due_from, "--due-from"),
        due_to=day_of(due_to, "--due-to"),
        registered_from=day_of(registered_from, "--registered-from"),
        registered_to=day_of(registered_to, "--registered-to"),
        closed_from=day_of(closed_from, "--closed-from"),
        closed_to=day_of(closed_to, "--closed-to"),
    )
    day = timezone.localdate()
    found = matters_for(act.actor, wanted, day)
    count = found.count()
    rows = rows_of(list(found[:limit]), day)
    table = list_table([list_line(row) for row in rows], day)
    notes = []
    if count > len(rows):
        notes.append(both(f"共 {count} 件，列出 {len(rows)} 件。", f"{len(rows)} of {count}."))
    values = {
        "page": {"count": count, "limit": limit, "offset": 0},
        "items": [vars(row) for row in rows],
    }
    _give(table, values, out, form, notes)


def _unit(area: Unit, name: str) -> int | None:
    return find_units(area, [name])[0].pk if name else None


def _give(
    table: PageTable, values: dict[str, Any], out: str, form: str, notes: Sequence[str] = ()
) -> None:
    """Print or write a table as the page gives it out, or its values as the API does."""
    if out == "json":
        typer.echo(plain_json(values))
        return
    import json

    from leitai.cli.report import Figure, Report, Sheet, show_report

    lines: list[list[Cell]] = []
    for row in table.rows:
        line: list[Cell] = []
        for column, value in zip(table.columns, row, strict=True):
            if column.kind == "number":
                number = float(value) if isinstance(value, (int, float)) else None
                line.append(Figure(number, column.decimals))
            else:
                line.append("" if value is None else str(value))
        lines.append(line)
    headings = [column.heading for column in table.columns]
    sheet = Sheet(table.name, headings, lines, [*table.notes, *notes])
    show_report(Report([sheet], json.loads(plain_json(values))), out, form)


def show(number: Number, person: Person, as_json: AsJson = False) -> None:
    act = act_as(person)
    print_matter(act.actor, number, as_json=as_json)


def statistics(
    person: Person,
    start: Annotated[str, typer.Option("--from", help=both("从哪天到期", "due from"))],
    end: Annotated[str, typer.Option("--to", help=both("到哪天到期", "due to"))],
    by: Annotated[
        str,
        typer.Option(help=both("按 unit 单位、kind 种类、source 来源", "by unit, kind or source")),
    ] = "unit",
    area: Area = "",
    as_json: AsJson = False,
    out: OutFile = "",
) -> None:
    out = "json" if as_json else out
    form = out_format(out)
    act = act_as(person)
    from django.utils import timezone

    from leitai.apps.matters.selectors.statistics import (
        GROUPINGS,
        statistics_by,
    )
    from leitai.web.matter_tables import statistics_table

    group = code_of(by, {one: one for one in GROUPINGS}, "--by")
    first, last = day_of(start, "--from"), day_of(end, "--to")
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    of = area_for(act.actor, area).pk
    day = timezone.localdate()
    whole, groups = statistics_by(act.actor, group, first, last, day, of)
    values = {
        "start": first,
        "end": last,
        "all": whole.figures(),
        "groups": [one.figures() for one in groups],
    }
    _give(statistics_table(groups, group, first, last), values, out, form)


def index() -> None:
    open_site()
    require_migrated()
    from leitai.apps.matters.text import refill

    count = refill()
    say(f"已重建 {count} 件督办事项的全文检索。", f"The full text of {count} matters was written.")
