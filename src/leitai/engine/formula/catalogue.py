"""What functions the language has: names, Chinese names, arguments and a line of help each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FUNCTIONS", "PERCENT_FUNCTIONS", "TIME_FUNCTIONS", "Function", "find_function"]

MANY: Final = 50


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language; it takes ``least`` to ``most`` arguments."""

    name: str
    chinese: str
    arguments: str
    least: int
    most: int
    zh: str
    en: str

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name}({self.arguments})"


_ALL: Final = (
    Function("growth", "增速", "x, base", 2, 2, "增长率（%）", "growth in percent"),
    Function("share", "占比", "part, whole", 2, 2, "占比（%）", "share in percent"),
    Function(
        "share_change", "占比变化", "part, whole, part_base, whole_base", 4, 4,
        "占比之差（百分点）", "difference of two shares in percentage points",
    ),
    Function(
        "contribution", "贡献率", "part, part_base, whole, whole_base", 4, 4,
        "部分增量占整体增量的比重（%）", "share of the part in the whole's increment, percent",
    ),
    Function(
        "pull", "拉动", "part, part_base, whole_base", 3, 3,
        "拉动整体增长的百分点", "points that the part adds to the whole's growth",
    ),
    Function("per", "平均每", "x, n", 2, 2, "人均、亩均等强度", "x per head, per area"),
    Function("rank", "排名", "x", 1, 1, "组内名次，大者为先", "place in the group, largest first"),
    Function("max", "最大", "a, b, …", 2, MANY, "最大值", "the largest"),
    Function("min", "最小", "a, b, …", 2, MANY, "最小值", "the smallest"),
    Function("sum", "求和", "a, b, …", 2, MANY, "各项之和", "sum of the arguments"),
    Function("mean", "平均", "a, b, …", 2, MANY, "各项的算术平均", "mean of the arguments"),
    Function("abs", "绝对值", "x", 1, 1, "绝对值", "size without sign"),
    Function("round", "四舍五入", "x, decimals", 1, 2, "四舍五入", "rounded half up"),
    Function("clip", "限幅", "x, low, high", 3, 3, "限制在上下限之内", "kept between two limits"),
    Function("if", "如果", "condition, then, otherwise", 3, 3, "条件取值", "one or the other"),
    Function("and", "并且", "a, b, …", 2, MANY, "各条件都成立", "all conditions hold"),
    Function("or", "或者", "a, b, …", 2, MANY, "任一条件成立", "at least one condition holds"),
    Function("not", "非", "a", 1, 1, "条件不成立", "the condition does not hold"),
    Function("if_missing", "缺失时", "x, otherwise", 2, 2, "缺失时取后者", "another if missing"),
    Function("sqrt", "平方根", "x", 1, 1, "平方根", "square root"),
    Function("exp", "指数", "x", 1, 1, "自然指数", "natural exponential"),
    Function("ln", "自然对数", "x", 1, 1, "自然对数", "natural logarithm"),
    Function("group_sum", "组内合计", "x", 1, 1, "组内各单位合计", "sum over the units"),
    Function("group_mean", "组内平均", "x", 1, 1, "组内各单位平均", "mean over the units"),
    Function("group_max", "组内最大", "x", 1, 1, "组内最大", "largest of the units"),
    Function("group_min", "组内最小", "x", 1, 1, "组内最小", "smallest of the units"),
    Function("year_ago", "上年同期", "x", 1, 1, "上年同期的值", "value a year ago"),
    Function("previous", "上期", "x", 1, 1, "上一期的值", "value of the period before"),
    Function(
        "ytd", "累计", "x", 1, 1,
        "由当期值累加的年初以来累计", "added up from the start of the year",
    ),
    Function(
        "current", "当期", "x", 1, 1,
        "由累计值相减得到的当期值", "current-period value from year-to-date ones",
    ),
)  # fmt: skip

FUNCTIONS: Final[dict[str, Function]] = {function.name: function for function in _ALL}
"""Every function by its English name."""
_BY_NAME: Final = {**FUNCTIONS, **{function.chinese: function for function in _ALL}}

PERCENT_FUNCTIONS: Final = frozenset({"growth", "share", "share_change", "contribution", "pull"})
"""Functions whose result counts in percent, as statistical tables print it: 3.13, not 0.0313."""
TIME_FUNCTIONS: Final = frozenset({"year_ago", "previous", "ytd", "current"})


def find_function(name: str) -> Function | None:
    """The function of an English name (capitals do not matter) or a Chinese one."""
    return _BY_NAME.get(name) or _BY_NAME.get(name.lower())
