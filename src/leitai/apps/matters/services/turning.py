"""Keeping the turning days of rows in step with what they follow from."""

from __future__ import annotations

from collections.abc import Callable

from leitai.apps.matters.lights import Term, Turns, turning_days
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.units.selectors import subtree_ids

#: The columns that :func:`turn` sets.
COLUMNS = ("blue_from", "yellow_from", "orange_from", "red_from", "overdue_from")


def turns_of(matter: Matter, rules: AreaRules) -> Turns:
    """Compute the turning days of a matter as it is now."""
    if matter.due is None:
        return Turns()
    start = matter.assigned_on or matter.registered_on or matter.due
    return turning_days(rules.lights, Term(start, matter.due, matter.progress), rules.calendar)


def turn(matter: Matter, rules: AreaRules) -> None:
    """Set the turning days on the row; the caller saves."""
    turns = turns_of(matter, rules)
    for name in COLUMNS:
        setattr(matter, name, getattr(turns, name))


def turn_again(area_id: int | None, find: Callable[[int], AreaRules] = rules_for) -> int:
    """Compute the turning days of all open matters of an area and below; None: everywhere.

    Part of the transaction that changed a calendar or a rule. Returns how many rows changed.
    """
    matters = Matter.objects.open().filter(due__isnull=False)
    if area_id is not None:
        matters = matters.filter(area_id__in=subtree_ids((area_id,)))
    known: dict[int, AreaRules] = {}
    changed = []
    for matter in matters.select_for_update().order_by("pk"):
        rules = known.get(matter.area_id) or known.setdefault(matter.area_id, find(matter.area_id))
        before = [getattr(matter, name) for name in COLUMNS]
        turn(matter, rules)
        if [getattr(matter, name) for name in COLUMNS] != before:
            changed.append(matter)
    Matter.objects.bulk_update(changed, COLUMNS, batch_size=500)
    return len(changed)
