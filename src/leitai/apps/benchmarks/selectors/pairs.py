"""Which benchmarks were chosen, which wait, and for whom, as far as a reader may know."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkPair
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

MAIN, REFERENCE = BenchmarkPair.Role.MAIN, BenchmarkPair.Role.REFERENCE
State = BenchmarkPair.State


@dataclasses.dataclass
class Choice:
    """What a unit chose for a year; ``waiting`` and ``returned`` only for those concerned."""

    unit: Unit
    year: int
    field: BenchmarkField
    main: BenchmarkPair | None = None
    waiting: BenchmarkPair | None = None
    returned: BenchmarkPair | None = None
    references: list[BenchmarkPair] = dataclasses.field(default_factory=list)
    earlier: list[BenchmarkPair] = dataclasses.field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether nothing is chosen and nothing waits."""
        return self.main is None and self.waiting is None


def open_units(user: Any) -> list[tuple[Unit, BenchmarkField]]:
    """Return the units whose benchmarks the user may open, each with its field.

    They are the units the user stands over, belongs to, or stands below, so far as a field of
    comparison is open for them.
    """
    roots = list(unit_roots(user))
    if not roots:
        return []
    over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
    below = subtree_ids(roots)
    fields = list(
        BenchmarkField.objects.filter(Q(area__in=over) | Q(area__in=below)).select_related(
            "area", "candidates"
        )
    )
    found: dict[int, tuple[Unit, BenchmarkField]] = {}
    for one in fields:
        units = Unit.objects.filter(
            Q(pk__in=below) | Q(pk__in=over), above__ancestor=one.area, kind__in=one.own_kinds
        )
        for unit in units:
            found.setdefault(unit.pk, (unit, one))
    return sorted(found.values(), key=lambda pair: (pair[0].position, pair[0].pk))


def open_unit(user: Any, pk: int) -> tuple[Unit, BenchmarkField] | None:
    """Return a unit whose benchmarks the user may open with its field, or None."""
    return next((pair for pair in open_units(user) if pair[0].pk == pk), None)


def choices(user: Any, year: int, units: Sequence[tuple[Unit, BenchmarkField]]) -> list[Choice]:
    """Return what each of the units chose for a year, in the order given. One query."""
    found = {unit.pk: Choice(unit, year, one) for unit, one in units}
    rows = (
        BenchmarkPair.objects.visible_to(user)
        .filter(unit__in=list(found), year=year)
        .select_related("unit", "benchmark", "field", "proposed_by", "decided_by", "supersedes")
        .order_by("id")
    )
    for row in rows:
        choice = found[row.unit_id]
        if row.role == REFERENCE:
            if row.state == State.CONFIRMED:
                choice.references.append(row)
            else:
                choice.earlier.append(row)
        elif row.state == State.CONFIRMED:
            choice.main = row
        elif row.state == State.PROPOSED:
            choice.waiting = row
        else:
            choice.earlier.append(row)
            # Only the last word counts: a return that was answered by a new proposal is history.
            choice.returned = row if row.state == State.RETURNED else None
    order = {"near": 0, "middle": 1, "far": 2}
    for choice in found.values():
        choice.references.sort(key=lambda row: (order.get(row.distance, 3), row.pk))
        if choice.waiting is not None or choice.main is not None:
            choice.returned = None
    return list(found.values())


def choice_of(user: Any, unit: Unit, one: BenchmarkField, year: int) -> Choice:
    """Return what a unit chose for a year."""
    return choices(user, year, [(unit, one)])[0]


def pairs_to_confirm(user: Any) -> QuerySet[BenchmarkPair]:
    """Return the proposals that this person may confirm or return."""
    roots = tuple(unit_roots(user, "assessment_office"))
    if not roots:
        return BenchmarkPair.objects.none()
    return (
        BenchmarkPair.objects.visible_to(user)
        .filter(unit__in=subtree_ids(roots), role=MAIN, state=State.PROPOSED)
        .exclude(proposed_by=user)
    )


def waiting_for(user: Any) -> list[BenchmarkPair]:
    """Return the proposals that this person may confirm or return, the oldest first."""
    return list(
        pairs_to_confirm(user)
        .select_related("unit", "benchmark", "proposed_by", "field")
        .order_by("proposed_at", "id")
    )
