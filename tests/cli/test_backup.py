"""A backup holds all, and what is not a whole backup changes nothing."""

from __future__ import annotations

import re
import zipfile

import pytest


def test_a_backup_brings_back_database_and_files(filled, tmp_path):
    (filled.var / "files" / "ab").mkdir(parents=True)
    (filled.var / "files" / "ab" / "original.xlsx").write_bytes(b"original")
    out = tmp_path / "b.zip"
    saved = filled.run("backup", str(out))
    assert saved.returncode == 0, saved.stderr
    assert out.stat().st_mode & 0o077 == 0
    head = re.search(r"\d+:[0-9a-f]{64}", saved.stdout)[0]
    filled.run("unit", "add", "后来区", "--kind", "district")
    (filled.var / "files" / "ab" / "original.xlsx").write_bytes(b"spoilt")

    refused = filled.run("restore", str(out))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    restored = filled.run("restore", str(out), "--replace")
    assert restored.returncode == 0, restored.stderr
    assert (filled.var / "files" / "ab" / "original.xlsx").read_bytes() == b"original"
    assert list(filled.var.glob("leitai.sqlite3.before-*")), "the old one is kept"
    assert filled.run("verify", "--head", head).returncode == 0
    again = filled.run("user", "add", "x", "--name", "X", "--unit", "后来区", stdin="x\n")
    assert "没有叫“后来区”的单位" in again.stderr

    over = filled.run("backup", str(out))
    assert over.returncode == 1, "a backup is never overwritten"


@pytest.mark.parametrize("fault", ["empty", "escape", "truncated", "format"])
def test_what_is_no_whole_backup_changes_nothing(filled, tmp_path, fault):
    path = tmp_path / "bad.zip"
    database = b"" if fault != "format" else b"SQLite format 3\0"
    if fault == "truncated":
        database = (filled.var / "leitai.sqlite3").read_bytes()[:5000]
    with zipfile.ZipFile(path, "w") as archive:
        if fault != "empty":
            kind = "other/1" if fault == "format" else "leitai-backup/1"
            archive.writestr("backup.json", f'{{"format": "{kind}"}}')
            archive.writestr("leitai.sqlite3", database)
        if fault == "escape":
            archive.writestr("files/../../escaped.txt", "x")
    before = (filled.var / "leitai.sqlite3").read_bytes()
    result = filled.run("restore", str(path), "--replace")
    assert result.returncode == 1, result.stdout
    assert (filled.var / "leitai.sqlite3").read_bytes() == before
    assert not list(filled.var.glob("*.before-*"))
    assert not (tmp_path / "escaped.txt").exists()


def test_another_database_is_told_what_to_use_instead(site):
    result = site.run("backup", "x.zip", LEITAI_DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
    assert result.returncode == 2
    assert "pg_dump" in result.stderr
