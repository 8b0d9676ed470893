"""The sentences that mark the invented district as invented, shown on every page."""

from __future__ import annotations

from typing import Final

DISTRICT_NAME: Final = "云溪区"
DISTRICT_NAME_EN: Final = "Yunxi District"

FICTION_NOTICE_ZH: Final = (
    "云溪区为虚构演示数据，单位、人员、数值均为虚构，与任何真实地区和个人无关。"
)
FICTION_NOTICE_EN: Final = (
    "Yunxi District is invented demonstration data: its units, people and figures "
    "stand for no real place or person."
)
FICTION_BADGE_ZH: Final = "虚构演示"
FICTION_BADGE_EN: Final = "Fictional demo"

COUNTY_SOURCE_ZH: Final = "县域数据据国家统计局《中国县域统计年鉴》（2020年、2023年数据）重新整理。"
COUNTY_SOURCE_EN: Final = (
    "County figures restate the county statistical yearbooks of the National Bureau of "
    "Statistics (data years 2020 and 2023)."
)
HOUSING_SOURCE_ZH: Final = (
    "70个大中城市住宅销售价格指数：国家统计局发布，Chang Gao 收集整理（MIT 许可）。"
)
HOUSING_SOURCE_EN: Final = (
    "Residential price indices of 70 cities: published by the National Bureau of Statistics, "
    "collected and cleaned by Chang Gao (MIT licence)."
)
