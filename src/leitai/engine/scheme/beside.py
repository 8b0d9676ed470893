"""What stands beside the tree: bonus and penalty, gates, vetoes, grades."""

from __future__ import annotations

from dataclasses import dataclass, field

from leitai.engine.rules.base import Rule
from leitai.engine.scheme.shapes import (
    Choice,
    Fields,
    Flag,
    Identifier,
    InputRef,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Share,
    Text,
    said,
)
from leitai.engine.scheme.tree import KIND, RULE, Off

SHARE = Share()
_CAP = Nullable(Number(minimum=0))
ROUNDINGS = Choice({"half_up": "四舍五入", "ceiling": "进一", "floor": "去尾"})


@dataclass(frozen=True, kw_only=True)
class Extra:
    """One bonus or penalty item; its rule gives the marks (always as a positive number).

    Items with the same ``matter`` count once, at the highest (就高不重复).
    """

    id: str = field(metadata=said(Identifier(), "id", "id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    rule: Rule = field(metadata=said(RULE, "计分方法", "scoring rule"))
    marks: float | None = field(
        default=None,
        metadata=said(
            Number(minimum=0), "计分方法需要的满分", "full marks, where the rule needs them"
        ),
    )
    cap: float | None = field(default=None, metadata=said(_CAP, "本项封顶", "cap of this item"))
    matter: str | None = field(
        default=None,
        metadata=said(Text(), "同一事项（只计最高的一项）", "same matter: only the highest counts"),
    )
    kind: str | None = field(default=None, metadata=KIND)
    off: Off | None = field(
        default=None, metadata=said(Fields(Off, shorthand="reason"), "停用", "switched off")
    )
    note: str = field(default="", metadata=said(Text(empty=True), "说明", "note"))


@dataclass(frozen=True, kw_only=True)
class Extras:
    """The bonus or the penalty of a group."""

    cap: float | None = field(default=None, metadata=said(_CAP, "合计封顶", "cap of the sum"))
    per_event_cap: float | None = field(
        default=None, metadata=said(_CAP, "单个事项封顶", "cap of one matter")
    )
    same_matter: str = field(
        default="highest",
        metadata=said(
            Choice({"highest": "就高只计一条", "each": "每条都计"}),
            "同一事项有几条记录时",
            "several records about one matter",
        ),
    )
    items: tuple[Extra, ...] = field(metadata=said(ListOf(Fields(Extra)), "各项", "items"))


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition on one column. A missing value does not meet it unless ``missing: pass``."""

    input: str = field(metadata=said(InputRef(), "列", "column"))
    at_least: float | None = field(default=None, metadata=said(Number(), "不低于", "at least"))
    more_than: float | None = field(default=None, metadata=said(Number(), "高于", "more than"))
    at_most: float | None = field(default=None, metadata=said(Number(), "不高于", "at most"))
    less_than: float | None = field(default=None, metadata=said(Number(), "低于", "less than"))
    missing: str = field(
        default="fail",
        metadata=said(
            Choice({"fail": "视为不满足", "pass": "视为满足", "refuse": "拒绝计分"}),
            "缺报时",
            "when missing",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Bonus items that count only where all conditions hold."""

    id: str = field(metadata=said(Identifier(), "id", "id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    applies_to: tuple[str, ...] = field(
        metadata=said(ListOf(Text(), at_least=1), "管哪些加分项", "bonus items it guards")
    )
    all: tuple[Condition, ...] = field(
        metadata=said(
            ListOf(Fields(Condition), at_least=1), "须同时满足", "conditions, all of them"
        )
    )


@dataclass(frozen=True, kw_only=True)
class Veto:
    """一票否决: a non-zero input has the effect. The legal basis is mandatory."""

    id: str = field(metadata=said(Identifier(), "id", "id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    input: str = field(metadata=said(InputRef(), "列（非零即否决）", "column, non-zero vetoes"))
    effect: str = field(
        metadata=said(
            Choice(
                {
                    "not_excellent": "不得评为最高等次",
                    "drop_one_grade": "降一个等次",
                    "lowest_grade": "定为最低等次",
                    "zero_total": "总分记零",
                }
            ),
            "后果",
            "effect",
        )
    )
    legal_basis: str = field(
        metadata=said(Text(), "法律法规或中央文件依据", "legal basis (law or central document)")
    )
    missing: str = field(
        default="not_triggered",
        metadata=said(
            Choice({"not_triggered": "视为未发生，记在说明里", "refuse": "拒绝计分"}),
            "缺报时",
            "when missing",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Quota:
    """The best units up to a share or a count of the group take a grade.

    ``share`` counts this grade alone; ``up_to`` counts from the first place (A 25 %, B up to 70 %).
    """

    grade: str = field(metadata=said(Text(), "等次", "grade"))
    share: int | float | str | None = field(
        default=None, metadata=said(SHARE, "占比或个数", "share or count of the group")
    )
    count: int | None = field(
        default=None, metadata=said(Number(minimum=0, whole=True), "个数", "count")
    )
    up_to: int | float | str | None = field(
        default=None,
        metadata=said(SHARE, "从第一名累计到的占比或个数", "share or count from the first place"),
    )


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The least score for a grade."""

    grade: str = field(metadata=said(Text(), "等次", "grade"))
    at_least: float = field(metadata=said(Number(), "不低于", "at least"))


@dataclass(frozen=True, kw_only=True)
class Grades:
    """Grades, best first. Quotas limit, thresholds guard; the last grade takes the rest."""

    names: tuple[tuple[str, str], ...] = field(
        metadata=said(MapOf(Text()), "等次，由高到低", "grades, best first")
    )
    quotas: tuple[Quota, ...] = field(
        default=(), metadata=said(ListOf(Fields(Quota)), "名额", "quotas")
    )
    thresholds: tuple[Threshold, ...] = field(
        default=(), metadata=said(ListOf(Fields(Threshold)), "分数线", "thresholds")
    )
    rounding: str = field(
        default="half_up", metadata=said(ROUNDINGS, "名额取整", "rounding of quotas")
    )
    boundary_ties: str = field(
        default="better",
        metadata=said(
            Choice({"better": "都进高等次", "worse": "都进低等次"}),
            "名额边界同名次",
            "ties at the boundary",
        ),
    )
    vetoed_take_places: bool = field(
        default=False,
        metadata=said(Flag(), "被否决的单位占名额", "vetoed units use up a place"),
    )
