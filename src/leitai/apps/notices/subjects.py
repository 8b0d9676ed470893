"""What notices are about: how a subject is loaded, called, and where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.goals.models import (
    ContactLeader,
    Delegation,
    Responsibility,
    TargetProposal,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.indicators.models import Upload
from leitai.apps.language import listed, named, titled
from leitai.apps.matters.models import Matter
from leitai.apps.standings.models import Record, Restatement, SchemeVersion, Standing


@dataclass(frozen=True)
class Subject:
    """A kind of thing that notices are about.

    ``room`` and ``heading`` group lines; ``name`` says in the reader's language which thing it is,
    ``facts`` what else matters about it now.
    """

    code: str
    room: str
    heading: str | Promise
    model: type[Model]
    related: tuple[str, ...]
    name: Callable[[Any], str]
    facts: Callable[[Any], str] = lambda _thing: ""


def _due(matter: Matter) -> str:
    if matter.due is None or not matter.is_open:
        return ""
    return _("due on %(day)s") % {"day": matter.due.isoformat()}


def _record(record: Record) -> str:
    return f"{named(record.unit)} {record.item_name}"


def _version(version: SchemeVersion) -> str:
    return f"{named(version.scheme)} v{version.number}"


def _pair(pair: BenchmarkPair) -> str:
    return f"{named(pair.unit)} → {named(pair.benchmark)} {pair.year}"


def _proposal(proposal: TargetProposal) -> str:
    return f"{named(proposal.unit)} {named(proposal.series.indicator)} {proposal.year}"


def _restatement(restatement: Restatement) -> str:
    return _board(restatement.standing)


def _board(standing: Standing) -> str:
    return f"{named(standing.round.scheme)} {standing.round.period.code}"


def _responsibility(row: Responsibility) -> str:
    if row.node is not None:
        return named(row.node)
    assert row.series is not None
    assert row.unit is not None
    return f"{named(row.unit)} {named(row.series.indicator)} {row.year}"


def _role(row: Responsibility) -> str:
    return titled(row.get_role_display(), row.who)


def _delegation(row: Delegation) -> str:
    return f"{row.person} → {row.delegate}"


def _delegation_days(row: Delegation) -> str:
    days = _("from %(first)s to %(last)s") % {
        "first": row.valid_from.isoformat(), "last": row.valid_to.isoformat(),
    }  # fmt: skip
    return listed([days, row.reason])


def _joined(row: TaskForceMember) -> str:
    return named(row.task_force)


_MATTERS = pgettext_lazy("navigation", "Matters")
_RULES = pgettext_lazy("navigation", "Rules")
_GOALS = pgettext_lazy("navigation", "Targets")

SUBJECTS = (
    Subject("matter", "matters", _MATTERS, Matter, (), str, _due),
    Subject("record", "standings", _RULES, Record, ("unit", "scheme"), _record),
    Subject("version", "standings", _RULES, SchemeVersion, ("scheme",), _version),
    Subject(
        "restatement", "standings", pgettext_lazy("navigation", "Boards"), Restatement,
        ("standing__round__scheme", "standing__round__period"), _restatement,
    ),
    Subject(
        "upload", "indicators", pgettext_lazy("navigation", "Data"), Upload,
        ("source__unit", "area"), str,
    ),
    Subject(
        "benchmark", "benchmarks", pgettext_lazy("navigation", "Benchmarks"), BenchmarkPair,
        ("unit", "benchmark"), _pair,
    ),
    Subject(
        "proposal", "goals", pgettext_lazy("navigation", "Targets"), TargetProposal,
        ("unit", "series__indicator"), _proposal,
    ),
    Subject(
        "board", "standings", pgettext_lazy("navigation", "Boards"), Standing,
        ("round__scheme", "round__period"), _board,
    ),
    Subject(
        "responsibility", "goals", _GOALS, Responsibility,
        ("node", "unit", "series__indicator", "holder", "holder_unit"), _responsibility, _role,
    ),
    Subject(
        "delegation", "goals", _GOALS, Delegation, ("person", "delegate"), _delegation,
        _delegation_days,
    ),
    Subject("task_force", "goals", _GOALS, TaskForce, (), named, lambda one: one.purpose),
    Subject(
        "task_force_member", "goals", _GOALS, TaskForceMember, ("task_force",), _joined,
        lambda one: one.duty,
    ),
    Subject(
        "contact_leader", "goals", _GOALS, ContactLeader, ("unit",), lambda one: named(one.unit)
    ),
)  # fmt: skip
BY_CODE = {subject.code: subject for subject in SUBJECTS}

__all__ = ["BY_CODE", "SUBJECTS", "Subject"]
