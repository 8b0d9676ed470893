"""The kinds of notices as one table: which step, told to whom, seen by whom, in which words.

Few kinds: what needs a hand, and what happened to one's own. A kind of the chain names the verbs
of the record of changes from which it follows; a kind of the day follows from dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from leitai.apps.audit.models import Entry
from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.benchmarks.selectors.pairs import pairs_to_confirm
from leitai.apps.goals.models import (
    ContactLeader,
    Delegation,
    Responsibility,
    TargetProposal,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.goals.selectors.proposals import proposals_to_approve
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.selectors import uploads_to_decide
from leitai.apps.matters.life import State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.lists import LEAD_NEXT, overdue_on
from leitai.apps.notices import recipients as to
from leitai.apps.notices.recipients import Directory, People
from leitai.apps.notices.subjects import BY_CODE, Subject
from leitai.apps.standings.models import Record, Standing
from leitai.apps.standings.selectors.audience import visible_schemes
from leitai.apps.standings.selectors.records import records_to_sign
from leitai.apps.standings.selectors.restatements import restatements_to_settle
from leitai.apps.standings.selectors.versions import versions_sent_by, versions_to_approve

#: Which subjects of a kind a person is told of now. What has left this set is told no more.
Sight = Callable[[Any], QuerySet[Any]]


def _never(entry: Entry) -> bool:
    return False


def _by_a_person(entry: Entry) -> bool:
    return entry.actor_id is not None


def _to_red(entry: Entry) -> bool:
    return bool(entry.detail.get("level") == str(Light.RED))


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    Attributes:
        words: what a line says about its subject.
        sight: of these subjects a person is told.
        told: whom a notice is made for; who took the step is not told of it.
        verbs: steps that it follows from; none for a kind of the day.
        urgent: whether it may leave the house before the digest.
    """

    code: str
    subject: Subject
    words: str | Promise
    sight: Sight
    told: Callable[[Any, Directory], People]
    verbs: tuple[str, ...] = ()
    urgent: Callable[[Entry], bool] = _never


def _matters(user: Any) -> QuerySet[Matter]:
    return Matter.objects.visible_to(user)


