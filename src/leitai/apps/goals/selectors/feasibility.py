"""Whether a target can be expected: the growth it takes beside the growth there ever was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction, FlowBasis
from leitai.apps.indicators.selectors.values import values_for
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.engine.benchmark import required_growth
from leitai.engine.experience import Experience, growth_experience
from leitai.engine.quantity import Missing

#: Years before the target's whose growth is looked at.
LOOK_BACK = 6
#: Measures that are rates already: their growth in percent says nothing.
RATES = ("%", "‰", "％")


@dataclass(frozen=True)
class Feasibility:
    """The growth (percent) from last year's figure to a floor, beside what was ever reached.

    ``own_best`` is the unit's own best yearly growth, ``peers_best`` the best that any unit had in
    ``peers`` yearly growths known to the reader. For indicators where lower is better all are
    declines. ``beyond_own`` and ``beyond_all`` warn.
    """

    last: float
    needed: float
    own_best: float | None
    own_year: int | None
    peers_best: float | None
    peers: int
    reach: str

    @property
    def beyond_own(self) -> bool:
        return self.own_best is not None and self.needed > self.own_best

    @property
    def beyond_all(self) -> bool:
        """Whether no unit ever had such growth in any year."""
        return self.peers_best is not None and self.needed > self.peers_best


def feasibility(
    user: Any, series: Series, year: int, floors: Mapping[int, float]
) -> dict[int, Feasibility]:
    """Return, by unit, whether floors of a year can be expected, as far as figures tell.

    Units without a positive figure of last year are left out, and so are rates. Only values open to
    the user take part. Two to four queries.
    """
    if series.indicator.measure in RATES:
        return {}
    sign = -1.0 if series.indicator.direction == Direction.LOWER else 1.0
    figures = yearly_figures(user, series, year)
    last = figures.get(year - 1, {})
    history: dict[int, Experience] = {}
    for at in sorted(figures):
        if at - 1 in figures:
            history[at] = growth_experience(
                {str(unit): n for unit, n in figures[at - 1].items()},
                {str(unit): n for unit, n in figures[at].items()},
                years=1,
            )
    pooled = _pooled(history, sign)
    found = {}
    for unit, floor in floors.items():
        before = last.get(unit)
        growth = required_growth(before, floor, 1) if before is not None else None
        if before is None or growth is None or isinstance(growth, Missing):
            continue
        own = [
            (sign * rate, at)
            for at, one in history.items()
            for rate, name in zip(one.rates, one.units, strict=True)
            if name == str(unit)
        ]
        best = max(own) if own else None
        needed = sign * growth.number
        found[unit] = Feasibility(
            last=before,
            needed=needed,
            own_best=best[0] if best else None,
            own_year=best[1] if best else None,
            peers_best=pooled.rates[-1] if len(pooled) else None,
            peers=len(pooled),
            reach=pooled.place(needed).reach if len(pooled) else "",
        )
    return found


def _pooled(history: Mapping[int, Experience], sign: float) -> Experience:
    """Put the growth rates of all years together."""
    pairs = sorted(
        (sign * rate, f"{name} {at}")
        for at, one in history.items()
        for rate, name in zip(one.rates, one.units, strict=True)
    )
    return Experience(1, tuple(rate for rate, _n in pairs), tuple(name for _r, name in pairs), ())


def yearly_figures(user: Any, series: Series, before: int) -> dict[int, dict[int, float]]:
    """Return the figures of whole years before a year, by year and unit, as open to the user.

    Of cumulative series and stocks the December figure, of single months the sum of all twelve, or
    the year's own figure where one is stored. A year with a month missing has none.
    """
    years = range(before - LOOK_BACK, before)
    current = series.flow == FlowBasis.CURRENT
    months = Period.objects.filter(kind=PeriodKind.MONTH, year__in=years)
    if not current:
        months = months.filter(number=12)
    periods = {
        period.pk: period
        for period in (*months, *Period.objects.filter(kind=PeriodKind.YEAR, year__in=years))
    }
    found: dict[int, dict[int, float]] = {}
    sums: dict[tuple[int, int], list[float]] = {}
    for (_series, unit, period_id), value in values_for(user, [series], None, periods).items():
        period = periods[period_id]
        if value.number is None:
            continue
        if period.kind == PeriodKind.YEAR:
            found.setdefault(period.year, {})[unit] = value.number
        else:
            sums.setdefault((period.year, unit), []).append(value.number)
    for (year, unit), numbers in sums.items():
        if len(numbers) == (12 if current else 1):
            found.setdefault(year, {}).setdefault(unit, sum(numbers))
    return found
