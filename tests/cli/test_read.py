"""``leitai read``: what stands in a document, on screen and as JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Line

PLAN = """\
2026年云溪区工作要点(第2/3页)

一、2026年主要目标
地区生产总值增长6%以上，城镇调查失业率控制在5.5%以内。新签约项目至少80个，全年冲刺100个。
"""


def test_json_has_one_object_a_file_with_offsets_into_the_file(
    leitai: Line, tmp_path: Path
) -> None:
    path = tmp_path / "要点.txt"
    path.write_text(PLAN, "utf-8")
    ran = leitai("read", str(path), "--json", "--text")
    found = json.loads(ran.stdout)
    assert found["source"] == "要点.txt"
    assert found["text"] == PLAN
    kinds = [(PLAN[t["start"] : t["end"]], t["kind"], t["comparator"]) for t in found["targets"]]
    assert kinds == [
        ("6%", "target_floor", ">="),
        ("5.5%", "target_ceiling", "<="),
        ("80个", "target_floor", ">="),
        ("100个", "target_stretch", ">="),
    ]
    assert {t["horizon"][:5] for t in found["targets"]} == {"2026年"}
    assert [m["what"] for m in found["missing_parts"]] == ["1/3", "3/3"]


def test_the_screen_shows_outline_and_targets(leitai: Line, tmp_path: Path) -> None:
    path = tmp_path / "要点.txt"
    path.write_text(PLAN, "utf-8")
    ran = leitai("read", str(path), "--lang", "en")
    assert ran.exit_code == 0
    assert "page 1/3 is missing" in ran.stdout
    assert "1 places: pager" in ran.stdout
    assert "一、2026年主要目标" in ran.stdout
    assert "地区生产总值增速 >= 6%  floor target 2026年" in ran.stdout


def test_a_refused_file_is_told_and_the_others_are_read(leitai: Line, tmp_path: Path) -> None:
    secret, plain = tmp_path / "a.txt", tmp_path / "b.txt"
    secret.write_text("机密★5年\n甲工程", "utf-8")
    plain.write_text(PLAN, "utf-8")
    ran = leitai("read", str(secret), str(plain), "--json")
    assert ran.exit_code == 1
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["error"]["code"] == "secret"
    assert "甲工程" not in ran.output
    assert second["source"] == "b.txt"


def test_every_reason_of_noise_has_its_words() -> None:
    from leitai.cli.document_report import _NOISE
    from leitai.documents.noise import REASONS

    assert set(_NOISE) == set(REASONS)


def test_duplicates_of_a_folder_are_listed_with_both_places(leitai: Line, tmp_path: Path) -> None:
    passage = (
        "我们要把握机遇乘势而上，聚焦主责主业抓好项目建设，持续优化营商环境，"
        "努力在新征程上实现更大突破，为全区发展作出新的贡献，不负人民的期待。"
    )
    (tmp_path / "a.txt").write_text(f"甲镇的发言。{passage}", "utf-8")
    (tmp_path / "b.txt").write_text(f"乙镇的表态。\n{passage}", "utf-8")
    ran = leitai("duplicates", str(tmp_path), "--json")
    (record,) = (json.loads(line) for line in ran.stdout.splitlines())
    assert (record["first"], record["second"]) == ("a.txt", "b.txt")
    assert (record["start"], record["other_start"]) == (6, 7)
    assert "a.txt 6–" in leitai("duplicates", str(tmp_path)).stdout
    alone = leitai("duplicates", str(tmp_path / "a.txt"), "--lang", "en")
    assert "No passage stands twice" in alone.stdout
