"""Opening a file of any supported kind into grids, safely.

The kind is told from the content, never from the file's name. Nothing in a file is executed,
links to other files and addresses are not followed, and no exception of a library gets out.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msoffcrypto
import olefile
from msoffcrypto import exceptions as crypto_errors
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from leitai.workbooks.archives import open_archive
from leitai.workbooks.delimited import read_delimited
from leitai.workbooks.grid import Grid, SheetMarks, trimmed
from leitai.workbooks.limits import Limits, WorkbookError, check_cells, check_size, corrupt
from leitai.workbooks.ods_marks import scan_ods
from leitai.workbooks.ole_container import wrap_stream
from leitai.workbooks.xls_marks import scan_xls, tamed, workbook_stream
from leitai.workbooks.xlsx_marks import scan_xlsx

# Excel encrypts with this password when a file is only marked "read-only" or protected in parts,
# and opens it again without asking ([MS-OFFCRYPTO] 2.3.6.1).
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
Source = str | os.PathLike[str] | IO[bytes] | bytes


@dataclass(slots=True)
class OpenedWorkbook:
    """A file as grids; ``kind`` is "xlsx", "xls", "ods" or "csv". ``hidden`` sheets have none."""

    source: str
    kind: str
    encrypted: bool
    encoding: str
    grids: list[Grid]
    hidden: list[str]
    order: list[str]


def _read_bytes(source: Source, limits: Limits) -> tuple[bytes, str]:
    """All bytes of the file after its size was checked, and its name."""
    if isinstance(source, bytes):
        check_size(len(source), limits)
        return source, ""
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        try:
            check_size(path.stat().st_size, limits)
            return path.read_bytes(), path.name
        except OSError as error:
            raise WorkbookError(
                "missing",
                f"找不到或打不开文件“{path.name}”。",
                f"Cannot find or open “{path.name}”.",
            ) from error
    source.seek(0, os.SEEK_END)
    check_size(source.tell(), limits)
    source.seek(0)
    return source.read(), Path(str(getattr(source, "name", ""))).name


def open_workbook(
    source: Source, *, limits: Limits | None = None, password: str | None = None, name: str = ""
) -> OpenedWorkbook:
    """Open a path, a binary stream or bytes. Raises ``WorkbookError`` with a message for people.

    ``name`` is what people call the file, where it is kept under another one.
    """
    limits = limits or Limits()
    data, found = _read_bytes(source, limits)
    name = name or found
    kind = _kind_of(data, limits)
    encrypted = False
    if kind == "ole":
        data, kind, encrypted = _open_ole(data, password, limits)
    if kind == "csv":
        stem = Path(name).stem if name else "CSV"
        grid, encoding = read_delimited(data, stem, limits)
        return OpenedWorkbook(name, "csv", False, encoding, [grid], [], [stem])
    marks = _scan(data, kind, limits)
    grids, hidden, order = _read_grids(data, kind, marks, limits)
    return OpenedWorkbook(name, kind, encrypted, "", grids, hidden, order)


def _kind_of(data: bytes, limits: Limits) -> str:
    """ "xlsx", "ods", "ole" or "csv" by the first bytes; ``WorkbookError`` for anything else."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "ole"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _kind_of_archive(data, limits)
    if data[:2] == b"\x09\x08" or data[:3] in (b"\x09\x04\x06", b"\x09\x02\x06", b"\x09\x00\x04"):
        raise _other_kind("Excel 95 以前的 .xls", "an .xls older than Excel 95")
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and b"spreadsheet" in head:
        raise _other_kind("“XML 表格 2003”", "an XML Spreadsheet 2003")
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<?xml")):
        raise _other_kind("网页（HTML）", "a web page (HTML)")
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise _other_kind(
            "别的文件（PDF、图片或压缩包）", "something else (PDF, picture or archive)"
        )
    return "csv"


def _other_kind(what: str, what_en: str) -> WorkbookError:
    return WorkbookError(
        "kind",
        f"这个文件其实是{what}，不是能读的表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。",
        f"This file is {what_en}, not a readable workbook. "
        "Open it in Excel or WPS, save it as .xlsx and upload again.",
    )


