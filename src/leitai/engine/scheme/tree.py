"""The tree of a group: items with rules, and the nodes that combine them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leitai.engine.rules.base import Rule
from leitai.engine.scheme.general import MISSING, Missing
from leitai.engine.scheme.located import Located
from leitai.engine.scheme.problems import Path, Words
from leitai.engine.scheme.shapes import (
    Choice,
    Fields,
    Identifier,
    InputRef,
    Kinds,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Reading,
    Shape,
    Text,
    said,
)


def _rule_classes() -> Mapping[str, type[Any]]:
    from leitai.engine.rules import RULES

    return RULES


RULE = Kinds(_rule_classes, "rule")
COMBINES = {
    "sum": Words("加总", "sum"),
    "arithmetic": Words("加权算术平均", "weighted arithmetic mean"),
    "geometric": Words("加权几何平均", "weighted geometric mean"),
    "harmonic": Words("加权调和平均", "weighted harmonic mean"),
    "power": Words("加权幂平均", "weighted power mean"),
    "copeland": Words("两两比较（Copeland）", "pairwise comparison (Copeland)"),
}


#: What an item measures. All but the first are things that national rules forbid to judge by.
KINDS = {
    "result": "工作结果",
    "meetings": "会议次数",
    "papers": "文件、简报、信息篇数",
    "traces": "照片、笔记、台账等留痕",
    "comments": "领导批示",
    "press": "媒体报道、新闻稿件",
    "check_ins": "打卡签到、应用使用",
}
KIND = said(Choice(KINDS), "考核的是什么", "what it measures")


@dataclass(frozen=True, kw_only=True)
class NotApplicable:
    """Units to which an item does not apply, and what happens to its marks."""

    units: tuple[str, ...] = field(
        default=(), metadata=said(ListOf(Text()), "不适用的单位", "units it does not apply to")
    )
    when: str | None = field(
        default=None,
        metadata=said(
            InputRef(), "此列为非零时不适用", "not applicable where this column is not 0"
        ),
    )
    reason: str | None = field(
        default=None,
        metadata=said(
            Text(), "缺报原因是这几个字时不适用", "missing for this reason: not applicable"
        ),
    )
    policy: str = field(
        default="redistribute",
        metadata=said(
            Choice(
                {
                    "redistribute": "分值在同一上级内分摊",
                    "group_mean": "取同组平均得分",
                    "full": "给满分",
                }
            ),
            "不适用时",
            "policy",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A bounded additive correction of an item's score: ``factor × input``, at most ± ``bound``."""

    input: str = field(metadata=said(InputRef(), "依据的列", "column"))
    factor: float = field(default=1.0, metadata=said(Number(), "系数", "factor"))
    bound: float | None = field(
        default=None, metadata=said(Nullable(Number(minimum=0)), "最多加减", "bound")
    )


@dataclass(frozen=True, kw_only=True)
class Off:
    """Why an item is listed but not scored."""

    reason: str = field(metadata=said(Text(), "停用原因", "reason"))
    basis: str = field(default="", metadata=said(Text(empty=True), "依据", "basis"))


_MARKS = Number(minimum=0)
_WEIGHT = Number(above=0, share=True)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A leaf: one scoring rule worth some marks, or some weight of 100."""

    id: str = field(metadata=said(Identifier(), "考核项 id", "item id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    marks: float | None = field(default=None, metadata=said(_MARKS, "分值", "full marks"))
    weight: float | None = field(default=None, metadata=said(_WEIGHT, "权重", "weight"))
    rule: Rule = field(metadata=said(RULE, "计分方法", "scoring rule"))
    kind: str | None = field(default=None, metadata=KIND)
    missing: Missing | None = field(default=None, metadata=said(MISSING, "缺报处理", "missing"))
    not_applicable: NotApplicable | None = field(
        default=None,
        metadata=said(Fields(NotApplicable), "不适用", "not applicable"),
    )
    difficulty: tuple[tuple[str, float], ...] = field(
        default=(),
        metadata=said(MapOf(Number(above=0)), "难度系数", "difficulty coefficient by unit"),
    )
    corrections: tuple[Correction, ...] = field(
        default=(),
        metadata=said(ListOf(Fields(Correction)), "修正", "bounded corrections"),
    )
    off: Off | None = field(
        default=None, metadata=said(Fields(Off, shorthand="reason"), "停用", "switched off")
    )
    note: str = field(default="", metadata=said(Text(empty=True), "说明", "note"))


class _Child(Shape):
    """An item, or an inner node when it has ``items``."""

    zh = "考核项，或带 items 的上级"
    en = "an item, or a node with items"

    def _fields(self, inner: bool) -> Fields:
        return Fields(Node, definition="node") if inner else Fields(Item, definition="item")

    def read(self, at: Located, path: Path, reading: Reading) -> Any:
        return self._fields(at.get("items") is not None).read(at, path, reading)

    def schema(self) -> dict[str, Any]:
        return {
            "if": {"type": "object", "required": ["items"]},
            "then": self._fields(True).schema(),
            "else": self._fields(False).schema(),
        }

    def write(self, value: Any) -> Any:
        return self._fields(isinstance(value, Node)).write(value)


CHILD = _Child()


@dataclass(frozen=True, kw_only=True)
class Node:
    """An inner node: its children's scores combined."""

    id: str = field(metadata=said(Identifier(), "节点 id", "node id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    marks: float | None = field(default=None, metadata=said(_MARKS, "分值", "full marks"))
    weight: float | None = field(default=None, metadata=said(_WEIGHT, "权重", "weight"))
    combine: str | None = field(
        default=None, metadata=said(Choice(COMBINES), "汇总方法", "how children combine")
    )
    power: float = field(
        default=1.0, metadata=said(Number(), "幂（combine: power）", "exponent of combine: power")
    )
    on_zero: str = field(
        default="refuse",
        metadata=said(
            Choice({"refuse": "拒绝计分", "zero": "汇总得零"}),
            "几何、调和平均遇零或负分",
            "zero or negative child of a geometric or harmonic mean",
        ),
    )
    items: tuple[Item | Node, ...] = field(
        metadata=said(ListOf(CHILD, at_least=1), "下级", "children")
    )
    note: str = field(default="", metadata=said(Text(empty=True), "说明", "note"))
