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

from leitai.apps.indicators.models import ImportCheck, Series, StagedCell, Upload
from leitai.apps.indicators.models.definitions import FlowBasis
from leitai.apps.indicators.reading.settling import key_of
from leitai.apps.indicators.selectors.values import Key, read_values
from leitai.apps.periods.models import Period

Kind = ImportCheck.Kind

#: Steps back that "usual" looks at, and how many changes it needs to know.
USUAL_STEPS, USUAL_LEAST = 12, 4
#: Stored values fetched for comparison at most; a larger import is told that it was not compared.
MOST_COMPARED = 250_000
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


def warnings_of(upload: Upload, cells: Sequence[StagedCell]) -> list[Warning]:
    """Return what the checks find about the settled cells of an upload."""
    said: dict[Key, StagedCell] = {}
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
    figures = {key: cell.value for key, cell in said.items() if cell.value is not None}
    stored = _stored(upload, said, rules, series, calendar)
    found: list[Warning] = []
    if stored is None:
        found.append({"code": "not_compared", "count": len(said)})
    known = {**(stored or {}), **figures}
    for rule in rules:
        match rule.kind:
            case Kind.PARTS_WHOLE:
                found += _parts(rule, said, known, series)
            case Kind.NEVER_FALLS:
                found += _falls(rule, said, known, series, calendar)
            case Kind.JUMP if stored is not None:
                found += _jumps(rule, said, known, series, calendar)
    return _capped(found)


def _stored(
    upload: Upload,
    said: Mapping[Key, StagedCell],
    rules: Sequence[Rule],
    series: Mapping[int, Series],
    calendar: _Calendar,
) -> dict[Key, float] | None:
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
    units = {key[1] for key in said}
    periods = {key[2] for key in said}
    for period_id in list(periods):
        for step in range(1, steps + 1):
            earlier = calendar.back(period_id, step)
            if earlier is not None:
                periods.add(earlier)
    if len(series_ids) * len(units) * len(periods) > MOST_COMPARED:
        return None
    values = read_values(series_ids, units, periods, source_of=upload.source_id)
    return {key: value.number for key, value in values.items() if value.number is not None}


def _concerned(
    rule: Rule, said: Mapping[Key, StagedCell], series: Mapping[int, Series]
) -> Iterable[tuple[Key, StagedCell, Series]]:
    for key, cell in said.items():
        row = series[key[0]]
        if rule.indicator_id in (None, row.indicator_id):
            yield key, cell, row


def _parts(
    rule: Rule,
    said: Mapping[Key, StagedCell],
    known: Mapping[Key, float],
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
            total = known.get((whole.pk, unit, period))
            if total is None:
                continue
            figures = [
                known.get((part, unit, period)) if part is not None else None for part in parts
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
    rule: Rule,
    said: Mapping[Key, StagedCell],
    known: Mapping[Key, float],
    series: Mapping[int, Series],
    calendar: _Calendar,
) -> list[Warning]:
    found = []
    for key, cell, row in _concerned(rule, said, series):
        if row.flow != FlowBasis.YEAR_TO_DATE or calendar.rows[key[2]].number == 1:
            continue
        earlier = calendar.back(key[2], 1)
        before = known.get((key[0], key[1], earlier)) if earlier is not None else None
        now = known[key]
        if before is not None and falls(before, now, tolerance=rule.tolerance):
            found.append(_warning("falls", cell, row, before=before, now=now))
    return found


def _jumps(
    rule: Rule,
    said: Mapping[Key, StagedCell],
    known: Mapping[Key, float],
    series: Mapping[int, Series],
    calendar: _Calendar,
) -> list[Warning]:
    found = []
    for key, cell, row in _concerned(rule, said, series):
        cumulative = row.flow == FlowBasis.YEAR_TO_DATE
        history = [
            _step(key, steps, known, calendar, cumulative) for steps in range(USUAL_STEPS, 0, -1)
        ]
        now = _step(key, 0, known, calendar, cumulative)
        if now is None:
            continue
        beyond = jumps(history, now, times=rule.times)
        if beyond:
            found.append(
                _warning("jump", cell, row, now=known[key], step=beyond[0], usual=beyond[1])
            )
    return found


def _step(
    key: Key, steps: int, known: Mapping[Key, float], calendar: _Calendar, cumulative: bool
) -> float | None:
    """The figure some periods back; of a cumulative series what that period alone brought."""
    at = calendar.back(key[2], steps) if steps else key[2]
    if at is None:
        return None
    figure = known.get((key[0], key[1], at))
    if figure is None or not cumulative or calendar.rows[at].number == 1:
        return figure
    earlier = calendar.back(at, 1)
    before = known.get((key[0], key[1], earlier)) if earlier is not None else None
    return None if before is None else figure - before


def _warning(code: str, cell: StagedCell, series: Series, **figures: float) -> Warning:
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
