"""Rank alerts: an item that falls into the lagging zone opens a matter for its unit (后位预警).

Looked at when a standing is published, for schemes that ask for it. An item *falls* when its rank
in its group stands in the lagging zone now and stood outside it in the round before; staying there
opens nothing more. Once the rank has left the zone, the open matter asks for its completion report.
Nothing is opened where the scheme keeps ranks from the units themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import titled
from leitai.apps.matters.models import Matter, SourceKind
from leitai.apps.matters.services import Source, assign, open_from_source, want_report
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.audience import round_before
from leitai.apps.units.models import Unit
from leitai.engine import Scheme as Rules
from leitai.engine.ranking import zone_bounds

ROOM = "standings"
#: Kind of the matters, in the sets of kinds.
KIND = "rank_alert"


@dataclass(frozen=True)
class Ranked:
    """An item's rank of a unit in its group, and whether it stands in the lagging zone."""

    group: str
    item: str
    unit_id: int
    rank: int
    of: int
    lagging: bool


@verb("scheme.set_rank_alerts")
def set_rank_alerts(act: Act, *, scheme: Scheme, on: bool, reason: str) -> Scheme:
    """Say whether items that fall into the lagging zone open matters, from the next board on.

    Raises:
        RefusedError: without a reason, or for a monitor, which ranks nobody.
    """
    act.require("standings.publish_scheme", scheme.area)
    if scheme.monitor:
        raise RefusedError(_("A monitor ranks nobody; it has no lagging zone."))
    if not reason.strip():
        raise RefusedError(_("Say why."))
    act.note(scheme=scheme.slug, old=scheme.rank_alerts, new=on, reason=reason.strip()[:300])
    scheme.rank_alerts = on
    scheme.save(update_fields=["rank_alerts"])
    return scheme


def item_ranks(rules: Rules, places: Iterable[Place]) -> dict[tuple[str, str, int], Ranked]:
    """Return the rank of every item of every unit: (group, item, unit) → rank and zone."""
    ranks: dict[tuple[str, str], dict[int, int]] = {}
    for place in places:
        for item, (_score, rank) in place.items.items():
            if rank is not None:
                ranks.setdefault((place.group, item), {})[place.unit_id] = rank
    found = {}
    for (group, item), by_unit in ranks.items():
        zones = rules.group(group).zones or rules.zones
        bounds = zone_bounds(
            len(by_unit), leading=zones.leading, lagging=zones.lagging, rounding=zones.rounding
        )
        for unit_id, rank in by_unit.items():
            found[group, item, unit_id] = Ranked(
                group, item, unit_id, rank, len(by_unit), bounds.zone(rank) == "lagging"
            )
    return found


def raise_rank_alerts(standing: Standing) -> list[Matter]:
    """Open matters for items that fell, ask for reports where the rank has left the zone.

    Safe to run again: a fall opens its matter once. Words are Chinese, the language of the record.
    """
    scheme = standing.round.scheme
    before = round_before(standing)
    rules = rules_of(standing.version)
    if not scheme.rank_alerts or scheme.monitor or before is None:
        return []
    if rules.release.ranks == "none":
        return []
    places = list(standing.places.select_related("unit"))
    units = {place.unit_id: place.unit for place in places}
    now = item_ranks(rules, places)
    then = item_ranks(rules_of(before.version), before.places.all())
    open_ones = {
        (matter.source_key.rsplit("/", 1)[0]): matter
        for matter in Matter.objects.open().filter(
            area=scheme.area, source_room=ROOM, source_key__startswith=f"{scheme.slug}/"
        )
    }
    opened = []
    with override("zh-hans"):
        for key, one in sorted(now.items()):
            stem = f"{scheme.slug}/{one.item}/{one.unit_id}"
            known = open_ones.get(stem)
            was = then.get(key)
            if one.lagging and known is None and was is not None and not was.lagging:
                key_now = f"{stem}/{standing.round.period.code}"
                opened.append(_open(standing, rules, one, was, units[one.unit_id], key_now))
            elif not one.lagging and known is not None and known.report_wanted_on is None:
                _want(standing, known, one)
    return opened


def _open(
    standing: Standing, rules: Rules, one: Ranked, was: Ranked, unit: Unit, key: str
) -> Matter:
    scheme = standing.round.scheme
    name = next(item.name for item in rules.group(one.group).items() if item.id == one.item)
    told = {"item": name, "rank": one.rank, "of": one.of, "before": was.rank}
    at = standing.published_at
    assert at is not None
    matter = open_from_source(
        Act(at=at),
        area=scheme.area,
        title=_("“%(item)s” fell into the lagging zone") % told,
        kind=KIND,
        source=Source(
            SourceKind.RANK_ALERT,
            titled(scheme.board_name, standing.round.period.code),
            _("%(item)s: place %(rank)d of %(of)d, %(before)d before.") % told,
            ROOM,
            key,
        ),
    )
    if matter.lead_unit_id is None:
        matter = assign(Act(at=at), matter=matter, lead_unit=unit)
    return matter


def _want(standing: Standing, matter: Matter, one: Ranked) -> None:
    assert standing.published_at is not None
    words = _("The rank has left the lagging zone: place %(rank)d of %(of)d in %(period)s.") % {
        "rank": one.rank,
        "of": one.of,
        "period": standing.round.period.code,
    }
    try:
        want_report(Act(at=standing.published_at), matter=matter, words=words, rule="rank_alert")
    except RefusedError:
        return  # reported meanwhile: nothing to ask for
