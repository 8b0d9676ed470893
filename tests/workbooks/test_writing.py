"""Written files: users' text is never a formula, ours is live, and what is written reads back."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.workbooks import (
    ColumnOut,
    Formula,
    Link,
    Missing,
    Number,
    SheetOut,
    Text,
    WorkbookError,
    read_tables,
    write_csv,
    write_workbook,
)
from leitai.workbooks.writing import csv_cell, display_width, is_dangerous

ATTACKS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x","y")',
    "＝1+1",
    "  =cmd|' /C calc'!A0",
    "\u3000=1",
]


def _sheet(**changes: object) -> SheetOut:
    values: dict[str, object] = {
        "name": "榜单",
        "title": "2026年10月擂台榜",
        "notes": ("单位：万元",),
        "header": [["乡镇", "得分", "投资"]],
        "rows": [
            ["白沙镇", Number(92.5, "0.00"), 95600],
            ["=cmd|' /C calc'!A0", Number(88, "0.00"), Decimal("8.6")],
            ["合计", Formula("=SUM(B4:B5)", 180.5, "0.00"), Missing("未报")],
        ],
        "footnotes": ("注：虚构演示。",),
        "columns": (ColumnOut(), ColumnOut(width=9), ColumnOut()),
        "total_rows": 1,
    }
    return SheetOut(**(values | changes))  # type: ignore[arg-type]


def _written(*sheets: SheetOut) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, sheets)
    return stream.getvalue()


def test_our_formulas_are_live_with_their_value_and_text_is_text() -> None:
    data = _written(_sheet())
    live = openpyxl.load_workbook(io.BytesIO(data))["榜单"]
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["榜单"]
    assert (live["B6"].value, cached["B6"].value) == ("=SUM(B4:B5)", 180.5)
    assert (live["A5"].data_type, live["A5"].value) == ("s", "=cmd|' /C calc'!A0")
    assert live["A5"].quotePrefix
    assert not live["A4"].quotePrefix
    assert live["C6"].comment.text == "未报"
    assert live["B4"].number_format == "0.00"


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_looks_like_a_formula_is_never_one(attack: str) -> None:
    sheet = _sheet(header=[[attack, "值"]], rows=[[attack, 1], [Text(attack), 2]], title=attack,
                   notes=(attack,), footnotes=(attack,), name="a", total_rows=0)  # fmt: skip
    data = _written(sheet)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert is_dangerous(attack)
    assert csv_cell(attack).startswith("'")


def test_page_set_up_of_an_official_table() -> None:
    page = openpyxl.load_workbook(io.BytesIO(_written(_sheet())))["榜单"]
    assert page.freeze_panes == "B4"
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.print_title_rows == "$3:$3"
    assert (page["A3"].border.top.style, page["A3"].border.bottom.style) == ("medium", "thin")
    assert page["A6"].border.bottom.style == "medium"
    assert page["A4"].border.left.style is None
    assert page.column_dimensions["A"].width >= display_width("=cmd|' /C calc'!A0")
    assert [str(r) for r in page.merged_cells.ranges] == ["A1:C1"]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(path, [_sheet(), _sheet(name="榜单"), _sheet(name="a/b[1]")])
    tables = read_tables(path)
    assert [t.sheet for t in tables] == ["榜单", "榜单_2", "a_b_1_"]
    table = tables[0]
    assert table.title == "2026年10月擂台榜"
    assert table.cell("白沙镇", "投资").number == 95600.0
    assert table.cell("白沙镇", "得分").raw == "92.50"
    assert [row.label for row in table.totals] == ["合计"]
    assert table.totals[0].cells[2].kind == "missing"


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert _written(_sheet()) == _written(_sheet())


def test_links_lead_only_inside_the_workbook() -> None:
    sheet = _sheet(
        rows=[
            [Link("internal:'榜单'!A1", "回榜单"), 1, 2],
            [Link("http://127.0.0.1/", "外部"), 1, 2],
        ]
    )
    with zipfile.ZipFile(io.BytesIO(_written(sheet))) as archive:
        names = archive.namelist()
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<hyperlink ") == 1
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in names


def test_merged_group_headers() -> None:
    sheet = _sheet(
        header=[["乡镇", "投资", None], [None, "计划", "完成"]],
        merges=((0, 0, 1, 0), (0, 1, 0, 2)),
        rows=[["甲镇", 1, 2], ["乙镇", 3, 4]],
        total_rows=0,
    )
    [table] = read_tables(_written(sheet))
    assert [c.full_name for c in table.columns] == ["乡镇", "投资 › 计划", "投资 › 完成"]


def test_no_sheet_is_an_error() -> None:
    with pytest.raises(WorkbookError):
        write_workbook(io.BytesIO(), [])


def test_infinite_and_undefined_numbers_are_shown_as_missing() -> None:
    data = _written(_sheet(rows=[["甲镇", float("nan"), float("inf")]], total_rows=0))
    page = openpyxl.load_workbook(io.BytesIO(data))["榜单"]
    assert (page["B4"].value, page["C4"].value) == ("—", "—")


def test_csv_has_a_mark_plain_numbers_and_guarded_text() -> None:
    stream = io.BytesIO()
    write_csv(stream, _sheet())
    data = stream.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["乡镇", "得分", "投资"], ["白沙镇", "92.5", "95600"], ["'=cmd|' /C calc'!A0", "88", "8.6"],
        ["合计", "180.5", "—"],
    ]  # fmt: skip


def test_a_whole_number_in_csv_has_no_point() -> None:
    given = (708829.0, Number(708829.0), 1e16, -0.0, 0.1, 12.50, Formula("=1", 3.0))
    wanted = ["708829", "708829", "10000000000000000", "0", "0.1", "12.5", "3"]
    assert [csv_cell(each) for each in given] == wanted


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_text_and_number_survive_the_trip(text: str, number: float) -> None:
    data = _written(
        _sheet(
            header=[["a", "b"]],
            rows=[[text, number]],
            title="",
            notes=(),
            footnotes=(),
            total_rows=0,
        )
    )
    page = openpyxl.load_workbook(io.BytesIO(data))["榜单"]
    assert page["A2"].data_type in ("s", "n", "inlineStr")
    assert page["B2"].value == pytest.approx(number)
