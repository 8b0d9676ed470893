"""Ladders of the county yearbook: real figures; the district looks where it would stand."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.services import (
    LadderSetup,
    name_ladder,
    note_territory,
    set_rank_goal,
)
from leitai.apps.benchmarks.services.traits import NewTerritory
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit, User
from leitai.demo.counties import YEARS, load_scope_changes

KINDS = ["county", "county_city", "district", "banner", "autonomous_county"]
CITATION = (
    "国家统计局《中国县域统计年鉴》2020年、2023年数据，只列年鉴刊载的单位；"
    "两年辖区有变的单位，升降不反映增长。"
)
#: Name, indicator, province (empty: the whole country), how many, cuts.
LADDERS: tuple[tuple[str, str, str, int | None, tuple[int, ...]], ...] = (
    ("全国县域百强（生产总值）", "gdp", "", 100, (10, 50)),
    ("全国县域百强（一般公共预算收入）", "fiscal_revenue", "", 100, (10, 50)),
    ("广东省各县（市、区）生产总值", "gdp", "广东省", None, ()),
    ("福建省各县（市、区）生产总值", "gdp", "福建省", None, ()),
)
#: Place, year and reason of the district's goal; the district and its plan are invented.
GOAL = (100, 2030, "（虚构）“十五五”规划纲要：生产总值进入全国县域百强")
#: Who names the ladders and who sets the goal; both need a role on the district that may.
NAMED_BY, GOAL_BY = "zhoumin", "songzhiyuan"
OWN_SERIES = {"gdp": "year_gdp", "fiscal_revenue": "year_revenue"}


def load_ladders() -> None:
    """Name the ladders, and set a wished-for place on the first that has the district as guest.

    Counties whose territory changed between the yearbooks are noted as such.
    """
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    counties = Unit.objects.get(name="全国县域", kind="country")
    office = User.objects.get(username=NAMED_BY)
    for position, (name, code, province, top, cuts) in enumerate(LADDERS):
        pool = Unit.objects.get(name=province, above__ancestor=counties) if province else counties
        own = _own(area, code) if not province else None
        ladder = name_ladder(
            Act(actor=office, at=_moment(2026, 1, 12)),
            area=area,
            setup=LadderSetup(
                name=name,
                series=Series.objects.get(indicator__area=counties, indicator__code=code),
                pool=pool,
                kinds=KINDS,
                top=top,
                measure="亿元",
                cuts=cuts,
                guest=area if own else None,
                guest_series=own,
                source_note=CITATION,
                position=position,
            ),
        )
        if own is not None and position == 0:
            place, year, reason = GOAL
            set_rank_goal(
                Act(actor=User.objects.get(username=GOAL_BY), at=_moment(2026, 1, 15)),
                ladder=ladder,
                unit=area,
                place=place,
                by_year=year,
                reason=reason,
            )

    changes = {change.division_code: change for change in load_scope_changes()}
    note_territory(
        Act(actor=office, at=_moment(2026, 1, 12)),
        area=area,
        rows=[
            NewTerritory(unit, *YEARS, changes[unit.division_code].reason)
            for unit in Unit.objects.filter(
                above__ancestor=counties, division_code__in=list(changes)
            )
        ],
    )


def _own(area: Unit, code: str) -> Series | None:
    """The district's own yearly series without the airport zone, where it is loaded."""
    return Series.objects.filter(
        indicator__area=area, indicator__code=OWN_SERIES[code], extent__name="不含临空"
    ).first()


def _moment(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 9, 40))
