"""Audit entries in words: the verb as a sentence, old and new values side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from leitai.apps.audit.models import Entry

VERBS = {
    "unit.register": _("entered the unit"),
    "unit.register_many": _("entered units under"),
    "unit.remember_alias": _("decided how a name is read:"),
    "unit.record_succession": _("recorded a successor:"),
    "user.register": _("made the account"),
    "user.assign_role": _("gave a role:"),
    "user.end_role": _("ended a role:"),
    "user.set_preferences": _("changed own settings:"),
    "indicator.define": _("defined the indicator"),
    "indicator.revise": _("revised the definition of"),
    "series.define": _("defined the series"),
    "source.register": _("entered the data source"),
    "upload.receive": _("uploaded"),
    "upload.read": _("read the upload"),
    "upload.answer": _("decided a question on"),
    "upload.reopen": _("reopened a question on"),
    "upload.accept": _("accepted the upload"),
    "upload.discard": _("threw away the upload"),
    "value.enter": _("entered a value:"),
    "value.import": _("imported values:"),
    "value.compute": _("computed values:"),
    "target.set": _("set the target"),
    "target.import": _("imported targets:"),
    "scheme.create": _("opened the scheme"),
    "scheme.add_version": _("entered rules:"),
    "scheme.publish_version": _("published rules:"),
    "round.open": _("opened the round"),
    "standing.compute": _("computed"),
    "standing.publish": _("published"),
    "standing.note_restatement": _("noted a later revision that touches"),
    "standing.settle_restatement": _("settled a restatement of"),
    "token.issue": _("issued an access token:"),
    "token.revoke": _("revoked an access token:"),
}


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it."""

    entry: Entry
    actor: str
    words: str
    facts: tuple[tuple[str, str], ...]


def describe(entry: Entry) -> Line:
    """Return an entry in words with its detail as name and text."""
    return Line(
        entry=entry,
        actor=entry.actor_name or str(_("the system")),
        words=str(VERBS.get(entry.verb, entry.verb)),
        facts=tuple((key, _short(value)) for key, value in entry.detail.items()),
    )


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "…"
