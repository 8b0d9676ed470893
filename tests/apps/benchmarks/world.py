"""A district beside real counties: the figures of 2023 and 2020, and a field of comparison."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.services import define_field, define_item
from leitai.apps.indicators.models import DataSource, Extent, Series
from leitai.apps.indicators.services import NewValue, define_extent, import_values
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit
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


def make_field(district: District, *, public: bool = True) -> Field:
    """Enter counties, the district's own yearly figures, and the field that joins them."""
    counties, their_series = _counties()
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
        candidate_kinds=["county", "county_city", "district"],
    )
    items = _items(field, own_series, their_series)
    return Field(district, counties, field, items, extents, own_series, their_series, source)


def _counties() -> tuple[Unit, dict[str, Series]]:
    area = factories.make_unit("全国县域", "country", position=900)
    source = factories.make_source("yearbook", name="县域统计年鉴", public=True, statistical=True)
    series = {
        code: factories.make_series(
            factories.make_indicator(area, code, name, measure, decimals=0, direction="none"),
            source,
            "stock" if code in ("area", "population") else "year_to_date",
            price="none" if code in ("area", "population") else "current",
        )
        for code, (name, measure) in NAMES.items()
    }
    rows = []
    for name, division, kind, province, prefecture, now, before in COUNTIES:
        unit = factories.make_unit(
            name, kind, area, division_code=division, position=int(division),
            attributes={"province": province, "prefecture": prefecture},
        )  # fmt: skip
        for number, figures in ((2023, now), (2020, before)):
            rows += [
                NewValue(series[code].pk, unit.pk, year(number).pk, number=float(figure))
                for code, figure in zip(CODES, figures, strict=True)
            ]
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
