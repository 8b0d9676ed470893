"""Sheets of villages: the village names the row, whatever stands around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leitai.workbooks import SheetTable, read_tables
from tests.workbooks import make_files

VILLAGES = (("白沙镇", "东村"), ("白沙镇", "西河村"), ("青石镇", "东村"), ("青石镇", "西河村"))


def read(path: Path, rows: list[list[Any]], *merges: str) -> SheetTable:
    [table] = read_tables(make_files.grid_xlsx(path / "a.xlsx", rows, merges))
    return table


def labels(table: SheetTable) -> list[tuple[str, str]]:
    return [(row.label_cell, row.label) for row in table.rows]


def test_under_two_rows_of_header_the_village_names_the_row(tmp_path: Path) -> None:
    """村 below 单位 is a heading, no measure; names that recur do not make the town the label."""
    rows = [
        ["云溪区村级集体经济情况表", None, None, None, None],
        ["单位", None, "集体经济收入", None, "常住人口"],
        ["乡镇", "村", "经营性收入（万元）", "补助收入（万元）", "（人）"],
        *[[town, village, 12 + n, 3, 800 + n] for n, (town, village) in enumerate(VILLAGES)],
    ]
    table = read(tmp_path, rows, "A1:E1", "A2:B2", "C2:D2")
    assert table.header_rows == (2, 3)
    assert [column.name for column in table.columns[:3]] == ["乡镇", "村", "经营性收入"]
    assert labels(table) == [("B4", "东村"), ("B5", "西河村"), ("B6", "东村"), ("B7", "西河村")]
    assert [dict(row.labels)["A"] for row in table.rows] == ["白沙镇", "白沙镇", "青石镇", "青石镇"]


def test_a_second_header_row_over_the_names_alone_is_no_village(tmp_path: Path) -> None:
    """Without merges, 乡镇 and 村 below 单位 would otherwise be the first row of the table."""
    rows = [
        ["单位", None, "填报单位", "常住人口（人）"],
        ["乡镇", "村", None, None],
        *[[t, v, f"{t}政府", 700 + n] for n, (t, v) in enumerate(VILLAGES)],
    ]
    table = read(tmp_path, rows)
    assert table.header_rows == (1, 2)
    assert [(c.name, c.role) for c in table.columns] == [
        ("乡镇", "label"), ("村", "label"), ("填报单位", "label"), ("常住人口", "number"),
    ]  # fmt: skip
    assert labels(table)[0] == ("B3", "东村")
    unfilled = [rows[0], ["白沙镇", "东村", None, None], *rows[3:]]
    assert read(tmp_path, unfilled).header_rows == (1,), "a village without figures is a row"


def test_one_village_a_town_is_still_about_villages(tmp_path: Path) -> None:
    rows = [
        ["镇（街道）", "村（社区）", "户数"],
        ["白沙镇", "东村", 212],
        ["青石镇", "南塘社区", 98],
        ["安平镇", "岭头村", 77],
    ]
    assert [label for _at, label in labels(read(tmp_path, rows))] == ["东村", "南塘社区", "岭头村"]


def test_who_fills_in_the_form_is_nobody_s_label(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "村", "填报单位", "户数", "人数"],
        *[[t, v, f"{t}{v}村委会", 200 + n, 700] for n, (t, v) in enumerate(VILLAGES)],
    ]
    table = read(tmp_path, rows)
    assert labels(table) == [("B2", "东村"), ("B3", "西河村"), ("B4", "东村"), ("B5", "西河村")]
    assert dict(table.rows[0].labels)["C"] == "白沙镇东村村委会"


def test_a_town_s_own_row_is_named_by_the_town(tmp_path: Path) -> None:
    rows = [["乡镇", "村", "填报单位", "户数"], ["白沙镇", None, "白沙镇政府", 400],
            *[[t, v, f"{t}政府", 200 + n] for n, (t, v) in enumerate(VILLAGES)]]  # fmt: skip
    assert labels(read(tmp_path, rows))[:2] == [("A2", "白沙镇"), ("B3", "东村")]


@pytest.mark.parametrize("heading", ["项目名称", "企业"])
def test_projects_of_towns_keep_their_own_names(tmp_path: Path, heading: str) -> None:
    rows = [
        ["乡镇", heading, "责任单位", "投资额"],
        ["白沙镇", "东村水厂", "水利局", 1200],
        ["白沙镇", "西河大桥", "交通局", 8000],
        ["青石镇", "物流园", "商务局", 5600],
    ]
    read_labels = [label for _at, label in labels(read(tmp_path, rows))]
    assert read_labels == ["东村水厂", "西河大桥", "物流园"]
