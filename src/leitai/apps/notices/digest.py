"""A digest in words: what one person is told in one message, in their language."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.language import listed, titled
from leitai.apps.notices.channels import WAYS, Message
from leitai.apps.notices.models import Notice
from leitai.apps.notices.selectors import Line, lines_of, notices_since, told
from leitai.apps.units.models import User

#: Lines under a heading; the page in the site has them all.
SHOWN = 20


@dataclass(frozen=True)
class Digest:
    """What one person would be told, and by which ways outside the site."""

    person: User
    ways: tuple[str, ...]
    message: Message


def digests_of(day: dt.date) -> Iterator[Digest]:
    """Yield everybody's digest as it would read at the end of a day, by user name; sends nothing.

    It has what is unread and happened up to then, whether it left the house already or not.
    """
    end = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
    reached = {channel: way.reached() for channel, way in WAYS.items()}
    people = User.objects.filter(
        is_active=True, pk__in=notices_since(end).values("person_id")
    ).order_by("username")
    for person in people:
        rows = notices_since(end).filter(person=person, read_at__isnull=True, at__lte=end)
        message = message_for(
            person, list(rows.values_list("pk", flat=True)), number=uuid.uuid4(), now=end
        )
        if message is not None:
            ways = tuple(channel for channel in WAYS if person.pk in reached[channel])
            yield Digest(person, ways, message)


def message_for(
    person: Any, notices: Sequence[uuid.UUID], *, number: uuid.UUID, now: dt.datetime
) -> Message | None:
    """Put notices into one message, as far as they are still open to the person and unread.

    None when nothing is left to tell.
    """
    rows = Notice.objects.filter(pk__in=notices, read_at__isnull=True)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        lines = lines_of(told(person, rows))
        return _message(lines, number, now) if lines else None


def _message(lines: Sequence[Line], number: uuid.UUID, now: dt.datetime) -> Message:
    by_heading: dict[str, list[Line]] = {}
    for line in lines:
        by_heading.setdefault(str(line.subject.heading), []).append(line)
    day = timezone.localdate(now)
    title = ngettext(
        "Leitai, %(day)s: %(count)d notice", "Leitai, %(day)s: %(count)d notices", len(lines)
    ) % {"day": day.isoformat(), "count": len(lines)}
    blocks = [_block(heading, found) for heading, found in by_heading.items()]
    counts = {heading: len(found) for heading, found in by_heading.items()}
    short = listed(f"{heading} {count}" for heading, count in counts.items())
    return Message(
        number, now, title, _with_address("\n\n".join(blocks)), _with_address(short), counts
    )


def _block(heading: str, lines: Sequence[Line]) -> str:
    told_of = [f"· {line_text(line)}" for line in lines[:SHOWN]]
    left = len(lines) - SHOWN
    if left > 0:
        told_of.append(_("and %(count)d more") % {"count": left})
    return "\n".join([heading, *told_of])


def line_text(line: Line) -> str:
    """Return a line in words: what it is about, what happened, what else matters."""
    words = listed([line.words, *line.also, *([line.facts] if line.facts else [])])
    return titled(line.name, words)


def _with_address(text: str) -> str:
    address = settings.LEITAI_ADDRESS.rstrip("/")
    return f"{text}\n\n{address}/notices/" if address else text
