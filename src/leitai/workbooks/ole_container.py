"""A fresh OLE container around one stream, so that a damaged or hostile one reaches no parser.

The reader of values trusts sector numbers and sizes in a container's header and may ask for
hundreds of gigabytes on a damaged file, which ends the whole process. The container is therefore
taken apart by ``olefile``, and the workbook stream alone put into a new one ([MS-CFB]).
"""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT_SECTOR, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_MINI_CUTOFF = 4096
_HEADER_FAT_SLOTS = 109


def wrap_stream(stream: bytes, name: str = "Workbook") -> bytes:
    """A container with ``stream`` as its only stream; padded with zeros to whole sectors.

    Above some 7 MB the table of sectors no longer fits the header and goes on in DIFAT sectors.
    """
    padded = stream.ljust(_MINI_CUTOFF, b"\0")
    data_sectors = -(-len(padded) // _SECTOR)
    fat_sectors = difat_sectors = 0
    while True:
        total = data_sectors + 1 + fat_sectors + difat_sectors
        need = -(-total // (_SECTOR // 4))
        extra = max(need - _HEADER_FAT_SLOTS, 0)
        need_difat = -(-extra // (_SECTOR // 4 - 1))
        if (need, need_difat) == (fat_sectors, difat_sectors):
            break
        fat_sectors, difat_sectors = need, need_difat
    directory_at = data_sectors
    fat_at = directory_at + 1
    difat_at = fat_at + fat_sectors
    fat = [*range(1, data_sectors), _END, _END]
    fat += [_FAT_SECTOR] * fat_sectors + [0xFFFFFFFC] * difat_sectors
    fat += [_FREE] * (fat_sectors * (_SECTOR // 4) - len(fat))
    places = list(range(fat_at, fat_at + fat_sectors))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, directory_at, 0, _MINI_CUTOFF, _END, 0,
        difat_at if difat_sectors else _END, difat_sectors,
    )  # fmt: skip
    slots = places[:_HEADER_FAT_SLOTS]
    header += struct.pack("<109I", *slots, *[_FREE] * (_HEADER_FAT_SLOTS - len(slots)))
    rest = places[_HEADER_FAT_SLOTS:]
    difat = b""
    per = _SECTOR // 4 - 1
    for number in range(difat_sectors):
        part = rest[number * per : (number + 1) * per]
        following = difat_at + number + 1 if number + 1 < difat_sectors else _END
        difat += struct.pack("<128I", *part, *[_FREE] * (per - len(part)), following)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 0, len(padded))
    directory += (_entry("", 0, _NONE, 0, 0)) * 2
    body = padded.ljust(data_sectors * _SECTOR, b"\0")
    return header + body + directory + struct.pack(f"<{len(fat)}I", *fat) + difat


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One directory entry of 128 bytes."""
    raw = name.encode("utf-16-le")
    length = len(raw) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", raw, length, kind, 1, _NONE, _NONE, child, 0, start, size
    )
