"""What would move a unit up (怎样能进位): single changes of open items, each tried in full."""

from __future__ import annotations

from functools import lru_cache

from leitai.apps.standings.models import Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.tables import from_snapshot
from leitai.engine.steps import RankStep, rank_steps


def next_steps(
    standing: Standing, group: str, unit_id: int, places: int = 1
) -> tuple[RankStep, ...] | None:
    """Return the engine's steps for a unit on the values that a standing saw, or None.

    None when the unit leads its group or is not on the standing. Nothing is proposed on figures
    that a statistics office sets; the scheme marks them.
    """
    return _steps(
        standing.pk, standing.snapshot_sha256, standing.version.sha256, group, unit_id, places
    )


@lru_cache(maxsize=512)
def _steps(
    standing_id: int, _snapshot: str, _rules: str, group: str, unit_id: int, places: int
) -> tuple[RankStep, ...] | None:
    """Compute the steps once a process: some hundred trials in full, on what never changes.

    The digests of snapshot and rules are part of the key, so that a draft made anew, or rules
    under the same number in another database, are computed anew.
    """
    standing = Standing.objects.select_related("version").get(pk=standing_id)
    if group not in standing.snapshot["groups"]:
        return None
    table = from_snapshot(standing.snapshot, group)
    key = next((key for key, unit in table.unit_ids.items() if unit == unit_id), None)
    if key is None:
        return None
    return rank_steps(rules_of(standing.version), table.table, group, key, places=places)
