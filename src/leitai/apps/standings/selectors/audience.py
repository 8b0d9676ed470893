"""What a reader gets to see of standings: law 9 in one place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.units.models import Ancestry
from leitai.apps.units.policies import OVERSEEING
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.engine.scheme.general import Release


@dataclass(frozen=True)
class Audience:
    """How much of one standing a reader sees.

    Attributes:
        own: ids of the units that the reader answers for; their rows are marked "mine".
        everything: leaders and offices above the units see all.
        ranks, scores, inputs: ``all``, ``own`` or ``none``, as the scheme releases them.
    """

    own: frozenset[int]
    everything: bool
    ranks: str
    scores: str
    inputs: str

    def sees(self, what: str, unit_id: int) -> bool:
        """Tell whether ranks, scores or inputs of a unit are open to the reader."""
        rule = getattr(self, what)
        return self.everything or rule == "all" or (rule == "own" and unit_id in self.own)

    @property
    def orders(self) -> bool:
        """Whether the places of all units are open to the reader: who is first, who is last."""
        return self.everything or self.ranks == "all"

    @property
    def compares(self) -> bool:
        """Whether what is drawn from all units' scores (medians, steps) is open to the reader."""
        return self.everything or self.scores == "all"

    def under(self, release: Release) -> Audience:
        """Return the same reader before a standing with another release."""
        return replace(self, ranks=release.ranks, scores=release.scores, inputs=release.inputs)


def visible_schemes(user: Any) -> QuerySet[Scheme]:
    """Return the schemes whose boards a reader may open: public ones, and those of their area."""
    if not user.is_authenticated:
        return Scheme.objects.none()
    roots = unit_roots(user)
    over = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
    return Scheme.objects.filter(
        Q(public=True) | Q(area_id__in=over) | Q(area_id__in=subtree_ids(tuple(roots)))
    ).select_related("area")


def visible_standings(user: Any, scheme: Scheme) -> QuerySet[Standing]:
    """Return the standings that exist for a reader: published ones, drafts for the office."""
    standings = Standing.objects.filter(round__scheme=scheme).exclude(
        state=Standing.State.SUPERSEDED
    )
    if not user.has_perm("standings.view_draft", scheme):
        standings = standings.filter(state=Standing.State.PUBLISHED)
    return standings


def audience_of(user: Any, standing: Standing) -> Audience:
    """Return what the reader may see of a standing."""
    scheme = standing.round.scheme
    release = rules_of(standing.version).release
    own_roots = unit_roots(user, "reporting_unit", "approver")
    own = frozenset(subtree_ids(tuple(own_roots))) if own_roots else frozenset()
    roots = unit_roots(user, *OVERSEEING)
    oversees = (
        bool(roots)
        and Ancestry.objects.filter(descendant=scheme.area, ancestor_id__in=roots).exists()
    )
    return Audience(
        own=own,
        everything=oversees or scheme.public,
        ranks=release.ranks,
        scores=release.scores,
        inputs=release.inputs,
    )


def round_before(standing: Standing) -> Standing | None:
    """Return the published standing of the last round before this one."""
    return (
        Standing.objects.filter(
            round__scheme_id=standing.round.scheme_id,
            state=Standing.State.PUBLISHED,
            round__period__start__lt=standing.round.period.start,
        )
        .select_related("version")
        .defer("snapshot")
        .order_by("-round__period__start")
        .first()
    )


def audience_before(audience: Audience, standing: Standing) -> Audience | None:
    """Return the reader before the last round, whose own rules say what it released then."""
    earlier = round_before(standing)
    return None if earlier is None else audience.under(rules_of(earlier.version).release)
