"""``leitai gap``: the published comparison, from a file, on screen and in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

DATA = """\
县,地区生产总值（亿元）,第一产业（亿元）,第二产业（亿元）,第三产业（亿元）,户籍人口（万人）,能耗,面积
云溪区,589.23,38.62,236.47,314.14,61.40,0.5,1086
博罗县,838.89,94.24,466.46,278.20,98,0.6,2855
龙海区,1348.37,80.20,819.34,448.83,91,超0.4,1320
"""
SCHEME = """\
leitai: scheme/1
id: s
name: 方案
inputs:
  - {id: a, name: 投资, unit: 亿元, direction: higher_is_better, actionable: true, decimals: 0}
  - {id: b, name: 生产总值, unit: 亿元, direction: higher_is_better, statutory: true}
groups:
  - id: all
    name: 全部
    combine: sum
    tree:
      - {id: i_a, name: 投资, marks: 60, rule: {kind: completion, actual: a, target: 100, cap: 1}}
      - {id: i_b, name: 总量, marks: 40, rule: {kind: completion, actual: b, target: 50, cap: 1}}
"""
FIGURES = "单位,投资,生产总值\n青石镇,90,25\n龙湾镇,60,40\n柳河镇,20,10\n"
#: 54 + 20 = 74, 36 + 32 = 68, 12 + 8 = 20.


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.csv"
    path.write_text(DATA, "utf-8")
    return str(path)


@pytest.fixture
def scored(tmp_path: Path) -> tuple[str, str]:
    scheme, figures = tmp_path / "scheme.yaml", tmp_path / "figures.csv"
    scheme.write_text(SCHEME, "utf-8")
    figures.write_text(FIGURES, "utf-8")
    return str(scheme), str(figures)


PAIR = ("--unit", "云溪区", "--benchmark", "博罗县")
WHOLE = (
    *PAIR,
    *("--lower", "能耗", "--size", "户籍人口,面积", "--per", "人均=地区生产总值/户籍人口"),
    *("--parts", "地区生产总值=第一产业+第二产业+第三产业"),
)


def test_the_published_comparison_on_screen(leitai, data):
    result = leitai("gap", data, *WHOLE, "--years", "2", "--growth", "3.13")
    assert result.exit_code == 0, result.output
    lines = {line.split()[0]: line.split() for line in result.output.splitlines() if line.split()}
    gdp = ["地区生产总值（亿元）", "589.23", "838.89", "-249.66", "70.24", "3", "2", "落后"]
    assert lines["地区生产总值（亿元）"] == [*gdp, "19.32", "11.5"]
    assert lines["第三产业（亿元）"][-3:] == ["领先", "—", "已领先"]
    assert lines["人均"][3:5] == ["+1.0365", "112.11"]
    assert lines["能耗"][-3] == "领先"
    assert "体量，只作参照" in lines["面积"]
    assert lines["第二产业"] == ["第二产业", "236.47", "466.46", "-229.99", "92.12"]
    assert "各部分显示值相加为 -249.67，与总差相差 0.01，是四舍五入所致。" in result.output


def test_a_moving_benchmark_is_never_caught_up(leitai, data):
    asked = ("--columns", "地区生产总值", "--growth", "3.13", "--benchmark-growth", "10.66")
    result = leitai("gap", data, *PAIR, *asked)
    assert "永远追不上" in result.output
    english = leitai("--lang", "en", "gap", data, *PAIR, *asked)
    assert "never" in english.output


def test_json_csv_and_excel_hold_the_same_figures(leitai, data, tmp_path):
    found = json.loads(leitai("gap", data, *WHOLE, "-o", "json").output)
    first = found["indicators"][0]
    assert (first["difference"], first["verdict"], first["own_rank"]) == (-249.66, "lagging", 3)
    assert found["parts"][0]["cause"] == "rounding"
    text = leitai("gap", data, *WHOLE, "-o", "csv").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:4] == ["地区生产总值（亿元）", "589.23", "838.89", "-249.66"]
    path = tmp_path / "gap.xlsx"
    assert leitai("gap", data, *WHOLE, "-o", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    values = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert any(row[0] == "地区生产总值（亿元）" and row[3] == -249.66 for row in values)
    assert len(book.worksheets) == 2


def test_a_workbook_is_read_with_its_units(leitai, tmp_path):
    path = tmp_path / "data.xlsx"
    book = openpyxl.Workbook()
    for row in (["县域主要指标"], ["县", "生产总值（亿元）"], ["甲县", 589.23], ["乙县", 838.89]):
        book.active.append(row)
    book.save(path)
    result = leitai("gap", str(path), "--unit", "甲县", "--benchmark", "乙县")
    assert result.exit_code == 0, result.output
    assert "生产总值（亿元）" in result.output
    assert "-249.66" in result.output


def test_the_gap_of_a_scheme_is_split(leitai, scored):
    scheme, figures = scored
    asked = ("--unit", "龙湾镇", "--benchmark", "青石镇", "--scheme", scheme)
    found = json.loads(leitai("gap", figures, *asked, "-o", "json").output)["scheme"]
    assert (found["own"], found["benchmark"], found["gap"]) == (68, 74, -6)
    effects = {node["id"]: node["effect"] for node in found["nodes"]}
    assert effects == {"total": -6, "i_a": -18, "i_b": 12}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("--unit", "无", "--benchmark", "博罗县"), "没有单位“无”"),
        (("--unit", "博罗县", "--benchmark", "博罗县"), "不能与自己相比"),
        ((*PAIR, "--lower", "无"), "没有“无”这一列"),
        ((*PAIR, "--per", "人均"), "--per 要写成"),
        ((*PAIR, "--per", "能耗=面积/能耗"), "已有“能耗”"),
        ((*PAIR, "--parts", "面积"), "--parts 要写成"),
        ((*PAIR, "-o", "x.pdf"), "-o 只能是"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(leitai, data, asked, message):
    result = leitai("gap", data, *asked)
    assert result.exit_code == 2
    assert message in result.output


def test_steps_offers_what_can_be_done_and_lists_the_rest(leitai, scored):
    """龙湾镇 has 68: 70 of investment give 42, together 74, level with the first."""
    scheme, figures = scored
    result = leitai("steps", scheme, figures, "--unit", "龙湾镇")
    assert result.exit_code == 0, result.output
    line = next(line.split() for line in result.output.splitlines() if "（亿元）" in line)
    assert line == ["投资", "投资（亿元）", "60", "70", "+10", "+6.00", "1"]
    assert "由统计部门核定，不作努力方向。" in result.output
    found = json.loads(leitai("steps", scheme, figures, "--unit", "龙湾镇", "-o", "json").output)
    assert [each["input_id"] for each in found["steps"]] == ["a"]
    assert [each["input_id"] for each in found["closed"]] == ["b"]
    first = leitai("steps", scheme, figures, "--unit", "青石镇")
    assert "已是第一" in first.output
    assert leitai("steps", scheme, figures, "--unit", "无").exit_code == 2


def test_robustness_tells_between_which_places_a_unit_stays(leitai, scored):
    scheme, figures = scored
    asked = ("robustness", scheme, figures, "--spread", "0.4", "--draws", "200")
    result = leitai(*asked)
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.output.splitlines() if "镇" in line]
    assert rows == [
        ["1", "青石镇", "74.00", "1–2", "1"],
        ["2", "龙湾镇", "68.00", "1–2", "1"],
        ["3", "柳河镇", "20.00", "3–3", "0"],
    ]
    found = json.loads(leitai(*asked, "-o", "json").output)
    assert found["groups"][0]["units"][0] == {
        "unit": "青石镇", "rank": 1, "best": 1, "worst": 2
    }  # fmt: skip
    assert leitai("robustness", scheme, figures, "--group", "x").exit_code == 2
