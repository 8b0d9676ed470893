"""What tests of the command line share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from leitai.cli import words

SECRET = "test-" + "0123456789" * 6


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Each test begins in Chinese, and leaves Django's language as it was."""
    from django.utils import translation

    before = words.language()
    words.choose("zh")
    with translation.override(translation.get_language()):
        yield
    words.choose(before)


class Line:
    """The command line in this process."""

    def __call__(self, *arguments: str, stdin: str = "") -> Result:
        from leitai.cli.main import app

        return CliRunner().invoke(app, list(arguments), input=stdin)


@pytest.fixture
def leitai() -> Line:
    return Line()


class Site:
    """A site of its own: a folder, a SQLite file, and the command line as a program."""

    def __init__(self, var: Path) -> None:
        self.var = var
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LEITAI_", "DJANGO_"))}
        self.environment = {**kept, "LEITAI_VAR": str(var), "LEITAI_SECRET_KEY": SECRET}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "leitai.cli.main", *arguments]

    def run(
        self, *arguments: str, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env={**self.environment, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site without a database yet."""
    return Site(tmp_path / "var")


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("migrated"))
    for arguments in (("migrate",), ("unit", "add", "云溪区", "--kind", "district")):
        ran = site.run(*arguments)
        assert ran.returncode == 0, ran.stderr
    return site.var


@pytest.fixture
def filled(site: Site, _migrated: Path) -> Site:
    """A site with a database and one unit."""
    shutil.copytree(_migrated, site.var)
    return site
