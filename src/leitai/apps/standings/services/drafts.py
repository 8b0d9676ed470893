"""Drafts of rules: begun, edited, taken back a step. Every saved state is kept.

A writer says which state the edit was made on; if somebody saved a later one meanwhile, nothing
changes and the writer is told who and when, so that no edit is overwritten unseen.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.standings.models import DraftRevision, Scheme, SchemeVersion
from leitai.engine.scheme.editing import EditError, apply, readable
from leitai.engine.scheme.steps import expanded

#: Characters that a draft may have.
MOST = 2_000_000


class DraftMovedError(ValidationError):
    """Somebody saved a later state; ``current`` is its number."""

    def __init__(self, latest: DraftRevision) -> None:
        self.current = latest.number
        at = timezone.localtime(latest.at)
        super().__init__(
            _(
                "%(who)s saved a later state at %(at)s, so your change was not made. "
                "The page shows the newest state; look at it and make your change again."
            )
            % {"who": latest.by or _("the system"), "at": at.strftime("%H:%M:%S")}
        )


def in_words(error: EditError) -> str:
    """Return an edit's refusal in the active language."""
    return error.words(translation.get_language() or "zh")


@verb("scheme.start_draft")
def start_draft(
    act: Act,
    *,
    scheme: Scheme,
    text: str,
    number: str = "",
    valid_from: dt.date | None = None,
    base: SchemeVersion | None = None,
) -> SchemeVersion:
    """Begin a draft: a copy of another version, or a file from elsewhere, complete or not.

    ``number`` and ``valid_from`` are written into the file where given.

    Raises:
        ValidationError: for a file that cannot be edited, or a number that is taken.
    """
    act.require("standings.write_scheme", scheme.area)
    if scheme.monitor:
        raise ValidationError(_("A monitor is entered as a file; it has no tree to edit."))
    text = _editable(text)
    head: list[dict[str, Any]] = [{"do": "set", "at": ["id"], "value": scheme.slug}]
    if readable(text).get("id") == scheme.slug:
        head = []
    if number:
        head.append({"do": "set", "at": ["version"], "value": number})
    if valid_from is not None:
        head.append({"do": "set", "at": ["effective"], "value": valid_from})
    text = apply(text, head).text
    name, effective = _head(text)
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=_free(scheme, name or _next_number(scheme)),
        text=text,
        sha256=_digest(text),
        valid_from=effective or timezone.localdate(act.at),
        base=base,
        created_by=act.actor,
        created_at=act.at,
    )
    _keep(act, version)
    act.note(
        scheme=scheme.slug,
        number=version.number,
        sha256=version.sha256,
        base=base.number if base is not None else "",
    )
    return version


@verb("scheme.edit_draft")
def edit_draft(
    act: Act, *, version: SchemeVersion, revision: int, operations: Sequence[Mapping[str, Any]]
) -> DraftRevision:
    """Apply operations to the state of a draft that the writer saw; all of them or none.

    Raises:
        DraftMovedError: when somebody saved a later state.
        ValidationError: naming what cannot be done.
    """
    found = _open_draft(act, version, revision)
    try:
        edited = apply(found.text, operations)
    except EditError as error:
        raise ValidationError(in_words(error)) from error
    return _save(act, found, edited.text, operations=list(operations), anew=edited.rewritten)


@verb("scheme.replace_draft")
def replace_draft(act: Act, *, version: SchemeVersion, revision: int, text: str) -> DraftRevision:
    """Put a file in the place of a draft's text; what was there stays among its states."""
    found = _open_draft(act, version, revision)
    return _save(act, found, _editable(text), operations=[{"do": "replace"}])


@verb("scheme.restore_draft")
def restore_draft(act: Act, *, version: SchemeVersion, revision: int, to: int) -> DraftRevision:
    """Go back to an earlier saved state: its text, byte for byte, becomes the newest state."""
    found = _open_draft(act, version, revision)
    earlier = DraftRevision.objects.filter(version=found, number=to).first()
    if earlier is None:
        raise ValidationError(_("There is no such saved state."))
    return _save(act, found, earlier.text, restores=earlier.restores or earlier.number)


