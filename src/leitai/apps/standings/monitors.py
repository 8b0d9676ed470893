"""Monitors: movement of series without direction, hence without ranks or merit.

A monitor file names its series and what to show of each: the change on the month before, the
chained change over some months, the distance from the unit's own highest level, and how many
months the direction has held. Chaining stops at a month that was not published; nothing is
filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.periods.models import Period, PeriodKind
from leitai.apps.periods.models.period import PER_YEAR
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants
from leitai.engine.rounding import half_up

FORMAT = "monitor/1"


@dataclass(frozen=True)
class MonitorFile:
    """What a monitor file says."""

    name: str
    version: str
    effective: Any
    reasons: str
    shows: tuple[Mapping[str, Any], ...]
    inputs: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Movement:
    """One unit's movement in the month shown; None where a month is missing."""

    unit: Unit
    value: float | None
    month: float | None
    year: float | None
    since_peak: float | None
    run: int
    revision_id: int | None
    trail: tuple[float | None, ...]


@dataclass(frozen=True)
class MonitorPage:
    """A monitor for a month and a series."""

    file: MonitorFile
    period: Period
    series: Series
    input: Mapping[str, Any]
    rows: tuple[Movement, ...]
    periods: tuple[Period, ...]


def read_monitor(text: str) -> MonitorFile:
    """Read a monitor file.

    Raises:
        ValidationError: when it is not one, naming what is missing.
    """
    data = yaml.safe_load(text)
    if not isinstance(data, dict) or data.get("leitai") != FORMAT:
        raise ValidationError(_("A monitor file begins with “leitai: monitor/1”."))
    absent = [k for k in ("name", "version", "effective", "inputs") if k not in data]
    if absent:
        raise ValidationError(_("The monitor file lacks %(keys)s.") % {"keys": ", ".join(absent)})
    return MonitorFile(
        name=data["name"],
        version=str(data["version"]),
        effective=data["effective"],
        reasons=data.get("reasons", ""),
        shows=tuple(data.get("shows", ())),
        inputs=tuple(data["inputs"]),
    )


def monitor_file(scheme: Scheme) -> MonitorFile | None:
    """Return the published monitor file of a scheme, or None."""
    version = SchemeVersion.objects.filter(
        scheme=scheme, state=SchemeVersion.State.PUBLISHED
    ).first()
    return read_monitor(version.text) if version else None


def chained(levels: Sequence[float | None], months: int) -> float | None:
    """Return the change in percent over the last ``months`` indices (month before = 100)."""
    last = list(levels[-months:])
    if len(last) < months or any(index is None for index in last):
        return None
    product = 1.0
    for index in last:
        product *= (index or 0.0) / 100
    return half_up((product - 1) * 100, 1)


def since_peak(levels: Sequence[float | None]) -> float | None:
    """Return the distance in percent from the highest chained level since the last gap.

    The chain begins at the level of the month before its first index, which counts as a peak too.
    """
    run = [100.0]
    for index in levels:
        run = [100.0] if index is None else [*run, run[-1] * index / 100]
    if not levels or levels[-1] is None:
        return None
    return half_up((run[-1] / max(run) - 1) * 100, 1)


def same_direction(levels: Sequence[float | None]) -> int:
    """Return for how many months up to the last the index stood on one side of 100.

    Positive while rising, negative while falling, 0 when unchanged or not published.
    """
    count = 0
    sign = 0
    for index in reversed(levels):
        step = 0 if index is None else (index > 100) - (index < 100)
        if step == 0 or (sign and step != sign):
            break
        sign = step
        count += 1
    return count * sign


def _every_month(months: Sequence[Period]) -> list[Period | None]:
    """Return every period from the first to the last, None where nothing at all was published."""

    def place(period: Period) -> int:
        return period.year * PER_YEAR[PeriodKind(period.kind)] + period.number

    known = {place(month): month for month in months}
    return [known.get(at) for at in range(place(months[0]), place(months[-1]) + 1)]


def monitor_page(
    scheme: Scheme, period: Period | None = None, input_id: str | None = None
) -> MonitorPage | None:
    """Return the movement of every unit in a month (the newest by default) for one series.

    Units of which the series never had a figure are left out. None when the scheme, the series or
    the month has nothing published.
    """
    file = monitor_file(scheme)
    if file is None:
        return None
    chosen = next((i for i in file.inputs if input_id in (None, i["id"])), None)
    if chosen is None:
        return None
    series = (
        Series.objects.filter(
            indicator__area=scheme.area, indicator__code=chosen.get("indicator", chosen["id"])
        )
        .select_related("indicator", "authority")
        .first()
    )
    if series is None:
        return None
    months = list(
        Period.objects.filter(kind=scheme.period_kind, revisions__series=series)
        .distinct()
        .order_by("start")
    )
    if not months:
        return None
    period = period or months[-1]
    if period not in months:
        return None
    seen = months[: months.index(period) + 1]
    slots = _every_month(seen)
    units = list(descendants(scheme.area))
    values = current_values([series], [u.pk for u in units], [m.pk for m in seen])
    rows = []
    for unit in units:
        cells = [values.get((series.pk, unit.pk, m.pk)) if m else None for m in slots]
        if not any(cells):
            continue
        levels = [cell.number if cell else None for cell in cells]
        now = levels[-1] if levels else None
        rows.append(
            Movement(
                unit=unit,
                value=now,
                month=half_up(now - 100, 1) if now is not None else None,
                year=chained(levels, 12),
                since_peak=since_peak(levels),
                run=same_direction(levels),
                revision_id=cells[-1].revision_id if cells and cells[-1] else None,
                trail=tuple(levels[-24:]),
            )
        )
    return MonitorPage(file, period, series, chosen, tuple(rows), tuple(reversed(months)))
