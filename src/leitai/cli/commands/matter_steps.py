"""``leitai matter register`` and ``leitai matter step``: the life of a matter, a verb at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.matter_sheet import register_from
from leitai.cli.matter_story import print_matter
from leitai.cli.matter_words import (
    Area,
    AsJson,
    Number,
    Operation,
    Person,
    area_for,
    code_of,
    day_of,
    find_matter,
    find_person,
    find_units,
)
from leitai.cli.site import act_as, read_bytes, refusals, say, stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leitai.apps.matters.models import Matter
    from leitai.apps.units.models import User

Kind = Annotated[str, typer.Option(help=both("种类代码", "code of the kind"))]
SourceOf = Annotated[str, typer.Option("--source", help=both("来源", "where it comes from"))]
SourceName = Annotated[
    str, typer.Option(help=both("文件、会议、批示及其位置", "document, meeting or comment"))
]
SourceWords = Annotated[str, typer.Option(help=both("原话", "the sentence itself"))]
Total = Annotated[float | None, typer.Option(help=both("一共要办多少", "how many are to be done"))]
Counted = Annotated[str, typer.Option(help=both("计数的是什么", "what is counted"))]
CountedIn = Annotated[str, typer.Option(help=both("计数单位", "counted in"))]
Contact = Annotated[
    str, typer.Option(help=both("联系领导的登录名", "account of the contact leader"))
]
Lead = Annotated[str, typer.Option(help=both("牵头单位", "lead unit"))]
Support = Annotated[
    list[str] | None, typer.Option(help=both("配合单位，可多次", "supporting unit; repeatable"))
]
InCharge = Annotated[str, typer.Option("--person", help=both("责任人", "person in charge"))]
Due = Annotated[str, typer.Option(help=both("期限，如 2026-10-31", "due day: 2026-10-31"))]


def add_to(group: typer.Typer) -> None:
    """Register the commands."""
    group.command(
        "register",
        help=both("立项，写了牵头单位就同时交办", "put a matter on the list, and assign it"),
    )(register)
    group.command(
        "step", help=both("办一步：签收、催办、复命、核验、销号等", "take a step of a matter")
    )(step)


def register(
    person: Person,
    title: Annotated[str, typer.Option(help=both("标题", "title"))] = "",
    kind: Kind = "",
    area: Area = "",
    sheet: Annotated[
        Path | None,
        typer.Option("--from", help=both("一份表，一行一件，整份立项", "a sheet, a matter a row")),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help=both("同样内容再立一次", "the same content once more")),
    ] = False,
    source: SourceOf = "other",
    source_name: SourceName = "",
    source_words: SourceWords = "",
    total: Total = None,
    counted: Counted = "",
    counted_in: CountedIn = "",
    contact: Contact = "",
    parent: Annotated[
        str, typer.Option(help=both("是哪件的分项（编号）", "number of the matter it is part of"))
    ] = "",
    draft: Annotated[
        bool, typer.Option("--draft", help=both("只存草稿", "only write it down"))
    ] = False,
    lead: Lead = "",
    support: Support = None,
    in_charge: InCharge = "",
    due: Due = "",
    operation: Operation = "",
    as_json: AsJson = False,
) -> None:
    act = act_as(person, operation)
    from leitai.apps.matters.models import SourceKind
    from leitai.apps.matters.services import Source, draft_matter
    from leitai.apps.matters.services.opening import Assignment, open_matter

    within = area_for(act.actor, area)
    if sheet is not None:
        if title or kind or lead or draft:
            raise stop("--from 的表里写全了，不要再写标题等。", "--from takes no title.", 2)
        register_from(act, within, sheet, again=again, as_json=as_json)
        return
    if not title or not kind:
        raise stop("要写 --title 和 --kind，或用 --from。", "Give --title and --kind.", 2)
    assignment = None
    if lead:
        units = find_units(within, [lead, *(support or ())])
        assignment = Assignment(units[0], units[1:], in_charge, day_of(due, "--due"))
    elif support or in_charge or due:
        raise stop("没有写 --lead 牵头单位。", "Name the lead unit with --lead.", 2)
    more: dict[str, Any] = {
        "area": within,
        "title": title,
        "kind": _kind(within.pk, kind),
        "source": Source(
            code_of(source, dict(SourceKind.choices), "--source"), source_name, source_words
        ),
        "measure": _measure(total, counted, counted_in),
        "contact": find_person(within, contact) if contact else None,
        "parent": find_matter(act.actor, parent) if parent else None,
    }
    with refusals():
        if draft:
            matter = draft_matter(act, **more)
        else:
            matter = open_matter(act, assignment=assignment, **more)
    _answer(act.actor, matter, both("立项", "registered"), as_json)


def _kind(area_id: int, text: str) -> str:
    from leitai.apps.language import named
    from leitai.apps.matters.selectors.rules import rules_for

    return code_of(text, {one.code: named(one) for one in rules_for(area_id).kinds.kinds}, "--kind")


def _measure(total: float | None, counted: str, counted_in: str) -> Any:
    from leitai.apps.matters.services import Measure

    return None if total is None else Measure(counted, total, counted_in)


def step(
    number: Number,
    verb: Annotated[
        str, typer.Argument(help=both("哪一步，如 urge 或 催办", "which step, such as urge"))
    ],
    person: Person,
    words: Annotated[
        str, typer.Option(help=both("理由、进展或要求", "reason, progress, or what is asked"))
    ] = "",
    due: Due = "",
    until: Annotated[str, typer.Option(help=both("暂停到哪天", "rests until which day"))] = "",
    lead: Lead = "",
    support: Support = None,
    alone: Annotated[
        bool, typer.Option("--alone", help=both("不要配合单位", "without supporting units"))
    ] = False,
    in_charge: InCharge = "",
    level: Annotated[str, typer.Option(help=both("督办单颜色", "colour of the ticket"))] = "",
    check: Annotated[
        list[str] | None,
        typer.Option(help=both("核验时成立的一条，可多次", "a check that holds; repeatable")),
    ] = None,
    into: Annotated[
        str, typer.Option(help=both("并入哪件（编号）", "number of the matter to merge into"))
    ] = "",
    progress: Annotated[
        int | None, typer.Option(help=both("进度（%）", "progress in percent"))
    ] = None,
    done: Annotated[
        float | None, typer.Option(help=both("已完成多少（计数的）", "how many are done"))
    ] = None,
    file: Annotated[
        list[Path] | None, typer.Option(help=both("佐证材料，可多次", "evidence; repeatable"))
    ] = None,
    title: Annotated[str, typer.Option(help=both("草稿改标题", "new title of a draft"))] = "",
    kind: Annotated[str, typer.Option(help=both("草稿改种类", "new kind of a draft"))] = "",
    source: Annotated[str, typer.Option(help=both("草稿改来源", "new source of a draft"))] = "",
    source_name: SourceName = "",
    source_words: SourceWords = "",
    total: Total = None,
    counted: Counted = "",
    counted_in: CountedIn = "",
    contact: Contact = "",
    operation: Operation = "",
    as_json: AsJson = False,
) -> None:
    act = act_as(person, operation)
    from leitai.apps.matters.services import TAKEN, take_step
    from leitai.apps.matters.wording import VERBS

    matter = find_matter(act.actor, number)
    name = code_of(verb, {one: VERBS[one] for one in TAKEN}, "VERB")
    drafted = {
        "title": title, "kind": kind, "source": source, "source_name": source_name,
        "source_words": source_words, "total": total, "counted": counted,
        "counted_in": counted_in, "contact": contact,
    }  # fmt: skip
    written = {
        "words": words,
        "due": day_of(due, "--due"),
        "until": day_of(until, "--until"),
        "lead_unit": lead,
        "supporting": [] if alone else support,
        "responsible_person": in_charge,
        "level": level,
        "checks": check,
        "into": into,
        "progress": progress,
        "measure_done": done,
        "files": file,
        "changes": {key: one for key, one in drafted.items() if one not in ("", None)} or None,
    }
    sent = {key: one for key, one in written.items() if one not in ("", None)}
    _refuse_strangers(name, sent, drafted)
    given = _meant(act.actor, matter, sent)
    with refusals():
        take_step(act, name, matter, given)
    _answer(act.actor, matter, str(VERBS[name]), as_json)


#: Name of what a step takes → the option that gives it, where they differ.
_OPTIONS = {
    "lead_unit": "lead", "supporting": "support", "responsible_person": "person",
    "checks": "check", "measure_done": "done", "files": "file",
}  # fmt: skip


def _refuse_strangers(verb: str, sent: Mapping[str, Any], drafted: Mapping[str, Any]) -> None:
    """Stop at an option that the step has no use for, before anything is done."""
    from leitai.apps.matters.services import fields_of

    fields = fields_of(verb)
    for name in sent:
        if name not in fields:
            option = _OPTIONS.get(name, name)
            if name == "changes":
                option = next(key for key in drafted if drafted[key] not in ("", None))
            option = "--" + option.replace("_", "-")
            raise stop(f"{verb} 用不着 {option}。", f"{verb} takes no {option}.", 2)


def _meant(person: User, matter: Matter, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was written as services take it: units, files, matters and answers."""
    from leitai.apps.matters.selectors.rules import rules_for
    from leitai.apps.matters.services import File

    given = dict(sent)
    if "lead_unit" in given:
        given["lead_unit"] = find_units(matter.area, [given["lead_unit"]])[0]
    if "supporting" in given:
        given["supporting"] = find_units(matter.area, given["supporting"])
    if "into" in given:
        given["into"] = find_matter(person, given["into"])
    if "files" in given:
        given["files"] = [File(path.name, read_bytes(path)) for path in given["files"]]
    if "checks" in given:
        names = {one.code: one.name for one in rules_for(matter.area_id).kinds.checks}
        given["checks"] = {code_of(one, names, "--check"): True for one in given["checks"]}
    if "changes" in given:
        given["changes"] = _changes(matter, given["changes"])
    return given


