"""Every test of a room reads English messages and keeps files in a folder of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _surroundings(_english: None, _own_files: None) -> None:
    """Use both fixtures in all tests of the rooms."""
