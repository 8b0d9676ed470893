"""Workings of a standing: kept for small groups, computed again from the snapshot for large."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import rules_of, score_group
from leitai.apps.standings.tables import from_snapshot
from leitai.engine import Result, ToldNode
from leitai.engine.version import ENGINE_VERSION
from leitai.engine.working.model import NodeWorking


@lru_cache(maxsize=8)
def _recomputed(standing_id: int, group: str) -> Result:
    standing = Standing.objects.select_related("version").get(pk=standing_id)
    table = from_snapshot(standing.snapshot, group)
    return score_group(rules_of(standing.version), table, ranges=False).result


def working_of(place: Place) -> NodeWorking:
    """Return the working of a place as a tree, root first.

    One that another version of the engine wrote is computed again: its form may have been another.
    """
    standing = place.standing
    if place.working is not None and standing.engine_version == ENGINE_VERSION:
        return NodeWorking.from_dict(place.working)
    key = next(
        key
        for key, unit in standing.snapshot["groups"][place.group]["units"]
        if unit == place.unit_id
    )
    return _recomputed(standing.pk, place.group).working(key)


def path_to(root: ToldNode, node_id: str) -> tuple[ToldNode, ...]:
    """Return the nodes from the root down to ``node_id``; empty when it is not in the tree."""
    if root.node_id == node_id:
        return (root,)
    for child in root.children:
        below = path_to(child, node_id)
        if below:
            return (root, *below)
    return ()


def without_inputs(root: NodeWorking) -> NodeWorking:
    """Return a working without everything from which an input could be read.

    Scores and structure stay.
    """
    return replace(
        root,
        inputs=(),
        steps=(),
        notes=(),
        formula=None,
        raw=None,
        children=tuple(without_inputs(child) for child in root.children),
    )


def without_ranks(root: NodeWorking) -> NodeWorking:
    """Return a working that tells no place, neither of the total nor of its parts and items."""
    children = tuple(without_ranks(child) for child in root.children)
    return replace(root, rank=0, children=children)


def leaves(root: ToldNode) -> list[ToldNode]:
    """Return the items of a working in the order of the scheme."""
    if not root.children:
        return [root]
    return [leaf for child in root.children for leaf in leaves(child)]
