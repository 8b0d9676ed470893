"""A district beside real counties: the figures of 2023 and 2020, and a field of comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.services import define_field, define_item
from leitai.apps.indicators.models import DataSource, Extent, Series
from leitai.apps.indicators.services import NewValue, define_extent, import_values
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_units
from leitai.demo.counties import CountyRow, load_counties, load_scope_changes
from tests import factories
from tests.people import District

#: name, division code, kind, province, prefecture, then per year: area, population, gdp and its
#: three sectors (万元). The yearbooks of 2023 and 2020.
COUNTIES = (
    ("江阴市", "320281", "county_city", "江苏省", "无锡市",
     (987, 1270000, 49605100, 409600, 25675800, 23519700),
     (987, 1266600, 41137500, 380400, 20941100, 19816000)),
    ("昆山市", "320583", "county_city", "江苏省", "苏州市",
     (932, 1260000, 51406000, 308400, 26339200, 24758400),
     (932, 1067100, 42767600, 309500, 21491900, 20966200)),
    ("通州区", "320612", "district", "江苏省", "南通市",
     (1565, 1230000, 17013200, 715500, 8924100, 7373600),
     (1562, 1250000, 14625100, 634300, 7316300, 6674500)),
    ("龙海区", "350604", "district", "福建省", "漳州市",
     (1320, 910000, 13483694, 802049, 8193365, 4488280),
     (1337, 904601, 11157500, 799900, 6349500, 4008100)),
    ("博罗县", "441322", "county", "广东省", "惠州市",
     (2855, 980000, 8388917, 942365, 4664590, 2781962),
     (2855, 936935, 6190442, 692042, 3098008, 2400392)),
)  # fmt: skip
CODES = ("area", "population", "gdp", "primary", "secondary", "tertiary")
NAMES = {
    "area": ("行政区域面积", "平方公里"),
    "population": ("户籍人口", "人"),
    "gdp": ("地区生产总值", "万元"),
    "primary": ("第一产业增加值", "万元"),
    "secondary": ("第二产业增加值", "万元"),
    "tertiary": ("第三产业增加值", "万元"),
}
BASE = {"gdp_base": ("2020年地区生产总值（辖区可比）", "万元")}
#: What the shipped tables call the same.
SHIPPED = {
    "primary": "primary_industry",
    "secondary": "secondary_industry",
    "tertiary": "tertiary_industry",
}
#: The district's own figures by extent: 亿元, 万人, 平方公里.
OWN = {
    "不含临空": {
        "area": 1086, "population": 61.40, "gdp": 589.23,
        "primary": 38.62, "secondary": 236.47, "tertiary": 314.14,
    },
    "含临空": {"gdp": 701.11},
}  # fmt: skip
BEFORE = {"不含临空": {"gdp": 571.33}}


@dataclass(frozen=True)
class Field:
    """What the tests of benchmarks start from."""

    district: District
    counties: Unit
    field: BenchmarkField
    items: dict[str, BenchmarkItem]
    extents: dict[str, Extent]
    own_series: dict[tuple[str, str], Series]
    their_series: dict[str, Series]
    source: DataSource

    @property
    def unit(self) -> Unit:
        return self.district.area

    def county(self, name: str) -> Unit:
        return Unit.objects.get(name=name, above__ancestor=self.counties)


def year(number: int) -> Period:
    return ensure_period("year", number)


def make_field(district: District, *, public: bool = True, everybody: bool = False) -> Field:
    """Enter counties, the district's own yearly figures, and the field that joins them.

    ``everybody`` takes all counties of the yearbooks instead of five.
    """
    counties, their_series = _counties(_all_counties() if everybody else COUNTIES)
    source = factories.make_source(
        "gongbao", district.area, name="统计公报", public=public, statistical=True
    )
    extents = {name: define_extent(Act(), unit=district.area, name=name) for name in OWN}
    own_series = _own(district, source, extents)
    field = define_field(
        Act(),
        area=district.area,
        name="全国县域",
        own_kinds=["district"],
        candidates=counties,
        candidate_kinds=[],
    )
    items = _items(field, own_series, their_series)
    return Field(district, counties, field, items, extents, own_series, their_series, source)


def this_year() -> int:
    """The year that a page shows when none is asked for."""
    return timezone.localdate().year


def make_town_field(area: Unit, series: Series, candidates: Unit | None = None) -> BenchmarkField:
    """Open a field in which the towns of an area compare one monthly series with each other."""
    field = define_field(
        Act(),
        area=area,
        name="区内乡镇",
        own_kinds=["township", "subdistrict"],
        candidates=candidates or area,
        candidate_kinds=[] if candidates else ["township", "subdistrict"],
        period_kind="month",
        term=1,
        position=2,
    )
    define_item(
        Act(),
        field=field,
        code="funds",
        name=series.indicator.name,
        role="level",
        measure=series.indicator.measure,
        own=series.indicator,
        theirs=series.indicator,
    )
    return field


Row = tuple[str, str, str, str, str, tuple[float | None, ...], tuple[float | None, ...]]


def _all_counties() -> tuple[Row, ...]:
    """Return every county of the yearbooks; an earlier figure where the territory is the same."""
    changed = {one.division_code for one in load_scope_changes()}
    before = {row.division_code: row for row in load_counties(2020)}

    def figures(row: CountyRow | None) -> tuple[float | None, ...]:
        if row is None:
            return (None,) * len(CODES)
        return tuple(row.values.get(SHIPPED.get(code, code)) for code in CODES)

    return tuple(
        (
            row.name, row.division_code, row.type, row.province, row.prefecture, figures(row),
            figures(None if row.division_code in changed else before.get(row.division_code)),
        )
        for row in load_counties(2023)
    )  # fmt: skip


def _counties(counties: Sequence[Row]) -> tuple[Unit, dict[str, Series]]:
    area = factories.make_unit("全国县域", "country", position=900)
    source = factories.make_source("yearbook", name="县域统计年鉴", public=True, statistical=True)
    series = {
        code: factories.make_series(
            factories.make_indicator(area, code, name, measure, decimals=0, direction="none"),
            source,
            "stock" if code in ("area", "population") else "year_to_date",
            price="none" if code in ("area", "population") else "current",
        )
        for code, (name, measure) in (NAMES | BASE).items()
    }
    register_units(
        Act(),
        root=area,
        rows=[
            {
                "name": name, "kind": kind, "division_code": code, "position": int(code),
                "attributes": {"province": province, "prefecture": prefecture},
            }
            for name, code, kind, province, prefecture, _now, _before in counties
        ],
    )  # fmt: skip
    units = {unit.division_code: unit.pk for unit in Unit.objects.filter(above__ancestor=area)}
    rows = []
    for _name, division, _kind, _province, _prefecture, now, before in counties:
        for number, figures in ((2023, now), (2020, before)):
            rows += [
                NewValue(series[code].pk, units[division], year(number).pk, number=float(figure))
                for code, figure in zip(CODES, figures, strict=True)
                if figure is not None
            ]
        base = before[CODES.index("gdp")]
        if base is not None:
            rows.append(
                NewValue(series["gdp_base"].pk, units[division], year(2023).pk, number=float(base))
            )
    import_values(Act(), source=source, rows=rows, reason="年鉴")
    return area, series


def _own(
    district: District, source: DataSource, extents: dict[str, Extent]
) -> dict[tuple[str, str], Series]:
    found: dict[tuple[str, str], Series] = {}
    rows = []
    for code, (name, measure) in NAMES.items():
        indicator = factories.make_indicator(
            district.area, f"year_{code}", name,
            {"万元": "亿元", "人": "万人"}.get(measure, measure),
            actionable=False,
        )  # fmt: skip
        for extent, figures in OWN.items():
            if code not in figures:
                continue
            found[code, extent] = factories.make_series(
                indicator,
                source,
                "stock" if code in ("area", "population") else "year_to_date",
                price="none" if code in ("area", "population") else "current",
                extent=extents[extent],
            )
    for number, book in ((2023, OWN), (2022, BEFORE)):
        rows += [
            NewValue(found[code, extent].pk, district.area.pk, year(number).pk, number=figure)
            for extent, figures in book.items()
            for code, figure in figures.items()
        ]
    import_values(Act(), source=source, rows=rows, reason="公报")
    return found


def _items(
    field: BenchmarkField, own: dict[tuple[str, str], Series], theirs: dict[str, Series]
) -> dict[str, BenchmarkItem]:
    found: dict[str, BenchmarkItem] = {}
    for position, (code, role, measure, decimals) in enumerate(
        (
            ("gdp", "level", "亿元", 2),
            ("primary", "part", "亿元", 2),
            ("secondary", "part", "亿元", 2),
            ("tertiary", "part", "亿元", 2),
            ("population", "size", "万人", 2),
            ("area", "size", "平方公里", 0),
        )
    ):
        found[code] = define_item(
            Act(),
            field=field,
            code=code,
            name=NAMES[code][0],
            role=role,
            measure=measure,
            decimals=decimals,
            own=own[code, "不含临空"].indicator,
            theirs=theirs[code].indicator,
            whole=found["gdp"] if role == "part" else None,
            their_decimals=0 if code == "population" else None,
            base=theirs["gdp_base"].indicator if code == "gdp" else None,
            base_years=3,
            trait=role == "size",
            position=position,
        )
    for code, name, measure, decimals, below, factor in (
        ("per_head", "人均生产总值（户籍）", "万元", 2, "population", 1.0),
        ("per_area", "地均生产总值", "万元/平方公里", 0, "area", 10000.0),
    ):
        found[code] = define_item(
            Act(),
            field=field,
            code=code,
            name=name,
            role="intensity",
            measure=measure,
            decimals=decimals,
            numerator=found["gdp"],
            denominator=found[below],
            factor=factor,
            trait=True,
            position=len(found),
        )
    return found
