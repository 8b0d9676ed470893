"""``leitai duplicates``: passages that stand twice in one document or in several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.words import both, language

_KINDS = frozenset(
    (".txt", ".docx", ".docm", ".pdf", ".html", ".htm", ".csv", ".ofd", ".doc", ".wps", ".rtf")
)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        name="duplicates",
        help=both(
            "找一份或多份文稿里重复的段落；文件夹则查其中全部文稿",
            "find passages that stand twice in documents; of a folder, all in it",
        ),
    )(duplicates)


def duplicates(
    files: Annotated[list[Path], typer.Argument(help=both("文稿或文件夹", "documents or folders"))],
    least: Annotated[
        int, typer.Option(min=20, help=both("至少多少字", "from how many characters on"))
    ] = 60,
    as_json: Annotated[
        bool, typer.Option("--json", help=both("每处一行 JSON", "JSON Lines, one a passage"))
    ] = False,
) -> None:
    from leitai.documents import Document, DocumentError, find_duplicates, read

    documents: list[Document] = []
    failed = False
    for path in _all(files):
        try:
            documents.append(read(path))
        except DocumentError as error:
            failed = True
            words = error.message_en if language() == "en" else error.message
            typer.echo(f"{path.name}: {words}", err=True)
    found = find_duplicates(documents, least=least)
    for copy in found:
        first, second = documents[copy.first], documents[copy.second]
        if as_json:
            record = {**asdict(copy), "first": first.source, "second": second.source}
            typer.echo(json.dumps(record, ensure_ascii=False))
            continue
        typer.echo(
            f"{first.source} {copy.start}–{copy.end}  =  "
            f"{second.source} {copy.other_start}–{copy.other_end}"
            + both(f"（{copy.written} 字）", f" ({copy.written} characters)")
        )
        typer.echo("    " + " ".join(first.text[copy.start : copy.end].split())[:80])
    if not found and not as_json:
        typer.echo(both("没有重复的段落", "No passage stands twice"))
    if failed:
        raise typer.Exit(1)


def _all(files: list[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _KINDS
            )
        else:
            yield path
