"""Editing a scheme file: what is touched changes, all else keeps its characters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import Scheme
from leitai.engine.scheme import editing
from leitai.engine.scheme.addresses import ids_of
from leitai.engine.scheme.editing import EditError, apply, problems_of, readable
from leitai.engine.scheme.flow import block, flow
from leitai.engine.scheme.rule_operations import rule_like, unused_columns
from leitai.engine.scheme.shares import shares_of
from leitai.engine.scheme.splice import Source
from leitai.engine.scheme.steps import EditError as StepError
from leitai.engine.scheme.steps import expanded

FILE = """\
# 方案说明
leitai: scheme/1
id: towns
name: 乡镇擂台   # 名称
version: "1.0"
effective: 2026-01-01
reasons: |
  第一段。

  第二段。
ranking: {on: rounded, ties: same}
inputs:
  - {id: a, name: 甲, flow: current,
     unit: 个}
  # 乙是目标
  - id: b
    name: 乙
groups:
  - id: g
    name: 乡镇
    members: all
    marks: 100
    tree:
      - id: n1
        name: 经济
        marks: 60
        items:
          # 第一项
          - id: i1
            name: 甲项
            marks: 40
            rule: {kind: completion, actual: a, target: b, cap: 1}  # 封顶
            note: >
              折叠的
              说明
          - {id: i2, name: "乙项", marks: 20, rule: {kind: direct, value: a}}
      # 第二类
      - id: n2
        name: 建设
        marks: 40
        combine: sum
        items: [{id: i3, name: 丙项, marks: 30, rule: {kind: direct, value: a}},
                {id: i4, name: 丁项, marks: 7, rule: {kind: direct, value: b}}]
