"""Tags behind the components: icons, figures drawn as SVG, data for charts, form furniture."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from leitai.web import shapes
from leitai.web.icons import CHANGES, ICONS, LIGHTS
from leitai.web.templatetags.figures import figure, signed

register = template.Library()


def _svg(inner: str, size: int, box: int, extra: str = "") -> SafeString:
    return mark_safe(  # noqa: S308 - drawings of this house only
        f'<svg width="{size}" height="{size}" viewBox="0 0 {box} {box}"{extra} aria-hidden="true"'
        f' focusable="false">{inner}</svg>'
    )


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """Draw an icon by its name; an unknown name draws nothing."""
    inner = ICONS.get(name, "")
    outline = ' fill="none" stroke="currentColor" stroke-width="1.5"'
    return _svg(inner, int(size), 16, outline) if inner else mark_safe("")


@register.simple_tag
def light_shape(kind: str) -> SafeString:
    """Draw the shape of a light; an unknown kind is drawn as paused."""
    return _svg(LIGHTS.get(kind, LIGHTS["grey"]), 16, 16)


@register.simple_tag
def light_mark(kind: str, text: str) -> SafeString:
    """Draw a light with its word: what ``c-light`` draws, for rows of long tables."""
    return format_html(
        '<span class="lt-light lt-light-{}">{}{}</span>', kind, light_shape(kind), text
    )


@register.simple_tag
def scope_chips(parts: Iterable[str], alt: Any = "", plain: Any = "") -> SafeString:
    """Write the words of a scope, each as its own chip: what ``c-scope`` writes of ``parts``."""
    face = f"lt-scope{' lt-scope-alt' if alt else ''}{' lt-scope-plain' if plain else ''}"
    chips = format_html_join(
        "", '<span class="{}">{}</span>', ((face, part) for part in parts if part)
    )
    return format_html('<span class="lt-scopes">{}</span>', chips)


@register.simple_tag
def change_shape(change: Any) -> SafeString:
    """Draw the triangle of a rank change, nothing for no change."""
    number = int(change or 0)
    if number == 0:
        return mark_safe("")
    return _svg(CHANGES["up" if number > 0 else "down"], 10, 10)


@register.simple_tag
def stack_segments(parts: Sequence[Any], full: Any = None) -> tuple[shapes.Segment, ...]:
    """Return the segments of a stacked score."""
    return shapes.stack(parts or (), float(full) if full else None)


@register.simple_tag
def stack_words(parts: Sequence[Any], decimals: Any = 2) -> str:
    """Say a stacked score in words: the text alternative of its bar."""
    words = [
        f"{shapes.field(part, 'name')} {figure(shapes.field(part, 'score', 'value'), decimals)}"
        for part in parts or ()
    ]
    return _("; ").join(words)


@register.simple_tag
def rank_strip(rank: Any, size: Any, leading: Any = None, lagging: Any = None) -> shapes.Strip:
    """Return the geometry of a rank strip; zones are thirds unless given."""
    total = int(size or 0)
    third = round(total / 3)
    return shapes.strip(
        int(rank) if rank else None,
        total,
        int(leading) if leading not in (None, "") else third,
        int(lagging) if lagging not in (None, "") else third,
    )


@register.simple_tag
def rank_interval(low: Any, high: Any, size: Any) -> shapes.Interval | None:
    """Return the geometry of a rank interval, None where there is none."""
    if not low or not high:
        return None
    return shapes.interval(int(low), int(high), int(size or high))


@register.simple_tag
def pace_lengths(
    actual: Any = None, floor: Any = None, stretch: Any = None, full: Any = None
) -> shapes.Pace:
    """Return the lengths of a pace bar."""

    def number(value: Any) -> float | None:
        return None if value in (None, "") else float(value)

    return shapes.pace(number(actual), number(floor), number(stretch), number(full))


@register.simple_tag
def deviation_bars(rows: Sequence[Any], reach: Any = None) -> tuple[shapes.Deviation, ...]:
    """Return bars of differences from a middle line."""
    return shapes.deviations(rows or (), float(reach) if reach else None)


@register.simple_tag
def spark_lines(values: Sequence[Any]) -> tuple[str, ...]:
    """Return the point lists of a small line."""
    return shapes.spark(values or ())


@register.simple_tag
def data_block(data: Any) -> SafeString:
    """Put data into the page as JSON that no browser takes for markup or runs.

    It stands in a template, not in a script: pieces of pages that come later lose their scripts.
    """
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    text = text.translate({ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"})
    return mark_safe(f"<template data-json>{text}</template>")  # noqa: S308


@register.simple_tag
def new_operation_id() -> str:
    """Return an operation id of its own for one form, so that two forms never share one."""
    return str(uuid.uuid4())


@register.simple_tag
def dressed_field(field: Any) -> SafeString:
    """Render a bound field's widget in our face, tied to its help and its error."""
    kind = getattr(field.field.widget, "input_type", "")
    attrs = {} if kind in ("checkbox", "radio", "file", "hidden") else {"class": "lt-inp"}
    described = []
    if field.help_text:
        described.append(f"{field.id_for_label}_help")
    if field.errors:
        described.append(f"{field.id_for_label}_error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    # A placeholder that repeats the label says nothing.
    field.field.widget.attrs.pop("placeholder", None)
    dressed: SafeString = field.as_widget(attrs=attrs)
    return dressed


#: Entry of the bar → code of the key that follows G.
GO_KEYS = {
    "home": "KeyH",
    "boards": "KeyB",
    "benchmarks": "KeyD",
    "goals": "KeyM",
    "matters": "KeyW",
    "reporting": "KeyT",
    "papers": "KeyJ",
    "schemes": "KeyG",
    "data": "KeyS",
    "bulletins": "KeyP",
    "audit": "KeyA",
}


@register.simple_tag(takes_context=True)
def turned(context: Any, param: str, number: int) -> str:
    """The query of the address with another page of the table that ``param`` turns."""
    query = context["request"].GET.copy()
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def go_key(key: str) -> str:
    """Return the code of the key that, after G, opens this entry; empty where there is none."""
    return GO_KEYS.get(key, "")


@register.filter
def absolute(value: Any) -> int:
    """Return a whole number without its sign."""
    return abs(int(value or 0))


@register.filter
def difference(value: Any, decimals: Any = 2) -> str:
    """Print a difference with its sign, as :func:`signed` does."""
    return signed(value, decimals)


@register.filter
def printed(value: Any, decimals: Any = 2) -> str:
    """Print a number with fixed decimals, and a text as it is."""
    return value if isinstance(value, str) else figure(value, decimals)


@register.filter
def mark_of(marks: Any, address: str) -> str:
    """Return the state of a sheet's cell as a class name, empty where it has none."""
    state = marks.get(address, "") if hasattr(marks, "get") else ""
    return f" lt-g-{state}" if state else ""


@register.filter
def place_in_cycle(index: Any) -> int:
    """Return the colour's place, 1 to 8, of the part with this 1-based place."""
    return (int(index) - 1) % 8 + 1
