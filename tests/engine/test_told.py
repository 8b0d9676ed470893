"""A working is told whole in either language: every rule, whatever the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leitai.engine import NodeWorking, ScoreError, ToldNode, check_working
from leitai.engine.phrase_book import PHRASES
from leitai.engine.phrases import Phrase, from_json, phrase, say, to_json
from leitai.engine.rules import RULES
from tests.engine.test_formula_pages import EN, examples, score_example

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
LATIN = re.compile(r"[A-Za-z]{2,}")
#: Latin words that the Chinese text has too.
KNOWN = ("Copeland",)
SCORED = [
    example
    for text in EN.values()
    for example in examples(text)
    if "item" in example or "group" in example
]
POLICIES = ("zero_and_show", "exclude_and_reweight", "group_mean")


def kinds(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from ([value["kind"]] if isinstance(value.get("kind"), str) else [])
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from kinds(each)


def texts(value: Any) -> Iterator[str]:
    """Everything that a person wrote in an example."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(key)
            yield from texts(inner)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def told(node: ToldNode) -> Iterator[str]:
    """Every sentence that a reader of the node sees."""
    yield from (node.name, node.rule_name, node.words, node.figures, *node.notes)
    for given_input in node.inputs:
        yield from (given_input.name, given_input.text, given_input.missing_reason or "")
        if given_input.source is not None:
            yield from (given_input.source.label, given_input.source.note)
    for step in node.steps:
        yield from (step.label, step.words, step.figures)
    for child in node.children:
        yield from told(child)


def nodes(node: NodeWorking) -> Iterator[NodeWorking]:
    yield node
    for child in node.children:
        yield from nodes(child)


def without(text: str, people: list[str]) -> str:
    for each in people:
        text = text.replace(each, " ")
    return text


def group_of(example: dict[str, Any]) -> dict[str, Any]:
    if "group" in example:
        return dict(example["group"])
    return {"tree": [{"id": "item", "name": "item", **example["item"]}]}


def check_both(example: dict[str, Any]) -> None:
    """Score an example; whatever comes out is told in each language without the other."""
    people = sorted({*texts(example), "item", "group", "example"}, key=len, reverse=True)
    result, refused = None, ""
    try:
        result = score_example(example, group_of(example))
    except ScoreError as error:
        refused = error.text("en")
    assert not CHINESE.search(without(refused, people))
    if result is None:
        assert refused
        return
    for unit in result.groups[0].units:
        working = result.working(unit)
        assert check_working(working) == []
        for sentence in told(working.told("en")):
            assert not CHINESE.search(without(sentence, people)), sentence
        for sentence in told(working.told("zh")):
            assert not LATIN.search(without(sentence, [*KNOWN, *people])), sentence
        for node in nodes(working):
            if node.rounded is not None:
                assert node.told("en").words
                assert node.told("en").expression == node.told("zh").expression


def test_the_examples_have_every_rule() -> None:
    assert {kind for example in SCORED for kind in kinds(example)} == set(RULES)


@pytest.mark.parametrize("example", SCORED)
def test_a_working_is_told_in_either_language(example: dict[str, Any]) -> None:
    check_both(example)


@pytest.mark.parametrize("kind", RULES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_so_it_is_with_gaps_zeros_and_ties(kind: str, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from([each for each in SCORED if kind in set(kinds(each))]))
    rows = {
        unit: {
            name: data.draw(st.sampled_from([None, 0, -1, 3, 100, figure]))
            for name, figure in row.items()
        }
        for unit, row in example["data"].items()
    }
    changed = {**example, "data": rows}
    if "item" in example:
        policy = data.draw(st.sampled_from(POLICIES))
        changed["item"] = {**example["item"], "missing": policy}
    else:
        assume(any(figure is None for row in rows.values() for figure in row.values()))
    check_both(changed)


@pytest.mark.parametrize("code", PHRASES)
def test_a_phrase_names_the_same_values_in_both_languages(code: str) -> None:
    zh, en = (set(re.findall(r"{(\w+)}", text)) for text in PHRASES[code])
    assert zh == en or code == "told"


def test_a_phrase_survives_json_and_keeps_what_people_wrote() -> None:
    inner = phrase("part", number=2)
    outer = phrase("rate_of", name=inner)
    assert from_json(to_json(outer)) == outer
    assert (say(outer, "zh"), say(outer, "en")) == ("分项2完成率", "completion of part 2")
    assert say("山区{县}", "en") == from_json(to_json("山区{县}")) == "山区{县}"
    assert say(phrase("rate_of", name="{x}"), "en") == "completion of {x}"


def test_a_phrase_that_is_not_in_the_book_is_refused_where_it_is_made() -> None:
    with pytest.raises(KeyError):
        phrase("no_such_code")
    assert to_json(Phrase("total")) == {"say": "total"}
