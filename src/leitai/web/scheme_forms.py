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
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese, reader_language
from leitai.engine.rules import RULES
from leitai.engine.rules.completion import RatioPart
from leitai.engine.scheme.model import SCHEME
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
from leitai.engine.scheme.tree import CHILD, Item, Node
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
    """

    columns: Mapping[str, str]
    errors: Mapping[Address, str] = field(default_factory=dict)
    typed: Mapping[Address, str] = field(default_factory=dict)
    units: Sequence[str] = ()

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
        shown = self.typed.get(at)
        kind, options, unit = self._simple(shape, rate=rate)
        if shown is None:
            shown = _shown(shape, value, rate=rate)
        if isinstance(shape, Choice | Flag) and value is None and default is not None:
            shown = _shown(shape, default)
        elif isinstance(shape, Choice | InputRef) and (blank or value is None):
            options = (("", blank or "—"), *options)
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
        if isinstance(shape.inner, Text):
            text = self.typed.get(at, "、".join(str(each) for each in listed))
            return Control(**base, kind="texts", value=text)
        rows = []
        for place, each in enumerate(listed):
            here = (*at, place)
            if isinstance(shape.inner, Fields):
                controls = self.controls(shape.inner.of, each, here)
            else:
                made = self._of(shape.inner, f"{place + 1}", each, here, "")
                controls = (made,) if made is not None else ()
            rows.append(Row(str(place + 1), controls, operation("remove", here)))
        add = operation("insert", at, value=new_value(shape.inner, self.columns))
        return Control(**base, kind="list", rows=tuple(rows), add=add)

    def _map(self, base: dict[str, Any], shape: MapOf, value: Any, at: Address) -> Control:
        entries = value if isinstance(value, dict) else {}
        rows = []
        for name, each in entries.items():
            made = self._of(shape.inner, str(name), each, (*at, name), "")
            controls = (made,) if made is not None else ()
            rows.append(Row(str(name), controls, operation("remove", (*at, name))))
        free = [(unit, unit) for unit in self.units if unit not in entries]
        options = tuple(free) if isinstance(shape.inner, Number) else ()
        start = 1 if isinstance(shape.inner, Number) else _("new grade")
        return Control(
            **base, kind="map", rows=tuple(rows), options=options, value=json.dumps(start)
        )


def kind_names() -> list[tuple[str, str]]:
    """Return the kinds of units as people call them."""
    from leitai.apps.units.models import Unit

    return [(str(code), str(name)) for code, name in Unit._meta.get_field("kind").flatchoices]


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
    return _shown(shape, default, rate=rate)


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


# -- what a person typed ---------------------------------------------------------------------------


class TypedError(ValueError):
    """What was typed is no value of the field; the text says what should stand there."""


def shape_at(plain: Any, address: Address) -> tuple[Any, bool]:
    """Return the shape of what stands at an address, and whether it is read in percent.

    Raises:
        TypedError: when a scheme has no such place.
    """
    shape: Any = SCHEME
    rate = False
    here = plain
    for part in address:
        shape, rate = inner_shape(shape, here, part)
        if isinstance(here, dict):
            here = here.get(str(part))
        elif isinstance(here, list):
            here = _element(here, part)
        else:
            here = None
    return shape, rate


def _element(listed: list[Any], part: str | int) -> Any:
    for place, each in enumerate(listed):
        if place == part or (
            isinstance(each, dict) and part in (each.get("id"), each.get("grade"))
        ):
            return each
    return None


def inner_shape(shape: Any, plain: Any, part: str | int) -> tuple[Any, bool]:
    """Return the shape of a key or element of a part, and whether it is read in percent."""
    if isinstance(shape, Nullable):
        shape = shape.inner
    if shape is CHILD:
        inner = isinstance(plain, dict) and "items" in plain
        shape = Fields(Node) if inner else Fields(Item)
    if isinstance(shape, Kinds):
        kind = plain.get("kind") if isinstance(plain, dict) else None
        if kind not in RULES:
            raise TypedError(_("Choose the scoring rule first."))
        shape = Fields(RULES[kind])
    if isinstance(shape, ListOf | MapOf):
        return shape.inner, False
    if isinstance(shape, Fields) and part in shape.shapes():
        each = shape.shapes()[str(part)]
        rate = is_rate(shape.of, getattr(shape.of, "kind", ""), str(part))
        return each.metadata["shape"], rate
    raise TypedError(_("There is no such field."))


def edit_of(plain: Any, at: Sequence[Any], address: Address, raw: str) -> dict[str, Any]:
    """Return the operation that writes what was typed; an emptied field falls back.

    Args:
        at: the address as the page knows it, for the operation.
        address: the same resolved.

    Raises:
        TypedError: when the text is no value of the field.
    """
    shape, rate = shape_at(plain, address)
    text = raw.strip()
    if not text:
        if isinstance(shape, Nullable):
            return {"do": "set", "at": list(at), "value": None}
        return {"do": "remove", "at": list(at)}
    if isinstance(shape, Nullable):
        shape = shape.inner
    value = value_of(shape, text, rate=rate)
    if address[-2:] == ("members", "kinds"):
        codes = {name: code for code, name in kind_names()}
        value = [codes.get(each, each) for each in value]
    return {"do": "set", "at": list(at), "value": value}


def value_of(shape: Any, text: str, *, rate: bool = False) -> Any:
    """Return the value that a text means for a shape. Raises ``TypedError``."""
    if isinstance(shape, Number):
        return _number(shape, text, percent=rate or shape.share)
    if isinstance(shape, Choice):
        if text not in shape.options:
            raise TypedError(_("Choose one of the list."))
        return text
    if isinstance(shape, Flag):
        return text == "true"
    if isinstance(shape, Share):
        return _share(text)
    if isinstance(shape, Either):
        try:
            return _number(shape.number, text)
        except TypedError:
            if re.match(r"^[+-]?[\d.,]", text):
                raise
            return text
    if isinstance(shape, Date):
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError:
            raise TypedError(_("Write a day such as 2027-01-01.")) from None
    if isinstance(shape, ListOf):
        return [
            value_of(shape.inner, each) for each in re.split(r"[、，,;；\n]+", text) if each.strip()
        ]
    if isinstance(shape, Fields | Kinds | MapOf):
        raise TypedError(_("There is no such field."))
    return text


def _number(shape: Number, text: str, *, percent: bool = False) -> Any:
    tidy = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if shape.share and re.fullmatch(r"\d+(\.\d+)?/\d+(\.\d+)?", tidy) and shape.accepts(tidy):
        return tidy
    try:
        number = Decimal(tidy.removesuffix("%"))
    except InvalidOperation:
        raise TypedError(_("“%(text)s” is no number.") % {"text": text[:40]}) from None
    if percent:
        number /= 100
    value: Any = float(number)
    if value != value or value in (float("inf"), float("-inf")):
        raise TypedError(_("“%(text)s” is no number.") % {"text": text[:40]})
    value = int(value) if value == int(value) and abs(value) < 2**53 else value
    if not dataclasses.replace(shape, share=False).accepts(value):
        wanted = dataclasses.replace(shape, share=False)
        raise TypedError(
            _("This should be %(wanted)s, not %(text)s.")
            % {"wanted": wanted.zh if chinese() else wanted.en, "text": text[:40]}
        )
    return value


def _share(text: str) -> Any:
    tidy = unicodedata.normalize("NFKC", text).replace(" ", "")
    if re.fullmatch(r"\d+", tidy):
        return int(tidy)
    if re.fullmatch(r"\d+(\.\d+)?%|\d+/[1-9]\d*", tidy):
        return tidy
    if re.fullmatch(r"0?\.\d+|1\.0+", tidy):
        return float(tidy)
    raise TypedError(_("Write a count such as 4, or a share such as 25% or 1/3."))
