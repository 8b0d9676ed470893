"""Zip containers (.xlsx, .ods): what they claim, what they hold, and nothing that explodes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

from leitai.workbooks.limits import Limits, bomb, corrupt, megabytes

CHUNK = 1 << 16
_SMALL = 1 << 20


def open_archive(stream: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """Open a zip file after checking its directory against the limits.

    Raises ``WorkbookError`` for a damaged directory, too many members, a claimed size above
    ``max_uncompressed``, or a member above one megabyte packed tighter than ``max_ratio``.
    """
    try:
        archive = zipfile.ZipFile(stream)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise corrupt("压缩包目录") from error
    if len(members) > limits.max_members:
        raise bomb(
            f"文件里有 {len(members):,} 个部件，上限 {limits.max_members:,} 个，不收。",
            f"The file has {len(members):,} parts, the limit is {limits.max_members:,}.",
        )
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > limits.max_uncompressed or packed > limits.max_bytes * 2:
        raise bomb(
            f"文件展开后有 {megabytes(total)}，上限是 {megabytes(limits.max_uncompressed)}，不收。",
            f"Unpacked the file has {megabytes(total)}, "
            f"the limit is {megabytes(limits.max_uncompressed)}.",
        )
    for member in members:
        if member.flag_bits & 1:
            raise corrupt("压缩包加了密码")
        if member.file_size > _SMALL and member.file_size > limits.max_ratio * max(
            member.compress_size, 1
        ):
            raise bomb(
                f"文件里的 {member.filename} 压缩比超过 {limits.max_ratio} 倍，像压缩炸弹，不收。",
                f"{member.filename} in the file is packed more than {limits.max_ratio} times, "
                "as a zip bomb is.",
            )
    return archive


def read_chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a member, inflated here so that a false claim of its size is caught.

    ``zipfile`` stops at the claimed size and would not notice that more follows, but the reader
    of the values does not stop; so more than claimed is refused before that reader sees it.
    """
    info = archive.getinfo(name)
    stream = archive.fp
    if stream is None or info.header_offset < 0:
        raise corrupt(name)
    stream.seek(info.header_offset)
    header = stream.read(30)
    if len(header) != 30 or header[:4] != b"PK\x03\x04":
        raise corrupt(name)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    stream.seek(info.header_offset + 30 + name_length + extra_length)
    left, produced = info.compress_size, 0
    if info.compress_type == zipfile.ZIP_STORED:
        if info.compress_size != info.file_size:
            raise corrupt(name)
        while left > 0:
            data = stream.read(min(CHUNK, left))
            if not data:
                raise corrupt(name)
            left -= len(data)
            yield data
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise corrupt(name)
    inflate = zlib.decompressobj(-15)
    pending = b""
    try:
        while left > 0 or pending:
            if not pending:
                pending = stream.read(min(CHUNK, left))
                if not pending:
                    raise corrupt(name)
                left -= len(pending)
            data = inflate.decompress(pending, CHUNK * 4)
            pending = inflate.unconsumed_tail
            produced += len(data)
            if produced > info.file_size:
                raise bomb(
                    f"文件里的 {name} 比它声明的大，像压缩炸弹，不收。",
                    f"{name} in the file is larger than it claims, as a zip bomb is.",
                )
            if data:
                yield data
            if inflate.eof:
                break
    except zlib.error as error:
        raise corrupt(name) from error
    if produced != info.file_size:
        raise corrupt(name)


StartHandler = Callable[[str, dict[str, str]], Any]


def xml_parser(start: StartHandler, end: Callable[[str], Any] | None = None) -> expat.XMLParserType:
    """An expat parser that refuses document types and entities before any is expanded."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_arguments: object) -> int:
    raise bomb(
        "文件的 XML 里定义了实体，正常的表格没有，像实体炸弹，不收。",
        "The XML of the file defines entities, as no normal workbook does; refused as a bomb.",
    )


def parse_member(archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType) -> None:
    """Feed a member to a parser; damaged XML is a ``WorkbookError``."""
    try:
        for chunk in read_chunks(archive, name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise corrupt(f"{name} 第 {error.lineno} 行") from error


def check_members(archive: zipfile.ZipFile, done: set[str]) -> None:
    """Inflate and look through every XML part that no other pass has parsed.

    The values are read by a library that inflates on its own; after this pass every part it may
    read is known to be as large as claimed and free of entity definitions.
    """
    for info in archive.infolist():
        name = info.filename
        if name in done or not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        tail = b""
        seen = 0
        for chunk in read_chunks(archive, name):
            if seen < 1 << 20:
                window = (tail + chunk).upper()
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                    _refuse_doctype()
                tail = chunk[-16:]
            seen += len(chunk)
