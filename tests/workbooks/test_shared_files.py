"""Real, badly behaved files: none makes the reader fail, and what stands in them is found.

The expected values were read off the sheets by eye. The files are not part of the project; the
tests skip where they are absent.
"""

from __future__ import annotations

import glob
from pathlib import Path

import pytest

from leitai.workbooks import SheetTable, WorkbookError, read_tables, read_workbook
from tests.shared import SHARED, needs_shared

FILES = sorted(
    Path(name)
    for pattern in ("workbooks/*/*", "data/counties/*.csv")
    for name in glob.glob(str(SHARED / pattern))
)
YEARBOOK = SHARED / "workbooks" / "yearbook_decrypted"
SEALED = SHARED / "workbooks" / "yearbook_encrypted"
MISC = SHARED / "workbooks" / "misc"
FORMS = SHARED / "workbooks" / "poverty_relief_forms"


def _yearbook(part: str, folder: Path = YEARBOOK) -> list[SheetTable]:
    [path] = folder.glob(f"*{part}.xls")
    return read_tables(path)


@needs_shared
@pytest.mark.parametrize("path", FILES or [Path("absent")], ids=lambda path: path.name)
def test_no_file_makes_the_reader_fail(path: Path) -> None:
    try:
        tables = read_tables(path)
    except WorkbookError as error:
        pytest.fail(f"{path.name}: {error.message}")
    assert tables
    for table in tables:
        for row in (*table.rows, *table.totals):
            assert len(row.cells) == len(table.columns)
        doubtful = {p.address for p in table.problems}
        for _row, _column, cell in table.figures():
            assert cell.settled or cell.address in doubtful


@needs_shared
@pytest.mark.parametrize(
    "path", sorted(YEARBOOK.glob("*.xls")) or [Path("absent")], ids=lambda path: path.name
)
def test_encrypted_files_read_like_their_decrypted_twins(path: Path) -> None:
    sealed, plain = read_workbook(SEALED / path.name), read_workbook(path)
    assert (sealed.encrypted, plain.encrypted) == (True, False)
    assert sealed.tables == plain.tables


@needs_shared
def test_retail_sales_by_region() -> None:
    [table] = _yearbook("0015")
    assert table.title == "2-2 各地区社会消费品零售总额"
    assert [
        (c.name, c.unit, c.period.year if c.period else None) for c in table.number_columns
    ] == [
        ("社会消费品零售总额", "亿元", 2019),
        ("比上年增长", "%", 2019),
        ("社会消费品零售总额", "亿元", 2020),
        ("比上年增长", "%", 2020),
    ]
    assert len(table.rows) == 31
    assert (table.rows[0].label, table.rows[0].label_raw) == ("北京", "北 京")
    assert [cell.number for cell in table.rows[0].cells[2:]] == [15063.7, 4.4, 13716.4, -8.9]
    assert table.rows[-1].cells[5].number == -15.3
    assert table.doubts == ()


@needs_shared
def test_three_header_rows_and_a_national_total() -> None:
    [table] = _yearbook("0078")
    assert table.header_rows == (3, 4, 5)
    assert [c.full_name for c in table.number_columns] == [
        "住宿业 › 法人单位数",
        "住宿业 › 年末从业人数",
        "国有控股 › 法人单位数",
        "国有控股 › 年末从业人数",
    ]
    assert [c.unit for c in table.number_columns] == ["个", "人", "个", "人"]
    assert [(row.label, row.cells[2].number) for row in table.totals] == [("全国", 25281.0)]
    assert len(table.rows) == 31


@needs_shared
def test_a_continued_table_is_a_table_of_its_own() -> None:
    first, second = _yearbook("0088")
    assert (first.range, second.range) == ("A1:G38", "A41:G79")
    assert (first.title, second.title) == ("4-2-5 各地区限额以上餐饮业企业经营情况", "4-2-5 续表")
    assert {c.unit for t in (first, second) for c in t.number_columns} == {"万元"}
    assert first.cell("北京", "营业额").number == 6669988.0
    assert second.cell("新疆", "营业额 › 其他收入").number == 1363.0
    assert second.cell("青海", "营业额").kind == "empty"


@needs_shared
def test_years_down_the_rows_with_footnotes() -> None:
    [table] = _yearbook("0137")
    assert table.orientation == "periods_down"
    assert (len(table.rows), table.rows[0].period.key, table.rows[-1].period.key) == (
        71,
        "1950",
        "2020",
    )  # type: ignore[union-attr]
    assert [c.unit for c in table.number_columns] == ["亿元"] * 4
    assert [cell.number for cell in table.rows[-1].cells[1:]] == [
        322215.2,
        179278.8,
        142936.4,
        36342.4,
    ]
    assert len(table.footnotes) == 5
    assert table.footnotes[1] == "2.进出口差额负数为入超。"


@needs_shared
def test_four_pages_of_countries() -> None:
    tables = _yearbook("0189")
    assert [len(t.rows) for t in tables] == [46, 54, 42, 54]
    assert [row.label for row in tables[0].totals] == ["合计"]
    assert [c.period.key for c in tables[0].number_columns if c.period] == [
        "2017",
        "2018",
        "2019",
        "2020",
    ]
    assert tables[0].cell("巴林", "F").kind == "empty"
    assert (tables[0].rows[0].level, tables[0].rows[1].level) == (0, 1)