"""
ITEM = ["groups", "g", "@"]


def lines_that_differ(text: str) -> list[str]:
    old, new = FILE.splitlines(), text.splitlines()
    return [line for line in new if line not in old]


def item(text: str, name: str) -> dict[str, Any]:
    group = readable(text)["groups"][0]
    stack = list(group["tree"])
    while stack:
        here = stack.pop()
        if here["id"] == name:
            return dict(here)
        stack += here.get("items", [])
    raise KeyError(name)


def test_a_value_changes_alone_and_its_comment_stays() -> None:
    text = apply(FILE, [{"do": "set", "at": [*ITEM, "i1", "rule", "cap"], "value": 1.2}]).text
    assert lines_that_differ(text) == [
        "            rule: {kind: completion, actual: a, target: b, cap: 1.2}  # 封顶"
    ]
    text = apply(FILE, [{"do": "set", "at": ["name"], "value": "镇: 擂台"}]).text
    assert lines_that_differ(text) == ['name: "镇: 擂台"   # 名称']


def test_a_new_key_stands_where_it_customarily_does() -> None:
    text = apply(FILE, [{"do": "set", "at": [*ITEM, "n1", "combine"], "value": "sum"}]).text
    lines = text.splitlines()
    assert lines[lines.index("        marks: 60") + 1] == "        combine: sum"
    text = apply(FILE, [{"do": "set", "at": [*ITEM, "i2", "note"], "value": "说明"}]).text
    assert lines_that_differ(text)[0].endswith("value: a}, note: 说明}")


def test_several_lines_stay_several_lines() -> None:
    text = apply(FILE, [{"do": "set", "at": ["reasons"], "value": "一。\n\n二：#。\n"}]).text
    assert "reasons: |\n  一。\n\n  二：#。\nranking:" in text
    assert readable(text)["reasons"] == "一。\n\n二：#。\n"


def test_an_item_moves_with_the_comment_above_it() -> None:
    there = apply(FILE, [{"do": "move", "at": [*ITEM, "i1"], "to": ["groups", "g", "tree"]}]).text
    assert "      # 第一项\n      - id: i1\n        name: 甲项\n" in there
    assert there.index("# 第二类") < there.index("# 第一项")
    back = {"do": "move", "at": [*ITEM, "i1"], "to": [*ITEM, "n1", "items"], "place": 0}
    assert apply(there, [back]).text == FILE


def test_one_step_up_down_in_and_out() -> None:
    def order(text: str) -> list[Any]:
        tree = readable(text)["groups"][0]["tree"]
        return [(n["id"], [i["id"] for i in n.get("items", [])]) for n in tree]

    def after(*steps: str) -> list[Any]:
        return order(apply(FILE, [{"do": s, "group": "g", "item": "i2"} for s in steps]).text)

    assert after("up") == [("n1", ["i2", "i1"]), ("n2", ["i3", "i4"])]
    assert after("down") == order(FILE)
    assert after("out") == [("n1", ["i1"]), ("i2", []), ("n2", ["i3", "i4"])]
    assert after("out", "in") == order(FILE)
    assert after("out", "down") == [("n1", ["i1"]), ("n2", ["i3", "i4"]), ("i2", [])]
    with pytest.raises(EditError, match="最上一级"):
        after("out", "out")
    with pytest.raises(EditError, match="不是分类"):
        after("in")


def test_nothing_moves_into_itself() -> None:
    with pytest.raises(EditError, match="自己下面"):
        apply(FILE, [{"do": "move", "at": [*ITEM, "n1"], "to": [*ITEM, "n1", "items"]}])


def test_a_new_item_waits_for_its_rule_by_name() -> None:
    add = {"do": "add_item", "group": "g", "parent": "n1", "after": "i1", "name": "新项"}
    text = apply(FILE, [add]).text
    assert item(text, "item_1") == {"id": "item_1", "name": "新项", "marks": 0}
    assert [each["id"] for each in item(text, "n1")["items"]] == ["i1", "item_1", "i2"]
    found = problems_of(text)
    assert any("rule" in str(each.message) for each in found)
    assert {each.keys[:5] for each in found if "rule" in str(each.message)} == {
        ("groups", 0, "tree", 0, "items")
    }
    with pytest.raises(EditError, match="自己计分"):
        apply(FILE, [{**add, "parent": "i1", "after": ""}])


def test_an_emptied_heading_takes_items_again() -> None:
    out = [{"do": "out", "group": "g", "item": name} for name in ("i3", "i4")]
    empty = apply(FILE, out).text
    assert item(empty, "n2")["items"] == []
    full = apply(empty, [{"do": "add_item", "group": "g", "parent": "n2", "name": "新"}]).text
    assert [each["name"] for each in item(full, "n2")["items"]] == ["新"]


def test_a_rule_of_another_kind_keeps_what_both_have() -> None:
    choose = {"do": "choose_rule", "at": [*ITEM, "i1", "rule"], "kind": "ratio_to_first"}
    text = apply(FILE, [choose]).text
    assert item(text, "i1")["rule"] == {"kind": "ratio_to_first", "value": "a"}
    assert rule_like("all_or_nothing", {"kind": "completion", "actual": "a", "target": "b"}) == {
        "kind": "all_or_nothing",
        "actual": "a",
        "target": "b",
    }
    # cap of a completion is a factor, cap of events are marks: not carried over.
    assert "cap" not in rule_like("events", {"kind": "completion", "actual": "a", "cap": 1.1})
    with pytest.raises(EditError, match="没有叫"):
        apply(FILE, [{**choose, "kind": "magic"}])


def test_a_figure_is_declared_once_with_the_plan_beside_it() -> None:
    tax = {"indicator": "tax", "flow": "year_to_date", "name": "税收", "unit": "亿元"}
    choose = {
        "do": "choose_figure",
        "at": [*ITEM, "i1", "rule", "actual"],
        "input": tax,
        "beside": "target",
    }
    text = apply(FILE, [choose]).text
    rule = item(text, "i1")["rule"]
    assert (rule["actual"], rule["target"]) == ("tax", "tax_plan")
    declared = {each["id"]: each for each in readable(text)["inputs"]}
    assert declared["tax_plan"]["take"] == "planned_floor"
    again = apply(text, [{**choose, "at": [*ITEM, "i2", "rule", "value"], "beside": ""}]).text
    assert len(readable(again)["inputs"]) == 4
    assert item(again, "i2")["rule"]["value"] == "tax"
    assert unused_columns(readable(again)) == []
    gone = apply(again, [{"do": "remove", "at": [*ITEM, "i1"]}]).text
    assert unused_columns(readable(gone)) == ["tax_plan"]
    assert "tax_plan" not in apply(gone, [{"do": "tidy_columns"}]).text


def test_short_forms_open_when_a_part_of_them_is_set() -> None:
    text = apply(FILE, [{"do": "set", "at": [*ITEM, "i2", "missing"], "value": "refuse"}]).text
    op = {"do": "set", "at": [*ITEM, "i2", "missing", "all_missing"], "value": "refuse"}
    assert item(apply(text, [op]).text, "i2")["missing"] == {
        "policy": "refuse",
        "all_missing": "refuse",
    }


def test_what_is_left_to_give() -> None:
    group = readable(FILE)["groups"][0]
    found = shares_of(group)
    assert (found[""].left, found["n1"].left, found["n2"].left) == (0, 0, 3)
    give = {"do": "give_rest", "group": "g", "parent": "n2", "item": "i4"}
    text = apply(FILE, [give]).text
    assert item(text, "i4")["marks"] == 10
    assert shares_of(readable(text)["groups"][0])["n2"].left == 0
    with pytest.raises(EditError, match="没有剩余"):
        apply(text, [give])


def test_what_is_switched_off_needs_no_marks() -> None:
    text = apply(FILE, [{"do": "set", "at": [*ITEM, "i4", "off"], "value": "减负规定"}]).text
    assert shares_of(readable(text)["groups"][0])["n2"].left == 10


def test_a_group_is_copied_whole() -> None:
    text = apply(FILE, [{"do": "add_group", "id": "h", "name": "部门", "like": "g"}]).text
    one, two = readable(text)["groups"]
    assert two == {**one, "id": "h", "name": "部门"}


@pytest.mark.parametrize(
    "operation",
    [
        {"do": "set", "at": [*ITEM, "nobody", "marks"], "value": 1},
        {"do": "set", "at": [], "value": 1},
        {"do": "set", "at": [True], "value": 1},
        {"do": "set"},
        {"do": "remove", "at": ["groups", "g", "tree", 9]},
        {"do": "remove", "at": ["groups", "h"]},
        {"do": "insert", "at": ["name"], "value": 1},
        {"do": "nothing"},
        {},
        {"do": "set", "at": ["name"], "value": float("nan")},
        {"do": "set", "at": ["name"], "value": "\ud800"},
        {"do": "give_rest", "group": "g", "parent": "n1", "item": "i1"},
        {"do": "add_item", "group": "g", "id": "i1"},
        {"do": "add_group", "id": "g"},
        {"do": "choose_figure", "at": [*ITEM, "i1", "rule", "actual"], "input": {}},
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(operation: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        apply(FILE, [{"do": "set", "at": ["name"], "value": "新"}, operation])


@pytest.mark.parametrize("text", ["", "- 1\n", "a: [\n", "a: &x 1\nb: *x\n", "a: {<<: {b: 1}}\n"])
def test_a_file_that_cannot_be_edited_is_said(text: str) -> None:
    assert StepError is EditError
    with pytest.raises(EditError, match="重新上传"):
        apply(text, [{"do": "set", "at": ["name"], "value": "新"}])


# -- laws ----------------------------------------------------------------------------------------

SHIPPED = sorted(SCHEMES_ROOT.glob("*.yaml"))
YUNXI = (SCHEMES_ROOT / "yunxi.yaml").read_text(encoding="utf-8")
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=6), inner),
    ),
    max_leaves=6,
)


@given(values)
def test_any_value_is_read_back_as_it_was_written(value: Any) -> None:
    assert Source(f"a: {flow(value)}\n").plain["a"] == value
    assert Source(f"a: [{flow(value)}, 1]\n").plain["a"] == [value, 1]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_is_read_back_from_a_block(text: str) -> None:
    made = block(text, 4)
    if made is not None:
        assert Source(f"a:\n  b: {made}\n  c: 1\n").plain["a"] == {"b": text, "c": 1}


def addresses(plain: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every address of a file, by places."""
    found = [way] if way else []
    parts = (
        plain.items()
        if isinstance(plain, dict)
        else enumerate(plain)
        if isinstance(plain, list)
        else ()
    )
    for part, inner in parts:
        found += addresses(inner, (*way, part))
    return found


