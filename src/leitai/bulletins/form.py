"""The measures of GB/T 9704—2012, in the units that a Word file counts in.

Twips are twentieths of a point; sizes of type are in half points.
"""

from __future__ import annotations

from typing import Final

TWIPS_PER_MM: Final = 1440 / 25.4
EMU_PER_TWIP: Final = 635

#: A4, with the text block of 156 × 225 mm: top 37, left 28, so right 26 and bottom 35.
PAGE_WIDTH, PAGE_HEIGHT = round(210 * TWIPS_PER_MM), round(297 * TWIPS_PER_MM)
TOP, LEFT = round(37 * TWIPS_PER_MM), round(28 * TWIPS_PER_MM)
RIGHT, BOTTOM = round(26 * TWIPS_PER_MM), round(35 * TWIPS_PER_MM)
BLOCK_WIDTH: Final = PAGE_WIDTH - LEFT - RIGHT
#: The page number is 7 mm below the text block and 5 mm high.
FOOTER: Final = BOTTOM - round(12 * TWIPS_PER_MM)

#: 22 lines a page and 28 characters a line: 225 mm ÷ 22, and 156 mm ÷ 28 for signs of 16 pt.
LINE: Final = 579
CHAR_SPACE: Final = -848
#: Twips by which signs of 16 pt stand closer, so that 28 fit: 28 × 15.7 = 439.6 of 442.2 pt.
CLOSER: Final = -6
CHARACTER: Final = BLOCK_WIDTH / 28

#: Sizes: 二号, 三号, 四号, 小四, 五号, 六号.
SIZE_2, SIZE_3, SIZE_4, SIZE_S4, SIZE_5, SIZE_6 = 44, 32, 28, 24, 21, 15

FANGSONG, KAITI = "仿宋_GB2312", "楷体_GB2312"
HEITI, XIAOBIAOSONG, SONGTI = "黑体", "方正小标宋简体", "宋体"
LATIN: Final = "Times New Roman"

#: The names that stand in for a face where it is missing: Windows, WPS, macOS, Linux.
FALLBACKS: Final = {
    FANGSONG: ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    KAITI: ("楷体", "KaiTi", "STKaiti", "AR PL UKai CN", "Noto Serif CJK SC"),
    HEITI: ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    XIAOBIAOSONG: ("方正小标宋_GBK", "华文中宋", "STZhongsong", "Noto Serif CJK SC"),
    SONGTI: ("SimSun", "STSong", "Noto Serif CJK SC"),
}
#: PANOSE numbers, by which a program without the names finds a face of the same build.
BUILD: Final = {
    FANGSONG: "02010609030101010101",
    KAITI: "02010609030101010101",
    HEITI: "02010609060101010101",
    XIAOBIAOSONG: "02010601030101010101",
    SONGTI: "02010600030101010101",
}

RED: Final = "E60012"


def mark_size(signs: float) -> int:
    """Return the size of an issuing mark of so many characters: at most 62 pt, in one line."""
    fitting = BLOCK_WIDTH / 20 / max(signs, 1) / 1.04
    return int(min(62.0, fitting) * 2)
