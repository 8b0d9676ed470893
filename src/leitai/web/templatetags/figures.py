"""Numbers as the house prints them."""

from __future__ import annotations

from django import template

register = template.Library()
