"""Lights: what a matter's dates and progress say on the day of looking. Pure; nothing is stored.

A rule names, for each colour, conditions that once true stay true while nothing changes: the due
day is near, progress is behind, the due day is past. So a matter has for each colour a first day
on which it would turn, and its light on a day is the worst colour whose day has come. The row of a
matter keeps these turning days (they follow from due day, progress, rule and calendar, and are
computed again when one of them changes), which lets a database count lights without reading rows;
the light itself is only ever a comparison with the day of looking.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from leitai.apps.periods.calendar import Calendar


class Light(StrEnum):
    """Colours from best to worst; grey stands aside."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    GREY = "grey"


#: Worst first: the order in which a light is looked for.
SEVERITY: Final = (Light.RED, Light.ORANGE, Light.YELLOW, Light.BLUE)


class When(StrEnum):
    """What a condition looks at."""

    NEAR = "near"
    BEHIND = "behind"
    LATE = "late"


@dataclass(frozen=True)
class Condition:
    """One condition for a colour.

    Attributes:
        light: the colour that it turns on.
        when: what it looks at.
        days: near: at most so many working days are left; late: more than so many have passed.
        share: near: at most this share of the term is left, 0 to 1; with ``days`` the larger.
        points: behind: progress is more than so many percentage points below time progress.
        min_term: behind: only terms of at least so many working days.
    """

    light: Light
    when: When
    days: int = 0
    share: float = 0.0
    points: float = 0.0
    min_term: int = 0


@dataclass(frozen=True)
class LightRule:
    """The conditions of a rule, and for how many working days before due it urges by itself."""

    conditions: tuple[Condition, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LightRule:
        """Read ``{conditions: [{light, when, …}]}``.

        Raises:
            ValueError: for an unknown colour, condition or name.
        """
        found = []
        known = {field.name for field in fields(Condition)}
        for row in data["conditions"]:
            unknown = set(row) - known
            if unknown:
                raise ValueError(f"a condition has no {', '.join(sorted(unknown))}")
            light = Light(row["light"])
            if light not in SEVERITY:
                raise ValueError(f"{light} needs no condition")
            found.append(Condition(**{**row, "light": light, "when": When(row["when"])}))
        return cls(tuple(found))


@dataclass(frozen=True)
class Term:
    """What the turning days follow from.

    Attributes:
        start: the day of assignment.
        due: the day by which it is to be done.
        progress: reported progress, 0 to 100.
    """

    start: dt.date
    due: dt.date
    progress: float = 0.0


@dataclass(frozen=True)
class Turns:
    """The first day of each colour, None where it never comes; and of being overdue."""

    blue_from: dt.date | None = None
    yellow_from: dt.date | None = None
    orange_from: dt.date | None = None
    red_from: dt.date | None = None
    overdue_from: dt.date | None = None

    def first_day(self, light: Light) -> dt.date | None:
        """Return the first day of a colour that has one."""
        day: dt.date | None = getattr(self, f"{light}_from")
        return day


def turning_days(rule: LightRule, term: Term | None, calendar: Calendar) -> Turns:
    """Compute the turning days of a term; a matter without a due day never turns."""
    if term is None:
        return Turns()
    first: dict[str, dt.date] = {}
    for condition in rule.conditions:
        day = _first_day(condition, term, calendar)
        name = f"{condition.light}_from"
        if day is not None and (name not in first or day < first[name]):
            first[name] = day
    return Turns(overdue_from=calendar.add_working_days(term.due, 1), **first)


def _first_day(condition: Condition, term: Term, calendar: Calendar) -> dt.date | None:
    if condition.when == When.LATE:
        return calendar.add_working_days(term.due, condition.days + 1)
    span = max(calendar.working_days_between(term.start, term.due), 0)
    if condition.when == When.NEAR:
        left = max(condition.days, int(condition.share * span))
        return max(_days_left_day(term.due, left, calendar), term.start)
    if span == 0 or span < condition.min_term:
        return None
    # Elapsed working days e are behind when e/span·100 − progress > points.
    elapsed = int((term.progress + condition.points) * span / 100) + 1
    if elapsed > span:
        return None  # it would come only after the due day, where being late speaks
    return calendar.add_working_days(term.start, elapsed)


def _days_left_day(due: dt.date, left: int, calendar: Calendar) -> dt.date:
    """The first day with at most ``left`` working days up to the due day.

    With none left that is the due day, or the last working day before one on which offices are
    closed.
    """
    if left:
        return calendar.add_working_days(due, -left)
    return due if calendar.is_working_day(due) else calendar.add_working_days(due, -1)


def time_progress(term: Term, day: dt.date, calendar: Calendar) -> float:
    """Return the share of the term's working days that has passed, 0 to 100 (应达进度)."""
    span = calendar.working_days_between(term.start, term.due)
    if span <= 0:
        return 100.0 if day >= term.due else 0.0
    passed = calendar.working_days_between(term.start, day)
    return min(max(passed / span * 100, 0.0), 100.0)


def light_on(turns: Turns, day: dt.date, *, suspended: bool = False) -> Light:
    """Return the light on a day: the worst colour whose first day has come."""
    if suspended:
        return Light.GREY
    for light in SEVERITY:
        first = turns.first_day(light)
        if first is not None and first <= day:
            return light
    return Light.GREEN
