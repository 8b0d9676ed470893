"""Names of places as they are written: blanks, footnote marks, endings, names of those above."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")
_MARKS = re.compile(r"(?:[0-9①-⑳*＊#]+|[（(][0-9①-⑳注*]+[)）])$")
_ENDINGS = ("特别行政区", "地区", "林区", "特区", "省", "市", "县", "区", "旗", "盟", "州")
_PEOPLES = (
    "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白",
    "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡",
    "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬",
    "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安",
    "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
_ANY_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_OF_PEOPLES = re.compile(rf"^(.{{2,}}?)(?:(?:{_ANY_PEOPLE}|各)族?)*自治[县旗州区]$")

#: Lines of yearbooks that stand for a group of places, never for one.
GROUPS = frozenset(
    {
        "市辖区", "县", "市区", "全国", "全省", "全市", "全县", "合计", "总计",
        "省直辖县级行政区划",
        "自治区直辖县级行政区划", "省直辖县级行政单位", "自治区直辖县级行政单位",
        "省直辖行政单位", "直辖县级",
    }
)  # fmt: skip


def plain(text: str) -> str:
    """The text in half width and without any blank: "北　京" and "北 京" are 北京."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def without_mark(name: str) -> str:
    """A plain name without a footnote number or star behind it."""
    bare = _MARKS.sub("", name)
    return bare if len(bare) >= 2 else name


@lru_cache(maxsize=50_000)
def stem(name: str) -> str:
    """The name without its ending and the names of peoples: 三都水族自治县 → 三都.

    A name of which less than two characters would be left is its own stem (沙县).
    """
    found = _OF_PEOPLES.match(name)
    if found:
        return found[1]
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name
