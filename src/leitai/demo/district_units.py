"""The units of 云溪区: 12 towns, 14 departments, 3 parks and the assessment office."""

from __future__ import annotations

from typing import Final

from leitai.demo.district_model import DemoUnit, UnitKind

# 99 is no province, so the codes can never meet a real place.
_DISTRICT_CODE: Final = "990101"


def _town(number: int, name: str, english: str, size: float, *aliases: str) -> DemoUnit:
    kind: UnitKind = "subdistrict" if name.endswith("街道") else "township"
    code = f"{_DISTRICT_CODE}{number:03d}"
    return DemoUnit(code, name, english, kind, aliases, _DISTRICT_CODE, size)


def _department(number: int, name: str, english: str, *aliases: str) -> DemoUnit:
    code = f"{_DISTRICT_CODE}D{number:02d}"
    return DemoUnit(code, name, english, "county_department", aliases, _DISTRICT_CODE, 0.0)


def _park(number: int, name: str, english: str, size: float, *aliases: str) -> DemoUnit:
    code = f"{_DISTRICT_CODE}P{number:02d}"
    return DemoUnit(code, name, english, "development_zone", aliases, _DISTRICT_CODE, size)


DISTRICT: Final = DemoUnit(_DISTRICT_CODE, "云溪区", "Yunxi District", "district", (), "", 0.0)

TOWNS: Final = (
    _town(1, "云溪街道", "Yunxi Subdistrict", 2.3),
    _town(2, "松桥街道", "Songqiao Subdistrict", 1.9),
    _town(3, "白沙镇", "Baisha", 1.3),
    _town(101, "青石镇", "Qingshi", 1.25),
    _town(102, "安平镇", "Anping", 1.1),
    _town(103, "龙湾镇", "Longwan", 1.2),
    _town(104, "柳河镇", "Liuhe", 0.95),
    _town(105, "南浦镇", "Nanpu", 0.9),
    _town(106, "石门镇", "Shimen", 0.8),
    _town(107, "双塘镇", "Shuangtang", 0.7),
    _town(108, "长岭镇", "Changling", 0.6),
    _town(201, "望岭乡", "Wangling", 0.45),
)

DEPARTMENTS: Final = (
    _department(1, "区发改局", "Development and Reform Bureau", "发改局", "区发展和改革局"),
    _department(2, "区经信局", "Industry and Information Bureau", "经信局", "区经济和信息化局"),
    _department(3, "区招商局", "Investment Promotion Bureau", "招商局", "区招商服务局"),
    _department(4, "区商务局", "Commerce Bureau", "商务局"),
    _department(5, "区财政局", "Finance Bureau", "财政局"),
    _department(6, "区统计局", "Statistics Bureau", "统计局"),
    _department(7, "区住建局", "Housing and Construction Bureau", "住建局", "区住房和城乡建设局"),
    _department(8, "区生态环境分局", "Environment Branch Bureau", "生态环境分局"),
    _department(9, "区民政局", "Civil Affairs Bureau", "民政局"),
    _department(10, "区人社局", "Human Resources Bureau", "人社局", "区人力资源和社会保障局"),
    _department(11, "区农业农村局", "Agriculture and Rural Affairs Bureau", "农业农村局"),
    _department(12, "区城管局", "City Management Bureau", "城管局", "区城市管理局"),
    _department(13, "区行政审批局", "Administrative Approval Bureau", "行政审批局"),
    _department(14, "区委督查室", "Supervision Office", "督查室"),
)

ASSESSMENT_OFFICE: Final = _department(15, "区考核办", "Assessment Office", "考核办")

PARKS: Final = (
    _park(1, "云溪经开区", "Yunxi Economic Development Zone", 2.2, "经开区"),
    _park(2, "松桥科创园", "Songqiao Science Park", 1.1, "科创园"),
    _park(3, "青石工业园", "Qingshi Industrial Park", 1.4),
)

UNITS: Final = (DISTRICT, *TOWNS, *DEPARTMENTS, ASSESSMENT_OFFICE, *PARKS)
