"""Accepting an upload as one: staged in pieces, then one short transaction."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import Batch, Revision, StagedCell, Upload
from leitai.apps.indicators.reading.settling import SETTLED, compare, key_of
from leitai.apps.indicators.selectors.values import Key, pieces, stored_by, watermark
from leitai.apps.indicators.services.answers import open_questions
from leitai.apps.indicators.services.batches import (
    Before,
    Content,
    NewValue,
    RefusedError,
    StaleError,
    changed_since,
    claim_batch,
    done_before,
    flip,
    stage,
)
from leitai.apps.indicators.services.staging import ROWS
from leitai.apps.indicators.services.uploads import decided

State = StagedCell.State

#: The fields of a cell that a value takes over, in the order of the value's own.
_READ = (
    "series_id", "unit_id", "period_id", "state", "before", "before_missing",
    "value", "missing", "qualifier",
    "sheet", "address", "raw", "measure", "measure_place", "rewritten",
)  # fmt: skip


def accept_upload(act: Act, *, upload: Upload, reason: str = "", seen: int | None = None) -> Batch:
    """Make all settled cells of an upload values, or none of them.

    ``seen`` is the edition of the upload that the page showed; when answers or the comparison with
    the store are newer by now, the acceptance is refused so that the person can look again.

    Raises:
        RefusedError: while questions are open or cells undecided, and for changed values without
            a reason.
        StaleError: when stored values changed after they were compared; the comparison is made
            anew before this is raised.
    """
    act.require("indicators.accept_upload", upload)
    if done_before(act):
        return _accept(act)
    upload = Upload.objects.select_related("area", "source").get(pk=upload.pk)
    if upload.state != Upload.State.STAGED:
        raise decided(upload)
    if seen is not None and seen != upload.edition:
        raise _look_again()
    obstacle = obstacle_to_acceptance(upload)
    if obstacle:
        raise RefusedError(obstacle)
    rows, before, changed = _content(upload)
    if changed and not reason.strip():
        raise RefusedError(
            _("%(count)d values differ from what is stored. Give the reason for the revision.")
            % {"count": changed}
        )
    content = Content.of(rows, before)
    if changed_since(upload.source, upload.watermark, content):
        refresh_comparison(upload)
        raise _look_again()
    batch, claim = claim_batch(act, kind=Batch.Kind.UPLOAD, upload=upload)
    stage(batch, claim, upload.source, rows)
    try:
        return _accept(
            act, batch_id=batch.pk, claim=claim, upload=upload, reason=reason, content=content
        )
    except StaleError:
        refresh_comparison(upload)
        raise


def _look_again() -> StaleError:
    return StaleError(
        _("Stored values were changed by somebody else meanwhile. The changes are marked; look "
          "at them, then accept.")
    )  # fmt: skip


@verb("upload.accept")
def _accept(
    act: Act,
    *,
    batch_id: int = 0,
    claim: uuid.UUID | None = None,
    upload: Upload | None = None,
    reason: str = "",
    content: Content | None = None,
) -> Batch:
    assert claim is not None
    assert upload is not None
    assert content is not None
    batch = flip(
        act,
        batch_id=batch_id,
        claim=claim,
        source=upload.source,
        seen=upload.watermark,
        reason=reason,
        content=content,
    )
    now = Upload.objects.select_for_update().get(pk=upload.pk)
    if now.state != Upload.State.STAGED:
        raise decided(now)
    if now.edition != upload.edition:
        raise _look_again()
    now.state, now.decided_at = Upload.State.ACCEPTED, act.at
    now.save(update_fields=["state", "decided_at"])
    act.note(upload=now.pk, file=now.name, sha256=now.sha256, source=upload.source.name)
    return batch


def obstacle_to_acceptance(upload: Upload) -> str:
    """Return why an upload cannot be accepted yet, in words; empty when nothing is in the way."""
    if upload.state != Upload.State.STAGED:
        return str(decided(upload))
    if open_questions(upload):
        return _open_questions_message(upload)
    cell = upload.cells.filter(state__in=[State.UNREADABLE, State.DOUBTFUL]).order_by("id").first()
    if cell is not None:
        return _("Sheet “%(sheet)s” %(address)s “%(raw)s” is not settled. Decide it first.") % {
            "sheet": cell.sheet,
            "address": cell.address,
            "raw": cell.raw,
        }
    if not upload.cells.filter(state__in=SETTLED).exists():
        return _("Nothing in this file can be stored. Throw it away, or decide otherwise.")
    return ""


def _open_questions_message(upload: Upload) -> str:
    first = upload.questions.filter(answer__isnull=True).order_by("id").first()
    return _(
        "%(count)d questions are open, the first at sheet “%(sheet)s” %(address)s “%(text)s”. "
        "Answer them, then accept."
    ) % {
        "count": open_questions(upload),
        "sheet": first.sheet if first else "",
        "address": first.address if first else "",
        "text": first.text if first else "",
    }


def _content(upload: Upload) -> tuple[list[NewValue], dict[Key, Before], int]:
    """Return the values to store, what was compared for all settled cells, and how many change."""
    rows: dict[Key, NewValue] = {}
    before: dict[Key, Before] = {}
    changed = 0
    cells = upload.cells.filter(state__in=SETTLED).order_by("id").values_list(*_READ)
    status = Revision.Status.PRELIMINARY.value
    for series, unit, period, state, old, old_missing, *said in cells.iterator(chunk_size=ROWS):
        key: Key = (series, unit, period)
        if old is not None or old_missing:
            before[key] = (old, old_missing)
        if state == State.SAME or key in rows:
            continue
        changed += state == State.CHANGED
        rows[key] = NewValue._make((*key, *said[:3], status, *said[3:]))
    return list(rows.values()), before, changed


def refresh_comparison(upload: Upload) -> None:
    """Compare all settled cells with what is stored now."""
    with transaction.atomic():
        Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        seen = watermark()
        cells = list(upload.cells.filter(state__in=SETTLED))
        for cell in cells:
            cell.state = State.MISSING if cell.missing else State.READ
        compare(cells, stored_by(upload.source_id, {key_of(cell) for cell in cells}))
        for piece in pieces(cells, ROWS):
            StagedCell.objects.bulk_create(
                piece,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["state", "before", "before_missing"],
            )
        Upload.objects.filter(pk=upload.pk, state=Upload.State.STAGED).update(
            watermark=seen, edition=F("edition") + 1
        )
