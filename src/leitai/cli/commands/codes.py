"""``leitai codes …``: the list of division codes, its history, and units entered from it."""

from __future__ import annotations

from typing import Annotated

import typer

from leitai.cli.site import find_unit, open_site, require_migrated, say, stop
from leitai.cli.words import both

_CODE = both("区划代码，6 位、9 位或 12 位", "division code of 6, 9 or 12 digits")


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    codes = typer.Typer(
        no_args_is_help=True,
        help=both("区划代码：查找、沿革、建单位", "division codes: search, history, units"),
        rich_markup_mode=None,
    )
    codes.command("search", help=both("按代码或名称查现行清单", "search the current list"))(search)
    codes.command("history", help=both("一个代码或名称的沿革", "what became of a code or name"))(
        show_history
    )
    codes.command(
        "add", help=both("按清单建单位，已有的不重复", "enter units of the list, once each")
    )(add)
    app.add_typer(codes, name="codes")


def search(
    text: Annotated[
        str, typer.Argument(help=both("代码开头或名称一部分", "start of a code or part of a name"))
    ],
    limit: Annotated[int, typer.Option(help=both("最多列几个", "how many at most"))] = 30,
) -> None:
    from leitai.divisions import register

    found = register().search(text, limit)
    for entry in found:
        typer.echo(f"{entry.division_code:<12}  {register().full_name(entry)}")
    if not found:
        raise stop(f"清单里没有“{text}”。", f"The list has no {text!r}.")


def show_history(
    text: Annotated[str, typer.Argument(help=both("代码或全名", "code or whole name"))],
) -> None:
    from leitai.divisions import history

    codes = history()
    divisions = codes.all_coded(text) if text.isdigit() else tuple(codes.by_name.get(text, ()))
    if not divisions:
        raise stop(f"沿革里没有“{text}”。", f"The history has no {text!r}.")
    for line in dict.fromkeys(codes.line(division) for division in divisions):
        for division in line:
            still = division.last_year > 9000
            years = f"{division.first_year}–{'' if still else division.last_year - 1}"
            typer.echo(f"{division.code}  {years:<10}  {division.full_name}")
        change = codes.changes.get(line[-1])
        if change is not None:
            heirs = "、".join(f"{heir.code} {heir.name}" for heir in change.heirs) or "-"
            say(f"        {change.year}  归入 {heirs}", f"        {change.year}  into {heirs}")


def add(
    code: Annotated[str, typer.Argument(help=_CODE)],
    down_to: Annotated[
        str,
        typer.Option(
            help=both(
                "建到哪一级：prefecture、county、township、village",
                "down to prefecture, county, township or village",
            )
        ),
    ] = "village",
    under: Annotated[
        str,
        typer.Option(help=both("建在哪个单位之下；不写就自成区域", "unit above; else a new area")),
    ] = "",
    by: Annotated[
        str, typer.Option(help=both("经手人的登录名", "account of the person who acts"))
    ] = "",
) -> None:
    open_site()
    require_migrated()
    from django.core.exceptions import PermissionDenied, ValidationError

    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import User
    from leitai.apps.units.services import enter_from_list

    actor = User.objects.filter(username=by).first() if by else None
    if by and actor is None:
        raise stop(f"没有账号 {by}。", f"There is no account {by}.")
    act = Act(actor=actor)
    try:
        root = enter_from_list(
            act, under=find_unit(under) if under else None, code=code, down_to=down_to
        )
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"没有建：{text}", f"Not entered: {text}") from None
    except PermissionDenied as error:
        raise stop(f"无权办理：{error}", f"Not permitted: {error}") from None
    new, there = act.detail["count"], act.detail["present"]
    say(
        f"在{root}建了 {new} 个单位，{there} 个已有。",
        f"Entered {new} units at {root}; {there} were there.",
    )
