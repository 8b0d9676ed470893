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
_DIMENSIONS, _SST, _CONTINUE = 0x0200, 0x00FC, 0x003C
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
    """(type, start, length) of each record up to the first end of a substream.

    The reader of values stops at the first end too, even inside an embedded chart, so this walk
    sees exactly the records that it sees.
    """
    size = len(data)
    while position + 4 <= size:
        kind, length = struct.unpack_from("<HH", data, position)
        start = position + 4
        position = start + length
        if position > size:
            return
        yield kind, start, length
        if kind == _EOF:
            return


def tamed(data: bytes) -> bytes:
    """The stream without the counts by which the reader of values takes memory beforehand.

    It reserves room for the declared range of a sheet and the declared number of strings, whatever
    they say; a damaged count asks for hundreds of gigabytes and ends the process. Declared ranges
    are blanked, since the cells tell their own; an impossible number of strings is refused.
    """
    tame = bytearray(data)
    strings = room = 0
    in_strings = False
    for kind, start, length in _records(data, 0):
        in_strings = kind == _SST or (kind == _CONTINUE and in_strings)
        room += length if in_strings else 0
        if kind == _SST and length >= 8:
            strings = max(strings, *struct.unpack_from("<I", data, start + 4))
        elif kind == _BOUNDSHEET and length >= 4:
            (offset,) = struct.unpack_from("<I", data, start)
            for inner, at, extent in _records(data, offset):
                if inner == _DIMENSIONS:
                    tame[at : at + extent] = bytes(extent)
    if strings * 3 > room:
        raise corrupt("字符串表")
    return bytes(tame)


def scan_xls(data: bytes, limits: Limits) -> dict[str, SheetMarks]:
    """The marks of every worksheet by name; an empty dict for the older BIFF5,
    of which only the size is checked."""
    if len(data) < 8:
        raise corrupt()
    kind, _length, version = struct.unpack_from("<HHH", data, 0)
    if kind != _BOF:
        raise corrupt("工作簿数据流开头不对")
    older = version != 0x0600
    custom: dict[int, str] = {}
    formats: list[str] = []
    sheets: list[tuple[str, int, int]] = []
    for kind, start, length in _records(data, 0):
        if kind == _FORMAT and length >= 5 and not older:
            (identifier,) = struct.unpack_from("<H", data, start)
            custom[identifier] = _text(data, start + 2, start + length, wide_length=True)
        elif kind == _XF and length >= 4 and not older:
            (identifier,) = struct.unpack_from("<H", data, start + 2)
            formats.append(custom.get(identifier) or BUILT_IN.get(identifier, ""))
        elif kind == _BOUNDSHEET and length >= 8:
            offset, _state, sheet_type = struct.unpack_from("<IBB", data, start)
            name = "" if older else _text(data, start + 6, start + length)
            sheets.append((name, offset, sheet_type))
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
        if offset >= len(data):
            continue
        # Every substream is measured, whatever its kind: the reader of values takes memory for
        # the whole rectangle of any of them.
        marks = _scan_sheet(data, offset, useful)
        if sheet_type == 0 and not older:
            result[name] = marks
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
