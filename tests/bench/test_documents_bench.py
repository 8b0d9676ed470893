"""The measurement of documents counts what it says it counts."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from leitai.bench.documents import GOALS, accepted, measure
from leitai.bench.paper_marks import GoldNumber, GoldPaper, marked_papers

TEXT = "2026年工作要点\n\n一、2026年主要目标\n实施重点项目126个，完成投资XX亿元。\n"


def paper(*numbers: GoldNumber) -> GoldPaper:
    return GoldPaper("plan", TEXT, True, True, True, list(numbers))


def number(words: str, value: float | None, unit: str, kind: str, metric: str) -> GoldNumber:
    start = TEXT.index(words)
    masked = value is None
    return GoldNumber(
        start, start + len(words), metric, value, unit, "=", kind, "2026", masked
    )  # fmt: skip


def test_right_wrong_missed_and_extra_are_told_apart() -> None:
    right = number("126个", 126, "个", "target_plan", "实施重点项目数")
    masked = number("XX亿元", None, "亿元", "target_plan", "完成投资")
    whole = measure("all", [paper(right, masked)]).measures()
    assert whole["number precision"] == whole["number recall"] == whole["kind in reports"] == 1
    assert whole["values invented on masks"] == 0
    other = number("126个", 125, "个", "target_plan", "实施重点项目数")
    wrong = measure("wrong", [paper(other)])
    assert wrong.measures()["number recall"] == 0
    assert wrong.measures()["number precision"] == 0
    assert wrong.tally("number precision").found == 2
    kind = number("126个", 126, "个", "result", "在职人员")
    measured = measure("kind", [paper(kind)])
    assert measured.measures()["kind in reports"] == 0
    assert measured.measures()["metric in reports"] == 0
    assert measured.confusions["kind result read as target_plan"] == 1


def test_marks_are_taken_out_and_point_at_their_words() -> None:
    papers = list(marked_papers())
    assert papers
    for each in papers:
        assert not set("⟦⟧⟪⟫") & set(each.text)
        assert all(each.text[h.start : h.end].startswith(h.marker) for h in each.headings)
        assert all(each.text[n.start : n.end].strip() for n in each.numbers)


def test_names_are_accepted_only_where_they_say_the_same() -> None:
    assert accepted("全区GDP总量", "GDP")
    assert accepted("实施重点项目数", "重点项目")
    assert not accepted("城镇登记失业率", "固定资产投资")
    assert not accepted("投资", "")


def test_the_command_prints_every_set_with_its_confusions() -> None:
    from leitai.cli.main import app

    ran = CliRunner().invoke(app, ["bench", "documents", "--json"])
    record = json.loads(ran.stdout)
    assert record["goals"] == GOALS
    assert all("confusions" in each for each in record["sets"])
    assert record["speed"]["megabytes_a_second"] > 0
