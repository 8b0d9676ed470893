"""The month of October 2026 of the invented district, stored and published through the services."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from leitai.apps.audit.services import Act, seal
from leitai.apps.goals.services import NewTarget, import_targets
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import NewValue, import_values, keep_file
from leitai.apps.standings.models import Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    open_round,
    publish_standing,
    publish_version,
)
from leitai.apps.units.models import Unit
from leitai.demo.district import seeded
from leitai.demo.district_model import District
from leitai.demo.places import SCHEMES_ROOT
from leitai.workbooks.addresses import address
from tests import factories

MONTHS = ("2025-10", "2026-10")
FILE = "云溪区2026年10月报表.xlsx"


@cache
def invented() -> District:
    """The district of the usual seed, made once."""
    return seeded()


def publish_october(text: str = "", rename: dict[str, str] | None = None) -> Standing:
    """Store two Octobers of the district and publish the newer by the scheme ``text``.

    ``rename`` gives units other names, to see what names can do to a file.
    """
    names = rename or {}
    made = invented()
    text = text or Path(SCHEMES_ROOT / "yunxi.yaml").read_text("utf-8")
    area = factories.make_unit("云溪区", "district", fictional=True)
    units = {
        unit.name: factories.make_unit(
            names.get(unit.name, unit.name), unit.kind, area, position=position
        )
        for position, unit in enumerate(made.units)
        if unit.parent
    }
    source = factories.make_source()
    series: dict[str, Series] = {}
    for each in made.indicators:
        if f"indicator: {each.id}," in text:
            indicator = factories.make_indicator(
                area, each.id, each.name, each.measure, decimals=each.decimals
            )
            series[each.id] = factories.make_series(indicator, source, each.flow, price=each.price)
    _values(area, made, units, series)
    rows = [
        NewTarget(series[t.indicator].pk, units[t.unit].pk, t.year, t.floor, t.stretch, t.shape)
        for t in made.targets
        if t.indicator in series and t.year == 2026
    ]
    import_targets(Act(), area=area, rows=rows, reason="年度目标")
    scheme = create_scheme(Act(), area=area, slug="yunxi", name="云溪擂台", period_kind="month")
    publish_version(Act(), version=add_version(Act(), scheme=scheme, text=text))
    played = open_round(Act(), scheme=scheme, period=factories.month(2026, 10))
    standing = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    seal()
    return Standing.objects.select_related("round__scheme__area", "round__period", "version").get(
        pk=standing.pk
    )


def _values(area: Unit, made: District, units: dict[str, Unit], series: dict[str, Series]) -> None:
    source = next(iter(series.values())).authority
    for period in MONTHS:
        year, month = (int(part) for part in period.split("-"))
        stored = factories.month(year, month)
        file = FILE if year == 2026 else "旧表.xlsx"
        upload = keep_file(Act(), area=area, source=source, name=file, content=f"{period}".encode())
        rows = [
            NewValue(
                series_id=series[value.indicator].pk,
                unit_id=units[value.unit].pk,
                period_id=stored.pk,
                number=value.number,
                missing=value.missing or "",
                sheet="报表",
                address=address(number, 3),
                raw="" if value.number is None else str(value.number),
            )
            for number, value in enumerate(made.latest(period).values(), start=4)
            if value.indicator in series
        ]
        import_values(Act(), source=source, rows=rows, reason="报表", upload=upload)
