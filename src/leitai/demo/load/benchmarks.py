"""Benchmarks of 云溪区: its yearly figures by extent, who is compared, and what was chosen.

The district's own figures are invented; those of the counties are the yearbook's. The sentences
and the plan's target come from the documents that the district is modelled on.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.services import (
    confirm_pair,
    define_field,
    define_item,
    propose_pair,
    set_reference,
    set_terrain,
    state_comparison,
)
from leitai.apps.benchmarks.services.traits import NewTerrain
from leitai.apps.goals.services import set_target
from leitai.apps.indicators.models import Extent, Indicator, Series
from leitai.apps.indicators.services import (
    NewValue,
    define_extent,
    define_indicator,
    define_series,
    import_values,
    keep_file,
    register_source,
)
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit, User
from leitai.demo.places import DISTRICT_ROOT
from leitai.workbooks.addresses import address

YEAR = 2026
COUNTY_KINDS = ["county", "county_city", "district", "banner", "autonomous_county"]
TOWN_KINDS = ["township", "subdistrict"]
FILE = "云溪区年度数据.csv"
#: Line of the yearly table → code of the own indicator, English, code in the yearbook, decimals.
ANNUAL = {
    "全区地区生产总值": ("year_gdp", "GDP of the district", "gdp", 2),
    "全区第一产业增加值": ("year_primary", "Primary industry", "primary_industry", 2),
    "全区第二产业增加值": ("year_secondary", "Secondary industry", "secondary_industry", 2),
    "全区第三产业增加值": ("year_tertiary", "Tertiary industry", "tertiary_industry", 2),
    "全区一般公共预算收入": ("year_revenue", "General budget revenue", "fiscal_revenue", 2),
    "全区年末贷款余额": ("year_loans", "Loans at year's end", "loans", 2),
    "全区规上工业企业": ("year_firms", "Industrial firms above scale", "above_scale_firms", 0),
    "全区户籍人口": ("year_population", "Registered population", "population", 2),
    "全区行政区域面积": ("year_area", "Administrative area", "area", 0),
}
#: Lines of the comparison: code, name, role, measure, decimals, their decimals, trait.
COUNTY_ITEMS = (
    ("gdp", "地区生产总值", "level", "亿元", 2, None, False),
    ("primary_industry", "第一产业增加值", "part", "亿元", 2, None, False),
    ("secondary_industry", "第二产业增加值", "part", "亿元", 2, None, False),
    ("tertiary_industry", "第三产业增加值", "part", "亿元", 2, None, False),
    ("fiscal_revenue", "一般公共预算收入", "level", "亿元", 2, None, False),
    ("loans", "年末贷款余额", "level", "亿元", 2, None, False),
    ("above_scale_firms", "规上工业企业", "level", "家", 0, None, False),
    ("population", "户籍人口", "size", "万人", 2, 0, True),
    ("area", "行政区域面积", "size", "平方公里", 0, None, True),
)
#: code, name, English, measure, decimals, divided by, factor.
INTENSITIES = (
    (
        "per_head",
        "人均生产总值（户籍）",
        "GDP per registered resident",
        "万元",
        2,
        "population",
        1.0,
    ),
    ("per_area", "地均生产总值", "GDP per km²", "万元/平方公里", 0, "area", 10000.0),
)
#: What towns compare with each other: indicator and role.
TOWN_ITEMS = (
    ("fixed_asset_investment", "level", False),
    ("major_project_investment", "level", False),
    ("funds_in_place", "level", False),
    ("project_starts", "level", False),
    ("project_signings", "level", False),
    ("general_budget_revenue", "level", False),
    ("overdue_rate", "level", False),
    ("above_scale_firms", "size", True),
)


#: The lie of the invented land; no yearbook tells it of real counties.
TOWN_TERRAIN = {
    "plain": ("云溪街道", "松桥街道", "白沙镇", "龙湾镇", "柳河镇", "南浦镇"),
    "hills": ("青石镇", "安平镇", "双塘镇"),
    "mountains": ("石门镇", "长岭镇", "望岭乡"),
}


def load_benchmarks() -> None:
    """Enter yearly figures, fields of comparison, choices, references and stated comparisons."""
    act = Act(actor=None)
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    counties = Unit.objects.get(name="全国县域", kind="country")
    series, extents = _annual(act, area)
    _field, items = _county_field(act, area, counties, series)
    _choose(area, counties)
    load_town_benchmarks(area)
    _state(area, counties, items["gdp"], extents)
    set_target(
        Act(actor=_person("zhoumin"), at=_moment(2026, 1, 12, 9)),
        series=series["year_gdp", "不含临空"],
        unit=area,
        year=2025,
        floor=1000.0,
        shape="whole",
        sentence="到“十四五”末，地区生产总值冲刺1000亿元。",
    )


def load_town_benchmarks(area: Unit) -> None:
    """Let the towns compare themselves with each other: one confirmed choice, one that waits."""
    _town_field(Act(actor=None), area)
    _choose_towns(area)
    towns = {unit.name: unit for unit in Unit.objects.filter(above__ancestor=area)}
    set_terrain(
        Act(actor=_person("zhoumin"), at=_moment(2026, 1, 12, 10)),
        area=area,
        rows=[
            NewTerrain(towns[name], terrain, "云溪区志·自然地理（虚构）")
            for terrain, names in TOWN_TERRAIN.items()
            for name in names
        ],
    )


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _moment(year: int, month: int, day: int, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, hour, 30))


def _annual(act: Act, area: Unit) -> tuple[dict[tuple[str, str], Series], dict[str, Extent]]:
    """Import the yearly table, every value with its cell."""
    content = (DISTRICT_ROOT / "annual.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"))))
    source = register_source(
        act.within(),
        name="云溪区统计公报（虚构）",
        code="yunxi-annual",
        unit=area,
        public=True,
        statistical=True,
        citation="虚构示例，与任何真实地区无关",
    )
    extents = {
        name: define_extent(act.within(), unit=area, name=name) for name in ("不含临空", "含临空")
    }
    theirs = {
        row.indicator.code: row
        for row in Series.objects.filter(indicator__area__kind="country").select_related(
            "indicator"
        )
    }
    series: dict[tuple[str, str], Series] = {}
    indicators: dict[str, Indicator] = {}
    values: list[NewValue] = []
    for at, (name, extent, measure, *cells) in enumerate(lines[1:], start=1):
        code, english, yearbook, decimals = ANNUAL[name]
        if code not in indicators:
            indicators[code] = _indicator(act, area, code, name, english, measure, decimals)
        like = theirs[yearbook]
        made = series[code, extent] = define_series(
            act.within(),
            indicator=indicators[code],
            flow=like.flow,
            price=like.price,
            authority=source,
            extent=extents[extent],
        )
        for column, raw in enumerate(cells, start=3):
            if raw:
                values.append(
                    _value(made, area, lines[0][column], raw, measure, address(at, column))
                )
    act_in = Act(actor=_person("zhoumin"), at=_moment(2026, 1, 6, 10))
    upload = keep_file(act_in, area=area, source=source, name=FILE, content=content)
    import_values(
        Act(actor=act_in.actor, at=act_in.at),
        source=source,
        rows=values,
        reason="年度统计公报数据（虚构）",
        upload=upload,
    )
    return series, extents


def _indicator(
    act: Act, area: Unit, code: str, name: str, english: str, measure: str, decimals: int
) -> Indicator:
    return define_indicator(
        act.within(),
        area=area,
        code=code,
        name=name,
        name_en=english,
        theme="年度对标",
        measure=measure,
        decimals=decimals,
        direction="none" if code in ("year_population", "year_area") else "higher_is_better",
        actionable=False,
        text=f"{name}，年度数，按口径分列，以统计公报为准。",
        scope_note="临空经济区由上级托管，含与不含分列。",
        valid_from=dt.date(2022, 1, 1),
        position=200,
    )


def _value(series: Series, area: Unit, heading: str, raw: str, measure: str, cell: str) -> NewValue:
    year = int(heading.removesuffix("年"))
    return NewValue(
        series.pk,
        area.pk,
        ensure_period("year", year).pk,
        number=float(raw),
        status="final",
        sheet=FILE.removesuffix(".csv"),
        address=cell,
        raw=raw,
        raw_measure=measure,
    )


def _county_field(
    act: Act, area: Unit, counties: Unit, series: Mapping[tuple[str, str], Series]
) -> tuple[BenchmarkField, dict[str, BenchmarkItem]]:
    field = define_field(
        act.within(),
        area=area,
        name="全国县域",
        own_kinds=["district"],
        candidates=counties,
        candidate_kinds=COUNTY_KINDS,
        period_kind="year",
        term=2,
        position=1,
    )
    theirs = {one.code: one for one in Indicator.objects.filter(area=counties)}
    own = {yearbook: code for code, _english, yearbook, _decimals in ANNUAL.values()}
    items: dict[str, BenchmarkItem] = {}
    for code, name, role, measure, decimals, fewer, trait in COUNTY_ITEMS:
        items[code] = define_item(
            act.within(),
            field=field,
            code=code,
            name=name,
            role=role,
            measure=measure,
            decimals=decimals,
            their_decimals=fewer,
            own=series[own[code], "不含临空"].indicator,
            theirs=theirs[code],
            base=theirs["gdp_base"] if code == "gdp" else None,
            base_years=3,
            whole=items["gdp"] if role == "part" else None,
            trait=trait,
            position=len(items) + (20 if role == "size" else 0),
        )
    for code, name, english, measure, decimals, below, factor in INTENSITIES:
        items[code] = define_item(
            act.within(),
            field=field,
            code=code,
            name=name,
            name_en=english,
            role="intensity",
            measure=measure,
            decimals=decimals,
            numerator=items["gdp"],
            denominator=items[below],
            factor=factor,
            trait=True,
            position=len(items),
        )
    return field, items


def _town_field(act: Act, area: Unit) -> None:
    field = define_field(
        act.within(),
        area=area,
        name="区内乡镇（街道）",
        own_kinds=TOWN_KINDS,
        candidates=area,
        candidate_kinds=TOWN_KINDS,
        period_kind="month",
        term=1,
        position=2,
    )
    known = {one.code: one for one in Indicator.objects.filter(area=area)}
    for position, (code, role, trait) in enumerate(TOWN_ITEMS):
        one = known[code]
        define_item(
            act.within(),
            field=field,
            code=code,
            name=one.name,
            role=role,
            measure=one.measure,
            decimals=one.decimals,
            direction=one.direction,
            own=one,
            theirs=one,
            trait=trait,
            position=position,
        )


def _choose(area: Unit, counties: Unit) -> None:
    """The district's choice: proposed by the leader, confirmed by the office on 12 January."""
    by_name = {
        unit.division_code: unit
        for unit in Unit.objects.filter(
            above__ancestor=counties,
            division_code__in=["441322", "350604", "320612", "320281", "320583"],
        )
    }
    leader = _person("chenliyan")
    pair = propose_pair(
        Act(actor=leader, at=_moment(2026, 1, 8, 15)),
        unit=area,
        benchmark=by_name["441322"],
        year=YEAR,
        reason="总量是本区的1.4倍，够得着；人均相近，临近特大城市、靠园区带动，第二产业正是本区的短板。",
        topic="承接大城市产业转移、园区提质",
    )
    confirm_pair(
        Act(actor=_person("zhoumin"), at=_moment(2026, 1, 12, 9)),
        pair=pair,
        decision="同意。以不含临空为准，含临空并列；数据以县域统计年鉴为准。",
    )
    for code, distance, reason, topic in (
        (
            "350604",
            "middle",
            "二产占六成，正是本区的短板；引用数与年鉴不合，口径先核再定",
            "工业强区",
        ),
        ("320612", "middle", "第三产业增加值是本区的两倍多，建筑业、家纺业升级可学", "服务业"),
        ("320281", "far", "总量八倍，只学做法，不比总量", "先进制造业"),
        ("320583", "far", "县域第一，只学做法，不比总量", "营商环境、外资服务"),
    ):
        set_reference(
            Act(actor=leader, at=_moment(2026, 1, 8, 16)),
            unit=area,
            benchmark=by_name[code],
            year=YEAR,
            distance=distance,
            reason=reason,
            topic=topic,
        )


