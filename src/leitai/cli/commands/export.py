"""``leitai export``: the whole store as files that analysts' tools read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.site import open_site, require_migrated, say, stop
from leitai.cli.words import both


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "export",
        help=both(
            "把全部数据写成 Parquet（需要附加包 scale）",
            "write the whole store as Parquet (needs the extra scale)",
        ),
    )(export)


def export(
    store_dir: Annotated[Path, typer.Argument(help=both("空文件夹", "an empty folder"))],
    format_: Annotated[
        str, typer.Option("--format", help=both("只有 parquet", "parquet is the one there is"))
    ] = "parquet",
) -> None:
    if format_ != "parquet":
        raise stop(f"没有“{format_}”这种格式。", f"There is no format {format_!r}.", 2)
    open_site()
    require_migrated()
    import json

    from django.core.exceptions import ValidationError

    from leitai.apps.audit.services import Act
    from leitai.apps.publishing.store import export_store
    from leitai.apps.units.models import Unit

    area = Unit.objects.filter(parent_links__isnull=True).order_by("position", "pk").first()
    if area is None:
        raise stop("还没有单位，没有可写的。", "There is no unit yet, nothing to write.")
    act = Act()
    try:
        export_store(act, area=area, folder=store_dir)
    except ValidationError as error:
        text = " ".join(error.messages)
        raise stop(f"没有写：{text}", f"Not written: {text}") from None
    for name, count in json.loads((store_dir / "schema.json").read_text("utf-8"))["tables"].items():
        typer.echo(f"  {count['rows']:>12,}  {name}.parquet")
    say(f"已写到 {store_dir}。", f"Written to {store_dir}.")