def _changes(matter: Matter, drafted: dict[str, Any]) -> dict[str, Any]:
    """Return what is changed of a draft; what is not given stays."""
    from leitai.apps.matters.models import SourceKind
    from leitai.apps.matters.services import Source

    changes = {name: drafted[name] for name in ("title",) if name in drafted}
    if "kind" in drafted:
        changes["kind"] = _kind(matter.area_id, drafted["kind"])
    if drafted.keys() & {"source", "source_name", "source_words"}:
        source = drafted.get("source", matter.source_kind)
        changes["source"] = Source(
            code_of(source, dict(SourceKind.choices), "--source"),
            drafted.get("source_name", matter.source_name),
            drafted.get("source_words", matter.source_words),
            matter.source_room,
            matter.source_key,
        )
    if "total" in drafted:
        counted, counted_in = drafted.get("counted", ""), drafted.get("counted_in", "")
        changes["measure"] = _measure(drafted["total"], counted, counted_in)
    if "contact" in drafted:
        changes["contact"] = find_person(matter.area, drafted["contact"])
    return changes


def _answer(person: User, matter: Matter, done: str, as_json: bool) -> None:
    """Say what was done, or print the matter as JSON; who no longer sees it is told the number."""
    from leitai.apps.matters.models import Matter as Stored

    found = Stored.objects.get(pk=matter.pk)
    name = found.number or str(found.pk)
    if as_json:
        print_matter(person, name, as_json=True)
        return
    say(f"{name}：{done}。", f"{name}: {done}.")