def _asking(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(asked_due__isnull=False, state__in=LEAD_NEXT)


def _reported(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(state=State.REPORTED)


def _refused(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(state=State.REFUSED)


def _owed(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(state__in=LEAD_NEXT)


def _overdue(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(overdue_on(timezone.localdate()), state__in=LEAD_NEXT)


def _records(user: Any) -> QuerySet[Record]:
    return Record.objects.visible_to(user)


def _uploads(user: Any) -> QuerySet[Upload]:
    return Upload.objects.visible_to(user)


def _pairs(user: Any) -> QuerySet[BenchmarkPair]:
    return BenchmarkPair.objects.visible_to(user)


def _proposals(user: Any) -> QuerySet[TargetProposal]:
    return TargetProposal.objects.visible_to(user)


def _published(user: Any) -> QuerySet[Standing]:
    schemes = visible_schemes(user).values("pk")
    return Standing.objects.filter(state=Standing.State.PUBLISHED, round__scheme__in=schemes)


def _responsibilities(user: Any) -> QuerySet[Responsibility]:
    return Responsibility.objects.visible_to(user).in_force(timezone.localdate())


def _delegations(user: Any) -> QuerySet[Delegation]:
    return Delegation.objects.visible_to(user).filter(valid_to__gte=timezone.localdate())


def _headed(user: Any) -> QuerySet[TaskForce]:
    return TaskForce.objects.in_force(timezone.localdate()).filter(head=user)


def _joined(user: Any) -> QuerySet[TaskForceMember]:
    return TaskForceMember.objects.in_force(timezone.localdate()).filter(person=user)


def _contacts(user: Any) -> QuerySet[ContactLeader]:
    return ContactLeader.objects.in_force(timezone.localdate()).filter(leader=user)


_MATTER = BY_CODE["matter"]

DUE = Kind("matter_due", _MATTER, pgettext_lazy("notice", "falls due"), _owed, to.lead_of_matter)
OVERDUE = Kind(
    "matter_overdue", _MATTER, pgettext_lazy("notice", "is overdue"), _overdue, to.lead_of_matter
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "matter_assigned", _MATTER, pgettext_lazy("notice", "was assigned to your unit"),
        _matters, to.parties_of_matter, ("matter.assign", "matter.transfer", "matter.reopen"),
    ),
    Kind(
        "matter_urged", _MATTER, pgettext_lazy("notice", "was urged"),
        _owed, to.lead_of_matter, ("matter.urge",), _by_a_person,
    ),
    Kind(
        "matter_escalated", _MATTER, pgettext_lazy("notice", "got a ticket"),
        _matters, to.lead_and_contact, ("matter.escalate",), _to_red,
    ),
    Kind(
        "matter_instructed", _MATTER, pgettext_lazy("notice", "has a leader's instruction"),
        _matters, to.lead_of_matter, ("matter.instruct",),
    ),
    Kind(
        "matter_report_wanted", _MATTER, pgettext_lazy("notice", "may be reported complete"),
        _owed, to.lead_of_matter, ("matter.want_report",),
    ),
    Kind(
        "matter_extension_granted", _MATTER, pgettext_lazy("notice", "got the extension asked for"),
        _matters, to.lead_of_matter, ("matter.grant_extension",),
    ),
    Kind(
        "matter_extension_denied", _MATTER,
        pgettext_lazy("notice", "was denied the extension asked for"),
        _matters, to.lead_of_matter, ("matter.deny_extension",),
    ),
    Kind(
        "matter_returned", _MATTER, pgettext_lazy("notice", "was returned"),
        _matters, to.lead_of_matter, ("matter.return_for_rework",),
    ),
    Kind(
        "matter_closed", _MATTER, pgettext_lazy("notice", "was closed"),
        _matters, to.parties_of_matter, ("matter.close_out",),
    ),
    Kind(
        "matter_withdrawn", _MATTER, pgettext_lazy("notice", "was withdrawn"),
        _matters, to.parties_of_matter, ("matter.withdraw",),
    ),
    Kind(
        "matter_merged", _MATTER, pgettext_lazy("notice", "was merged with another"),
        _matters, to.parties_of_matter, ("matter.merge",),
    ),
    DUE,
    OVERDUE,
    Kind(
        "matter_extension_asked", _MATTER, pgettext_lazy("notice", "asks for an extension"),
        _asking, to.office_of_matter, ("matter.ask_extension",),
    ),
    Kind(
        "matter_reported", _MATTER,
        pgettext_lazy("notice", "was reported complete and waits for you"),
        _reported, to.office_of_matter, ("matter.report_completion",),
    ),
    Kind(
        "matter_refused", _MATTER, pgettext_lazy("notice", "was refused and waits for you"),
        _refused, to.office_of_matter, ("matter.refuse",),
    ),
    Kind(
        "record_to_sign", BY_CODE["record"], pgettext_lazy("notice", "waits for your signature"),
        records_to_sign, to.signers, ("record.enter",),
    ),
    Kind(
        "record_signed", BY_CODE["record"], pgettext_lazy("notice", "was signed for your unit"),
        _records, to.people_of_record, ("record.sign",),
    ),
    Kind(
        "record_withdrawn", BY_CODE["record"],
        pgettext_lazy("notice", "was withdrawn for your unit"),
        _records, to.people_of_record, ("record.withdraw",),
    ),
    Kind(
        "version_to_approve", BY_CODE["version"],
        pgettext_lazy("notice", "waits for your approval"),
        versions_to_approve, to.approvers, ("scheme.submit_version",),
    ),
    Kind(
        "version_approved", BY_CODE["version"], pgettext_lazy("notice", "was approved"),
        versions_sent_by, to.author, ("scheme.approve_version",),
    ),
    Kind(
        "version_returned", BY_CODE["version"], pgettext_lazy("notice", "was returned"),
        versions_sent_by, to.author, ("scheme.return_version",),
    ),
    Kind(
        "upload_to_decide", BY_CODE["upload"], pgettext_lazy("notice", "waits for your decision"),
        uploads_to_decide, to.deciders, ("upload.read",),
    ),
    Kind(
        "upload_accepted", BY_CODE["upload"], pgettext_lazy("notice", "was accepted"),
        _uploads, to.uploader, ("upload.accept",),
    ),
    Kind(
        "upload_discarded", BY_CODE["upload"], pgettext_lazy("notice", "was thrown away"),
        _uploads, to.uploader, ("upload.discard",),
    ),
    Kind(
        "upload_unreadable", BY_CODE["upload"], pgettext_lazy("notice", "could not be read"),
        _uploads, to.uploader, ("upload.unreadable",),
    ),
    Kind(
        "benchmark_to_confirm", BY_CODE["benchmark"],
        pgettext_lazy("notice", "waits for your confirmation"),
        pairs_to_confirm, to.confirmers, ("benchmark.propose",),
    ),
    Kind(
        "benchmark_confirmed", BY_CODE["benchmark"], pgettext_lazy("notice", "was confirmed"),
        _pairs, to.proposer, ("benchmark.confirm",),
    ),
    Kind(
        "benchmark_returned", BY_CODE["benchmark"], pgettext_lazy("notice", "was returned"),
        _pairs, to.proposer, ("benchmark.return",),
    ),
    Kind(
        "targets_to_approve", BY_CODE["proposal"],
        pgettext_lazy("notice", "waits for your approval"),
        proposals_to_approve, to.target_approvers,
        ("proposal.submit", "proposal.begin_adjustment"),
    ),
    Kind(
        "targets_approved", BY_CODE["proposal"], pgettext_lazy("notice", "was approved"),
        _proposals, to.target_sender, ("proposal.approve",),
    ),
    Kind(
        "targets_returned", BY_CODE["proposal"], pgettext_lazy("notice", "was returned"),
        _proposals, to.target_sender, ("proposal.return",),
    ),
    Kind(
        "responsibility_named", BY_CODE["responsibility"],
        pgettext_lazy("notice", "is what you answer for"),
        _responsibilities, to.holder, ("responsibility.name",),
    ),
    Kind(
        "delegation_given", BY_CODE["delegation"], pgettext_lazy("notice", "standing in begins"),
        _delegations, to.both_of_delegation, ("delegation.give",),
    ),
    Kind(
        "task_force_headed", BY_CODE["task_force"], pgettext_lazy("notice", "is led by you"),
        _headed, to.head_of_task_force, ("task_force.form",),
    ),
    Kind(
        "task_force_joined", BY_CODE["task_force_member"],
        pgettext_lazy("notice", "has you as a member"),
        _joined, to.member, ("task_force.join",),
    ),
    Kind(
        "contact_named", BY_CODE["contact_leader"],
        pgettext_lazy("notice", "has you as its contact leader"),
        _contacts, to.contact_leader, ("contact_leader.set",),
    ),
    Kind(
        "board_published", BY_CODE["board"], pgettext_lazy("notice", "was published"),
        _published, to.people_on_board, ("standing.publish",),
    ),
    Kind(
        "board_touched", BY_CODE["restatement"],
        pgettext_lazy("notice", "a later revision touches the published board"),
        restatements_to_settle, to.office_of_board, ("standing.note_restatement",),
    ),
)  # fmt: skip
BY_KIND = {kind.code: kind for kind in KINDS}
BY_VERB = {verb: kind for kind in KINDS for verb in kind.verbs}