@needs_shared
def test_investment_from_abroad_with_sub_columns_of_which() -> None:
    [table] = _yearbook("0178")
    assert [(c.full_name, c.unit) for c in table.number_columns] == [
        ("项目", "个"), ("项目 › 外商直接投资", "个"),
        ("实际使用外资金额", "亿美元"), ("实际使用外资金额 › 外商直接投资", "亿美元"),
    ]  # fmt: skip
    assert table.rows[0].label == "1979-1982"
    assert table.rows[0].period is None
    assert len(table.rows) == 39
    assert len(table.footnotes) == 6


@needs_shared
def test_city_tables_of_the_statistics_site() -> None:
    [cities] = read_tables(MISC / "20_Major_GDP.xls")
    assert (cities.subject, len(cities.rows), len(cities.number_columns)) == (
        "国内生产总值",
        36,
        20,
    )
    assert {(c.unit, c.unit_place) for c in cities.number_columns} == {("亿元", "preamble")}
    assert cities.cell("北京", "2017年").number == 28014.94
    assert cities.footnotes == ("数据来源：国家统计局",)
    [indicators] = read_tables(MISC / "20_Guangzhou_All.xls")
    assert indicators.orientation == "indicators_down"
    assert next((row.label, row.unit) for row in indicators.rows) == ("国内生产总值", "亿元")
    assert indicators.rows[3].cells[2].number == 15254.37


@needs_shared
def test_quarters_and_months_down_the_rows() -> None:
    [quarters] = read_tables(MISC / "河北·高阳纺织指数-产业发展指数.xlsx")
    assert [row.period.key if row.period else "" for row in quarters.rows][:3] == [
        "",
        "2020Q1",
        "2020Q2",
    ]
    assert quarters.rows[-1].cells[1].number == 165.2
    [months] = read_tables(MISC / "河北·高阳纺织指数-成品价格指数.xlsx")
    assert months.rows[-1].period is not None
    assert (months.rows[-1].period.key, months.rows[-1].cells[1].number) == ("2026-03", 107.85)


@needs_shared
def test_ten_sheets_of_code_changes() -> None:
    tables = read_tables(MISC / "nbs_subcounty_code_changes.xlsx")
    assert [t.sheet for t in tables] == [str(year) for year in range(2023, 2013, -1)]
    assert [len(t.rows) for t in tables] == [104, 182, 817, 768, 2171, 499, 564, 829, 903, 807]
    assert [c.label_kind for c in tables[0].columns][2] == "code"
    assert dict(tables[0].rows[0].labels)["D"] == "南牛乡"
    assert any(p.kind == "hidden_rows" for p in tables[0].problems)


@needs_shared
def test_a_wide_form_with_two_header_rows_and_a_total() -> None:
    [table] = read_tables(FORMS / "export_report-conghua-206_12.xls")
    assert (len(table.columns), len(table.rows), len(table.totals)) == (65, 125, 1)
    assert [c.role for c in table.columns][:9] == [
        "label", "label", "label", "number", "number", "text", "text", "text", "number",
    ]  # fmt: skip
    assert (table.columns[10].full_name, table.columns[10].unit) == ("有劳动能力 › 低保对象", "户")
    assert table.rows[0].label == "三村村"
    assert table.totals[0].cells[9].number == 14816.0
    assert [p.raw for p in table.problems if p.severity == "unreadable"] == ["7(28)"]


@needs_shared
def test_a_questionnaire_beside_a_list_of_villages() -> None:
    tables = [t for t in read_tables(FORMS / "question_q1_2012.xls") if t.sheet == "Sheet1"]
    form = tables[0]
    assert form.range == "A1:D132"
    assert (form.rows[0].label, form.rows[0].unit) == (
        "（一）单位主要领导到村调研指导累计次数",
        "次",
    )
    assert form.rows[0].section == "一、帮扶责任落实"
    assert form.period is not None
    assert form.period.key == "2012"


@needs_shared
def test_county_yearbook_with_units_in_the_second_row() -> None:
    [table] = read_tables(SHARED / "data" / "counties" / "中国县域统计年鉴（县市）.csv")
    assert len(table.rows) == 1712
    assert [(c.name, c.unit) for c in table.number_columns][:6] == [
        ("行政区域面积", "平方公里"),
        ("乡", "个"),
        ("镇", "个"),
        ("街道办事处", "个"),
        ("户籍人口", "人"),
        ("地区生产总值", "万元"),
    ]
    assert table.cell("奉贤区", "地区生产总值").number == 11901900.0
    assert [(p.address, p.raw) for p in table.problems if p.severity == "unreadable"] == [
        ("E174", "e")
    ]


@needs_shared
def test_county_census() -> None:
    [table] = read_tables(SHARED / "data" / "census" / "census_county_2020_v1.xlsx")
    assert (len(table.rows), len(table.columns)) == (3358, 153)
    assert [c.label_kind for c in table.columns][:4] == ["code", "name", "name", "name"]
    beijing = table.rows[1]
    assert (beijing.code, beijing.cells[4].number) == ("110000", 21893095.0)
    assert table.column("少数民族人口比重").unit == "%"
    missing = [cell for _r, _c, cell in table.figures() if cell.kind == "missing"]
    assert {cell.raw for cell in missing} == {"NA"}
    assert {cell.missing_reason for cell in missing} == {"not_reported"}
