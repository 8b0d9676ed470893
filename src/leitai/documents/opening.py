"""A file of any supported kind as plain text. The kind is told from the content, not the name."""

from __future__ import annotations

import hashlib
import io
import os
import struct
from dataclasses import replace
from pathlib import Path

import olefile

from leitai.documents.archives import Archive
from leitai.documents.csv_reading import is_csv_with_text, read_csv
from leitai.documents.docx_reading import read_docx
from leitai.documents.encodings import decode
from leitai.documents.html_reading import read_html
from leitai.documents.limits import (
    DocumentError,
    Limits,
    check_chars,
    check_size,
    corrupt,
    no_text,
)
from leitai.documents.model import Block, Reading
from leitai.documents.ofd_reading import read_ofd
from leitai.documents.office_conversion import convert_to_docx
from leitai.documents.pdf_reading import read_pdf, scan
from leitai.documents.secrecy import check_secrecy

Source = str | os.PathLike[str] | bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# Decoded control characters above this share mean a binary file.
_BINARY = 0.02


def load(source: Source, limits: Limits) -> tuple[bytes, str]:
    """The bytes of a file after its size was checked, and its name."""
    if isinstance(source, bytes):
        check_size(len(source), limits)
        return source, ""
    path = Path(source)
    try:
        check_size(path.stat().st_size, limits)
        return path.read_bytes(), path.name
    except OSError as error:
        raise DocumentError(
            "missing", f"找不到或打不开文件“{path.name}”。", f"Cannot find or open “{path.name}”."
        ) from error


def read_plain(data: bytes, limits: Limits, name: str = "") -> Reading:
    """Plain text and its blocks. Raises ``DocumentError``, and no other error."""
    try:
        reading = _dispatch(data, limits, Path(name).suffix.lower())
    except DocumentError:
        raise
    except RecursionError as error:
        raise corrupt("层次太深", "nested too deep") from error
    except MemoryError as error:
        raise corrupt("太大", "too big") from error
    except (ValueError, TypeError, LookupError, OSError, ArithmeticError, AttributeError) as error:
        # What a damaged file makes a parser stumble over; nothing of it may reach the user raw.
        raise corrupt() from error
    check_chars(len(reading.text), limits)
    if not reading.text.strip():
        raise no_text()
    check_secrecy(reading.text)
    return reading


def _dispatch(data: bytes, limits: Limits, suffix: str) -> Reading:
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _archive(data, limits)
    if data.startswith(_OLE):
        return _compound(data, limits)
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return read_pdf(data, limits)
    if data.startswith(b"{\\rtf"):
        return replace(read_docx(convert_to_docx(data, ".rtf", limits), limits), kind="rtf")
    if data.startswith(_PICTURES):
        raise scan(1)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        suffix in (".html", ".htm") or (head.startswith(b"<?xml") and b"<html" in head)
    ):
        return read_html(data, limits)
    if suffix == ".csv" or is_csv_with_text(data):
        return read_csv(data, limits)
    return _text(data)


def _archive(data: bytes, limits: Limits) -> Reading:
    names = Archive(data, limits).names
    if "OFD.xml" in names:
        return read_ofd(data, limits)
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return read_docx(data, limits)
    if "content.xml" in names and "mimetype" in names:
        kind = Archive(data, limits).read("mimetype")
        if b"opendocument.text" in kind:
            return replace(read_docx(convert_to_docx(data, ".odt", limits), limits), kind="odt")
    if any(name.startswith("xl/") for name in names):
        raise _other("Excel 表格", "an Excel workbook")
    raise _other("压缩包", "an archive")


def _compound(data: bytes, limits: Limits) -> Reading:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(entry).lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError, struct.error, TypeError) as error:
        raise corrupt() from error
    if "encryptedpackage" in streams:
        raise DocumentError(
            "password",
            "文件加了打开密码。请去掉密码后再传。",
            "The file has an opening password. Remove it and upload again.",
        )
    if "worddocument" in streams:
        return replace(read_docx(convert_to_docx(data, ".doc", limits), limits), kind="doc")
    if streams & {"workbook", "book"}:
        raise _other("Excel 表格", "an Excel workbook")
    raise _other("别的 Office 文件", "another Office file")


def _other(what: str, what_en: str) -> DocumentError:
    return DocumentError(
        "kind",
        f"这个文件其实是{what}，不是能读的文稿。请另存为 .docx 后再传。",
        f"This file is {what_en}, not a readable document. Save it as .docx and upload again.",
    )


def _text(data: bytes) -> Reading:
    text, encoding = decode(data)
    control = sum(character < " " and character not in "\t\r\n\f\v" for character in text[:20000])
    if control > _BINARY * min(len(text), 20000):
        raise _other("二进制文件", "a binary file")
    blocks = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        bare = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        if bare.strip():
            blocks.append(Block("line", at, at + len(bare), f"line {number}"))
        at += len(line)
    return Reading("txt", encoding, text, tuple(blocks))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
