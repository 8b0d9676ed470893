"""What a clerk reads after a slip: names on the page, what to do, and no key of the file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import translation

from leitai.demo.places import SCHEMES_ROOT
from leitai.engine.rules import RULES
from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.editing import EditError, apply, readable
from leitai.engine.scheme.shapes import Fields
from leitai.web.scheme_faults import faults_of
from leitai.web.scheme_typed import TypedError, edit_of

TEXT = (SCHEMES_ROOT / "yunxi.yaml").read_text(encoding="utf-8")
GROUP = ["groups", "towns"]
ITEM = [*GROUP, "@", "i_fixed_asset_investment"]
RULE = [*ITEM, "rule"]

TYPED: list[tuple[list[Any], str, str]] = [
    ([*ITEM, "marks"], "101", "项目建设：25 分分出了 120 分，多分了 95 分。"),
    ([*ITEM, "marks"], "-3", "这里应填不小于 0 的数，不能是 -3。"),
    ([*ITEM, "marks"], "六", "“六”不是数，请填阿拉伯数字，如 6、12.5。"),
    ([*ITEM, "marks"], "6 7", "“6 7”是几个数，这里只填一个。"),
    ([*ITEM, "marks"], "", "固定资产投资额：加总的上级之下，每项都要写分值。"),
    ([*ITEM, "name"], "", "还没有填名称。"),
    ([*RULE, "cap"], "-10", "这里应填不小于 0 的数，不能是 -10。"),
    ([*RULE, "cap"], "不封顶", ""),
    ([*RULE, "floor"], "200", "完成率保底：保底高于封顶。"),
    ([*RULE, "actual"], "", "还没有填实际。"),
    ([*RULE, "target"], "没有这列", "指标列和计算列里没有“没有这列”。"),
    (["effective"], "2026-02-30", "请填日期，如 2027-01-01。"),
    (["zones", "leading"], "四个", "请填个数，如 4，或占比，如 25%、1/3。"),
    (["zones", "leading"], "200%", "占比不能超过百分之百。"),
    (["rounding", "total"], "1.5", "这里应填不小于 0、不大于 10 的整数，不能是 1.5。"),
    ([*GROUP, "members", "kinds"], "乡镇、什么", "没有“什么”这种单位类型，可填："),
    (["ranking", "then"], "没有这项", "没有叫“没有这项”"),
    ([*GROUP, "grades", "quotas", 0, "share"], "120%", "占比不能超过百分之百。"),
    ([*GROUP, "grades", "thresholds", 0, "at_least"], "八十五", "“八十五”不是数"),
]

CIRCLE = [
    {"do": "insert", "at": ["derived"], "value": {"id": one, "name": name, "formula": f"{two} + 1"}}
    for one, two, name in (("a", "b", "甲"), ("b", "a", "乙"))
]
OPERATIONS: list[tuple[list[dict[str, Any]], str]] = [
    (
        [{"do": "add_item", "group": "towns", "id": "i_tax_revenue"}],
        "编号“i_tax_revenue”已用过或写得不对。",
    ),
    ([{"do": "choose_rule", "at": RULE, "kind": "slope"}], "各段：还没有填各段。"),
    ([{"do": "choose_rule", "at": RULE, "kind": "efficacy"}], ""),
    (
        [{"do": "add_item", "group": "towns", "kind": "node", "name": "新分类"}],
        "新分类：下面还没有考核项，请加一项，或删去它。",
    ),
    (CIRCLE, "计算列互相引用成了环：甲 → 乙 → 甲。改其中一个公式，让它只用原始列。"),
    (
        [
            {"do": "choose_rule", "at": RULE, "kind": "threshold"},
            {"do": "set", "at": [*RULE, "levels"], "value": [{"at": 8, "marks": 2, "share": 1}]},
        ],
        "一档只写分值或占比之一。",
    ),
    (
        [{"do": "in", "group": "towns", "item": "i_major_project_investment"}],
        "上一项不是分类，不能降到它下面。",
    ),
    ([{"do": "set", "at": [*ITEM, "kind"], "value": "meetings"}], "会议次数不得计分"),
]


def said(operations: list[dict[str, Any]]) -> str:
    """Return everything that the page says of a draft after operations, in Chinese."""
    try:
        text = apply(TEXT, operations).text
    except EditError as error:
        return error.words("zh")
    return "\n".join(f"{one.place}：{one.words}{one.hint}" for one in faults_of(text))


def check(words: str, wanted: str) -> None:
    if not wanted:
        assert words == ""
        return
    assert wanted in words.replace("” ", "”").replace(" “", "“")
    # No key of the file outside quotation marks.
    bare = re.sub(r"“[^”]*”|i_\w+", "", words)
    assert not re.search(r"\b(?!id\b)[a-z_]{2,}\b", bare), words


@pytest.mark.parametrize(("at", "raw", "wanted"), TYPED)
def test_what_is_typed_wrongly_is_told_in_plain_words(at: list[Any], raw: str, wanted: str) -> None:
    plain = readable(TEXT)
    with translation.override("zh-hans"):
        try:
            words = said([edit_of(plain, at, resolve(plain, at), raw)])
        except TypedError as error:
            words = str(error)
    check(words, wanted)


@pytest.mark.parametrize(("operations", "wanted"), OPERATIONS)
def test_what_cannot_stand_is_told_in_plain_words(
    operations: list[dict[str, Any]], wanted: str
) -> None:
    with translation.override("zh-hans"):
        check(said(operations), wanted)


@pytest.mark.parametrize("kind", sorted(RULES))
def test_no_field_of_a_rule_is_called_by_a_key(kind: str) -> None:
    for name, field in Fields(RULES[kind]).shapes().items():
        empty = getattr(field.metadata["shape"], "null_zh", "")
        for words in (field.metadata["zh"], empty):
            assert not re.search(r"[a-z_]{3,}", words), f"{kind}.{name}: {words}"