def _kind_of_archive(data: bytes, limits: Limits) -> str:
    with open_archive(io.BytesIO(data), limits) as archive:
        names = set(archive.namelist())
    if any(name.endswith("workbook.bin") for name in names):
        raise _other_kind("二进制工作簿 .xlsb", "a binary workbook .xlsb")
    if "xl/workbook.xml" in names or any(name.endswith("/workbook.xml") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise _other_kind("Word 文档", "a Word document")
    if "[Content_Types].xml" in names:
        raise corrupt("没有工作簿部件")
    raise _other_kind("压缩包", "an archive")


def _open_ole(data: bytes, password: str | None, limits: Limits) -> tuple[bytes, str, bool]:
    """(bytes, kind, encrypted) of an OLE file, decrypted where it is encrypted."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(entry).lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError, struct.error, TypeError) as error:
        raise corrupt() from error
    if "encryptedpackage" in streams:
        plain = _decrypt(data, password)
        check_size(len(plain), limits)
        kind = _kind_of(plain, limits)
        if kind not in ("xlsx", "ods"):
            raise corrupt()
        return plain, kind, True
    if not streams & {"workbook", "book"}:
        if "worddocument" in streams:
            raise _other_kind("Word 文档", "a Word document")
        raise _other_kind("别的 Office 文件", "another Office file")
    # FILEPASS stands near the start of the globals of an encrypted workbook.
    if b"\x2f\x00" in workbook_stream(io.BytesIO(data))[:512] and _is_encrypted(data):
        return _decrypt(data, password), "xls", True
    return data, "xls", False


def _is_encrypted(data: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # the library raises bare Exception for odd files
        return False


def _decrypt(data: bytes, password: str | None) -> bytes:
    """Decrypt with Excel's default password, then with the one given."""
    for attempt in dict.fromkeys([DEFAULT_PASSWORD, *([password] if password else [])]):
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=attempt)
            plain = io.BytesIO()
            office.decrypt(plain)
        except (crypto_errors.InvalidKeyError, crypto_errors.DecryptionError):
            continue
        except crypto_errors.FileFormatError as error:
            raise corrupt("加密部分") from error
        except Exception:  # noqa: S112  # a wrong key surfaces as any error in the library
            continue
        decrypted = plain.getvalue()
        if decrypted[:2] == b"PK" or decrypted[:4] == b"\xd0\xcf\x11\xe0":
            return decrypted
    if password:
        raise WorkbookError("password", "密码不对，打不开。", "The password is wrong.")
    raise WorkbookError(
        "password",
        "文件加了打开密码。请在 Excel 里去掉密码（文件 › 信息 › 保护工作簿）后再传。",
        "The file has an opening password. Remove it in Excel (File › Info › Protect Workbook) "
        "and upload again.",
    )


def _scan(data: bytes, kind: str, limits: Limits) -> dict[str, SheetMarks]:
    if kind == "xls":
        try:
            return scan_xls(workbook_stream(io.BytesIO(data)), limits)
        except (struct.error, IndexError) as error:
            raise corrupt() from error
    with open_archive(io.BytesIO(data), limits) as archive:
        try:
            return scan_xlsx(archive, limits) if kind == "xlsx" else scan_ods(archive, limits)
        except (zipfile.BadZipFile, OSError, KeyError, ValueError, struct.error) as error:
            raise corrupt() from error


def _read_grids(
    data: bytes, kind: str, marks: dict[str, SheetMarks], limits: Limits
) -> tuple[list[Grid], list[str], list[str]]:
    """The visible worksheets as grids, the names of hidden ones, and all names in order."""
    grids: list[Grid] = []
    hidden: list[str] = []
    order: list[str] = []
    try:
        if kind == "xls":
            data = wrap_stream(tamed(workbook_stream(io.BytesIO(data))))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            order.append(sheet.name)
            if sheet.visible is not SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            found = marks.get(sheet.name, SheetMarks())
            content = workbook.get_sheet_by_name(sheet.name)
            if kind == "xls" and not marks:
                # BIFF5 has no marks; at most 16,384 rows by 256 columns exist there.
                check_cells(content.total_height * content.total_width, sheet.name, limits)
            merges = content.merged_cell_ranges
            if merges is not None and kind != "ods":
                found.merges = [(a, b, c, d) for (a, b), (c, d) in merges]
                found.merges_known = True
            values = content.to_python(skip_empty_area=False)
            grids.append(trimmed(Grid(sheet.name, [list(row) for row in values], found)))
    except WorkbookError:
        raise
    except MemoryError as error:
        raise corrupt("太大") from error
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of its own.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise corrupt() from error
    return grids, hidden, order
