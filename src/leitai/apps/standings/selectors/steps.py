"""What would move a unit up (怎样能进位): single changes of open items, each tried in full."""

from __future__ import annotations

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
    if group not in standing.snapshot["groups"]:
        return None
    table = from_snapshot(standing.snapshot, group)
    key = next((key for key, unit in table.unit_ids.items() if unit == unit_id), None)
    if key is None:
        return None
    return rank_steps(rules_of(standing.version), table.table, group, key, places=places)
