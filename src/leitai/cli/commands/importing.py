"""``leitai import``: bring a workbook in from the command line, as an upload on the page would."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.site import find_unit, open_site, require_migrated
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "import",
        help=both(
            "导入工作簿：暂存、核对，无疑点时收下", "bring in a workbook, if nothing is in doubt"
        ),
    )(import_file)


def import_file(
    file: Annotated[Path, typer.Argument(help=both("工作簿", "workbook"))],
    area: Annotated[str, typer.Option(help=both("所属区域", "area of the units"))],
    source: Annotated[str, typer.Option(help=both("数据来源代码", "code of the data source"))],
) -> None:
    open_site()
    require_migrated()
    find_unit(area)
    raise typer.Exit(1)
