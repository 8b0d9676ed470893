"""``leitai score``: columns are found, units converted, and nothing doubtful is scored."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

SCHEME = """\
leitai: scheme/1
id: towns
name: 乡镇擂台
rounding: {items: 2, nodes: 2, total: 2}
zones: {leading: 1, lagging: 1}
inputs:
  - {id: fai, name: 固定资产投资, indicator: fixed_asset_investment, unit: 亿元}
  - {id: plan, name: 应达进度, indicator: fixed_asset_investment, take: planned_floor, unit: 亿元}
  - {id: jobs, name: 新增就业, unit: 人}
groups:
  - id: all
    name: 全部
    combine: sum
    tree:
      - id: economy
        name: 经济
        marks: 6
        combine: sum
        items:
          - id: i_fai
            name: 固定资产投资完成率
            marks: 6
            rule: {kind: completion, actual: fai, target: plan, cap: 1, floor: 0}
      - id: life
        name: 民生
        marks: 4
        combine: sum
        items:
          - id: i_jobs
            name: 就业
            marks: 4
            rule: {kind: completion, actual: jobs, target: 100, cap: 1}
"""
DATA = """\
单位,固定资产投资（万元）,应达进度,新增就业
青石镇,142108,15.5,90
龙湾镇,160000,15.5,120
=柳河镇,93000,15.5,—
"""
#: 6 × 14.2108 ÷ 15.5 = 5.5010 → 5.50, and 4 × 0.9 = 3.6.
TOTALS = {"龙湾镇": 10.0, "青石镇": 9.1, "=柳河镇": 3.6}


@pytest.fixture
def scheme(tmp_path: Path) -> str:
    path = tmp_path / "scheme.yaml"
    path.write_text(SCHEME, "utf-8")
    return str(path)


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.csv"
    path.write_text(DATA, "utf-8")
    return str(path)


def test_a_readable_table(leitai, scheme, data):
    result = leitai("score", scheme, data)
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines() if "镇" in line]
    rows = [line for line in lines if line[0].isdigit()]
    assert rows == [
        ["1", "龙湾镇", "10.00", "6.00", "4.00", "先进"],
        ["2", "青石镇", "9.10", "5.50", "3.60", "中间"],
        ["3", "=柳河镇", "3.60", "3.60", "0.00", "后进"],
    ]


def test_the_same_in_english(leitai, scheme, data):
    result = leitai("score", scheme, data, "--lang", "en")
    assert re.search(r"rank\s+unit\s+score", result.output)
    assert "leading" in result.output


def test_json_is_what_the_library_gives(leitai, scheme, data, tmp_path):
    from leitai.engine import Scheme, Table, score

    printed = json.loads(leitai("score", scheme, data, "-o", "json").stdout)
    out = tmp_path / "r.json"
    assert leitai("score", scheme, data, "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text("utf-8")) == printed
    table = Table.from_columns(
        ["青石镇", "龙湾镇", "=柳河镇"],
        {"fai": [14.2108, 16.0, 9.3], "plan": [15.5] * 3, "jobs": [90, 120, None]},
    )
    assert printed["digest"] == score(Scheme.from_yaml(SCHEME), table).digest()
    assert {p["unit"]: p["score"] for p in printed["groups"][0]["standings"]} == TOTALS


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(leitai, scheme, data, tmp_path):
    out = tmp_path / "r.csv"
    assert leitai("score", scheme, data, "-o", str(out)).exit_code == 0
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["单位"] for row in rows] == ["龙湾镇", "青石镇", "'=柳河镇"]
    assert float(rows[1]["得分"]) == 9.1


def evaluate(book: openpyxl.Workbook, sheet: str, address: str) -> float:
    """Compute a cell by its formulas: sums, ROUND, SUM of a row, links and RANK are enough."""
    value = book[sheet][address].value
    if not (isinstance(value, str) and value.startswith("=")):
        return float(value)
    text = value[1:]
    if match := re.fullmatch(r"'(.+)'!([A-Z]+\d+)", text):
        return evaluate(book, match[1], match[2])
    if match := re.fullmatch(r"ROUND\(SUM\((\w+):(\w+)\),(\d)\)", text):
        cells = [c.coordinate for c in book[sheet][f"{match[1]}:{match[2]}"][0]]
        return round(sum(evaluate(book, sheet, c) for c in cells) + 1e-9, int(match[3]))
    if match := re.fullmatch(r"ROUND\((\w+),(\d)\)", text):
        return round(evaluate(book, sheet, match[1]) + 1e-9, int(match[2]))
    if match := re.fullmatch(r"RANK\((\w+),(\w+)\$(\d+):\w+\$(\d+),0\)", text):
        own = evaluate(book, sheet, match[1])
        all_ = [
            evaluate(book, sheet, f"{match[2]}{row}")
            for row in range(int(match[3]), int(match[4]) + 1)
        ]
        return 1 + sum(each > own for each in all_)
    if re.fullmatch(r"[A-Z]+\d+(\+[A-Z]+\d+)*", text):
        return sum(evaluate(book, sheet, each) for each in text.split("+"))
    raise AssertionError(f"unknown formula {value}")


def test_the_workbook_computes_its_own_scores(leitai, scheme, data, tmp_path):
    out = tmp_path / "r.xlsx"
    assert leitai("score", scheme, data, "-o", str(out)).exit_code == 0
    book = openpyxl.load_workbook(out)
    standing, working = book.sheetnames
    rows = [row for row in book[standing].iter_rows() if str(row[0].value).startswith("=RANK")]
    found = {row[1].value: evaluate(book, standing, row[2].coordinate) for row in rows}
    assert found == TOTALS
    assert [evaluate(book, standing, row[0].coordinate) for row in rows] == [1, 2, 3]
    unit = next(row[1] for row in rows if row[1].value == "=柳河镇")
    assert unit.data_type == "s", "a person's text is never a formula"
    # A change of a raw score goes through to the total and the ranks.
    raw = next(
        row[6]
        for row in book[working].iter_rows()
        if row[0].value == "=柳河镇" and row[1].value == "就业"
    )
    raw.value = 20
    last = rows[-1]
    assert evaluate(book, standing, last[2].coordinate) == 23.6
    assert evaluate(book, standing, last[0].coordinate) == 1


def test_the_working_names_the_cell_of_every_figure(leitai, scheme, data, tmp_path):
    out = tmp_path / "r.xlsx"
    leitai("score", scheme, data, "-o", str(out))
    page = openpyxl.load_workbook(out).worksheets[1]
    cells = [str(row[5]) for row in page.iter_rows(values_only=True) if row[0] == "青石镇"]
    assert any("data.csv › B2" in cell and "14.2108亿元" in cell for cell in cells)


def test_a_workbook_with_title_units_and_total(leitai, scheme, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "十月"
    page.append(["2026年10月经济指标完成情况"])
    page.append(["单位：万元、人"])
    page.append(["乡镇", "固定资产投资（万元）", "应达进度（万元）", "新增就业（人）"])
    page.append(["青石镇", 142108, 155000, 90])
    page.append(["龙湾镇", 160000, 155000, 120])
    page.append(["柳河镇", 93000, 155000, "—"])
    page.append(["合计", 395108, 465000, 210])
    path = tmp_path / "data.xlsx"
    book.save(path)
    result = leitai("score", scheme, str(path), "-o", "json")
    assert result.exit_code == 0, result.output
    places = json.loads(result.stdout)["groups"][0]["standings"]
    assert {p["unit"]: p["score"] for p in places} == {"龙湾镇": 10.0, "青石镇": 9.1, "柳河镇": 3.6}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("单位,投资额,应达进度,新增就业\n青石镇,1,2,3\n", "fai"),
        ("单位,fai,固定资产投资,应达进度,新增就业\n青石镇,1,1,2,3\n", "不止一列"),
        ("单位,fai,应达进度,新增就业\n青石镇,7.9l5,2,3\n", "7.9l5"),
        ("单位,fai（人）,应达进度,新增就业\n青石镇,1,2,3\n", "不能换算"),
        ("单位,甲,乙\n青石镇,1,2\n", "没有一列对得上"),
    ],
)
def test_what_is_in_doubt_is_told_and_not_scored(leitai, scheme, tmp_path, text, told):
    path = tmp_path / "data.csv"
    path.write_text(text, "utf-8")
    out = tmp_path / "r.xlsx"
    result = leitai("score", scheme, str(path), "-o", str(out))
    assert result.exit_code == 1
    assert told in result.output
    assert not out.exists()


def test_a_wrong_scheme_is_told_with_its_line(leitai, data, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(SCHEME.replace("kind: completion", "kind: completed"), "utf-8")
    result = leitai("score", str(path), data)
    assert result.exit_code == 1
    assert re.search(r"第\d+行", result.output)


@pytest.mark.parametrize("out", ["result.pdf", "xlsx"])
def test_an_unknown_form_of_result_is_refused_before_any_work(leitai, scheme, data, out):
    result = leitai("score", scheme, data, "-o", out)
    assert result.exit_code == 2
    assert ".xlsx" in result.output


def test_absent_files_and_groups(leitai, scheme, data):
    assert leitai("score", "none.yaml", data).exit_code == 1
    assert leitai("score", scheme, "none.csv").exit_code == 1
    result = leitai("score", scheme, data, "--group", "none")
    assert result.exit_code == 2
    assert "all" in result.output
