"""Corrected readings: setting a layout, keeping it as a form, and reading the next file by it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.workbooks import (
    ColumnUse,
    Layout,
    SheetForm,
    SheetTable,
    form_from_dict,
    read_tables,
    read_workbook,
    sheet_form,
)
from tests.workbooks import make_files

Rows = list[list[Any]]
HEAD: list[Any] = ["乡镇", "签约项目（个）", "到位资金", "备注"]


def form_rows(month: int = 10, towns: int = 4, head: list[Any] | None = None) -> Rows:
    """A bureau's form: title, unit, header, towns, a check row that is no town, a remark."""
    names = ["云溪街道", "白沙镇", "青石镇", "双塘镇", "望岭乡", "南浦镇"][:towns]
    return [
        [f"云溪区2026年{month}月招商引资情况表"],
        [None, None, "单位：万元"],
        head or HEAD,
        *[[name, 3 + n, 1000 * (n + 1)] for n, name in enumerate(names)],
        ["上报核对", 7, 9],
        ["注：到位资金含续建项目。"],
    ]


def write(folder: Path, rows: Rows, sheet: str = "招商引资") -> Path:
    return make_files.grid_xlsx(folder / f"{len(list(folder.iterdir()))}.xlsx", rows, (), sheet)


def corrected(path: Path) -> tuple[SheetTable, SheetForm]:
    """Read as found, then leave the check row out and call the column by its indicator."""
    [table] = read_tables(path)
    check = next(row.number for row in table.rows if row.label == "上报核对")
    layout = replace(
        table.layout,
        rows=(*table.layout.rows, (check, "outside")),
        uses=tuple(
            replace(use, name="利用内资", unit="亿元") if use.index == 2 else use
            for use in table.layout.uses
        ),
    )
    [again] = read_tables(path, layouts={table.sheet: [layout]})
    return again, sheet_form(path, table.sheet, [layout])


def test_a_row_left_out_and_a_column_named_by_a_person(tmp_path: Path) -> None:
    table, _form = corrected(write(tmp_path, form_rows()))
    assert [row.label for row in table.rows] == ["云溪街道", "白沙镇", "青石镇", "双塘镇"]
    column = table.column("C")
    assert (column.name, column.unit, column.unit_place) == ("利用内资", "亿元", "layout")
    assert table.cell("云溪街道", "利用内资").number == 1000.0


def test_rows_and_columns_take_the_use_that_a_person_gave(tmp_path: Path) -> None:
    rows: Rows = [
        ["说明文字", "第二格", "第三格"],
        ["甲", "投资", "税收"],
        ["万元", "万元", "万元"],
        ["东村", 5, 1],
        ["全部", 5, 1],
    ]
    path = write(tmp_path, rows)
    layout = Layout(
        "招商引资", (2, 3), (4, 5), (0, 2), preamble=(1, 1),
        rows=((3, "units"), (5, "total")),
        uses=(ColumnUse(0, "label", "name"), ColumnUse(1, "number", period="累计"),
              ColumnUse(2, "text")),
    )  # fmt: skip
    [table] = read_tables(path, layouts={"招商引资": [layout]})
    assert [row.label for row in table.rows] == ["东村"]
    assert [row.label for row in table.totals] == ["全部"]
    column = table.column("B")
    assert (column.unit, column.unit_place, column.period_place) == ("万元", "unit_row", "layout")
    assert column.period is not None
    assert column.period.flow == "year_to_date"
    assert table.columns[2].role == "text"


def test_a_sheet_on_its_side_is_turned_by_a_person(tmp_path: Path) -> None:
    rows: Rows = [["项", "白沙镇", "青石镇"], ["到位资金", 5, 6], ["签约总额", 7, 8]]
    path = write(tmp_path, rows)
    [found] = read_tables(path)
    assert found.orientation == "units_down"
    turned = replace(found.layout, orientation="indicators_down")
    [table] = read_tables(path, layouts={"招商引资": [turned]})
    assert table.orientation == "indicators_down"


def test_next_months_file_is_read_as_the_first_was_corrected(tmp_path: Path) -> None:
    _table, form = corrected(write(tmp_path, form_rows()))
    reading = read_workbook(write(tmp_path, form_rows(11, towns=6), "招商引资"), forms=[form])
    [table] = reading.tables
    assert [row.label for row in table.rows] == [
        "云溪街道", "白沙镇", "青石镇", "双塘镇", "望岭乡", "南浦镇",
    ]  # fmt: skip
    assert table.column("C").name == "利用内资"
    assert table.footnotes == ("注：到位资金含续建项目。",)
    assert table.period is not None
    assert table.period.key == "2026-11"
    [sheet] = reading.sheets
    assert sheet.form == form.key
    assert [p.message for p in sheet.problems] == ["“招商引资”表按记住的读法读取。"]


