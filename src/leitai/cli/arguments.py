"""Arguments and options that several commands take, in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.words import both

SchemeFile = Annotated[Path, typer.Argument(help=both("方案文件（YAML）", "scheme file (YAML)"))]
DataFile = Annotated[
    Path, typer.Argument(help=both("数据：xlsx、xls、ods、csv", "data: xlsx, xls, ods, csv"))
]
OnlyGroup = Annotated[
    str, typer.Option(help=both("只算这一组（组 id）", "only this group (its id)"))
]
OutFile = Annotated[
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
]
