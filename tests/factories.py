"""Plain functions that make what tests need, through the services of the house."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, DataSource, Indicator, Series
from leitai.apps.indicators.services import (
    NewValue,
    define_indicator,
    define_series,
    import_values,
    register_source,
)
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit, User
from leitai.apps.units.services import assign_role, register_unit, register_user

PASSWORD = "correct horse battery"
DISTRICT = "云溪区"
TOWNS = ("云溪街道", "松桥街道", "白沙镇", "青石镇", "安平镇", "龙湾镇")
#: Towns of the whole fictional district, as in its forms.
ALL_TOWNS = (*TOWNS, "柳河镇", "南浦镇", "石门镇", "双塘镇", "长岭镇", "望岭乡")


def make_unit(name: str, kind: str = "township", parent: Unit | None = None, **fields: Any) -> Unit:
    """Enter a unit."""
    return register_unit(Act(), name=name, kind=kind, parent=parent, **fields)


def make_district(towns: Sequence[str] = TOWNS, name: str = DISTRICT) -> Unit:
    """Enter a fictional district with its towns, in customary order."""
    district = make_unit(name, "district", fictional=True, division_code="990100")
    for position, town in enumerate(towns, start=1):
        kind = "subdistrict" if town.endswith("街道") else "township"
        make_unit(town, kind, district, position=position, division_code=f"990100{position:03d}000")
    return district


def make_user(username: str, role: str | None = None, unit: Unit | None = None) -> User:
    """Make an account, with a role on a unit where one is given."""
    user = register_user(
        Act(), username=username, password=PASSWORD, display_name=username, home=unit
    )
    if role is not None:
        assert unit is not None
        assign_role(Act(), user=user, role=role, unit=unit)
    return User.objects.get(pk=user.pk)


def make_source(code: str = "zhaoshang", unit: Unit | None = None, **fields: Any) -> DataSource:
    """Register a source of values."""
    return register_source(
        Act(), name=fields.pop("name", "区招商局报表"), code=code, unit=unit, **fields
    )


def make_indicator(area: Unit, code: str, name: str, measure: str, **fields: Any) -> Indicator:
    """Define an indicator with a first definition that holds from 2020."""
    fields.setdefault("valid_from", dt.date(2020, 1, 1))
    return define_indicator(Act(), area=area, code=code, name=name, measure=measure, **fields)


def make_series(
    indicator: Indicator, source: DataSource, flow: str = "current", **fields: Any
) -> Series:
    """Define a series of an indicator."""
    return define_series(Act(), indicator=indicator, flow=flow, authority=source, **fields)


def month(year: int, number: int) -> Period:
    """Return the row of a month."""
    return ensure_period("month", year, number)


def store(
    series: Series,
    unit: Unit,
    period: Period,
    number: float | None,
    *,
    source: DataSource | None = None,
    missing: str = "",
) -> Batch:
    """Store one value that counts."""
    row = NewValue(series.pk, unit.pk, period.pk, number=number, missing=missing)
    return import_values(Act(), source=source or series.authority, rows=[row], reason="as reported")


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", **more: Any) -> bytes:
    """Return an .xlsx file with these rows; further sheets by keyword.

    The same rows give the same bytes, though a file written anew would carry another moment.
    """
    key = repr((rows, sheet, more))
    if key not in _WRITTEN:
        _WRITTEN[key] = _write(rows, sheet, more)
    return _WRITTEN[key]


_WRITTEN: dict[str, bytes] = {}


def _write(
    rows: Sequence[Sequence[Any]], sheet: str, more: dict[str, Sequence[Sequence[Any]]]
) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(list(row))
    for name, lines in more.items():
        other = book.create_sheet(name)
        for line in lines:
            other.append(list(line))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


#: The form of the investment bureau for a month: preamble, unit line, header, towns, total, note.
def investment_form(year: int = 2026, month_number: int = 10, **cells: Any) -> list[list[Any]]:
    """Return the rows of the bureau's monthly form; ``cells`` overwrites by address (D7=8.60)."""
    projects = (12, 11, 9, 9, 8, 7)
    signed = (386000, 341500, 297000, 268400, 241000, 218600)
    funds = (112400, 108900, 95600, 86000, 83150, 79200)
    growth = ("12.6%", "9.8%", "15.1%", "11.2%", "7.4%", "6.9%")
    rows: list[list[Any]] = [
        [f"云溪区{year}年{month_number}月招商引资情况表", None, None, None, None, None],
        ["填报单位：区招商局", None, None, None, "单位：万元", None],
        ["乡镇", "签约项目（个）", "签约总额", "到位资金", "同比", "备注"],
        *[
            [town, projects[i], signed[i], funds[i], growth[i], None]
            for i, town in enumerate(TOWNS)
        ],
        ["合计", sum(projects), sum(signed), sum(funds), None, None],
        ["注：到位资金含续建项目。", None, None, None, None, None],
    ]
    for address, value in cells.items():
        column, row = ord(address[0]) - 65, int(address[1:]) - 1
        rows[row][column] = value
    return rows
