"""The reference pages: tables equal the declarations, every YAML block is accepted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai.engine import Scheme, score
from leitai.engine.rules import RULES
from leitai.engine.rules.base import columns_of
from leitai.engine.scheme.reference import TABLES, refreshed
from tests.engine.builders import one_item, table

REPO = Path(__file__).parents[2]
PAGES = {lang: REPO / "docs" / lang / "schemes.md" for lang in ("zh", "en")}
BLOCK = re.compile(r"```yaml( title=\"scheme\")?\n(.*?)```", re.DOTALL)
COLUMNS = [
    "fai", "fai_plan", "gdp", "gdp_before", "gdp_growth", "gdp_per_head", "signings", "starts",
    "criticisms", "honours_province", "honours_city", "air", "satisfaction", "place_before",
    "judge_1", "judge_2", "judge_3", "judge_4", "judge_5",
]  # fmt: skip


def blocks(lang: str) -> list[tuple[bool, str]]:
    text = PAGES[lang].read_text(encoding="utf-8")
    return [(bool(full), block) for full, block in BLOCK.findall(text)]


@pytest.mark.parametrize("lang", PAGES)
def test_tables_of_keys_are_those_of_the_reader(lang: str) -> None:
    text = PAGES[lang].read_text(encoding="utf-8")
    assert refreshed(text, lang) == text
    assert set(re.findall(r"<!-- keys: (\w+) -->", text)) == set(TABLES)


@pytest.mark.parametrize("lang", PAGES)
def test_full_schemes_on_the_page_load(lang: str) -> None:
    full = [block for is_full, block in blocks(lang) if is_full]
    assert len(full) == 3
    for block in full:
        Scheme.from_yaml(block)


@pytest.mark.parametrize("lang", PAGES)
def test_every_rule_has_a_snippet_that_scores(lang: str) -> None:
    shown = set()
    for is_full, block in blocks(lang):
        data: dict[str, Any] = yaml.safe_load(block)
        if is_full or "rule" not in data:
            continue
        scheme = Scheme.from_dict(one_item(data["rule"], COLUMNS))
        (item,) = scheme.groups[0].items()
        shown.add(item.rule.kind)
        used = columns_of(item.rule)
        figures = {name: [7.0 + place, 9.0 + place] for place, name in enumerate(used)}
        assert None not in score(scheme, table(figures)).scores["x"].values()
    assert shown == set(RULES)


@pytest.mark.parametrize("lang", PAGES)
def test_the_grades_snippet_is_accepted(lang: str) -> None:
    (grades,) = (
        yaml.safe_load(b)["grades"] for full, b in blocks(lang) if "grades:" in b and not full
    )
    data = one_item({"kind": "direct", "value": "gdp"}, ["gdp"])
    data["groups"][0]["grades"] = grades
    Scheme.from_dict(data)


def test_the_complete_scheme_is_the_one_that_tests_use() -> None:
    towns = (Path(__file__).parent / "schemes" / "towns.yaml").read_text(encoding="utf-8")
    for lang in PAGES:
        assert towns in [block for full, block in blocks(lang) if full]
