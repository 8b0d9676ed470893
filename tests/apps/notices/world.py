"""Short ways to moments, to what a person is told, and to people whom mail reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from leitai.apps.notices.models import Wishes
from leitai.apps.notices.selectors import lines_of, notices_since, told
from leitai.apps.units.models import User

#: A Tuesday without holidays near, at ten in the morning: when acts of the desk happen.
TUESDAY = dt.date(2026, 11, 3)


def at(day: dt.date | str, hour: int = 10, minute: int = 0) -> dt.datetime:
    """Return a moment of a day where the site stands."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def anew(person: User) -> User:
    """Return a person as another request would see them."""
    return User.objects.get(pk=person.pk)


def kinds(person: Any, now: dt.datetime | None = None) -> dict[str, tuple[str, ...]]:
    """Return what a person is told, by the name of the subject: the codes of its kinds."""
    now = now or at("2026-11-04")
    groups = told(anew(person), notices_since(now))
    return {line.name: line.kinds for line in lines_of(groups)}


def mailed(person: User, since: dt.datetime | None = None, **wishes: Any) -> Wishes:
    """Give a person a confirmed address."""
    return Wishes.objects.create(
        person=person, address=f"{person.username}@example.cn",
        confirmed_at=since or at("2026-11-01"), **wishes,
    )  # fmt: skip
