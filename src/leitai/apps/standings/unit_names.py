"""Names of units that a draft writes down, held against the units on record.

A misspelt name in a list would count for nobody: the exemption is not given, the coefficient not
applied, the unit not scored. So it is said while the draft is written, with names that are near.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from leitai.apps.standings.tables import row_keys
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants
from leitai.engine.scheme.editing import problems_of, readable
from leitai.engine.scheme.problems import Problem, Words

Path = tuple[str | int, ...]
#: How alike a name must be to be offered, and how many are.
ALIKE, OFFERED = 0.5, 3


def draft_problems(area: Unit, text: str) -> tuple[Problem, ...]:
    """Everything wrong with a draft: what its rules lack, and names that no unit bears."""
    return (*problems_of(text), *unknown_units(area, text))


def unknown_units(area: Unit, text: str) -> tuple[Problem, ...]:
    """Return a problem for each name in a draft that no unit below its area bears."""
    plain = readable(text)
    written = list(_written(plain))
    if not written:
        return ()
    units = list(descendants(area))
    known = {unit.name for unit in units} | row_keys(units).keys()
    return tuple(
        _problem(plain, path, name, sorted(known)) for path, name in written if name not in known
    )


def _written(plain: Any) -> Iterator[tuple[Path, str]]:
    """Every name of a unit with the place where it is written."""
    groups = plain.get("groups") if isinstance(plain, dict) else None
    for at, group in enumerate(groups if isinstance(groups, list) else []):
        if not isinstance(group, dict):
            continue
        here: Path = ("groups", at)
        who = group.get("members")
        if isinstance(who, dict):
            lists = ["exclude"] if who.get("absent") == "leave_out" else ["units", "exclude"]
            for key in lists:
                yield from _listed(who.get(key), (*here, "members", key))
        yield from _below(group, here)


def _below(part: Any, here: Path) -> Iterator[tuple[Path, str]]:
    """Names under coefficients and exemptions, wherever they stand in a group."""
    if isinstance(part, list):
        for at, each in enumerate(part):
            yield from _below(each, (*here, at))
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "difficulty" and isinstance(value, dict):
                yield from (((*here, key, str(name)), str(name)) for name in value)
            elif key == "not_applicable" and isinstance(value, dict):
                yield from _listed(value.get("units"), (*here, key, "units"))
            elif key != "members":
                yield from _below(value, (*here, str(key)))


def _listed(value: Any, here: Path) -> Iterator[tuple[Path, str]]:
    for at, name in enumerate(value if isinstance(value, list) else []):
        if isinstance(name, str):
            yield (*here, at), name


def _problem(plain: Any, path: Path, name: str, known: list[str]) -> Problem:
    near = difflib.get_close_matches(name, known, n=OFFERED, cutoff=ALIKE)
    hint = Words("", "")
    if near:
        hint = Words(f"是不是{'、'.join(near)}？", f"Is it {', '.join(near)}?")
    return Problem(
        0, 0, _told(plain, path),
        Words(f"没有叫“{name}”的单位。", f"No unit is called “{name}”."),
        hint, path,
    )  # fmt: skip


def _told(plain: Any, path: Path) -> str:
    """The place as people write it: ``groups[towns].members.units``."""
    told, here = "", plain
    for part in path:
        here = here[part] if not isinstance(here, dict) else here.get(part)
        if isinstance(part, int):
            told += f"[{here['id']}]" if isinstance(here, dict) and "id" in here else f"[{part}]"
        else:
            told += f".{part}" if told else part
    return told
