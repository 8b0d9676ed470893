"""What a unit promised for a year, line by line, and what came of each line.

A responsibility letter (责任书) prints :func:`responsibility_lines`, the report card (成绩单) that
answers it prints :func:`report_lines`; both are in the same order and share their line numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leitai.apps.goals.models import CompoundTarget, Target
from leitai.apps.goals.selectors.compounds import (
    CompoundNow,
    compounds_for,
    conditions_in_words,
    evaluate,
)
from leitai.apps.goals.selectors.naming import NOBODY, NamedOne, parts_of_targets
from leitai.apps.goals.selectors.pace_rules import thresholds
from leitai.apps.goals.selectors.planned import planned
from leitai.apps.goals.selectors.progress import kept, quarter_state, rate
from leitai.apps.goals.selectors.targets import FLOOR, STRETCH, TargetNow, targets, targets_for
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import Value, current_values, values_for
from leitai.apps.language import listed, named
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PER_YEAR, PeriodKind
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of


@dataclass(frozen=True)
class ResponsibilityLine:
    """A line of a unit's responsibility letter: a target, or a compound target.

    A compound target has no figure of its own: its ``conditions`` say in words what must hold, and
    ``target_id``, ``series_id``, ``floor`` and ``stretch`` are None. Numbers are in the indicator's
    ``measure``, to be printed with ``decimals``. ``sentence`` is the plan's own words, empty where
    the target was not taken from a plan. Names are in the reader's language; several leaders or
    persons are told in the order in which they were named.
    """

    number: int
    target_id: int | None
    revision: int
    series_id: int | None
    unit_id: int
    unit: str
    year: int
    indicator: str
    scope: tuple[str, ...]
    measure: str
    decimals: int
    direction: str
    floor: float | None
    stretch: float | None
    shape: str
    sentence: str
    responsible_leaders: tuple[str, ...]
    lead_unit: str
    responsible_units: tuple[str, ...]
    supporting_units: tuple[str, ...]
    persons: tuple[str, ...]
    compound_id: int | None = None
    conditions: tuple[str, ...] = ()

    @property
    def responsible_leader(self) -> str:
        """All responsible leaders in one cell."""
        return "、".join(self.responsible_leaders)

    @property
    def person(self) -> str:
        """All responsible persons in one cell."""
        return "、".join(self.persons)


@dataclass(frozen=True)
class ReportLine:
    """A line of the letter with what came of it by a period.

    ``outcome`` is "stretch" when the stretch plan for the period is kept, "floor" when the floor's
    is, "short" when not even that, "" while it cannot be told. For the last period of a year the
    plans are the year's targets themselves. Rates are in percent, unrounded.
    """

    line: ResponsibilityLine
    period: str
    value: float | None
    missing: str
    revision_id: int | None
    due_floor: float | None
    due_stretch: float | None
    due_words: str
    of_floor: float | None
    of_stretch: float | None
    of_due: float | None
    outcome: str


def responsibility_lines(
    unit: Unit, year: int, *, user: Any = None, upto: int | None = None, on: dt.date | None = None
) -> tuple[ResponsibilityLine, ...]:
    """Return what a unit answers for in a year, in the order of the indicators.

    ``user`` is the reader: targets that are not open to them leave no trace; None is the house
    itself, which prints the letter. ``upto`` is a watermark: targets as they stood then. ``on`` is
    the day whose people are named: today, or the nearest day of the year.
    """
    lines = [line for line, _target in _lines(unit, year, user, upto, on)]
    held = compounds_for(user, area_of(unit), year, units=[unit])
    return (*lines, *_compound_lines(held, len(lines)))


def report_lines(
    unit: Unit,
    year: int,
    period: Period,
    *,
    user: Any = None,
    upto: int | None = None,
    on: dt.date | None = None,
) -> tuple[ReportLine, ...]:
    """Return the unit's lines of the year beside what was reached by a period of that year.

    Raises:
        ValueError: for a period of another year.
    """
    if period.year != year:
        raise ValueError(f"{period.code} does not lie in {year}")
    pairs = _lines(unit, year, user, upto, on)
    series_ids = [target.series_id for _line, target in pairs]
    values = (
        current_values(series_ids, [unit], [period], upto=upto)
        if user is None
        else values_for(user, series_ids, [unit], [period], upto=upto)
    )
    held = compounds_for(user, area_of(unit), year, units=[unit])
    told = evaluate(user, held, period, upto=upto)
    return (
        *(
            _report(line, target, period, values.get((target.series_id, unit.pk, period.pk)))
            for line, target in pairs
        ),
        *(
            _compound_report(line, told[line.compound_id or 0], period)
            for line in _compound_lines(held, len(pairs))
        ),
    )


def unit_quarters(
    unit: Unit, period: Period, *, user: Any = None
) -> dict[int, tuple[str, str, str, str]]:
    """Return series → what the unit's target came to at the end of each quarter of the year.

    By the thresholds of the unit's area, as on the page of targets: ``red``, ``steady``, ``short``,
    empty where it is not over by the period or cannot be told. ``user`` None is the house itself.
    """
    months = [
        month
        for month in Period.objects.filter(kind=PeriodKind.MONTH, year=period.year)
        if month.number % 3 == 0 and month.end <= period.end
    ]
    pairs = _lines(unit, period.year, user, None, None)
    series_ids = [target.series_id for _line, target in pairs]
    values = (
        current_values(series_ids, [unit], months)
        if user is None
        else values_for(user, series_ids, [unit], months)
    )
    rule = thresholds(area_of(unit), period.year)
    found = {}
    for line, target in pairs:
        strip = ["", "", "", ""]
        for month in months:
            value = values.get((target.series_id, unit.pk, month.pk))
            strip[month.number // 3 - 1] = quarter_state(value, target, month, line.direction, rule)
        found[target.series_id] = (strip[0], strip[1], strip[2], strip[3])
    return found


def _compound_lines(held: Sequence[CompoundTarget], after: int) -> list[ResponsibilityLine]:
    """Return a line for each compound target, numbered on from the targets with figures."""
    return [
        ResponsibilityLine(
            number=number,
            target_id=None,
            revision=1,
            series_id=None,
            unit_id=row.unit_id,
            unit=named(row.unit),
            year=row.year,
            indicator=named(row),
            scope=(),
            measure="",
            decimals=0,
            direction="",
            floor=None,
            stretch=None,
            shape="",
            sentence=row.sentence,
            responsible_leaders=(),
            lead_unit="",
            responsible_units=(),
            supporting_units=(),
            persons=(),
            compound_id=row.pk,
            conditions=conditions_in_words(row),
        )
        for number, row in enumerate(held, start=after + 1)
    ]


def _compound_report(line: ResponsibilityLine, now: CompoundNow, period: Period) -> ReportLine:
    """Answer a compound target's line: all conditions hold, or one fails, or it cannot be told."""
    return ReportLine(
        line=line,
        period=period.code,
        value=None,
        missing="",
        revision_id=None,
        due_floor=None,
        due_stretch=None,
        due_words=listed(part.words for part in now.conditions),
        of_floor=None,
        of_stretch=None,
        of_due=None,
        outcome="" if now.held is None else "floor" if now.held else "short",
    )


