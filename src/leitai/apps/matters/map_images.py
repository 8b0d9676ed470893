"""Reading a map image: PNG or JPEG, whole, without anything but the picture.

Pure. What an image carries besides its picture (place and camera, words, a second file behind its
end) is left out, so that nothing travels with a map that nobody sees.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from re import compile as pattern

#: Bytes of a file, pixels of a side.
MOST_BYTES, MOST_PIXELS = 8 * 1024 * 1024, 12_000
_PNG = b"\x89PNG\r\n\x1a\n"
#: Chunks that make the picture; the others carry words, times and places.
_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"pHYs"}
#: Frame headers of JPEG, which tell the size: C4, C8 and CC are other things.
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _COMMENT = 0xDA, 0xFE
#: Who approved (GS, 浙S, GS京), the year, the number.
_NUMBER = pattern(r"((?:GS[一-鿿]{0,3})|(?:[一-鿿]{1,4}S[一-鿿]{0,2}))\((\d{4})\)(\d{1,6})号")


class ImageError(ValueError):
    """What is wrong with a file: ``kind`` (no image), ``broken``, ``large``."""


@dataclass(frozen=True)
class Picture:
    """An image that was read: its kind, its size in pixels, and its bytes without anything else."""

    kind: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes) -> Picture:
    """Read a PNG or JPEG file.

    Raises:
        ImageError: for another kind of file, a broken one, or one too large.
    """
    if len(content) > MOST_BYTES:
        raise ImageError("large")
    try:
        if content.startswith(_PNG):
            picture = _png(content)
        elif content.startswith(b"\xff\xd8\xff"):
            picture = _jpeg(content)
        else:
            raise ImageError("kind")
    except (struct.error, IndexError) as error:
        raise ImageError("broken") from error
    if not (0 < picture.width <= MOST_PIXELS and 0 < picture.height <= MOST_PIXELS):
        raise ImageError("large")
    return picture


def _png(content: bytes) -> Picture:
    chunks = list(_chunks(content))
    kinds = [kind for kind, _body, _whole in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise ImageError("broken")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    kept = b"".join(whole for kind, _body, whole in chunks if kind in _PICTURE)
    return Picture("png", width, height, _PNG + kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Return kind, body and whole of each chunk up to the end of the image."""
    at = len(_PNG)
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + 12 + size]
        if len(whole) != 12 + size or zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            raise ImageError("broken")
        yield kind, whole[8:-4], whole
        if kind == b"IEND":
            return
        at += 12 + size


def _jpeg(content: bytes) -> Picture:
    kept, size, at = [content[:2]], None, 2
    while True:
        mark, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        whole = content[at : at + 2 + length]
        if content[at] != 0xFF or len(whole) != 2 + length:
            raise ImageError("broken")
        if mark in _FRAMES:
            size = struct.unpack_from(">HH", whole, 5)
        # APP0 says how pixels stand, APP14 how colours are told; the other APPn describe.
        if mark != _COMMENT and (not 0xE0 <= mark <= 0xEF or mark in (0xE0, 0xEE)):
            kept.append(whole)
        at += 2 + length
        if mark == _START_OF_SCAN:
            break
    end = content.rfind(b"\xff\xd9", at)
    if size is None or end < 0:
        raise ImageError("broken")
    kept.append(content[at : end + 2])
    return Picture("jpeg", size[1], size[0], b"".join(kept))


def approval_number(text: str) -> str:
    """Return an approval number (审图号) as it is printed, or nothing where it is none.

    >>> approval_number("审图号: 浙S（2026）12号")
    '浙S（2026）12号'
    >>> approval_number("待批")
    ''
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("审图号")
    found = _NUMBER.fullmatch(plain.lstrip(":").upper())
    return f"{found[1]}（{found[2]}）{found[3]}号" if found else ""
