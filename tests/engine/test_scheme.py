"""Scheme files: the example loads, wrong files get every problem at once, the schema agrees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from leitai.engine import Scheme, SchemeError, scheme_schema
from leitai.engine.rules import RULES
from tests.engine.builders import one_item

SCHEMES = sorted((Path(__file__).parent / "schemes").glob("*.yaml"))
TOWNS = Path(__file__).parent / "schemes" / "towns.yaml"
REPO = Path(__file__).parents[2]
VALIDATOR = jsonschema.Draft202012Validator(scheme_schema())


def problems(text: str) -> dict[str, tuple[int, str, str, str]]:
    """Problems of a wrong scheme by path: line, message, hint, English message."""
    with pytest.raises(SchemeError) as caught:
        Scheme.from_yaml(text)
    return {
        each.path: (each.line, str(each.message), str(each.hint), each.message("en"))
        for each in caught.value.problems
    }


def changed(old: str, new: str) -> str:
    """The example with one place changed."""
    text = TOWNS.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_examples_load_and_survive_a_round_trip(path: Path) -> None:
    scheme = Scheme.from_yaml(path)
    written = json.loads(json.dumps(scheme.to_dict(), ensure_ascii=False))
    assert Scheme.from_dict(written) == scheme
    VALIDATOR.validate(written)
    as_yaml = yaml.safe_dump(written, allow_unicode=True, sort_keys=False)
    assert Scheme.from_yaml(as_yaml) == scheme


def test_bare_on_and_off_of_other_yaml_readers_are_understood() -> None:
    data = yaml.safe_load(TOWNS.read_text(encoding="utf-8"))
    assert True in data["ranking"]
    assert Scheme.from_dict(data) == Scheme.from_yaml(TOWNS)


def test_all_problems_come_at_once_with_line_path_and_hint() -> None:
    text = TOWNS.read_text(encoding="utf-8")
    for old, new in [
        ("cap: 1, floor: 0, zero_below", "capp: 1, floor: 0, zero_below"),
        ("value: signings", "value: signing"),
        ("level: {share: 0.4, rule: {kind: efficacy", "level: {share: 0.4, rule: {kind: eficacy"),
        ("reverse: two_minus_ratio, ", ""),
        ("marks: 16,", "marks: 15,"),
        ("id: i_air", "id: i_gdp"),
        ("then: [projects]", "then: [project]"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    found = problems(text)
    lines = text.splitlines()

    def line_with(part: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if part in line)

    economy = "groups[towns].tree[economy]"
    cap = found[f"{economy}.items[i_fai].rule.capp"]
    assert cap[0] == line_with("capp:")
    assert "capp" in cap[1]
    assert "是不是 cap" in cap[2]
    assert "Unknown key" in cap[3]
    signing = found["groups[towns].tree[projects].items[i_signings].rule.value"]
    assert "signings" in signing[2]
    assert "efficacy" in found[f"{economy}.items[i_gdp].rule.level.rule.kind"][2]
    assert "reverse" in found["groups[towns].tree[matters].items[i_overdue].rule"][2]
    left = found["groups[towns].tree[projects].items"]
    assert "还剩 1 分" in left[1]
    assert "1 left" in left[3]
    assert "重复" in found["groups[towns].tree[livelihood].items[i_gdp].id"][1]
    assert "projects" in found["ranking.then[1]"][2]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("old", "new", "path", "word"),
    [
        ("legal_basis: 《地方党政领导干部安全生产责任制规定》", "missing: refuse",
         "groups[towns].vetoes[safety]", "legal_basis"),
        ("effect: lowest_grade", "effect: lowest",
         "groups[towns].vetoes[safety].effect", "lowest_grade"),
        ("combine: sum", "combine: total", "groups[towns].tree[economy].combine", "加总"),
        ("cap: 5\n", "cap: many\n", "groups[towns].bonus.cap", "不限"),
        ("applies_to: [b_province, b_city]", "applies_to: [b_provinces]",
         "groups[towns].gates[g_growth].applies_to[1]", "b_province"),
        ("grade: excellent, share: 0.25", "grade: excelent, share: 0.25",
         "groups[towns].grades.quotas[1].grade", "excellent"),
        ("version: \"3.2\"", "version: []", "version", "文字"),
        ("effective: 2026-01-01", "effective: 2026-02-30", "effective", "日期"),
        ("formula: \"gdp * 10000 / population\"", "formula: \"gdp * 10000 / (population\"",
         "derived[gdp_per_head].formula", "括号"),
        ("formula: \"gdp * 10000 / population\"", "formula: \"gdp_per_head + 1\"",
         "derived[gdp_per_head].formula", "环"),
        ("members: {kinds: [township, subdistrict]}", "members: {exclude: [a]}",
         "groups[towns].members", "members: all"),
        ("leitai: scheme/1", "leitai: scheme/2", "leitai", "scheme/1"),
        ("zones: {leading: 4", "zones: {leading: 1.5", "zones.leading", "1/3"),
        ("off: {reason: 减负规定不得以此计分, basis", "off: {basis",
         "groups[towns].tree[matters].items[i_papers].off", "reason"),
    ],
)  # fmt: skip
def test_each_mistake_says_where_and_what_to_write(
    old: str, new: str, path: str, word: str
) -> None:
    found = problems(changed(old, new))
    assert path in found
    line, message, hint, english = found[path]
    assert line > 0
    assert word in message + hint
    assert english
    assert not any("一" <= letter <= "鿿" for letter in english if path in ("version", "effective"))


def test_weights_that_do_not_add_up_say_what_is_left() -> None:
    data = one_item({"kind": "direct", "value": "v"}, ["v"])
    rule = {"kind": "direct", "value": "v"}
    data["groups"][0]["tree"] = [
        {"id": "a", "name": "甲", "weight": 0.5, "rule": rule},
        {"id": "b", "name": "乙", "weight": 0.45, "rule": rule},
    ]
    with pytest.raises(SchemeError, match=r"还剩 0\.05"):
        Scheme.from_dict(data)
    data["groups"][0]["tree"][1]["weight"] = "1/2"
    Scheme.from_dict(data)


def test_cycles_of_derived_columns_are_named_once() -> None:
    data = one_item({"kind": "direct", "value": "a"}, ["v"])
    data["derived"] = [
        {"id": "a", "name": "a", "formula": "b + v"},
        {"id": "b", "name": "b", "formula": "c * 2"},
        {"id": "c", "name": "c", "formula": "a - 1"},
    ]
    with pytest.raises(SchemeError) as caught:
        Scheme.from_dict(data)
    (problem,) = caught.value.problems
    assert "a → b → c → a" in problem.message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "空"),
        ("a: [1, 2", "YAML"),
        ("a: 1\n b: 2\n", "YAML"),
        ("leitai: scheme/1\nleitai: scheme/1\n", "写了两次"),
        ("- 1\n- 2\n", "一组键值"),
        ("a: &x [1]\nb: " + "[" * 70 + "]" * 70 + "\n", "太深"),
        ("leitai: !!python/object:os.system x\n", "标签"),
        ("leitai: !mine x\n", "标签"),
    ],
)
def test_files_that_are_no_schemes(text: str, word: str) -> None:
    with pytest.raises(SchemeError, match=word):
        Scheme.from_yaml(text if "\n" in text else text + "\n")


def test_aliases_cannot_unfold_without_bound() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(SchemeError, match="太大"):
        Scheme.from_yaml("\n".join(lines) + "\n")


def test_problem_has_both_languages_and_json() -> None:
    with pytest.raises(SchemeError) as caught:
        Scheme.from_yaml(changed("cap: 1, floor: 0", "capp: 1, floor: 0"))
    (problem,) = caught.value.problems
    assert problem.message() == str(problem.message)
    assert problem.to_dict()["message_en"] == problem.message("en")
    assert f"第{problem.line}行" in problem.line_text()
    assert f"line {problem.line}" in problem.line_text("en")


STRUCTURAL: list[tuple[list[Any], Any]] = [
    (["groups", 0, "tree", 0, "rule", "kind"], "nonsense"),
    (["groups", 0, "tree", 0, "rule", "colour"], "red"),
    (["groups", 0, "tree", 0, "marks"], "ten"),
    (["groups", 0, "tree", 0, "id"], "1x"),
    (["inputs"], []),
    (["inputs", 0, "decimals"], -1),
    (["period"], "week"),
    (["ranking"], {"ties": "other"}),
    (["groups", 0, "members"], "some"),
    (["zones"], {"leading": -1}),
]


@pytest.mark.parametrize(("where", "value"), STRUCTURAL, ids=lambda each: str(each)[-40:])
def test_schema_and_reader_refuse_the_same_structure(where: list[Any], value: Any) -> None:
    data = one_item({"kind": "completion", "actual": "a", "target": "b"}, ["a", "b"])
    VALIDATOR.validate(data)
    Scheme.from_dict(data)
    here = data
    for key in where[:-1]:
        here = here[key]
    here[where[-1]] = value
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(SchemeError):
        Scheme.from_dict(data)


def test_schema_is_valid_and_published() -> None:
    schema = scheme_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    published = json.loads((REPO / "docs" / "scheme.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema))


def test_every_rule_has_names_and_described_parameters() -> None:
    for kind, rule in RULES.items():
        assert rule.kind == kind
        assert rule.name_zh
        assert rule.name_en
        assert rule.__doc__
        properties = scheme_schema()["$defs"][f"rule_{kind}"]["properties"]
        assert set(properties) > {"kind"}
