"""Where uploaded files are kept: under their digest, so that the same content is kept once."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def stored_file(sha256: str) -> Path:
    """Return where a file with this digest is kept."""
    return Path(settings.MEDIA_ROOT) / "uploads" / sha256[:2] / sha256
