"""What the pages of indicators show: definition, spread, heat map, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from leitai.apps.indicators.models import Indicator, IndicatorVersion, Series
from leitai.apps.indicators.selectors.columns import Reader, UnitSet, columns_for
from leitai.apps.indicators.selectors.missing import Gap, missing_table
from leitai.apps.indicators.selectors.spread import (
    Distribution,
    HeatMap,
    PeriodRef,
    UnitRef,
    distribution,
    heat_map,
    in_full,
    unit_refs,
)
from leitai.apps.indicators.selectors.values import ids, values_for
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Ancestry
from leitai.apps.units.selectors import unit_roots

#: Own units whose cells are read whatever part of the heat map is shown.
OWN_SHOWN = 3


@dataclass(frozen=True)
class Part:
    """Which rows of a long table are wanted: ``length`` of them from place ``start``.

    A table of up to ``whole`` rows is wanted as a whole.
    """

    start: int
    length: int
    whole: int = 0

    def of(self, rows: Sequence[UnitRef]) -> Sequence[UnitRef]:
        """Cut the rows; a part past the end is the last one."""
        if len(rows) <= self.whole:
            return rows
        last = max(len(rows) - 1, 0) // self.length * self.length
        start = min(self.start, last)
        return rows[start : start + self.length]


ALL = Part(0, 1_000_000)


@dataclass(frozen=True)
class SeriesFacts:
    """A series of the indicator with its scope and the source that counts."""

    id: int
    scope: tuple[str, ...]
    source: str
    public: bool
    statistical: bool
    citation: str


@dataclass(frozen=True)
class IndicatorPage:
    """What the page of an indicator shows for one of its series and a period."""

    indicator: Indicator
    versions: tuple[IndicatorVersion, ...]
    in_force: IndicatorVersion | None
    series: tuple[SeriesFacts, ...]
    shown: SeriesFacts | None
    period: PeriodRef | None
    distribution: Distribution | None
    heat: HeatMap | None
    missing: tuple[Gap, ...]


def indicators_for(user: Any) -> QuerySet[Indicator]:
    """Return the indicators of areas that the user belongs to, and those with published values."""
    above = Ancestry.objects.filter(descendant_id__in=unit_roots(user)).values("ancestor_id")
    below = Ancestry.objects.filter(ancestor_id__in=unit_roots(user)).values("descendant_id")
    own = Indicator.objects.filter(area__in=above) | Indicator.objects.filter(area__in=below)
    opened = Indicator.objects.filter(
        pk__in=Series.objects.filter(authority__public=True).values("indicator_id")
    )
    return (own | opened).distinct().select_related("area", "responsible")


def _facts(row: Series) -> SeriesFacts:
    return SeriesFacts(
        row.pk,
        row.scope,
        row.authority.name,
        row.authority.public,
        row.authority.statistical,
        row.authority.citation,
    )


def indicator_page(
    user: Any,
    indicator: Indicator,
    *,
    periods: Sequence[Period],
    before: Sequence[Period] = (),
    series_id: int | None = None,
    own: Collection[int] = (),
    places: Part = ALL,
    heat: Part = ALL,
) -> IndicatorPage | None:
    """Return the page of an indicator, or None if it is not open to the user.

    ``periods`` run old to new; the last one is the page's own. The units are those with a value in
    one of them or of the periods ``before``. Statistics are of all of them; read in full are the
    wanted parts of the places and of the heat map, where the user's ``own`` units come first, and
    first and last.
    """
    if not indicators_for(user).filter(pk=indicator.pk).exists():
        return None
    versions = tuple(indicator.versions.all())
    rows = list(indicator.series.select_related("indicator", "extent", "authority").order_by("pk"))
    shown = next((row for row in rows if row.pk == series_id), rows[0] if rows else None)
    period = periods[-1] if periods else None
    day = period.end if period is not None else timezone.localdate()
    in_force = next((version for version in versions if version.valid_from <= day), None)
    page = IndicatorPage(
        indicator=indicator,
        versions=versions,
        in_force=in_force or (versions[-1] if versions else None),
        series=tuple(_facts(row) for row in rows),
        shown=_facts(shown) if shown is not None else None,
        period=PeriodRef(period.pk, period.code) if period is not None else None,
        distribution=None,
        heat=None,
        missing=(),
    )
    if shown is None or period is None:
        return page
    reader = Reader.of(user)
    columns = columns_for(reader, [shown.pk], ids([*periods, *before]))
    held = UnitSet()
    for column in columns.values():
        held.add(column.units)
    units = unit_refs(held.units().tolist())
    spread = distribution(user, shown, units, period, reader=reader, columns=columns)
    mine = [ref for ref in units if ref.id in own]
    long = len(units) > heat.length
    lines = heat.of(sorted(units, key=lambda ref: ref.id not in own) if long else units)
    wanted = {ref.id for ref in (*lines, *mine[:OWN_SHOWN], *places.of(spread.order))}
    wanted |= {ref.id for ref in (*spread.order[:1], *spread.order[-1:])}
    if len(mine) == 1:
        wanted.add(mine[0].id)
    values = values_for(user, [shown], wanted, periods, own=reader.own)
    return replace(
        page,
        distribution=in_full(spread, values, shown, period),
        heat=heat_map(
            user,
            shown,
            units,
            periods,
            shown=lines,
            own=mine[:OWN_SHOWN],
            reader=reader,
            columns=columns,
            values=values,
        ),
        missing=tuple(
            missing_table(
                user, indicator.area, period, units=units, indicators=[indicator], reader=reader
            )
        ),
    )
