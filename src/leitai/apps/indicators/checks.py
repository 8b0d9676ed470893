"""Checks of an import against itself and the store: they warn, they never refuse.

The parameters stand in :class:`~leitai.apps.indicators.models.ImportCheck`; an area without any
gets cumulative values that must not fall, and jumps beyond five times the usual change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from leitai.apps.indicators.models import ImportCheck, Series, Upload
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.indicators.packing import (
    EMPTY,
    Column,
    Numbers,
    Units,
    overlaid,
    packed,
    unpacked_numbers,
    unpacked_reasons,
    unpacked_units,
)
from leitai.apps.indicators.reading.cells import Cell
from leitai.apps.indicators.reading.settling import key_of
from leitai.apps.indicators.selectors.columns import At, read_columns
from leitai.apps.indicators.selectors.values import Key
from leitai.apps.periods.models import Period

Kind = ImportCheck.Kind

#: Steps back that "usual" looks at, and how many changes it needs to know.
USUAL_STEPS, USUAL_LEAST = 12, 4
#: Stored values fetched for comparison at most; a larger import is told that it was not compared.
MOST_COMPARED = 5_000_000
#: Warnings kept of one kind; the count of all is kept beside them.
KEPT = 200

Warning = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """One check with its parameters; ``indicator`` None means all of the area."""

    kind: str
    indicator_id: int | None = None
    parts: tuple[str, ...] = ()
    tolerance: float = 0.0
    times: float = 5.0


DEFAULTS = (Rule(Kind.NEVER_FALLS), Rule(Kind.JUMP))


def rules_of(area_id: int) -> list[Rule]:
    """Return the checks of an area: its own, and the defaults for kinds it says nothing about."""
    stored = list(ImportCheck.objects.filter(area_id=area_id))
    spoken = {check.kind for check in stored if check.indicator_id is None}
    rules = [
        Rule(c.kind, c.indicator_id, tuple(c.parts), c.tolerance, c.times or 5.0)
        for c in stored
        if c.active
    ]
    return rules + [rule for rule in DEFAULTS if rule.kind not in spoken]


def parts_differ(
    whole: float, parts: Sequence[float | None], *, tolerance: float, slack: float = 0.0
) -> str:
    """Compare a whole with its parts: "" if they agree, "parts_differ" or "parts_exceed".

    ``tolerance`` is a share of the whole, ``slack`` an amount for the rounding of the figures. With
    a part missing only an excess can be told.
    """
    known = [part for part in parts if part is not None]
    allowed = abs(whole) * tolerance + slack
    excess = sum(known) - whole
    if len(known) == len(parts):
        return "parts_differ" if abs(excess) > allowed else ""
    if known and all(part >= 0 for part in known) and excess > allowed:
        return "parts_exceed"
    return ""


def falls(before: float, now: float, *, tolerance: float) -> bool:
    """Tell whether a cumulative value fell by more than a share of what it was."""
    return now < before - abs(before) * tolerance


def jumps(
    history: Sequence[float | None], now: float, *, times: float
) -> tuple[float, float] | None:
    """Return (change, usual change) when the step to ``now`` is beyond ``times`` the usual one.

    ``history`` runs old to new and ends with the period before; the usual step is the median size
    of the steps in it. None when the step is usual or too little is known.
    """
    if not history or history[-1] is None:
        return None
    steps = [abs(b - a) for a, b in pairwise(history) if a is not None and b is not None]
    if len(steps) < USUAL_LEAST:
        return None
    usual, step = median(steps), now - history[-1]
    return (step, usual) if usual > 0 and abs(step) > times * usual else None


class _Calendar:
    """Periods by kind, year and number, without creating any."""

    def __init__(self) -> None:
        self.rows = {period.pk: period for period in Period.objects.all()}
        self.ids = {(p.kind, p.year, p.number): p.pk for p in self.rows.values()}
        self._known: dict[tuple[int, int], int | None] = {}

    def back(self, period_id: int, steps: int) -> int | None:
        """Return the period some steps earlier, if it has a row."""
        try:
            return self._known[period_id, steps]
        except KeyError:
            found = self._known[period_id, steps] = self._back(period_id, steps)
            return found

    def _back(self, period_id: int, steps: int) -> int | None:
        period = self.rows[period_id]
        count = 12 // period.months
        index = period.year * count + period.number - 1 - steps
        return self.ids.get((period.kind, index // count, index % count + 1))


class _Known:
    """Figures by series and period: what an upload says, laid over what its source said before.

    ``said`` are the cells of the upload; ``stored`` columns by (series, period).
    """

    def __init__(self, said: Mapping[Key, Cell], stored: Mapping[At, Column]) -> None:
        self.said = said
        self.columns = dict(stored)
        fresh = packed(
            (series, unit, period, cell.value, "") for (series, unit, period), cell in said.items()
        )
        #: What the upload itself says, by (series, period).
        self.own: dict[At, Column] = {}
        for series, period, reasons, units, numbers in fresh:
            column = Column(
                unpacked_units(units), unpacked_numbers(numbers), unpacked_reasons(reasons)
            )
            self.own[series, period] = column
            before = self.columns.get((series, period))
            self.columns[series, period] = overlaid([before, column]) if before else column

    def of(self, at: At | None, units: Units) -> Numbers:
        """Return the figures of these units, ascending; nan where none is known."""
        column = self.columns.get(at, EMPTY) if at is not None else EMPTY
        found = np.full(len(units), np.nan)
        places = np.searchsorted(column.units, units)
        inside = places < len(column.units)
        inside[inside] = column.units[places[inside]] == units[inside]
        found[inside] = column.numbers[places[inside]]
        return found

    def one(self, series: int, unit: int, period: int) -> float | None:
        """Return a single figure."""
        number = float(self.of((series, period), np.array([unit], dtype=np.uint32))[0])
        return None if number != number else number

    def where(self, found: Iterable[tuple[Key, Warning]]) -> list[Warning]:
        """Return warnings about single cells in the order in which the cells stand."""
        warned = dict(found)
        return [warned[key] for key in self.said if key in warned]


def warnings_of(upload: Upload, cells: Sequence[Cell]) -> list[Warning]:
    """Return what the checks find about the settled cells of an upload."""
    said: dict[Key, Cell] = {}
    for cell in cells:
        if cell.value is not None:
            said.setdefault(key_of(cell), cell)
    if not said:
        return []
    rules = rules_of(upload.area_id)
    series = {
        row.pk: row
        for row in Series.objects.filter(indicator__area_id=upload.area_id).select_related(
            "indicator"
        )
    }
    calendar = _Calendar()
    stored = _stored(upload, said, rules, series, calendar)
    found: list[Warning] = []
    if stored is None:
        found.append({"code": "not_compared", "count": len(said)})
    known = _Known(said, stored or {})
    for rule in rules:
        match rule.kind:
            case Kind.PARTS_WHOLE:
                found += _parts(rule, said, known, series)
            case Kind.NEVER_FALLS:
                found += _falls(rule, known, series, calendar)
            case Kind.JUMP if stored is not None:
                found += _jumps(rule, known, series, calendar)
    return _capped(found)


def _stored(
    upload: Upload,
    said: Mapping[Key, Cell],
    rules: Sequence[Rule],
    series: Mapping[int, Series],
    calendar: _Calendar,
) -> dict[At, Column] | None:
    """What the source says of earlier periods and of parts; None when that were too much."""
    steps = USUAL_STEPS + 1 if any(rule.kind == Kind.JUMP for rule in rules) else 1
    series_ids = {key[0] for key in said}
    codes = {code for rule in rules for code in rule.parts}
    wholes = {rule.indicator_id for rule in rules if rule.parts}
    series_ids |= {
        pk
        for pk, row in series.items()
        if row.indicator.code in codes or row.indicator_id in wholes
    }
    periods = {key[2] for key in said}
    for period_id in list(periods):
        for step in range(1, steps + 1):
            earlier = calendar.back(period_id, step)
            if earlier is not None:
                periods.add(earlier)
    if len(series_ids) * len({key[1] for key in said}) * len(periods) > MOST_COMPARED:
        return None
    columns = read_columns(series_ids, periods, source_of=upload.source_id)
    return {at: column.known() for at, column in columns.items()}


def _parts(
    rule: Rule,
    said: Mapping[Key, Cell],
    known: _Known,
    series: Mapping[int, Series],
) -> list[Warning]:
    """Compare wholes with their parts wherever the upload brings the whole or a part."""
    scope = {
        (row.indicator.code, row.flow, row.price, row.extent_id): pk for pk, row in series.items()
    }
    wholes = [row for row in series.values() if row.indicator_id == rule.indicator_id]
    found = []
    for whole in wholes:
        parts = [scope.get((code, whole.flow, whole.price, whole.extent_id)) for code in rule.parts]
        family = {whole.pk, *(part for part in parts if part is not None)}
        places = {key[1:] for key in said if key[0] in family}
        for unit, period in sorted(places):
            total = known.one(whole.pk, unit, period)
            if total is None:
                continue
            figures = [
                known.one(part, unit, period) if part is not None else None for part in parts
            ]
            slack = 0.5 * 10.0**-whole.indicator.decimals * (len(parts) + 1)
            code = parts_differ(total, figures, tolerance=rule.tolerance, slack=slack)
            if code:
                members = [whole.pk, *(part for part in parts if part is not None)]
                cell = next(
                    said[member, unit, period]
                    for member in members
                    if (member, unit, period) in said
                )
                found.append(
                    _warning(
                        code,
                        cell,
                        whole,
                        whole=total,
                        parts=sum(figure for figure in figures if figure is not None),
                    )
                )
    return found


def _falls(
    rule: Rule, known: _Known, series: Mapping[int, Series], calendar: _Calendar
) -> list[Warning]:
    found: list[tuple[Key, Warning]] = []
    for (series_id, period_id), column in known.own.items():
        row = series[series_id]
        if rule.indicator_id not in (None, row.indicator_id):
            continue
        if row.flow != FlowBasis.YEAR_TO_DATE or calendar.rows[period_id].number == 1:
            continue
        earlier = calendar.back(period_id, 1)
        if earlier is None:
            continue
        before = known.of((series_id, earlier), column.units)
        # The same comparison as falls(); with nan on a side it is false.
        fell = column.numbers < before - np.abs(before) * rule.tolerance
        for place in np.flatnonzero(fell):
            key = (series_id, int(column.units[place]), period_id)
            then, now = float(before[place]), float(column.numbers[place])
            found.append((key, _warning("falls", known.said[key], row, before=then, now=now)))
    return known.where(found)


def _jumps(
    rule: Rule, known: _Known, series: Mapping[int, Series], calendar: _Calendar
) -> list[Warning]:
    found: list[tuple[Key, Warning]] = []
    for (series_id, period_id), column in known.own.items():
        row = series[series_id]
        if rule.indicator_id not in (None, row.indicator_id):
            continue
        cumulative = row.flow == FlowBasis.YEAR_TO_DATE
        figures = np.vstack(
            [
                _step((series_id, period_id), steps, known, column.units, calendar, cumulative)
                for steps in range(USUAL_STEPS, -1, -1)
            ]
        )
        step, usual = steps_beyond(figures[:-1], figures[-1], times=rule.times)
        for place in np.flatnonzero(~np.isnan(step)):
            key = (series_id, int(column.units[place]), period_id)
            now, by, often = (float(of[place]) for of in (column.numbers, step, usual))
            cell = known.said[key]
            found.append((key, _warning("jump", cell, row, now=now, step=by, usual=often)))
    return known.where(found)


def steps_beyond(history: Numbers, now: Numbers, *, times: float) -> tuple[Numbers, Numbers]:
    """Return :func:`jumps` for many units at once: (change, usual change), nan where it is usual.

    ``history`` has a row a period, old to new, and a column a unit; nan where nothing is known.
    """
    steps = np.sort(np.abs(np.diff(history, axis=0)), axis=0)  # nan comes last
    count = np.count_nonzero(~np.isnan(steps), axis=0)
    at = np.arange(steps.shape[1])
    low = steps[np.maximum(count - 1, 0) // 2, at]
    high = steps[np.minimum(count // 2, len(steps) - 1), at]
    usual = np.where(count % 2 == 1, low, (low + high) / 2)
    step = now - history[-1]
    with np.errstate(invalid="ignore"):
        beyond = (count >= USUAL_LEAST) & (usual > 0) & (np.abs(step) > times * usual)
    return np.where(beyond, step, np.nan), np.where(beyond, usual, np.nan)


def _step(
    at: At, steps: int, known: _Known, units: Units, calendar: _Calendar, cumulative: bool
) -> Numbers:
    """The figures some periods back; of a cumulative series what that period alone brought."""
    period = calendar.back(at[1], steps) if steps else at[1]
    if period is None:
        return known.of(None, units)
    figures = known.of((at[0], period), units)
    if not cumulative or calendar.rows[period].number == 1:
        return figures
    earlier = calendar.back(period, 1)
    before = known.of((at[0], earlier) if earlier is not None else None, units)
    return np.asarray(figures - before)


def _warning(code: str, cell: Cell, series: Series, **figures: float) -> Warning:
    return {
        "code": code,
        "sheet": cell.sheet,
        "address": cell.address,
        "row": cell.row,
        "raw": cell.raw[:40],
        "unit": cell.unit_id,
        "label": cell.label,
        "period": cell.period_id,
        "indicator": series.indicator.name,
        "measure": series.indicator.measure,
        "decimals": series.indicator.decimals,
        **figures,
    }


def _capped(found: list[Warning]) -> list[Warning]:
    kept: list[Warning] = []
    counts: dict[str, int] = {}
    for warning in found:
        counts[warning["code"]] = counts.get(warning["code"], 0) + 1
        if counts[warning["code"]] <= KEPT:
            kept.append(warning)
    kept += [
        {"code": "more", "of": code, "count": count - KEPT}
        for code, count in counts.items()
        if count > KEPT
    ]
    return kept
