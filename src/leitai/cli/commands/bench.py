"""``leitai bench``: how long the main work takes on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both("测量导入、计分、页面所需时间，与预算对照", "measure against the budgets")
    )(bench)


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help=both(
                "只测这些项目；load、soak 等耗时长的要写明才测；documents 测读文稿的准确率",
                "only these; what takes long (load, soak) is measured only when named; documents "
                "measures how well documents are understood",
            )
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help=both("结果写入 JSON 文件", "write results as JSON")),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help=both("小规模试跑，不对照预算", "small sizes, no budgets")),
    ] = False,
    database: Annotated[
        str,
        typer.Option(
            "--database",
            help=both(
                "空的 PostgreSQL 库的地址，pages、matters、load、soak 用；不写用 SQLite",
                "address of an empty PostgreSQL database for pages, matters, load, soak; "
                "else SQLite",
            ),
        ),
    ] = "",
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help=both("documents 的结果写成 JSON", "documents: results as JSON")
        ),
    ] = False,
) -> None:
    if names == ["documents"]:
        from leitai.bench.documents import run_documents

        raise typer.Exit(run_documents(as_json=as_json))
    from leitai.bench import run_benchmarks

    raise typer.Exit(run_benchmarks(names or [], out, quick, database))
