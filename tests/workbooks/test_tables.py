"""Finding tables in badly behaved sheets: one test for each trait, on files made here."""

from __future__ import annotations

import codecs
import datetime
from pathlib import Path
from typing import Any

import pytest

from leitai.workbooks import SheetTable, open_sheet_window, read_sheet, read_tables, read_workbook
from tests.workbooks import make_files


@pytest.fixture
def investment(tmp_path: Path) -> Path:
    return make_files.investment_xlsx(tmp_path)


@pytest.fixture
def table(investment: Path) -> SheetTable:
    [found] = read_tables(investment)
    return found


def _csv(path: Path, text: str, encoding: str = "utf-8") -> SheetTable:
    path.write_bytes(text.encode(encoding))
    [found] = read_tables(path)
    return found


def test_preamble_header_body_total_and_footnote(table: SheetTable) -> None:
    assert table.range == "A1:F17"
    assert table.title == "云溪区2026年10月招商引资情况表"
    assert table.preamble[1] == "填报单位：区招商局  单位：万元"
    assert table.reporting_unit == "区招商局"
    assert table.header_rows == (3,)
    assert [row.number for row in table.rows] == list(range(4, 16))
    assert [(row.number, row.label) for row in table.totals] == [(16, "合计")]
    assert table.footnotes == ("注：到位资金含续建项目。",)
    assert table.period is not None
    assert (table.period.key, table.period_place) == ("2026-10", "title")


def test_columns_with_units_and_where_they_were_found(table: SheetTable) -> None:
    assert [(c.letter, c.name, c.role, c.unit, c.unit_place) for c in table.columns] == [
        ("A", "乡镇", "label", "", ""),
        ("B", "签约项目", "number", "个", "header"),
        ("C", "签约总额", "number", "万元", "preamble"),
        ("D", "到位资金", "number", "万元", "preamble"),
        ("E", "同比", "number", "%", "cells"),
        ("F", "备注", "text", "", ""),
    ]
    assert table.column("同比").period is not None
    assert table.column("同比").period.relative == "growth"
    assert table.column("签约总额").period.key == "2026-10"


def test_cells_keep_sheet_address_raw_text_and_what_was_read(table: SheetTable) -> None:
    amount = table.cell("云溪街道", "签约总额")
    assert (amount.sheet, amount.address, amount.raw, amount.number) == (
        "招商引资", "C4", "386,000", 386000.0,
    )  # fmt: skip
    growth = table.cell("云溪街道", "同比")
    assert (growth.raw, growth.number, growth.percent, growth.stored) == (
        "12.6%",
        12.6,
        True,
        "0.126",
    )
    wide = table.cell("龙湾镇", "到位资金")
    assert (wide.raw, wide.number, wide.rewritten) == ("７９，２００", 79200.0, "全角改半角")
    dash = table.cell("柳河镇", "同比")
    assert (dash.raw, dash.kind, dash.number, dash.missing_reason) == (
        "—",
        "missing",
        None,
        "no_figure",
    )
    assert table.cell("望岭乡", "同比").number == -1.8


def test_labels_keep_their_spaces_beside_the_cleaned_text(table: SheetTable) -> None:
    row = table.rows[3]
    assert (row.label, row.label_raw, row.label_cell) == ("青石镇", "青石 镇", "A7")


def test_a_figure_in_another_unit_is_doubtful_with_three_answers(table: SheetTable) -> None:
    [doubt] = table.doubts
    assert (doubt.severity, doubt.kind, doubt.address, doubt.raw) == (
        "doubtful",
        "unit_slip",
        "D7",
        "8.60",
    )
    assert doubt.message == "“招商引资”表 D7 是 8.60，同列为 49,600 至 112,400（万元），像是亿元。"
    assert [(p.key, p.label, p.number) for p in doubt.proposals] == [
        ("store", "是亿元，存 86,000", 86000.0),
        ("keep", "就是万元", 8.6),
        ("refuse", "不收此格", None),
    ]
    cell = table.cell("青石镇", "到位资金")
    assert (cell.number, cell.doubtful, cell.settled) == (8.6, True, False)


