"""Setting an area's thresholds for red and steady quarters."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import PaceRule
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit

#: A plan counts as kept from some part of it up to twice it.
MOST_PERCENT = 200.0


@verb("pace_rule.set")
def set_pace_rule(
    act: Act,
    *,
    area: Unit,
    from_year: int,
    red_of: str,
    red_percent: float,
    steady_of: str,
    steady_percent: float,
    every_quarter: str,
    reason: str,
) -> PaceRule:
    """Set when quarters count as red or steady from a year on, as the next version.

    Raises:
        RefusedError: without a reason, for percents outside 0–200, a red line below the steady one
            of the same target, or when the rule is like this already.
    """
    act.require("goals.set_pace_rule", area)
    Unit.objects.select_for_update().get(pk=area.pk)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if red_of not in PaceRule.Line.values or steady_of not in PaceRule.Line.values:
        raise RefusedError(_("A quarter is measured by the floor or the stretch."))
    if every_quarter not in PaceRule.Quarter.values:
        raise RefusedError(_("Every quarter is to be red or steady."))
    for percent in (red_percent, steady_percent):
        if not math.isfinite(percent) or not 0 < percent <= MOST_PERCENT:
            raise RefusedError(_("A threshold lies above 0 and is at most 200 percent."))
    if red_of == steady_of and red_percent < steady_percent:
        raise RefusedError(_("Red cannot ask for less than steady."))
    fields = {
        "from_year": from_year,
        "red_of": red_of,
        "red_percent": red_percent,
        "steady_of": steady_of,
        "steady_percent": steady_percent,
        "every_quarter": every_quarter,
    }
    last = PaceRule.objects.filter(area=area).order_by("-version").first()
    if last is not None and all(getattr(last, name) == new for name, new in fields.items()):
        raise RefusedError(_("The rule is like this already. Nothing was changed."))
    row = PaceRule.objects.create(
        area=area, version=last.version + 1 if last else 1, reason=reason.strip(),
        set_by=act.actor, set_at=act.at, **fields,
    )  # fmt: skip
    act.note(version=row.version, reason=reason, new=fields)
    return row
