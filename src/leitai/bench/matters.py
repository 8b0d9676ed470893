"""A district's list of matters, as long as wanted: three years of them, one in ten still open."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters.life import State
from leitai.apps.matters.models import Matter, MatterEvent, Numbering, Party, SourceKind
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.saving import save_filter
from leitai.apps.matters.services.turning import turn
from leitai.apps.matters.text import refill
from leitai.apps.periods.services import fill_from_library
from leitai.apps.units.models import Unit, User
from leitai.apps.units.services import assign_role, register_unit, register_units, register_user
from leitai.bench import made
from leitai.demo.accounts import PASSWORD
from leitai.demo.matters_words import TOPICS

AREA = "测速督办区"
PREFIX = "CS"
#: Who looks: name of the account → role; the clerk's unit is the first town.
PEOPLE = {
    "bench-supervision": "supervision_office",
    "bench-leader": "principal_leader",
    "bench-clerk": "reporting_unit",
}
TOWNS, BUREAUS = 16, 44
YEARS = 3
OPEN_SHARE = 0.1
#: States of open matters, and how many of a hundred.
STATES = (
    (State.REGISTERED, 5), (State.ASSIGNED, 15), (State.REFUSED, 2), (State.IN_HAND, 60),
    (State.REPORTED, 10), (State.VERIFIED, 3), (State.SUSPENDED, 5),
)  # fmt: skip
FILTERS = {"红灯的": "light=red", "退回过的": "returned=1", "供水": "q=供水"}
#: Rows made at a time.
PIECE = 2000


def fill_matters(count: int) -> dict[str, Any]:
    """Enter the district with its people and matters; returns what is worth noting."""
    fill_from_library(Act())
    area = register_unit(
        Act(), name=AREA, kind="district", position=998, fictional=True, division_code="990900"
    )
    kinds = ["township"] * TOWNS + ["county_department"] * BUREAUS
    rows: list[dict[str, Any]] = [
        {"name": f"{name[:-1]}{'镇' if kind == 'township' else '局'}", "kind": kind, "position": at}
        for at, (name, kind) in enumerate(
            zip(made.unit_names(len(kinds)), kinds, strict=True), start=1
        )
    ]
    register_units(Act(), root=area, rows=rows, note="测速用")
    units = list(Unit.objects.filter(above__ancestor=area, above__depth=1).order_by("position"))
    for username, role in PEOPLE.items():
        home = units[0] if role == "reporting_unit" else area
        user = register_user(
            Act(), username=username, password=PASSWORD, display_name="测速", home=home
        )
        assign_role(Act(), user=user, role=role, unit=home)
    Numbering.objects.create(area=area, prefix=PREFIX)
    office = User.objects.get(username="bench-supervision")
    for name, query in FILTERS.items():
        save_filter(Act(actor=office), name=name, query=query)
    lines = _made(area, units, office, count)
    while piece := list(islice(lines, PIECE)):
        with transaction.atomic():
            _store(piece, units)
    refill()
    if connection.vendor == "postgresql":
        # As its autovacuum does by itself; nothing analyses a SQLite file in service.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    opened = Matter.objects.open().count()
    return {"matters": count, "open": opened, "steps": MatterEvent.objects.count()}


def _made(area: Unit, units: list[Unit], office: User, count: int) -> Iterator[Matter]:
    """Yield matters with all their columns, oldest first."""
    chance = random.Random(made.SEED)
    today = timezone.localdate()
    rules = rules_for(area.pk)
    kinds = [kind.code for kind in rules.kinds.kinds]
    begin = today - dt.timedelta(days=365 * YEARS)
    numbers: dict[int, int] = {}
    for place in range(count):
        start = begin + dt.timedelta(days=round(place * 365 * YEARS / count))
        open_ = place >= count * (1 - OPEN_SHARE)
        if open_:
            # Open matters began over the last half year, so that some are late and most are not.
            start = today - dt.timedelta(days=chance.randint(0, 180))
        state = chance.choices(*zip(*STATES, strict=True))[0] if open_ else State.CLOSED
        numbers[start.year] = numbers.get(start.year, 0) + 1
        topic = chance.choice(TOPICS)
        words = {
            "town": chance.choice(units).name, "n": chance.randint(10, 60),
            "m": chance.randint(1, 9), "month": f"{chance.randint(1, 12)}月",
        }  # fmt: skip
        due = start + dt.timedelta(days=chance.choice((10, 30, 60, 90, 200)))
        matter = Matter(
            area=area, number=f"{PREFIX}-{start.year}-{numbers[start.year]:05d}",
            title=topic.title.format(**words), state=state, version=4, kind=chance.choice(kinds),
            source_kind=chance.choice(SourceKind.values), source_name="区政府常务会议纪要",
            source_words=topic.asked.format(**words), registered_by=office, registered_on=start,
            due=due, first_due=due, returns=int(chance.random() < 0.06),
            latest_words=topic.going.format(**words), latest_on=start,
            latest_verb="report_progress", progress=chance.randint(0, 95),
            urges=int(chance.random() < 0.1),
        )  # fmt: skip
        if state != State.REGISTERED:
            matter.lead_unit = chance.choice(units)
            matter.assigned_by, matter.assigned_on = office, start
        if state in (State.REPORTED, State.VERIFIED, State.CLOSED):
            ends = min(due + dt.timedelta(days=chance.randint(-8, 3)), today)
            matter.reported_on, matter.progress = max(start, ends), 100
        if state in (State.VERIFIED, State.CLOSED):
            matter.accepted_on = matter.reported_on
        if state == State.CLOSED:
            matter.closed_on = matter.accepted_on
            matter.latest_words, matter.latest_verb = topic.done.format(**words), "close_out"
        if state == State.SUSPENDED:
            matter.suspended_on, matter.resume_to = start, State.IN_HAND
            matter.suspended_until = today + dt.timedelta(days=40)
        turn(matter, rules)
        yield matter


def _store(piece: list[Matter], units: list[Unit]) -> None:
    """Write matters with their parties and the steps of their life."""
    stored = Matter.objects.bulk_create(piece)
    parties, steps = [], []
    for matter in stored:
        if matter.lead_unit_id is not None:
            helper = units[matter.pk % len(units)]
            parties.append(Party(matter=matter, unit_id=matter.lead_unit_id, part="lead"))
            if helper.pk != matter.lead_unit_id:
                parties.append(Party(matter=matter, unit=helper, part="supporting"))
        assert matter.registered_on is not None
        at = timezone.make_aware(dt.datetime.combine(matter.registered_on, dt.time(9)))
        told = (
            ("register", matter.source_name), ("assign", ""), ("sign_for", ""),
            (matter.latest_verb, matter.latest_words),
        )  # fmt: skip
        steps += [
            MatterEvent(
                matter=matter, place=place, at=at, actor_id=matter.registered_by_id, verb=verb,
                words=words, state=matter.state,
            )
            for place, (verb, words) in enumerate(told, start=1)
        ]  # fmt: skip
    Party.objects.bulk_create(parties)
    MatterEvent.objects.bulk_create(steps)
