"""What a person typed into a field of the editor, read by the shape of the field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.language import chinese
from leitai.engine.rules import RULES
from leitai.engine.scheme.model import SCHEME
from leitai.engine.scheme.shapes import (
    Choice,
    Date,
    Either,
    Fields,
    Flag,
    Kinds,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Share,
)
from leitai.engine.scheme.tree import CHILD, Item, Node
from leitai.web.scheme_forms import ITEM_LISTS, Address, is_rate, item_names, kind_names


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
        if text in (shape.null_zh, shape.null_en):
            return {"do": "set", "at": list(at), "value": None}
        shape = shape.inner
    value = value_of(shape, text, rate=rate)
    if address[-2:] == ("members", "kinds"):
        value = _kinds(value)
    elif address[-1] in ITEM_LISTS:
        codes = {name: code for code, name in reversed(item_names(plain).items())}
        value = [codes.get(each, each) for each in value]
    return {"do": "set", "at": list(at), "value": value}


def _kinds(names: Sequence[str]) -> list[str]:
    codes = {name: code for code, name in kind_names()}
    unknown = [each for each in names if each not in codes and each not in codes.values()]
    if unknown:
        raise TypedError(
            _("There is no kind of unit “%(text)s”; known are %(kinds)s.")
            % {"text": unknown[0][:40], "kinds": "、".join(codes)}
        )
    return [codes.get(each, each) for each in names]


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
    tidy = unicodedata.normalize("NFKC", text).strip()
    if re.search(r"\d\s+\d", tidy):
        raise TypedError(_("“%(text)s” are several numbers; write one.") % {"text": text[:40]})
    tidy = tidy.replace(",", "").replace(" ", "")
    if shape.share and re.fullmatch(r"\d+(\.\d+)?/\d+(\.\d+)?", tidy) and shape.accepts(tidy):
        return tidy
    try:
        number = Decimal(tidy.removesuffix("%"))
    except InvalidOperation:
        raise TypedError(
            _("“%(text)s” is no number; write figures, such as 6 or 12.5.") % {"text": text[:40]}
        ) from None
    if percent:
        number /= 100
    value: Any = float(number)
    if value != value or value in (float("inf"), float("-inf")):
        raise TypedError(
            _("“%(text)s” is no number; write figures, such as 6 or 12.5.") % {"text": text[:40]}
        )
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
        if Fraction(tidy.removesuffix("%")) > (100 if tidy.endswith("%") else 1):
            raise TypedError(_("A share is the whole at most."))
        return tidy
    if re.fullmatch(r"0?\.\d+|1\.0+", tidy):
        return float(tidy)
    raise TypedError(_("Write a count such as 4, or a share such as 25% or 1/3."))
