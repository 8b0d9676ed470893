"""Three years of matters: the same from the same seed, in the proportions of the list, official."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Revision
from leitai.apps.matters.life import RULES_ONLY, STEPS
from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.selectors.desk import desk_counts
from leitai.apps.matters.selectors.rules import rules_kept
from leitai.apps.periods.calendar import Calendar
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import tree_kept
from leitai.demo.district import seeded
from leitai.demo.load.district import _register
from leitai.demo.load.matters import Player, load_matters
from leitai.demo.matters import district_matters
from leitai.demo.matters_making import Days
from leitai.demo.matters_script import Script, in_order

TODAY = dt.date(2026, 11, 22)
CLOSED = 10


@pytest.fixture(scope="module")
def scripts() -> tuple[Script, ...]:
    return district_matters(TODAY, Calendar())


@pytest.fixture
def area(db: None) -> Unit:
    return _register(Act(), seeded()).area


def test_the_same_seed_gives_the_same_matters(scripts: tuple[Script, ...]) -> None:
    assert district_matters(TODAY, Calendar()) == scripts
    assert district_matters(TODAY, Calendar(), seed=1) != scripts


def test_they_reach_three_years_back_and_never_into_today(scripts: tuple[Script, ...]) -> None:
    days = [step.at.date() for script in scripts for step in script.steps]
    assert dt.date(2023, 11, 1) <= min(days) <= dt.date(2023, 12, 31)
    assert max(days) < TODAY
    assert len(scripts) == 1022


def _last(script: Script, verb: str) -> dt.date | None:
    days = [step.at.date() for step in script.steps if step.verb == verb]
    return days[-1] if days else None


def _due(script: Script) -> dt.date | None:
    extended = _last(script, "grant_extension") is not None
    for step in reversed(script.steps):
        if "due" in step.given and (extended or step.verb != "ask_extension"):
            day: dt.date = step.given["due"]
            return day
    return None


@pytest.mark.parametrize("back", [0, 3, 45, 200, 280])
def test_nearly_all_matters_of_a_month_were_done_in_time(back: int) -> None:
    today = TODAY - dt.timedelta(days=back)
    month = today - dt.timedelta(days=30)
    base = kept = returned = 0
    for script in district_matters(today, Calendar()):
        verbs = {step.verb for step in script.steps}
        due = _due(script)
        if verbs & {"withdraw", "merge"} or due is None or not month <= due <= today:
            continue
        reported = _last(script, "report_completion")
        base += 1
        returned += "return_for_rework" in verbs
        kept += "close_out" in verbs and reported is not None and reported <= due
    assert base > 40
    assert 0.90 <= kept / base <= 0.96
    assert returned >= 1


def test_every_verb_of_people_is_used(scripts: tuple[Script, ...]) -> None:
    used = {step.verb for script in scripts for step in script.steps}
    assert used - {"draft"} == set(STEPS) - RULES_ONLY


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 2, 24)])
def test_the_list_of_a_day_is_that_of_the_district(area: Unit, today: dt.date) -> None:
    load_matters(lambda _step, _share: None, today=today, closed=CLOSED)

    counts = desk_counts(User.objects.get(username="wuruochuan"), today)

    assert (counts.all, counts.desk, counts.returned) == (118, 6, 5)
    lights = tuple(counts.lights[light] for light in ("red", "yellow", "blue", "green", "grey"))
    assert lights == (3, 9, 14, 88, 4)
    late = Matter.objects.open().filter(overdue_from__lte=Days(today, calendar_for(area.pk)).base)
    assert list(late) == list(Matter.objects.filter(ticket_level="yellow"))
    assert len(late) >= 2
    towns = Matter.objects.open().filter(lead_unit__kind__in=["township", "subdistrict"]).count()
    assert 40 <= towns <= 50
    # Closing rates of past months are values like any other, so that a scheme can score them.
    stored = Revision.objects.filter(series__indicator__code="matters_closing_rate")
    assert stored.exists()
    assert all(0 <= one.number <= 100 for one in stored if one.number is not None)


def _stored(area: Unit) -> list[list[tuple[object, ...]]]:
    matters = Matter.objects.filter(area=area).order_by("pk")
    columns = [f.attname for f in Matter._meta.concrete_fields
               if f.attname not in ("id", "parent_id")]  # fmt: skip
    events = MatterEvent.objects.filter(matter__area=area).order_by("matter_id", "place")
    told = ("at", "actor_id", "unit_id", "verb", "words", "state", "rule", "detail", "place")
    return [list(matters.values_list(*columns)), list(events.values_list(*told))]


def test_what_is_kept_for_many_steps_changes_none_of_them(area: Unit) -> None:
    scripts = district_matters(TODAY, calendar_for(area.pk), closed=12)[:14]

    def play() -> list[list[tuple[object, ...]]]:
        player = Player(area)
        player.choose_rules(timezone.now())
        for script, step in in_order(scripts):
            player.take(script, step)
        found = _stored(area)
        transaction.set_rollback(True)
        return found

    with transaction.atomic():
        one_by_one = play()
    with transaction.atomic(), rules_kept(), tree_kept():
        at_once = play()
    assert len(one_by_one[0]) == 14
    assert at_once == one_by_one
