"""The way down from a published number to its cell (数字来历)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leitai.apps.goals import selectors as goals
from leitai.apps.indicators.selectors import ValueHistory, revision_trail
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.record_inputs import RECORDS
from leitai.apps.standings.selectors.audience import audience_of
from leitai.apps.standings.selectors.records import RecordLine, record_lines
from leitai.apps.standings.selectors.words import told
from leitai.apps.standings.selectors.workings import (
    path_to,
    without_inputs,
    without_ranks,
    working_of,
)
from leitai.engine import ToldInput, ToldNode
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
    if not way:
        return ()
    stops = []
    for depth, node in enumerate(way):
        following = way[depth + 1].node_id if depth + 1 < len(way) else None
        if node.children:
            stops.append(
                Stop(
                    kind="total" if depth == 0 else "part",
                    working=node,
                    rank=(place.rank if ranked else None) if depth == 0 else node.rank or None,
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
    last = way[-1]
    if last.children:
        return tuple(stops)
    if not open_inputs:
        return (*stops, Stop(kind="closed", end=True))
    return (*stops, *_input_stops(user, last))


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
