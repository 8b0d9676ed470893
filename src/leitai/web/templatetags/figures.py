"""Numbers as the house prints them: half up, U+2212 for minus, inexactness in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leitai.apps.language import chinese, named, reader_language
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.engine.rounding import format_number

register = template.Library()

MINUS = "−"


def _plain(value: float, decimals: int, grouping: bool = False) -> str:
    text = format_number(abs(value), decimals)
    if grouping:
        whole, _dot, rest = text.partition(".")
        text = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + text


@register.filter
def figure(value: Any, decimals: Any = 2) -> str:
    """Print a number with fixed decimals; a missing one as a dash."""
    if value is None or value == "":
        return "—"
    return _plain(float(value), int(decimals))


@register.filter
def grouped(value: Any, decimals: Any = 0) -> str:
    """Print a number with thousands separated, for cells and forms."""
    if value is None or value == "":
        return "—"
    return _plain(float(value), int(decimals), grouping=True)


@register.filter
def signed(value: Any, decimals: Any = 2) -> str:
    """Print a difference with its sign; what rounds to nothing has none."""
    if value is None or value == "":
        return "—"
    number = float(value)
    text = _plain(number, int(decimals))
    return f"+{text}" if number > 0 and float(text) != 0 else text


@register.filter
def percent(value: Any, decimals: Any = 1) -> str:
    """Print a share as percent; a missing one as a dash."""
    if value is None or value == "":
        return "—"
    return f"{_plain(100 * float(value), int(decimals))}%"


@register.filter
def shortest(value: Any) -> str:
    """Print a number as short as it is exact, with up to six decimals: 12 for 12.0, 0.5 for 0.5."""
    if value is None or value == "":
        return "—"
    return _plain(float(value), 6).rstrip("0").rstrip(".")


#: Signs between figures, as Chinese text sets them.
SIGNS = {"+": "＋", "=": "＝"}


@register.simple_tag
def sign(plain: str) -> str:
    """Print a sign between figures as wide as the language sets it."""
    return SIGNS.get(plain, plain) if chinese() else plain


@register.filter(name="named")
def _named(thing: Any) -> str:
    """Print the name of a unit, an indicator or a scheme in the reader's language."""
    return named(thing) if thing else ""


@register.filter
def enumerated(parts: Iterable[str]) -> str:
    """Print names one after the other."""
    return ("、" if chinese() else ", ").join(str(part) for part in parts)


QUALIFIERS = {
    "about": ("约", "about "),
    "more_than": ("超", "over "),
    "at_least": ("≥", "≥ "),
    "less_than": ("不到", "under "),
    "at_most": ("≤", "≤ "),
}


@register.filter
def qualified(value: Any, qualifier: str) -> str:
    """Put the word of an inexact figure before its printed form."""
    words = QUALIFIERS.get(qualifier)
    if not words:
        return str(value)
    return (words[0] if chinese() else words[1]) + str(value)


@register.simple_tag
def missing_mark(reason: str) -> SafeString:
    """Return the mark of a missing figure with its reason for readers and screen readers."""
    marks = {
        "not_reported": (_("n/r"), _("not reported")),
        "by_nature": ("—", _("no figure by nature")),
        "below_unit": ("…", _("below the unit")),
        "masked": ("×", _("masked in the source")),
        "no_target": ("—", _("no target set")),
    }
    mark, words = marks.get(reason, ("—", reason or _("no figure")))
    return format_html('<span class="lt-miss" tabindex="0" title="{}">{}</span>', words, mark)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping; None when it is absent."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def of(part: Any, whole: Any) -> float:
    """Return part ÷ whole, 0 when the whole is 0: for lengths of bars."""
    return float(part or 0) / float(whole) if whole else 0.0


@register.filter
def signed_shortest(value: Any) -> str:
    """Print a difference with its sign, as short as it is exact."""
    if value is None or value == "":
        return "—"
    text = shortest(value)
    return f"+{text}" if float(value) > 0 and text != "0" else text


@register.filter
def minus(value: Any, other: Any) -> int:
    """Return value less other, for counts."""
    return int(value or 0) - int(other or 0)


@register.filter
def period_named(period: Period) -> str:
    """Return a period as a reader says it: 2026年10月."""
    return period_name(period)


@register.filter
def measure_place(place: str) -> str:
    """Say where a unit of measure was found in a sheet."""
    words = {
        "header": _("head of the column"),
        "unit_row": _("row of units"),
        "preamble": _("above the table"),
        "title": _("title"),
        "cells": _("in the cell"),
        "row": _("in the row"),
        "answer": _("decided by a person"),
    }
    return words.get(place, place)


@register.filter
def said(words: Any) -> str:
    """Say the engine's words in the reader's language; other text stays."""
    return words(reader_language()) if callable(words) else str(words)


@register.filter
def unlocal(value: Any) -> str:
    """Print a length for a drawing: with a point, whatever the language."""
    return f"{float(value):g}"


@register.filter
def apart(value: Any, decimals: Any = 2) -> str:
    """Print how far two figures are apart: a difference without its sign."""
    return figure(None if value is None or value == "" else abs(float(value)), decimals)
