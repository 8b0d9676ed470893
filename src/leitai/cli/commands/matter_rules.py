"""``leitai matter rules``: the rules of an area's matters, and choosing a ready set."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from leitai.cli.matter_words import (
    Area,
    AsJson,
    Operation,
    Person,
    area_for,
    code_of,
    day_of,
    plain_json,
)
from leitai.cli.site import act_as, refusals, say, stop
from leitai.cli.words import both

CATEGORIES = {
    "kinds": ("种类和期限", "kinds and terms"),
    "lights": ("亮灯", "lights"),
    "ladder": ("督办单", "tickets"),
}


def add_to(group: typer.Typer) -> None:
    """Register the commands."""
    rules = typer.Typer(
        no_args_is_help=True,
        help=both("事项的规则：种类期限、亮灯、督办单", "rules of matters"),
        rich_markup_mode=None,
    )
    rules.command("list", help=both("现行的，和可选的现成方案", "what is in force, ready sets"))(
        list_rules
    )
    rules.command("choose", help=both("选用一套现成方案", "choose a ready set"))(choose)
    group.add_typer(rules, name="rules")


def list_rules(person: Person, area: Area = "", as_json: AsJson = False) -> None:
    act = act_as(person)
    from leitai.apps.language import named
    from leitai.apps.matters.rule_sets import shipped
    from leitai.apps.matters.selectors.rules import rules_for

    within = area_for(act.actor, area)
    sources = rules_for(within.pk).sources
    ready: list[dict[str, Any]] = [
        {
            "category": category, "slug": slug, "number": 0,
            **{key: row.get(key, "") for key in ("name", "name_en", "source")},
        }
        for (category, slug), row in shipped().items()
    ]  # fmt: skip
    if as_json:
        found = {"in_force": [vars(one) for one in sources], "shipped": ready}
        typer.echo(plain_json(found))
        return
    held = {one.category: one for one in sources}
    for category, told in CATEGORIES.items():
        one = held[category]
        name = named(one) or both("不发", "none")
        version = f" v{one.number}" if one.number else ""
        typer.echo(f"{both(*told)}  {one.slug or '-'}{version}  {name}")
        for row in ready:
            if row["category"] == category:
                mark = "*" if row["slug"] == one.slug else " "
                title = both(row["name"], row["name_en"] or row["name"])
                typer.echo(f"  {mark} {row['slug']:<18} {title}")


def choose(
    category: Annotated[
        str,
        typer.Argument(
            metavar="CATEGORY",
            help=both("kinds 种类、lights 亮灯、ladder 督办单", "kinds, lights or ladder"),
        ),
    ],
    slug: Annotated[
        str,
        typer.Argument(
            metavar="SET",
            help=both("方案代码，none 为不发督办单", "code of a set; none for no tickets"),
        ),
    ],
    person: Person,
    area: Area = "",
    reason: Annotated[str, typer.Option(help=both("依据或理由", "reason or document"))] = "",
    valid_from: Annotated[
        str,
        typer.Option("--from", help=both("从哪天起执行，不写即刻", "from a day on; else at once")),
    ] = "",
    operation: Operation = "",
) -> None:
    act = act_as(person, operation)
    from leitai.apps.matters.services import choose_rules

    within = area_for(act.actor, area)
    code = code_of(category, {one: both(*told) for one, told in CATEGORIES.items()}, "CATEGORY")
    if slug == "none" and code != "ladder":
        raise stop("只有督办单可以不发。", "Only tickets can be switched off.", 2)
    with refusals():
        choice = choose_rules(
            act, area=within, category=code, slug="" if slug == "none" else slug, reason=reason,
            valid_from=day_of(valid_from, "--from"),
        )  # fmt: skip
    day = choice.valid_from
    since = both(f"自 {day} 起", f"from {day} on") if day else both("即刻", "at once")
    say(
        f"{both(*CATEGORIES[code])}：第 {choice.number} 版 {choice.name or '不发'}，{since}执行。",
        f"{both(*CATEGORIES[code])}: version {choice.number}, {choice.slug or 'none'}, {since}.",
    )
