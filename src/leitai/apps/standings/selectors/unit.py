"""The unit page and report card (成绩单): every item, its place in the group, and the trend."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from leitai.apps.indicators.models.definitions import FlowBasis, PriceBasis
from leitai.apps.standings.models import Place, SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.audience import Audience
from leitai.apps.standings.selectors.board import Board, BoardRow, board
from leitai.apps.standings.selectors.words import told
from leitai.apps.standings.selectors.workings import working_of
from leitai.engine import ToldInput, ToldNode
from leitai.engine.rounding import half_up
from leitai.engine.scheme.general import InputSpec


@dataclass(frozen=True)
class ItemLine:
    """One line of the report card.

    Attributes:
        node, name, marks, score: the item and what it earned; ``rank`` among ``size`` units.
        zone: ``leading``, ``middle`` or ``lagging`` by the item's own rank.
        actual, target: the inputs shown as 实际 and 应达, where the rule has them.
        ratio: actual over target in percent, where both exist.
        lost: points below full marks.
    """

    node: str
    name: str
    marks: float | None
    score: float | None
    rank: int | None
    size: int
    zone: str
    actual: ToldInput | None
    target: ToldInput | None
    ratio: float | None
    lost: float | None
    spec: InputSpec | None
    state: str

    @property
    def scope(self) -> tuple[str, ...]:
        """The words that stand beside the figure: flow and price of its series."""
        if self.spec is None:
            return ()
        words = []
        if self.spec.flow:
            words.append(str(FlowBasis(self.spec.flow).label))
        if self.spec.price and self.spec.price != PriceBasis.NONE:
            words.append(str(PriceBasis(self.spec.price).label))
        return (*words, self.spec.extent) if self.spec.extent else tuple(words)

    @property
    def decimals(self) -> int:
        """Decimals with which the figure is printed."""
        return 2 if self.spec is None or self.spec.decimals is None else self.spec.decimals

    @property
    def revision(self) -> str:
        """Id of the revision behind the figure, empty for computed and typed ones."""
        source = self.actual.source if self.actual else None
        return source.ref if source is not None and source.kind == "revision" else ""


@dataclass(frozen=True)
class PartLines:
    """A part of the report card with its items."""

    node: str
    name: str
    marks: float | None
    score: float | None
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class Change:
    """An item that explains a change of rank: points gained on the group's median."""

    name: str
    points: float
    value: float | None = None


@dataclass(frozen=True)
class UnitPage:
    """What the unit page shows for one standing."""

    board: Board
    row: BoardRow
    parts: tuple[PartLines, ...]
    adjustments: tuple[ToldNode, ...]
    history: tuple[tuple[str, int | None, float | None, int], ...]
    changes: tuple[Change, ...]
    working: ToldNode | None


def unit_page(user: Any, standing: Standing, unit_id: int) -> UnitPage | None:
    """Return a unit's page on a standing, or None when it is not on it or not open."""
    place = (
        Place.objects.filter(standing=standing, unit_id=unit_id)
        .select_related("unit", "standing__version", "standing__round__scheme__area")
        .first()
    )
    if place is None:
        return None
    page = board(user, standing, place.group)
    if page is None:
        return None
    row = next(r for r in page.rows if r.unit_id == unit_id)
    open_inputs = page.audience.sees("inputs", unit_id) and not row.withheld
    working = told(standing, working_of(place)) if open_inputs else None
    parts, adjustments = _lines(working, page, standing) if working else ((), ())
    return UnitPage(
        board=page,
        row=row,
        parts=parts,
        adjustments=adjustments,
        history=_history(place, page.audience),
        changes=_changes(place) if page.explains_change and not row.withheld else (),
        working=working,
    )


def _lines(
    root: ToldNode, page: Board, standing: Standing
) -> tuple[tuple[PartLines, ...], tuple[ToldNode, ...]]:
    rules = rules_of(standing.version)
    specs = {spec.id: spec for spec in rules.inputs}
    tree = {node.id for node in rules.group(page.group).tree}
    parts, other = [], []
    for part in root.children:
        if part.node_id not in tree:
            other.append(part)
            continue
        items = part.children or (part,)
        parts.append(
            PartLines(
                part.node_id,
                part.name,
                part.full_marks,
                _number(part),
                tuple(_item(item, specs, len(page.rows)) for item in items),
            )
        )
    return tuple(parts), tuple(other)


