"""What matters are told by on the command line: people, numbers, units, days and codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.site import stop
from leitai.cli.words import both

if TYPE_CHECKING:
    from leitai.apps.matters.models import Matter
    from leitai.apps.units.models import Unit, User

Person = Annotated[
    str, typer.Option("--as", help=both("以谁的账号（登录名）", "whose account acts (its name)"))
]
Area = Annotated[
    str,
    typer.Option(help=both("哪个区域；不写就是这个人的", "which area; without, the person's own")),
]
Number = Annotated[
    str, typer.Argument(help=both("编号，草稿写序号", "its number, of a draft its id"))
]
AsJson = Annotated[
    bool, typer.Option("--json", help=both("以 JSON 输出，字段同接口", "print JSON, as the API"))
]
Operation = Annotated[
    str,
    typer.Option(
        help=both(
            "操作号（UUID）；同一个号再来一次不会办两遍",
            "operation id (a UUID); the same once more does nothing twice",
        )
    ),
]


def area_for(person: User, text: str) -> Unit:
    """Return the named area, or the one whose pages open first for the person."""
    from leitai.cli.site import find_unit
    from leitai.web.context import home_area

    area = find_unit(text) if text else home_area(person)
    if area is None:
        raise stop("这个账号不属于任何区域，请写 --area。", "Name the area with --area.", 2)
    return area


def find_matter(person: User, text: str) -> Matter:
    """Return the matter of this number, or a draft by its id, if the person sees it."""
    from leitai.apps.matters.models import Matter
    from leitai.apps.matters.selectors.page import matter_for

    seen = Matter.objects.visible_to(person).filter(number=text.strip().upper()).first()
    found = seen or (Matter(pk=int(text)) if text.isdecimal() and len(text) < 18 else None)
    matter = matter_for(person, found.pk) if found is not None else None
    if matter is None:
        raise stop(f"没有编号 {text} 的事项。", f"There is no matter {text}.")
    return matter


def find_units(area: Unit, names: Iterable[str]) -> list[Unit]:
    """Return units of an area by name, alias or code, in order."""
    from django.utils import timezone

    from leitai.apps.matters.naming import UnitNames

    wanted = list(names)
    read = UnitNames(area, timezone.localdate()).read(wanted)
    for one in read.values():
        if one.unit is None:
            offers = "、".join(str(unit) for unit in one.offers) or "-"
            raise stop(
                f"{area}没有叫“{one.written}”的单位。相近的：{offers}",
                f"{area} has no unit called {one.written!r}. Near: {offers}",
            )
    return [unit for name in wanted if (unit := read[name].unit) is not None]


def find_person(area: Unit, username: str) -> User:
    """Return the person of the area with this account."""
    from leitai.apps.matters.naming import person_in

    found = person_in(area, username=username)
    if found is None:
        raise stop(f"{area}没有账号 {username}。", f"{area} has no account {username}.")
    return found


def day_of(text: str, option: str) -> dt.date | None:
    """Return the day that an option gives; None where it is left out."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise stop(
            f"{option} 写成 2026-10-01，不能是“{text}”。",
            f"{option} takes a day such as 2026-10-01, not {text!r}.",
            2,
        ) from None


def code_of(text: str, names: Mapping[str, Any], option: str) -> str:
    """Return the code that a text means: the code itself, or its name in the language chosen."""
    if not text:
        return ""
    plain = text.strip().replace("-", "_")
    for code, name in names.items():
        if plain == code or text.strip() == str(name):
            return str(code)
    listed = "\n".join(f"  {code:<20} {name}" for code, name in names.items())
    raise stop(
        f"{option} 没有“{text}”。可以写：\n{listed}",
        f"{option} has no {text!r}. There are:\n{listed}",
        2,
    )


def plain_json(values: Any) -> str:
    """Return values as JSON; days and moments in ISO form."""
    import json

    return json.dumps(values, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)
