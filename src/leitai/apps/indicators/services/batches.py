"""Writing revisions: staged in pieces, accepted by one short transaction.

A staged batch counts for nothing. Whoever writes into it holds its claim; a later writer (a retry
after the process died, a second click) takes the claim over, removes what was left, and the
earlier writer finds out at its next piece.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.events import values_accepted
from leitai.apps.indicators.inserting import insert_rows
from leitai.apps.indicators.models import (
    Batch,
    DataSource,
    IndicatorVersion,
    PackedColumn,
    Revision,
    Series,
    Upload,
)
from leitai.apps.indicators.packing import Packed, packed
from leitai.apps.indicators.selectors.values import Key, Value, pieces, stored_by
from leitai.apps.indicators.sequence import draw_place
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit

#: Revisions written in one transaction.
PIECE = 4000
#: Changes that an audit entry spells out; all of them are covered by its digest.
SPELLED_OUT = 200


class RefusedError(Exception):
    """A change that is not made, with the message for the person who asked for it."""


class TakenOverError(RefusedError):
    """Somebody else began to accept the same thing."""


class StaleError(RefusedError):
    """What is stored changed after it was looked at."""


class NewValue(NamedTuple):
    """A value to be stored: ``number`` in the indicator's measure, or ``missing`` with a reason.

    ``sheet``, ``address``, ``raw`` and ``raw_measure`` say where it was read.
    """

    series_id: int
    unit_id: int
    period_id: int
    number: float | None = None
    missing: str = ""
    qualifier: str = "exact"
    status: str = "preliminary"
    sheet: str = ""
    address: str = ""
    raw: str = ""
    raw_measure: str = ""
    measure_place: str = ""
    remark: str = ""

    @property
    def key(self) -> Key:
        return self.series_id, self.unit_id, self.period_id


#: Number and missing reason as stored before.
Before = tuple[float | None, str]


@dataclass(frozen=True)
class Content:
    """What a batch holds, made ready before its short transaction.

    ``before`` has what was stored for every value that was compared, also for those that say
    nothing new and are not stored again; ``watched`` are the keys of all of them.
    """

    before: dict[Key, Before]
    watched: frozenset[Key]
    told: dict[str, Any]

    @classmethod
    def of(cls, rows: Sequence[NewValue], before: dict[Key, Before]) -> Content:
        watched = frozenset(row.key for row in rows) | before.keys()
        return cls(before, watched, told(rows, before))


def same(new: NewValue, old: Value | None) -> bool:
    """Tell whether storing ``new`` would say nothing new."""
    return (
        old is not None
        and new.number == old.number
        and new.missing == old.missing
        and new.qualifier == old.qualifier
        and new.status == old.status
    )


def check_rows(rows: Sequence[NewValue]) -> None:
    """Refuse rows that cannot be stored, naming the first fault.

    Raises:
        RefusedError: for a number that is none, a number with a missing reason or neither, an
            unknown series, unit, period or word, and for two rows that say the same value.
    """
    qualifiers = set(Revision.Qualifier.values)
    reasons = set(Revision.Missing.values)
    statuses = set(Revision.Status.values)
    seen: dict[Key, int] = {}
    for at, row in enumerate(rows, start=1):
        fault = ""
        if row.number is None and row.missing not in reasons:
            fault = _("neither a number nor a known reason why it is missing")
        elif row.number is not None and row.missing:
            fault = _("both a number and a reason why it is missing")
        elif row.number is not None and not math.isfinite(row.number):
            fault = _("the number is not finite")
        elif row.qualifier not in qualifiers or row.status not in statuses:
            fault = _("unknown qualifier or status")
        elif row.key in seen:
            fault = _("it says the same value as row %(row)d") % {"row": seen[row.key]}
        if fault:
            raise RefusedError(
                _("Row %(row)d %(place)s “%(raw)s”: %(fault)s. Nothing was stored.")
                % {"row": at, "place": _place(row), "raw": row.raw or row.number, "fault": fault}
            )
        seen[row.key] = at
    known: list[tuple[str, set[int], Any]] = [
        (_("series"), {row.series_id for row in rows}, Series),
        (_("unit"), {row.unit_id for row in rows}, Unit),
        (_("period"), {row.period_id for row in rows}, Period),
    ]
    for what, wanted, model in known:
        found: set[int] = set()
        for piece in pieces(wanted):
            found.update(model.objects.filter(pk__in=piece).values_list("pk", flat=True))
        if wanted - found:
            raise RefusedError(
                _("No %(what)s has the number %(number)d. Nothing was stored.")
                % {"what": what, "number": min(wanted - found)}
            )


def _place(row: NewValue) -> str:
    return " ".join(part for part in (row.sheet, row.address) if part)


#: The fields of a revision that a value gives, in the order of its own.
_SAID = (
    "series", "unit", "period", "number", "missing", "qualifier", "status", "sheet", "address",
    "raw", "raw_measure", "measure_place", "remark",
)  # fmt: skip
assert tuple(field.removesuffix("_id") for field in NewValue._fields) == _SAID
_STORED = ("batch", "source", "definition", *_SAID)


def stage(batch: Batch, claim: uuid.UUID, source: DataSource, rows: Sequence[NewValue]) -> None:
    """Write rows into a claimed batch, each piece in its own short transaction.

    Raises:
        TakenOverError: when another writer claimed the batch meanwhile.
    """
    version_of = _versions(rows)
    for piece in pieces(rows, PIECE):
        lines = [
            (batch.pk, source.pk, version_of.get((row.series_id, row.period_id)), *row)
            for row in piece
        ]
        with transaction.atomic():
            hold(batch.pk, claim)
            insert_rows(Revision, _STORED, lines)
    columns = packed(
        (row.series_id, row.unit_id, row.period_id, row.number, row.missing) for row in rows
    )
    with transaction.atomic():
        hold(batch.pk, claim)
        insert_columns(batch.pk, source.pk, columns)


def insert_columns(batch_id: int, source_id: int, columns: Iterable[Packed]) -> None:
    """Store a batch's values side by side as well; part of the caller's transaction."""
    insert_rows(
        PackedColumn,
        ("batch", "source", "series", "period", "reasons", "units", "numbers"),
        ((batch_id, source_id, *column) for column in columns),
    )


def _versions(rows: Sequence[NewValue]) -> dict[tuple[int, int], int]:
    """Return (series, period) → definition in force at the end of the period."""
    wanted = {(row.series_id, row.period_id) for row in rows}
    indicator_of: dict[int, int] = {}
    for piece in pieces({series for series, _period in wanted}):
        indicator_of.update(Series.objects.filter(pk__in=piece).values_list("pk", "indicator_id"))
    end_of: dict[int, dt.date] = {}
    for piece in pieces({period for _series, period in wanted}):
        end_of.update(Period.objects.filter(pk__in=piece).values_list("pk", "end"))
    versions: dict[int, list[IndicatorVersion]] = {}
    for piece in pieces(set(indicator_of.values())):
        for version in IndicatorVersion.objects.filter(indicator_id__in=piece).order_by("number"):
            versions.setdefault(version.indicator_id, []).append(version)
    found = {}
    for series, period in wanted:
        held = versions.get(indicator_of.get(series, 0))
        if held:
            in_force = [version for version in held if version.valid_from <= end_of[period]]
            found[series, period] = (in_force[-1] if in_force else held[0]).pk
    return found


def hold(batch_id: int, claim: uuid.UUID) -> Batch:
    """Lock a staged batch for the rest of the transaction, if the claim still stands."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.claim != claim or batch.state != Batch.State.STAGED:
        raise _taken_over()
    return batch


