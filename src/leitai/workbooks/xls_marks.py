"""A pass over the records of an .xls file for what the value reader does not tell.

Reads only the few record types of [MS-XLS] that carry number formats, errors, hidden rows and
the last used cell; everything else is stepped over by its length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

import olefile

from leitai.workbooks.formats import BUILT_IN, parse_format
from leitai.workbooks.grid import SheetMarks, cell_key
from leitai.workbooks.limits import Limits, WorkbookError, check_cells, corrupt

_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x002F
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_LABELSST, _LABEL, _RSTRING, _ROW, _COLINFO = 0x00FD, 0x0204, 0x00D6, 0x0208, 0x007D
_ERROR_WORDS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


def workbook_stream(stream: IO[bytes]) -> bytes:
    """The bytes of the workbook stream inside an OLE container; ``WorkbookError`` if damaged."""
    try:
        with olefile.OleFileIO(stream) as container:
            for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, AttributeError, TypeError) as error:
        raise corrupt() from error
    raise corrupt("没有工作簿数据流")


def _records(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """(type, start, length) of each record up to the end of the substream that begins here."""
    depth = 0
    size = len(data)
    while position + 4 <= size:
        kind, length = struct.unpack_from("<HH", data, position)
        start = position + 4
        position = start + length
        if position > size:
            return
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield kind, start, length


def scan_xls(data: bytes, limits: Limits) -> dict[str, SheetMarks]:
    """The marks of every worksheet by name; an empty dict for the older BIFF5."""
    if len(data) < 8:
        raise corrupt()
    kind, _length, version = struct.unpack_from("<HHH", data, 0)
    if kind != _BOF:
        raise corrupt("工作簿数据流开头不对")
    if version != 0x0600:
        return {}
    custom: dict[int, str] = {}
    formats: list[str] = []
    sheets: list[tuple[str, int, int]] = []
    for kind, start, length in _records(data, 0):
        if kind == _FORMAT and length >= 5:
            (identifier,) = struct.unpack_from("<H", data, start)
            custom[identifier] = _text(data, start + 2, start + length, wide_length=True)
        elif kind == _XF and length >= 4:
            (identifier,) = struct.unpack_from("<H", data, start + 2)
            formats.append(custom.get(identifier) or BUILT_IN.get(identifier, ""))
        elif kind == _BOUNDSHEET and length >= 8:
            offset, _state, sheet_type = struct.unpack_from("<IBB", data, start)
            sheets.append((_text(data, start + 6, start + length), offset, sheet_type))
    useful = [code if code and parse_format(code).kind != "general" else "" for code in formats]
    if len(sheets) > limits.max_sheets:
        raise WorkbookError(
            "too_many_sheets",
            f"文件有 {len(sheets)} 张工作表，上限是 {limits.max_sheets} 张。",
            f"The file has {len(sheets)} sheets, the limit is {limits.max_sheets}.",
        )
    result: dict[str, SheetMarks] = {}
    total = 0
    for name, offset, sheet_type in sheets:
        if sheet_type != 0 or offset >= len(data):
            continue
        marks = result[name] = _scan_sheet(data, offset, useful)
        cells = (marks.bottom + 1) * (marks.right + 1)
        total += cells
        check_cells(cells, name, limits)
    check_cells(total, "、".join(list(result)[:3]), limits)
    return result


def _text(data: bytes, start: int, end: int, *, wide_length: bool = False) -> str:
    """A short (one-byte length) or long (two-byte length) Unicode string of BIFF8."""
    if wide_length:
        (count,) = struct.unpack_from("<H", data, start)
        start += 2
    else:
        count = data[start]
        start += 1
    wide = data[start] & 1
    raw = data[start + 1 : min(end, start + 1 + count * (2 if wide else 1))]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _scan_sheet(data: bytes, offset: int, formats: list[str]) -> SheetMarks:
    marks = SheetMarks(merges_known=True)
    unpack = struct.unpack_from

    def formatted(row: int, column: int, style: int) -> None:
        if style < len(formats) and formats[style]:
            marks.formats[cell_key(row, column)] = formats[style]

    for kind, start, length in _records(data, offset):
        if kind in (_NUMBER, _RK, _LABELSST, _LABEL, _RSTRING) and length >= 6:
            row, column, style = unpack("<HHH", data, start)
            marks.reach(row, column)
            if kind in (_NUMBER, _RK):
                formatted(row, column, style)
        elif kind == _MULRK and length >= 6:
            row, first = unpack("<HH", data, start)
            for step in range((length - 6) // 6):
                (style,) = unpack("<H", data, start + 4 + step * 6)
                formatted(row, first + step, style)
                marks.reach(row, first + step)
        elif kind == _FORMULA and length >= 14:
            row, column, style = unpack("<HHH", data, start)
            marks.reach(row, column)
            if data[start + 12 : start + 14] == b"\xff\xff":
                if data[start + 6] == 2:
                    marks.errors[cell_key(row, column)] = _ERROR_WORDS.get(data[start + 8], "#N/A")
            else:
                formatted(row, column, style)
        elif kind == _BOOLERR and length >= 8:
            row, column = unpack("<HH", data, start)
            marks.reach(row, column)
            if data[start + 7]:
                marks.errors[cell_key(row, column)] = _ERROR_WORDS.get(data[start + 6], "#N/A")
        elif kind == _ROW and length >= 16:
            if data[start + 12] & 0x20:
                marks.hidden_rows.add(unpack("<H", data, start)[0])
        elif kind == _COLINFO and length >= 10 and data[start + 8] & 1:
            first, last = unpack("<HH", data, start)
            marks.hidden_columns.update(range(first, min(last, 255) + 1))
    return marks
