"""Removing the bytes of thrown-away files that could never be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.events import files_in_use
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.storage import stored_file

#: A file this fresh may just be coming in again under another upload.
REST = dt.timedelta(days=1)


def sweep_files(now: dt.datetime | None = None) -> int:
    """Remove files of unreadable uploads that were thrown away; return how many.

    A file stays while anything else refers to the same bytes, and for a day after it came in.
    """
    now = now or timezone.now()
    swept: set[str] = set()
    thrown = Upload.objects.filter(state=Upload.State.DISCARDED).exclude(trouble="").order_by("id")
    for upload in thrown.iterator():
        path = stored_file(upload.sha256)
        if not path.exists() or now.timestamp() - path.stat().st_mtime < REST.total_seconds():
            continue
        if upload.sha256 not in swept and not _needed(upload.sha256):
            sweep_file(Act(at=now), upload=upload)
            swept.add(upload.sha256)
    return len(swept)


def _needed(sha256: str) -> bool:
    """Tell whether an upload that counts or waits, or another room, refers to the file."""
    rest = Upload.objects.filter(sha256=sha256).exclude(state=Upload.State.DISCARDED)
    read = Upload.objects.filter(sha256=sha256, trouble="")
    if rest.exists() or read.exists():
        return True
    answers: list[tuple[Any, Any]] = files_in_use.send(sender=Upload, digests=frozenset({sha256}))
    return any(sha256 in wanted for _receiver, wanted in answers)


@verb("upload.sweep")
def sweep_file(act: Act, *, upload: Upload) -> Upload:
    """Remove the file of a thrown-away upload; the upload itself and its record stay."""
    path = stored_file(upload.sha256)
    act.unit_id = upload.governing_unit.pk
    act.note(name=upload.name, sha256=upload.sha256)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return upload
