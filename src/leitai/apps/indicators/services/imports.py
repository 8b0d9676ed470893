"""Bringing in values from trusted programs, and typing in a single one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import Batch, DataSource, Series, Upload
from leitai.apps.indicators.selectors.values import stored_by, watermark
from leitai.apps.indicators.services.batches import (
    Content,
    NewValue,
    RefusedError,
    check_rows,
    claim_batch,
    done_before,
    flip,
    same,
    stage,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under


def import_values(
    act: Act,
    *,
    source: DataSource,
    rows: Iterable[NewValue],
    reason: str,
    upload: Upload | None = None,
    kind: str = Batch.Kind.IMPORT,
) -> Batch:
    """Store many values as one accepted batch; those that say nothing new are left out.

    The revisions are written in pieces and count only when the batch is accepted at the end. An
    import that died is finished by running it again with the same operation id.

    Raises:
        RefusedError: when a row cannot be stored, or no reason is given; nothing is stored then.
        StaleError: when somebody changed the same values while the import ran.
    """
    act.require("indicators.accept_upload", source.unit)
    if done_before(act):
        return _accept_import(act)
    if not reason.strip():
        raise RefusedError(_("Give the reason for this import."))
    wanted = list(rows)
    check_rows(wanted)
    if act.unit_id is None and wanted:
        # A source of the whole house: the values are the affair of the indicator's area.
        act.unit_id = Series.objects.get(pk=wanted[0].series_id).indicator.area_id
    seen = watermark()
    stored = stored_by(source, {row.key for row in wanted})
    fresh = [row for row in wanted if not same(row, stored.get(row.key))]
    content = Content.of(fresh, {key: (v.number, v.missing) for key, v in stored.items()})
    batch, claim = claim_batch(act, kind=kind, upload=upload)
    stage(batch, claim, source, fresh)
    return _accept_import(
        act,
        batch_id=batch.pk,
        claim=claim,
        source=source,
        seen=seen,
        reason=reason,
        content=content,
    )


@verb("values.import")
def _accept_import(
    act: Act,
    *,
    batch_id: int = 0,
    claim: uuid.UUID | None = None,
    source: DataSource | None = None,
    seen: int = 0,
    reason: str = "",
    content: Content | None = None,
) -> Batch:
    assert claim is not None
    assert source is not None
    assert content is not None
    batch = flip(
        act, batch_id=batch_id, claim=claim, source=source, seen=seen, reason=reason,
        content=content,
    )  # fmt: skip
    if batch.upload is not None:
        upload = batch.upload
        upload.state, upload.decided_at = Upload.State.ACCEPTED, act.at
        upload.save(update_fields=["state", "decided_at"])
    act.note(source=source.pk, source_name=source.name)
    return batch


@verb("values.enter")
def enter_value(
    act: Act,
    *,
    series: Series,
    unit: Unit,
    period: Period,
    number: float | None,
    missing: str = "",
    qualifier: str = "exact",
    status: str = "preliminary",
    source: DataSource | None = None,
    reason: str,
    remark: str = "",
) -> Batch:
    """Correct or enter one value by hand; it counts at once and keeps the reason.

    Raises:
        RefusedError: without a reason, or when the value is stored like this already.
    """
    source = source or series.authority
    area = series.indicator.area
    act.require("indicators.accept_upload", source.unit or area)
    if not is_under(unit.pk, {area.pk}):
        raise RefusedError(_("%(unit)s is not a unit of %(area)s.") % {"unit": unit, "area": area})
    if not reason.strip():
        raise RefusedError(_("Give the reason for this correction."))
    row = NewValue(
        series_id=series.pk,
        unit_id=unit.pk,
        period_id=period.pk,
        number=number,
        missing=missing,
        qualifier=qualifier,
        status=status,
        remark=remark,
    )
    check_rows([row])
    seen = watermark()
    stored = stored_by(source, {row.key})
    if same(row, stored.get(row.key)):
        raise RefusedError(
            _("%(unit)s %(series)s %(period)s is stored like this already. Nothing was changed.")
            % {"unit": unit, "series": series, "period": period}
        )
    batch, claim = claim_batch(act, kind=Batch.Kind.ENTRY)
    stage(batch, claim, source, [row])
    content = Content.of([row], {key: (v.number, v.missing) for key, v in stored.items()})
    batch = flip(
        act, batch_id=batch.pk, claim=claim, source=source, seen=seen, reason=reason,
        content=content,
    )  # fmt: skip
    act.note(source=source.pk, unit_name=str(unit), series_name=str(series), period=period.code)
    return batch


def discard_staged(batch: Batch) -> None:
    """Remove a staged batch and all it holds; part of a service's transaction."""
    with transaction.atomic():
        revisions = batch.revisions.all()
        revisions._raw_delete(revisions.db)
        batch.delete()