@verb("scheme.discard_draft")
def discard_draft(act: Act, *, version: SchemeVersion, revision: int) -> SchemeVersion:
    """Throw a draft away; its number becomes free, its states stay on record."""
    found = _open_draft(act, version, revision)
    act.note(scheme=found.scheme.slug, number=found.number, sha256=found.sha256)
    found.state = SchemeVersion.State.DISCARDED
    found.number = f"{found.number[:20]}~{found.pk}"
    found.save(update_fields=["state", "number"])
    return found


def locked(version: SchemeVersion) -> SchemeVersion:
    """Return a version as stored now, locked until the transaction ends."""
    return (
        SchemeVersion.objects.select_for_update(of=("self",))
        .select_related("scheme__area")
        .get(pk=version.pk)
    )


def _open_draft(act: Act, version: SchemeVersion, revision: int) -> SchemeVersion:
    act.require("standings.write_scheme", version.scheme.area)
    found = locked(version)
    if found.state != SchemeVersion.State.DRAFT:
        raise ValidationError(
            _("Version %(number)s is no draft any more; it cannot be edited.")
            % {"number": found.number}
        )
    require_latest(found, revision)
    return found


def require_latest(version: SchemeVersion, revision: int) -> None:
    """Refuse unless ``revision`` is the newest saved state. Raises DraftMovedError."""
    if revision != version.revision:
        raise DraftMovedError(version.revisions.select_related("by").get(number=version.revision))


def _save(
    act: Act,
    version: SchemeVersion,
    text: str,
    *,
    operations: Sequence[Mapping[str, Any]] = (),
    restores: int | None = None,
    anew: bool = False,
) -> DraftRevision:
    name, effective = _head(text)
    if name and name != version.number:
        version.number = _free(version.scheme, name)
    version.text = text
    version.sha256 = _digest(text)
    version.valid_from = effective or version.valid_from
    version.revision += 1
    version.save(update_fields=["number", "text", "sha256", "valid_from", "revision"])
    saved = _keep(act, version, operations, restores)
    act.note(
        scheme=version.scheme.slug,
        number=version.number,
        revision=version.revision,
        sha256=version.sha256,
        operations=list(operations),
    )
    if restores is not None:
        act.note(restores=restores)
    if anew:
        act.note(written_anew=True)
    return saved


def _keep(
    act: Act,
    version: SchemeVersion,
    operations: Sequence[Mapping[str, Any]] = (),
    restores: int | None = None,
) -> DraftRevision:
    return DraftRevision.objects.create(
        version=version,
        number=version.revision,
        text=version.text,
        sha256=version.sha256,
        operations=list(operations),
        restores=restores,
        by=act.actor,
        at=act.at,
    )


def _editable(text: str) -> str:
    if len(text) > MOST:
        raise ValidationError(_("The file is too large for a scheme."))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\x00", "")
    try:
        return expanded(text)
    except EditError as error:
        raise ValidationError(in_words(error)) from error


def _head(text: str) -> tuple[str, dt.date | None]:
    """Return number and first day as a file says them, as far as it does."""
    plain = readable(text)
    number, effective = plain.get("version"), plain.get("effective")
    if isinstance(effective, dt.datetime):
        effective = effective.date()
    if isinstance(effective, str):
        try:
            effective = dt.date.fromisoformat(effective)
        except ValueError:
            effective = None
    said = str(number).strip() if isinstance(number, str | int | float) else ""
    return said[:20], effective if isinstance(effective, dt.date) else None


def _free(scheme: Scheme, number: str) -> str:
    if SchemeVersion.objects.filter(scheme=scheme, number=number).exists():
        raise ValidationError(
            _("Version %(number)s exists already; give the new rules a new number.")
            % {"number": number}
        )
    return number


def _next_number(scheme: Scheme) -> str:
    return next_number(scheme.versions.values_list("number", flat=True))


def next_number(taken: Any) -> str:
    """Return the number after the highest: 3.2 → 3.3; 1.0 where there is none."""
    found = []
    for number in taken:
        parts = str(number).split(".")
        if all(part.isdigit() for part in parts):
            found.append([int(part) for part in parts])
    if not found:
        return "1.0"
    last = max(found)
    last = last if len(last) > 1 else [*last, 0]
    return ".".join(str(part) for part in [*last[:-1], last[-1] + 1])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
