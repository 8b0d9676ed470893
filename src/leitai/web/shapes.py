"""Geometry of the small figures: lengths for SVG attributes, since inline styles are forbidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STRIP_SQUARE = 13
STRIP_MOST = 16
INTERVAL_WIDTH = 92
INTERVAL_EDGE = 4.0


def field(thing: Any, *names: str) -> Any:
    """Return the first of the named fields of a mapping or an object, else None."""
    for name in names:
        if isinstance(thing, Mapping):
            if name in thing:
                return thing[name]
        elif hasattr(thing, name):
            return getattr(thing, name)
    return None


def percent(share: float) -> str:
    """Print a share of 1 as an SVG length."""
    return f"{100 * share:.3f}%"


@dataclass(frozen=True)
class Segment:
    """A part of a stacked bar: start and width as SVG lengths, ``place`` for its colour."""

    start: str
    width: str
    end: str
    place: int
    name: str
    score: Any
    marks: Any


def stack(parts: Sequence[Any], full: float | None = None) -> tuple[Segment, ...]:
    """Return the segments of a stacked score.

    Args:
        parts: things with name, score, and marks (full marks of the part); a part without a
            score, or with a negative one, has no length but keeps its colour's place. Points
            beyond full marks end at the end of the track.
        full: what the whole bar stands for; the sum of full marks by default.
    """
    whole = float(full or sum(float(field(p, "marks", "full", "full_marks") or 0) for p in parts))
    at = 0.0
    segments = []
    for index, part in enumerate(parts):
        score = field(part, "score", "value")
        share = max(0.0, float(score or 0)) / whole if whole > 0 else 0.0
        share = min(share, 1.0 - at)
        if share:
            segments.append(
                Segment(
                    start=percent(at),
                    width=percent(share),
                    end=percent(at + share),
                    place=index % 8 + 1,
                    name=str(field(part, "name") or ""),
                    score=score,
                    marks=field(part, "marks", "full", "full_marks"),
                )
            )
        at += share
    return tuple(segments)


@dataclass(frozen=True)
class Square:
    """A place of the group in a rank strip."""

    x: str
    width: str
    kind: str


@dataclass(frozen=True)
class Strip:
    """A rank strip: squares (or three bands for large groups) and the own place."""

    width: int
    squares: tuple[Square, ...]
    own_x: str
    own_middle: str
    own_width: int


def strip(rank: int | None, size: int, leading: int, lagging: int) -> Strip:
    """Return the geometry of a group's places with the own one marked.

    Up to 16 places each has its square; larger groups are shown as bands of the same length.
    """
    own_width = 14 if (rank or 0) < 100 else 24
    if size <= STRIP_MOST:
        squares = tuple(
            Square(
                x=f"{0.5 + STRIP_SQUARE * place:g}",
                width="11",
                kind=_zone(place + 1, size, leading, lagging),
            )
            for place in range(size)
        )
        width = STRIP_SQUARE * size + 1
        middle = STRIP_SQUARE * ((rank or 1) - 1) + 6.5
    else:
        width = STRIP_SQUARE * 12 + 1
        step = (width - 1) / size
        bounds = (0, min(leading, size), max(leading, size - lagging), size)
        squares = tuple(
            Square(x=f"{0.5 + bounds[i] * step:g}", width=f"{(b - bounds[i]) * step:g}", kind=kind)
            for i, (b, kind) in enumerate(
                zip(bounds[1:], ("lead", "mid", "tail"), strict=True), start=0
            )
            if b > bounds[i]
        )
        middle = 0.5 + ((rank or 1) - 0.5) * step
    middle = min(max(middle, own_width / 2), width - own_width / 2)
    return Strip(
        width=width,
        squares=squares,
        own_x=f"{middle - own_width / 2:g}",
        own_middle=f"{middle:g}",
        own_width=own_width,
    )


def _zone(place: int, size: int, leading: int, lagging: int) -> str:
    if place <= leading:
        return "lead"
    return "tail" if place > size - lagging else "mid"


@dataclass(frozen=True)
class Interval:
    """A rank interval on the axis of the whole group."""

    x: str
    width: str
    text: str


def interval(low: int, high: int, size: int) -> Interval:
    """Return where places ``low`` to ``high`` of ``size`` lie on a short axis."""
    step = (INTERVAL_WIDTH - 2 * INTERVAL_EDGE) / max(size, 1)
    x = INTERVAL_EDGE + (low - 1) * step
    width = max(4.5, (high - low + 1) * step - 2.5)
    text = str(low) if low == high else f"{low}–{high}"
    return Interval(f"{x:.1f}", f"{width:.1f}", text)


@dataclass(frozen=True)
class Pace:
    """A pace bar: done, floor and stretch as SVG lengths on one scale."""

    done: str
    floor: str
    stretch: str


def pace(
    actual: float | None, floor: float | None, stretch: float | None, full: float | None
) -> Pace:
    """Return the lengths of a pace bar; a tenth of air is left beyond the largest figure."""
    known = [float(v) for v in (actual, floor, stretch) if v is not None]
    whole = float(full) if full else 1.1 * max([*known, 0.0])

    def at(value: float | None) -> str:
        if value is None or whole <= 0:
            return ""
        return percent(min(1.0, max(0.0, float(value) / whole)))

    return Pace(at(actual) or "0%", at(floor), at(stretch))


@dataclass(frozen=True)
class Deviation:
    """A bar to the right (above) or left (below) of a middle line."""

    name: str
    value: Any
    difference: Any
    x: str
    width: str
    text_x: str
    ahead: bool


def deviations(rows: Sequence[Any], reach: float | None = None) -> tuple[Deviation, ...]:
    """Return bars of differences; the longest takes two fifths of the width on its side."""
    found = [field(row, "difference", "points") for row in rows]
    longest = reach or max((abs(float(d)) for d in found if d is not None), default=0.0) or 1.0
    bars = []
    for row, difference in zip(rows, found, strict=True):
        share = 0.36 * min(1.0, abs(float(difference or 0)) / longest)
        ahead = float(difference or 0) >= 0
        bars.append(
            Deviation(
                name=str(field(row, "name") or ""),
                value=field(row, "value", "score"),
                difference=difference,
                x=percent(0.5 if ahead else 0.5 - share),
                width=percent(share),
                text_x=percent(0.5 + share if ahead else 0.5 - share),
                ahead=ahead,
            )
        )
    return tuple(bars)


def spark(values: Sequence[float | None], width: int = 100, height: int = 30) -> tuple[str, ...]:
    """Return polyline point lists, one for each unbroken run of figures."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return ()
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = width / max(1, len(values) - 1)
    runs: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            y = height - 3 - (float(value) - low) / span * (height - 6)
            runs[-1].append(f"{at * step:.1f},{y:.1f}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)
