"""Two units on one board: the gap of their totals split so that it adds up, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef

from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.scoring import rules_of, score_group
from leitai.apps.standings.selectors import audience_of, visible_schemes
from leitai.apps.standings.selectors.steps import next_steps
from leitai.apps.standings.tables import TARGETS, from_snapshot
from leitai.apps.units.models import Unit
from leitai.engine.scheme_gap import GapError, GapNode, SchemeGap, decompose_gap
from leitai.engine.steps import ClosedFigure, RankStep, closed_figures


@dataclass(frozen=True)
class Weighed:
    """The split gap of two units on a published standing.

    ``own_place`` and ``their_place`` open the trace of each line. ``steps`` are single changes,
    each tried in full, of figures open to action; ``closed`` are the others, with the reason.
    """

    scheme: Scheme
    period: Period
    group: str
    gap: SchemeGap
    own_place: int
    their_place: int
    steps: tuple[RankStep, ...]
    closed: tuple[ClosedFigure, ...]

    @property
    def lines(self) -> tuple[GapNode, ...]:
        """The total, its parts, and theirs; roundings that are nothing are left out."""
        return tuple(node for node in self.gap.nodes if node.kind != "rounding" or node.effect)


def weighed(user: Any, unit: Unit, benchmark: Unit) -> Weighed | None:
    """Return the split gap on the newest board that scores both and shows both scores."""
    for scheme in visible_schemes(user):
        if scheme.monitor:
            continue
        mine = Place.objects.filter(standing=OuterRef("pk"), unit=unit, score__isnull=False)
        other = Place.objects.filter(standing=OuterRef("pk"), unit=benchmark, score__isnull=False)
        standing = (
            Standing.objects.filter(
                Exists(mine), Exists(other), round__scheme=scheme, state=Standing.State.PUBLISHED
            )
            .select_related("round__scheme__area", "round__period", "version")
            .defer("snapshot")
            .order_by("-round__period__start")
            .first()
        )
        if standing is None:
            continue
        audience = audience_of(user, standing)
        if not all(audience.sees("scores", one.pk) for one in (unit, benchmark)):
            continue
        found = _weighed(standing, scheme, unit, benchmark, steps=audience.compares)
        if found is not None:
            return found
    return None


def _weighed(
    standing: Standing, scheme: Scheme, unit: Unit, benchmark: Unit, *, steps: bool
) -> Weighed | None:
    places = {
        place.unit_id: place
        for place in Place.objects.filter(standing=standing, unit__in=[unit, benchmark]).defer(
            "working"
        )
    }
    own, theirs = places[unit.pk], places[benchmark.pk]
    if own.group != theirs.group:
        return None
    gap = _split(
        standing.pk,
        standing.snapshot_sha256,
        standing.version.sha256,
        own.group,
        unit.pk,
        benchmark.pk,
    )
    if gap is None:
        return None
    found = next_steps(standing, own.group, unit.pk) if steps else None
    return Weighed(
        scheme,
        standing.round.period,
        own.group,
        gap,
        own.pk,
        theirs.pk,
        tuple(found or ()),
        _closed(standing, own.group) if steps else (),
    )


def _closed(standing: Standing, group: str) -> tuple[ClosedFigure, ...]:
    """Return the figures that are left alone, once each; what a target asks for is no figure."""
    rules = rules_of(standing.version)
    taken = {spec.id for spec in rules.inputs if spec.take not in TARGETS}
    found = {one.input_id: one for one in closed_figures(rules, group) if one.input_id in taken}
    return tuple(found.values())


@lru_cache(maxsize=256)
def _split(
    standing_id: int, _snapshot: str, _rules: str, group: str, unit_id: int, benchmark_id: int
) -> SchemeGap | None:
    """Split once a process, on what never changes; the digests tell databases apart."""
    standing = Standing.objects.select_related("version").get(pk=standing_id)
    table = from_snapshot(standing.snapshot, group)
    keys = {unit: key for key, unit in table.unit_ids.items()}
    if unit_id not in keys or benchmark_id not in keys:
        return None
    result = score_group(rules_of(standing.version), table, ranges=False).result
    try:
        return decompose_gap(result, keys[unit_id], keys[benchmark_id])
    except GapError:
        return None
