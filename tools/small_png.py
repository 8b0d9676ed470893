"""Making pictures of pages small: a PNG of at most 256 colours, written with numpy alone.

Pages have few colours; what the smoothing of letters adds is brought to the nearest of the most
frequent ones. The difference is not to be seen, the file is less than half as large.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def shrink(png: bytes) -> bytes:
    """Return a picture of 8-bit RGB or RGBA as one of at most 256 colours.

    Raises:
        ValueError: for other kinds of pictures.
    """
    return _encode(*_reduce(_decode(png)))


def _chunks(png: bytes) -> dict[bytes, bytes]:
    if png[:8] != SIGNATURE:
        raise ValueError("not a PNG")
    found: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind = png[at + 4 : at + 8]
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _decode(png: bytes) -> Pixels:
    """Return rows × columns × 3."""
    chunks = _chunks(png)
    width, height, depth, kind, _c, _f, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError("only 8-bit RGB and RGBA without interlacing")
    size = 3 if kind == 2 else 4
    raw = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8)
    lines = raw.reshape(height, 1 + width * size)
    above = np.zeros(width * size, np.uint8)
    rows = []
    for line in lines:
        above = _unfilter(int(line[0]), line[1:], above, size)
        rows.append(above)
    return np.stack(rows).reshape(height, width, size)[:, :, :3]


def _unfilter(kind: int, line: Pixels, above: Pixels, size: int) -> Pixels:
    """Undo one of the five filters of the PNG specification, section 9."""
    if kind == 0:
        return line.copy()
    if kind == 1:
        summed = np.cumsum(line.reshape(-1, size), axis=0, dtype=np.uint8)
        return np.asarray(summed.reshape(-1), np.uint8)
    if kind == 2:
        return np.asarray(line + above, np.uint8)
    done = [0] * size
    corner = [0] * size
    up = above.tolist()
    for at, value in enumerate(line.tolist()):
        left = done[at]
        guess = (left + up[at]) // 2 if kind == 3 else _paeth(left, up[at], corner[at])
        done.append((value + guess) & 255)
        corner.append(up[at])
    return np.array(done[size:], np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    to_left, to_up, to_corner = abs(near - left), abs(near - up), abs(near - corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def _reduce(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Return the palette (colours × 3) and the index of every pixel (rows × columns)."""
    height, width, _ = pixels.shape
    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    colours, index, count = np.unique(packed.reshape(-1), return_inverse=True, return_counts=True)
    rgb = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1).astype(int)
    palette = _choose(rgb, count)
    nearest = np.array([_nearest(colour, palette) for colour in rgb], np.uint8)
    return palette.astype(np.uint8), nearest[index.reshape(height, width)]


def _choose(rgb: Any, count: Any) -> Any:
    """Take the most frequent colours, then those that are farthest from all taken."""
    order = np.argsort(-count, kind="stable")
    taken = rgb[order[: COLOURS // 2]]
    distance = np.min(((rgb[:, None, :] - taken[None, :, :]) ** 2).sum(axis=2), axis=1)
    chosen = [taken]
    for _ in range(min(COLOURS - len(taken), len(rgb) - len(taken))):
        # Rare colours far off matter less than common ones near by.
        at = int(np.argmax(distance * np.sqrt(count)))
        chosen.append(rgb[at : at + 1])
        distance = np.minimum(distance, ((rgb - rgb[at]) ** 2).sum(axis=1))
    return np.concatenate(chosen)


def _nearest(colour: Any, palette: Any) -> int:
    return int(np.argmin(((palette - colour) ** 2).sum(axis=1)))


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _encode(palette: Pixels, index: Pixels) -> bytes:
    height, width = index.shape
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = index
    packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9)
    content = packer.compress(lines.tobytes()) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (
        SIGNATURE
        + _chunk(b"IHDR", head)
        + _chunk(b"PLTE", palette.tobytes())
        + _chunk(b"IDAT", content)
        + _chunk(b"IEND", b"")
    )
