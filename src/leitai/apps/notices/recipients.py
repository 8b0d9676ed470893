"""Whom a notice is for: the people who hold the roles of a step where its subject belongs.

They are those who may be concerned; what each may really see is asked again whenever they read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.goals.models import (
    ContactLeader,
    Delegation,
    Responsibility,
    TargetProposal,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.goals.policies import APPROVING as APPROVES_TARGETS
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.policies import DECIDING
from leitai.apps.matters.models import Matter
from leitai.apps.matters.policies import ANSWERS_FOR
from leitai.apps.standings.models import Record, Restatement, SchemeVersion, Standing
from leitai.apps.standings.policies import APPROVING, SIGNING
from leitai.apps.units.models import Ancestry, Assignment
from leitai.apps.units.policies import LEADERS

People = frozenset[int]


class Directory:
    """Who holds which role where on a day, read once for a run; numbers of people come out."""

    def __init__(self, day: dt.date) -> None:
        self._held: dict[int, list[tuple[str, int]]] = defaultdict(list)
        rows = Assignment.objects.in_force(day).filter(user__is_active=True)
        for unit, role, person in rows.values_list("unit_id", "role", "user_id"):
            self._held[unit].append((role, person))
        self._above: dict[int, tuple[int, ...]] = {}

    def holding(self, roles: Iterable[str], unit_id: int | None) -> People:
        """Return who holds one of the roles on a unit or above it."""
        if unit_id is None:
            return frozenset()
        if unit_id not in self._above:
            self._above[unit_id] = tuple(
                Ancestry.objects.filter(descendant_id=unit_id).values_list("ancestor_id", flat=True)
            )
        wanted = frozenset(roles)
        return frozenset(
            person
            for unit in self._above[unit_id]
            for role, person in self._held.get(unit, ())
            if role in wanted
        )


def _one(person_id: int | None) -> People:
    return frozenset() if person_id is None else frozenset({person_id})


def lead_of_matter(matter: Matter, directory: Directory) -> People:
    """Return who answers for the lead unit."""
    return directory.holding(ANSWERS_FOR, matter.lead_unit_id)


def lead_and_contact(matter: Matter, directory: Directory) -> People:
    """Return who answers for the lead unit, and the contact leader."""
    return lead_of_matter(matter, directory) | _one(matter.contact_id)


def parties_of_matter(matter: Matter, directory: Directory) -> People:
    """Return who answers for the lead unit or a supporting one."""
    return frozenset().union(
        *(directory.holding(ANSWERS_FOR, party.unit_id) for party in matter.parties.all())
    )


def office_of_matter(matter: Matter, directory: Directory) -> People:
    """Return the supervision office of the area."""
    return directory.holding(("supervision_office",), matter.area_id)


def signers(record: Record, directory: Directory) -> People:
    """Return who may sign a record: never who entered it."""
    return directory.holding(SIGNING, record.scheme.area_id) - _one(record.entered_by_id)


def people_of_record(record: Record, directory: Directory) -> People:
    """Return the people of the unit that a record concerns."""
    return directory.holding(ANSWERS_FOR, record.unit_id)


def approvers(version: SchemeVersion, directory: Directory) -> People:
    """Return who may approve rules: never who wrote or sent them."""
    everybody = directory.holding(APPROVING, version.scheme.area_id)
    return everybody - _one(version.created_by_id) - _one(version.submitted_by_id)


def author(version: SchemeVersion, directory: Directory) -> People:
    """Return who sent rules for approval."""
    return _one(version.submitted_by_id)


def deciders(upload: Upload, directory: Directory) -> People:
    """Return who decides an upload beside its uploader, who sees it being read."""
    return directory.holding(DECIDING, upload.governing_unit.pk) - _one(upload.uploaded_by_id)


def uploader(upload: Upload, directory: Directory) -> People:
    """Return who brought a workbook in."""
    return _one(upload.uploaded_by_id)


def confirmers(pair: BenchmarkPair, directory: Directory) -> People:
    """Return who may confirm a benchmark: never who proposed it."""
    return directory.holding(("assessment_office",), pair.unit_id) - _one(pair.proposed_by_id)


def proposer(pair: BenchmarkPair, directory: Directory) -> People:
    """Return who proposed a benchmark."""
    return _one(pair.proposed_by_id)


def target_approvers(proposal: TargetProposal, directory: Directory) -> People:
    """Return who may approve targets: never who sent them."""
    everybody = directory.holding(APPROVES_TARGETS, proposal.unit_id)
    return everybody - _one(proposal.submitted_by_id)


def target_sender(proposal: TargetProposal, directory: Directory) -> People:
    """Return who sent targets for approval."""
    return _one(proposal.submitted_by_id)


def office_of_board(restatement: Restatement, directory: Directory) -> People:
    """Return the assessment office, which publishes the board again or lets it stand."""
    return directory.holding(("assessment_office",), restatement.standing.round.scheme.area_id)


def people_on_board(standing: Standing, directory: Directory) -> People:
    """Return who answers for the units on a board, and the leaders of its area."""
    placed = standing.places.order_by().values_list("unit_id", flat=True).distinct()
    return directory.holding(LEADERS, standing.round.scheme.area_id).union(
        *(directory.holding(ANSWERS_FOR, unit_id) for unit_id in placed)
    )


def holder(responsibility: Responsibility, directory: Directory) -> People:
    """Return the person who is named, or who answers for the unit that is."""
    if responsibility.holder_unit_id is not None:
        return directory.holding(ANSWERS_FOR, responsibility.holder_unit_id)
    return _one(responsibility.holder_id)


def both_of_delegation(delegation: Delegation, directory: Directory) -> People:
    """Return who stands in, and for whom."""
    return _one(delegation.delegate_id) | _one(delegation.person_id)


def head_of_task_force(task_force: TaskForce, directory: Directory) -> People:
    """Return who leads a task force."""
    return _one(task_force.head_id)


def member(membership: TaskForceMember, directory: Directory) -> People:
    """Return who was put into a task force."""
    return _one(membership.person_id)


def contact_leader(contact: ContactLeader, directory: Directory) -> People:
    """Return the leader who keeps contact with a unit."""
    return _one(contact.leader_id)
