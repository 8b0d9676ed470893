"""The phrase book: every sentence of a working, Chinese and English, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from leitai.engine.formula import reasons
from leitai.engine.formula.values import NO_VALUE, TOO_LARGE
from leitai.engine.quantity import Missing

_FIGURES_OF_THE_GROUP: Final = {
    "group_min": ("组内最小值", "lowest of the group"),
    "group_max": ("组内最大值", "highest of the group"),
    "group_mean": ("组内平均值", "mean of the group"),
    "group_median": ("组内中位数", "median of the group"),
    "deviation": ("标准差", "standard deviation"),
    "farthest": ("组内最远距离", "farthest of the group"),
    "whose": ("{what}（{who}）", "{what} ({who})"),
    "place": ("名次", "place"),
    "place_now": ("本期名次", "place now"),
    "unit_count": ("单位数", "number of units"),
    "list_marks": ("名单上该名次的得分", "marks that the list gives this place"),
    "judges_mean": ("{name}平均分", "mean of {name}"),
    "logarithm": ("{name}的对数", "logarithm of {name}"),
    "wins": ("两两比较胜率（%）", "share of comparisons won (%)"),
    "wins_how": (
        "与同组各单位两两比较，胜一次计 1，平一次计 0.5",
        "compared with each unit of the group: 1 for a win, 0.5 for a tie",
    ),
    "item_mean": ("同组平均得分", "mean score of the group"),
    "item_mean_how": ("同组其他单位此项得分的平均", "mean of the other units' scores of this item"),
    "no_figure_in_group": ("组内没有数值", "no figure in the group"),
}

_MARKS: Final = {
    "full_marks": ("满分", "full marks"),
    "no_marks": ("零分", "no marks"),
    "not_counted": ("不计", "not counted"),
    "marks": ("分值", "marks"),
    "score": ("得分", "score"),
    "marks_of": ("{name}分值", "marks of {name}"),
    "full_marks_of": ("{name}满分", "full marks of {name}"),
    "share_of": ("{name}占比", "share of {name}"),
    "weight_of": ("{name}权重", "weight of {name}"),
    "rate_of": ("{name}完成率", "completion of {name}"),
    "part": ("分项{number}", "part {number}"),
    "level_marks": ("总量分", "marks for the level"),
    "growth_marks": ("增速分", "marks for growth"),
    "per_head_marks": ("人均分", "marks per head"),
    "cap": ("封顶", "cap"),
    "factor": ("系数", "factor"),
    "difficulty": ("难度系数", "difficulty coefficient"),
    "difficulty_how": ("方案规定的难度系数", "difficulty coefficient that the scheme sets"),
    "scale": ("满分制", "scale"),
    "earned": ("原可得分", "marks earned before"),
}

_STEPS: Final = {
    "target": ("目标", "target"),
    "target_figure": ("目标值", "target"),
    "base_figure": ("基期值", "base figure"),
    "actual_figure": ("实际值", "actual figure"),
    "best_figure": ("第一名的值", "best figure"),
    "rate": ("完成率", "completion rate"),
    "rate_percent": ("完成率（%）", "completion rate (%)"),
    "weighted_rate": ("加权完成率", "weighted completion rate"),
    "start_line": ("起算线", "starting line"),
    "base_marks": ("持平得分", "marks at the base"),
    "growth_steps": ("增长步数", "steps of growth"),
    "whole_steps": ("整步数", "whole steps"),
    "ratio_to_first": ("与第一名之比", "ratio to the first"),
    "aim": ("目标点", "aim"),
    "span": ("得零分的距离", "distance worth nothing"),
    "distance": ("距离", "distance"),
    "z_score": ("标准分", "standard score"),
    "worst_allowed": ("不允许值", "unacceptable value"),
    "best_wanted": ("满意值", "satisfactory value"),
    "efficacy_share": ("功效比", "efficacy ratio"),
    "efficacy": ("功效分", "efficacy marks"),
    "normalised": ("标准化值", "normalised value"),
    "zero_post": ("零分值", "value worth nothing"),
    "full_post": ("满分值", "value worth full marks"),
    "grade_standard": ("第{number}档标准值", "standard of grade {number}"),
    "grade_coefficient": ("第{number}档系数", "coefficient of grade {number}"),
    "level": ("第{number}档", "level {number}"),
    "level_marks_at": ("第{number}档分值", "marks of level {number}"),
    "segment_points": ("第{number}段百分点", "points in segment {number}"),
    "segment_whole": ("第{number}段整百分点", "whole points in segment {number}"),
    "needed": ("应有数{number}", "number needed {number}"),
    "short": ("缺项数", "number missing"),
    "per_missing": ("每缺一个扣分", "marks off for each missing"),
    "per_event": ("每次分值", "marks each time"),
    "per_place": ("每名减", "less for each place"),
    "first_marks": ("第一名得分", "marks of the first"),
    "last_marks": ("末名得分", "marks of the last"),
    "change": ("进位数", "places gained"),
    "per_gain": ("每进一位加分", "marks for each place gained"),
    "per_loss": ("每退一位扣分", "marks off for each place lost"),
    "eligible": ("资格线", "qualifying line"),
    "marks_due": ("应有分值", "marks of all items"),
    "marks_here": ("实有分值", "marks of the items counted"),
    "weights_here": ("权重合计", "sum of weights"),
    "computed": ("计算：{formula}", "computed: {formula}"),
}

_PARTS: Final = {
    "total": ("总分", "Total"),
    "bonus": ("加分", "Bonus"),
    "penalty": ("扣分", "Penalty"),
}

_REMARKS: Final = {
    "missing_zero": ("缺报，计零分并公示。", "Not reported: no marks, and shown."),
    "missing_excluded": (
        "缺报，不计此项，分值分摊到同级其他项。",
        "Not reported: left out, its marks go to the other items beside it.",
    ),
    "missing_group_mean": (
        "缺报，取同组平均得分。", "Not reported: the mean score of the group is taken."
    ),
    "not_applicable": (
        "不适用，分值分摊到同级其他项。",
        "Not applicable: its marks go to the other items beside it.",
    ),
    "not_applicable_mean": (
        "不适用，取同组平均得分。", "Not applicable: the mean score of the group is taken."
    ),
    "not_applicable_full": ("不适用，给满分。", "Not applicable: full marks."),
    "no_event": ("没有报，按没有发生计。", "Not reported: counted as not having happened."),
    "veto_unknown": (
        "“{name}”没有报，视为未发生。", "“{name}” was not reported: taken as not having happened."
    ),
    "veto": ("一票否决：{effect}。", "Veto: {effect}."),
    "not_excellent": ("不得评为最高等次", "cannot be given the highest grade"),
    "drop_one_grade": ("降一个等次", "one grade lower"),
    "lowest_grade": ("定为最低等次", "lowest grade"),
    "zero_total": ("总分记零", "the total counts as zero"),
    "left_out_marks": (
        "{names}不计，分值分摊到其他项。", "{names}: not counted, the marks go to the others."
    ),
    "left_out_weight": (
        "{names}不计，权重分摊到其他项。", "{names}: not counted, the weight goes to the others."
    ),
    "and": ("{first}、{second}", "{first}, {second}"),
    "off": ("停用：{reason}。", "Switched off: {reason}."),
    "off_by": ("停用：{reason}（{basis}）。", "Switched off: {reason} ({basis})."),
    "gate_shut": ("“{name}”不满足，不计。", "“{name}” is not met: not counted."),
    "superseded": (
        "“{name}”已按最高的一项计分，本项不重复计。",
        "“{name}” counts once, at its highest item: this one is not counted again.",
    ),
    "trimmed": (
        "{name}：去掉 {number} 个最高分和 {number} 个最低分。",
        "{name}: the {number} highest and the {number} lowest marks are dropped.",
    ),
    "ends_equal_missing": (
        "两端的值相同，按缺报处理。", "Both ends are equal: treated as not reported."
    ),
    "ends_equal": (
        "两端的值相同，按方案统一给分。", "Both ends are equal: the same marks for all."
    ),
    "target_not_positive": (
        "目标值不是正数，按缺报处理。", "The target is not positive: treated as not reported."
    ),
    "base_zero_missing": (
        "{what}为零，按缺报处理。", "The {what} is zero: treated as not reported."
    ),
    "base_negative_missing": (
        "{what}为负数，按缺报处理。", "The {what} is negative: treated as not reported."
    ),
    "base_zero": ("{what}为零，不能作分母。", "The {what} is zero and cannot be a base."),
    "base_negative": ("{what}为负数，不能作分母。", "The {what} is negative and cannot be a base."),
    "signed_records": ("已签认记录 {number} 条", "signed records: {number}"),
    "signed_records_once": (
        "已签认记录 {number} 条，同一事项就高不重复，另有 {left} 条不计",
        "signed records: {number}; one matter counts once at its highest, {left} more not counted",
    ),
    "no_column": ("没有这一列", "there is no such column"),
    "told": ("{zh}", "{en}"),
}  # fmt: skip

_PLANNED: Final = {
    "floor_target": ("保底目标", "floor target"),
    "stretch_target": ("冲刺目标", "stretch target"),
    "target_of": ("{year}年{name}{kind}", "{year} {name} {kind}"),
    "target_for_year": ("{year}年{kind} {amount}", "{kind} {amount} for {year}"),
    "target_all_year": ("{kind} {amount}，全年不变", "{kind} {amount}, the same all year"),
    "target_by_hand": (
        "{kind} {amount} × {share}%，份额由人工填写",
        "{kind} {amount} × {share}%, shares set by hand",
    ),
    "target_evenly": (
        "{kind} {amount} × {number} ÷ {periods}，按月均匀",
        "{kind} {amount} × {number} ÷ {periods}, even months",
    ),
    "target_stock": (
        "从上年末的 {start} 起均匀推进到{kind} {amount}，已行 {number} ÷ {periods}",
        "{start} at the end of last year, evenly to {kind} {amount}, {number} ÷ {periods} of the "
        "way",
    ),
    "target_last_year": (
        "{kind} {amount} × {then} ÷ {whole}，按上年形状",
        "{kind} {amount} × {then} ÷ {whole}, by last year's shape",
    ),
    "target_less_before": (
        "{words}，减去到上期为止的计划 {before}",
        "{words}, less what was planned up to the period before: {before}",
    ),
}


def _formulas() -> dict[str, tuple[str, str]]:
    """Why a formula has no result, from where those reasons stand."""
    found = [*vars(reasons).values(), NO_VALUE, TOO_LARGE]
    return {f"formula_{x.code}": (x.zh, x.en) for x in found if isinstance(x, Missing)}


#: Code → Chinese and English, with the names of values in braces.
PHRASES: Final[Mapping[str, tuple[str, str]]] = {
    **_FIGURES_OF_THE_GROUP,
    **_MARKS,
    **_STEPS,
    **_PARTS,
    **_REMARKS,
    **_PLANNED,
    **_formulas(),
}
