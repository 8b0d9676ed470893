"""What a person is told: lines of subjects, merged, each still open to the reader.

Everything here begins from the sight of a kind (:mod:`leitai.apps.notices.kinds`), asked at the
moment of reading. A notice whose subject has left it is dropped from lines and counts alike, so it
leaves no trace.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value

from leitai.apps.notices.kinds import BY_KIND, KINDS, Kind
from leitai.apps.notices.models import Delivery, Notice
from leitai.apps.notices.subjects import Subject

#: Days for which a notice is told; older ones are forgotten.
KEPT = 60


@dataclass(frozen=True)
class Told:
    """One notice, without its words."""

    id: uuid.UUID
    kind: Kind
    subject_id: int
    at: dt.datetime
    urgent: bool
    unread: bool

    @property
    def key(self) -> tuple[str, int]:
        """The subject: notices that share it are one line."""
        return self.kind.subject.code, self.subject_id


@dataclass(frozen=True)
class Line:
    """A subject with everything a person is told of it, the newest first.

    ``also`` are the other things that happened to it, ``id`` is the newest notice.
    """

    id: uuid.UUID
    subject: Subject
    subject_id: int
    thing: Any
    words: str
    also: tuple[str, ...]
    kinds: tuple[str, ...]
    at: dt.datetime
    urgent: bool
    unread: bool

    @property
    def name(self) -> str:
        """What the subject is called."""
        return self.subject.name(self.thing)

    @property
    def facts(self) -> str:
        """What else matters about it now."""
        return self.subject.facts(self.thing)


def told(user: Any, notices: QuerySet[Notice]) -> list[list[Told]]:
    """Return a person's notices that are still open to them, by subject, the newest first.

    One query for the notices and one for all sights together; none for the second when nothing is
    there.
    """
    rows = [
        Told(pk, BY_KIND[kind], subject, at, urgent, read is None)
        for pk, kind, subject, at, urgent, read in notices.filter(person=user, kind__in=BY_KIND)
        .order_by("-at", "kind", "subject_id")
        .values_list("pk", "kind", "subject_id", "at", "urgent", "read_at")
    ]
    seen = _seen(user, rows)
    found: dict[tuple[str, int], list[Told]] = {}
    for row in rows:
        if (row.kind.code, row.subject_id) in seen:
            found.setdefault(row.key, []).append(row)
    return list(found.values())


def _seen(user: Any, rows: Iterable[Told]) -> set[tuple[str, int]]:
    """Return kind and subject of what is inside the sight of its kind, in one query."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.kind.sight].add(row.subject_id)
    places = {sight: str(number) for number, sight in enumerate(wanted)}
    parts = []
    for sight, ids in wanted.items():
        things = sight(user)
        if things.query.is_empty():
            continue
        place = Value(places[sight], output_field=CharField())
        parts.append(
            things.filter(pk__in=ids).order_by().annotate(sight=place).values_list("sight", "pk")
        )
    if not parts:
        return set()
    open_to = set(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return {
        (kind.code, pk)
        for kind in KINDS
        if kind.sight in places
        for pk in wanted[kind.sight]
        if (places[kind.sight], pk) in open_to
    }


def lines_of(groups: Sequence[Sequence[Told]]) -> list[Line]:
    """Put groups of :func:`told` into words, in the reader's language; a query a kind of thing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        wanted[group[0].key[0]].add(group[0].subject_id)
    things: dict[tuple[str, int], Any] = {}
    for group in groups:
        subject = group[0].kind.subject
        if subject.code in wanted:
            rows = subject.model._default_manager.select_related(*subject.related)
            found = rows.in_bulk(wanted.pop(subject.code))
            things |= {(subject.code, pk): thing for pk, thing in found.items()}
    return [_line(group, things[group[0].key]) for group in groups if group[0].key in things]


def _line(group: Sequence[Told], thing: Any) -> Line:
    newest = group[0]
    # What was read is an old story; a line that is unread tells what is new.
    fresh = [one for one in group if one.unread] or list(group)
    kinds = tuple(dict.fromkeys(one.kind.code for one in fresh))
    return Line(
        id=newest.id,
        subject=newest.kind.subject,
        subject_id=newest.subject_id,
        thing=thing,
        words=str(BY_KIND[kinds[0]].words),
        also=tuple(str(BY_KIND[code].words) for code in kinds[1:]),
        kinds=kinds,
        at=fresh[0].at,
        urgent=any(one.urgent for one in fresh),
        unread=newest.unread or any(one.unread for one in group),
    )


def notices_since(now: dt.datetime) -> QuerySet[Notice]:
    """Return the notices that are still told at a moment."""
    return Notice.objects.filter(at__gte=now - dt.timedelta(days=KEPT))


def unread_count(user: Any, now: dt.datetime) -> int:
    """Count the lines that a person has not read: one query, or two when there are notices."""
    return len(told(user, notices_since(now).filter(read_at__isnull=True)))


def to_send(person: Any, channel: str, now: dt.datetime, *, urgent: bool) -> list[Told]:
    """Return what has not left by a channel yet and is neither read nor closed to the person.

    What presses brings along whatever else there is to tell of its subject.
    """
    fresh = notices_since(now).filter(read_at__isnull=True)
    gone = (Delivery.State.WAITING, Delivery.State.SENDING, Delivery.State.SENT)
    left = Delivery.objects.filter(person=person, channel=channel, state__in=gone)
    fresh = fresh.exclude(pk__in=Notice.objects.filter(deliveries__in=left).values("pk"))
    groups = told(person, fresh)
    if urgent:
        groups = [group for group in groups if any(one.urgent for one in group)]
    return [one for group in groups for one in group]


def failures_for(people: Collection[int] | QuerySet[Any]) -> QuerySet[Delivery]:
    """Return what could not be sent to people, the latest first."""
    return (
        Delivery.objects.filter(person__in=people, state=Delivery.State.FAILED)
        .select_related("person")
        .order_by("-made_at", "pk")
    )