def test_counts_and_row_roles_of_the_upload_page(table: SheetTable) -> None:
    counts = table.counts()
    assert (counts["number"], counts["missing"], counts["doubtful"]) == (46, 1, 1)
    assert [(r.address, r.raw, r.reading) for r in table.rewrites] == [
        ("D9", "７９，２００", "79,200")
    ]
    roles = dict(table.row_roles)
    assert [roles[n] for n in (1, 2, 3, 4, 15, 16, 17)] == [
        "preamble", "preamble", "header", "data", "data", "total", "footnote",
    ]  # fmt: skip


def test_sheets_that_are_skipped_say_so(investment: Path) -> None:
    reading = read_workbook(investment)
    assert [(s.name, s.state, s.message) for s in reading.sheets] == [
        ("招商引资", "read", "A1:F17，1 张表"),
        ("Sheet3", "empty", "空表，跳过"),
        ("旧表", "hidden", "隐藏的表，没有读"),
    ]


def test_three_header_rows_with_merges(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["地区", "住宿业", None, None, None],
        [None, "合计", None, "#国有控股", None],
        [None, "单位数\n（个）", "从业人数\n（人）", "单位数\n（个）", "从业人数\n（人）"],
        ["北　京", 1164, 96155, 356, 49222],
        ["天 津", 315, 15546, 52, 5379],
    ]
    [table] = read_tables(
        make_files.grid_xlsx(tmp_path / "a.xlsx", rows, ["A1:A3", "B1:E1", "B2:C2", "D2:E2"])
    )
    assert table.header_rows == (1, 2, 3)
    assert [c.path for c in table.columns][4] == ("住宿业", "#国有控股", "从业人数\n（人）")
    assert [c.full_name for c in table.columns][1:] == [
        "住宿业 › 合计 › 单位数", "住宿业 › 合计 › 从业人数",
        "住宿业 › 国有控股 › 单位数", "住宿业 › 国有控股 › 从业人数",
    ]  # fmt: skip
    assert [c.unit for c in table.columns] == ["", "个", "人", "个", "人"]
    assert [row.label for row in table.rows] == ["北京", "天津"]


def test_two_header_rows_without_merges_are_told_from_blanks(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv",
        "地区,2019,,2020,\n,零售总额（亿元）,比上年增长(%),零售总额（亿元）,比上年增长(%)\n"
        "北京,15063.7,4.4,13716.4,-8.9\n天津,4218.2,-0.3,3582.9,-15.1\n",
    )
    assert [c.full_name for c in table.columns][1:] == [
        "2019 › 零售总额", "2019 › 比上年增长", "2020 › 零售总额", "2020 › 比上年增长",
    ]  # fmt: skip
    keys = [(c.period.year, c.period.relative) for c in table.number_columns if c.period]
    assert keys == [(2019, ""), (2019, "growth"), (2020, ""), (2020, "growth")]


def test_a_sub_column_right_of_its_total_belongs_to_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["地区", "营业额", None, None],
        [None, None, "客房收入", "餐费收入"],
        ["北京", 100, 40, 60],
        ["天津", 50, 20, 30],
    ]
    path = make_files.grid_xls(tmp_path / "a.xls", rows, [(0, 1, 0, 0), (0, 1, 1, 1)])
    [table] = read_tables(path)
    assert [c.full_name for c in table.columns][1:] == [
        "营业额",
        "营业额 › 客房收入",
        "营业额 › 餐费收入",
    ]


def test_a_unit_row_and_an_empty_remark_row(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv",
        "Area,Province,行政区域面积,户籍人口,床位\nUnit,省份,平方公里,人,床\nRemark,,,,\n"
        "奉贤区,上海市,733,533864,5215\n崇明区,上海市,1413,675841,3009\n宜良县,云南省,1914,437305,e\n",
    )
    assert [(c.name, c.unit, c.unit_place) for c in table.number_columns] == [
        ("行政区域面积", "平方公里", "unit_row"),
        ("户籍人口", "人", "unit_row"),
        ("床位", "床", "unit_row"),
    ]
    assert table.header_rows == (1, 2, 3)
    [problem] = table.problems
    assert (problem.severity, problem.address, problem.raw) == ("unreadable", "E6", "e")
    assert problem.message == "第6行 宜良县“床位”的“e”不是数字。"