def _choose_towns(area: Unit) -> None:
    """One town's confirmed choice, and another town's proposal that waits for the office."""
    towns = {unit.name: unit for unit in Unit.objects.filter(above__ancestor=area)}
    pair = propose_pair(
        Act(actor=_person("lichunhe"), at=_moment(2026, 1, 9, 10)),
        unit=towns["青石镇"],
        benchmark=towns["松桥街道"],
        year=YEAR,
        reason="同靠园区带动，投资、开工、到位资金都走在前面，够得着",
        topic="重大项目投资",
    )
    confirm_pair(
        Act(actor=_person("zhoumin"), at=_moment(2026, 1, 15, 9)), pair=pair, decision="同意。"
    )
    propose_pair(
        Act(actor=_person("anruosu"), at=_moment(2026, 10, 20, 14)),
        unit=towns["安平镇"],
        benchmark=towns["白沙镇"],
        year=YEAR,
        reason="签约和开工都快，班子请求蹲点学习",
    )


def _state(area: Unit, counties: Unit, item: BenchmarkItem, extents: Mapping[str, Extent]) -> None:
    """Two sentences of one speech: the yearbook bears out the first and not the second."""
    for code, quote, share in (
        ("441322", "占博罗县70.24%", 70.24),
        ("350604", "占龙海区93.10%", 93.10),
    ):
        state_comparison(
            Act(actor=_person("qinyue"), at=_moment(2026, 1, 7, 11)),
            unit=area,
            other=Unit.objects.get(above__ancestor=counties, division_code=code),
            item=item,
            period=ensure_period("year", 2023),
            quote=quote,
            place="区委主要领导在学习研讨会上的讲话（虚构）",
            share=share,
            decimals=2,
            own_value=589.23,
            own_decimals=2,
            extent=extents["不含临空"],
        )
