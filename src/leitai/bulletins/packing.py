"""A Word file whose bytes follow from its content alone."""

from __future__ import annotations

import io
import zipfile
from typing import Final

#: What made a file; counted up when the same document comes out as other bytes.
RENDERER: Final = "2"
#: The earliest moment that a zip can name: the moment of writing must not show.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_FIRST: Final = "[Content_Types].xml"


def repack(content: bytes) -> bytes:
    """Return a zip with the same members in a fixed order, of a fixed moment, packed alike."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda each: (each != _FIRST, each)):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
