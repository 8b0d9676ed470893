"""How the gap of the leading indicator went since the benchmark was chosen, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.periods.selectors import period_name
from leitai.engine.rounding import format_number


def course_words(page: PairPage) -> str:
    """Say whether the unit came nearer between the choice (or the first figure) and now.

    Ratios are compared, not amounts: figures that count from the year's beginning start anew in
    January.
    """
    points = [one for one in page.course if one.period is not None]
    lead = page.frame.lead
    if len(points) < 2 or lead is None:
        return ""
    first = next((one for one in points if one.baseline), points[0])
    last = points[-1]
    if first is last:
        return ""
    moved = round(last.percent, 2) - round(first.percent, 2)
    better = -moved if lead.direction == Direction.LOWER else moved
    assert first.period is not None
    assert last.period is not None
    words = {
        "first": period_name(first.period),
        "before": format_number(first.percent, 2),
        "last": period_name(last.period),
        "now": format_number(last.percent, 2),
        "points": format_number(abs(moved), 2),
    }
    if not round(moved, 2):
        return _("%(first)s %(before)s%% of the benchmark, %(last)s the same.") % words
    if better > 0:
        return (
            _(
                "%(first)s %(before)s%% of the benchmark, %(last)s %(now)s%%: "
                "better by %(points)s percentage points."
            )
            % words
        )
    return (
        _(
            "%(first)s %(before)s%% of the benchmark, %(last)s %(now)s%%: "
            "worse by %(points)s percentage points."
        )
        % words
    )
