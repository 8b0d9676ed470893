"""What a column is for, by its name and by what stands in it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.workbooks.grid import Grid
from leitai.workbooks.model import ColumnRole, LabelKind
from leitai.workbooks.shapes import class_of
from leitai.workbooks.texts import has_han, squeeze
from leitai.workbooks.units import parse_unit

INDEX_NAMES = re.compile(r"序号|编号|行次|行号|顺序|no\.?|#|排序|id", re.I)
_CODE_NAMES = re.compile(r".*(?:代码|编码|区划码|行政区划)|code|.*_code|areacode|adcode", re.I)
PERIOD_NAMES = re.compile(
    r"年份?|年度|时间|日期|月份?|季度|报告期|期别|年月|统计时间|year|month|date|time|period|quarter|年份year|时期",
    re.I,
)
_INDICATOR_NAMES = re.compile(
    r"指标(?:名称)?|项目(?:名称)?|填表项目|统计指标|内容|考核指标|主要指标|indicators?|item", re.I
)
UNIT_COLUMN = re.compile(r"(?:计量)?单位|unit", re.I)
_LABEL_NAMES = re.compile(
    r"(?:[省市县区镇乡村社]|单位)名|(?:行政|自然|贫困)村|.*(?:名称|单位|地区|部门|企业|分类|类别|姓名|乡镇|街道|社区|园区)|[省市区县镇乡村州旗]|[区市县镇乡]?[(（][^）)]*[)）]|地名|region|area|county|province|unit_?name",
    re.I,
)
_COUNT_NAMES = re.compile(r".+(?:数|率|额|量|总值|面积|收入|支出)")
_TEXT_NAMES = re.compile(
    r"备注|说明|联系人|联系电话|电话|责任人|负责人|填报人|批准文件|变更原因|原因|存在问题|进展(?:情况)?|remarks?|notes?",
    re.I,
)


def heads_labels(text: str) -> bool:
    """Whether a text is what a column of names, codes or numbers of rows is called."""
    plain = squeeze(text).strip(":：")
    return any(
        names.fullmatch(plain) is not None
        for names in (_LABEL_NAMES, _CODE_NAMES, INDEX_NAMES, _INDICATOR_NAMES, UNIT_COLUMN)
    )


@dataclass(slots=True)
class ColumnFacts:
    """Counts over the body of one column, by class letter."""

    counts: Counter[str]
    distinct: int
    filled: int
    sequence: bool
    units: int
    han: int

    @property
    def figures(self) -> int:
        return self.counts["n"] + self.counts["y"] + self.counts["w"]


def column_facts(grid: Grid, column: int, body: Sequence[int]) -> ColumnFacts:
    """Look through a column once."""
    counts: Counter[str] = Counter()
    seen: set[object] = set()
    run: list[float] = []
    units = han = 0
    for row in body:
        value = grid.values[row][column]
        if value == "":
            if not grid.is_blank(row, column):
                counts["x"] += 1
            continue
        letter = class_of(value)
        if not letter:
            continue
        counts[letter] += 1
        seen.add(value)
        if letter == "n" and len(run) < 40:
            try:
                run.append(float(value))  # type: ignore[arg-type]
            except (TypeError, ValueError):
                run.append(-1.0)
        elif letter == "t":
            text = str(value)
            units += parse_unit(text) is not None
            han += has_han(text)
    steps = [b - a for a, b in itertools.pairwise(run)]
    sequence = len(run) >= 2 and run[0] in (0.0, 1.0) and all(step == 1 for step in steps)
    return ColumnFacts(counts, len(seen), sum(counts.values()), sequence, units, han)


def column_role(
    name: str, facts: ColumnFacts, offset: int, unit: str
) -> tuple[ColumnRole, LabelKind]:
    """What a column is for, by its name and by what stands in it."""
    plain = squeeze(name).strip(":：")
    filled = facts.filled
    if _CODE_NAMES.fullmatch(plain) and "%" not in plain:
        return "label", "code"
    if INDEX_NAMES.fullmatch(plain) and (facts.sequence or filled == 0 or facts.counts["t"] == 0):
        return "index", ""
    if offset == 0 and facts.sequence and not plain and filled >= 3:
        return "index", ""
    if filled == 0:
        if plain and not unit and _LABEL_NAMES.fullmatch(plain):
            return "label", "name"
        is_words = (
            not plain
            or (offset == 0 and not _COUNT_NAMES.fullmatch(plain))
            or _TEXT_NAMES.fullmatch(plain) is not None
        )
        if PERIOD_NAMES.fullmatch(plain):
            return "label", "period"
        return ("number", "") if unit else ("text", "") if is_words else ("number", "")
    if _TEXT_NAMES.fullmatch(plain):
        return "text", ""
    periods = facts.counts["p"] + facts.counts["y"]
    if PERIOD_NAMES.fullmatch(plain) and periods * 10 >= filled * 6:
        return "label", "period"
    if facts.counts["p"] * 10 >= filled * 6 and facts.counts["p"] >= facts.counts["n"]:
        return "label", "period"
    if offset == 0 and facts.counts["y"] * 10 >= filled * 6 and facts.distinct * 2 > filled:
        return "label", "period"
    readable = facts.figures + facts.counts["x"]
    if facts.counts["x"] > facts.figures and not unit:
        readable = 0
    if offset == 0 and facts.counts["w"] == facts.figures and not unit:
        readable = 0
    if readable and (readable + facts.counts["m"]) * 10 >= filled * 6:
        return "number", ""
    if facts.counts["m"] == filled and (unit or not plain or offset > 0) and not facts.counts["t"]:
        return "number", ""
    if _INDICATOR_NAMES.fullmatch(plain):
        return "label", "indicator"
    return "label", "name"
