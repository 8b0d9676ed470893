"""Figures, verdicts and distances of comparisons: tags, for tables with many of them."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.apps.benchmarks.selectors.figures import Figure
from leitai.web.templatetags.figures import figure, missing_mark, qualified

register = template.Library()


@register.simple_tag
def bench_figure(shown: Figure, decimals: int) -> SafeString | str:
    """Write a figure that opens its trace, or the mark of why there is none."""
    if shown.quantity is None:
        return missing_mark(shown.missing)
    text = qualified(figure(shown.number, decimals), shown.quantity.qualifier)
    url = figure_address(shown)
    if not url:
        return text
    return format_html('<a class="lt-v" href="{}" data-trace>{}</a>', url, text)


@register.simple_tag
def figure_url(shown: Figure) -> str:
    """Return what a figure opens, nothing where the reader may open nothing."""
    return figure_address(shown)


def figure_address(shown: Figure) -> str:
    """Return what a figure opens: its own way, or the item of the board that shows it."""
    if shown.revision_id:
        return reverse("trace_value", args=[shown.revision_id])
    if shown.shown is not None:
        return reverse("trace_score", args=[shown.shown.place_id, shown.shown.node])
    return ""


@register.simple_tag
def verdict(word: str) -> SafeString | str:
    """Write which side is ahead."""
    told = {"leading": _("ahead"), "lagging": _("lags"), "level": _("level")}
    if word in told:
        return told[word]
    text = _("too inexact to tell") if word == "open" else _("no figure to compare")
    return format_html('<span class="lt-mut">{}</span>', text)


@register.simple_tag
def distance_mark(tier: str) -> SafeString:
    """Write how far a candidate is: near, middle or far."""
    words = {
        "near": pgettext("distance", "near"),
        "middle": pgettext("distance", "middle"),
        "far": pgettext("distance", "far"),
    }
    if tier not in words:
        return format_html('<span class="lt-mut">{}</span>', "—")
    return format_html('<span class="lt-dist lt-dist-{}">{}</span>', tier, words[tier])
