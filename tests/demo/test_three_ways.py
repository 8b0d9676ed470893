"""云溪区 by services, by the API and from the command line: the same steps, equal results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.matters.models import Evidence, Matter, MatterEvent
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.apps.units.models import Unit, User
from leitai.cli import words
from leitai.demo.district import seeded
from leitai.demo.load.district import _register
from leitai.demo.load.matters import Player, play
from leitai.demo.matters import district_matters
from leitai.demo.matters_making import Days
from leitai.demo.matters_script import OFFICE, Script
from tests.demo.ways import Api, CommandLine, Services, clock, numbers

TODAY = dt.date(2026, 11, 22)
#: Matters of the cut; every verb of people is among their steps.
CUT = 30
#: Working days before today on which the daily rules run too.
RULE_DAYS = 8
LEADER = "songzhiyuan"
TOWN_REPORTER = "shijingtao"


@pytest.fixture(autouse=True)
def _speaking() -> Iterator[None]:
    """Begin in Chinese, leave the language as it was, and ask for no migration at every step."""
    before = words.language()
    words.choose("zh")
    with (
        translation.override("zh-hans"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("leitai.cli.site.unapplied_migrations", lambda: 0)
        yield
    words.choose(before)


@pytest.fixture
def area(db: None) -> Unit:
    return _register(Act(), seeded()).area


def cut(scripts: tuple[Script, ...]) -> tuple[Script, ...]:
    """Take the stories written by hand, each verb that they lack, and others of all three years."""
    drawn = ("closed-", "behind-", "near-", "paused-", "track-")
    chosen = {script.key: script for script in scripts if not script.key.startswith(drawn)}
    seen = {step.verb for script in chosen.values() for step in script.steps}
    for script in scripts:
        if not {step.verb for step in script.steps} <= seen:
            chosen[script.key] = script
            seen |= {step.verb for step in script.steps}
    rest = [script for script in scripts if script.key not in chosen]
    for script in rest[:: len(rest) // (CUT - len(chosen)) + 1]:
        chosen[script.key] = script
    return tuple(script for script in scripts if script.key in chosen)


def outcome(way: Any) -> dict[str, Any]:
    """Return all that came of it; rows under numbers and account names instead of ids."""
    called, people = numbers(), dict(User.objects.values_list("pk", "username"))

    def told(row: dict[str, Any]) -> dict[str, Any]:
        row.pop("id", None)
        for name in ("parent_id", "merged_into_id", "matter_id", "event__matter_id"):
            if name in row:
                row[name] = called.get(row[name])
        for name in ("actor_id", "contact_id", "registered_by_id", "reported_by_id",
                     "assigned_by_id"):  # fmt: skip
            if name in row:
                row[name] = people.get(row[name])
        return row

    events = MatterEvent.objects.order_by("at", "matter__number", "place")
    files = Evidence.objects.order_by("event__at", "name")
    audit = Entry.objects.filter(verb__startswith="matter.").order_by("at", "id")
    found = {
        "matters": [told(row) for row in Matter.objects.order_by("number").values()],
        "events": [told(row) for row in events.values()],
        "files": [told(row) for row in files.values("event__matter_id", "name", "sha256")],
        "audit": list(audit.values_list("at", "actor_name", "verb", "subject_label", "detail")),
    }
    with clock(dt.datetime.combine(TODAY, dt.time(9))):
        for person in (OFFICE, LEADER, TOWN_REPORTER):
            found[f"list of {person}"] = [
                {name: value for name, value in row.items() if name != "id"}
                for row in way.listed(person, TODAY)
            ]
        for grouping in ("unit", "kind", "source"):
            for start in (dt.date(2023, 11, 1), dt.date(2026, 10, 1)):
                key = f"by {grouping} since {start}"
                found[key] = way.counted(OFFICE, TODAY, start, grouping)
    return found


def test_the_cut_has_every_verb_that_people_take(area: Unit) -> None:
    scripts = district_matters(TODAY, calendar_for(area.pk))
    taken = cut(scripts)
    assert 25 <= len(taken) <= 35
    every = {step.verb for script in scripts for step in script.steps}
    assert {step.verb for script in taken for step in script.steps} == every


def test_services_api_and_command_line_come_to_the_same(area: Unit, tmp_path: Path) -> None:
    calendar = calendar_for(area.pk)
    scripts = cut(district_matters(TODAY, calendar))
    days = Days(TODAY, calendar)
    rule_days = [days.back(back) for back in range(RULE_DAYS)]

    def run(way: Any) -> dict[str, Any]:
        with transaction.atomic():
            first = min(script.steps[0].at for script in scripts) - dt.timedelta(days=3)
            Player(area).choose_rules(timezone.make_aware(first))
            play(scripts, way.take, rule_days)
            found = outcome(way)
            transaction.set_rollback(True)
        return found

    by_services = run(Services(area))
    assert len(by_services["matters"]) == len(scripts)
    assert len({row["state"] for row in by_services["matters"]}) >= 5
    assert {row["light"] for row in by_services[f"list of {OFFICE}"]} >= {"green", "red", "grey"}
    for way in (Api(area), CommandLine(area, tmp_path)):
        found = run(way)
        for what, values in by_services.items():
            assert found[what] == values, f"{type(way).__name__}: {what}"
