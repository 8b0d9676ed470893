"""From what happened to who is told: notices follow the sealed chain of changes, and the days.

The chain's heights are handed out under a lock and without gaps, so whoever has read up to one has
passed nothing over, however late a change was committed. The height reached stands in a counter
whose row is locked meanwhile: any number of processes may gather at once, or again after a
standstill, and everybody is told once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from leitai.apps.audit.models import Counter, Entry, Link
from leitai.apps.audit.services import seal
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.lists import LEAD_NEXT
from leitai.apps.notices.kinds import BY_KIND, BY_VERB, DUE, OVERDUE, Kind
from leitai.apps.notices.models import Delivery, Notice
from leitai.apps.notices.recipients import Directory
from leitai.apps.notices.selectors import KEPT
from leitai.apps.periods.selectors.calendars import calendar_for

#: Places of the chain read in one transaction.
STEP = 500
#: What happened longer ago than so many days is no news any more.
FRESH = dt.timedelta(days=30)
#: Names of the counters: height of the chain, and day in days since year 1.
CHAIN, DAYS = "notices chain", "notices day"


def gather(now: dt.datetime | None = None) -> int:
    """Make the notices of everything that happened since the last time; return how many."""
    now = now or timezone.now()
    seal(lately=True)
    made = 0
    while True:
        with transaction.atomic():
            counter = locked(CHAIN)
            links = list(Link.objects.filter(height__gt=counter.value).order_by("height")[:STEP])
            if not links:
                break
            made += _of_entries([link.entry_id for link in links], now)
            counter.value = links[-1].height
            counter.save(update_fields=["value"])
    return made + _of_the_day(now)


def locked(name: str) -> Counter:
    """Return a counter with its row locked until the transaction ends."""
    Counter.objects.get_or_create(name=name)
    return Counter.objects.select_for_update().get(name=name)


def _of_entries(ids: list[int], now: dt.datetime) -> int:
    entries = Entry.objects.filter(id__in=ids, verb__in=BY_VERB, at__gte=now - FRESH)
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[BY_VERB[entry.verb].code].append(entry)
    if not by_kind:
        return 0
    directory = Directory(timezone.localdate(now))
    made: list[Notice] = []
    for code, found in by_kind.items():
        kind = BY_KIND[code]
        rows = kind.subject.model._default_manager.select_related(*kind.subject.related)
        things = rows.in_bulk({int(entry.subject_id) for entry in found})
        for entry in found:
            thing = things.get(int(entry.subject_id))
            if thing is not None:
                people = kind.told(thing, directory) - {entry.actor_id or 0}
                made += _notices(kind, thing.pk, people, entry.at, kind.urgent(entry))
    return _keep(made)


def _notices(
    kind: Kind, subject_id: int, people: Iterable[int], at: dt.datetime, urgent: bool
) -> Iterator[Notice]:
    for person in people:
        yield Notice(person_id=person, kind=kind.code, subject_id=subject_id, at=at, urgent=urgent)


def _keep(made: list[Notice]) -> int:
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


def _of_the_day(now: dt.datetime) -> int:
    """Tell once a day what falls due, and what became overdue since the last day this was told."""
    day = timezone.localdate(now)
    with transaction.atomic():
        counter = locked(DAYS)
        if counter.value >= day.toordinal():
            return 0
        last = dt.date.fromordinal(counter.value) if counter.value else day - dt.timedelta(days=1)
        made = _due(day, last, timezone.make_aware(dt.datetime.combine(day, dt.time())))
        counter.value = day.toordinal()
        counter.save(update_fields=["value"])
        return _keep(made)


def _due(day: dt.date, last: dt.date, at: dt.datetime) -> list[Notice]:
    directory = Directory(day)
    owed = Matter.objects.filter(state__in=LEAD_NEXT).order_by("pk")
    made: list[Notice] = []
    late = owed.filter(overdue_from__gt=last, overdue_from__lte=day)
    for matter in late:
        made += _notices(OVERDUE, matter.pk, OVERDUE.told(matter, directory), at, True)
    for area_id in set(owed.filter(due__gte=day).order_by().values_list("area_id", flat=True)):
        calendar = calendar_for(area_id)
        if not calendar.is_working_day(day):
            continue
        near = owed.filter(area_id=area_id, due__range=(day, calendar.add_working_days(day, 1)))
        for matter in near.exclude(overdue_from__lte=day):
            made += _notices(DUE, matter.pk, DUE.told(matter, directory), at, False)
    return made


def forget_old(now: dt.datetime | None = None) -> int:
    """Drop notices that are told no more, and how they left; return how many notices."""
    before = (now or timezone.now()) - dt.timedelta(days=KEPT)
    Delivery.objects.filter(made_at__lt=before).delete()
    gone: int = Notice.objects.filter(at__lt=before).delete()[1].get("notices.Notice", 0)
    return gone
