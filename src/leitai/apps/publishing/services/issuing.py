"""Issuing official documents and withdrawing them.

A person issues letters and report cards; bulletins are drafted by one and signed by another, see
:mod:`~leitai.apps.publishing.services.drafts`. Nobody
issues one alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.digests import digest
from leitai.apps.audit.services import Act, export_head, verb
from leitai.apps.periods.models import Period
from leitai.apps.publishing.composing import (
    Draft,
    Wording,
    card_draft,
    letter_draft,
)
from leitai.apps.publishing.models import Bulletin
from leitai.apps.units.models import Unit
from leitai.bulletins import RENDERER, Proof, to_dict, to_docx


@verb("bulletin.issue_letter")
def issue_letter(act: Act, *, unit: Unit, year: int, wording: Wording) -> Bulletin:
    """Issue the responsibility letter of a unit for a year, as its targets are now.

    Raises:
        ValidationError: when the unit has no target for the year.
    """
    act.require("publishing.issue", unit)
    return issued(act, letter_draft(act.actor, unit, year, wording, _day(act)))


@verb("bulletin.issue_card")
def issue_card(act: Act, *, unit: Unit, period: Period, wording: Wording) -> Bulletin:
    """Issue the report card of a unit for a month.

    Raises:
        ValidationError: when no target of the unit has a figure for the month.
    """
    act.require("publishing.issue", unit)
    return issued(act, card_draft(act.actor, unit, period, wording, _day(act)))


@verb("bulletin.withdraw")
def withdraw_bulletin(act: Act, *, bulletin: Bulletin, reason: str) -> Bulletin:
    """Withdraw what was issued in error; it is kept and says so.

    Raises:
        ValidationError: without a reason, or when it is withdrawn already.
    """
    act.require(permission_for(bulletin.kind), bulletin)
    found = Bulletin.objects.select_for_update().defer("file").get(pk=bulletin.pk)
    if found.withdrawn_at is not None:
        raise ValidationError(_("“%(title)s” is withdrawn already.") % {"title": found})
    if not reason.strip():
        raise ValidationError(_("Give the reason for withdrawing it."))
    found.withdrawn_at, found.withdrawn_by = act.at, act.actor
    found.withdrawn_reason = reason.strip()[:200]
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    act.note(name=found.title, number=found.number, reason=found.withdrawn_reason)
    return found


def permission_for(kind: str) -> str:
    """Return the permission to issue and withdraw documents of a kind."""
    supervision = kind == "supervision"
    return "publishing.issue_supervision" if supervision else "publishing.issue"


def _day(act: Act) -> Any:
    return timezone.localdate(act.at)


def issued(act: Act, draft: Draft) -> Bulletin:
    """Keep a draft as issued, for a verb that has asked who may; its digest and the head of the
    chain are printed on it.

    The head is that of all changes before this one; the entry of this one, which follows it in the
    chain, holds the digest of the file. So paper and chain prove each other.
    """
    number = _next_number(draft)
    content = digest(to_dict(draft.document))
    head = export_head(f"bulletin {draft.kind} {draft.unit.pk} {draft.year}-{number}")
    proofs = [*draft.proofs, Proof("本件内容校验值", content)]
    if head is not None:
        proofs.append(Proof(f"签发时审计链第{head.height}环", head.hash))
    document = replace(draft.document, proofs=tuple(proofs))
    file = to_docx(document)
    made = Bulletin.objects.create(
        kind=draft.kind,
        unit=draft.unit,
        audience=draft.audience,
        year=draft.year,
        number=number,
        period=draft.period,
        standing=draft.standing,
        group=draft.group,
        answers=draft.answers,
        title=document.title.replace("\n", "")[:200],
        document_number=document.head.number[:60] if document.head is not None else "",
        content=to_dict(document),
        facts=draft.facts,
        content_sha256=content,
        file=file,
        file_sha256=hashlib.sha256(file).hexdigest(),
        renderer=RENDERER,
        chain_height=head.height if head is not None else 0,
        chain_hash=head.hash if head is not None else "",
        issued_by=act.actor,
        issued_at=act.at,
    )
    act.note(
        name=made.title,
        number=number,
        year=draft.year,
        content_sha256=content,
        file_sha256=made.file_sha256,
        chain_height=made.chain_height,
        chain_hash=made.chain_hash,
    )
    return made


def lock_numbers(unit_id: int) -> None:
    """Let nobody else number a document of the unit until the transaction ends."""
    Unit.objects.select_for_update().get(pk=unit_id)


def _next_number(draft: Draft) -> int:
    """Return the next number of the kind in the year; others wait meanwhile."""
    lock_numbers(draft.unit.pk)
    last = (
        Bulletin.objects.filter(
            kind=draft.kind, unit=draft.unit, audience=draft.audience, year=draft.year
        )
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return (last or 0) + 1
