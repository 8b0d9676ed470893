"""``leitai scheme check`` tells everything at once; ``leitai scheme schema`` is JSON."""

from __future__ import annotations

import json
import re

from tests.cli.test_score import SCHEME


def test_a_good_file(leitai, tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(SCHEME, "utf-8")
    result = leitai("scheme", "check", str(path))
    assert result.exit_code == 0
    assert "1 组，2 项" in result.output


def test_all_problems_of_a_bad_file_with_line_and_path(leitai, tmp_path):
    path = tmp_path / "bad.yaml"
    text = SCHEME.replace("actual: fai", "actual: fia").replace(
        "target: 100, cap: 1", "target: 100, cap: high"
    )
    path.write_text(text, "utf-8")
    result = leitai("scheme", "check", str(path))
    assert result.exit_code == 1
    lines = {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if "fia" in line or "cap: high" in line
    }
    assert lines <= {int(n) for n in re.findall(r"第(\d+)行", result.output)}
    assert "i_fai" in result.output
    english = leitai("scheme", "check", str(path), "--lang", "en")
    assert "line" in english.output


def test_what_is_no_scheme_at_all(leitai, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    assert leitai("scheme", "check", str(path)).exit_code == 1
    assert leitai("scheme", "check", str(tmp_path / "absent.yaml")).exit_code == 1


def test_the_schema_accepts_a_good_file(leitai):
    import jsonschema
    import yaml

    schema = json.loads(leitai("scheme", "schema").output)
    jsonschema.validate(yaml.safe_load(SCHEME), schema)


def test_the_library_lists_ready_schemes_with_their_sources(leitai):
    result = leitai("scheme", "library")
    assert result.exit_code == 0
    assert "per-mu-benchmarks" in result.output
    assert "黄岩区" in result.output
    assert "Huangyan" in leitai("scheme", "library", "--lang", "en").output


def test_a_ready_scheme_is_written_and_scores_its_example(leitai, tmp_path):
    result = leitai("scheme", "new", "completion", "-o", str(tmp_path / "mine"))
    assert result.exit_code == 0
    scheme, data = tmp_path / "mine" / "completion.yaml", tmp_path / "mine" / "completion.csv"
    scored = leitai("score", str(scheme), str(data), "-o", "csv")
    assert scored.exit_code == 0
    assert "1,乙县,2.95" in scored.output
    again = leitai("scheme", "new", "completion", "-o", str(tmp_path / "mine"))
    assert again.exit_code == 1
    assert "已存在" in again.output
    unknown = leitai("scheme", "new", "none", "-o", str(tmp_path))
    assert unknown.exit_code == 1
    assert "per-mu-classes" in unknown.output


def test_wording_that_sounds_banned_is_to_be_confirmed(leitai, tmp_path):
    path = tmp_path / "doubtful.yaml"
    path.write_text(SCHEME.replace("name: 固定资产投资", "name: 媒体报道", 1), "utf-8")
    result = leitai("scheme", "check", str(path))
    assert result.exit_code == 0
    assert "请确认" in result.output
    assert "若干规定" in result.output
