"""Receiving a file and throwing it away again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.background import put_off
from leitai.apps.indicators.models import Batch, DataSource, Upload
from leitai.apps.indicators.services.batches import RefusedError
from leitai.apps.indicators.services.imports import discard_staged
from leitai.apps.indicators.storage import keep_content
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under


class KnownFileError(RefusedError):
    """The same file was accepted before; ``upload_id`` names that upload."""

    def __init__(self, message: str, upload_id: int) -> None:
        super().__init__(message)
        self.upload_id = upload_id


def receive_upload(
    act: Act,
    *,
    area: Unit,
    source: DataSource,
    name: str,
    content: bytes,
    period: Period | None = None,
) -> Upload:
    """Take in a file; it is read in the background and then waits to be looked at.

    Raises:
        RefusedError: when the file is empty or too large, or the source is not of this area.
        KnownFileError: when the very same file was accepted before.
    """
    act.require("indicators.upload", source.unit or area)
    if source.unit is not None and not is_under(source.unit.pk, {area.pk}):
        raise RefusedError(
            _("%(source)s is no source of %(area)s.") % {"source": source, "area": area}
        )
    name = PurePath(name.replace("\\", "/")).name[-200:] or _("unnamed")
    limit: int = settings.LEITAI_MAX_UPLOAD_BYTES
    if not content:
        raise RefusedError(
            _("“%(name)s” is empty, 0 bytes. Choose the file again.") % {"name": name}
        )
    if len(content) > limit:
        raise RefusedError(
            _(
                "“%(name)s” has %(size)d MB, the limit is %(limit)d MB. "
                "Split it and upload the parts."
            )
            % {"name": name, "size": -(-len(content) // 1048576), "limit": limit // 1048576}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    keep_content(sha256, content)
    return _receive(
        act, area=area, source=source, name=name, sha256=sha256, size=len(content), period=period
    )


@verb("upload.receive")
def _receive(
    act: Act,
    *,
    area: Unit,
    source: DataSource,
    name: str,
    sha256: str,
    size: int,
    period: Period | None,
) -> Upload:
    accepted = Upload.objects.filter(
        sha256=sha256, source=source, state=Upload.State.ACCEPTED
    ).first()
    if accepted is not None:
        raise KnownFileError(
            _("This very file was accepted on %(day)s as “%(name)s”. Nothing was uploaded.")
            % {
                "day": accepted.decided_at.date().isoformat() if accepted.decided_at else "",
                "name": accepted.name,
            },
            accepted.pk,
        )
    upload = Upload.objects.create(
        area=area,
        source=source,
        period=period,
        name=name,
        sha256=sha256,
        size=size,
        uploaded_by=act.actor,
        uploaded_at=act.at,
    )
    act.note(name=name, sha256=sha256, size=size, source=source.pk, area=area.pk)
    put_off_reading(upload)
    return upload


@verb("upload.keep")
def keep_file(
    act: Act,
    *,
    area: Unit,
    source: DataSource,
    name: str,
    content: bytes,
    warnings: Sequence[Mapping[str, Any]] = (),
) -> Upload:
    """Keep a file whose values a trusted program imports itself; it is not read here.

    Give the upload to :func:`import_values`, and every value names its cell in this file.
    ``warnings`` are what the program's checks found, in the form of those of an upload.
    """
    act.require("indicators.accept_upload", source.unit or area)
    sha256 = hashlib.sha256(content).hexdigest()
    keep_content(sha256, content)
    upload = Upload.objects.create(
        area=area,
        source=source,
        name=name[-200:],
        sha256=sha256,
        size=len(content),
        state=Upload.State.STAGED,
        reading={
            "kind": "import",
            "sheets": [],
            "tables": [],
            "warnings": [dict(warning) for warning in warnings],
        },
        uploaded_by=act.actor,
        uploaded_at=act.at,
    )
    act.note(name=name, sha256=sha256, size=len(content), source=source.pk)
    return upload


def put_off_reading(upload: Upload) -> None:
    """Have a received upload read in the background."""
    from leitai.apps.indicators.tasks import read_upload

    put_off(read_upload, upload.pk)


@verb("upload.discard")
def discard_upload(act: Act, *, upload: Upload, reason: str = "") -> Upload:
    """Throw an upload away as a whole; the file is kept, nothing of it counts.

    Raises:
        RefusedError: when it was decided already.
    """
    act.require("indicators.decide_upload", upload)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state in (Upload.State.ACCEPTED, Upload.State.DISCARDED):
        raise decided(upload)
    cells = upload.cells.count()
    batch = Batch.objects.filter(upload=upload, state=Batch.State.STAGED).first()
    if batch is not None:
        discard_staged(batch)
    upload.cells.all()._raw_delete(upload.cells.db)
    upload.state, upload.decided_at = Upload.State.DISCARDED, act.at
    upload.save(update_fields=["state", "decided_at"])
    act.note(name=upload.name, cells=cells, reason=reason)
    return upload


def decided(upload: Upload) -> RefusedError:
    """Return the refusal for an upload that was accepted or thrown away already."""
    return RefusedError(
        _("“%(name)s” was decided already: %(state)s. Nothing was changed.")
        % {"name": upload.name, "state": upload.get_state_display()}
    )
