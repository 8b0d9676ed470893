"""Filters of the pages of matters."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leitai.apps.matters.selectors.lists import MatterRow
from leitai.web import matter_words
from leitai.web.templatetags.faces import light_mark, light_shape

register = template.Library()


@register.simple_tag
def matter_light(row: MatterRow) -> SafeString:
    """Draw a matter's light with its word."""
    return light_mark(*matter_words.light_words(row))


@register.simple_tag
def matter_mark(row: MatterRow) -> SafeString:
    """Draw a light alone, its word for those who listen; for the small cells of a month."""
    kind, text = matter_words.light_words(row)
    return format_html(
        '<span class="lt-light lt-light-{}">{}<span class="lt-vh">{}</span></span>',
        kind, light_shape(kind), text,
    )  # fmt: skip


@register.simple_tag
def progress_bar(row: MatterRow) -> SafeString:
    """Draw how far a matter has come, with a mark where time asks it to be."""
    mark: SafeString | str = ""
    if row.expected is not None:
        mark = format_html('<rect class="lt-card-exp" x="{}" width="1" height="6"/>',
                           min(row.expected, 99))  # fmt: skip
    return format_html(
        '<svg class="lt-card-bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect width="100" height="6" class="lt-card-all"/>'
        '<rect width="{}" height="6" class="lt-card-done"/>{}</svg>',
        matter_words.pace_words(row), row.progress, mark,
    )  # fmt: skip


@register.filter
def due_words(row: MatterRow) -> str:
    """Say by when a matter is to be done."""
    return matter_words.due_words(row)


@register.filter
def last_words(row: MatterRow) -> str:
    """Say the last thing heard of a matter."""
    return matter_words.last_words(row)


@register.filter
def day_words(day: dt.date | None) -> str:
    """Write a day as people do."""
    return matter_words.day_words(day)


@register.filter
def weekday_words(day: dt.date | None) -> str:
    """Write a day with its weekday."""
    return matter_words.weekday_words(day)


@register.filter
def working_days(number: int | None) -> str:
    """Write a number of working days."""
    return matter_words.working_days(number) if number is not None else ""
