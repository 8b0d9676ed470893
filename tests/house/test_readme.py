"""The commands and programs that readers are shown work as shown."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
SHOWN = (
    *READMES,
    "CONTRIBUTING.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))),
)


def fenced(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(name: str) -> list[list[str]]:
    found = []
    for block in fenced(name, "bash"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            if words:
                found.append(words)
    return found


def run_python(name: str) -> str:
    """Run the programs of a page one after the other, as a reader would; return what they print.

    A program that reads a file the reader brings is left out.
    """
    output = io.StringIO()
    names: dict[str, Any] = {}
    for block in fenced(name, "python"):
        if "read_tables(" in block:
            continue
        with contextlib.redirect_stdout(output):
            exec(compile(block, name, "exec"), names)
    return output.getvalue()


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_are_shown_and_are_targets(name: str) -> None:
    shown = [words[1] for words in commands(name) if words[0] == "make"]
    assert shown[:2] == ["demo", "test"]


def test_every_make_target_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for name in SHOWN:
        for words in commands(name):
            if words[0] == "make":
                assert words[1] in targets, (name, words)


def test_every_leitai_command_that_is_shown_parses() -> None:
    from leitai.cli.main import app

    root: Any = typer.main.get_command(app)
    seen = 0
    for name in SHOWN:
        for words in commands(name):
            if words[0].rsplit("/", 1)[-1] != "leitai":
                continue
            seen += 1
            command, rest = root, [w for w in words[1:] if w not in ("--lang", "en")]
            while getattr(command, "commands", None):
                assert rest[0] in command.commands, (name, words)
                command = command.commands[rest.pop(0)]
            command.make_context(words[0], rest, resilient_parsing=False)
    assert seen >= 10


@pytest.mark.parametrize("name", READMES)
def test_the_program_in_the_readme_runs(name: str) -> None:
    assert re.fullmatch(r"1 \S+ 6\.0\n2 \S+ 5\.5\n", run_python(name))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_programs_of_the_library_page_run_and_print_what_is_shown(language: str) -> None:
    name = f"docs/{language}/library.md"
    shown, gaps = fenced(name, "text")[:2]
    printed = run_python(name)
    assert printed.startswith(shown)
    assert gaps in printed
    assert "14.2108 ÷ 15.5" in printed
    assert "引进亿元以上项目数 >= 80.0 个 target_floor" in printed


@pytest.mark.parametrize("name", READMES)
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (ROOT / target).exists(), target
