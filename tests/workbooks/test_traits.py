"""Traits of badly behaved workbooks found in the wild, each shown by a small file made here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leitai.workbooks import SheetTable, read_tables, read_workbook
from tests.workbooks import make_files

Rows = list[list[Any]]


def _csv(path: Path, rows: Rows) -> SheetTable:
    path.write_text(
        "\n".join(",".join("" if v is None else str(v) for v in row) for row in rows), "utf-8"
    )
    [table] = read_tables(path)
    return table


def test_a_form_of_sixty_five_columns_under_two_merged_header_rows(tmp_path: Path) -> None:
    [table] = read_tables(make_files.wide_xls(tmp_path / "a.xls"))
    assert (len(table.columns), table.header_rows) == (65, (1, 2))
    assert [c.role for c in table.columns][:6] == [
        "label", "label", "label", "text", "number", "number",
    ]  # fmt: skip
    assert (table.columns[5].full_name, table.columns[5].unit) == ("有劳动能力 › 低保对象", "户")
    assert (table.columns[6].full_name, table.columns[6].unit) == ("有劳动能力 › 低保对象", "人")
    assert (table.columns[64].full_name, table.columns[64].unit) == ("项目20 › 其他", "个")
    assert [(row.label, row.cells[64].number) for row in table.rows] == [
        ("三村村", 64.0), ("东坑村", 128.0), ("份田村", 192.0),
    ]  # fmt: skip
    assert table.totals[0].cells[5].number == 30.0
    assert table.doubts == ()


def test_sheets_with_advertisements_hold_no_table(tmp_path: Path) -> None:
    reading = read_workbook(make_files.advert_xls(tmp_path / "a.xls"))
    assert [(sheet.name, sheet.state) for sheet in reading.sheets] == [
        ("1", "read"), ("广告", "no_table"), ("CNKI", "hidden"),
    ]  # fmt: skip
    assert [table.sheet for table in reading.tables] == ["1"]


def test_bilingual_headers_with_line_breaks(tmp_path: Path) -> None:
    rows: Rows = [
        ["2-2 各地区社会消费品零售总额\nTotal Retail Sales by Region"],
        [
            "地 区\nRegion",
            "零售总额\n(亿元)\nTotal\n(100 million yuan)",
            "比上年增长\n(%)\nIncrease",
        ],
        ["北 京", 13716.4, -8.9],
        ["天 津", 3582.9, -15.1],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert table.title == "2-2 各地区社会消费品零售总额"
    assert [(c.name, c.unit) for c in table.columns] == [
        ("地区", ""), ("零售总额", "亿元"), ("比上年增长", "%"),
    ]  # fmt: skip
    assert [(row.label, row.label_raw) for row in table.rows] == [
        ("北京", "北 京"),
        ("天津", "天 津"),
    ]


def test_a_table_lying_on_its_side(tmp_path: Path) -> None:
    rows: Rows = [
        ["云溪区2026年10月主要指标"],
        ["指标", "云溪街道", "白沙镇", "青石镇"],
        ["签约项目（个）", 12, 9, 9],
        ["到位资金（万元）", 112400, 95600, 86000],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert table.orientation == "indicators_down"
    assert [(row.label, row.unit) for row in table.rows] == [
        ("签约项目", "个"),
        ("到位资金", "万元"),
    ]
    assert [c.name for c in table.number_columns] == ["云溪街道", "白沙镇", "青石镇"]
    assert table.rows[1].cells[3].number == 86000.0


def test_formulas_count_by_their_stored_results(tmp_path: Path) -> None:
    def formulas(book: Any, sheet: Any) -> None:
        sheet.write_formula("C2", "=A9*2", None, 24)
        sheet.write_formula("C3", "=VLOOKUP(9,A1:B2,2)", None, "#N/A")
        sheet.write_formula("C4", '=TEXT(7,"0")', None, "7")

    rows: Rows = [["乡镇", "户数", "人数"], ["甲镇", 12], ["乙镇", 8], ["丙镇", 3]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=formulas))
    assert [row.cells[2].number for row in table.rows] == [24.0, None, 7.0]
    assert [(p.kind, p.address, p.raw) for p in table.doubts] == [("excel_error", "C3", "#N/A")]


def test_hidden_columns_are_read_and_told(tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.set_column("B:B", None, None, {"hidden": True})

    rows: Rows = [["乡镇", "投资", "税收"], ["甲镇", 1, 4], ["乙镇", 2, 5]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, after=hide))
    assert [row.cells[1].number for row in table.rows] == [1.0, 2.0]
    [notice] = table.problems
    assert (notice.kind, notice.message) == (
        "hidden_columns",
        "“Sheet1”表的 B 列是隐藏的，也读了。",
    )


def test_an_export_of_a_statistics_site(tmp_path: Path) -> None:
    rows: Rows = [
        ["数据库：主要城市年度数据"],
        ["地区：广州"],
        ["时间：最近20年"],
        ["指标", "2018年", "2017年"],
        ["国内生产总值(亿元)", None, 21503.15],
        ["常住人口(万人)", 1490.4, 1449.84],
        ["数据来源：国家统计局"],
    ]
    [table] = read_tables(make_files.grid_xls(tmp_path / "a.xls", rows))
    assert (table.orientation, table.about) == ("indicators_down", "广州")
    assert table.preamble[2] == "时间：最近20年"
    assert table.footnotes == ("数据来源：国家统计局",)
    assert [(row.label, row.unit) for row in table.rows] == [
        ("国内生产总值", "亿元"), ("常住人口", "万人"),
    ]  # fmt: skip
    assert table.rows[0].cells[1].kind == "empty"


def test_a_row_that_slid_to_the_right_is_named_and_not_read(tmp_path: Path) -> None:
    rows: Rows = [["县", "面积", "人口", "收入", "支出"]]
    rows += [
        [f"{name}县", 900 + n, 40 + n, 8 + n, 20 + n] for n, name in enumerate("甲乙丙丁戊己庚")
    ]
    rows[4] = ["丁县", 903, 43, None, 11, 23]
    table = _csv(tmp_path / "a.csv", rows)
    assert "丁县" not in {row.label for row in table.rows}
    assert len(table.rows) == 6
    [problem] = table.doubts
    assert (problem.kind, problem.address, problem.raw) == ("shifted_row", "F5", "23")
    assert problem.message.startswith("第5行 丁县 比表头多出一格（F5“23”）")
    assert dict(table.row_roles)[5] == "unread"


def test_a_remark_beside_the_table_is_no_slid_row(tmp_path: Path) -> None:
    rows: Rows = [["县", "面积", "人口", "收入"]]
    rows += [[f"{name}县", 900 + n, 40 + n, 8 + n] for n, name in enumerate("甲乙丙丁戊己庚")]
    rows[3].append("已核实")
    assert len(_csv(tmp_path / "a.csv", rows).rows) == 7
    rows[3][-1] = 2850
    assert len(_csv(tmp_path / "b.csv", rows).rows) == 7


def test_a_misprinted_year_is_asked(tmp_path: Path) -> None:
    rows: Rows = [["年份", "总额（亿元）"], [2016, 1], [2017, 2], [208, 3], [2019, 4], [2020, 5]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    [doubt] = table.doubts
    assert (doubt.kind, doubt.address, doubt.proposals[0].number) == ("period_unread", "A4", 2018.0)


def test_blank_forms_on_one_sheet_with_column_numbers_going_on(tmp_path: Path) -> None:
    rows: Rows = [
        ["表一"],
        ["机构名称", "机构数", "诊疗人次", None],
        [None, None, "门诊", "急诊"],
        ["甲", "（1）", "（2）", "（3）"],
        [],
        ["补充资料：其中中医诊疗    人次"],
        [],
        ["表二"],
        ["机构名称", "治愈率%", "床位（张）"],
        [],
        ["甲", "（4）", "（5）"],
    ]
    merges = ["A2:A3", "B2:B3", "C2:D2"]
    first, second = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows, merges))
    assert (first.title, first.range, first.header_rows) == ("表一", "A1:D6", (2, 3, 4))
    assert [c.full_name for c in first.columns][2:] == ["诊疗人次 › 门诊", "诊疗人次 › 急诊"]
    assert (second.title, second.range, second.header_rows) == ("表二", "A8:C11", (9, 11))
    assert [(c.name, c.unit, c.role) for c in second.columns] == [
        ("机构名称", "", "label"), ("治愈率", "%", "number"), ("床位", "张", "number"),
    ]  # fmt: skip
    assert first.rows == second.rows == ()


def test_a_list_without_a_header_goes_on_after_a_gap(tmp_path: Path) -> None:
    rows: Rows = [["云溪区", "青石镇", name] for name in ("东村", "西村", "南村")]
    rows += [[], [], ["云溪区", "白沙镇", "北村"], ["云溪区", "白沙镇", "河村"]]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.label for row in table.rows] == ["东村", "西村", "南村", "北村", "河村"]


def test_last_years_figure_is_no_part_of_this_years(tmp_path: Path) -> None:
    rows: Rows = [
        ["村", "上年集体收入(元)", None, "营业额", None],
        [None, None, "预计今年集体收入(元)", None, "客房收入"],
        ["东村", 50000, 60000, 100, 40],
        ["西村", 40000, 45000, 80, 30],
    ]
    path = make_files.grid_xls(tmp_path / "a.xls", rows, [(0, 1, 0, 0), (0, 1, 1, 1)])
    [table] = read_tables(path)
    assert [c.full_name for c in table.columns][1:] == [
        "上年集体收入", "预计今年集体收入", "营业额", "营业额 › 客房收入",
    ]  # fmt: skip


def test_of_which_columns_belong_to_the_heading_left_of_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["地区", "住宿业", None, None],
        [None, None, "#国有控股", None],
        [None, "单位数（个）", "单位数（个）", "从业人数（人）"],
        ["北京", 1164, 356, 49222],
        ["天津", 315, 52, 5379],
    ]
    path = make_files.grid_xlsx(tmp_path / "a.xlsx", rows, ["A1:A3", "B1:B2", "C1:D1", "C2:D2"])
    [table] = read_tables(path)
    assert [c.full_name for c in table.columns][1:] == [
        "住宿业 › 单位数", "住宿业 › 国有控股 › 单位数", "住宿业 › 国有控股 › 从业人数",
    ]  # fmt: skip


def test_the_row_of_the_whole_area_above_coded_rows_is_a_total(tmp_path: Path) -> None:
    rows: Rows = [
        ["区划代码", "省", "区县", "人口"],
        ["NA", "全国", "全国", 300],
        ["110101", "北京市", "东城区", 100],
        ["110102", "北京市", "西城区", 200],
    ]
    table = _csv(tmp_path / "a.csv", rows)
    assert [row.label for row in table.totals] == ["全国"]
    assert [row.label for row in table.rows] == ["东城区", "西城区"]


def test_years_of_the_country_above_the_regions_of_the_last_year(tmp_path: Path) -> None:
    rows: Rows = [
        ["年份", "市场数（个）"],
        *[[year, 3000 + year] for year in range(2016, 2021)],
        *[
            [name, 10 + n]
            for n, name in enumerate(("北京", "天津", "河北", "山西", "辽宁", "吉林"))
        ],
    ]
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    periods = [row.period.key if row.period else "" for row in table.rows]
    assert periods == ["2016", "2017", "2018", "2019", "2020", "", "", "", "", "", ""]
    assert [row.label for row in table.rows][-1] == "吉林"


def test_questions_of_one_wording_are_told_apart_by_their_number(tmp_path: Path) -> None:
    rows: Rows = [
        ["编号", "项目", "单位", "数量"],
        [101, "在校学生人数", "人", 120],
        [102, "因贫辍学人数", "人", 3],
        [103, "劳动力人数", "人", 400],
        [104, "因贫辍学人数", "人", 5],
    ]
    table = _csv(tmp_path / "a.csv", rows)
    assert table.orientation == "indicators_down"
    assert table.doubts == ()


def test_a_name_of_today_names_the_row_before_a_former_one(tmp_path: Path) -> None:
    rows: Rows = [["序号", "原名称", "现名称"]]
    rows += [[n, f"{name}乡", f"{name}镇"] for n, name in enumerate("甲乙丙丁", 1)]
    rows.append([5, "戊街道", None])
    [table] = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.label for row in table.rows] == ["甲镇", "乙镇", "丙镇", "丁镇", "戊街道"]


def test_columns_of_a_neighbour_are_no_columns_of_a_table(tmp_path: Path) -> None:
    rows: Rows = [
        ["表一 投资"],
        ["乡镇", "计划", "完成", "排名"],
        ["甲镇", 10, 8, 2],
        ["乙镇", 20, 19, 1],
        [],
        ["表二 人口"],
        ["乡镇", "户籍"],
        ["甲镇", 1000],
        ["乙镇", 2000],
    ]
    first, second = read_tables(make_files.grid_xlsx(tmp_path / "a.xlsx", rows))
    assert [c.letter for c in first.columns] == ["A", "B", "C", "D"]
    assert [c.letter for c in second.columns] == ["A", "B"]
