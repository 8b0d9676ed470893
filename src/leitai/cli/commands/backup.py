"""``leitai backup`` and ``leitai restore``: database and uploaded files in one zip file."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both

DATABASE = "leitai.sqlite3"
NOTE = "backup.json"
FORMAT = "leitai-backup/1"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        help=both("备份数据库和上传的文件（SQLite）", "save database and uploaded files (SQLite)")
    )(backup)
    app.command(help=both("从备份恢复（SQLite）", "bring a backup back (SQLite)"))(restore)


def _database() -> dict[str, Any]:
    from django.conf import settings

    database: dict[str, Any] = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise stop(
            "PostgreSQL 请用 pg_dump --format=custom 备份、pg_restore 恢复；"
            "上传的文件在 LEITAI_VAR 的 files 文件夹里，一并复制。",
            "For PostgreSQL use pg_dump --format=custom and pg_restore, and copy the folder files "
            "in LEITAI_VAR, which holds the uploads.",
            2,
        )
    return database


def backup(
    out: Annotated[Path, typer.Argument(help=both("备份文件（.zip）", "file to write (.zip)"))],
) -> None:
    open_site()
    _database()
    require_migrated()
    from django.conf import settings
    from django.db import connection

    from leitai import __version__
    from leitai.apps.audit.services import export_head

    if out.exists():
        raise stop(f"{out} 已存在，不覆盖。", f"{out} exists and is not overwritten.")
    head = export_head("backup")
    note = {
        "format": FORMAT,
        "leitai": __version__,
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "head": f"{head.height}:{head.hash}" if head else "",
    }
    files = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        copy, whole = Path(folder, DATABASE), Path(folder, "whole.zip")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(NOTE, json.dumps(note, indent=2))
            archive.write(copy, DATABASE)
            for path in sorted(files.rglob("*")):
                if path.is_file():
                    archive.write(path, f"files/{path.relative_to(files).as_posix()}")
        # Under its name only when complete.
        whole.replace(out)
    out.chmod(0o600)
    say(f"已备份到 {out}。", f"Saved to {out}.")
    if head:
        say(
            f"链头 {note['head']}，请另存一处，日后可用 leitai verify --head 核对。",
            f"Head of the chain {note['head']}: keep it elsewhere for leitai verify --head.",
        )


def restore(
    file: Annotated[Path, typer.Argument(help=both("备份文件（.zip）", "backup file (.zip)"))],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help=both("已有数据库时换下它，旧的改名保留", "put the present one aside")
        ),
    ] = False,
) -> None:
    config = open_site()
    database = Path(_database()["NAME"])
    from django.conf import settings

    files = Path(settings.MEDIA_ROOT)
    if database.exists() and not replace:
        raise stop(
            f"{database} 已存在。先停止服务，再加 --replace：旧的会改名保留。",
            f"{database} exists. Stop the service and add --replace: the old one is kept aside.",
            2,
        )
    with tempfile.TemporaryDirectory(dir=config.var) as folder:
        unpacked = Path(folder)
        _unpack(file, unpacked)
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
        aside = f".before-{stamp}"
        # The write-ahead log belongs to its database and goes with it.
        for path, rest in ((database, ""), (database, "-wal"), (database, "-shm"), (files, "")):
            there = path.with_name(path.name + rest)
            if there.exists():
                there.rename(path.with_name(path.name + aside + rest))
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked / DATABASE, database)
        if (unpacked / "files").exists():
            files.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked / "files", files)
    say(
        "已恢复。请运行 leitai migrate，再运行 leitai verify。",
        "Restored. Now run leitai migrate, then leitai verify.",
    )


def _unpack(file: Path, folder: Path) -> None:
    """Unpack a backup after looking at every name in it, and look whether its database is whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            fault = next((name for name in names if not _belongs(name)), "")
            if not fault and not {DATABASE, NOTE} <= set(names):
                fault = DATABASE
            if not fault and json.loads(archive.read(NOTE)).get("format") != FORMAT:
                fault = NOTE
            if not fault:
                archive.extractall(folder)
                fault = _database_fault(folder / DATABASE)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        fault = str(error)
    if fault:
        raise stop(
            f"{file} 不是完整的备份（{fault}），未作任何改动。",
            f"{file} is not a whole backup ({fault}); nothing was changed.",
        )


def _belongs(name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        return False
    return name in (DATABASE, NOTE) or path.parts[:1] == ("files",)


def _database_fault(database: Path) -> str:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        try:
            answer = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if answer == "ok" else answer
