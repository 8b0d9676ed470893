"""What is left to give: marks or weights of a node against what its children got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.scheme.addresses import walk
from leitai.engine.scheme.shapes import Number


@dataclass(frozen=True)
class Share:
    """What the children of a node got of what it has.

    ``mode``: marks, weights, equal (no weights written) or open (no whole is declared). ``whole``
    and ``left`` are None where there is no whole; ``left`` is below zero where too much was given.
    """

    mode: str
    whole: float | None
    given: float
    left: float | None


def tidy(number: float) -> float:
    """A sum of marks without binary noise, a whole one as an int."""
    rounded = round(number, 9)
    return int(rounded) if rounded == int(rounded) else rounded


def number_of(value: Any) -> float | None:
    """Marks or a weight as written (also "1/3" and "25%") as a number."""
    return Number(share=True).number(value)


def shares_of(group: Mapping[str, Any]) -> dict[str, Share]:
    """Return for the group (under "") and each node what is given and what is left."""
    found = {"": _share(group, group.get("tree"))}
    for _, each in walk(group.get("tree"), ("tree",)):
        if "items" in each:
            found[str(each.get("id"))] = _share(each, each["items"])
    return found


def _share(parent: Mapping[str, Any], children: Any) -> Share:
    listed = [each for each in children or () if isinstance(each, dict)]
    scored = [each for each in listed if each.get("off") is None]
    weighted = bool(listed) and all("marks" not in each for each in listed)
    combine = parent.get("combine") or ("arithmetic" if weighted else "sum")
    if combine == "sum":
        given = sum(number_of(each.get("marks")) or 0.0 for each in scored)
        whole = number_of(parent.get("marks"))
        left = None if whole is None else tidy(whole - given)
        return Share("open" if whole is None else "marks", whole, tidy(given), left)
    if not any("weight" in each for each in scored):
        return Share("equal", None, 0, None)
    given = sum(number_of(each.get("weight")) or 0.0 for each in scored)
    goal = 1 if given < 2 else 100
    return Share("weights", goal, tidy(given), tidy(goal - given))
