"""Writing the goal tree: adding, changing, moving and closing goals; dividing years in phases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import CompoundTarget, GoalNode, NodeKind, Phase
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under

#: Under what each kind may stand; "" is the root.
PLACES: Final[Mapping[str, frozenset[str]]] = {
    NodeKind.DIRECTION: frozenset({""}),
    NodeKind.PROGRAMME: frozenset({"", NodeKind.DIRECTION}),
    NodeKind.TARGET: frozenset({NodeKind.DIRECTION, NodeKind.PROGRAMME}),
    NodeKind.TASK: frozenset({NodeKind.DIRECTION, NodeKind.PROGRAMME, NodeKind.TARGET}),
}
#: What a change may touch.
CHANGEABLE: Final = (
    "name", "name_en", "first_year", "last_year", "sentence", "implements", "due",
)  # fmt: skip
#: Years that a plan may speak of.
YEARS: Final = range(1949, 2200)


@dataclass(frozen=True)
class NewPhase:
    """A phase to be set: name and years, both included."""

    name: str
    first_year: int
    last_year: int
    name_en: str = ""


@verb("goal.add")
def add_goal(
    act: Act,
    *,
    area: Unit,
    kind: str,
    name: str,
    first_year: int,
    last_year: int,
    parent: GoalNode | None = None,
    name_en: str = "",
    sentence: str = "",
    implements: str = "",
    series: Series | None = None,
    unit: Unit | None = None,
    compound: CompoundTarget | None = None,
    due: dt.date | None = None,
) -> GoalNode:
    """Add a goal as the last one under its parent, or at the root.

    A target goal names a series with a unit, or a compound target. Its years lie in its parent's.

    Raises:
        RefusedError: for a kind in the wrong place, a name already there, years outside the
            parent's, or a target goal without its target.
    """
    act.require("goals.edit_tree", area)
    _lock(area)
    parent = _fresh(parent)
    if kind not in NodeKind.values:
        raise RefusedError(_("Unknown kind of goal “%(kind)s”.") % {"kind": kind})
    node = GoalNode(
        area=area, parent=parent, kind=kind, name=name.strip(), name_en=name_en.strip(),
        first_year=first_year, last_year=last_year, sentence=sentence.strip(),
        implements=implements.strip(), series=series, unit=unit, compound=compound, due=due,
    )  # fmt: skip
    _check_place(node, parent)
    _check_target(node)
    _check_texts(node)
    siblings = GoalNode.objects.filter(area=area, parent=parent)
    node.position = siblings.count() + 1
    node.save(force_insert=True)
    act.note(name=node.name, kind=kind, under=str(parent) if parent else "",
             years=f"{first_year}–{last_year}")  # fmt: skip
    return node


@verb("goal.change")
def change_goal(act: Act, *, node: GoalNode, reason: str, changes: Mapping[str, Any]) -> GoalNode:
    """Change name, years, words or due day of an open goal; the words before stay in the record.

    Raises:
        RefusedError: without a reason, without a change, or for years that do not fit the goals
            above and below.
    """
    act.require("goals.edit_tree", node.area)
    _lock(node.area)
    node = _open(node)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in changes.items():
        if name not in CHANGEABLE:
            raise TypeError(f"a goal's {name} does not change")
        new = new.strip() if isinstance(new, str) else new
        if getattr(node, name) != new:
            before[name], after[name] = getattr(node, name), new
            setattr(node, name, new)
    if not after:
        raise RefusedError(_("Nothing was changed."))
    _check_place(node, node.parent)
    _check_texts(node)
    for child in node.children.all():
        if child.first_year < node.first_year or child.last_year > node.last_year:
            raise RefusedError(
                _("“%(child)s” under it runs from %(first)d to %(last)d.")
                % {"child": child, "first": child.first_year, "last": child.last_year}
            )
    node.save(update_fields=list(after))
    act.note(name=node.name, reason=reason, old=_told(before), new=_told(after))
    return node


@verb("goal.move")
def move_goal(
    act: Act, *, node: GoalNode, step: Literal["up", "down"] | None = None,
    parent: GoalNode | None = None,
) -> GoalNode:  # fmt: skip
    """Move an open goal one place up or down among its siblings, or under another parent.

    Raises:
        RefusedError: at the end of the list, under itself, or where its kind has no place.
    """
    act.require("goals.edit_tree", node.area)
    _lock(node.area)
    node = _open(node)
    old = list(GoalNode.objects.filter(area=node.area_id, parent=node.parent_id))
    place = next(at for at, each in enumerate(old) if each.pk == node.pk)
    if step is not None:
        other = place + (1 if step == "down" else -1)
        if not 0 <= other < len(old):
            raise RefusedError(_("“%(goal)s” is at the end already.") % {"goal": node})
        old[place], old[other] = old[other], old[place]
        _number(old)
        act.note(name=node.name, step=step, position=other + 1)
        return GoalNode.objects.get(pk=node.pk)
    above = parent = _fresh(parent)
    while above is not None:
        if above.pk == node.pk:
            raise RefusedError(_("A goal cannot stand under itself."))
        above = above.parent
    _check_place(node, parent)
    before = node.parent
    node.parent = parent
    node.position = GoalNode.objects.filter(area=node.area_id, parent=parent).count() + 1
    node.save(update_fields=["parent", "position"])
    _number([each for each in old if each.pk != node.pk])
    act.note(name=node.name, old=str(before) if before else "", new=str(parent) if parent else "")
    return node


@verb("goal.close")
def close_goal(act: Act, *, node: GoalNode, state: str, closing: str) -> GoalNode:
    """Close a goal as reached or dropped, with the reason; nothing open may stand under it.

    Raises:
        RefusedError: without a reason, for another state, or while something under it is open.
    """
    act.require("goals.edit_tree", node.area)
    _lock(node.area)
    node = _open(node)
    if state not in (GoalNode.State.REACHED, GoalNode.State.DROPPED):
        raise RefusedError(_("A goal is closed as reached or as dropped."))
    if not closing.strip():
        raise RefusedError(_("Give the reason for the change."))
    waiting = node.children.filter(state=GoalNode.State.OPEN).first()
    if waiting is not None:
        raise RefusedError(_("“%(child)s” under it is not closed yet.") % {"child": waiting})
    node.state, node.closing = state, closing.strip()
    node.closed_at, node.closed_by = act.at, act.actor
    node.save(update_fields=["state", "closing", "closed_at", "closed_by"])
    act.note(name=node.name, state=state, reason=closing)
    return node


@verb("goal.reopen")
def reopen_goal(act: Act, *, node: GoalNode, reason: str) -> GoalNode:
    """Open a closed goal again.

    Raises:
        RefusedError: without a reason, for an open goal, or under a closed one.
    """
    act.require("goals.edit_tree", node.area)
    _lock(node.area)
    node = GoalNode.objects.select_related("parent", "area").get(pk=node.pk)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if node.state == GoalNode.State.OPEN:
        raise RefusedError(_("“%(goal)s” is not closed.") % {"goal": node})
    if node.parent is not None and node.parent.state != GoalNode.State.OPEN:
        raise RefusedError(_("“%(goal)s” is closed.") % {"goal": node.parent})
    old = node.closing
    node.state, node.closing, node.closed_at, node.closed_by = GoalNode.State.OPEN, "", None, None
    node.save(update_fields=["state", "closing", "closed_at", "closed_by"])
    act.note(name=node.name, reason=reason, old=old)
    return node


@verb("phase.set")
def set_phases(act: Act, *, area: Unit, phases: Sequence[NewPhase]) -> Unit:
    """Divide an area's years in phases, in place of those there are; returns the area.

    Raises:
        RefusedError: for phases without a name, with years in the wrong order, or overlapping.
    """
    act.require("goals.edit_tree", area)
    _lock(area)
    ordered = sorted(phases, key=lambda phase: phase.first_year)
    for at, phase in enumerate(ordered):
        if not phase.name.strip():
            raise RefusedError(_("Give each phase a name."))
        _check_years(phase.first_year, phase.last_year)
        if at and phase.first_year <= ordered[at - 1].last_year:
            raise RefusedError(
                _("“%(one)s” and “%(other)s” overlap.")
                % {"one": ordered[at - 1].name, "other": phase.name}
            )
    old = [_phase_text(phase) for phase in Phase.objects.filter(area=area)]
    Phase.objects.filter(area=area).delete()
    made = Phase.objects.bulk_create(
        Phase(
            area=area, name=phase.name.strip(), name_en=phase.name_en.strip(),
            first_year=phase.first_year, last_year=phase.last_year,
        )
        for phase in ordered
    )  # fmt: skip
    act.note(old=old, new=[_phase_text(phase) for phase in made])
    return area


def _phase_text(phase: Phase) -> str:
    return f"{phase.name} {phase.first_year}–{phase.last_year}"


def _lock(area: Unit) -> None:
    """Let writers of one tree come one after the other: places and parents depend on all rows."""
    Unit.objects.select_for_update().get(pk=area.pk)


def _fresh(parent: GoalNode | None) -> GoalNode | None:
    """Read a parent again under the lock: it may have been closed since the page was made."""
    return None if parent is None else GoalNode.objects.select_related("area").get(pk=parent.pk)


def _open(node: GoalNode) -> GoalNode:
    node = GoalNode.objects.select_related("parent", "area").get(pk=node.pk)
    if node.state != GoalNode.State.OPEN:
        raise RefusedError(_("“%(goal)s” is closed.") % {"goal": node})
    return node


def _number(nodes: Sequence[GoalNode]) -> None:
    """Give goals the places of their order."""
    for position, node in enumerate(nodes, start=1):
        node.position = position
    GoalNode.objects.bulk_update(nodes, ["position"])


def _check_years(first: int, last: int) -> None:
    if first not in YEARS or last not in YEARS or last < first:
        raise RefusedError(_("%(first)s to %(last)s are no years in order.")
                           % {"first": first, "last": last})  # fmt: skip


def _check_place(node: GoalNode, parent: GoalNode | None) -> None:
    """Refuse a kind where it has no place, and another area's, a closed or a shorter parent."""
    _check_years(node.first_year, node.last_year)
    kind = parent.kind if parent is not None else ""
    if kind not in PLACES[node.kind]:
        place = NodeKind(kind).label if kind else _("the root")
        raise RefusedError(
            _("“%(kind)s” has no place under “%(place)s”.")
            % {"kind": NodeKind(node.kind).label, "place": place}
        )
    if parent is None:
        return
    if parent.area_id != node.area_id:
        raise RefusedError(_("“%(goal)s” belongs to another area.") % {"goal": parent})
    if parent.state != GoalNode.State.OPEN:
        raise RefusedError(_("“%(goal)s” is closed.") % {"goal": parent})
    if node.first_year < parent.first_year or node.last_year > parent.last_year:
        raise RefusedError(
            _("“%(goal)s” runs from %(first)d to %(last)d; the years under it lie in these.")
            % {"goal": parent, "first": parent.first_year, "last": parent.last_year}
        )


