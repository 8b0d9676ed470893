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
from leitai.apps.goals.models import TargetProposal
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
from leitai.apps.standings.models import Record
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


def _answered(user: Any) -> QuerySet[Matter]:
    return _matters(user).filter(state__in=(State.REPORTED, State.REFUSED))


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
        "matter_extension_decided", _MATTER,
        pgettext_lazy("notice", "has an answer to the extension asked for"),
        _matters, to.lead_of_matter, ("matter.grant_extension", "matter.deny_extension"),
    ),
    Kind(
        "matter_returned", _MATTER, pgettext_lazy("notice", "was returned"),
        _matters, to.lead_of_matter, ("matter.return_for_rework",),
    ),
    Kind(
        "matter_closed", _MATTER, pgettext_lazy("notice", "was closed"),
        _matters, to.parties_of_matter,
        ("matter.close_out", "matter.withdraw", "matter.merge"),
    ),
    DUE,
    OVERDUE,
    Kind(
        "matter_extension_asked", _MATTER, pgettext_lazy("notice", "asks for an extension"),
        _asking, to.office_of_matter, ("matter.ask_extension",),
    ),
    Kind(
        "matter_answered", _MATTER, pgettext_lazy("notice", "was reported complete or refused"),
        _answered, to.office_of_matter, ("matter.report_completion", "matter.refuse"),
    ),
    Kind(
        "record_to_sign", BY_CODE["record"], pgettext_lazy("notice", "waits for your signature"),
        records_to_sign, to.signers, ("record.enter",),
    ),
    Kind(
        "record_decided", BY_CODE["record"],
        pgettext_lazy("notice", "was signed or withdrawn for your unit"),
        _records, to.people_of_record, ("record.sign", "record.withdraw"),
    ),
    Kind(
        "version_to_approve", BY_CODE["version"],
        pgettext_lazy("notice", "waits for your approval"),
        versions_to_approve, to.approvers, ("scheme.submit_version",),
    ),
    Kind(
        "version_decided", BY_CODE["version"], pgettext_lazy("notice", "was decided"),
        versions_sent_by, to.author, ("scheme.approve_version", "scheme.return_version"),
    ),
    Kind(
        "upload_to_decide", BY_CODE["upload"], pgettext_lazy("notice", "waits for your decision"),
        uploads_to_decide, to.deciders, ("upload.read",),
    ),
    Kind(
        "upload_decided", BY_CODE["upload"], pgettext_lazy("notice", "was decided"),
        _uploads, to.uploader, ("upload.accept", "upload.discard", "upload.unreadable"),
    ),
    Kind(
        "benchmark_to_confirm", BY_CODE["benchmark"],
        pgettext_lazy("notice", "waits for your confirmation"),
        pairs_to_confirm, to.confirmers, ("benchmark.propose",),
    ),
    Kind(
        "benchmark_decided", BY_CODE["benchmark"], pgettext_lazy("notice", "was decided"),
        _pairs, to.proposer, ("benchmark.confirm", "benchmark.return"),
    ),
    Kind(
        "targets_to_approve", BY_CODE["proposal"],
        pgettext_lazy("notice", "waits for your approval"),
        proposals_to_approve, to.target_approvers,
        ("proposal.submit", "proposal.begin_adjustment"),
    ),
    Kind(
        "targets_decided", BY_CODE["proposal"], pgettext_lazy("notice", "was decided"),
        _proposals, to.target_sender, ("proposal.approve", "proposal.return"),
    ),
    Kind(
        "board_touched", BY_CODE["restatement"],
        pgettext_lazy("notice", "a later revision touches the published board"),
        restatements_to_settle, to.office_of_board, ("standing.note_restatement",),
    ),
)  # fmt: skip
BY_KIND = {kind.code: kind for kind in KINDS}
BY_VERB = {verb: kind for kind in KINDS for verb in kind.verbs}
