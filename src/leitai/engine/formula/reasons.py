"""Why a formula has no result: one constant for each case, with a stable code."""

from __future__ import annotations

from typing import Final

from leitai.engine.quantity import Missing

ZERO_DIVISOR: Final = Missing("zero_divisor", "除数为零", "division by zero")
ZERO_BASE: Final = Missing(
    "zero_base", "基数为零，增速没有意义", "the base is zero: no growth rate"
)
NEGATIVE_BASE: Final = Missing(
    "negative_base", "基数为负，增速没有意义", "the base is negative: no growth rate"
)
ZERO_WHOLE: Final = Missing("zero_whole", "整体为零，占比没有意义", "the whole is zero: no share")
NEGATIVE_WHOLE: Final = Missing(
    "negative_whole", "整体为负，占比没有意义", "the whole is negative: no share"
)
ZERO_INCREMENT: Final = Missing(
    "zero_increment",
    "整体没有增量，贡献率没有意义",
    "the whole did not change: no contribution rate",
)
NEGATIVE_INCREMENT: Final = Missing(
    "negative_increment",
    "整体增量为负，贡献率没有意义",
    "the whole decreased: a contribution rate would mislead",
)
ZERO_HEADS: Final = Missing(
    "zero_heads", "分母为零，强度没有意义", "the divisor is zero: no intensity"
)
NEGATIVE_HEADS: Final = Missing(
    "negative_heads", "分母为负，强度没有意义", "the divisor is negative: no intensity"
)
NO_POWER: Final = Missing("no_power", "这个乘方没有实数结果", "this power is not a real number")
NO_ROOT: Final = Missing("no_root", "负数没有平方根", "a negative number has no square root")
NO_LOGARITHM: Final = Missing(
    "no_logarithm", "零或负数没有对数", "zero and negative numbers have no logarithm"
)
CROSSED_LIMITS: Final = Missing(
    "crossed_limits", "下限高于上限", "the lower limit lies above the upper one"
)
EMPTY_GROUP: Final = Missing(
    "empty_group", "组内没有一个单位有数值", "no unit of the group has a value"
)
