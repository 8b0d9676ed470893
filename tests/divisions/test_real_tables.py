"""How many names of real tables resolve without help, how many wrongly, and what is left over.

The figures are those of the documentation; one that changes is changed there too.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.divisions.real_tables import TABLES, judged, refuted
from tests.shared import needs_shared

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: Table → rows, settled, vouched for by code, by area, by people, by nobody, provinces found wrong.
MEASURED = {
    "yearbook 2020": (1712, 1706, 0, 1666, 35, 5, 1),
    "yearbook 2020, second copy": (2075, 2072, 0, 2020, 46, 6, 0),
    "panel 2007": (1992, 1986, 0, 1789, 173, 24, 5),
    "panel 2010": (1020, 1010, 0, 942, 12, 56, 79),
    "panel 2023": (2089, 2084, 0, 2016, 60, 8, 104),
    "census 2020": (3358, 3322, 3290, 0, 0, 32, 0),
    "census 2020 without codes": (3358, 3329, 3290, 0, 0, 39, 0),
}

#: Every row that is left to a person: table → names.
LEFT = {
    "yearbook 2020": "通州区 永定区 长安区 西沙群岛 南沙群岛 中沙群岛的岛礁及其海域",
    "yearbook 2020, second copy": "西沙群岛 南沙群岛 中沙群岛的岛礁及其海域",
    "panel 2007": "长安区 镇沅彝族哈尼族自治县 中卫市市辖区 固原市市辖区 江洲区 荔蒲县",
    "panel 2010": "通州区 长安区 沐阳县 沐阳县 自治县 自治县 傣族自治县 依族自治县 苗族自治县 "
    "土族自治县",
    "panel 2023": "通州区 永定区 长安区 漾濞舞族自治县 扎襄县",
}


@needs_shared
@pytest.mark.parametrize("table", TABLES)
def test_share_of_names_settled_and_who_vouches_for_them(table: str) -> None:
    found = judged(table)
    witnesses = Counter(each.witness for each in found if each.found.settled)
    wrong = sum(each.found.remark("wrong_province") is not None for each in found)
    assert MEASURED[table] == (
        len(found),
        sum(each.found.settled for each in found),
        witnesses["code"],
        witnesses["area"],
        witnesses["people"],
        witnesses[""],
        wrong,
    )


@needs_shared
@pytest.mark.parametrize("table", TABLES)
def test_no_name_is_resolved_wrongly(table: str) -> None:
    """No code beside a name contradicts its resolution, and no namesake fits the figures better."""
    source = "yearbook 2020" if table.startswith("yearbook") else table
    for each in judged(table):
        division, code = each.found.division, each.row.code
        assert not refuted(each, source), each
        if division is None or not code.isdigit() or code == division.code:
            continue
        # Seven development zones had another number in 2020; name and prefecture are theirs.
        assert table == "census 2020 without codes"
        assert division.listed_only
        assert division.name == each.row.written.name
        assert division.prefecture == each.row.written.prefecture


@needs_shared
@pytest.mark.parametrize("table", list(LEFT))
def test_exactly_these_names_are_left_to_a_person(table: str) -> None:
    left = [each.row.written.name for each in judged(table) if not each.found.settled]
    assert sorted(left) == sorted(LEFT[table].split())


@needs_shared
def test_every_wrong_province_is_borne_out_by_the_area_or_the_only_bearer_of_the_name() -> None:
    found = [
        each
        for table in TABLES
        for each in judged(table)
        if each.found.remark("wrong_province") is not None
    ]
    assert len(found) == 189
    unproved = {each.row.written.name for each in found if each.witness != "area"}
    assert unproved == {"林周县", "儋州市", "呈贡县", "中宁县"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_documentation_states_these_figures(language: str) -> None:
    page = (DOCS / language / "divisions.md").read_text("utf-8")
    for figures in MEASURED.values():
        row = " | ".join(f"{number:,}" for number in figures)
        share = f"{100 * figures[1] / figures[0]:.1f}%"
        assert f"| {row} | {share} | 0 |" in page, row
    for names in LEFT.values():
        assert all(name in page for name in names.split())
