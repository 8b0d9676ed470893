"""Tables keep numbers, qualifiers, reasons and sources, and refuse what would be read wrong."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from leitai.engine.quantity import Quantity
from leitai.engine.table import Cell, Source, Table, TableError
from leitai.engine.table_csv import read_csv_text

SOURCE = Source("cell", "book/3/D14", "报表.xlsx › 一季度 › D14")


def table() -> Table:
    return Table.from_columns(
        ["望岭乡", "云溪镇"],
        {"gdp": [10.5, None], "people": [Quantity(2, "more_than"), 3]},
        {("望岭乡", "gdp"): SOURCE},
        {("云溪镇", "gdp"): "未报"},
    )


def test_cells() -> None:
    t = table()
    assert t.units == ("望岭乡", "云溪镇")
    assert t.columns == ("gdp", "people")
    assert t.cell("望岭乡", "gdp") == Cell(10.5, "exact", None, SOURCE)
    assert t.cell("云溪镇", "gdp") == Cell(None, "exact", "未报", None)
    assert t.cell("望岭乡", "people").quantity == Quantity(2, "more_than")
    assert t.inexact("people") == {0: Quantity(2, "more_than")}
    assert t.missing("gdp") == {1: "未报"}
    np.testing.assert_array_equal(t.column("gdp"), [10.5, math.nan])
    with pytest.raises(ValueError, match="read-only"):
        t.column("gdp")[0] = 1
    with pytest.raises(KeyError, match="没有单位"):
        t.cell("乌有乡", "gdp")
    with pytest.raises(KeyError, match="没有“x”这一列"):
        t.column("x")


def test_with_cell_changes_one_cell_of_a_new_table() -> None:
    t = table()
    new = t.with_cell("云溪镇", "gdp", 8, source=Source("typed", "", "手工录入"))
    assert new.cell("云溪镇", "gdp").number == 8
    assert new.cell("云溪镇", "gdp").source == Source("typed", "", "手工录入")
    assert t.cell("云溪镇", "gdp").missing_reason == "未报"
    assert new.column("people") is t.column("people")
    back = new.with_cell("望岭乡", "people", 2).with_cell("云溪镇", "gdp", None)
    assert back.inexact("people") == {}
    assert back.missing("gdp") == {1: "未填"}
    with pytest.raises(TableError, match="无穷"):
        t.with_cell("望岭乡", "gdp", -math.inf)
    with pytest.raises(TableError, match="既有数值又有缺失原因"):
        t.with_cell("望岭乡", "gdp", 1, missing_reason="未报")


def test_with_column_select_rename() -> None:
    t = table().with_column("per", [1.0, None], missing={"云溪镇": "基数为零"})
    assert t.columns == ("gdp", "people", "per")
    assert t.missing("per") == {1: "基数为零"}
    part = t.select(["云溪镇"])
    assert part.units == ("云溪镇",)
    assert part.missing("gdp") == {0: "未报"}
    renamed = t.renamed({"gdp": "g"})
    assert renamed.columns == ("g", "people", "per")
    assert renamed.cell("望岭乡", "g").source == SOURCE
    with pytest.raises(TableError, match="同名"):
        t.renamed({"gdp": "people"})


@pytest.mark.parametrize(
    ("units", "columns", "message"),
    [
        (["a", "a"], {"x": [1, 2]}, "出现了两次"),
        (["a", " "], {"x": [1, 2]}, "没有名称"),
        (["a", "b"], {"x": [1]}, "有 1 个值"),
        (["a"], {"x": [math.inf]}, "无穷"),
        (["a"], {"x": np.array([-math.inf])}, "无穷"),
        (["a"], {"x": ["12"]}, "不是数"),
        (["a"], {"x": [True]}, "不是数"),
        (["a"], {"": [1]}, "没有名称"),
    ],
)
def test_from_columns_refuses(
    units: list[str], columns: dict[str, list[float]], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        Table.from_columns(units, columns)


def test_from_columns_refuses_reasons_and_sources_of_no_cell() -> None:
    with pytest.raises(TableError, match="没有“b”×“x”"):
        Table.from_columns(["a"], {"x": [1]}, missing={("b", "x"): "未报"})
    with pytest.raises(TableError, match="既有数值又有缺失原因"):
        Table.from_columns(["a"], {"x": [1]}, missing={("a", "x"): "未报"})


CSV = """序号,单位,固定资产投资,增速,备注,企业数
,,亿元,%,,
1,云溪镇,"1,234.50",5.2,已核,超5
2,望岭乡,—,-3.1,,≥80
3,柳河街道,７.5,,,约12
"""


def test_csv() -> None:
    t = read_csv_text(CSV, name="月报.csv")
    assert t.units == ("云溪镇", "望岭乡", "柳河街道")
    assert t.columns == ("序号", "固定资产投资", "增速", "企业数")
    assert t.text_columns == ("备注",)
    assert t.measures == {"固定资产投资": "亿元", "增速": "%"}
    assert t.cell("云溪镇", "固定资产投资") == Cell(
        1234.5, "exact", None, Source("cell", "月报.csv!C3", "月报.csv › C3")
    )
    assert t.cell("望岭乡", "固定资产投资").missing_reason == "未填（—）"
    assert t.cell("柳河街道", "固定资产投资").number == 7.5
    assert t.cell("望岭乡", "企业数").quantity == Quantity(80, "at_least")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "数据.csv"
    path.write_bytes("地区,值\n云溪镇,5\n".replace(",", delimiter).encode(encoding))
    assert Table.from_csv(path).cell("云溪镇", "值").number == 5


def test_csv_percent_column_is_read_as_printed() -> None:
    t = read_csv_text("单位,完成率\n云溪镇,97.2%\n望岭乡,100%\n")
    assert t.column("完成率").tolist() == [97.2, 100]
    assert t.measures == {"完成率": "%"}


def test_csv_masked_figures_are_missing_with_their_text() -> None:
    t = read_csv_text("单位,亿元项目\n云溪镇,**\n望岭乡,3\n")
    assert t.missing("亿元项目") == {0: "原文隐去（**）"}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("单位,值\na,12万\n", 2, "值", "计量单位"),
        ("单位,值\na,1\nb,已完成\n", 3, "值", "不是数值"),
        ("单位,值\na,1.23E+11\n", 2, "值", "科学记数法"),
        ('单位,值\na,"1,23,4"\n', 2, "值", "千位"),
        ("单位,值\na,1 234\n", 2, "值", "空格"),
        ("单位,值\na,5%\nb,6\n", 3, "值", "百分号"),
        ("单位,值\na,inf\nb,6\n", 2, "值", "不是数值"),
        ("单位,值\na,1\na,2\n", 3, "单位", "已在第 2 行"),
        ("单位,值\na,1\n合计,2\n", 3, "单位", "合计行"),
        ("单位,值\na,1,9\n", 2, "", "3 格"),
        ("单位,值,另\na,1\n", 2, "", "2 格"),
        ("单位,值\n,1\n", 2, "单位", "没有单位名称"),
        ("单位,值,值\na,1,2\n", 1, "值", "两次"),
        ("单位,,值\na,1,2\n", 1, "", "没有表头"),
        ('单位,值\na,"1\n', 2, "", "引号"),
        ("单位,值\n", 0, "", "没有数据"),
        ("", 0, "", "空的"),
        ("单位,备注\na,好\n", 0, "", "没有一列数值"),
    ],
)
def test_csv_refuses_with_line_and_column(text: str, line: int, column: str, message: str) -> None:
    with pytest.raises(TableError, match=message) as refused:
        read_csv_text(text)
    problem = refused.value.problems[0]
    assert (problem.line, problem.column) == (line, column)
    assert problem.en
    assert problem.text("en")


def test_csv_reports_every_problem_at_once() -> None:
    with pytest.raises(TableError) as refused:
        read_csv_text("单位,甲,乙\na,1,x1\nb,y2,2\n合计,3,3\n")
    assert [p.line for p in refused.value.problems] == [2, 3, 4]


def test_csv_columns_and_unit_column_can_be_named() -> None:
    text = "编号,经济体,值,说明\nA1,甲,1,2024年\nA2,乙,2,2023年\n"
    t = read_csv_text(text, unit_column="经济体", columns=["值"])
    assert t.units == ("甲", "乙")
    assert t.columns == ("值",)
    with pytest.raises(TableError, match="没有：无此列"):
        read_csv_text(text, columns=["无此列"])
    with pytest.raises(TableError, match="没有“x”"):
        read_csv_text(text, unit_column="x")


def test_csv_unit_column_holds_names_not_numbers() -> None:
    t = read_csv_text("Area,Province,面积\n甲县,某省,5\n乙县,某省,6\n")
    assert t.units == ("甲县", "乙县")
    t = read_csv_text("code,title,area\n101,甲县,83.5\n102,乙县,30.1\n")
    assert t.units == ("甲县", "乙县")
    assert t.columns == ("code", "area")
    with pytest.raises(TableError, match="没有单位名称"):
        read_csv_text("a,b\n1,2\n,3\n")


def test_csv_line_numbers_survive_quoted_line_breaks() -> None:
    with pytest.raises(TableError) as refused:
        read_csv_text('单位,备注,值\n"a","两\n行",1\nb,,错9\n')
    assert refused.value.problems[0].line == 4


def test_workbooks_are_sent_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(TableError, match="Excel"):
        Table.from_csv(path)
