"""The way down from a published number to its cell (数字来历)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from leitai.apps.goals import selectors as goals
from leitai.apps.indicators.selectors import ValueHistory, revision_trail
from leitai.apps.language import reader_language
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Place, Scheme, SchemeVersion, Standing
from leitai.apps.standings.record_inputs import RECORDS
from leitai.apps.standings.scoring import rules_of, score_group
from leitai.apps.standings.selectors.audience import audience_of
from leitai.apps.standings.selectors.records import RecordLine, record_lines
from leitai.apps.standings.selectors.trial import seen_for
from leitai.apps.standings.selectors.words import column_names, told
from leitai.apps.standings.selectors.workings import (
    path_to,
    without_inputs,
    without_ranks,
    working_of,
)
from leitai.apps.standings.tables import build_table
from leitai.engine import ScoreError, ToldInput, ToldNode
from leitai.engine.rounding import format_number


@dataclass(frozen=True)
class Term:
    """One summand of a total: node, name, printed figure, and whether it lies on the way."""

    node: str
    name: str
    text: str
    on_way: bool


@dataclass(frozen=True)
class Stop:
    """One stop of the way, newest question first.

    ``kind`` is ``total``, ``part``, ``rule``, ``value``, ``target``, ``records`` (signed records
    with their evidence and both persons), ``derived`` or ``closed``
    (the end of what the reader may see, with no hint at what follows).
    """

    kind: str
    working: ToldNode | None = None
    rank: int | None = None
    terms: tuple[Term, ...] = ()
    source: ToldInput | None = None
    history: ValueHistory | None = None
    target: goals.TargetStory | None = None
    records: tuple[RecordLine, ...] = ()
    end: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def score_trace(user: Any, place: Place, node_id: str | None = None) -> tuple[Stop, ...]:
    """Return the stops from a unit's total down to the cells under ``node_id``.

    Returns an empty tuple when the reader may not see the unit's score or the node is unknown;
    where inputs are closed, the way ends with a ``closed`` stop and no formula shows a figure.
    """
    standing: Standing = place.standing
    audience = audience_of(user, standing)
    if not audience.sees("scores", place.unit_id):
        return ()
    root = working_of(place)
    ranked = audience.sees("ranks", place.unit_id)
    if not ranked:
        root = without_ranks(root)
    open_inputs = audience.sees("inputs", place.unit_id)
    if not open_inputs:
        root = without_inputs(root)
    way = path_to(told(standing, root), node_id or root.node_id)
    stops = stops_on(way, place.rank if ranked else None)
    if not way or way[-1].children:
        return stops
    if not open_inputs:
        return (*stops, Stop(kind="closed", end=True))
    return (*stops, *_input_stops(user, way[-1]))


def trial_trace(
    user: Any,
    scheme: Scheme,
    version: SchemeVersion,
    period: Period,
    unit: int,
    node_id: str | None = None,
) -> tuple[Stop, ...]:
    """Return the stops from what a unit would have by a version, computed now, to its cells.

    The values are those that the period's published result saw, or those that count now. Empty
    where the version has no such unit or node; who may ask is for the caller to know.

    Raises:
        ValidationError: when the values cannot be scored by these rules.
    """
    rules = rules_of(version)
    for group in rules.groups:
        table = build_table(scheme, rules, group, period, upto=seen_for(scheme, period))
        key = next((key for key, pk in table.unit_ids.items() if pk == unit), None)
        if key is None:
            continue
        try:
            scored = score_group(rules, table, ranges=False)
        except ScoreError as error:
            raise ValidationError(error.text(reader_language())) from error
        rank = next(row.rank for row in scored.places if row.key == key)
        root = scored.result.working(key).told(
            reader_language(), column_names(rules, scheme.area_id)
        )
        way = path_to(root, node_id or root.node_id)
        stops = stops_on(way, rank)
        return stops if not way or way[-1].children else (*stops, *_input_stops(user, way[-1]))
    return ()


def stops_on(way: Sequence[ToldNode], rank: int | None) -> tuple[Stop, ...]:
    """Return the stops of the nodes from the total on; ``rank`` is the total's."""
    stops = []
    for depth, node in enumerate(way):
        following = way[depth + 1].node_id if depth + 1 < len(way) else None
        if node.children:
            stops.append(
                Stop(
                    kind="total" if depth == 0 else "part",
                    working=node,
                    rank=rank if depth == 0 else node.rank or None,
                    terms=tuple(
                        Term(
                            c.node_id,
                            c.name,
                            format_number(c.rounded, c.decimals),
                            c.node_id == following,
                        )
                        for c in node.children
                    ),
                )
            )
        else:
            stops.append(Stop(kind="rule", working=node, rank=node.rank or None))
    return tuple(stops)


def _input_stops(user: Any, item: ToldNode) -> list[Stop]:
    """Return a stop for each input of an item, each ending in its cell, form or sentence."""
    stops = []
    for one in item.inputs:
        source = one.source
        if source is None:
            stops.append(Stop(kind="value", source=one, end=True))
        elif source.kind == "revision":
            stops.append(
                Stop(
                    kind="value",
                    source=one,
                    history=revision_trail(user, int(source.ref), released=True),
                    end=True,
                )
            )
        elif source.kind == "target":
            stops.append(
                Stop(kind="target", source=one, target=goals.story(int(source.ref)), end=True)
            )
        elif source.kind == RECORDS:
            ids = [int(ref) for ref in source.ref.split(",") if ref]
            lines = record_lines(user, ids)
            stops.append(Stop(kind="records", source=one, records=lines, end=True))
        else:
            stops.append(Stop(kind="derived", source=one))
    return stops
