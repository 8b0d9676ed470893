"""Values of other units that a published board shows to a reader: these and nothing else.

A town does not see what its neighbours report. Where a board is published whose rules release the
inputs, it sees them there; so a comparison may use them: the figure as the board stored it, not
what was entered since, with the way back to the board.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors.values import (
    Key,
    Value,
    ids,
    pieces,
    values_for,
    visible_units,
)
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import audience_of, visible_schemes
from leitai.apps.standings.selectors.audience import Audience
from leitai.apps.standings.tables import TARGETS
from leitai.apps.units.models import Unit
from leitai.engine import Scheme as Rules
from leitai.engine.rules.base import columns_of
from leitai.engine.scoring.columns import needed

#: So many published boards of a scheme are looked through, the newest first.
BOARDS = 24


@dataclass(frozen=True)
class Shown:
    """Where a board shows a value: the place of the unit and the item that reads it."""

    place_id: int
    node: str


@dataclass(frozen=True)
class Open:
    """Values that a reader may see, and where the released ones among them are shown."""

    values: Mapping[Key, Value]
    shown: Mapping[Key, Shown]


def open_values(
    user: Any,
    series: Iterable[Series],
    units: Iterable[Unit | int],
    periods: Iterable[Period | int],
    *,
    seen: frozenset[int] | None = None,
) -> Open:
    """Return what the user sees anyway and, of other units, what published boards release."""
    series = list(series)
    seen = visible_units(user) if seen is None else seen
    unit_ids, period_ids = ids(units), ids(periods)
    values = values_for(user, series, unit_ids, period_ids, own=seen)
    closed = [s for s in series if not s.authority.public and s.authority.unit_id not in seen]
    others = [unit for unit in unit_ids if unit not in seen]
    if not closed or not others:
        return Open(values, {})
    found = _released(user, closed, others, period_ids)
    return Open(
        {key: value for key, (value, _place) in found.items()} | values,
        {key: place for key, (_value, place) in found.items() if key not in values},
    )


def _released(
    user: Any, series: Collection[Series], units: Collection[int], periods: Collection[int]
) -> dict[Key, tuple[Value, Shown]]:
    codes = {one.indicator.code for one in series}
    wanted: dict[int, tuple[int, int, str]] = {}
    for scheme in visible_schemes(user):
        audience: Audience | None = None
        for standing in _boards(scheme):
            rules = rules_of(standing.version)
            if not codes & {spec.indicator for spec in rules.inputs}:
                continue
            # What the reader holds is the same for all boards of a scheme; the release is not.
            audience = audience or audience_of(user, standing)
            allowed = audience.under(rules.release)
            inside = _contents(standing.pk, standing.snapshot_sha256, standing.version.sha256)
            for unit in units:
                if allowed.sees("inputs", unit):
                    for revision, node in inside.get(unit, ()):
                        wanted.setdefault(revision, (standing.pk, unit, node))
    return _found(wanted, {one.pk: one for one in series}, set(periods))


def _boards(scheme: Scheme) -> list[Standing]:
    return list(
        Standing.objects.filter(round__scheme=scheme, state=Standing.State.PUBLISHED)
        .select_related("version", "round__scheme__area")
        .defer("snapshot")
        .order_by("-round__period__start")[:BOARDS]
    )


@lru_cache(maxsize=128)
def _contents(
    standing_id: int, _snapshot: str, _rules: str
) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Return unit → (revision, item that reads it) of what a board stored, once a process.

    What is published never changes; the digests tell databases apart.
    """
    standing = Standing.objects.select_related("version").get(pk=standing_id)
    rules = rules_of(standing.version)
    found: dict[int, list[tuple[int, str]]] = {}
    for group, stored in standing.snapshot["groups"].items():
        nodes = _readers(rules, group)
        for column, rows in stored["columns"].items():
            if column not in nodes:
                continue
            for (_key, unit), (number, _qualifier, _reason, source) in zip(
                stored["units"], rows, strict=True
            ):
                if number is not None and source and source[0] == "revision":
                    found.setdefault(unit, []).append((int(source[1]), nodes[column]))
    return {unit: tuple(rows) for unit, rows in found.items()}


def _readers(rules: Rules, group: str) -> dict[str, str]:
    """Return input → the first item of a group that reads it; targets are no inputs here."""
    tree = next((each for each in rules.groups if each.id == group), None)
    plain = {spec.id for spec in rules.inputs if spec.take not in TARGETS}
    found: dict[str, str] = {}
    for item in tree.items() if tree is not None else ():
        if item.off is None:
            for column in needed(rules, columns_of(item.rule)):
                if column in plain:
                    found.setdefault(column, item.id)
    return found


def _found(
    wanted: Mapping[int, tuple[int, int, str]], series: Mapping[int, Series], periods: set[int]
) -> dict[Key, tuple[Value, Shown]]:
    """Return the revisions as values, of the wanted series and periods."""
    places = {
        (standing, unit): pk
        for pk, standing, unit in Place.objects.filter(
            standing__in={standing for standing, _unit, _node in wanted.values()},
            unit__in={unit for _standing, unit, _node in wanted.values()},
        ).values_list("pk", "standing_id", "unit_id")
    }
    found: dict[Key, tuple[Value, Shown]] = {}
    for piece in pieces(wanted):
        rows = Revision.objects.filter(
            pk__in=piece, series__in=series, period__in=periods, batch__state=Batch.State.ACCEPTED
        ).select_related("batch")
        for row in rows:
            standing, unit, node = wanted[row.pk]
            place = places.get((standing, unit))
            if row.unit_id != unit or place is None:
                continue
            if row.source_id != series[row.series_id].authority_id:
                continue
            value = Value(
                row.series_id, unit, row.period_id, row.number, row.missing, row.qualifier,
                row.status, row.pk, row.batch_id, row.source_id, row.batch.sequence or 0,
            )  # fmt: skip
            key = value.key
            if key not in found or found[key][0].sequence < value.sequence:
                found[key] = value, Shown(place, node)
    return found
