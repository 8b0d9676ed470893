"""The picture of a ladder: each unit a line from its place then to its place now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from leitai.apps.benchmarks.selectors.ladders import LadderView

LEFT, RIGHT, WIDTH = 96.0, 404.0, 500.0
TOP, OUTSIDE = 24.0, 2.5
#: Above this many places a line for each unit is no picture any more.
MOST = 200
#: Least distance of two names, in the units of the picture.
APART = 14.0


@dataclass(frozen=True)
class Band:
    """A zone as a band across the picture."""

    y: str
    height: str
    number: int


@dataclass(frozen=True)
class Way:
    """A unit's line; ``kind`` is own, up, down, in, out, same (by zones), or apart.

    Apart are those whose territory changed.
    """

    y1: str
    y2: str
    kind: str
    words: str


@dataclass(frozen=True)
class Name:
    """A name beside an end of a line."""

    x: str
    y: str
    anchor: str
    text: str
    own: bool


@dataclass(frozen=True)
class Slope:
    """The whole picture. ``left`` and ``right`` are where the lines begin and end."""

    width: str
    height: str
    left: str
    right: str
    bands: tuple[Band, ...]
    ways: tuple[Way, ...]
    names: tuple[Name, ...]
    years: tuple[str, str]


def slope(view: LadderView) -> Slope | None:
    """Return the picture, None with figures of one year only or for very long lists."""
    if view.now is None or view.before is None or not view.moves:
        return None
    size = max(view.now.listed.ranked, view.before.listed.ranked)
    if size > MOST:
        return None
    step = min(18.0, max(6.0, 640.0 / max(size, 1)))
    bottom = TOP + size * step

    def y(place: int) -> float:
        return TOP + (place - 0.5) * step if place else bottom + OUTSIDE * step

    own = str(view.focus.unit.pk) if view.focus else ""
    kinds = {"up": "up", "down": "down", "entered": "in", "left": "out", "same": "same"}
    ways = []
    ends: list[tuple[int, bool, float, str]] = []
    starts: list[tuple[int, bool, float, str]] = []
    for key, move in view.moves.items():
        mine = key == own
        kind = "own" if mine else "apart" if key in view.changed else kinds[move.zone_kind]
        name = view.units[key].name
        words = f"{name} {move.place_before or '—'} → {move.place_after or '—'}"
        a, b = y(move.place_before), y(move.place_after)
        ways.append(Way(f"{a:.1f}", f"{b:.1f}", kind, words))
        weight = (
            0 if mine else 1 if kind in ("in", "out") else 3 if kind in ("same", "apart") else 2
        )
        if move.place_after and (weight < 3 or move.place_after <= 3):
            ends.append((weight, mine, b, f"{move.place_after} {name}"))
        if move.place_before and (mine or kind == "out"):
            starts.append((weight, mine, a, f"{name} {move.place_before}"))
    ways.sort(key=lambda way: ("same", "apart", "down", "up", "out", "in", "own").index(way.kind))
    names = [
        *_names(ends, RIGHT + 8, "start"),
        *_names(starts, LEFT - 8, "end"),
    ]
    return Slope(
        f"{WIDTH:g}",
        f"{bottom + (OUTSIDE + 1.5) * step:.1f}",
        f"{LEFT:g}",
        f"{RIGHT:g}",
        _bands(view.now.listed.cuts, size, step),
        tuple(ways),
        tuple(names),
        (str(view.before.year), str(view.now.year)),
    )


def _bands(cuts: tuple[int, ...], size: int, step: float) -> tuple[Band, ...]:
    ends = [0, *(min(cut, size) for cut in cuts), size]
    return tuple(
        Band(f"{TOP + a * step:.1f}", f"{(b - a) * step:.1f}", number)
        for number, (a, b) in enumerate(pairwise(ends), start=1)
        if b > a
    )


def _names(found: list[tuple[int, bool, float, str]], x: float, anchor: str) -> list[Name]:
    """Names that do not lie on each other, the weightier first."""
    taken: list[float] = []
    names = []
    for _weight, own, y, text in sorted(found, key=lambda one: (one[0], one[2])):
        if all(abs(y - other) >= APART for other in taken):
            taken.append(y)
            names.append(Name(f"{x:g}", f"{y + 4:.1f}", anchor, text, own))
    return names
