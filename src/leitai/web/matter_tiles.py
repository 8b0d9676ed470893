"""The battle map as its pages show it: tiles of units or of programmes, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from leitai.apps.goals.models import GoalNode, NodeKind, Phase
from leitai.apps.goals.selectors.tree import Tree, TreeRow, goal_tree
from leitai.apps.language import named
from leitai.apps.matters.selectors.battle_map import ACROSS, KINDS, PLACES, Tile
from leitai.apps.units.models import Unit
from leitai.web.goal_frame import latest_month
from leitai.web.matter_spread import LIGHT_NAMES
from leitai.web.matter_words import day_words
from leitai.web.sentences.segments import Figure, Said, joined, listed, sentence

PROGRAMMES = "programmes"
#: What the tiles stand for.
OF = (*KINDS, PROGRAMMES)
OF_NAMES = {
    "places": pgettext_lazy("map", "Places"),
    "departments": pgettext_lazy("map", "Departments"),
    "programmes": pgettext_lazy("map", "Programmes"),
}


@dataclass(frozen=True)
class Part:
    """A count of a tile and the list behind it; ``light`` draws its shape."""

    light: str
    name: str
    count: int
    url: str


@dataclass(frozen=True)
class TileFace:
    """A tile: its name and light in words, its counts, who answers, and what comes next."""

    name: str
    url: str
    light: str
    words: str
    total: int
    total_words: str
    parts: tuple[Part, ...]
    owner: str
    next: str
    next_day: str
    next_url: str
    row: int
    column: int
    x: float | None = None
    y: float | None = None


def unit_face(tile: Tile, today: dt.date) -> TileFace:
    """Return the face of a unit's tile; every figure leads to the list that it counts."""
    here = f"{reverse('matters')}?scope=all&lead={tile.unit_id}"
    parts = tuple(
        Part(light, str(name), tile.counts[light], f"{here}&light={light}")
        for light, name in LIGHT_NAMES.items()
        if tile.counts.get(light)
    )
    ahead = tile.next
    return TileFace(
        tile.name,
        here,
        tile.light,
        str(LIGHT_NAMES[tile.light]) if tile.light else _("nothing open"),
        tile.open,
        ngettext("%(n)d matter", "%(n)d matters", tile.open) % {"n": tile.open},
        parts,
        tile.owner,
        ahead.title if ahead else "",
        day_words(ahead.due, today) if ahead else "",
        reverse("matter", args=[ahead.id]) + "?scope=all" if ahead else "",
        tile.row,
        tile.column,
        tile.x,
        tile.y,
    )


def programme_faces(user: Any, area: Unit, today: dt.date) -> list[TileFace]:
    """Return the tiles of the programmes of this year: the pace of their goals, the next task."""
    period = latest_month(user, area, today.year)
    tree = goal_tree(user, area, today.year, today.year, period, today)
    found: list[TileFace] = []
    for at, row in enumerate(tree.rows):
        if row.node.kind == NodeKind.PROGRAMME:
            place = divmod(len(found), ACROSS - 2)
            found.append(_programme(tree, at, row, today, (place[0] + 1, place[1] + 1)))
    return found


def _programme(
    tree: Tree, at: int, row: TreeRow, today: dt.date, cell: tuple[int, int]
) -> TileFace:
    words = {"yellow": LIGHT_NAMES["yellow"], "green": _("on pace"), "grey": _("not told yet")}
    url = reverse("goal", args=[row.node.pk])
    name, day, to = _next_node(tree, at, today)
    who = row.parts.names("responsible_leader") or row.parts.names("lead_unit")
    return TileFace(
        named(row.node), url, row.roll.light, str(words[row.roll.light]), row.roll.of,
        row.roll.words, (), listed(who) if who else "", name, day, to or url, *cell,
    )  # fmt: skip


def _next_node(tree: Tree, at: int, today: dt.date) -> tuple[str, str, str]:
    """Return name, day and address of a programme's next task; without one, of its phase."""
    depth = tree.rows[at].depth
    tasks: list[tuple[dt.date, GoalNode]] = []
    for row in tree.rows[at + 1 :]:
        if row.depth <= depth:
            break
        node = row.node
        if node.kind == NodeKind.TASK and node.state == GoalNode.State.OPEN and node.due:
            tasks.append((node.due, node))
    tasks.sort(key=lambda pair: (pair[0] < today, pair[0], pair[1].pk))
    if tasks:
        due, node = tasks[0]
        return named(node), day_words(due, today), reverse("goal", args=[node.pk])
    phase: Phase | None = tree.phase_of(today.year)
    if phase is None:
        return "", "", ""
    until = day_words(dt.date(phase.last_year, 12, 31), today)
    return _("phase “%(name)s”") % {"name": named(phase)}, until, ""


def map_sentence(of: str, faces: Sequence[TileFace]) -> Said:
    """Say how many tiles have which light; red first, or that none is red."""
    if not faces:
        return sentence(_("There is nothing to show yet."))
    tiles = {light: [face for face in faces if face.light == light] for light in (*LIGHT_NAMES, "")}
    parts = [sentence(_("{count} tiles"), count=Figure(str(len(faces)), ""))]
    if tiles["red"]:
        parts.append(_told(_("red: {names}"), tiles["red"], alarm=True))
    elif of != PROGRAMMES:
        parts.append(sentence(_("no unit is red")))
    late = tiles["orange"] + tiles["yellow"]
    if late:
        parts.append(_told(_("behind: {names}"), late))
    return joined(parts)


#: Names of a sentence; the rest stand on the map.
_NAMES = 4


def _told(pattern: str, faces: Sequence[TileFace], *, alarm: bool = False) -> Said:
    """Name the first tiles; where there are more, how many they are."""
    names = listed([face.name for face in faces[:_NAMES]])
    if len(faces) > _NAMES:
        names = _("%(names)s and %(n)d more") % {"names": names, "n": len(faces) - _NAMES}
    url = faces[0].url if len(faces) == 1 else ""
    return sentence(pattern, names=Figure(names, url, alarm=alarm))


def grid_kind(of: str) -> str:
    """Return the grid of units that is shown; the image shows the places."""
    return of if of in KINDS else PLACES