def claim_batch(act: Act, *, kind: str, upload: Upload | None = None) -> tuple[Batch, uuid.UUID]:
    """Take, or make, the staged batch of an upload or of an operation, emptied of leftovers.

    Raises:
        TakenOverError: when the upload was accepted or thrown away meanwhile.
    """
    claim = uuid.uuid4()
    with transaction.atomic():
        if upload is not None:
            now = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
            if now.state != Upload.State.STAGED:
                raise _taken_over()
        batches = Batch.objects.select_for_update(of=("self",)).filter(state=Batch.State.STAGED)
        batch = (
            batches.filter(upload=upload)
            if upload is not None
            else batches.filter(upload__isnull=True, operation_id=act.operation_id)
        ).first()
        if batch is None:
            batch = Batch.objects.create(
                kind=kind, upload=upload, operation_id=act.operation_id, claim=claim
            )
        else:
            batch.claim = claim
            batch.save(update_fields=["claim"])
    empty(batch)
    return batch, claim


def _taken_over() -> TakenOverError:
    return TakenOverError(
        _("This is being accepted by somebody else at the moment. Look again in a minute.")
    )


def empty(batch: Batch) -> None:
    """Remove the revisions of a batch that was never accepted, in short transactions."""
    while True:
        with transaction.atomic():
            if Batch.objects.filter(pk=batch.pk, state=Batch.State.ACCEPTED).exists():
                return
            PackedColumn.objects.filter(batch=batch).delete()
            left = list(Revision.objects.filter(batch=batch).values_list("pk", flat=True)[:PIECE])
            for piece in pieces(left):
                doomed = Revision.objects.filter(pk__in=piece)
                doomed._raw_delete(doomed.db)
        if len(left) < PIECE:
            return


