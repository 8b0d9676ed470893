"""``leitai matter many``: a step on many matters at once, each with its own answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.matter_words import (
    Area,
    AsJson,
    Operation,
    Person,
    area_for,
    code_of,
    day_of,
    find_matter,
    find_units,
    plain_json,
)
from leitai.cli.site import act_as, say, stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.matters.models import Matter
    from leitai.apps.matters.selectors.filters import Filter
    from leitai.apps.matters.services import Outcome
    from leitai.apps.units.models import Unit, User

#: Matters of one call; the page takes as many.
MOST = 200
STEPS = {"urge": ("催办", "urge"), "assign": ("交办", "assign")}


def add_to(group: typer.Typer) -> None:
    """Register the command."""
    group.command(
        "many",
        help=both(
            "一次催办、交办多件：写编号，或用筛选条件", "urge or assign many matters at once"
        ),
    )(many)


def many(
    step: Annotated[
        str, typer.Argument(metavar="STEP", help=both("urge 催办或 assign 交办", "urge or assign"))
    ],
    person: Person,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NUMBER]...", help=both("编号，可多个", "numbers of matters")),
    ] = None,
    words: Annotated[
        str, typer.Option(help=both("写给承办单位的话", "what the unit is told"))
    ] = "",
    give_to: Annotated[
        str, typer.Option(help=both("交办给哪个牵头单位", "the lead unit to assign to"))
    ] = "",
    support: Annotated[
        list[str] | None, typer.Option(help=both("配合单位，可多次", "supporting unit; repeatable"))
    ] = None,
    in_charge: Annotated[
        str, typer.Option("--person", help=both("责任人", "person in charge"))
    ] = "",
    due: Annotated[
        str,
        typer.Option(help=both("期限；不写按各自种类", "due day; else the term of each kind")),
    ] = "",
    area: Area = "",
    find: Annotated[str, typer.Option(help=both("筛选：全文检索", "filter: words to find"))] = "",
    state: Annotated[
        list[str] | None, typer.Option(help=both("筛选：状态，可多次", "filter: state; repeatable"))
    ] = None,
    light: Annotated[str, typer.Option(help=both("筛选：灯", "filter: light"))] = "",
    kind: Annotated[str, typer.Option(help=both("筛选：种类代码", "filter: code of kind"))] = "",
    source: Annotated[str, typer.Option(help=both("筛选：来源", "filter: source"))] = "",
    lead: Annotated[str, typer.Option(help=both("筛选：现牵头单位", "filter: lead unit now"))] = "",
    returned: Annotated[
        bool, typer.Option("--returned", help=both("筛选：退回过的", "filter: was returned"))
    ] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=both("筛选：逾期的", "filter: is overdue"))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=both("只列出，不办", "list them, do nothing"))
    ] = False,
    operation: Operation = "",
    as_json: AsJson = False,
) -> None:
    act = act_as(person, operation)
    from leitai.apps.matters.lights import Light
    from leitai.apps.matters.models import SourceKind
    from leitai.apps.matters.models.matter import STATES
    from leitai.apps.matters.selectors.filters import Filter

    name = code_of(step, {code: both(*told) for code, told in STEPS.items()}, "STEP")
    within = area_for(act.actor, area)
    wanted = Filter(
        states=tuple(
            code_of(one, {str(code): told for code, told in STATES}, "--state")
            for one in state or ()
        ),
        light=code_of(light, {str(one): one for one in Light}, "--light"),
        kind=kind,
        source_kind=code_of(source, dict(SourceKind.choices), "--source"),
        lead=find_units(within, [lead])[0].pk if lead else None,
        returned=returned,
        overdue=overdue,
        text=find,
    )
    _check(name, words, give_to, bool(support or in_charge or due))
    matters = _meant(act.actor, within, numbers or [], wanted)
    if dry_run:
        for matter in matters:
            typer.echo(f"{matter.number}  {matter.title}")
        say(f"共 {len(matters)} 件，没有办。", f"{len(matters)} matters; nothing was done.")
        return
    from django.core.exceptions import PermissionDenied

    from leitai.apps.matters.services import assign_many, urge_many

    try:
        act.require("matters.manage" if name == "assign" else "matters.instruct")
    except PermissionDenied as error:
        raise stop("这个账号无权这样做。", "This account may not do this.") from error
    if name == "urge":
        outcomes = urge_many(act, matters=matters, words=words)
    else:
        units = find_units(within, [give_to, *(support or ())])
        outcomes = assign_many(
            act, matters=matters, lead_unit=units[0], supporting=units[1:],
            responsible_person=in_charge, due=day_of(due, "--due"), words=words,
        )  # fmt: skip
    _tell(outcomes, as_json=as_json)


def _check(name: str, words: str, give_to: str, parties: bool) -> None:
    """Refuse a call that lacks what its step needs, or has what it has no use for."""
    if name == "urge" and (give_to or parties):
        raise stop(
            "催办不用 --give-to、--support、--person、--due。",
            "Urging takes no --give-to, --support, --person or --due.", 2,
        )  # fmt: skip
    if name == "urge" and not words.strip():
        raise stop("用 --words 写明催什么。", "Say with --words what the unit is told.", 2)
    if name == "assign" and not give_to:
        raise stop("用 --give-to 写明交办给谁。", "Name the lead unit with --give-to.", 2)


def _meant(person: User, area: Unit, numbers: list[str], wanted: Filter) -> list[Matter]:
    """Return the matters of the numbers, or those of the area that pass the filter."""
    from dataclasses import replace

    from django.utils import timezone

    from leitai.apps.matters.selectors.filters import Filter
    from leitai.apps.matters.selectors.lists import matters_for

    if numbers and wanted != Filter():
        raise stop("写编号就不再筛选，二者取一。", "Give numbers or a filter, not both.", 2)
    if numbers:
        matters = list({one.pk: one for one in (find_matter(person, n) for n in numbers)}.values())
    elif wanted == Filter():
        raise stop("写编号或筛选条件；不能一次办全部。", "Give numbers or a filter.", 2)
    else:
        found = matters_for(person, replace(wanted, area=area.pk), timezone.localdate())
        matters = list(found[: MOST + 1])
    if not matters:
        raise stop("没有符合条件的事项。", "No matter passes the filter.")
    if len(matters) > MOST:
        raise stop(f"超过 {MOST} 件，请再筛窄。", f"More than {MOST} matters; narrow it.", 2)
    return matters


def _tell(outcomes: list[Outcome], *, as_json: bool) -> None:
    """Print each answer; the command fails when a matter refused."""
    refused = sum(not one.done for one in outcomes)
    if as_json:
        typer.echo(plain_json([vars(one) for one in outcomes]))
    else:
        for one in outcomes:
            mark = both("已办", "done") if one.done else one.reason
            typer.echo(f"{one.number}  {one.title}  {mark}")
        done = len(outcomes) - refused
        say(f"办了 {done} 件，{refused} 件没办。", f"{done} done, {refused} refused.")
    if refused:
        raise typer.Exit(1)
