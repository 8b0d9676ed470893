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
    group.command("library", help=both("列出现成方案和出处", "list the ready schemes"))(library)
    group.command(
        "new",
        help=both(
            "以现成方案起草：写出方案文件和示例数据", "begin with a ready scheme and its example"
        ),
    )(new)
    app.add_typer(group, name="scheme")


def check(
    file: Annotated[Path, typer.Argument(help=both("方案文件（YAML）", "scheme file (YAML)"))],
) -> None:
    from leitai.engine import Scheme, SchemeError
    from leitai.engine.scheme.bans import cautions

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
    for caution in cautions(scheme):
        typer.echo(both("请确认：", "To confirm: ") + caution.text(language()))
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


def library() -> None:
    from leitai.engine.library import library as ready

    for each in ready():
        typer.echo(f"{each.name:18} {each.title(language())}")
        typer.echo(f"{'':18} {each.summary(language())}")
        typer.echo(f"{'':18} {both('出处：', 'Source: ')}{each.source(language())}")


def new(
    name: Annotated[
        str,
        typer.Argument(
            help=both("现成方案的名字，见 library", "name of a ready scheme, see library")
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help=both("写到哪个目录", "folder to write to"))
    ] = Path("."),
) -> None:
    from leitai.engine.library import library as ready
    from leitai.engine.library import ready_scheme

    try:
        each = ready_scheme(name)
    except KeyError:
        names = both("、", ", ").join(one.name for one in ready())
        raise stop(
            f"没有叫 {name} 的现成方案。有：{names}。",
            f"There is no ready scheme {name}. There are: {names}.",
        ) from None
    scheme_file, data_file = out / f"{each.name}.yaml", out / f"{each.name}.csv"
    for path in (scheme_file, data_file):
        if path.exists():
            raise stop(f"{path} 已存在，没有覆盖。", f"{path} exists; nothing was written over it.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        scheme_file.write_text(each.text, "utf-8")
        data_file.write_text(each.data, "utf-8-sig")
    except OSError as error:
        raise stop(
            f"写不了 {out}：{error.strerror}", f"Cannot write {out}: {error.strerror}"
        ) from None
    say(
        f"已写出 {scheme_file} 和 {data_file}。试一试：leitai score {scheme_file} {data_file}",
        f"Wrote {scheme_file} and {data_file}. Try: leitai score {scheme_file} {data_file}",
    )
