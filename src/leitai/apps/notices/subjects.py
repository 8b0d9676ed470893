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
from leitai.apps.goals.models import TargetProposal
from leitai.apps.indicators.models import Upload
from leitai.apps.language import named
from leitai.apps.matters.models import Matter
from leitai.apps.standings.models import Record, Restatement, SchemeVersion


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
    round_ = restatement.standing.round
    return f"{named(round_.scheme)} {round_.period.code}"


_MATTERS = pgettext_lazy("navigation", "Matters")
_RULES = pgettext_lazy("navigation", "Rules")

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
)  # fmt: skip
BY_CODE = {subject.code: subject for subject in SUBJECTS}

__all__ = ["BY_CODE", "SUBJECTS", "Subject"]
