"""What a person answers for, and the matrix of who answers for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from leitai.apps.goals.models import (
    ContactLeader,
    Delegation,
    Responsibility,
    ResponsibilityRole,
    Target,
    TaskForce,
    TaskForceMember,
)
from leitai.apps.goals.selectors.naming import Parts, parts_of_targets
from leitai.apps.goals.selectors.progress import PaceLine
from leitai.apps.goals.selectors.targets import targets_for
from leitai.apps.goals.selectors.tree import Roll, Tree, TreeRow
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import values_for
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


@dataclass(frozen=True)
class Answer:
    """One thing somebody answers for.

    ``by`` is how: in person, through a unit, or standing in for ``instead_of``. ``row`` is the goal
    in the tree, or None for a unit's target, which ``line`` then is; a target not open to the
    reader has neither and is only named.
    """

    role: str
    thing: str
    by: str
    unit: Unit | None
    instead_of: str
    row: TreeRow | None
    line: PaceLine | None

    @property
    def roll(self) -> Roll:
        if self.row is not None:
            return self.row.roll
        if self.line is None or self.line.value is None or self.line.due is None:
            return Roll(1)
        told = self.line.value.number is not None
        return Roll(1, int(told and not self.line.behind), int(self.line.behind))

    @property
    def role_name(self) -> str:
        return str(ResponsibilityRole(self.role).label)


@dataclass(frozen=True)
class Mine:
    """What a person answers for on a day: in person or standing in, and through their units."""

    answers: tuple[Answer, ...]
    of_units: tuple[Answer, ...]
    task_forces: tuple[TaskForce, ...]
    contacts: tuple[ContactLeader, ...]
    given: tuple[Delegation, ...]
    held: tuple[Delegation, ...]

    @property
    def roll(self) -> Roll:
        """Everything in person; a goal counts with all that lies below it."""
        return sum((one.roll for one in self.answers), Roll())


def mine(user: Any, tree: Tree, period: Period | None, today: dt.date) -> Mine:
    """Return what the user answers for in an area; ``tree`` are its goals of the year shown.

    Responsibilities of units count where the user holds a role on the unit itself. The number of
    queries does not depend on how many there are.
    """
    held = list(
        Delegation.objects.in_force(today)
        .filter(delegate=user, area=tree.area)
        .select_related("person")
    )
    stood_in = {one.person_id: str(one.person) for one in held}
    units = unit_roots(
        user, "reporting_unit", "approver", "assessment_office", "supervision_office"
    )
    rows = (
        Responsibility.objects.visible_to(user)
        .in_force(today)
        .filter(Q(holder=user) | Q(holder__in=stood_in) | Q(holder_unit__in=units))
        .filter(Q(node__area=tree.area) | Q(unit__above__ancestor=tree.area))
        .select_related("node__area", "series__indicator", "series__extent", "unit", "holder",
                        "holder_unit")
        .distinct()
        .order_by("node_id", "id")
    )  # fmt: skip
    year = period.year if period is not None else today.year
    kept = [row for row in rows if row.node_id is not None or row.year == year]
    lines = _lines(user, [row for row in kept if row.node_id is None], period)
    by_node = {row.node.pk: row for row in tree.rows}
    answers: list[Answer] = []
    of_units: list[Answer] = []
    for row in kept:
        if row.node_id is not None and row.node_id not in by_node:
            continue  # a goal of other years
        answer = Answer(
            role=row.role,
            thing=str(row.thing),
            by=row.who,
            unit=row.unit,
            instead_of=stood_in.get(row.holder_id or 0, ""),
            row=by_node.get(row.node_id or 0),
            line=lines.get((row.series_id or 0, row.unit_id or 0)),
        )
        (of_units if row.holder_unit_id is not None else answers).append(answer)
    return Mine(
        tuple(answers),
        tuple(of_units),
        tuple(forces_of(user, tree.area, today)),
        tuple(
            ContactLeader.objects.in_force(today)
            .filter(leader=user, unit__above__ancestor=tree.area)
            .select_related("unit")
        ),
        tuple(
            Delegation.objects.filter(person=user, area=tree.area, valid_to__gte=today)
            .select_related("delegate")
        ),
        tuple(held),
    )  # fmt: skip


def _lines(
    user: Any, rows: Sequence[Responsibility], period: Period | None
) -> dict[tuple[int, int], PaceLine]:
    """Return the targets named in responsibilities beside what was reached."""
    if not rows or period is None:
        return {}
    series = {row.series.pk: row.series for row in rows if row.series is not None}
    units = {row.unit.pk: row.unit for row in rows if row.unit is not None}
    return _paced(user, series, units, period)


def _paced(
    user: Any, series: dict[int, Series], units: dict[int, Unit], period: Period
) -> dict[tuple[int, int], PaceLine]:
    held = targets_for(user, series, units, period.year)
    values = values_for(user, series, units, [period])
    return {
        key: PaceLine(units[key[1]], series[key[0]], target, period, values.get((*key, period.pk)))
        for key, target in held.items()
    }


def task_forces_for(user: Any, area: Unit, today: dt.date) -> list[TaskForce]:
    """Return the task forces of an area that stand today, with their members. Two queries."""
    members = TaskForceMember.objects.in_force(today).select_related("person")
    return list(
        TaskForce.objects.visible_to(user)
        .in_force(today)
        .filter(area=area)
        .select_related("head", "node")
        .prefetch_related(Prefetch("members", queryset=members, to_attr="present"))
    )


def forces_of(user: Any, area: Unit, today: dt.date) -> list[TaskForce]:
    """Return the task forces that the user heads or is in."""
    return [
        force
        for force in task_forces_for(user, area, today)
        if force.head_id == user.pk
        or any(member.person_id == user.pk for member in members_of(force))
    ]


def members_of(force: TaskForce) -> list[TaskForceMember]:
    """Return the members that :func:`task_forces_for` brought along."""
    found: list[TaskForceMember] = force.present  # type: ignore[attr-defined]
    return found


def contacts_for(user: Any, area: Unit, today: dt.date) -> list[ContactLeader]:
    """Return who keeps contact with the units under the user's roles, and the user's own."""
    own = subtree_ids(list(unit_roots(user)))
    return list(
        ContactLeader.objects.in_force(today)
        .filter(Q(unit__in=own) | Q(leader=user), unit__above__ancestor=area)
        .select_related("unit", "leader")
        .order_by("unit__position", "unit_id")
        .distinct()
    )


def delegations_for(user: Any, area: Unit, today: dt.date) -> list[Delegation]:
    """Return who stands in for whom today and later, as far as the user may see."""
    return list(
        Delegation.objects.visible_to(user)
        .filter(area=area, valid_to__gte=today)
        .select_related("person", "delegate")
    )


@dataclass(frozen=True)
class MatrixRow:
    """A unit's target with the five columns of the matrix."""

    unit: Unit
    series: Series
    year: int
    target_id: int
    parts: Parts

    @property
    def gaps(self) -> tuple[str, ...]:
        """The columns that nobody stands in, of those that each target needs."""
        needed = (
            ResponsibilityRole.RESPONSIBLE_LEADER,
            ResponsibilityRole.LEAD_UNIT,
            ResponsibilityRole.RESPONSIBLE_PERSON,
        )
        return tuple(role for role in needed if not self.parts.of(role))


def matrix(
    user: Any, area: Unit, year: int, today: dt.date, *, units: Iterable[Unit | int] | None = None
) -> list[MatrixRow]:
    """Return who answers for each target of a year that the user may see, by unit and indicator."""
    series = {
        row.pk: row
        for row in Series.objects.filter(
            indicator__area=area, pk__in=Target.objects.filter(year=year).values("series_id")
        )
        .select_related("indicator", "extent")
        .order_by("indicator__position", "pk")
    }
    held = targets_for(user, series, units, year)
    rows = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit for _s, unit in held})}
    parts = parts_of_targets(held, area.pk, year, _in_year(today, year))
    order = {pk: at for at, pk in enumerate(series)}
    found = [
        MatrixRow(rows[key[1]], series[key[0]], year, target.target_id, parts[key])
        for key, target in held.items()
    ]
    found.sort(key=lambda row: (row.unit.pk != area.pk, row.unit.position, row.unit.pk,
                                order[row.series.pk]))  # fmt: skip
    return found


def _in_year(today: dt.date, year: int) -> dt.date:
    """Return today, or the nearest day of another year."""
    return max(dt.date(year, 1, 1), min(today, dt.date(year, 12, 31)))
