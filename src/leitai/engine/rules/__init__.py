"""The scoring rules. Each is a frozen dataclass; this is the list that schemes choose from."""

from __future__ import annotations

from typing import Final

from leitai.engine.rules.base import Rule
from leitai.engine.rules.compared import Distance, RatioToFirst, ZScore
from leitai.engine.rules.completion import AllOrNothing, BaseLevel, Completion, RatioParts
from leitai.engine.rules.composed import Contest, LevelGrowth, Parts
from leitai.engine.rules.judged import Direct, Judged
from leitai.engine.rules.ranked import Percentile, RankChange, RankLadder
from leitai.engine.rules.relative import Efficacy, FiveGrade, Goalposts, MinMax
from leitai.engine.rules.threshold import Events, HighestLevel, Shortfall, Slope, Threshold

__all__ = ["RULES", "Rule"]

#: Every rule by the ``kind`` that a scheme writes, in the order of the reference page.
RULES: Final[dict[str, type[Rule]]] = {
    rule.kind: rule
    for rule in (
        Completion,
        RatioParts,
        AllOrNothing,
        BaseLevel,
        Slope,
        Threshold,
        Shortfall,
        Events,
        HighestLevel,
        Efficacy,
        FiveGrade,
        MinMax,
        Goalposts,
        ZScore,
        RatioToFirst,
        Distance,
        RankLadder,
        Percentile,
        RankChange,
        LevelGrowth,
        Parts,
        Contest,
        Direct,
        Judged,
    )
}