def _lines(
    unit: Unit, year: int, user: Any, upto: int | None, on: dt.date | None
) -> list[tuple[ResponsibilityLine, TargetNow]]:
    wanted = Target.objects.filter(unit=unit, year=year)
    if upto is not None:
        wanted = wanted.filter(sequence__lte=upto)
    series = {
        row.pk: row
        for row in Series.objects.filter(pk__in=wanted.values("series_id"))
        .select_related("indicator", "extent")
        .order_by("indicator__position", "pk")
    }
    held = (
        targets(series, [unit], year, upto=upto)
        if user is None
        else targets_for(user, series, [unit], year, upto=upto)
    )
    sentences = dict(
        Target.objects.filter(pk__in=[target.target_id for target in held.values()]).values_list(
            "pk", "sentence"
        )
    )
    parts = parts_of_targets(held, area_of(unit).pk, year, on or _day_in(year))
    lines: list[tuple[ResponsibilityLine, TargetNow]] = []
    for pk, row in series.items():
        target = held.get((pk, unit.pk))
        if target is None:
            continue
        who = parts.get((pk, unit.pk), NOBODY)
        lines.append(
            (
                ResponsibilityLine(
                    number=len(lines) + 1,
                    target_id=target.target_id,
                    revision=target.revision,
                    series_id=pk,
                    unit_id=unit.pk,
                    unit=named(unit),
                    year=year,
                    indicator=named(row.indicator),
                    scope=row.scope,
                    measure=row.indicator.measure,
                    decimals=row.indicator.decimals,
                    direction=row.indicator.direction,
                    floor=target.floor,
                    stretch=target.stretch,
                    shape=target.shape,
                    sentence=sentences[target.target_id],
                    responsible_leaders=_names(who.leaders),
                    lead_unit="、".join(_names(who.lead_units)),
                    responsible_units=_names(who.responsible_units),
                    supporting_units=_names(who.supporting_units),
                    persons=_names(who.persons),
                ),
                target,
            )
        )
    return lines


def _names(ones: tuple[NamedOne, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in ones)


def _day_in(year: int) -> dt.date:
    """Return today, or the nearest day of a year that is over or has not begun."""
    return max(dt.date(year, 1, 1), min(timezone.localdate(), dt.date(year, 12, 31)))


def _report(
    line: ResponsibilityLine, target: TargetNow, period: Period, value: Value | None
) -> ReportLine:
    floor, stretch = planned(target, period, FLOOR), planned(target, period, STRETCH)
    last = period.number == PER_YEAR[PeriodKind(period.kind)]
    # At the end of the year the target itself is due, also where the shape cannot be told.
    due = floor.number if floor is not None else target.floor if last else None
    beyond = stretch.number if stretch is not None else target.stretch if last else None
    outcome = ""
    if value is not None and value.number is not None and due is not None:
        met = kept(value.number, due, line.direction)
        further = kept(value.number, beyond, line.direction) if beyond is not None else False
        if met is not None:
            outcome = "stretch" if met and further else "floor" if met else "short"
    return ReportLine(
        line=line,
        period=period.code,
        value=value.number if value is not None else None,
        missing=value.missing if value is not None else "not_reported",
        revision_id=value.revision_id if value is not None else None,
        due_floor=due,
        due_stretch=beyond,
        due_words=floor.words if floor is not None else "",
        of_floor=rate(value, target.floor),
        of_stretch=rate(value, target.stretch),
        of_due=rate(value, due),
        outcome=outcome,
    )