PLACES = {text: addresses(readable(text)) for text in (FILE, YUNXI)}


@st.composite
def primitive(draw: Any, text: str) -> dict[str, Any]:
    at = list(draw(st.sampled_from(PLACES[text])))
    do = draw(st.sampled_from(["set", "remove", "set", "insert"]))
    if do == "set" and draw(st.booleans()):
        at = [*at, "new_key"]
    return {"do": do, "at": at, "value": draw(values), "place": draw(st.integers(0, 3))}


@pytest.mark.parametrize("text", [FILE, YUNXI], ids=["small", "yunxi"])
@settings(max_examples=40)
@given(data=st.data())
def test_an_edited_text_says_what_the_operation_says(text: str, data: Any) -> None:
    """The text path and the plain path agree; nothing needs to be written anew but odd shapes."""
    operation = data.draw(primitive(text))
    try:
        done = apply(text, [operation])
    except EditError:
        return
    readable(done.text)
    assert not done.rewritten


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_is_edited_in_place(path: Any) -> None:
    text = expanded(path.read_text(encoding="utf-8"))
    plain = readable(text)
    assert "tree: *" not in text
    for group in plain.get("groups", [])[:3]:
        for name in sorted(ids_of(group))[:12]:
            at = ["groups", group["id"], "@", name, "name"]
            try:
                done = apply(text, [{"do": "set", "at": at, "value": "改名"}])
            except EditError:
                continue  # an id of the engine's own
            assert not done.rewritten
            assert sum(a != b for a, b in zip(text, done.text, strict=False)) > 0
            assert len(done.text.splitlines()) == len(text.splitlines())


