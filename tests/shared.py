"""Where the shared input folder is, for tests that read real files and skip without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LEITAI_SHARED", str(_ROOT.parent / "shared")))


def _skip(function: object) -> object:
    marked = pytest.mark.skipif(
        not (SHARED / "workbooks").is_dir(), reason=f"the shared input folder is absent: {SHARED}"
    )(function)
    return pytest.mark.needs_shared(marked)


needs_shared = _skip
"""Marks a test that reads files under ``SHARED``; it skips, saying so, where they are absent."""
