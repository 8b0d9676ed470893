"""Suggestions among all counties of the yearbook, and the experience of their growth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.selectors.page import pair_page
from leitai.apps.benchmarks.selectors.suggested import SuggestionsPage, suggestions_page
from leitai.apps.benchmarks.services import confirm_pair, propose_pair
from leitai.apps.goals.services import set_target
from leitai.engine.rounding import half_up
from tests.apps.benchmarks.world import Field, make_field
from tests.people import People, make_district, make_people


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: object) -> Iterator[tuple[Field, People]]:
    """The district beside the 2,089 counties of 2023, built once for the module."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):  # type: ignore[attr-defined]
        district = make_district()
        people = make_people(district)
        field = make_field(district, everybody=True)
        set_target(
            Act(), series=field.own_series["gdp", "不含临空"], unit=field.unit, year=2025,
            floor=1000.0,
        )  # fmt: skip
        confirm_pair(
            Act(),
            pair=propose_pair(
                Act(), unit=field.unit, benchmark=field.county("博罗县"), year=2026, reason="可及"
            ),
        )
        yield field, people
        transaction.set_rollback(True)


def suggested(everybody: tuple[Field, People], **asked: object) -> SuggestionsPage:
    field, people = everybody
    page = suggestions_page(people["analyst"], field.unit, field.field, 2026, **asked)  # type: ignore[arg-type]
    assert page is not None
    return page


@pytest.mark.django_db
def test_candidates_lead_in_all_that_was_asked_for(everybody: tuple[Field, People]) -> None:
    page = suggested(everybody, cares=["per_head", "secondary"])
    assert page.considered == 2089
    assert 0 < page.better < 219
    for one in page.candidates:
        assert one.suggestion is not None
        ahead = {merit.indicator.id: merit.candidate > merit.own for merit in one.suggestion.merits}
        assert ahead == {"gdp": True, "per_head": True, "secondary": True}


@pytest.mark.django_db
def test_the_most_alike_stand_first_and_say_why(everybody: tuple[Field, People]) -> None:
    page = suggested(everybody, likes=["population"])
    near = [one for one in page.candidates if one.tier == "near"]
    distances = [one.suggestion.distance for one in near if one.suggestion]
    assert distances == sorted(distances)
    assert near[0].suggestion is not None
    assert "户籍人口相近" in str(near[0].suggestion.reasons[0])
    assert "P90" in str(near[0].suggestion.reasons[-1])
    other = suggested(everybody, likes=["area"])
    assert [one.unit.pk for one in other.candidates] != [one.unit.pk for one in page.candidates]


@pytest.mark.django_db
def test_near_middle_and_far_follow_from_the_growth_that_a_tenth_had(
    everybody: tuple[Field, People],
) -> None:
    page = suggested(everybody, likes=[])
    assert page.reach is not None
    assert half_up(page.reach.growth, 2) == 12.27
    years = {"near": (0, 5), "middle": (5, 10), "far": (10, 99)}
    for one in page.candidates:
        assert one.suggestion is not None
        low, high = years[one.tier]
        assert one.suggestion.years is not None
        assert low <= one.suggestion.years <= high
        assert one.suggestion.overtake is (one.tier != "far")


@pytest.mark.django_db
def test_an_unknown_extent_is_no_page(everybody: tuple[Field, People]) -> None:
    field, people = everybody
    assert suggestions_page(people["analyst"], field.unit, field.field, 2026, extent=987654) is None


@pytest.mark.django_db
def test_experience_of_all_counties_and_a_target_beyond_it(
    everybody: tuple[Field, People],
) -> None:
    field, people = everybody
    page = pair_page(people["analyst"], field.unit, field.field, 2026)
    assert page is not None
    found = page.catching
    assert found is not None
    assert found.experience is not None
    assert len(found.experience) == 2058
    assert [half_up(rate, 2) for rate in found.experience.marks.values()] == [
        3.03, 7.26, 12.27, 15.48, 22.46,
    ]  # fmt: skip
    level = found.of("level")[0]
    assert level.place is not None
    assert (half_up(level.rate, 2), level.place.mark, level.unheard_of) == (19.32, 95, False)
    narrow, wide = found.of("target")
    assert (half_up(narrow.rate, 2), narrow.unheard_of) == (30.27, True)
    assert (half_up(wide.rate, 2), wide.unheard_of) == (19.43, False)
    assert (page.lines[0].own_rank, page.lines[0].their_rank, page.lines[0].ranked) == (
        232, 131, 2089,
    )  # fmt: skip
    tiers = {one.unit.name: one.tier for one in page.candidates}
    assert tiers["博罗县"] == "near"
    assert set(tiers.values()) == {"near", "middle", "far"}
