"""Last year's ugliest workbook: several traits of badly behaved files in one sheet of a bureau.

The file is encrypted with the password that Excel takes by itself, the title and the two rows of
the header are merged, columns go by code names, a unit stands in a remark, a check row looks like a
town; a footnote below, an advertisement and a hidden sheet beside it. The bureau sends the same
form each month.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

#: With it Excel opens a file without asking.
PASSWORD = "VelvetSweatshop"

SHEET = "招商"
TOWNS = ("云溪街道", "松桥街道", "白沙镇", "青石镇", "安平镇", "龙湾镇", "柳河镇", "南浦镇")
FUNDS = (112400, 108900, 95600, 86000, 83150, 79200, 76480, 71200)
HEAD: tuple[Any, ...] = ("填报乡镇", "代号甲", "代号乙", "备注")


def rows(month: int, head: tuple[Any, ...] = HEAD, towns: int = 6) -> list[list[Any]]:
    """The sheet of a month; ``head`` may put the columns in another order."""
    left = head.index("代号甲")
    filled: list[list[Any]] = []
    for number, town in enumerate(TOWNS[:towns]):
        row: list[Any] = [None] * len(head)
        row[0] = town
        row[left], row[left + 1] = 12 - number, FUNDS[number] + month
        filled.append(row)
    check: list[Any] = [None] * len(head)
    check[0], check[left], check[left + 1] = "上报核对", 57, 565250
    return [
        [f"附件3  区招商局2026年{month}月情况"],
        ["代号甲为亿元以上项目签约，代号乙为到位资金（万元）"],
        list(head),
        [None, *["月报"] * (len(head) - 2), None],
        *filled,
        check,
        ["注：到位资金含续建项目。"],
    ]


def write(path: Path, month: int, **more: Any) -> Path:
    """Write the workbook of a month, with an advertisement and a hidden sheet beside the form."""
    plain = io.BytesIO()
    book = xlsxwriter.Workbook(plain, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    filled = rows(month, **more)
    for number, row in enumerate(filled):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    last = len(filled[2]) - 1
    sheet.merge_range(0, 0, 0, last, filled[0][0])
    for column in (0, last):
        sheet.merge_range(2, column, 3, column, filled[2][column])
    advert = book.add_worksheet("说明")
    advert.write(0, 0, "本表由某某软件生成")
    hidden = book.add_worksheet("旧表")
    hidden.write(0, 0, "不该读到")
    hidden.hide()
    book.close()
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt(PASSWORD, file)
    return path
