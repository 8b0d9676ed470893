"""Records of bonus, penalty and veto as pages and the trace show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leitai.apps.standings.in_force import version_in_force
from leitai.apps.standings.models import Record
from leitai.apps.standings.policies import SIGNING
from leitai.apps.standings.record_inputs import slots_of
from leitai.apps.standings.scoring import rules_of
from leitai.apps.units.selectors import subtree_ids, unit_roots


@dataclass(frozen=True)
class RecordLine:
    """A record with its evidence, its legal basis and the persons who answer for it.

    ``open`` tells whether the reader may open its page and its file.
    """

    id: int
    part: str
    part_name: str
    item: str
    level: str
    matter: str
    reference: str
    legal_basis: str
    file_name: str
    period: str
    entered_by: str
    entered_at: dt.datetime
    signed_by: str
    signed_at: dt.datetime | None
    withdrawn_by: str
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str
    open: bool


def records_for(user: Any) -> QuerySet[Record]:
    """Return the records that exist for a reader, newest first, ready to be listed."""
    return Record.objects.visible_to(user).select_related(
        "scheme__area", "unit", "period", "entered_by", "signed_by", "withdrawn_by"
    )


def records_to_sign(user: Any) -> QuerySet[Record]:
    """Return the records that wait for this person's signature: never those entered by the same."""
    roots = tuple(unit_roots(user, *SIGNING))
    if not roots:
        return Record.objects.none()
    return Record.objects.filter(
        state=Record.State.ENTERED, scheme__area__in=subtree_ids(roots)
    ).exclude(entered_by=user)


def record_lines(user: Any, ids: Sequence[int]) -> tuple[RecordLine, ...]:
    """Return the records behind a figure that is open to the reader, in the order given.

    Whoever may see the figure may see what it counts; page and file of a record stay closed to
    those to whom the record is closed.
    """
    if not ids:
        return ()
    rows = Record.objects.select_related(
        "period", "entered_by", "signed_by", "withdrawn_by"
    ).in_bulk(ids)
    known = set(Record.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return tuple(_line(rows[pk], pk in known) for pk in ids if pk in rows)


def _line(record: Record, is_open: bool) -> RecordLine:
    return RecordLine(
        record.pk,
        record.part,
        record.get_part_display(),
        record.item_name,
        record.column_name,
        record.matter,
        record.reference,
        record.legal_basis,
        record.file_name,
        record.period.code,
        str(record.entered_by),
        record.entered_at,
        str(record.signed_by) if record.signed_by is not None else "",
        record.signed_at,
        str(record.withdrawn_by) if record.withdrawn_by is not None else "",
        record.withdrawn_at,
        record.withdrawn_reason,
        is_open,
    )


def marks_of(record: Record) -> float | None:
    """Return what one such record is worth by the rules in force, None where no number says it."""
    version = version_in_force(record.scheme, record.period)
    if version is None:
        return None
    rules = rules_of(version)
    return next(
        (
            slot.marks
            for group in rules.groups
            for slot in slots_of(rules, group)
            if (slot.item, slot.column) == (record.item, record.column)
        ),
        None,
    )
