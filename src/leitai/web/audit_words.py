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
    "unit.repair_ancestry": _("put the table of who stands under whom right:"),
    "unit.remember_alias": _("decided how a name is read:"),
    "unit.record_succession": _("recorded a successor:"),
    "user.register": _("made the account"),
    "user.assign_role": _("gave a role:"),
    "user.end_role": _("ended a role:"),
    "user.switch_off": _("switched off the account"),
    "user.switch_on": _("switched on the account"),
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
    "upload.sweep": _("removed the file of the upload thrown away:"),
    "values.enter": _("entered a value:"),
    "values.import": _("imported values:"),
    "values.compute": _("computed values:"),
    "target.set": _("set the target"),
    "target.import": _("imported targets:"),
    "goal.add": _("added the goal"),
    "goal.change": _("changed the goal"),
    "goal.move": _("moved the goal"),
    "goal.close": _("closed the goal"),
    "goal.reopen": _("opened the goal again:"),
    "phase.set": _("divided years in phases:"),
    "compound.set": _("set the compound target"),
    "compound.withdraw": _("withdrew the compound target"),
    "pace_rule.set": _("set the thresholds of quarters:"),
    "proposal.begin_breakdown": _("began to break down the target"),
    "proposal.begin_adjustment": _("proposed to change the target"),
    "proposal.edit": _("edited the breakdown of"),
    "proposal.submit": _("sent the breakdown for approval:"),
    "proposal.approve": _("approved targets:"),
    "proposal.return": _("returned targets:"),
    "proposal.withdraw": _("took back proposed targets:"),
    "task_force.form": _("formed the task force"),
    "task_force.join": _("put into a task force:"),
    "task_force.leave": _("took out of a task force:"),
    "task_force.dissolve": _("dissolved the task force"),
    "contact_leader.set": _("named the contact leader:"),
    "contact_leader.end": _("ended the contact of a leader:"),
    "responsibility.name": _("named who answers for"),
    "responsibility.end": _("ended a responsibility:"),
    "delegation.give": _("let somebody stand in:"),
    "delegation.end": _("took back a delegation:"),
    "periods.import_calendar": _("imported the holidays of a year:"),
    "matter.draft": _("drafted the matter"),
    "matter.revise": _("changed the draft of the matter"),
    "matter.register": _("registered the matter"),
    "matter.register_draft": _("registered the matter"),
    "matter.assign": _("assigned the matter"),
    "matter.transfer": _("transferred the matter"),
    "matter.sign_for": _("signed for the matter"),
    "matter.refuse": _("refused the matter"),
    "matter.report_progress": _("reported progress of the matter"),
    "matter.report_completion": _("reported completion of the matter"),
    "matter.ask_extension": _("asked for an extension of the matter"),
    "matter.grant_extension": _("granted an extension of the matter"),
    "matter.deny_extension": _("denied an extension of the matter"),
    "matter.urge": _("urged the matter"),
    "matter.escalate": _("issued a ticket on the matter"),
    "matter.instruct": _("wrote an instruction on the matter"),
    "matter.bring_sheet": _("brought the sheet of matters"),
    "matter.answer_sheet": _("said which units are meant in the sheet"),
    "matter.register_sheet": _("put all matters on the list of the sheet"),
    "matter.want_report": _("asked for the completion report of the matter"),
    "matter.suspend": _("paused the matter"),
    "matter.resume": _("resumed the matter"),
    "matter.remind_suspended": _("reminded of the paused matter"),
    "matter.verify": _("accepted the completion of the matter"),
    "matter.return_for_rework": _("returned the matter"),
    "matter.close_out": _("closed out the matter"),
    "matter.recheck": _("rechecked the matter"),
    "matter.reopen": _("opened the matter again:"),
    "matter.restore": _("put back the matter"),
    "matter.withdraw": _("withdrew the matter"),
    "matter.merge": _("merged the matter"),
    "matter.choose_rules": _("chose rules of matters:"),
    "matter.store_statistics": _("stored statistics of matters:"),
    "map.arrange": _("laid the tiles of the battle map:"),
    "map.bring": _("brought a map image:"),
    "map.withdraw": _("took a map image out of use:"),
    "map.place": _("placed units on the map image:"),
    "matter.save_filter": _("saved the filter"),
    "matter.remove_filter": _("removed the filter"),
    "scheme.create": _("opened the scheme"),
    "scheme.set_rank_alerts": _("switched rank alerts of the scheme:"),
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
    "record.refuse_secret": _("refused for its secrecy mark:"),
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
    "benchmark.settle_comparison": _("settled a stated comparison:"),
    "benchmark.ask_comparison": _("asked a unit about a stated comparison:"),
    "benchmark.answer_comparison": _("answered on a stated comparison:"),
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
    "benchmark.revise_ladder": _("put another version of the ladder in force:"),
    "benchmark.set_terrain": _("entered terrain"),
    "benchmark.note_territory": _("noted changes of territory"),
    "benchmark.withdraw_territory": _("took back a change of territory:"),
    "benchmark.end_ladder": _("took the ladder out of use:"),
    "benchmark.set_rank_goal": _("set a wished-for place:"),
    "bulletin.issue_letter": _("issued the responsibility letter"),
    "bulletin.issue_card": _("issued the report card"),
    "bulletin.issue_signed": _("signed and issued the bulletin"),
    "bulletin_draft.keep": _("kept the draft of a bulletin:"),
    "bulletin_draft.edit": _("edited the words of the draft"),
    "bulletin_draft.submit": _("sent for signature:"),
    "bulletin_draft.return": _("sent back the draft"),
    "bulletin_draft.drop": _("dropped the draft"),
    "bulletin.withdraw": _("withdrew the document"),
    "notice.set_wishes": _("changed how notices are sent:"),
    "notice.enter_address": _("entered an address for notices:"),
    "notice.confirm_address": _("confirmed the address for notices:"),
    "notice.join_chat": _("let a group chat read along:"),
    "notice.leave_chat": _("ended a group chat:"),
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
    "valid_from": _("from"),
    "valid_to": _("to"),
    "division_code": _("division code"),
    "host": _("host"),
    "digest_at": _("digest at"),
    "quiet": _("quiet hours"),
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
