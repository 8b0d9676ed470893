"""Commands speak Chinese or English, and start without the weight that they do not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leitai.cli.words import take_option


@pytest.mark.parametrize(
    ("arguments", "left", "code"),
    [
        (["score", "a", "--lang", "en", "b"], ["score", "a", "b"], "en"),
        (["--lang=en", "score"], ["score"], "en"),
        (["score", "--", "--lang", "en"], ["score", "--", "--lang", "en"], None),
        (["score", "--lang"], ["score", "--lang"], None),
        ([], [], None),
    ],
)
def test_the_language_may_stand_anywhere(arguments, left, code):
    assert take_option(arguments) == (left, code)


def test_an_unknown_language_is_refused(leitai):
    result = leitai("--lang", "fr", "scheme", "schema")
    assert result.exit_code == 2
    assert "zh | en" in result.output


def run(program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    ).stdout


def test_help_speaks_the_language_asked_for():
    program = "from leitai.cli.main import app; app(prog_name='leitai', standalone_mode=False)"
    assert "正式运行网站和后台任务" in run(program, "--help")
    english = run(program, "--lang", "en", "--help")
    assert "run the site and its worker" in english
    assert "正式" not in english


def test_help_and_scores_come_without_framework_and_database():
    program = (
        "import sys, leitai.cli.main; import leitai.cli.commands.score as c\n"
        "from leitai.cli import tables, results, result_workbook\n"
        "print([m for m in ('django', 'ninja', 'granian', 'allauth') if m in sys.modules])"
    )
    assert run(program).strip() == "[]"


def test_the_command_line_itself_loads_no_arrays():
    program = (
        "import sys, leitai.cli.main\n"
        "print([m for m in ('numpy', 'rich.table', 'xlsxwriter', 'django') if m in sys.modules])"
    )
    assert run(program).strip() == "[]"


def test_version(leitai):
    from leitai import __version__

    assert leitai("--version").output.strip() == f"leitai {__version__}"
