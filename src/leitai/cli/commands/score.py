"""``leitai score``: a scheme and a workbook become scores and ranks, with no database."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from leitai.cli.arguments import DataFile, OnlyGroup, OutFile, SchemeFile
from leitai.cli.site import say, stop
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "按方案给数据文件计分、排名；不需要数据库",
            "score and rank a data file by a scheme; needs no database",
        )
    )(score)


def score(
    scheme: SchemeFile,
    data: DataFile,
    out: OutFile = "",
    group: OnlyGroup = "",
) -> None:
    from leitai.cli import inputs, results

    form = inputs.out_format(out)
    rules = inputs.read_scheme(scheme)
    inputs.check_group(rules, group)
    table = inputs.read_data(data, rules)
    result = inputs.compute(rules, table, group or None)

    if out == form == "json":
        sys.stdout.write(results.as_json(result))
    elif out == form == "csv":
        sys.stdout.buffer.write(results.as_csv(result))
    else:
        results.print_result(rules, result)
    if form and out != form:
        path = Path(out)
        try:
            if form == "json":
                path.write_text(results.as_json(result), "utf-8")
            elif form == "csv":
                path.write_bytes(results.as_csv(result))
            else:
                from leitai.cli.result_workbook import write_result

                write_result(path, result)
        except OSError as error:
            raise stop(
                f"写不了 {path}：{error.strerror}", f"Cannot write {path}: {error.strerror}"
            ) from None
        say(f"已写入 {path}。", f"Wrote {path}.")
