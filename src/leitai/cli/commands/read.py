"""``leitai read``: what stands in documents, with its place; no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.words import both, language


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        name="read",
        help=both(
            "读文稿（.txt .docx .pdf .html .csv .ofd .doc .wps），列出结构、目标和原文位置",
            "read documents (.txt .docx .pdf .html .csv .ofd .doc .wps): outline and targets with "
            "their places",
        ),
    )(read)


def read(
    files: Annotated[list[Path], typer.Argument(help=both("文稿，可多个", "documents"))],
    as_json: Annotated[
        bool,
        typer.Option("--json", help=both("每个文件一行 JSON", "JSON Lines, one object a file")),
    ] = False,
    text: Annotated[
        bool,
        typer.Option(
            "--text", help=both("JSON 里带正文和分块", "with the plain text and its blocks")
        ),
    ] = False,
) -> None:
    from leitai.cli.document_report import print_document
    from leitai.documents import DocumentError, to_dict
    from leitai.documents import read as read_document

    failed = False
    for path in files:
        try:
            document = read_document(path)
        except DocumentError as error:
            failed = True
            words = error.message_en if language() == "en" else error.message
            if as_json:
                record = {"source": path.name, "error": {"code": error.code, "message": words}}
                typer.echo(json.dumps(record, ensure_ascii=False))
            typer.echo(f"{path.name}: {words}", err=True)
            continue
        if as_json:
            typer.echo(json.dumps(to_dict(document, text=text), ensure_ascii=False))
        else:
            print_document(document)
    if failed:
        raise typer.Exit(1)
