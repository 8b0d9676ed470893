"""The pages on demo data state counts; they must be the counts of the data."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from leitai.demo.counties import load_counties, load_repairs, load_scope_changes, load_unmatched
from leitai.demo.county_scheme import county_groups
from leitai.demo.district_manifest import Manifest
from leitai.demo.housing import load_housing

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_on_the_page(language: str, manifest: Manifest) -> None:
    page = (DOCS / language / "demo-data.md").read_text(encoding="utf-8")
    kinds = Counter((repair.year, repair.kind) for repair in load_repairs())
    rest = sum(kinds[2020, kind] for kind in ("footnote_mark", "cell_shift", "not_a_number"))
    blanks = sum(value is None for month in load_housing() for value in month.indices.values())
    for number in (
        f"{len(load_counties(2020)):,}",
        f"{len(load_counties(2023)):,}",
        kinds[2023, "wrong_province"],
        kinds[2020, "two_provinces"],
        kinds[2020, "blank_in_name"],
        kinds[2020, "renamed"],
        rest,
        len(county_groups(load_counties(2023))),
        blanks,
        len(manifest.files),
    ):
        assert re.search(rf"(?<![\d,]){number}(?![\d,])", page), number
    words = {"zh": ("有 4 行", "13 个单位"), "en": ("four rows", "Thirteen units")}[language]
    assert (len(load_unmatched()), len(load_scope_changes())) == (4, 13)
    assert all(word in page for word in words)