ITEMS = [
    str(each.id)
    for group in Scheme.from_yaml(YUNXI).groups[:1]
    for each in group.items()
    if each.off is None
]
changes = st.one_of(
    st.fixed_dictionaries({"key": st.just("marks"), "value": st.integers(0, 30)}),
    st.fixed_dictionaries(
        {"key": st.just("name"), "value": st.sampled_from(["甲", "乙: 丙", "#"])}
    ),
    st.fixed_dictionaries({"key": st.just("note"), "value": st.just("说明\n二\n")}),
    st.fixed_dictionaries({"key": st.just("missing"), "value": st.just("refuse")}),
)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(ITEMS), changes), min_size=2, max_size=6), st.randoms())
def test_edits_of_different_items_commute(edits: list[Any], random: Any) -> None:
    once = {(name, change["key"]): change["value"] for name, change in edits}
    operations = [
        {"do": "set", "at": ["groups", "towns", "@", name, key], "value": value}
        for (name, key), value in once.items()
    ]
    # New keys of one item stand in the order in which they came; different items do not care.
    by_item: dict[str, list[Any]] = {}
    for operation in operations:
        by_item.setdefault(operation["at"][3], []).append(operation)
    shuffled = list(by_item.values())
    random.shuffle(shuffled)
    other = [operation for part in shuffled for operation in part]
    assert apply(YUNXI, operations).text == apply(YUNXI, other).text


@settings(max_examples=15)
@given(st.data())
def test_moving_away_and_back_gives_the_same_values(data: Any) -> None:
    name = data.draw(st.sampled_from(ITEMS))
    before = readable(YUNXI)
    way = [*ITEM[:0], "groups", "towns", "@", name]
    parents = [node["id"] for node in before["groups"][0]["tree"]]
    home = next(n for n in before["groups"][0]["tree"] if any(i["id"] == name for i in n["items"]))
    place = [i["id"] for i in home["items"]].index(name)
    goal = data.draw(st.sampled_from(parents))
    there = {"do": "move", "at": way, "to": ["groups", "towns", "@", goal, "items"],
             "place": data.draw(st.integers(0, 5))}  # fmt: skip
    back = {"do": "move", "at": way, "to": ["groups", "towns", "@", home["id"], "items"],
            "place": place}  # fmt: skip
    assert readable(apply(YUNXI, [there, back]).text) == before


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(ITEMS), st.integers(0, 400)), max_size=8))
def test_left_and_given_make_the_whole(changes: list[tuple[str, int]]) -> None:
    operations = [
        {"do": "set", "at": ["groups", "towns", "@", name, "marks"], "value": tenths / 10}
        for name, tenths in changes
    ]
    group = readable(apply(YUNXI, operations).text)["groups"][0]
    text_problems = problems_of(apply(YUNXI, operations).text)
    for node, share in shares_of(group).items():
        assert share.left is not None
        assert share.whole is not None
        assert share.given + share.left == pytest.approx(share.whole, abs=1e-9)
        name = next((n["name"] for n in group["tree"] if n["id"] == node), "")
        said = any(f"{share.given:g} 分，" in str(p.message) for p in text_problems)
        assert said == (abs(share.left) > 1e-9) or not name


def test_the_operations_are_named_once() -> None:
    assert set(editing.OPERATIONS) == {
        "set", "remove", "insert", "move", "rename_key", "add_item", "up", "down", "in", "out",
        "give_rest", "choose_rule", "choose_figure", "tidy_columns", "add_group",
    }  # fmt: skip


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_both_parsers_read_the_same_at_the_same_places(path: Any) -> None:
    import yaml

    from leitai.engine.scheme.located import _parsed

    text = path.read_text(encoding="utf-8")
    assert _parsed(text, yaml.CSafeLoader) == _parsed(text, yaml.SafeLoader)
