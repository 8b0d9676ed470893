"""What git keeps is the project's own: no links out of it, nothing that a machine installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Folders that a machine makes for itself.
INSTALLED = {".venv", "node_modules", "var", "__pycache__"}


def tracked() -> list[tuple[str, str]]:
    """(mode, path) of every file that git keeps here."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "--stage", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    rows = (row.split("\t", 1) for row in listed.split("\0") if row)
    return [(stage.split()[0], path) for stage, path in rows]


def test_no_link_is_tracked() -> None:
    """A link leads elsewhere on every other machine; checked out over a folder, it removes it."""
    assert [path for mode, path in tracked() if mode == "120000"] == []


def test_nothing_installed_is_tracked() -> None:
    assert [path for _mode, path in tracked() if INSTALLED & set(Path(path).parts)] == []
