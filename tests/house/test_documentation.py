"""What the code offers stands in the documentation, in both languages, and the book builds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver

from leitai.server.config import Config
from tools import doc_tables
from tools.docs_nav import PAGES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def page(language: str, name: str) -> str:
    return (DOCS / language / name).read_text("utf-8")


@both_languages
def test_every_setting_is_documented_with_its_default(language: str) -> None:
    rows = dict(
        re.findall(r"^\| `(LEITAI_\w+)` \| ([^|]*) \|", page(language, "settings.md"), re.M)
    )
    for name, field in Config.model_fields.items():
        shown = rows.pop(f"LEITAI_{name.upper()}").strip()
        if field.default == "":
            assert shown in ("空", "empty"), name
        elif name != "secret_key":
            assert shown == f"`{field.default}`", name
    assert not rows, "documented settings that do not exist"


@both_languages
def test_other_names_of_the_environment_are_documented(language: str) -> None:
    known = {f"LEITAI_{name.upper()}" for name in Config.model_fields}
    tests = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")]
    # What tests tell a process that they start themselves is between the two.
    known |= {name for text in tests for name in re.findall(r"\b(LEITAI_TEST_\w+)=", text)}
    for text in [*tests, *(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))]:
        for name in re.findall(r"""environ(?:\.get\(|\[)["'](LEITAI_\w+)""", text):
            assert name in known or f"`{name}`" in page(language, "settings.md"), name


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield route


@both_languages
def test_every_page_is_documented_and_every_documented_page_exists(language: str) -> None:
    there = {
        "/accounts/2fa/" if each.startswith("/accounts/2fa/") else each
        for each in addresses(get_resolver().url_patterns)
        if not each.startswith("/api/")
    }
    told = set(re.findall(r"^\| `(/[^`]*)` \|", page(language, "pages.md"), re.M))
    assert there - told == set(), "not documented"
    assert told - there == set(), "no such page"


@both_languages
def test_every_address_of_the_api_is_documented(language: str) -> None:
    from leitai.server.api import api

    there = {re.sub(r"\{.*?\}", "{}", path) for path in api.get_openapi_schema()["paths"]}
    told = {
        re.sub(r"\{.*?\}", "{}", each)
        for each in re.findall(r"`(/api/v1/[^`]*)`", page(language, "api.md"))
    } - {"/api/v1/", "/api/v1/openapi.json"}
    assert told <= there, "no such address"
    left = {path for path in there if not any(path.startswith(each) for each in told)}
    assert not left, "not documented"


@both_languages
def test_commands_and_permissions_are_as_the_code_says(language: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.doc_tables", "check", language],
        cwd=ROOT,
        env={**os.environ, "LEITAI_LANG": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_permission_has_its_words() -> None:
    from rules.permissions import permissions

    known = {name for name in permissions if name.split(".")[0] in _rooms()}
    assert known == set(doc_tables.PERMISSIONS)


def _rooms() -> set[str]:
    return {path.parent.name for path in (ROOT / "src/leitai/apps").glob("*/apps.py")}


def test_every_role_has_its_line() -> None:
    from leitai.apps.units.models import Role

    for language in ("zh", "en"):
        text = page(language, "roles.md")
        assert all(f"`{role}`" in text for role in Role.values)
    assert set(doc_tables.ROLES) == set(Role.values)


def test_both_languages_have_the_same_pages() -> None:
    names = {
        language: {
            path.relative_to(DOCS / language).as_posix() for path in (DOCS / language).rglob("*.md")
        }
        for language in ("zh", "en")
    }
    assert names["zh"] == names["en"]
    in_order = {name for name in PAGES if not name.endswith("/")}
    folders = tuple(name for name in PAGES if name.endswith("/"))
    astray = {n for n in names["zh"] - in_order if not n.startswith(folders)}
    assert not astray, "pages that the table of contents leaves out"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def test_the_book_builds_without_a_warning(built: Path) -> None:
    assert (built / "zh" / "index.html").is_file()
    assert (built / "en" / "mechanisms.html").is_file()


LOADED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?:https?:)?//"""
    r"""|<link\b[^>]*\brel=["']?(?:stylesheet|preconnect|icon|preload)\b[^>]*href=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//|@import\s+["'](?:https?:)?//"""
)


def test_a_reader_of_the_book_asks_no_other_host(built: Path) -> None:
    for path in [*built.rglob("*.html"), *built.rglob("*.css")]:
        assert not LOADED.search(path.read_text("utf-8")), path.name
