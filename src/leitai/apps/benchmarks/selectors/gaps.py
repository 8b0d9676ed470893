"""The gap between a unit and its benchmark: line by line, where it lies, and whose place it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.figures import Crowd, Figure, Frame
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.language import named
from leitai.apps.units.models import Unit
from leitai.engine.gap_parts import AmountGap, decompose_amount
from leitai.engine.gaps import GapIndicator, GapRow, compare, place_among
from leitai.engine.quantity import Missing
from leitai.engine.scheme.problems import Words

Role = BenchmarkItem.Role


@dataclass(frozen=True)
class Line:
    """One line of the gap table; ranks are places among all candidates with a figure."""

    item: BenchmarkItem
    own: Figure
    theirs: Figure
    row: GapRow
    own_rank: int
    their_rank: int
    ranked: int
    actionable: bool

    @property
    def percent(self) -> float | None:
        """Own in percent of the benchmark."""
        ratio = self.row.ratio
        return None if isinstance(ratio, Missing) else ratio.number * 100

    @property
    def verdict(self) -> str:
        return self.row.verdict

    @property
    def judged(self) -> bool:
        return self.item.judged

    @property
    def part(self) -> bool:
        return self.item.role == Role.PART

    @property
    def their_decimals(self) -> int:
        decimals = self.item.their_decimals
        return self.item.decimals if decimals is None else decimals


@dataclass(frozen=True)
class Reading:
    """The leading item under one extent: own figure and its percent of the benchmark's."""

    extent: int
    name: str
    own: Figure
    percent: float | None


def indicator_of(item: BenchmarkItem, scope: str = "") -> GapIndicator:
    """Return an item as the engine compares it; a size has no better side."""
    direction = Direction.NONE.value if item.role == Role.SIZE else item.direction
    return GapIndicator(
        id=item.code,
        name=Words(item.name, item.name_en or item.name),
        unit=item.measure,
        direction=direction,
        decimals=item.decimals,
        scope=scope,
        part_of=item.whole.code if item.whole else "",
    )


def gap_lines(
    base: Frame,
    own: Mapping[int, Figure],
    theirs: Mapping[int, Figure],
    everyone: Crowd,
) -> list[Line]:
    """Return the gap table in the order of the items, parts after their level."""
    lines = []
    for item in _in_order(base.items):
        mine, other = own.get(item.pk, Figure(None)), theirs.get(item.pk, Figure(None))
        row = compare(
            indicator_of(item, "，".join(mine.scope)),
            mine.quantity,
            other.quantity,
            missing=(mine.missing, other.missing),
        )
        numbers = list(everyone.of(item).values())
        direction = "lower_is_better" if item.direction == Direction.LOWER else "higher_is_better"
        lines.append(
            Line(
                item,
                mine,
                other,
                row,
                place_among(numbers, mine.number, direction=direction),
                place_among(numbers, other.number, direction=direction),
                len(numbers),
                _open_to_action(item, base),
            )
        )
    return lines


def _in_order(items: Sequence[BenchmarkItem]) -> list[BenchmarkItem]:
    """Return items with the parts right after their level and sizes last."""
    parts: dict[int, list[BenchmarkItem]] = {}
    for item in items:
        if item.whole_id:
            parts.setdefault(item.whole_id, []).append(item)
    found: list[BenchmarkItem] = []
    for item in items:
        if item.role in (Role.LEVEL, Role.INTENSITY):
            found += [item, *parts.get(item.pk, ())]
    return found + [item for item in items if item.role == Role.SIZE]


def _open_to_action(item: BenchmarkItem, base: Frame) -> bool:
    """Tell whether the unit itself can move the figure: marked so, and no statistics office's."""
    if item.own is None or not item.own.actionable:
        return False
    return not any(
        series.authority.statistical
        for (item_id, _extent), series in base.own.items()
        if item_id == item.pk
    )


def readings(
    base: Frame, own: Mapping[int, Mapping[int, Figure]], theirs: Mapping[int, Figure]
) -> list[Reading]:
    """Return the leading item under every extent in which the unit has a figure."""
    lead = base.lead
    if lead is None:
        return []
    other = theirs.get(lead.pk, Figure(None))
    found = []
    for extent, name in base.extents:
        mine = own.get(extent, {}).get(lead.pk, Figure(None))
        if mine.number is None:
            continue
        row = compare(indicator_of(lead), mine.quantity, other.quantity)
        ratio = row.ratio
        percent = None if isinstance(ratio, Missing) else ratio.number * 100
        found.append(Reading(extent, name, mine, percent))
    return found


def split_of(
    base: Frame, own: Mapping[int, Figure], theirs: Mapping[int, Figure]
) -> AmountGap | None:
    """Return the gap of the leading item split into its parts, or None where one is missing."""
    lead = base.lead
    parts = base.parts_of(lead) if lead is not None else ()
    if lead is None or not parts:
        return None

    def pair(item: BenchmarkItem) -> tuple[float, float] | None:
        mine, other = own.get(item.pk), theirs.get(item.pk)
        if mine is None or other is None or mine.number is None or other.number is None:
            return None
        return mine.number, other.number

    whole = pair(lead)
    found = [(named(part), pair(part)) for part in parts]
    if whole is None or any(figures is None for _name, figures in found):
        return None
    return decompose_amount(
        whole,
        [(name, *figures) for name, figures in found if figures is not None],
        name=named(lead),
        decimals=lead.decimals,
    )


@dataclass(frozen=True)
class SetPlace:
    """A unit's place in the leading item among itself, its benchmark and its references."""

    unit: Unit
    figure: Figure
    place: int
    mine: bool


def places_in_set(
    base: Frame,
    unit: Unit,
    own: Mapping[int, Figure],
    others: Sequence[tuple[Unit, Mapping[int, Figure]]],
) -> list[SetPlace]:
    """Return the reference set in order of the leading item; who has no figure stands last."""
    lead = base.lead
    if lead is None:
        return []
    row = [(unit, own.get(lead.pk, Figure(None)), True)] + [
        (other, figures.get(lead.pk, Figure(None)), False) for other, figures in others
    ]
    numbers = [figure.number for _unit, figure, _mine in row if figure.number is not None]
    direction = "lower_is_better" if lead.direction == Direction.LOWER else "higher_is_better"
    found = [
        SetPlace(each, figure, place_among(numbers, figure.number, direction=direction), mine)
        for each, figure, mine in row
    ]
    return sorted(found, key=lambda one: (one.place or len(row) + 1, not one.mine))


def all_of(lines: Sequence[Line], verdict: str) -> list[Line]:
    """Return the judged lines with a verdict, parts left to their level."""
    return [line for line in lines if line.judged and not line.part and line.verdict == verdict]
