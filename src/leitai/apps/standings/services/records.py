"""Entering, signing and withdrawing records of bonus, penalty and veto."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.background import put_off
from leitai.apps.indicators.file_text import look_for_mark
from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.indicators.sequence import draw_place
from leitai.apps.indicators.storage import keep_content
from leitai.apps.periods.models import Period
from leitai.apps.standings.in_force import version_in_force
from leitai.apps.standings.models import Record, Scheme
from leitai.apps.standings.record_inputs import Slot, slots_of
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.tables import members
from leitai.apps.units.models import Unit


def slot_for(scheme: Scheme, period: Period, unit: Unit, item: str, column: str) -> Slot:
    """Return the place under which a unit's record stands.

    Raises:
        ValidationError: when the rules in force have no such item for the unit's group.
    """
    version = None if scheme.monitor else version_in_force(scheme, period)
    if version is not None:
        rules = rules_of(version)
        for group in rules.groups:
            for slot in slots_of(rules, group):
                if (slot.item, slot.column) != (item, column):
                    continue
                if unit in members(scheme.area, group, period):
                    return slot
    raise ValidationError(
        _("By the rules for %(period)s, %(unit)s has no such item.")
        % {"period": period.code, "unit": unit.name}
    )


def enter_record(
    act: Act,
    *,
    scheme: Scheme,
    unit: Unit,
    period: Period,
    item: str,
    column: str,
    matter: str,
    reference: str = "",
    legal_basis: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> Record:
    """Enter a record; it counts once another person has signed it.

    Raises:
        ValidationError: when the item is not the unit's, when there is neither a file nor a
            reference, when a veto names no law, when the file is too large or bears a secrecy mark.
    """
    act.require("standings.enter_record", scheme.area)
    if act.actor is None:
        raise ValidationError(_("A record is entered by a person."))
    if period.kind != scheme.period_kind:
        raise ValidationError(
            _("%(scheme)s runs by %(kind)s; %(period)s is not one.")
            % {"scheme": scheme.name, "kind": scheme.period_kind, "period": period.code}
        )
    slot = slot_for(scheme, period, unit, item, column)
    matter, reference = " ".join(matter.split()), " ".join(reference.split())
    basis = " ".join(legal_basis.split()) or slot.legal_basis
    if not matter:
        raise ValidationError(_("Say what the record is about."))
    if not reference and not content:
        raise ValidationError(_("Attach the evidence, or name the document with number and date."))
    if slot.part == Record.Part.VETO and not basis:
        raise ValidationError(_("A veto needs its legal basis."))
    name = PurePath(file_name.replace("\\", "/")).name[-200:] if content else ""
    _refuse_large(name, content)
    mark = secrecy_mark((PurePath(name).stem, matter, reference)) or look_for_mark(content).mark
    if mark:
        _refuse_secret(act, scheme=scheme, unit=unit, period=period, mark=mark)
        raise ValidationError(
            _("This bears the secrecy mark %(mark)s and does not belong here. Nothing was stored.")
            % {"mark": mark}
        )
    sha256 = _keep_evidence(content) if content else ""
    return _enter(
        act,
        scheme=scheme,
        slot=slot,
        unit=unit,
        period=period,
        matter=matter[:200],
        reference=reference[:200],
        legal_basis=basis[:200],
        file=(name, sha256, len(content)),
    )


def _refuse_large(name: str, content: bytes) -> None:
    limit: int = settings.LEITAI_MAX_UPLOAD_BYTES
    if len(content) > limit:
        raise ValidationError(
            _("“%(name)s” has %(size)d MB, the limit is %(limit)d MB.")
            % {"name": name, "size": -(-len(content) // 1048576), "limit": limit // 1048576}
        )


@verb("record.refuse_secret")
def _refuse_secret(act: Act, *, scheme: Scheme, unit: Unit, period: Period, mark: str) -> Scheme:
    """Note that evidence with a secrecy mark was refused; neither its name nor its content."""
    act.note(scheme=scheme.slug, unit=unit.pk, period=period.code, mark=mark)
    return scheme


def _keep_evidence(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    keep_content(sha256, content)
    return sha256


@verb("record.enter")
def _enter(
    act: Act,
    *,
    scheme: Scheme,
    slot: Slot,
    unit: Unit,
    period: Period,
    matter: str,
    reference: str,
    legal_basis: str,
    file: tuple[str, str, int],
) -> Record:
    record = Record.objects.create(
        scheme=scheme,
        part=slot.part,
        item=slot.item,
        item_name=slot.item_name,
        column=slot.column,
        column_name=slot.column_name,
        unit=unit,
        period=period,
        matter=matter,
        reference=reference,
        legal_basis=legal_basis if slot.part == Record.Part.VETO else "",
        file_name=file[0],
        file_sha256=file[1],
        file_size=file[2],
        entered_by=act.actor,
        entered_at=act.at,
    )
    act.note(**_told(record), reference=reference, file_sha256=file[1])
    return record


def _told(record: Record) -> dict[str, object]:
    return {
        "scheme": record.scheme.slug,
        "item": record.item,
        "column": record.column,
        "unit": record.unit_id,
        "period": record.period.code,
        "matter": record.matter,
        "legal_basis": record.legal_basis,
    }


@verb("record.sign")
def sign_record(act: Act, *, record: Record) -> Record:
    """Sign a record that somebody else entered; from now on it counts.

    Raises:
        ValidationError: when it was decided already, or the signer entered it.
    """
    act.require("standings.sign_record", record.scheme.area)
    found = Record.objects.select_for_update().get(pk=record.pk)
    if found.state != Record.State.ENTERED:
        raise ValidationError(_("This record was decided already."))
    if act.actor is None or act.actor.pk == found.entered_by_id:
        raise ValidationError(_("Who enters a record does not sign it; a second person does."))
    found.signed_by = act.actor
    found.signed_at = act.at
    found.sequence = draw_place()
    found.state = Record.State.SIGNED
    found.save(update_fields=["signed_by", "signed_at", "sequence", "state"])
    act.note(**_told(found), entered_by=found.entered_by_id, sequence=found.sequence)
    _look(found.pk)
    return found


@verb("record.withdraw")
def withdraw_record(act: Act, *, record: Record, reason: str) -> Record:
    """Withdraw a record, signed or not, with a reason; what it gave no longer counts.

    Raises:
        ValidationError: when it was withdrawn already, or no reason is given.
    """
    act.require("standings.withdraw_record", record.scheme.area)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ValidationError(_("Say why the record is withdrawn."))
    if act.actor is None:
        raise ValidationError(_("A record is withdrawn by a person."))
    found = Record.objects.select_for_update().get(pk=record.pk)
    if found.state == Record.State.WITHDRAWN:
        raise ValidationError(_("This record was withdrawn already."))
    counted = found.state == Record.State.SIGNED
    found.withdrawn_by = act.actor
    found.withdrawn_at = act.at
    found.withdrawn_reason = reason
    found.withdrawn_sequence = draw_place() if counted else None
    found.state = Record.State.WITHDRAWN
    found.save(
        update_fields=[
            "withdrawn_by", "withdrawn_at", "withdrawn_reason", "withdrawn_sequence", "state",
        ]
    )  # fmt: skip
    act.note(**_told(found), reason=reason, counted=counted)
    if counted:
        _look(found.pk)
    return found


def _look(record_id: int) -> None:
    """Look for published standings that the record touches, in the background."""
    from leitai.apps.standings.tasks import look_for_record

    put_off(look_for_record, record_id)
