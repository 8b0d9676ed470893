"""Reads of the goals room, one topic a file."""

from leitai.apps.goals.selectors.lines import (
    ReportLine,
    ResponsibilityLine,
    report_lines,
    responsibility_lines,
    unit_quarters,
)
from leitai.apps.goals.selectors.planned import Figure, amount, figure, kind_name, planned
from leitai.apps.goals.selectors.progress import (
    PaceLine,
    QuarterRow,
    QuarterState,
    YearTargets,
    pace,
    quarters,
    year_targets,
)
from leitai.apps.goals.selectors.targets import (
    FLOOR,
    STRETCH,
    TargetNow,
    TargetSaying,
    TargetStory,
    story,
    targets,
    targets_for,
)

__all__ = [
    "FLOOR",
    "STRETCH",
    "Figure",
    "PaceLine",
    "QuarterRow",
    "QuarterState",
    "ReportLine",
    "ResponsibilityLine",
    "TargetNow",
    "TargetSaying",
    "TargetStory",
    "YearTargets",
    "amount",
    "figure",
    "kind_name",
    "pace",
    "planned",
    "quarters",
    "report_lines",
    "responsibility_lines",
    "story",
    "targets",
    "targets_for",
    "unit_quarters",
    "year_targets",
]
