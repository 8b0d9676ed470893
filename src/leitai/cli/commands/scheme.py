"""``leitai scheme check`` and ``leitai scheme schema``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.site import say, stop
from leitai.cli.words import both, language


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        no_args_is_help=True, help=both("检查方案文件", "check scheme files"), rich_markup_mode=None
    )
    group.command(
        "check",
        help=both(
            "列出方案文件的全部问题：行、位置、改法", "list everything wrong: line, path, hint"
        ),
    )(check)
    group.command(
        "schema", help=both("输出方案文件的 JSON Schema", "print the JSON Schema of scheme files")
    )(schema)
    app.add_typer(group, name="scheme")


def check(
    file: Annotated[Path, typer.Argument(help=both("方案文件（YAML）", "scheme file (YAML)"))],
) -> None:
    from leitai.engine import Scheme, SchemeError

    try:
        scheme = Scheme.from_yaml(file)
    except OSError as error:
        raise stop(
            f"打不开 {file}：{error.strerror}", f"Cannot open {file}: {error.strerror}"
        ) from None
    except UnicodeDecodeError:
        raise stop(f"{file} 不是 UTF-8 文本。", f"{file} is not UTF-8 text.") from None
    except SchemeError as error:
        typer.echo(error.text(language()))
        count = len(error.problems)
        raise stop(f"{file.name}：{count} 处问题。", f"{file.name}: {count} problems.") from None
    items = sum(len(list(group.items())) for group in scheme.groups)
    groups = len(scheme.groups)
    say(
        f"{file.name}：没有问题。{scheme.name} {scheme.version} 版，{groups} 组，{items} 项。",
        f"{file.name}: no problems. {scheme.name}, version {scheme.version}, "
        f"{groups} groups, {items} items.",
    )


def schema() -> None:
    from leitai.engine import scheme_schema

    typer.echo(json.dumps(scheme_schema(), ensure_ascii=False, indent=2))
