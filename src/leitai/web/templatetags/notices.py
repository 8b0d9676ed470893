"""Filters of the pages of notices, and the bell."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from leitai.apps.notices.selectors import Line, unread_count
from leitai.web.notice_words import what_of

register = template.Library()


@register.filter
def what_happened(line: Line) -> str:
    """Say what happened to the subject of a line."""
    return what_of(line)


@register.simple_tag
def unread_notices(user: Any) -> int:
    """Return how many lines a person has not read."""
    return unread_count(user, timezone.now())
