"""Ready schemes give what was published, or what a hand works out."""

from __future__ import annotations

from pathlib import Path

import pytest

from leitai.engine import Result, Scheme, check_working, score
from leitai.engine.library import library, ready_scheme
from leitai.engine.scheme.bans import cautions

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = [each.name for each in library()]


def result(name: str) -> Result:
    each = ready_scheme(name)
    return score(each.scheme, each.table())


def totals(name: str) -> dict[str, float | None]:
    return {p.unit: p.score for group in result(name).groups for p in group.standings}


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_scores_and_shows_its_working(name: str) -> None:
    each = ready_scheme(name)
    assert Scheme.from_dict(each.scheme.to_dict()) == each.scheme
    assert cautions(each.scheme) == ()
    assert each.scheme.reasons
    assert each.scheme.id == name
    found = result(name)
    for group in found.groups:
        assert group.units
        for unit in group.units:
            assert check_working(found.working(unit)) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_has_a_page_with_its_source_and_the_results_of_its_example(
    name: str, language: str
) -> None:
    page = (DOCS / language / "ready-schemes" / f"{name}.md").read_text(encoding="utf-8")
    each = ready_scheme(name)
    assert each.source(language) in page
    assert each.summary(language) in page
    scheme = each.scheme
    decimals = 4 if scheme.rounding.total is None else scheme.rounding.total
    for group in result(name).groups:
        for place in group.standings[:5]:
            assert place.score is not None
            assert f"| {place.unit} | {place.rank} | {place.score:.{decimals}f} |" in page


def test_there_is_no_other_name() -> None:
    with pytest.raises(KeyError):
        ready_scheme("none")


def test_completion_gives_the_published_2_78_and_2_95() -> None:
    assert totals("completion") == {"乙县": 2.95, "甲县": 2.78}
    scores = result("completion").scores
    parts = ("i_domestic", "i_foreign", "i_signed", "i_sizes", "i_incentives", "i_quality")
    assert [scores[part]["甲县"] for part in parts] == [0.48, 0.6, 0.5, 0.5, 0.3, 0.4]
    assert [scores[part]["乙县"] for part in parts] == [0.45, 0.6, 0.5, 0.5, 0.5, 0.4]


def test_efficacy_gives_the_published_coefficients() -> None:
    scores = result("efficacy").scores
    assert scores["i_output"] == {"甲镇": 100, "乙镇": 83.33, "丙镇": 73.33, "丁镇": 60}
    # Energy, lower is better: 0.50 is worst, 0.30 best, 0.45 a quarter and 0.40 half of the way.
    assert scores["i_energy"] == {"甲镇": 60, "乙镇": 100, "丙镇": 70, "丁镇": 80}
    # 70 % and 30 %: 83.33 × 0.7 + 100 × 0.3.
    assert totals("efficacy")["乙镇"] == 88.33


def test_marks_by_place() -> None:
    scores = result("rank-scoring").scores
    # 600 to 500 in four steps of 25, the third times 1.02; 200 less 4 for each place, two tie.
    assert list(scores["i_economy"].values()) == [600, 575, 561, 525, 500]
    assert list(scores["i_rating"].values()) == [188, 200, 196, 196, 184]


def test_three_parts_by_hand() -> None:
    scores = result("three-parts").scores
    # 甲县: 10 × (0.5 × 1 + 0.3 × 0 + 0.2 × 5 ÷ 10); revenue 10 × (0.4 × 1 + 0 + 0.2 × 0.25 ÷ 0.8).
    assert scores["i_gdp"] == {"甲县": 6, "乙县": 7.5}
    assert scores["i_revenue"] == {"甲县": 4.63, "乙县": 9.2}


def test_fixed_benchmarks_give_the_published_98_2770() -> None:
    found = totals("per-mu-benchmarks")
    assert found["恒丰机械"] == 98.277
    # Below the threshold: twice the benchmark of power with half of that of tax, 25 + 100.
    assert found["清泉食品"] == 125
    assert found["小河五金"] == 100
    # No emission reported: the mean of the group, which is the other firm's.
    emission = result("per-mu-benchmarks").scores["i_emission"]
    assert emission["云锦纺织"] == emission["恒丰机械"]


def test_classes_of_twenty_firms() -> None:
    standings = result("per-mu-classes").groups[0].standings
    grades = [place.grade for place in standings]
    # 25 %, 70 % and 95 % of twenty: 5, 14 and 19.
    assert [grades.count(each) for each in "abcd"] == [5, 9, 5, 1]
    # The mean of 1 to 20 is 10.5; sixteen of it is beyond the cap of one and a half.
    assert [place.score for place in standings[:6]] == [150] * 5 + [142.86]


def test_counties_rank_within_their_group() -> None:
    found = result("county-groups")
    assert [group.standings[0].unit for group in found.groups] == ["博罗县", "四会市"]
    # 博罗 2023: 838.89 of 100…900 is 60 + 40 × 738.89 ÷ 800; growth 35.51 % of 0…50.
    assert found.scores["i_gdp"]["博罗县"] == 96.94
    assert found.scores["i_growth"]["博罗县"] == 88.41
