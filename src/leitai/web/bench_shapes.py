"""Geometry of the figures of benchmarks: bars against a benchmark, the fall, and experience."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.experience import Experience
from leitai.engine.gap_parts import AmountGap
from leitai.web.shapes import percent

#: Where 100 % stands in a bar, as a share of its width; the rest is for what lies beyond.
BENCHMARK = 0.4
#: The fall: width and height of the drawing, and the room for words above and below.
FALL_WIDTH, FALL_HEIGHT, FALL_TOP, FALL_BASE = 408.0, 216.0, 30.0, 190.0
LINE_WIDTH, LINE_LEFT, LINE_RIGHT = 408.0, 10.0, 398.0


@dataclass(frozen=True)
class RatioBar:
    """A bar from the benchmark's line to where the unit stands; ``cut`` where it goes on beyond."""

    x: str
    width: str
    line: str
    ahead: bool
    cut: bool


def ratio_bar(own_percent: float | None, *, ahead: bool) -> RatioBar | None:
    """Return the bar of a ratio in percent of the benchmark; 100 % is the line."""
    if own_percent is None:
        return None
    at = BENCHMARK * max(0.0, own_percent) / 100
    end = min(at, 1.0)
    start = min(end, BENCHMARK)
    return RatioBar(
        percent(start),
        percent(abs(end - BENCHMARK)),
        percent(BENCHMARK),
        ahead,
        at > 1.0,
    )


@dataclass(frozen=True)
class Step:
    """One column of the fall, from benchmark over the parts to the unit."""

    name: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    text_y: float
    value: float
    bridge: str

    @property
    def short(self) -> str:
        """The name as it fits under a column: 第一产业增加值 is 第一产业 there."""
        name = self.name.removesuffix("增加值").removesuffix("总产值")
        return name if len(name) <= 6 else name[:5] + "…"


def fall(gap: AmountGap, own: str, benchmark: str) -> tuple[Step, ...]:
    """Return the columns of a waterfall: benchmark, each part's gap, own."""
    whole = gap.whole
    columns = [(benchmark, "benchmark", 0.0, whole.benchmark)]
    at = whole.benchmark
    for part in gap.parts:
        columns.append((part.name, "ahead" if part.gap >= 0 else "behind", at, at + part.gap))
        at += part.gap
    columns.append((own, "own", 0.0, whole.own))
    top = max(max(a, b) for _name, _kind, a, b in columns) or 1.0
    low = min(0.0, min(min(a, b) for _name, _kind, a, b in columns))
    scale = (FALL_BASE - FALL_TOP) / (top - low)
    step = (FALL_WIDTH - 8) / len(columns)
    width = min(56.0, step * 0.72)
    found = []
    for place, (name, kind, start, end) in enumerate(columns):
        x = 4 + place * step + (step - width) / 2
        high, deep = max(start, end), min(start, end)
        y = FALL_BASE - (high - low) * scale
        height = max(1.0, (high - deep) * scale)
        level = FALL_BASE - (end - low) * scale
        bridge = ""
        if place < len(columns) - 1:
            bridge = f"M{x + width:.1f} {level:.1f}h{step - width:.1f}"
        shown = gap.parts[place - 1].gap if kind in ("ahead", "behind") else end
        found.append(
            Step(
                name,
                kind,
                round(x, 1),
                round(y, 1),
                round(width, 1),
                round(height, 1),
                round(x + width / 2, 1),
                round(y - 6, 1),
                shown,
                bridge,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Mark:
    """A percentile on the line of experience."""

    share: int
    rate: float
    x: float


@dataclass(frozen=True)
class Pin:
    """A rate that is had or needed, pinned above the line."""

    name: str
    rate: float
    x: float
    level: int
    text_x: float
    anchor: str
    alarm: bool

    @property
    def top(self) -> float:
        """Where the pin's stem begins."""
        return 37.0 - 18 * self.level

    @property
    def text_y(self) -> float:
        return self.top - 5


@dataclass(frozen=True)
class Line:
    """The line of experience: from P10 to P90 thick, on to P99 thin, with its marks and pins."""

    marks: tuple[Mark, ...]
    pins: tuple[Pin, ...]
    usual_x: float
    usual_width: float
    rare_x: float
    rare_width: float
    height: float
    shift: float


def experience_line(known: Experience, wanted: Sequence[tuple[str, float, bool]]) -> Line:
    """Return where the percentiles and the rates (name, rate, alarm) lie on one axis."""
    marks = known.marks
    rates = [*marks.values(), *(rate for _name, rate, _alarm in wanted)]
    low, high = min(rates), max(rates)
    air = 0.06 * (high - low) or 1.0
    low, high = low - air, high + air

    def at(rate: float) -> float:
        return round(LINE_LEFT + (rate - low) / (high - low) * (LINE_RIGHT - LINE_LEFT), 1)

    pins: list[Pin] = []
    ends: list[float] = []  # right end of the last words on each level
    for name, rate, alarm in sorted(wanted, key=lambda one: one[1]):
        x = at(rate)
        length = sum(12.0 if ord(letter) > 0x2E7F else 7.0 for letter in f"{name} {rate:.2f}")
        left = min(max(x - length / 2, LINE_LEFT), LINE_RIGHT - length)
        level = next((n for n, end in enumerate(ends) if end + 8 <= left), len(ends))
        if level == len(ends):
            ends.append(0.0)
        ends[level] = left + length
        pins.append(Pin(name, rate, x, level, round(left + length / 2, 1), "middle", alarm))
    shift = 18.0 * max(0, len(ends) - 1)
    return Line(
        tuple(Mark(share, rate, at(rate)) for share, rate in marks.items()),
        tuple(pins),
        at(marks[10]),
        round(at(marks[90]) - at(marks[10]), 1),
        at(marks[90]),
        round(at(marks[99]) - at(marks[90]), 1),
        round(96 + shift, 1),
        shift,
    )
