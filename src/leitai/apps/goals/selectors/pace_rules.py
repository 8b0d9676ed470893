"""The thresholds of red and steady quarters that hold for an area and a year."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.apps.goals.models import PaceRule
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Thresholds:
    """When a quarter is red or steady; see :class:`PaceRule`. ``version`` 0: none was set yet.

    Until an area sets its own, red asks for the stretch and steady for the floor, both in full.
    """

    version: int = 0
    red_of: str = PaceRule.Line.STRETCH.value
    red_percent: float = 100.0
    steady_of: str = PaceRule.Line.FLOOR.value
    steady_percent: float = 100.0
    every_quarter: str = PaceRule.Quarter.STEADY.value


def thresholds(area: Unit, year: int) -> Thresholds:
    """Return the latest version among those that hold from this year or an earlier one."""
    row = PaceRule.objects.filter(area=area, from_year__lte=year).order_by("-version").first()
    if row is None:
        return Thresholds()
    return Thresholds(
        row.version, row.red_of, row.red_percent, row.steady_of, row.steady_percent,
        row.every_quarter,
    )  # fmt: skip


def rule_versions(area: Unit) -> list[PaceRule]:
    """Return all versions, the newest first."""
    return list(PaceRule.objects.filter(area=area).select_related("set_by"))