def test_letters_in_figures_get_the_message_of_the_upload_page(tmp_path: Path) -> None:
    table = _csv(tmp_path / "a.csv", '乡镇,当月投资\n白沙镇,8100\n双塘镇,"7,9l5"\n石门镇,7000\n')
    [problem] = table.problems
    assert problem.message == "第3行 双塘镇“当月投资”的“7,9l5”含字母 l，不是数字。是否为 7,915？"
    assert problem.proposals[0].number == 7915.0
    assert table.cell("双塘镇", "当月投资").number is None


def test_several_tables_in_a_sheet_each_with_its_own_title_and_unit(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["表一 投资"],
        ["单位：万元"],
        ["乡镇", "计划", "完成"],
        ["甲镇", 10, 8],
        ["乙镇", 20, 19],
        [],
        [],
        ["表二 人口"],
        ["单位：人"],
        ["乡镇", "户籍", "常住"],
        ["甲镇", 1000, 900],
        ["乙镇", 2000, 2100],
        ["注：年末数。"],
    ]
    first, second = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert (first.title, first.range) == ("表一 投资", "A1:C5")
    assert (second.title, second.range) == ("表二 人口", "A8:C13")
    assert [c.unit for c in first.number_columns] == ["万元", "万元"]
    assert [c.unit for c in second.number_columns] == ["人", "人"]
    assert second.footnotes == ("注：年末数。",)


def test_two_tables_side_by_side(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["乡镇", "投资", None, "村", "户数"],
        ["甲镇", 10, None, "东村", 120],
        ["乙镇", 20, None, "西村", 80],
        ["丙镇", 30, None, "南村", 60],
    ]
    left, right = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert (left.range, right.range) == ("A1:B4", "D1:E4")
    assert right.cell("西村", "户数").address == "E3"


def test_an_empty_spacer_column_does_not_part_a_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["乡镇", "投资", None, "税收", "人口"],
        *[[f"{n}镇", n, None, n, n] for n in range(4)],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert table.range == "A1:E5"


def test_indicators_down_the_rows_carry_their_own_units(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv",
        "指标,2018年,2017年\n国内生产总值(亿元),,21503.15\n第一产业增加值(亿元),240,233.49\n常住人口(万人),1490,1449.84\n",
    )
    assert table.orientation == "indicators_down"
    assert [(row.label, row.unit) for row in table.rows] == [
        ("国内生产总值", "亿元"), ("第一产业增加值", "亿元"), ("常住人口", "万人"),
    ]  # fmt: skip
    assert [c.period.key for c in table.number_columns if c.period] == ["2018", "2017"]
    assert table.rows[0].cells[1].kind == "empty"


def test_a_column_of_units_beside_indicators(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv",
        "编号,项目,单位,数量\n101,会议次数,次,12\n102,党员人数,人,85\n103,补助资金,元,3000\n",
    )
    assert [(r.label, r.unit) for r in table.rows] == [
        ("会议次数", "次"),
        ("党员人数", "人"),
        ("补助资金", "元"),
    ]
    assert [c.role for c in table.columns] == ["index", "label", "text", "number"]


def test_periods_down_the_rows(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv", "日期,定基\n基期,100.00\n2020Q1,87.99\n2020Q2,99.23\n2020Q3,101.34\n"
    )
    assert table.orientation == "periods_down"
    assert [row.period.key if row.period else None for row in table.rows] == [
        None,
        "2020Q1",
        "2020Q2",
        "2020Q3",
    ]


