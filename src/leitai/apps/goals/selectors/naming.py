"""Who is named for targets: at the target itself, or further up the goal tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from leitai.apps.goals.models import (
    ContactLeader,
    GoalNode,
    Responsibility,
    ResponsibilityRole,
)
from leitai.apps.language import named

#: (series id, unit id)
TargetKey = tuple[int, int]


@dataclass(frozen=True)
class NamedOne:
    """Somebody in a role: the account or the unit where there is one, and where it was said.

    ``through`` is the goal at which the person or unit is named when that is not the thing itself;
    "" otherwise. ``contact`` marks the leader who only keeps contact with the unit.
    """

    responsibility_id: int | None
    role: str
    name: str
    person_id: int | None
    unit_id: int | None
    through: str = ""
    contact: bool = False


@dataclass(frozen=True)
class Parts:
    """The five columns of the responsibility matrix for one thing."""

    by_role: Mapping[str, tuple[NamedOne, ...]] = field(default_factory=dict)

    def of(self, role: str) -> tuple[NamedOne, ...]:
        return self.by_role.get(role, ())

    def names(self, role: str) -> tuple[str, ...]:
        return tuple(one.name for one in self.of(role))

    @property
    def leaders(self) -> tuple[NamedOne, ...]:
        return self.of(ResponsibilityRole.RESPONSIBLE_LEADER)

    @property
    def lead_units(self) -> tuple[NamedOne, ...]:
        return self.of(ResponsibilityRole.LEAD_UNIT)

    @property
    def responsible_units(self) -> tuple[NamedOne, ...]:
        return self.of(ResponsibilityRole.RESPONSIBLE_UNIT)

    @property
    def supporting_units(self) -> tuple[NamedOne, ...]:
        return self.of(ResponsibilityRole.SUPPORTING_UNIT)

    @property
    def persons(self) -> tuple[NamedOne, ...]:
        return self.of(ResponsibilityRole.RESPONSIBLE_PERSON)


NOBODY = Parts()
#: What the area's own goal for an indicator says for its units' targets too.
ALSO_BELOW = (ResponsibilityRole.RESPONSIBLE_LEADER, ResponsibilityRole.LEAD_UNIT)


def named_one(row: Responsibility, through: str = "") -> NamedOne:
    """Return who a row names; the row comes with its holder and holding unit."""
    if row.holder_unit is not None:
        return NamedOne(row.pk, row.role, named(row.holder_unit), None, row.holder_unit_id, through)
    return NamedOne(row.pk, row.role, row.who, row.holder_id, None, through)


def parts_of_nodes(
    nodes: Mapping[int, GoalNode], on: dt.date, wanted: Collection[int] | None = None
) -> dict[int, Parts]:
    """Return who is named for each goal on a day, at the goal itself or the nearest one above.

    ``nodes`` hold at least the goals wanted with all above them. One query.
    """
    said: dict[int, dict[str, list[Responsibility]]] = {}
    rows = (
        Responsibility.objects.in_force(on)
        .filter(node__in=list(nodes))
        .select_related("holder", "holder_unit")
        .order_by("id")
    )
    for row in rows:
        assert row.node_id is not None
        said.setdefault(row.node_id, {}).setdefault(row.role, []).append(row)
    found = {}
    for pk in nodes if wanted is None else wanted:
        by_role: dict[str, tuple[NamedOne, ...]] = {}
        at: int | None = pk
        while at is not None:
            through = "" if at == pk else named(nodes[at])
            for role, there in said.get(at, {}).items():
                by_role.setdefault(role, tuple(named_one(row, through) for row in there))
            at = nodes[at].parent_id
        found[pk] = Parts(by_role)
    return found


def parts_of_targets(
    keys: Iterable[TargetKey], area_id: int, year: int, on: dt.date
) -> dict[TargetKey, Parts]:
    """Return who is named on a day for units' targets of a year. Four queries.

    First comes what is said at the target, then at the goal that stands for it and above; for
    leader and lead unit then the area's own goal for the series, and last the contact leader.
    """
    wanted = list(dict.fromkeys(keys))
    nodes = {
        node.pk: node
        for node in GoalNode.objects.filter(area=area_id).exclude(state=GoalNode.State.DROPPED)
    }
    standing = {
        (node.series_id, node.unit_id): node
        for node in nodes.values()
        if node.series_id is not None and node.first_year <= year <= node.last_year
    }
    of_nodes = parts_of_nodes(nodes, on, [node.pk for node in standing.values()])
    said: dict[TargetKey, dict[str, list[Responsibility]]] = {}
    rows = (
        Responsibility.objects.in_force(on)
        .filter(unit__in={unit for _series, unit in wanted}, year=year)
        .select_related("holder", "holder_unit")
        .order_by("id")
    )
    for row in rows:
        assert row.series_id is not None
        assert row.unit_id is not None
        said.setdefault((row.series_id, row.unit_id), {}).setdefault(row.role, []).append(row)
    contacts: dict[int, list[NamedOne]] = {}
    for contact in (
        ContactLeader.objects.in_force(on)
        .filter(unit__in={unit for _series, unit in wanted})
        .select_related("leader")
    ):
        contacts.setdefault(contact.unit_id, []).append(
            NamedOne(
                None, ResponsibilityRole.RESPONSIBLE_LEADER, str(contact.leader),
                contact.leader_id, None, contact=True,
            )
        )  # fmt: skip
    found = {}
    for key in wanted:
        by_role = {
            role: tuple(named_one(row) for row in there)
            for role, there in said.get(key, {}).items()
        }
        for place, roles in ((key, ResponsibilityRole.values), ((key[0], area_id), ALSO_BELOW)):
            node = standing.get(place)
            if node is not None:
                for role in roles:
                    there = of_nodes[node.pk].of(role)
                    if there:
                        by_role.setdefault(role, _through(there, named(node)))
        if key[1] in contacts:
            by_role.setdefault(ResponsibilityRole.RESPONSIBLE_LEADER, tuple(contacts[key[1]]))
        found[key] = Parts(by_role)
    return found


def _through(there: tuple[NamedOne, ...], node: str) -> tuple[NamedOne, ...]:
    """Say through which goal somebody is named for a target."""
    return tuple(
        NamedOne(
            one.responsibility_id, one.role, one.name, one.person_id, one.unit_id,
            one.through or node,
        )
        for one in there
    )  # fmt: skip
