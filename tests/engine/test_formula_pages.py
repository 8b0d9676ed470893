"""Every formula page carries an example that the engine reproduces, in both languages alike.

An example is a fenced block of YAML under the word ``example``. It says what is computed, by one of

* ``formula`` with the figures in ``with`` (and ``year_ago``, ``previous``, ``ytd``, ``current``),
* ``call``, a function of ``leitai.engine`` with plain arguments,
* ``item``, an item of a scheme, or ``group``, a group of a scheme, scored over ``data``,
* ``split``, a group of a scheme, for the gap of the first unit of ``data`` to the second,

and what it ``gives`` (or with which code it is ``missing``), rounded to ``decimals`` if stated.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime
import importlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai.engine import Result, Scheme, Table, decompose_gap, score
from leitai.engine.formula import FUNCTIONS, MappingResolver, Shift, parse
from leitai.engine.quantity import QUALIFIERS, Missing, Quantity
from leitai.engine.rounding import half_up
from leitai.engine.rules import RULES
from leitai.engine.scheme.tree import COMBINES

DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGES = ("zh", "en")
BLOCK = re.compile(r"^```example\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHIFTS = {
    "year_ago": Shift(years=1),
    "previous": Shift(periods=1),
    "ytd": Shift(flow="year_to_date"),
    "current": Shift(flow="current"),
}
MODULES = (
    "apportion",
    "attribution",
    "benchmark",
    "experience",
    "gap_parts",
    "gaps",
    "ladder",
    "matters",
    "pace",
    "ranking",
    "redundancy",
    "rounding",
    "series",
    "stated",
    "suggest",
    "suggestion",
    "table",
)


def pages(language: str) -> dict[str, str]:
    """Text of every formula page but the index, by name."""
    folder = DOCS / language / "formulas"
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.md"))
        if path.stem != "index"
    }


def examples(text: str) -> list[dict[str, Any]]:
    return [yaml.safe_load(block) for block in BLOCK.findall(text)]


ZH, EN = pages("zh"), pages("en")
ALL = [
    pytest.param(example, id=f"{language}-{name}-{number}")
    for language, found in (("zh", ZH), ("en", EN))
    for name, text in found.items()
    for number, example in enumerate(examples(text), 1)
]


# -- what the pages must hold --------------------------------------------------------------------


def test_there_are_pages() -> None:
    assert len(ZH) > 50


def test_both_languages_have_the_same_pages() -> None:
    assert list(ZH) == list(EN)


@pytest.mark.parametrize("name", ZH)
def test_a_page_has_an_example_and_it_is_the_same_in_both_languages(name: str) -> None:
    assert examples(ZH[name])
    assert BLOCK.findall(ZH[name]) == BLOCK.findall(EN[name])


@pytest.mark.parametrize("name", ZH)
def test_a_page_has_all_its_parts(name: str) -> None:
    for text, headings in (
        (ZH[name], ["回答什么", "公式", "参数", "算例", "边界情形", "出处"]),
        (
            EN[name],
            ["What it answers", "Formula", "Parameters", "Worked example", "Edge cases", "Source"],
        ),
    ):
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_lists_every_page_and_links_lead_somewhere(language: str) -> None:
    found = pages(language)
    index = (DOCS / language / "formulas" / "index.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\((\w+)\.md\)", index)) == sorted(found)
    for text in found.values():
        assert set(re.findall(r"\]\((\w+)\.md\)", text)) <= set(found)


def _kinds(value: object, key: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get(key), str):
            yield value[key]
        for inner in value.values():
            yield from _kinds(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _kinds(inner, key)


def test_every_rule_has_a_page() -> None:
    shown = {kind for text in ZH.values() for e in examples(text) for kind in _kinds(e, "kind")}
    assert set(RULES) <= shown


def test_every_way_to_combine_has_a_page() -> None:
    shown = {how for text in ZH.values() for e in examples(text) for how in _kinds(e, "combine")}
    assert set(COMBINES) <= shown


def test_every_function_of_the_formula_language_is_shown() -> None:
    shown = " ".join(
        str(example["formula"])
        for text in ZH.values()
        for example in examples(text)
        if "formula" in example
    )
    missing = [name for name in FUNCTIONS if not re.search(rf"\b{name}\(", shown)]
    assert not missing


def test_the_language_page_lists_every_function_with_its_chinese_name() -> None:
    for text in (ZH["formula_language"], EN["formula_language"]):
        for function in FUNCTIONS.values():
            assert f"`{function.usage}`" in text
            assert f"`{function.chinese}" in text


# -- computing an example ------------------------------------------------------------------------


@pytest.mark.parametrize("example", ALL)
def test_example(example: dict[str, Any]) -> None:
    kinds = {"formula": _formula, "call": _call, "item": _item, "group": _group, "split": _split}
    (kind,) = kinds.keys() & example.keys()
    given = {kind, "with", "data", "rounding", "gives", "missing", "decimals", *SHIFTS}
    assert set(example) <= given
    assert ("gives" in example) != ("missing" in example)
    found = kinds[kind](example)
    if "missing" in example:
        assert isinstance(found, Missing)
        assert found.code == example["missing"]
    else:
        assert _plain(found, example.get("decimals"), example["gives"]) == example["gives"]


def _plain(value: Any, decimals: int | None, expected: Any) -> Any:
    """A result in the form in which the page writes it."""
    if isinstance(value, Missing):
        return None
    if isinstance(value, Quantity):
        number = half_up(value.number, decimals)
        return number if value.exact else {value.qualifier: number}
    if dataclasses.is_dataclass(value) and isinstance(expected, dict):
        return {key: _plain(getattr(value, key), decimals, expected[key]) for key in expected}
    if isinstance(value, Mapping):
        return {key: _plain(each, decimals, expected) for key, each in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        wanted = expected if isinstance(expected, list) else []
        return [
            _plain(each, decimals, wanted[place] if place < len(wanted) else None)
            for place, each in enumerate(value)
        ]
    return half_up(value, decimals) if isinstance(value, float) else value


def _figure(given: Any) -> Any:
    if isinstance(given, dict):
        ((qualifier, number),) = given.items()
        assert qualifier in QUALIFIERS
        return Quantity(number, qualifier)
    return given


def _formula(example: dict[str, Any]) -> Any:
    figures = {name: _figure(value) for name, value in example.get("with", {}).items()}
    shifted = {
        (name, shift): _figure(value)
        for word, shift in SHIFTS.items()
        for name, value in example.get(word, {}).items()
    }
    found = parse(str(example["formula"])).evaluate(MappingResolver(figures, shifted))
    return found.outcome() if len(found) == 1 else found.outcomes()


def _call(example: dict[str, Any]) -> Any:
    tree = ast.parse(example["call"], mode="eval").body
    return _evaluate(tree)


def _evaluate(node: ast.expr) -> Any:
    if isinstance(node, ast.List):
        return [_evaluate(element) for element in node.elts]
    if not isinstance(node, ast.Call):
        return ast.literal_eval(node)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
        function = getattr(_evaluate(node.func.value), node.func.attr)  # a method of what it gave
    else:
        function = _function(node.func)
    return function(
        *(_evaluate(argument) for argument in node.args),
        **{str(keyword.arg): _evaluate(keyword.value) for keyword in node.keywords},
    )


def _function(node: ast.expr) -> Callable[..., Any]:
    if isinstance(node, ast.Name) and node.id == "date":
        return datetime.date
    names = ast.unparse(node).split(".")
    assert names[0] in MODULES
    module = importlib.import_module(f"leitai.engine.{names[0]}")
    assert names[1] in module.__all__
    found: Any = module
    for name in names[1:]:
        found = getattr(found, name)
    assert callable(found)
    return found  # type: ignore[no-any-return]


def score_example(example: dict[str, Any], group: dict[str, Any]) -> Result:
    """The example's group over its data."""
    data: dict[str, dict[str, float | None]] = example["data"]
    columns = list(dict.fromkeys(name for row in data.values() for name in row))
    scheme = {
        "leitai": "scheme/1",
        "id": "example",
        "name": "example",
        "inputs": [{"id": name, "name": name} for name in columns],
        "groups": [{"id": "group", "name": "group", "members": "all", **group}],
    }
    if "rounding" in example:
        scheme["rounding"] = example["rounding"]
    table = Table.from_columns(
        list(data), {name: [row.get(name) for row in data.values()] for name in columns}
    )
    return score(Scheme.from_dict(scheme), table)


def _item(example: dict[str, Any]) -> dict[str, float]:
    item = {"id": "item", "name": "item", **example["item"]}
    result = score_example(example, {"tree": [item]})
    return {unit: result.scores["item"][unit] for unit in example["data"]}


def _split(example: dict[str, Any]) -> dict[str, float]:
    own, other, *_ = example["data"]
    found = decompose_gap(score_example(example, example["split"]), own, other)
    return {node.id: node.effect for node in found.nodes}


def _group(example: dict[str, Any]) -> dict[str, dict[str, Any]]:
    result = score_example(example, example["group"])
    standings = result.groups[0].standings
    found = {
        "totals": {place.unit: place.score for place in standings},
        "ranks": {place.unit: place.rank for place in standings},
        "grades": {place.unit: place.grade for place in standings},
    }
    return {key: found[key] for key in example["gives"]}