def test_dates_formatted_as_months_are_periods(tmp_path: Path) -> None:
    def dates(book: Any, sheet: Any) -> None:
        form = book.add_format({"num_format": 'yyyy"年"m"月"'})
        for month in (1, 2, 3):
            sheet.write_datetime(month, 0, datetime.datetime(2024, month, 1), form)

    rows: list[list[Any]] = [["月份", "用电量（万千瓦时）"], [None, 10.5], [None, 11.25], [None, 9]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=dates))
    assert [(row.label_raw, row.period.key) for row in table.rows if row.period] == [
        ("2024年1月", "2024-01"), ("2024年2月", "2024-02"), ("2024年3月", "2024-03"),
    ]  # fmt: skip


def test_codes_and_index_columns_are_no_figures(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "区划代码", "名称", "人口（人）"],
        [1, 330101, "青石镇", 1000],
        [2, 330102, "南浦镇", 2000],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [(c.role, c.label_kind) for c in table.columns] == [
        ("index", ""), ("label", "code"), ("label", "name"), ("number", ""),
    ]  # fmt: skip
    assert [(row.code, row.label) for row in table.rows] == [
        ("330101", "青石镇"),
        ("330102", "南浦镇"),
    ]


def test_numbers_of_columns_are_no_data(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["单位", "户数", "人数", "金额"],
        ["甲", "（1）", "（2）", "（3）"],
        ["东村", 12, 40, 3.5],
        ["西村", 8, 21, 2.5],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.label for row in table.rows] == ["东村", "西村"]
    assert table.header_rows == (1, 2)


def test_vertical_merges_lend_labels_and_say_so(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["省份", "县", "人口"],
        ["河北", "甲县", 10],
        [None, "乙县", 20],
        ["山西", "丙县", 30],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, ["A2:A3"]))
    assert [row.labels for row in table.rows] == [
        (("A", "河北"), ("B", "甲县")),
        (("A", "河北"), ("B", "乙县")),
        (("A", "山西"), ("B", "丙县")),
    ]
    assert [row.lent for row in table.rows] == [(), ("A",), ()]
    assert [row.label for row in table.rows] == ["甲县", "乙县", "丙县"]


def test_sections_are_headings_of_the_rows_below(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["项目", "数量"],
        ["一、农业"],
        ["粮食", 10],
        ["二、工业"],
        ["钢材", 5],
        ["水泥", 7],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.section, row.label) for row in table.rows] == [
        ("一、农业", "粮食"), ("二、工业", "钢材"), ("二、工业", "水泥"),
    ]  # fmt: skip


def test_numbers_stored_as_text_are_read_and_told_once_a_column(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["地区", "产值"], ["北京", "15063.7"], ["天津", "4218.2"]]
    book_path = make_files.grid_xls(tmp_path / "a.xls", rows)
    [table] = read_tables(book_path)
    assert [row.cells[1].number for row in table.rows] == [15063.7, 4218.2]
    [rewrite] = table.rewrites
    assert (rewrite.address, rewrite.count, rewrite.reason) == ("B2:B3", 2, "数存成了文本，按数读")


def test_error_cells_and_formulas_without_result_are_unreadable(tmp_path: Path) -> None:
    def formulas(book: Any, sheet: Any) -> None:
        sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B4", "=A9", None, "")

    rows: list[list[Any]] = [
        ["乡镇", "增速"],
        ["甲镇", 5],
        ["乙镇", None],
        ["丙镇", None],
        ["丁镇", 7],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=formulas))
    assert [(p.kind, p.address, p.raw) for p in table.doubts] == [
        ("excel_error", "B3", "#DIV/0!"), ("uncalculated", "B4", ""),
    ]  # fmt: skip
    assert [row.cells[1].kind for row in table.rows] == [
        "number",
        "unreadable",
        "unreadable",
        "number",
    ]


def test_a_date_where_a_figure_should_be_is_unreadable(tmp_path: Path) -> None:
    def date(book: Any, sheet: Any) -> None:
        sheet.write_datetime(
            "B3", datetime.datetime(2024, 1, 10), book.add_format({"num_format": "m-d"})
        )

    rows: list[list[Any]] = [
        ["乡镇", "项目"],
        ["甲镇", 5],
        ["乙镇", None],
        ["丙镇", 6],
        ["丁镇", 7],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=date))
    [problem] = table.doubts
    assert (problem.kind, problem.address, problem.raw) == ("date", "B3", "1-10")


