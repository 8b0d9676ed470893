"""What rules do every day: urge before the due day, raise tickets, end suspensions.

Each step is taken under an operation id that follows from the matter, the rule and what it is
about, so a day may be run any number of times, by any number of processes. The conditions are
looked at again under the matter's lock, so a day that was granted meanwhile is respected.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.life import RUNNING, State
from leitai.apps.matters.models import Matter, RuleChoice
from leitai.apps.matters.rule_sets import Category
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.matters.services.overseeing import remind_suspended, resume, urge
from leitai.apps.matters.services.tickets import gets_ticket, raise_by_rule
from leitai.apps.matters.services.turning import turn_again

log = logging.getLogger("leitai.matters")

#: Of the operation ids of rules.
SPACE = uuid.UUID("5b0f6a52-6f0a-4c3e-9d4d-6a1f0d6c2b11")
#: Working days before the end of a suspension on which it is told.
SUSPENSION_NOTICE = 3


@dataclass
class Done:
    """What the rules did on a day."""

    urged: int = 0
    raised: int = 0
    reminded: int = 0
    resumed: int = 0


def keep_rules(now: dt.datetime | None = None) -> Done:
    """Do what the rules ask for on a day, for all areas; on days off nothing is sent.

    Words are written in Chinese, the language of the record, whoever's process runs it.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    done = Done()
    areas = (
        Matter.objects.filter(state__in=[*RUNNING, State.SUSPENDED])
        .order_by()
        .values_list("area_id", flat=True)
        .distinct()
    )
    with override("zh-hans"):
        _turn_lights(day)
        for area_id in areas:
            rules = rules_for(area_id)
            _end_suspensions(area_id, rules, day, now, done)
            if rules.calendar.is_working_day(day):
                _urge(area_id, rules, day, now, done)
                _raise(area_id, rules, day, now, done)
    return done


def _turn_lights(day: dt.date) -> None:
    """Count lights anew in areas whose rule for them begins to count on this day."""
    begun = RuleChoice.objects.filter(category=Category.LIGHTS, valid_from=day)
    for area_id in set(begun.values_list("area_id", flat=True)):
        with transaction.atomic():
            turn_again(area_id)


def rule_act(now: dt.datetime, *about: object) -> Act:
    """Return the act of a rule about something, the same whenever it is about the same."""
    return Act(at=now, operation_id=uuid.uuid5(SPACE, " ".join(str(part) for part in about)))


def _urge(area_id: int, rules: AreaRules, day: dt.date, now: dt.datetime, done: Done) -> None:
    by_kind = {kind.code: kind.urge_before for kind in rules.kinds.kinds}
    wanted: dict[dt.date, int] = {}
    for before in sorted({n for days in by_kind.values() for n in days}, reverse=True):
        wanted[rules.calendar.add_working_days(day, before) if before else day] = before
    matters = Matter.objects.filter(
        area_id=area_id, state__in=RUNNING, due__in=wanted, lead_unit__isnull=False
    ).exclude(urged_on=day)
    for matter in matters:
        assert matter.due is not None
        left = wanted[matter.due]
        if left not in by_kind.get(matter.kind, ()):
            continue
        act = rule_act(now, "urge", matter.pk, matter.due, left)
        words = _("%(days)d working days are left until the due day %(due)s.") % {
            "days": left,
            "due": matter.due.isoformat(),
        }
        with telling(matter):
            urge(act, matter=matter, words=words, rule="urge_before")
        done.urged += bool(act.detail)


def _raise(area_id: int, rules: AreaRules, day: dt.date, now: dt.datetime, done: Done) -> None:
    # From the top: one matter one ticket, and the highest that is due stands for those below it.
    for level in reversed(rules.ladder.levels):
        matters = Matter.objects.filter(area_id=area_id).filter(
            gets_ticket(level, rules.calendar, day)
        )
        for matter in matters:
            act = rule_act(now, "ticket", matter.pk, matter.due, level.level, day)
            with telling(matter):
                raise_by_rule(act, matter=matter, level=level, rules=rules)
            done.raised += bool(act.detail)


def _end_suspensions(
    area_id: int, rules: AreaRules, day: dt.date, now: dt.datetime, done: Done
) -> None:
    soon = rules.calendar.add_working_days(day, SUSPENSION_NOTICE)
    for matter in Matter.objects.filter(
        area_id=area_id, state=State.SUSPENDED, suspended_until__lte=soon
    ):
        until = matter.suspended_until
        assert until is not None
        if until < day:
            act = rule_act(now, "resume", matter.pk, matter.suspended_on, until)
            with telling(matter):
                resume(
                    act, matter=matter, words=_("The suspension has ended."), rule="suspension_ends"
                )
            done.resumed += bool(act.detail)
        else:
            act = rule_act(now, "remind", matter.pk, matter.suspended_on, until)
            words = _("The suspension ends on %(day)s.") % {"day": until.isoformat()}
            with telling(matter):
                remind_suspended(act, matter=matter, words=words)
            done.reminded += bool(act.detail)


@contextmanager
def telling(matter: Matter) -> Iterator[None]:
    """Let one matter that refuses its step stop nobody else's; it is told in the log."""
    try:
        yield
    except RefusedError as error:
        log.info("rule left %s alone: %s", matter.number, error)
