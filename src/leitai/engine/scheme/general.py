"""The general part of a scheme: rounding, ranking, zones, release, missing values, columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from leitai.engine.scheme.problems import Words
from leitai.engine.scheme.shapes import (
    Choice,
    Fields,
    Flag,
    Identifier,
    ListOf,
    Nullable,
    Number,
    Share,
    Text,
    said,
)

MISSING_POLICIES = {
    "zero_and_show": "计零分并公示",
    "exclude_and_reweight": "剔除，权重分摊",
    "group_mean": "取同组平均得分",
    "refuse": "拒绝计分",
}
DIRECTIONS = {
    "higher_is_better": "正向，越高越好",
    "lower_is_better": "逆向，越低越好",
    "none": "不分好坏",
}
DECIMALS = Nullable(Number(minimum=0, maximum=10, whole=True), "不舍入", "unrounded")


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """Decimals at each level, half up; None leaves full precision."""

    items: int | None = field(default=2, metadata=said(DECIMALS, "考核项小数位", "item decimals"))
    nodes: int | None = field(default=2, metadata=said(DECIMALS, "汇总小数位", "node decimals"))
    total: int | None = field(default=2, metadata=said(DECIMALS, "总分小数位", "total decimals"))


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """What is ranked and how ties stand."""

    on: str = field(
        default="rounded",
        metadata=said(
            Choice({"rounded": "按公布的得分", "raw": "按未舍入的得分"}), "排名依据", "ranked on"
        ),
    )
    ties: str = field(
        default="same",
        metadata=said(
            Choice(
                {
                    "same": "同分同名次，下一名跳号（1,1,3）",
                    "dense": "同分同名次，不跳号（1,1,2）",
                }
            ),
            "并列",
            "ties",
        ),
    )
    then: tuple[str, ...] = field(
        default=(),
        metadata=said(ListOf(Text()), "同分时依次比较的考核项", "tie-break nodes, in order"),
    )


@dataclass(frozen=True, kw_only=True)
class Zones:
    """Leading and lagging zones: counts of places, or shares of the group."""

    leading: int | float | str = field(default=0, metadata=said(Share(), "先进", "leading zone"))
    lagging: int | float | str = field(default=0, metadata=said(Share(), "后进", "lagging zone"))
    rounding: str = field(
        default="half_up",
        metadata=said(
            Choice({"half_up": "四舍五入", "ceiling": "进一", "floor": "去尾"}),
            "比例折成个数的取整",
            "rounding of shares",
        ),
    )


_AUDIENCE = Choice({"all": "同组可见", "own": "只见本单位", "none": "不发布"})


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a published standing shows to units of the same group."""

    ranks: str = field(default="all", metadata=said(_AUDIENCE, "名次", "ranks"))
    scores: str = field(default="all", metadata=said(_AUDIENCE, "得分", "scores"))
    inputs: str = field(default="all", metadata=said(_AUDIENCE, "指标值", "inputs"))


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What an unreported value does to the item."""

    policy: str = field(
        default="zero_and_show",
        metadata=said(Choice(MISSING_POLICIES), "缺报处理", "policy for missing values"),
    )
    all_missing: str | None = field(
        default=None,
        metadata=said(
            Nullable(
                Choice({k: v for k, v in MISSING_POLICIES.items() if k != "group_mean"}),
                "与缺报处理相同；缺报处理是取同组平均得分的，计零分并公示",
                "as policy; zero_and_show where that is group_mean",
            ),
            "全组都缺报时",
            "when the whole group is missing",
        ),
    )

    def when_all_missing(self) -> str:
        """The policy where no unit of the group has a score to take a mean of."""
        if self.all_missing is not None:
            return self.all_missing
        return "zero_and_show" if self.policy == "group_mean" else self.policy


MISSING = Fields(Missing, shorthand="policy")


@dataclass(frozen=True, kw_only=True)
class InputSpec:
    """A column of the table, with the scope in which its indicator is read."""

    id: str = field(metadata=said(Identifier(), "列 id", "column id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    indicator: str | None = field(default=None, metadata=said(Text(), "指标代码", "indicator code"))
    flow: str | None = field(
        default=None,
        metadata=said(
            Choice({"current": "当期", "year_to_date": "累计", "stock": "时点"}),
            "当期还是累计",
            "flow basis",
        ),
    )
    price: str | None = field(
        default=None,
        metadata=said(
            Choice({"current": "现价", "constant": "可比价", "none": "无价格"}),
            "价格口径",
            "price basis",
        ),
    )
    extent: str | None = field(default=None, metadata=said(Text(), "统计范围", "extent"))
    take: str = field(
        default="value",
        metadata=said(
            Choice(
                {
                    "value": "本期值",
                    "floor_target": "保底目标",
                    "stretch_target": "冲刺目标",
                    "planned_floor": "应达进度（保底）",
                    "planned_stretch": "应达进度（冲刺）",
                    "year_ago": "上年同期",
                    "previous_period": "上期",
                    "year_start": "年初",
                    "records": Words("已签认的加减分、否决记录条数", "signed records, counted"),
                }
            ),
            "取哪个数",
            "which figure is taken",
        ),
    )
    unit: str = field(default="", metadata=said(Text(empty=True), "计量单位", "unit of measure"))
    decimals: int | None = field(
        default=None, metadata=said(DECIMALS, "小数位", "decimals of the figure")
    )
    direction: str | None = field(
        default=None, metadata=said(Choice(DIRECTIONS), "方向", "direction")
    )
    actionable: bool = field(
        default=False, metadata=said(Flag(), "单位能通过工作改变", "the unit can change it by work")
    )
    statutory: bool = field(
        default=False, metadata=said(Flag(), "统计部门核定", "fixed by the statistics office")
    )
    note: str = field(default="", metadata=said(Text(empty=True), "说明", "note"))


@dataclass(frozen=True, kw_only=True)
class DerivedSpec:
    """A column computed from other columns by a formula."""

    id: str = field(metadata=said(Identifier(), "列 id", "column id"))
    name: str = field(metadata=said(Text(), "名称", "name"))
    formula: str = field(metadata=said(Text(), "公式", "formula"))
    unit: str = field(default="", metadata=said(Text(empty=True), "计量单位", "unit of measure"))
    decimals: int | None = field(
        default=None, metadata=said(DECIMALS, "小数位", "decimals, applied before scoring")
    )
    direction: str | None = field(
        default=None, metadata=said(Choice(DIRECTIONS), "方向", "direction")
    )
    note: str = field(default="", metadata=said(Text(empty=True), "说明", "note"))
