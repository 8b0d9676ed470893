"""What leaves the house and when: one digest a working day, what is urgent at once, quiet hours.

First a row says that a message is to go, once for a person, way, day and occasion, whoever runs
this and however often. Then somebody claims the row and sends. Whatever may have arrived is never
sent again; what certainly did not is tried some times more.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leitai.apps.notices.channels import WAYS, NotSentError, UnsureError
from leitai.apps.notices.digest import message_for
from leitai.apps.notices.models import Delivery, Notice, Wishes
from leitai.apps.notices.selectors import to_send
from leitai.apps.periods.calendar import Calendar
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.apps.units.models import User
from leitai.apps.units.selectors import area_of

State = Delivery.State
#: Minutes until the next try, by the number of tries made; after the last it has failed.
AGAIN = (2, 10, 30, 120)
#: Being sent for longer than this means that the sending was cut off.
CUT_OFF = dt.timedelta(minutes=15)
#: After asking for the sending, how long before it is asked for again.
ASKED = dt.timedelta(minutes=10)


def make_deliveries(now: dt.datetime) -> int:
    """Say what is to leave at a moment; return how many messages."""
    made = 0
    calendars: dict[int | None, Calendar] = {}
    for channel, way in WAYS.items():
        reached = way.reached()
        people = User.objects.filter(pk__in=reached).select_related("home", "notice_wishes")
        for person in people.order_by("pk"):
            occasion = occasion_for(person, channel, reached[person.pk], now, calendars)
            if occasion:
                made += _make(person, channel, occasion, now)
    return made


def wishes_of(person: User) -> Wishes:
    """Return what a person chose, or what holds for who chose nothing."""
    found: Wishes | None = getattr(person, "notice_wishes", None)
    return found or Wishes(person=person)


def occasion_for(
    person: User,
    channel: str,
    since: dt.datetime,
    now: dt.datetime,
    calendars: dict[int | None, Calendar],
) -> str:
    """Return what may leave to a person now: the day's digest, something urgent, or nothing.

    A way that was opened after the hour of the digest begins with the next one.
    """
    local = timezone.localtime(now)
    wishes = wishes_of(person)
    if wishes.quiet(local.time()):
        return ""
    done = set(
        Delivery.objects.filter(person=person, channel=channel, day=local.date()).values_list(
            "occasion", flat=True
        )
    )
    digest_at = timezone.make_aware(dt.datetime.combine(local.date(), wishes.digest_at))
    if Delivery.DIGEST not in done and since < digest_at <= now:
        area_id = area_of(person.home).pk if person.home is not None else None
        if area_id not in calendars:
            calendars[area_id] = calendar_for(area_id)
        if calendars[area_id].is_working_day(local.date()):
            return Delivery.DIGEST
    hour = f"{local.hour:02d}"
    return hour if wishes.at_once and hour not in done else ""


def _make(person: User, channel: str, occasion: str, now: dt.datetime) -> bool:
    digest = occasion == Delivery.DIGEST
    notices = to_send(person, channel, now, urgent=not digest)
    if not notices and not digest:
        return False
    # A day on which there was nothing to tell at the hour is told of too, and stays silent.
    state = State.WAITING if notices else State.EMPTY
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                person=person, channel=channel, day=timezone.localdate(now), occasion=occasion,
                state=state, try_at=now, made_at=now,
            )  # fmt: skip
            delivery.notices.set(Notice.objects.filter(pk__in=[one.id for one in notices]))
    except IntegrityError:
        return False  # another process said so a moment ago
    return bool(notices)


def due(now: dt.datetime) -> list[uuid.UUID]:
    """Return the messages whose sending is to be asked for now, and note that it was asked.

    Those whose sending was cut off are given up: they may have arrived.
    """
    with translation.override("zh-hans"):
        words = _("The sending was cut off; it may have arrived.")
    Delivery.objects.filter(state=State.SENDING, try_at__lt=now - CUT_OFF).update(
        state=State.FAILED, ended_at=now, trouble=words
    )
    waiting = Delivery.objects.filter(state=State.WAITING, try_at__lte=now)
    return [
        pk
        for pk in waiting.order_by("try_at", "pk").values_list("pk", flat=True)
        if waiting.filter(pk=pk).update(try_at=now + ASKED)
    ]


def claim(pk: uuid.UUID, now: dt.datetime) -> bool:
    """Take a message to send; only one of many can."""
    return bool(
        Delivery.objects.filter(pk=pk, state=State.WAITING).update(
            state=State.SENDING, try_at=now, tries=F("tries") + 1
        )
    )


def send(pk: uuid.UUID, now: dt.datetime | None = None) -> None:
    """Send a message that waits, if nobody else does, in the words of this moment."""
    now = now or timezone.now()
    found = Delivery.objects.select_related("person__notice_wishes").filter(pk=pk).first()
    if found is None:
        return
    wishes = wishes_of(found.person)
    local = timezone.localtime(now)
    if wishes.quiet(local.time()):
        _wait(pk, _end_of_quiet(local, wishes.quiet_to))
        return
    if not claim(pk, now):
        return
    delivery = Delivery.objects.select_related("person").get(pk=pk)
    way = WAYS[delivery.channel]
    notices = list(delivery.notices.values_list("pk", flat=True))
    message = message_for(delivery.person, notices, number=delivery.pk, now=delivery.made_at)
    # Meanwhile read, closed to the person, or the way itself was shut.
    if message is None or delivery.person_id not in way.reached():
        _end(delivery, State.EMPTY, now)
        return
    with translation.override("zh-hans"):
        try:
            way.send(delivery.person, message)
        except NotSentError as error:
            _again(delivery, str(error), now)
        except UnsureError as error:
            _end(delivery, State.FAILED, now, str(error))
        else:
            _end(delivery, State.SENT, now)


def _end_of_quiet(local: dt.datetime, quiet_to: dt.time) -> dt.datetime:
    day = local.date() if local.time() < quiet_to else local.date() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, quiet_to))


def _wait(pk: uuid.UUID, until: dt.datetime) -> None:
    Delivery.objects.filter(pk=pk, state=State.WAITING).update(try_at=until)


def _again(delivery: Delivery, trouble: str, now: dt.datetime) -> None:
    if delivery.tries > len(AGAIN):
        _end(delivery, State.FAILED, now, trouble)
        return
    delivery.state, delivery.trouble = State.WAITING, trouble[:300]
    delivery.try_at = now + dt.timedelta(minutes=AGAIN[delivery.tries - 1])
    delivery.save(update_fields=["state", "trouble", "try_at"])


def _end(delivery: Delivery, state: str, now: dt.datetime, trouble: str = "") -> None:
    delivery.state, delivery.ended_at, delivery.trouble = state, now, trouble[:300]
    delivery.save(update_fields=["state", "ended_at", "trouble"])
