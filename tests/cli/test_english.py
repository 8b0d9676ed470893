"""The command line writes its results in English where it is asked to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SCHEME = """\
leitai: scheme/1
id: towns
name: Towns
inputs:
  - {id: fai, name: Investment}
  - {id: plan, name: Plan}
  - {id: prizes, name: Prizes}
groups:
  - id: towns
    name: Towns
    members: all
    tree:
      - id: i_fai
        name: Investment
        marks: 20
        rule: {kind: completion, actual: fai, target: plan}
      - id: i_rank
        name: Place
        marks: 10
        rule: {kind: rank_ladder, value: fai, form: step, step: 0.1}
    bonus:
      cap: 5
      items: [{id: b, name: Prizes, rule: {kind: events, events: [{input: prizes, points: 1}]}}]
"""
DATA = "unit,fai,plan,prizes\nAshford,14.2,15.5,1\nBirch,,15.5,0\n"


def _run(leitai: Any, tmp_path: Path, *more: str) -> Any:
    (tmp_path / "scheme.yaml").write_text(SCHEME, "utf-8")
    (tmp_path / "data.csv").write_text(DATA, "utf-8")
    result = leitai("score", str(tmp_path / "scheme.yaml"), str(tmp_path / "data.csv"), *more)
    assert result.exit_code == 0, result.output
    return result


def test_a_workbook_in_english_has_no_chinese(leitai: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    _run(leitai, tmp_path, "-o", str(out), "--lang", "en")
    book = openpyxl.load_workbook(out)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [text for text in texts if CHINESE.search(text)] == []
    assert "full marks × max(min(Investment ÷ Plan, 1), 0)" in texts
    assert "Not reported: no marks, and shown." in texts
    assert any("completion rate" in text for text in texts)


def test_the_same_workbook_in_chinese(leitai: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    _run(leitai, tmp_path, "-o", str(out), "--lang", "zh")
    texts = {
        str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row
    }
    assert "满分 × 最大值（最小值（Investment ÷ Plan，1），0）" in texts
    assert "缺报，计零分并公示。" in texts


def test_json_names_rules_and_parts_in_the_language_asked_for(leitai: Any, tmp_path: Path) -> None:
    english = json.loads(_json(_run(leitai, tmp_path, "-o", "json", "--lang", "en")))
    chinese = json.loads(_json(_run(leitai, tmp_path, "-o", "json", "--lang", "zh")))
    assert not CHINESE.search(json.dumps(english, ensure_ascii=False))
    assert {node["name"] for node in english["groups"][0]["nodes"]} >= {"Total", "Bonus"}
    assert {node["name"] for node in chinese["groups"][0]["nodes"]} >= {"总分", "加分"}
    assert english["digest"] == chinese["digest"]


def _json(result: Any) -> str:
    text: str = result.stdout
    return text[text.index("{") :]