def _number(node: ToldNode) -> float | None:
    return node.rounded


def _item(item: ToldNode, specs: dict[str, InputSpec], size: int) -> ItemLine:
    actual: ToldInput | None = None
    target: ToldInput | None = None
    for one in item.inputs:
        spec = specs.get(one.id)
        if spec is not None and spec.take in (
            "planned_floor",
            "planned_stretch",
            "floor_target",
            "stretch_target",
        ):
            target = target or one
        else:
            actual = actual or one
    ratio = None
    if actual and target and actual.number is not None and target.number:
        ratio = half_up(actual.number / target.number * 100, 1)
    score = _number(item)
    lost = (
        half_up(item.full_marks - score, 4)
        if item.full_marks is not None and score is not None
        else None
    )
    return ItemLine(
        node=item.node_id,
        name=item.name,
        marks=item.full_marks,
        score=score,
        rank=item.rank or None,
        size=size,
        zone=_third(item.rank or None, size),
        actual=actual,
        target=target,
        ratio=ratio,
        lost=lost,
        spec=specs.get(actual.id) if actual else None,
        state=item.state,
    )


def _third(rank: int | None, size: int) -> str:
    if rank is None or size < 3:
        return ""
    third = size / 3
    if rank <= third:
        return "leading"
    return "lagging" if rank > size - third else "middle"


def _history(
    place: Place, audience: Audience
) -> tuple[tuple[str, int | None, float | None, int], ...]:
    """Period code, rank, score and group size of the last twelve published rounds, oldest first.

    Every round shows what its own rules release.
    """
    rows = list(
        Place.objects.filter(
            unit_id=place.unit_id,
            group=place.group,
            standing__round__scheme_id=place.standing.round.scheme_id,
            standing__state=Standing.State.PUBLISHED,
            standing__round__period__start__lte=place.standing.round.period.start,
        )
        .order_by("-standing__round__period__start")
        .values_list(
            "standing__round__period__code",
            "rank",
            "score",
            "standing__facts",
            "standing__version_id",
        )[:12]
    )
    versions = SchemeVersion.objects.in_bulk({row[4] for row in rows})
    found = []
    for code, rank, score, facts, version in reversed(rows):
        then = audience.under(rules_of(versions[version]).release)
        if then.sees("ranks", place.unit_id):
            shown = score if then.sees("scores", place.unit_id) else None
            found.append((code, rank, shown, facts.get(place.group, {}).get("units", 0)))
    return tuple(found)


def _changes(place: Place) -> tuple[Change, ...]:
    """Return the items that moved the unit against its group since the round before.

    An item's part is the change of its score less the group's median change, so what moved
    everybody explains nobody.
    """
    earlier = (
        Standing.objects.filter(
            round__scheme_id=place.standing.round.scheme_id,
            state=Standing.State.PUBLISHED,
            round__period__start__lt=place.standing.round.period.start,
        )
        .order_by("-round__period__start")
        .values_list("id", flat=True)
        .first()
    )
    if earlier is None:
        return ()
    now = dict(
        Place.objects.filter(standing_id=place.standing_id, group=place.group).values_list(
            "unit_id", "items"
        )
    )
    then = dict(
        Place.objects.filter(standing_id=earlier, group=place.group).values_list("unit_id", "items")
    )
    if place.unit_id not in then:
        return ()
    names = {
        leaf.id: leaf.name for leaf in rules_of(place.standing.version).group(place.group).items()
    }
    found = []
    for node, (score, _rank) in place.items.items():
        moves = {
            unit: items[node][0] - then[unit][node][0]
            for unit, items in now.items()
            if unit in then
            and items.get(node, [None])[0] is not None
            and then[unit].get(node, [None])[0] is not None
        }
        if score is None or place.unit_id not in moves:
            continue
        points = half_up(moves[place.unit_id] - median(moves.values()), 2)
        if points:
            found.append(Change(names.get(node, node), points, score))
    return tuple(sorted(found, key=lambda change: change.points))


def explain_fall(standing: Standing, group: str, unit_id: int) -> str:
    """Return the name of the item that cost a unit most against its group; empty when unknown."""
    place = (
        Place.objects.filter(standing=standing, group=group, unit_id=unit_id)
        .select_related("standing__version", "standing__round__period")
        .defer("working")
        .first()
    )
    changes = _changes(place) if place else ()
    return changes[0].name if changes and changes[0].points < 0 else ""
