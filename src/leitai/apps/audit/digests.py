"""Canonical JSON and digests: the same content gives the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
from typing import Any

#: ``previous`` of the first link.
GENESIS = "0" * 64


def canonical_json(content: Any) -> bytes:
    """Return content as UTF-8 JSON with sorted keys and no blanks; NaN and infinity are refused."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(content: Any) -> str:
    """Return the SHA-256 of the canonical JSON of ``content`` as 64 hex digits."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def link_hash(height: int, entry_digest: str, previous: str) -> str:
    """Return the hash of a chain link from its place, its entry's digest and the link before."""
    return hashlib.sha256(f"{height}:{entry_digest}:{previous}".encode()).hexdigest()
