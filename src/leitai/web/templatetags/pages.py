"""Filters of the pages of data and rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from leitai.web.tables import MOST_ROWS

register = template.Library()


@register.simple_tag(takes_context=True)
def as_file(context: template.RequestContext, ending: str, table: str = "") -> str:
    """Return the address of the page's table as a file, with the filters of the page.

    ``table`` names a further table of the page.
    """
    query = context["request"].GET.copy()
    for name in ("page", "places", "table"):
        query.pop(name, None)
    query["format"] = ending
    if table:
        query["table"] = table
    return f"?{query.urlencode()}"


@register.simple_tag
def most_rows() -> int:
    """Return how many rows a file of a page holds at most."""
    return MOST_ROWS


@register.filter
def row_role(role: str) -> str:
    """Name the use that the reader made of a row."""
    return {
        "preamble": _("preamble"),
        "header": _("head rows"),
        "units": _("unit row"),
        "numbering": _("column numbers"),
        "data": _("data rows"),
        "section": _("section row"),
        "total": _("total row"),
        "footnote": _("footnote"),
        "unread": _("row not read"),
        "outside": _("outside the table"),
    }.get(role, "")


@register.filter
def item(sequence: Sequence[Any], place: Any) -> Any:
    """Return the element at a 0-based place, empty where there is none."""
    return sequence[int(place)] if sequence and 0 <= int(place) < len(sequence) else ""


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return a text's paragraphs: a line that ends a sentence ends one, a wrapped line does not."""
    found: list[str] = []
    running = ""
    for line in [*(text or "").splitlines(), ""]:
        line = line.strip()
        if line:
            gap = " " if running and running[-1].isascii() and line[0].isascii() else ""
            running += gap + line
        if running and (not line or running.endswith(("。", "！", "？", "!", "?"))):
            found.append(running)
            running = ""
    return found
