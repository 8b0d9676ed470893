"""A kept draft put together anew: its words, the figures of now."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from leitai.apps.audit.digests import digest
from leitai.apps.publishing.composing.draft import Draft, Wording
from leitai.apps.publishing.composing.standing import standing_draft
from leitai.apps.publishing.composing.supervision import SupervisionPeriod, supervision_draft
from leitai.apps.publishing.models import BulletinDraft
from leitai.bulletins import to_dict


def wording_to_keep(wording: Wording) -> dict[str, Any]:
    """Return words as plain data."""
    return asdict(wording)


def kept_wording(row: BulletinDraft) -> Wording:
    """Return the words of a kept draft."""
    names = {each.name for each in fields(Wording)}
    kept = {name: value for name, value in row.wording.items() if name in names}
    words: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    return Wording(**words)


def kept_draft(user: Any, row: BulletinDraft, day: dt.date) -> Draft:
    """Return the document of a kept draft as it would be issued on a day, as far as ``user`` sees.

    Raises:
        KeyError: when the scheme has no such group any more.
        ValidationError: for a board that is not open, and when no matter was due.
    """
    wording = kept_wording(row)
    if row.standing is not None:
        return standing_draft(user, row.standing, row.group, wording, day)
    assert row.start is not None
    assert row.end is not None
    span = SupervisionPeriod(row.unit, row.start, row.end)
    return supervision_draft(user, span, wording, day, to_all=row.to_all)


def seen_digest(draft: Draft) -> str:
    """Return the digest of what a reader of the draft saw; whoever signs names it."""
    return digest(to_dict(draft.document))
