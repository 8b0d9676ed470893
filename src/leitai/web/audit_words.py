"""Audit entries in words: the verb as a sentence, old and new values side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from leitai.apps.audit.models import Entry
from leitai.web.sentences import listed

VERBS = {
    "unit.register": _("entered the unit"),
    "unit.register_many": _("entered units under"),
    "unit.enter_from_list": _("entered places of the list of division codes under"),
    "unit.follow_code": _("followed a change of division codes:"),
    "unit.remember_alias": _("decided how a name is read:"),
    "unit.record_succession": _("recorded a successor:"),
    "user.register": _("made the account"),
    "user.assign_role": _("gave a role:"),
    "user.end_role": _("ended a role:"),
    "user.set_preferences": _("changed own settings:"),
    "indicator.define": _("defined the indicator"),
    "indicator.revise_definition": _("revised the definition of"),
    "indicators.set_check": _("set a check on imports:"),
    "extent.define": _("defined the extent"),
    "series.define": _("defined the series"),
    "source.register": _("entered the data source"),
    "upload.receive": _("uploaded"),
    "upload.refuse_secret": _("refused for its secrecy mark:"),
    "upload.read": _("read the upload"),
    "upload.correct_reading": _("corrected the reading of"),
    "upload.forget_layout": _("forgot the layout of"),
    "upload.answer": _("decided a question on"),
    "upload.reopen_question": _("took back a decision on"),
    "upload.leave_out_open": _("left out all open questions on"),
    "upload.unreadable": _("could not read the upload"),
    "upload.keep": _("kept the file"),
    "upload.accept": _("accepted the upload"),
    "upload.discard": _("threw away the upload"),
    "values.enter": _("entered a value:"),
    "values.import": _("imported values:"),
    "values.compute": _("computed values:"),
    "target.set": _("set the target"),
    "target.import": _("imported targets:"),
    "scheme.create": _("opened the scheme"),
    "scheme.add_version": _("entered rules:"),
    "scheme.start_draft": _("began a draft of rules:"),
    "scheme.edit_draft": _("edited a draft of rules:"),
    "scheme.replace_draft": _("replaced a draft of rules by a file:"),
    "scheme.restore_draft": _("took a draft of rules back to an earlier state:"),
    "scheme.discard_draft": _("threw away a draft of rules:"),
    "scheme.submit_version": _("sent rules for approval:"),
    "scheme.approve_version": _("approved rules:"),
    "scheme.return_version": _("returned rules:"),
    "scheme.withdraw_version": _("took rules back from approval:"),
    "record.enter": _("entered a record:"),
    "record.sign": _("signed a record:"),
    "record.withdraw": _("withdrew a record:"),
    "scheme.publish_version": _("published rules:"),
    "round.open": _("opened the round"),
    "store.export": _("took the store away as Parquet:"),
    "standing.compute": _("computed the board"),
    "standing.publish": _("published the board"),
    "standing.note_restatement": _("noted a later revision that touches"),
    "benchmark.define_field": _("opened the field of comparison"),
    "benchmark.define_item": _("put into the comparison:"),
    "benchmark.propose": _("proposed a benchmark:"),
    "benchmark.confirm": _("confirmed the benchmark"),
    "benchmark.return": _("returned the proposed benchmark"),
    "benchmark.withdraw": _("took back the proposed benchmark"),
    "benchmark.set_reference": _("set a reference:"),
    "benchmark.end_reference": _("took off the reference"),
    "benchmark.state_comparison": _("entered a stated comparison:"),
    "benchmark.withdraw_comparison": _("took off a stated comparison:"),
    "benchmark.note_practice": _("noted the practice"),
    "benchmark.revise_practice": _("changed the card of the practice"),
    "benchmark.decide_practice": _("decided on the practice"),
    "benchmark.withdraw_practice": _("withdrew the card of the practice"),
    "benchmark.plan_trip": _("planned the study trip"),
    "benchmark.report_trip": _("reported the study trip"),
    "benchmark.add_measure": _("added a measure to the study trip"),
    "benchmark.close_measure": _("closed a measure of the study trip"),
    "benchmark.cancel_trip": _("called off the study trip"),
    "benchmark.name_ladder": _("named the ladder"),
    "benchmark.end_ladder": _("took the ladder out of use:"),
    "benchmark.set_rank_goal": _("set a wished-for place:"),
    "token.issue": _("issued an access token:"),
    "token.revoke": _("revoked an access token:"),
}


#: Names of what an entry tells; what is not named here is for programs (ids, digests, keys).
FACTS = {
    "reason": _("reason"),
    "old": _("before"),
    "new": _("after"),
    "text": _("as written"),
    "place": _("cell"),
    "file": _("file"),
    "name": _("name"),
    "source_name": _("source"),
    "values": _("values"),
    "changed": _("of them changed"),
    "cells": _("cells"),
    "count": _("count"),
    "questions": _("questions"),
    "tables": _("tables"),
    "trouble": _("why"),
    "period": _("period"),
    "version": _("version"),
    "number": _("number"),
    "role": _("role"),
    "user": _("person"),
    "username": _("account"),
    "post": _("post"),
    "floor": _("floor"),
    "stretch": _("stretch"),
    "year": _("year"),
    "measure": _("measure"),
    "definition": _("definition"),
    "units": _("units"),
    "days": _("days"),
    "division_code": _("division code"),
}


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it; ``subject`` is what it was done to."""

    entry: Entry
    actor: str
    words: str
    subject: str
    facts: tuple[tuple[str, str], ...]


def describe(entry: Entry) -> Line:
    """Return an entry in words with its detail as name and text."""
    subject = str(entry.detail.get("file") or entry.subject)
    return Line(
        entry=entry,
        actor=entry.actor_name or str(_("the system")),
        words=str(VERBS.get(entry.verb, entry.verb)),
        subject=subject,
        facts=tuple(
            (str(FACTS[key]), _short(value))
            for key, value in entry.detail.items()
            if key in FACTS and value not in (None, "", [], {}, subject) and _short(value)
        ),
    )


#: Answers to questions of uploads that stand for themselves.
ANSWERS = {
    "leave_out": _("left out"),
    "ignore": _("not needed"),
    "refuse": _("left out"),
    "keep": _("right as it stands"),
}


def _short(value: Any) -> str:
    if isinstance(value, dict):
        # Ids say nothing to a reader; the name stands beside them or in the entry that follows.
        value = [
            str(ANSWERS[key]) if key in ANSWERS else part
            for key, part in value.items()
            if key not in ("unit", "series")
        ]
    if isinstance(value, list):
        value = listed(value)
    text = str(value)
    return text if len(text) <= 120 else text[:117] + "…"