def test_a_table_that_stands_lower_is_still_found(tmp_path: Path) -> None:
    _table, form = corrected(write(tmp_path, form_rows()))
    reading = read_workbook(write(tmp_path, [["附件2"], [], *form_rows(11)]), forms=[form])
    assert [row.number for row in reading.tables[0].rows] == [6, 7, 8, 9]
    [notice] = reading.sheets[0].problems
    assert notice.message == "“招商引资”表表头下移了 2 行，按记住的读法读取。"


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (["乡镇", "排名", "签约项目（个）", "到位资金", "备注"],
         ["“签约项目(个)”从 B 列移到 C 列", "“到位资金”从 C 列移到 D 列", "B 列多了“排名”"]),
        (["乡镇", "到位资金", "签约项目（个）", "备注"],
         ["“签约项目(个)”从 B 列移到 C 列", "“到位资金”从 C 列移到 B 列"]),
        (["乡镇", "签约项目（个）", "到位内资", "备注"],
         ["C 列的“到位资金”没有了", "C 列多了“到位内资”"]),
        (["乡镇", "签约项目（个）", "到位资金"], ["D 列的“备注”没有了"]),
        (["乡镇", "签约项目（个）", "到位资金", "备注", "联系人"], ["E 列多了“联系人”"]),
    ],
)  # fmt: skip
def test_a_changed_layout_is_not_applied_and_names_what_moved(
    tmp_path: Path, head: list[Any], words: list[str]
) -> None:
    _table, form = corrected(write(tmp_path, form_rows()))
    path = write(tmp_path, form_rows(11, head=head))
    reading = read_workbook(path, forms=[form])
    assert reading.tables == tuple(read_tables(path))
    [sheet] = reading.sheets
    assert (sheet.form, sheet.near) == ("", form.key)
    [notice] = sheet.problems
    assert (notice.kind, notice.severity) == ("layout_changed", "notice")
    assert all(each in notice.message for each in words)


def test_headers_of_bare_years_are_found_in_the_next_years_file(tmp_path: Path) -> None:
    def years(first: int) -> Rows:
        return [["地区", first, first + 1, first + 2], ["甲镇", 10, 20, 30], ["乙镇", 1, 2, 3]]

    path = write(tmp_path, years(2020))
    [table] = read_tables(path)
    form = sheet_form(path, table.sheet, [table.layout])
    [sheet] = read_workbook(write(tmp_path, years(2021)), forms=[form]).sheets
    assert sheet.form == form.key


def test_another_form_of_the_same_source_is_no_changed_one(tmp_path: Path) -> None:
    _table, form = corrected(write(tmp_path, form_rows()))
    other = write(tmp_path, [["村", "户数", "人口"], ["东村", 12, 40], ["西村", 8, 30]], "招商引资")
    [sheet] = read_workbook(other, forms=[form]).sheets
    assert (sheet.form, sheet.near, sheet.problems) == ("", "", ())


def test_a_month_said_of_a_column_is_not_carried_into_the_next(tmp_path: Path) -> None:
    path = write(tmp_path, form_rows())
    [table] = read_tables(path)
    uses = tuple(
        replace(use, period={1: "2026年10月", 2: "累计"}.get(use.index, ""))
        for use in table.layout.uses
    )
    form = sheet_form(path, table.sheet, [replace(table.layout, uses=uses)])
    assert [use.period for use in form.tables[0].layout.uses] == ["", "", "累计", ""]


def test_two_tables_of_a_sheet_are_found_again_when_the_first_grows(tmp_path: Path) -> None:
    def two(towns: int) -> Rows:
        below: Rows = [
            ["表二 人口"],
            ["村", "户籍"],
            ["东村", 100],
            ["西村", 200],
            ["注：年末数。"],
        ]
        return [*form_rows(towns=towns), [], *below]

    path = write(tmp_path, two(3))
    tables = read_tables(path)
    assert len(tables) == 2
    form = sheet_form(path, "招商引资", [table.layout for table in tables])
    longer = write(tmp_path, two(6))
    reading = read_workbook(longer, forms=[form])
    assert reading.sheets[0].form == form.key
    assert reading.tables == tuple(read_tables(longer))


def test_forms_are_kept_as_plain_json(tmp_path: Path) -> None:
    _table, form = corrected(write(tmp_path, form_rows()))
    assert form_from_dict(json.loads(json.dumps(form.to_dict()))) == form
    with pytest.raises((KeyError, TypeError)):
        form_from_dict({"sheet": "a"})


names = st.sampled_from(["甲镇", "乙镇", "青石 镇", "北　京", "合计", "小计", "一、城区", "东村"])
figures = st.one_of(
    st.integers(0, 10**6),
    st.floats(-1e6, 1e6, allow_nan=False, width=32),
    st.sampled_from(["—", "…", "７９", "7,9l5", "12.6%", "", "无", "约300", "2026年"]),
)
heads = st.sampled_from(
    ["签约项目（个）", "到位资金（万元）", "同比", "2025年", "备注", "单位", "万元", ""]
)
three = st.lists(figures, min_size=3, max_size=3)
tables = st.builds(
    lambda above, head, unit, body, below: [*above, ["乡镇", *head], *unit, *body, *below],
    st.lists(st.sampled_from([["2026年10月情况表"], ["单位：万元"], []]), max_size=3),
    st.lists(heads, min_size=3, max_size=3),
    st.lists(st.just([None, "万元", "个", "%"]), max_size=1),
    st.lists(
        st.builds(lambda name, cells: [name, *cells], names, three),
        min_size=1, max_size=7,
    ),
    st.lists(st.sampled_from([["注：含续建项目。"], [], ["填表人：张三"]]), max_size=2),
)  # fmt: skip


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(tables, min_size=1, max_size=2))
def test_reading_again_with_the_layout_found_changes_nothing(
    tmp_path: Path, parts: list[Rows]
) -> None:
    path = tmp_path / "again.xlsx"
    make_files.grid_xlsx(path, [row for part in parts for row in [*part, [], []]])
    first = read_workbook(path)
    found = {sheet.name: [t.layout for t in sheet.tables] for sheet in first.sheets if sheet.tables}
    assert read_workbook(path, layouts=found).tables == first.tables
