"""Which of several columns of names tells whom a row is about.

As a rule the column with the most different names. Where columns say places of several levels
(乡镇 beside 村), the lowest level does, however often its names recur: 东村 stands in many towns.
A column that says who fills in the form (填报单位) comes after every place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from leitai.workbooks.model import Column
from leitai.workbooks.texts import squeeze

_BRACKETS = re.compile(r"[（(][^）)]*[)）]")
_AROUND = re.compile(r"^(?:所在|所属|各)|(?:名称|名|级)$")
#: Headings of columns of places, from province down to the parts of a village.
_HEADINGS = tuple(
    re.compile(words)
    for words in (
        r"省|省份|省区|一级行政区|province",
        r"市|地市|地级市|市州|州|二级行政区|prefecture|city",
        r"县|区|旗|区县|县区|县市|市县|县市区|三级行政区|county|district",
        r"乡|镇|街道|乡镇|镇街|镇乡|乡镇街道|town|township|subdistrict",
        r"村|社区|行政村|村居|村社|村社区|居委会|村委会|village|community",
        r"组|村民小组|自然村|网格|屯",
    )
)
#: Endings of names that leave no doubt about the level, as 区 and 市 would.
_ENDINGS = {2: ("县", "旗"), 3: ("镇", "乡", "街道"), 4: ("村", "社区", "居委会")}
_REPORTERS = re.compile(r"(?:填报|填表|报送|上报|报告|主管|牵头|责任)(?:单位|部门|人)")
#: Share of names with such an ending, and of rows that have a name, from which a column counts.
_MOST = 0.6
_HALF = 0.5


def by_place(ranked: Sequence[Column], names: Mapping[int, Sequence[str]]) -> list[Column]:
    """Put columns of places in order from the lowest level up, and who fills in the form last.

    ``ranked`` are label columns, the most telling first; ``names`` has the texts of the rows by
    column index, blanks included. Other columns keep their place: of 项目名称 beside 乡镇 the
    project stays the row's name.
    """
    levels = {column: _level(column, names[column.index]) for column in ranked}
    moving = [column for column in ranked if levels[column] is not None]
    if not any(level is not None and level >= 0 for level in levels.values()):
        return list(ranked)
    inorder = iter(sorted(moving, key=lambda column: -(levels[column] or 0)))
    return [next(inorder) if levels[column] is not None else column for column in ranked]


def _level(column: Column, names: Sequence[str]) -> int | None:
    """0 for provinces to 5 for parts of villages; −1 for who fills in the form; else None."""
    heading = squeeze(column.name).lower()
    if _REPORTERS.fullmatch(heading):
        return -1
    filled = [name for name in map(squeeze, names) if name]
    if len(filled) < _HALF * len(names) or not filled:
        return None
    heading = _AROUND.sub("", _BRACKETS.sub("", heading).replace("、", "")) or heading
    for level, words in enumerate(_HEADINGS):
        if words.fullmatch(heading):
            return level
    for level, endings in _ENDINGS.items():
        if sum(name.endswith(endings) for name in filled) >= _MOST * len(filled):
            return level
    return None
