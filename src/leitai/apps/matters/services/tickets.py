"""Issuing tickets (三色督办单): by a person, or by a rule of the area's ladder."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import listed
from leitai.apps.matters.life import RUNNING
from leitai.apps.matters.models import Matter
from leitai.apps.matters.rule_sets import Level
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.matters.services.steps import as_stored, begin, day_of, finish
from leitai.apps.periods.calendar import Calendar


@verb("matter.escalate")
def escalate(act: Act, *, matter: Matter, level: str, words: str, rule: str = "") -> Matter:
    """Issue a ticket of a level of the area's ladder (升级); weighty matters may start high.

    Raises:
        RefusedError: for a level that the ladder has not, or not above the ticket in force.
    """
    act.require("matters.instruct", matter)
    ladder = rules_for(matter.area_id).ladder
    place = ladder.place_of(level)
    if not place:
        raise RefusedError(
            _("The tickets here are: %(levels)s.")
            % {"levels": "、".join(one.name for one in ladder.levels) or _("none")}
        )
    found = begin(act, matter, "escalate", ticket=place, words=words)
    one = ladder.at(place)
    assert one is not None
    finish(
        act, found, "escalate", words=words, rule=rule,
        detail={
            "level": level,
            "name": one.name,
            "consequence": one.consequence,
            **({"goes_to": one.goes_to} if one.goes_to else {}),
            "rules": rules_for(found.area_id).label("ladder"),
        },
        ticket=place, ticket_level=level, ticket_on=day_of(act),
    )  # fmt: skip
    return found


def gets_ticket(level: Level, calendar: Calendar, day: dt.date) -> Q:
    """Return which matters a rule gives a ticket of a level on a working day.

    ``near`` looks at the blue turning day, ``behind`` at the yellow one; a level ``after`` another
    goes to those that got the one just below it so many working days ago.
    """
    holds = Q(pk__in=())
    if level.near:
        holds |= Q(blue_from__lte=day)
    if level.behind:
        holds |= Q(yellow_from__lte=day)
    if level.near or level.behind:
        holds |= Q(overdue_from__lte=day)
    if level.late is not None:
        holds |= Q(due__lt=_working_days_ago(calendar, day, level.late))
    below = Q(ticket__lt=level.place)
    if level.after is not None:
        since = _working_days_ago(calendar, day, level.after - 1)
        holds |= Q(ticket_on__lt=since, ticket=level.place - 1)
    return Q(state__in=RUNNING) & below & holds


def _working_days_ago(calendar: Calendar, day: dt.date, count: int) -> dt.date:
    return calendar.add_working_days(day, -count) if count > 0 else day


def raise_by_rule(act: Act, *, matter: Matter, level: Level, rules: AreaRules) -> Matter:
    """Issue a ticket by rule if its condition still holds once the matter is locked.

    An extension granted, or a report made, while the rule was on its way keeps the ticket away.

    Raises:
        RefusedError: when the condition no longer holds.
    """
    with transaction.atomic():
        found = as_stored(matter)
        day = day_of(act)
        if not still_due(found, level, rules.calendar, day):
            raise RefusedError(_("The reason for the ticket is gone."))
        reason = listed(
            [
                reason_of(found, level, rules.calendar, day),
                *([level.consequence] * bool(level.consequence)),
            ]
        )
        return escalate(act, matter=found, level=str(level.level), words=reason, rule="ladder")


def still_due(matter: Matter, level: Level, calendar: Calendar, day: dt.date) -> bool:
    """Tell whether a rule would give the ticket, from the stored row as it is now."""
    return Matter.objects.filter(gets_ticket(level, calendar, day), pk=matter.pk).exists()


def reason_of(matter: Matter, level: Level, calendar: Calendar, day: dt.date) -> str:
    """Return in words why a rule gives the ticket."""
    late = calendar.working_days_between(matter.due, day) if matter.due else 0
    if matter.overdue_from is not None and matter.overdue_from <= day:
        return _("%(days)d working days past due") % {"days": late}
    if level.near and not level.behind:
        return _("%(days)d working days left") % {"days": -late}
    return _("progress behind time, %(progress)d%% so far") % {"progress": matter.progress}