def flip(
    act: Act,
    *,
    batch_id: int,
    claim: uuid.UUID,
    source: DataSource,
    seen: int,
    reason: str,
    content: Content,
) -> Batch:
    """Accept a staged batch; part of a service's transaction, and short.

    The place in the order is drawn first: from then on nobody else can accept anything, so the
    look at what was accepted since ``seen`` cannot be overtaken.

    Raises:
        StaleError: when a value was changed by somebody else after it was compared.
    """
    place = draw_place()
    batch = hold(batch_id, claim)
    overtaken = changed_since(source, seen, content)
    if overtaken:
        raise StaleError(
            _(
                "%(count)d of the values were changed by somebody else meanwhile. They are marked "
                "as changed now; look at them, then accept."
            )
            % {"count": len(overtaken)}
        )
    batch.state = Batch.State.ACCEPTED
    batch.sequence = place
    batch.actor = batch.upload.uploaded_by if batch.upload else act.actor
    batch.checker = act.actor if batch.upload else None
    batch.accepted_at = act.at
    batch.reason = reason
    batch.save()
    act.note(sequence=place, reason=reason, **content.told)
    values_accepted.send(sender=Batch, batch_id=batch.pk)
    return batch


def changed_since(source: DataSource, seen: int, content: Content) -> set[Key]:
    """Return the keys whose stored value is no longer what was compared at place ``seen``."""
    newer = list(
        Batch.objects.filter(state=Batch.State.ACCEPTED, sequence__gt=seen).values_list(
            "pk", flat=True
        )
    )
    touched: set[Key] = set()
    for piece in pieces(newer):
        rows = Revision.objects.filter(batch_id__in=piece, source=source)
        touched.update(
            key
            for key in rows.values_list("series_id", "unit_id", "period_id").iterator()
            if key in content.watched
        )
    now = stored_by(source, touched)
    return {
        key
        for key in touched
        if (now[key].number, now[key].missing) != content.before.get(key, (None, ""))
    }


def digest_of(rows: Iterator[tuple[Any, ...]] | Sequence[tuple[Any, ...]]) -> str:
    """Return the digest of a batch's values, independent of their order.

    Each row is (series, unit, period, number, missing, qualifier); numbers in shortest form.
    """
    lines = sorted(
        f"{series}/{unit}/{period}={number!r};{missing};{qualifier}"
        for series, unit, period, number, missing, qualifier in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def told(rows: Sequence[NewValue], before: dict[Key, Before]) -> dict[str, Any]:
    """Return what the audit entry says of a batch: old and new, counts, and a digest of all."""
    changes = [
        {
            "series": row.series_id,
            "unit": row.unit_id,
            "period": row.period_id,
            "old": before[row.key][0],
            "old_missing": before[row.key][1],
            "new": row.number,
            "new_missing": row.missing,
            "cell": _place(row),
        }
        for row in rows
        if row.key in before
    ]
    return {
        "values": len(rows),
        "changed": len(changes),
        "changes": changes[:SPELLED_OUT],
        "digest": digest_of([(*row.key, row.number, row.missing, row.qualifier) for row in rows]),
    }


def done_before(act: Act) -> bool:
    """Tell whether this operation id has been used: its service then answers as a repeat."""
    return Entry.objects.filter(operation_id=act.operation_id).exists()
