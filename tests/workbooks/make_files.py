"""Small badly behaved files, one for each trait, made at test time in a temporary folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf import opendocument, table, text

TOWNS = ["云溪街道", "松桥街道", "白沙镇", "青石 镇", "安平镇", "龙湾镇", "柳河镇", "南浦",
"石门镇",
         "双塘镇", "长岭镇", "望岭乡"]  # fmt: skip
PROJECTS = [12, 11, 9, 9, 8, 7, 7, 6, 6, 5, 4, 3]
SIGNED = [
    386000,
    341500,
    297000,
    268400,
    241000,
    218600,
    205300,
    187900,
    172000,
    158400,
    132700,
    101200,
]
PAID: list[Any] = [
    112400,
    108900,
    95600,
    8.6,
    83150,
    "７９，２００",
    76480,
    71200,
    68750,
    62300,
    57900,
    49600,
]
GROWTH: list[Any] = [
    0.126,
    0.098,
    0.151,
    0.112,
    0.074,
    0.069,
    "—",
    0.055,
    0.041,
    0.033,
    0.02,
    -0.018,
]


def investment_xlsx(folder: Path) -> Path:
    """The sheet of the upload page: preamble, unit line, percent format, slips, total, footnote."""
    path = folder / "10月招商引资情况表.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("招商引资")
    thousands = book.add_format({"num_format": "#,##0"})
    small = book.add_format({"num_format": "0.00"})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.merge_range("A1:F1", "云溪区2026年10月招商引资情况表")
    sheet.write("A2", "填报单位：区招商局")
    sheet.write("E2", "单位：万元")
    for column, name in enumerate(
        ["乡镇", "签约项目（个）", "签约总额", "到位资金", "同比", "备注"]
    ):
        sheet.write(2, column, name)
    for offset, town in enumerate(TOWNS):
        row = 3 + offset
        sheet.write(row, 0, town)
        sheet.write(row, 1, PROJECTS[offset])
        sheet.write(row, 2, SIGNED[offset], thousands)
        sheet.write(row, 3, PAID[offset], small if PAID[offset] == 8.6 else thousands)
        sheet.write(row, 4, GROWTH[offset], percent)
    sheet.write("F10", "上年同期无数")
    sheet.write_row("A16", ["合计", 87, 2710000])
    sheet.write("A17", "注：到位资金含续建项目。")
    book.add_worksheet("Sheet3")
    hidden = book.add_worksheet("旧表")
    hidden.write("A1", "不该读到")
    hidden.hide()
    book.close()
    return path


def grid_xlsx(
    path: Path,
    rows: Sequence[Sequence[Any]],
    merges: Sequence[str] = (),
    sheet_name: str = "Sheet1",
    after: Callable[[Any, Any], None] | None = None,
) -> Path:
    """Rows of values as they stand; of a merged range ("A1:B2") the first cell has the text."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(sheet_name)
    for merge in merges:
        sheet.merge_range(merge, "")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    if after is not None:
        after(book, sheet)
    book.close()
    return path


def grid_xls(
    path: Path,
    rows: Sequence[Sequence[Any]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    percents: Sequence[tuple[int, int]] = (),
) -> Path:
    """The same as an .xls file; merges are 0-based (top, bottom, left, right)."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    heads = {(top, left): (bottom, right) for top, bottom, left, right in merges}
    percent = xlwt.easyxf(num_format_str="0.0%")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            if (number, column) in heads:
                bottom, right = heads[number, column]
                sheet.write_merge(number, bottom, column, right, value)
            elif (number, column) in percents:
                sheet.write(number, column, value, percent)
            else:
                sheet.write(number, column, value)
    book.save(str(path))
    return path


def grid_ods(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """The same as an .ods file; a tuple (value, shown) is a percent, ("span", n, text) a merge."""
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="表1")
    document.spreadsheet.addElement(sheet)
    for row in rows:
        line = table.TableRow()
        sheet.addElement(line)
        for value in row:
            if isinstance(value, tuple) and value[0] == "span":
                cell = table.TableCell(valuetype="string", numbercolumnsspanned=value[1])
                cell.addElement(text.P(text=value[2]))
                line.addElement(cell)
                for _covered in range(value[1] - 1):
                    line.addElement(table.CoveredTableCell())
                continue
            if isinstance(value, tuple):
                cell = table.TableCell(valuetype="percentage", value=value[0])
                cell.addElement(text.P(text=value[1]))
            elif isinstance(value, int | float):
                cell = table.TableCell(valuetype="float", value=value)
                cell.addElement(text.P(text=f"{value:,}"))
            elif value is None:
                cell = table.TableCell()
            else:
                cell = table.TableCell(valuetype="string")
                cell.addElement(text.P(text=value))
            line.addElement(cell)
    document.save(str(path))
    return path


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_xlsx(sheet: str, extra: dict[str, bytes] | None = None) -> bytes:
    """A minimal .xlsx around a hand-written worksheet part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
            f'Type="{_REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {_NS} xmlns:r="{_REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_REL}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def worksheet(cells: str) -> str:
    """A worksheet part around rows of XML."""
    return f'<?xml version="1.0"?><worksheet {_NS}><sheetData>{cells}</sheetData></worksheet>'


def wide_xls(path: Path) -> Path:
    """A village form of 65 columns under two header rows: groups merged across, names down."""
    groups: list[tuple[str, list[str]]] = [
        ("有劳动能力", ["低保对象(户)", "低保对象(人)"]),
        ("危房户(户)", []),
        *((f"项目{n}", ["种植(户)", "务工(人)", "其他(个)"]) for n in range(2, 21)),
    ]
    top: list[Any] = ["区（县）", "镇名称", "村名称", "联系人", "贫困户户数(户)"]
    below: list[Any] = [None] * 5
    merges = [(0, 1, column, column) for column in range(5)]
    for name, parts in groups:
        width = len(parts) or 1
        merges.append((0, 0 if parts else 1, len(top), len(top) + width - 1))
        top += [name] + [None] * (width - 1)
        below += parts or [None]
    rows: list[list[Any]] = [top, below]
    for number, village in enumerate(("三村村", "东坑村", "份田村"), 1):
        figures = [column * number for column in range(4, len(top))]
        rows.append(["从化市", "吕田镇", village, f"联系人{number}", *figures])
    rows.append(["合计", None, None, None, *[column * 6 for column in range(4, len(top))]])
    return grid_xls(path, rows, merges)


def advert_xls(path: Path) -> Path:
    """A yearbook table beside an advertisement in sight, and one that is hidden."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("1")
    for number, row in enumerate([["年 份\nYear", "总额(%)"], [2019, "63.5"], [2020, "47.3"]]):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    shown = book.add_sheet("广告")
    shown.write(0, 0, "更多数据请访问")
    shown.write(1, 0, "http://www.example.org/")
    shown.write(3, 0, "客服电话：010-00000000")
    hidden = book.add_sheet("CNKI")
    hidden.write(0, 0, "http://www.example.org/")
    hidden.visibility = 1
    book.save(str(path))
    return path
