"""Forms for parts of a scheme, made from the same declarations that read the file.

Every dataclass of a scheme describes its keys with a shape and their meaning in both languages; a
control follows from the shape: a number, a percentage, a choice, a column, a list, a rule in a
rule. What a person types is turned back by the same shape.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese, reader_language
from leitai.engine.rules import RULES
from leitai.engine.rules.completion import RatioPart
from leitai.engine.scheme.addresses import fresh_id, walk
from leitai.engine.scheme.model import Members
from leitai.engine.scheme.shapes import (
    Choice,
    Date,
    Either,
    Fields,
    Flag,
    InputRef,
    Kinds,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Share,
    Text,
    default_of,
    required,
)
from leitai.web.rule_words import RATE_RULES, RATES

Address = tuple[str | int, ...]


@dataclass(frozen=True)
class Row:
    """An element of a list or an entry of a map, with what removes it."""

    name: str
    controls: tuple[Control, ...]
    remove: str


@dataclass(frozen=True)
class Control:
    """One field of a form.

    ``kind``: text, long, number, choice, flag, date, column, figure, texts, list, map, part, rule.
    ``at`` is its address as JSON; ``blank`` says what an empty field means; ``chosen``: a figure
    is a column, not a number; ``add`` is the
    operation of a button that adds to a list or switches a part on, ``remove`` one that takes a
    part away.
    """

    id: str
    at: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    blank: str = ""
    error: str = ""
    options: tuple[tuple[str, str], ...] = ()
    controls: tuple[Control, ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""
    remove: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Form:
    """What a form needs to know of the file around it.

    Attributes:
        columns: column id → name.
        errors: address → what is wrong there, in words.
        typed: address → what a person typed that could not be taken.
        units: names of units that coefficients may be given to.
        grades: code of a grade → what it is called.
        items: id of an item → what it is called.
    """

    columns: Mapping[str, str]
    errors: Mapping[Address, str] = field(default_factory=dict)
    typed: Mapping[Address, str] = field(default_factory=dict)
    units: Sequence[str] = ()
    grades: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)

    def controls(
        self, kind: type[Any], plain: Any, at: Address, only: Sequence[str] = ()
    ) -> tuple[Control, ...]:
        """Return the fields of a part of a scheme; ``only`` names keys and their order."""
        shapes = Fields(kind).shapes()
        names = only or [name for name in shapes if name not in ("id", "off")]
        values = plain if isinstance(plain, dict) else {}
        rule = getattr(kind, "kind", "")
        found = []
        for name in names:
            rate = is_rate(kind, rule, name)
            made = self._control(shapes[name], name, values, (*at, name), rate=rate)
            if made is not None:
                found.append(made)
        return tuple(found)

    def _control(
        self, each: Any, name: str, values: Mapping[str, Any], at: Address, *, rate: bool
    ) -> Control | None:
        shape = each.metadata["shape"]
        label = each.metadata["zh" if chinese() else "en"]
        given = name in values
        value = values.get(name)
        default = None if required(each) else default_of(each)
        blank = "" if required(each) else _blank(shape, default, rate=rate)
        if isinstance(shape, Nullable):
            shape = shape.inner
        return self._of(shape, label, value if given else None, at, blank, default, rate=rate)

    def _of(
        self,
        shape: Any,
        label: str,
        value: Any,
        at: Address,
        blank: str,
        default: Any = None,
        *,
        rate: bool = False,
    ) -> Control | None:
        base: dict[str, Any] = {
            "id": dom_id(at),
            "at": json.dumps(at, ensure_ascii=False),
            "label": label,
            "blank": blank,
            "error": self.errors.get(at, ""),
        }
        if isinstance(shape, Kinds):
            return self._rule(base, value, at)
        if isinstance(shape, Fields):
            return self._part(base, shape, value, at)
        if isinstance(shape, ListOf):
            return self._list(base, shape, value, at)
        if isinstance(shape, MapOf):
            return self._map(base, shape, value, at)
        base["error"] = self._within(at)
        shown = self.typed.get(at)
        kind, options, unit = self._simple(shape, rate=rate)
        if at[-1] == "grade" and self.grades:
            kind, options = "choice", tuple(self.grades.items())
        if shown is None:
            shown = _shown(shape, value, rate=rate)
        if isinstance(shape, Choice | Flag) and value is None and default is not None:
            shown = _shown(shape, default)
        elif isinstance(shape, Choice | Flag | InputRef) and (blank or value is None):
            options = (("", blank or "—"), *options)
        if options and kind != "figure" and shown not in {code for code, _text in options}:
            options = ((shown, shown or "—"), *options)
        chosen = kind != "figure" or shown in self.columns or not shown
        first = next(iter(self.columns), "")
        return Control(
            **base,
            kind=kind,
            value=shown,
            unit=unit,
            options=options,
            chosen=chosen,
            add="" if chosen else operation("set", at, value=first),
        )

    def _simple(self, shape: Any, *, rate: bool) -> tuple[str, tuple[tuple[str, str], ...], str]:
        if isinstance(shape, Choice):
            return "choice", choices(shape), ""
        if isinstance(shape, Flag):
            return "choice", (("false", _("no")), ("true", _("yes"))), ""
        if isinstance(shape, InputRef):
            return "column", tuple(self.columns.items()), ""
        if isinstance(shape, Either):
            return "figure", tuple(self.columns.items()), ""
        if isinstance(shape, Number):
            percent = rate or shape.share
            return "number", (), "%" if percent else ""
        if isinstance(shape, Date):
            return "date", (), ""
        if isinstance(shape, Text) and shape.empty:
            return "long", (), ""
        return "text", (), ""

    def _within(self, at: Address) -> str:
        """What is wrong in a field: with it, or with one of the several things that it holds."""
        return " ".join(words for way, words in self.errors.items() if way[: len(at)] == at)

    def _rule(self, base: dict[str, Any], value: Any, at: Address) -> Control:
        kind = value.get("kind") if isinstance(value, dict) else ""
        options = tuple(
            (name, each.name_zh if chinese() else each.name_en) for name, each in RULES.items()
        )
        inner = self.controls(RULES[kind], value, at) if kind in RULES else ()
        return Control(
            **base,
            kind="rule",
            value=str(kind or ""),
            options=options if kind else (("", _("choose a rule")), *options),
            controls=inner,
        )

    def _part(self, base: dict[str, Any], shape: Fields, value: Any, at: Address) -> Control:
        if isinstance(value, str) and shape.shorthand is not None:
            value = {shape.shorthand: value}
        start: Any = new_value(shape, self.columns)
        if shape.shorthand is not None and value is None:
            start = start.get(shape.shorthand)
        if value == "all":
            value = None
        add = "" if isinstance(value, dict) else operation("set", at, value=start)
        remove = operation("remove", at) if isinstance(value, dict) else ""
        inner = self.controls(shape.of, value, at) if isinstance(value, dict) else ()
        return Control(**base, kind="part", controls=inner, add=add, remove=remove)

    def _list(self, base: dict[str, Any], shape: ListOf, value: Any, at: Address) -> Control:
        listed = value if isinstance(value, list) else []
        if isinstance(shape.inner, Text) and at[-2:] == ("members", "kinds"):
            named = dict(kind_names())
            listed = [named.get(str(each), each) for each in listed]
        if at[-1] in ITEM_LISTS:
            listed = [self.items.get(str(each), each) for each in listed]
        if isinstance(shape.inner, Text):
            text = self.typed.get(at, "、".join(str(each) for each in listed))
            return Control(**base | {"error": self._within(at)}, kind="texts", value=text)
        rows = []
        for place, each in enumerate(listed):
            here = (*at, place)
            base["error"] = f"{base['error']} {self.errors.get(here, '')}".strip()
            if isinstance(shape.inner, Fields):
                controls = self.controls(shape.inner.of, each, here)
            else:
                made = self._of(shape.inner, f"{place + 1}", each, here, "")
                controls = (made,) if made is not None else ()
            rows.append(Row(str(place + 1), controls, operation("remove", here)))
        new = new_value(shape.inner, self.columns)
        if isinstance(new, dict) and "id" in new:
            new["id"] = fresh_id({str(each.get("id")) for each in listed}, str(at[-1]))
        add = operation("insert", at, value=new)
        return Control(**base, kind="list", rows=tuple(rows), add=add)

    def _map(self, base: dict[str, Any], shape: MapOf, value: Any, at: Address) -> Control:
        entries = value if isinstance(value, dict) else {}
        rows: list[Row] = []
        for name, each in entries.items():
            label = str(name)
            if at[-2:] == ("grades", "names"):
                label = _("grade %(n)s") % {"n": len(rows) + 1}
            made = self._of(shape.inner, label, each, (*at, name), "")
            controls = (made,) if made is not None else ()
            rows.append(Row(label, controls, operation("remove", (*at, name))))
        free = [(unit, unit) for unit in self.units if unit not in entries]
        options = tuple(free) if isinstance(shape.inner, Number) else ()
        # What is called by its words begins with the name it is entered under.
        start = 1 if isinstance(shape.inner, Number) else None
        return Control(
            **base,
            kind="map",
            rows=tuple(rows),
            options=options,
            add=json.dumps({"at": list(at), "value": start}, ensure_ascii=False),
        )


def kind_names() -> list[tuple[str, str]]:
    """Return the kinds of units as people call them."""
    from leitai.apps.units.models import Unit

    return [(str(code), str(name)) for code, name in Unit._meta.get_field("kind").flatchoices]


#: Lists of ids that are shown and typed as names of items.
ITEM_LISTS = ("applies_to", "then")


def item_names(plain: Mapping[str, Any]) -> dict[str, str]:
    """Return id → name of every heading and item of a draft, of all groups."""
    found: dict[str, str] = {}
    for group in plain.get("groups") or ():
        if not isinstance(group, dict):
            continue
        listed = [each for _way, each in walk(group.get("tree"), ())]
        for part in ("bonus", "penalty"):
            beside = group.get(part)
            listed += (beside.get("items") or ()) if isinstance(beside, dict) else ()
        for each in listed:
            if isinstance(each, dict):
                found.setdefault(str(each.get("id")), str(each.get("name") or each.get("id")))
    return found


def flat(controls: Iterable[Control]) -> Iterator[Control]:
    """Return every field, those inside others behind them."""
    for one in controls:
        yield one
        yield from flat(one.controls)
        for row in one.rows:
            yield from flat(row.controls)


def dom_id(at: Address) -> str:
    """Return the id of a field on the page; the same address has the same one after an edit."""
    return "f-" + re.sub(r"[^\w-]+", "-", "-".join(str(part) for part in at if part != "@"))


def operation(do: str, at: Address, **more: Any) -> str:
    """Return an operation as the page sends it."""
    return json.dumps({"do": do, "at": at, **more}, ensure_ascii=False)


def choices(shape: Choice) -> tuple[tuple[str, str], ...]:
    """Return the options of a choice with their words."""
    return tuple((key, shape.meaning(key, reader_language())) for key in shape.options)


def is_rate(kind: type[Any], rule: str, name: str) -> bool:
    """Tell whether a number is written as a factor but read in percent: cap 1.2 is 120 %."""
    return (rule in RATE_RULES and name in RATES) or (kind is RatioPart and name == "cap")


def _blank(shape: Any, default: Any, *, rate: bool) -> str:
    if isinstance(shape, Nullable):
        return shape.null_zh if chinese() else shape.null_en
    if default is None or default == () or default == "":
        return "—"
    if dataclasses.is_dataclass(default):
        return _told(default)
    return _shown(shape, default, rate=rate)


def _told(part: Any) -> str:
    """Return in words what holds where a part is left out: its own fields with their defaults."""
    if isinstance(part, Members) and part.everyone:
        return _("all units of the data")
    found = []
    for each in dataclasses.fields(part):
        value = getattr(part, each.name)
        if "shape" in each.metadata and value not in (None, (), ""):
            shape = each.metadata["shape"]
            shown = shape.meaning(value, reader_language()) if isinstance(shape, Choice) else ""
            label = each.metadata["zh" if chinese() else "en"]
            found.append(f"{label} {shown or _shown(shape, value)}")
    return ("；" if chinese() else "; ").join(found) or "—"


def _shown(shape: Any, value: Any, *, rate: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        percent = rate or (isinstance(shape, Number) and shape.share)
        return plain_number(Decimal(repr(value)) * 100 if percent else Decimal(repr(value)))
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and isinstance(shape, Number) and shape.share:
        return value.strip().removesuffix("%") if value.strip().endswith("%") else value
    return str(value)


def plain_number(number: Decimal) -> str:
    """Return a number without exponent and needless zeros."""
    text = format(number.normalize(), "f")
    return text if text != "-0" else "0"


def new_value(shape: Any, columns: Mapping[str, str]) -> Any:
    """Return what a new element or part begins with: its required keys, as far as they go."""
    first = next(iter(columns), "")
    if isinstance(shape, Nullable):
        return None
    if isinstance(shape, Fields):
        return {
            name: new_value(each.metadata["shape"], columns)
            for name, each in shape.shapes().items()
            if required(each) or name == shape.shorthand
        }
    if isinstance(shape, ListOf):
        return [new_value(shape.inner, columns)] if shape.at_least else []
    if isinstance(shape, Kinds):
        return {"kind": "direct", "value": first}
    if isinstance(shape, InputRef):
        return first
    if isinstance(shape, Choice):
        return next(iter(shape.options))
    if isinstance(shape, Number | Either):
        return 1
    if isinstance(shape, Share):
        return "25%"
    if isinstance(shape, MapOf):
        return {}
    if isinstance(shape, Flag):
        return False
    return _("to be filled in")
