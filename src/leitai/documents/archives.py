"""Zip containers and the XML in them: nothing that explodes, nothing that reaches outside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from leitai.documents.limits import Limits, bomb, corrupt, megabytes

_SMALL = 1 << 20
Element = Any
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError,
    NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip


class Archive:
    """A zip file whose directory was checked and whose parts are unpacked with a budget."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _BROKEN as error:
            raise corrupt("压缩包目录", "the zip directory") from error
        _check(members, limits)
        self.names = frozenset(member.filename for member in members)
        self._left = limits.max_uncompressed

    def read(self, name: str) -> bytes:
        """The bytes of a part; never more than the budget, whatever the directory claims."""
        room = min(self._left, self.limits.max_part)
        try:
            with self._zip.open(name) as stream:
                data = stream.read(room + 1)
        except _BROKEN as error:
            raise corrupt(f"部件 {name}", f"part {name}") from error
        if len(data) > room:
            raise bomb(
                f"文件里的 {name} 展开后超过 {megabytes(room)}，不收。",
                f"{name} in the file unpacks to more than {megabytes(room)}.",
            )
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element:
        """The root element of a part."""
        return parse_xml(self.read(name), name)


def _check(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.max_members:
        raise bomb(
            f"文件里有 {len(members):,} 个部件，上限 {limits.max_members:,} 个，不收。",
            f"The file has {len(members):,} parts, the limit is {limits.max_members:,}.",
        )
    total = sum(member.file_size for member in members)
    if total > limits.max_uncompressed:
        raise bomb(
            f"文件展开后有 {megabytes(total)}，上限是 {megabytes(limits.max_uncompressed)}，不收。",
            f"Unpacked the file has {megabytes(total)}, "
            f"the limit is {megabytes(limits.max_uncompressed)}.",
        )
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > _SMALL and member.file_size > limits.max_ratio * packed:
            raise bomb(
                f"文件里的 {member.filename} 压缩比超过 {limits.max_ratio} 倍，像压缩炸弹，不收。",
                f"{member.filename} in the file is packed more than {limits.max_ratio} times, "
                "as a zip bomb is.",
            )


def parse_xml(data: bytes, name: str) -> Element:
    """Parse XML without entities, document types, network or huge trees.

    A document type is refused: no office program writes one, and it is how entities come in.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise bomb(
            f"文件里的 {name} 带有文档类型声明或外部实体，不收。",
            f"{name} in the file declares a document type or entities; refused.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise corrupt(f"部件 {name}", f"part {name}") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise corrupt(f"部件 {name}", f"part {name}")
    return root


def local(element: Element) -> str:
    """The tag without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, in whatever namespace; empty where absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The children with this local name."""
    return (child for child in element if local(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element
