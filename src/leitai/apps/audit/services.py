"""Every change passes here: actor, policy, transaction and audit entry in one place.

A service of any room is a function whose first parameter is an :class:`Act` and which carries the
decorator :func:`verb`. The decorator opens the transaction, looks whether the operation was done
before, and writes the audit entry inside the same transaction.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leitai.apps.audit.digests import GENESIS, digest, link_hash
from leitai.apps.audit.models import Counter, Entry, Head, Link
from leitai.apps.audit.models.entry import SUBJECT_IN_ENGLISH

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)


#: Entries before the head of the chain among which the frequent sealing looks for stragglers.
LATELY = 10_000


class OperationConflictError(Exception):
    """An operation id was used before, for another verb or by another person."""


def present() -> dt.datetime:
    """Return the present moment by Django's clock, whichever that is when somebody acts."""
    return timezone.now()


@dataclass
class Act:
    """Who acts, under which operation id, and what the audit entry shall say.

    ``actor`` is the signed-in user, or None for the system itself (imports, schedules). A client
    makes the operation id once and sends it again on a retry, so an answer that got lost does
    nothing twice. ``unit_id`` is the unit whose affair it is: the one on which the permission was
    asked first, and so the one whose auditors may read the entry.
    """

    actor: Any = None
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)
    at: dt.datetime = field(default_factory=present)
    detail: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)
    unit_id: int | None = None

    def note(self, **detail: Any) -> None:
        """Add to what the entry tells of the change (old and new values, counts, reasons)."""
        self.detail.update(detail)

    def note_personal(self, **personal: Any) -> None:
        """Add personal data, kept beside its digest so that it can be erased."""
        self.personal.update(personal)

    def within(self) -> Act:
        """Return an act for a step inside this one: same actor and moment, own operation id."""
        return Act(actor=self.actor, at=self.at)

    def require(self, permission: str, subject: Any = None) -> None:
        """Refuse unless the actor holds the permission on the subject; the system holds all.

        Raises:
            PermissionDenied: with the same words whether or not the subject exists.
        """
        if self.unit_id is None:
            self.unit_id = governing_unit_id(subject)
        if self.actor is not None and not self.actor.has_perm(permission, subject):
            raise PermissionDenied(_("This page is not open to you."))


def governing_unit_id(subject: Any) -> int | None:
    """Return the number of the unit that an object belongs to; None for what belongs to none."""
    unit = getattr(subject, "governing_unit", None)
    return None if unit is None else unit.pk


def verb(
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], M]], Callable[Concatenate[Act, P], M]]:
    """Make a function a service: one transaction, one audit entry, done once per operation id.

    The function returns the model object that it changed or made; a repeated operation returns
    that object again without running the function.
    """

    def decorate(service: Callable[Concatenate[Act, P], M]) -> Callable[Concatenate[Act, P], M]:
        @functools.wraps(service)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> M:
            try:
                with transaction.atomic():
                    done = Entry.objects.filter(operation_id=act.operation_id).first()
                    if done is not None:
                        return cast("M", _repeat(done, act, name))
                    subject = service(act, *args, **kwargs)
                    _write(act, name, subject)
                    return subject
            except IntegrityError:
                # Two deliveries of one operation ran at once: the loser answers as a repeat.
                done = Entry.objects.filter(operation_id=act.operation_id).first()
                if done is None:
                    raise
                return cast("M", _repeat(done, act, name))

        run.verb = name  # type: ignore[attr-defined]
        return run

    return decorate


def _repeat(done: Entry, act: Act, name: str) -> Any:
    actor_id = act.actor.pk if act.actor is not None else None
    if done.verb != name or done.actor_id != actor_id:
        raise OperationConflictError(_("This operation id was used before for something else."))
    model = apps.get_model(done.subject_type)
    return model._default_manager.get(pk=done.subject_id)


def entry_content(entry: Entry) -> dict[str, Any]:
    """Return what an entry's digest covers."""
    return {
        "operation_id": str(entry.operation_id),
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "subject_label": entry.subject_label,
        "unit": entry.unit_id,
        "detail": entry.detail,
        "personal_digest": entry.personal_digest,
    }


def _write(act: Act, name: str, subject: models.Model) -> Entry:
    label, english = _labels(subject)
    entry = Entry(
        operation_id=act.operation_id,
        at=act.at,
        actor=act.actor,
        actor_name=str(act.actor) if act.actor is not None else "",
        verb=name,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=label,
        unit_id=act.unit_id if act.unit_id is not None else governing_unit_id(subject),
        detail=act.detail if english == label else {**act.detail, SUBJECT_IN_ENGLISH: english},
        personal=act.personal or None,
        personal_digest=digest(act.personal) if act.personal else "",
    )
    entry.digest = digest(entry_content(entry))
    entry.save(force_insert=True)
    return entry


def _labels(subject: models.Model) -> tuple[str, str]:
    """Return what the subject is called now, in Chinese and English, whoever acts."""
    with translation.override("zh-hans"):
        label = str(subject)[:200]
    with translation.override("en"):
        return label, str(subject)[:200]


def draw(name: str) -> int:
    """Return the next number of a counter; its row stays locked until the transaction ends."""
    Counter.objects.get_or_create(name=name)
    counter = Counter.objects.select_for_update().get(name=name)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value


def seal(*, lately: bool = False) -> Link | None:
    """Chain all committed entries that are not chained yet; return the head of the chain.

    Runs in one transaction under the chain's lock, so any number of processes may call it.
    ``lately`` looks at the last :data:`LATELY` entries only: often enough for what comes in, and
    as quick after a million entries as after a thousand.
    """
    with transaction.atomic():
        Counter.objects.get_or_create(name="chain")
        lock = Counter.objects.select_for_update().get(name="chain")
        head = Link.objects.order_by("-height").first()
        # Numbers are drawn before a change commits, so a slow one may come after later numbers.
        since = head.entry_id - LATELY if lately and head is not None else 0
        chained = Link.objects.filter(entry_id__gt=since).values("entry_id")
        waiting = Entry.objects.filter(id__gt=since).exclude(id__in=chained).order_by("id")
        links: list[Link] = []
        for entry_id, entry_digest in waiting.values_list("id", "digest"):
            height = (head.height if head else 0) + 1
            previous = head.hash if head else GENESIS
            head = Link(
                height=height,
                entry_id=entry_id,
                entry_digest=entry_digest,
                previous=previous,
                hash=link_hash(height, entry_digest, previous),
            )
            links.append(head)
        if links:
            Link.objects.bulk_create(links, batch_size=500)
            lock.value = links[-1].height
            lock.save(update_fields=["value"])
        return head


def export_head(purpose: str) -> Head | None:
    """Seal, then record that the present head of the chain leaves the house; None when empty."""
    link = seal()
    if link is None:
        return None
    return Head.objects.create(
        height=link.height, hash=link.hash, exported_at=timezone.now(), purpose=purpose[:80]
    )