def test_percents_in_xls_and_ods(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["乡镇", "占比"], ["甲镇", 0.126], ["乙镇", 0.5]]
    [xls] = read_tables(make_files.grid_xls(tmp_path / "a.xls", rows, percents=[(1, 1), (2, 1)]))
    ods_rows: list[list[Any]] = [
        ["乡镇", "占比"],
        ["甲镇", (0.126, "12.6%")],
        ["乙镇", (0.5, "50.0%")],
    ]
    [ods] = read_tables(make_files.grid_ods(tmp_path / "a.ods", ods_rows))
    for table in (xls, ods):
        assert [(r.cells[1].raw, r.cells[1].number, r.cells[1].percent) for r in table.rows] == [
            ("12.6%", 12.6, True), ("50.0%", 50.0, True),
        ]  # fmt: skip
        assert table.column("占比").unit == "%"


def test_ods_merges_and_texts(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["乡镇", ("span", 2, "投资（万元）")],
        [None, "计划", "完成"],
        ["甲镇", 1200, 900],
        ["乙镇", 800, 850],
    ]
    [table] = read_tables(make_files.grid_ods(tmp_path / "a.ods", rows))
    assert [c.full_name for c in table.columns][1:] == ["投资 › 计划", "投资 › 完成"]
    assert [c.unit for c in table.number_columns] == ["万元", "万元"]
    assert table.cell("甲镇", "B").raw == "1,200"


def test_a_plain_fraction_among_percents_is_doubtful(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv", "乡镇,增速（%）\n甲镇,12.6%\n乙镇,9.8%\n丙镇,0.151\n丁镇,7.4%\n"
    )
    [doubt] = table.doubts
    assert (doubt.kind, doubt.address) == ("percent_mix", "B4")
    assert [p.number for p in doubt.proposals] == [15.1, 0.151, None]


def test_factors_are_brought_to_the_unit_of_the_column(tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "a.csv",
        "乡镇,投资（万元）\n甲镇,1.2亿\n乙镇,9000\n丙镇,0.8亿元\n丁镇,7000\n戊镇,30户\n",
    )
    assert [row.cells[1].number for row in table.rows] == [12000.0, 9000.0, 8000.0, 7000.0, 30.0]
    assert [r.address for r in table.rewrites] == ["B2", "B4"]
    assert [(d.kind, d.address) for d in table.doubts] == [("cell_unit", "B6")]


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    table = _csv(tmp_path / "a.csv", "乡镇,项目,投资\n甲镇,1,10\n乙镇,2,20\n丙镇,3,30\n合计,6,65\n")
    [notice] = table.problems
    assert (notice.severity, notice.kind, notice.address) == ("notice", "total_differs", "C5")
    assert notice.message == "“a”表 C5 合计“投资”是 65，各行相加是 60。"
    assert table.doubts == ()