def _check_target(node: GoalNode) -> None:
    """Refuse a target goal without its target, and a target on any other goal."""
    of_series = node.series is not None and node.unit is not None
    if (node.series is None) != (node.unit is None) or (
        (of_series or node.compound is not None) != (node.kind == NodeKind.TARGET)
    ) or (of_series and node.compound is not None):  # fmt: skip
        raise RefusedError(
            _("A target goal names one series and unit, or one compound target; others none.")
        )
    units = [one for one in (node.unit, node.compound and node.compound.unit) if one is not None]
    foreign = node.series is not None and node.series.indicator.area_id != node.area_id
    if foreign or not all(is_under(unit.pk, {node.area_id}) for unit in units):
        raise RefusedError(
            _("A series or unit does not belong to %(area)s. Nothing was stored.")
            % {"area": node.area}
        )


def _check_texts(node: GoalNode) -> None:
    if not node.name:
        raise RefusedError(_("Give the goal a name."))
    twins = GoalNode.objects.filter(area=node.area_id, parent=node.parent, name=node.name)
    if twins.exclude(pk=node.pk).exists():
        raise RefusedError(_("There is a goal “%(goal)s” here already.") % {"goal": node})
    if node.due is not None and not node.first_year <= node.due.year <= node.last_year:
        raise RefusedError(_("The due day lies outside the goal's years."))


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: v.isoformat() if isinstance(v, dt.date) else v for key, v in facts.items()}
