"""What is wrong with a set of rules that an office wrote, place by place. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from leitai.apps.matters.lights import SEVERITY, When
from leitai.apps.matters.rule_sets import Category
from leitai.apps.periods.deadlines import Count

CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: A year of days is the longest term and the widest margin.
MOST_DAYS: Final = 366
MOST_ROWS: Final = 60


@dataclass(frozen=True)
class Fault:
    """A fault of a field: the list it is in, its row from 0, its name, and what is wrong."""

    part: str
    row: int
    field: str
    words: str

    def __str__(self) -> str:
        place = f"{self.part}[{self.row + 1}].{self.field}".rstrip(".")
        return f"{place}: {self.words}"


class _Looking:
    """Looks at the fields of rows and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def rows(
        self, content: Mapping[str, Any], part: str, known: frozenset[str]
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the rows of a list that can be looked at."""
        rows = content.get(part)
        if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
            self.faults.append(Fault(part, 0, "", _("there is none; one at least is needed")))
            return
        if len(rows) > MOST_ROWS:
            words = _("there are %(n)d, at most %(most)d") % {"n": len(rows), "most": MOST_ROWS}
            self.faults.append(Fault(part, MOST_ROWS, "", words))
            return
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping):
                self.faults.append(Fault(part, number, "", _("this is no set of fields")))
                continue
            for name in row.keys() - known:
                self.faults.append(Fault(part, number, str(name), _("there is no such field")))
            yield number, row

    def text(self, part: str, number: int, row: Mapping[str, Any], name: str, most: int) -> None:
        """Ask for a text that is there."""
        value = row.get(name)
        if not isinstance(value, str) or not value.strip():
            self.faults.append(Fault(part, number, name, _("this is missing")))
        elif len(value) > most:
            words = _("has %(n)d characters, at most %(most)d fit")
            self.faults.append(Fault(part, number, name, words % {"n": len(value), "most": most}))

    def number(
        self,
        part: str,
        number: int,
        row: Mapping[str, Any],
        name: str,
        low: float,
        high: float,
        *,
        whole: bool = True,
    ) -> None:
        """Ask that a number, where there is one, lies within bounds."""
        value = row.get(name)
        if value is None:
            return
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
            words = _("“%(value)s” is no number from %(low)g to %(high)g")
            told = words % {"value": value, "low": low, "high": high}
            self.faults.append(Fault(part, number, name, told))

    def choice(
        self, part: str, number: int, row: Mapping[str, Any], name: str, allowed: Sequence[str]
    ) -> None:
        """Ask for one of some words."""
        if row.get(name) not in allowed:
            words = _("“%(value)s” is none of: %(all)s")
            told = words % {"value": row.get(name, ""), "all": ", ".join(allowed)}
            self.faults.append(Fault(part, number, name, told))

    def once(self, part: str, number: int, name: str, value: Any, seen: set[Any]) -> None:
        """Ask that a value stands once."""
        if value in seen:
            words = _("“%(value)s” stands there twice") % {"value": value}
            self.faults.append(Fault(part, number, name, words))
        seen.add(value)

    def code(self, part: str, number: int, row: Mapping[str, Any], seen: set[Any]) -> None:
        """Ask for a code of its own."""
        value = row.get("code")
        if not isinstance(value, str) or not CODE.fullmatch(value):
            words = _("“%(value)s” is no code: small letters, digits and _") % {"value": value}
            self.faults.append(Fault(part, number, "code", words))
        self.once(part, number, "code", value, seen)


def rule_faults(category: str, content: Mapping[str, Any]) -> list[Fault]:
    """Return everything that is wrong with a set, in the order in which it is written."""
    looking = _Looking()
    _LOOK[category](looking, content)
    order = {"kinds": 0, "checks": 1}
    return sorted(looking.faults, key=lambda one: (order.get(one.part, 0), one.row))


def _kinds(looking: _Looking, content: Mapping[str, Any]) -> None:
    seen: set[Any] = set()
    known = frozenset(
        ("code", "name", "name_en", "deadline", "extension_limit", "evidence_share", "urge_before")
    )
    for number, row in looking.rows(content, "kinds", known):
        looking.code("kinds", number, row, seen)
        looking.text("kinds", number, row, "name", 40)
        _deadline(looking, number, row.get("deadline") or {})
        looking.number("kinds", number, row, "extension_limit", 0, 9)
        looking.number("kinds", number, row, "evidence_share", 0, 1, whole=False)
        before = row.get("urge_before", ())
        for value in before if isinstance(before, (list, tuple)) else (before,):
            looking.number("kinds", number, {"urge_before": value}, "urge_before", 0, 60)
    seen = set()
    for number, row in looking.rows(content, "checks", frozenset(("code", "name", "name_en"))):
        looking.code("checks", number, row, seen)
        looking.text("checks", number, row, "name", 40)


def _deadline(looking: _Looking, number: int, row: Any) -> None:
    if not isinstance(row, Mapping):
        looking.faults.append(Fault("kinds", number, "deadline", _("this is no set of fields")))
        return
    if not row:
        return
    looking.choice("kinds", number, row, "count", [str(one) for one in Count])
    most = 31 if row.get("count") == Count.DAY_OF_MONTH else MOST_DAYS
    if row.get("count") != Count.NONE:
        looking.number("kinds", number, {"number": row.get("number", "")}, "number", 1, most)


def _lights(looking: _Looking, content: Mapping[str, Any]) -> None:
    known = frozenset(("light", "when", "days", "share", "points", "min_term"))
    for number, row in looking.rows(content, "conditions", known):
        looking.choice("conditions", number, row, "light", [str(one) for one in SEVERITY])
        looking.choice("conditions", number, row, "when", [str(one) for one in When])
        looking.number("conditions", number, row, "days", 0, MOST_DAYS)
        looking.number("conditions", number, row, "share", 0, 1, whole=False)
        looking.number("conditions", number, row, "points", 0, 100, whole=False)
        looking.number("conditions", number, row, "min_term", 0, MOST_DAYS)


def _ladder(looking: _Looking, content: Mapping[str, Any]) -> None:
    if not content:  # no rule issues tickets
        return
    known = frozenset(
        ("level", "name", "name_en", "raise_when", "consequence", "consequence_en", "goes_to",
         "marks", "marks_from")
    )  # fmt: skip
    colours = [str(one) for one in reversed(SEVERITY)]
    highest = -1
    for number, row in looking.rows(content, "levels", known):
        looking.choice("levels", number, row, "level", colours)
        if row.get("level") in colours:
            place = colours.index(row["level"])
            if place <= highest:
                words = _("a level stands above the one before: blue, yellow, orange, red")
                looking.faults.append(Fault("levels", number, "level", words))
            highest = max(place, highest)
        looking.text("levels", number, row, "name", 20)
        looking.number("levels", number, row, "marks", -100, 100, whole=False)
        looking.number("levels", number, row, "marks_from", 1, 99)
        _raise_when(looking, number, row.get("raise_when") or {})


def _raise_when(looking: _Looking, number: int, row: Any) -> None:
    if not isinstance(row, Mapping) or row.keys() - {"near", "behind", "late", "after"}:
        looking.faults.append(Fault("levels", number, "raise_when", _("there is no such field")))
        return
    looking.number("levels", number, row, "late", 0, MOST_DAYS)
    looking.number("levels", number, row, "after", 1, MOST_DAYS)
    if number == 0 and row.get("after") is not None:
        words = _("the lowest level follows no other ticket")
        looking.faults.append(Fault("levels", number, "after", words))


_LOOK: Final[dict[str, Callable[[_Looking, Mapping[str, Any]], None]]] = {
    Category.KINDS: _kinds,
    Category.LIGHTS: _lights,
    Category.LADDER: _ladder,
}
