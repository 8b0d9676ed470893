"""The language of the command line: Chinese unless ``--lang en`` or ``LEITAI_LANG=en`` asks."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from typer.core import TyperGroup

LANGUAGES = ("zh", "en")
_OPTION = "--lang"


class _Current:
    language = "zh"


def language() -> str:
    """Return ``zh`` or ``en``."""
    return _Current.language


def choose(code: str) -> None:
    """Speak this language from here on; anything but English is Chinese."""
    _Current.language = "en" if code.lower().startswith("en") else "zh"


def both(zh: str, en: str) -> str:
    """Return the text in the language chosen."""
    return en if _Current.language == "en" else zh


def take_option(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Return the arguments without ``--lang X``, wherever it stands, and X.

    Arguments after ``--`` are left alone.
    """
    left: list[str] = []
    found: str | None = None
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            left += ["--", *rest]
            break
        if argument == _OPTION and rest:
            found = rest.pop(0)
        elif argument.startswith(f"{_OPTION}="):
            found = argument.split("=", 1)[1]
        else:
            left.append(argument)
    return left, found


def choose_early(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Choose before the commands are defined, so that their help texts speak it too."""
    choose(take_option(arguments)[1] or environment.get("LEITAI_LANG") or "zh")


class SpeakingGroup(TyperGroup):
    """The root command, which understands ``--lang`` wherever it stands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        args, code = take_option(args)
        if code is not None:
            if code not in LANGUAGES:
                ctx.fail(f"--lang: zh | en, not {code!r}")
            choose(code)
        return super().parse_args(ctx, args)


choose_early(sys.argv[1:], os.environ)
