"""The list of mechanisms: complete, the same in both languages, and nothing in it is dead."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
NONE = {"zh": "尚无", "en": "not yet"}
LEVELS = {"zh": {"核心": "core", "支撑": "support"}, "en": {"core": "core", "support": "support"}}
ROW = re.compile(r"^\| (\d\.\d+) \|(.*)\|$", re.M)
#: A row of the table of what is served beside the list: name, what it does, pages, tests.
BESIDE = re.compile(r"^\| [^|\d][^|]* \| [^|]+ \| (`[^|]+) \| (`[^|]+) \|$", re.M)


@dataclass(frozen=True)
class Line:
    number: str
    name: str
    does: str
    level: str
    pages: tuple[str, ...]
    tests: tuple[str, ...]


def read(language: str) -> dict[str, Line]:
    text = (ROOT / "docs" / language / "mechanisms.md").read_text("utf-8")
    lines: dict[str, Line] = {}
    for number, rest in ROW.findall(text):
        name, does, level, pages, tests = (cell.strip() for cell in rest.split("|"))
        assert number not in lines, number
        for cell in (pages, tests):
            assert cell == NONE[language] or "`" in cell, (number, cell)
        lines[number] = Line(
            number,
            name,
            does,
            LEVELS[language][level],
            tuple(re.findall(r"`([^`]+)`", pages)),
            tuple(re.findall(r"`([^`]+)`", tests)),
        )
    return lines


def beside(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return pages and tests of what is served beside the list."""
    text = (ROOT / "docs" / language / "mechanisms.md").read_text("utf-8")
    return [
        (tuple(re.findall(r"`([^`]+)`", pages)), tuple(re.findall(r"`([^`]+)`", tests)))
        for pages, tests in BESIDE.findall(text)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_ninety_two_core_and_a_hundred_and_two_supporting(language: str) -> None:
    lines = read(language)
    assert Counter(line.level for line in lines.values()) == {"core": 92, "support": 102}
    assert all(line.name and line.does for line in lines.values())


def test_both_languages_say_the_same() -> None:
    zh, en = read("zh"), read("en")
    assert zh.keys() == en.keys()
    for number in zh:
        assert (zh[number].level, zh[number].pages, zh[number].tests) == (
            en[number].level,
            en[number].pages,
            en[number].tests,
        ), number
    assert beside("zh") == beside("en") != []


def route_names() -> set[str]:
    names: set[str] = set()
    queue = list(get_resolver().url_patterns)
    while queue:
        pattern = queue.pop()
        if hasattr(pattern, "url_patterns"):
            queue += pattern.url_patterns
        elif pattern.name:
            names.add(pattern.name)
    return names


def test_a_page_comes_with_a_test_and_a_test_with_a_page() -> None:
    for line in read("zh").values():
        assert bool(line.pages) == bool(line.tests), line.number


def test_named_pages_exist() -> None:
    named = {page for line in read("zh").values() for page in line.pages}
    named |= {page for pages, _tests in beside("zh") for page in pages}
    assert named <= route_names()


def test_named_tests_exist() -> None:
    named = {test for line in read("zh").values() for test in line.tests}
    named |= {test for _pages, tests in beside("zh") for test in tests}
    missing = []
    for test in sorted(named):
        path, _, name = test.partition("::")
        file = ROOT / path
        if not (name and file.is_file()) or not re.search(
            rf"^\s*(?:async )?def {name}\(", file.read_text("utf-8"), re.M
        ):
            missing.append(test)
    assert not missing


def test_the_number_told_is_the_number_served() -> None:
    served = sum(bool(line.pages) for line in read("zh").values())
    assert f"目前 {served} 项" in (ROOT / "docs/zh/mechanisms.md").read_text("utf-8")
    assert f"{served} have a page" in (ROOT / "docs/en/mechanisms.md").read_text("utf-8")