def test_two_rows_of_one_name_are_doubtful(tmp_path: Path) -> None:
    table = _csv(tmp_path / "a.csv", "乡镇,投资\n甲镇,1\n乙镇,2\n甲镇,3\n")
    [doubt] = table.doubts
    assert doubt.message == "第 2、4 行都是“甲镇”。请定收哪一行。"


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})

    rows: list[list[Any]] = [["乡镇", "投资"], ["甲镇", 1], ["乙镇", 2], ["丙镇", 3]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=hide))
    assert [row.hidden for row in table.rows] == [False, True, False]
    assert [p.kind for p in table.problems] == ["hidden_rows"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_tables_in_every_encoding_and_delimiter(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = "\n".join(
        delimiter.join(row)
        for row in [["乡镇", "投资", "备注"], ["青石镇", "12.5", "好"], ["南浦镇", "8", ""]]
    )
    table = _csv(tmp_path / "a.txt", text + "\n", encoding)
    assert [(row.label, row.cells[1].number) for row in table.rows] == [
        ("青石镇", 12.5),
        ("南浦镇", 8.0),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + "乡镇,投资\n甲镇,1\n".encode())
    [table] = read_tables(path)
    assert table.columns[0].name == "乡镇"


def test_a_form_without_figures_still_tells_its_columns(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["区（县）", "劳动力", None, "资金(元)"],
        [None, "务工(人)", "创业(人)", None],
    ]
    [table] = read_tables(
        make_files.grid_xlsx(tmp_path / "a.xlsx", rows, ["A1:A2", "B1:C1", "D1:D2"])
    )
    assert [(c.full_name, c.unit, c.role) for c in table.columns] == [
        ("区（县）", "", "label"),
        ("劳动力 › 务工", "人", "number"),
        ("劳动力 › 创业", "人", "number"),
        ("资金", "元", "number"),
    ]
    assert table.rows == ()


def test_next_months_file_has_the_same_fingerprint_and_another_form_has_not(tmp_path: Path) -> None:
    body = "甲镇,1,2\n乙镇,3,4\n"
    first = _csv(tmp_path / "a.csv", "乡镇,2024年9月,投资\n" + body)
    second = _csv(tmp_path / "b.csv", "乡镇,2024年10月,投资\n" + body + "丙镇,5,6\n")
    other = _csv(tmp_path / "c.csv", "乡镇,2024年10月,税收\n" + body)
    assert first.layout.fingerprint == second.layout.fingerprint != other.layout.fingerprint


def test_a_person_can_set_the_layout(investment: Path, table: SheetTable) -> None:
    from dataclasses import replace

    layout = replace(table.layout, body=(4, 10), footnotes=None)
    [again] = read_tables(investment, layouts={"招商引资": [layout]})
    assert [row.number for row in again.rows] == list(range(4, 11))
    assert again.columns[3].unit == "万元"


def test_window_around_a_cell_shows_texts_roles_and_header(investment: Path) -> None:
    window = open_sheet_window(investment, "招商引资", "D9", around=2)
    assert window.letters == ("A", "B", "C", "D", "E", "F")
    assert [row.number for row in window.rows] == [7, 8, 9, 10, 11]
    assert window.marked is not None
    assert window.marked.text == "７９，２００"
    assert [[cell.text for cell in row.cells][3] for row in window.header] == ["到位资金"]
    assert {row.role for row in window.rows} == {"data"}


def test_the_whole_sheet_with_roles_and_merges(investment: Path) -> None:
    sheet = read_sheet(investment, "招商引资")
    assert [row.role for row in sheet.rows][:4] == ["preamble", "preamble", "header", "data"]
    title = sheet.rows[0].cells[0]
    assert (title.text, title.across, title.down) == ("云溪区2026年10月招商引资情况表", 6, 1)
    assert sheet.rows[0].cells[1].across == 0
    assert sheet.rows[3].cells[4].text == "12.6%"
    assert sheet.more_rows == 0


def test_names_with_numbers_in_them_are_labels(tmp_path: Path) -> None:
    table = _csv(tmp_path / "a.csv", "小组,户数\n第1组,12\n第2组,15\n第3组,9\n")
    assert [c.role for c in table.columns] == ["label", "number"]
    other = _csv(tmp_path / "b.csv", "小组,户数\n1组,12\n2组,15\n3组,9\n")
    assert [row.label for row in other.rows] == ["1组", "2组", "3组"]
    codes = _csv(tmp_path / "c.csv", "名称,编组,户数\n甲,A12,12\n乙,B13,15\n丙,C14,9\n")
    assert [c.role for c in codes.columns] == ["label", "label", "number"]


def test_a_column_of_percents_is_not_in_the_unit_of_the_sheet(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        form = book.add_format({"num_format": "0.0%"})
        for row in range(2, 6):
            sheet.write(row, 2, row / 100, form)

    rows: list[list[Any]] = [
        ["单位：万元"],
        ["乡镇", "投资", "完成"],
        *[[f"{n}镇", 100 + int(i)] for i, n in enumerate("甲乙丙丁")],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=fill))
    assert [(c.unit, c.unit_place) for c in table.number_columns] == [
        ("万元", "preamble"),
        ("%", "cells"),
    ]
    assert table.doubts == ()
