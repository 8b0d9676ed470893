"""``leitai score``: a scheme and a workbook become scores and ranks, with no database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.site import say, stop
from leitai.cli.words import both, language

if TYPE_CHECKING:
    from leitai.engine import Result, Scheme, Table

FORMATS = ("xlsx", "json", "csv")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        help=both(
            "按方案给数据文件计分、排名；不需要数据库",
            "score and rank a data file by a scheme; needs no database",
        )
    )(score)


def score(
    scheme: Annotated[Path, typer.Argument(help=both("方案文件（YAML）", "scheme file (YAML)"))],
    data: Annotated[
        Path, typer.Argument(help=both("数据：xlsx、xls、ods、csv", "data: xlsx, xls, ods, csv"))
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "-o",
            metavar="OUT",
            help=both(
                "结果文件 .xlsx、.json、.csv；只写 json 或 csv 则输出到屏幕",
                "result file .xlsx, .json or .csv; plain json or csv prints it",
            ),
        ),
    ] = "",
    group: Annotated[
        str, typer.Option(help=both("只算这一组（组 id）", "only this group (its id)"))
    ] = "",
) -> None:
    form = _format(out)
    rules = _read_scheme(scheme)
    if group and group not in {g.id for g in rules.groups}:
        listed = "、".join(g.id for g in rules.groups)
        raise stop(f"方案没有组 {group}。有：{listed}", f"No group {group}. There are: {listed}", 2)
    table = _read_data(data, rules)
    result = _compute(rules, table, group or None)

    from leitai.cli import results

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


def _format(out: str) -> str:
    if not out:
        return ""
    form = out if out in ("json", "csv") else Path(out).suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise stop(
            f"-o 只能是 .xlsx、.json 或 .csv，不能是 {out}。",
            f"-o takes .xlsx, .json or .csv, not {out}.",
            2,
        )
    return form


def _read_scheme(path: Path) -> Scheme:
    from leitai.engine import Scheme, SchemeError

    try:
        return Scheme.from_yaml(path)
    except OSError as error:
        raise stop(
            f"打不开 {path}：{error.strerror}", f"Cannot open {path}: {error.strerror}"
        ) from None
    except UnicodeDecodeError:
        raise stop(f"{path} 不是 UTF-8 文本。", f"{path} is not UTF-8 text.") from None
    except SchemeError as error:
        text = error.text(language())
        raise stop(
            f"方案文件 {path.name} 有问题：\n{text}", f"The scheme file {path.name}:\n{text}"
        ) from None


def _read_data(path: Path, rules: Scheme) -> Table:
    from leitai.cli.tables import DataError, load_table

    try:
        return load_table(path, rules)
    except DataError as error:
        listed = "\n".join(f"  {problem}" for problem in error.problems[:50])
        raise stop(
            f"数据文件 {path.name} 还不能计分：\n{listed}",
            f"The data file {path.name} cannot be scored yet:\n{listed}",
        ) from None


def _compute(rules: Scheme, table: Table, group: str | None) -> Result:
    from leitai.engine import ScoreError
    from leitai.engine import score as run

    try:
        return run(rules, table, group=group)
    except ScoreError as error:
        text = error.text(language())
        raise stop(f"还不能计分：\n{text}", f"Cannot be scored yet:\n{text}") from None
