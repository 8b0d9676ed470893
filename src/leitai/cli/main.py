"""The root of the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from leitai import __version__
from leitai.cli.commands import (
    backup,
    bench,
    bulletin,
    codes,
    demo,
    duplicates,
    export,
    gap,
    importing,
    matters,
    migrate,
    notice,
    people,
    read,
    robustness,
    scheme,
    score,
    serve,
    steps,
    tokens,
    verify,
)
from leitai.cli.words import SpeakingGroup, both

app = typer.Typer(
    cls=SpeakingGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=both(
        "擂台：指标、目标、榜单。每个公开的数都能追到单元格、经手人和规则。",
        "Leitai: indicators, targets, boards. Every published number opens down to its cell.",
    ),
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"leitai {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _version_asked: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=both("显示版本", "show the version")
        ),
    ] = False,
    _language: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="zh|en",
            envvar="LEITAI_LANG",
            help=both("界面语言，可放在任何位置", "language of messages; may stand anywhere"),
        ),
    ] = "zh",
) -> None:
    """Stand at the root; :class:`SpeakingGroup` has read the language already."""


demo.add_to(app)
serve.add_to(app)
migrate.add_to(app)
score.add_to(app)
scheme.add_to(app)
gap.add_to(app)
steps.add_to(app)
robustness.add_to(app)
read.add_to(app)
duplicates.add_to(app)
importing.add_to(app)
codes.add_to(app)
export.add_to(app)
bulletin.add_to(app)
verify.add_to(app)
backup.add_to(app)
matters.add_to(app)
notice.add_to(app)
people.add_to(app)
tokens.add_to(app)
bench.add_to(app)

if __name__ == "__main__":
    app()
