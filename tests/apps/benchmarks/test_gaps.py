"""The page of a pair: its figures, to the printed digit."""

from __future__ import annotations

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.selectors.page import PairPage, pair_page
from leitai.apps.benchmarks.services import confirm_pair, propose_pair, set_reference
from leitai.apps.goals.services import set_target
from leitai.engine.rounding import half_up
from tests.apps.benchmarks.world import Field
from tests.people import People

pytestmark = pytest.mark.django_db


def choose(field: Field) -> None:
    confirm_pair(
        Act(),
        pair=propose_pair(
            Act(), unit=field.unit, benchmark=field.county("博罗县"), year=2026, reason="可及"
        ),
    )
    set_reference(
        Act(), unit=field.unit, benchmark=field.county("龙海区"), year=2026,
        distance="middle", reason="二产",
    )  # fmt: skip


def page_of(field: Field, people: People, role: str = "analyst", **more: object) -> PairPage:
    found = pair_page(people[role], field.unit, field.field, 2026, **more)
    assert found is not None
    return found


def test_both_scopes_of_one_claim(field: Field, people: People) -> None:
    choose(field)
    page = page_of(field, people)
    assert page.extent_name == "不含临空"
    assert [(r.name, half_up(r.percent or 0, 2)) for r in page.readings] == [
        ("不含临空", 70.24),
        ("含临空", 83.58),
    ]
    line = page.lines[0]
    assert (line.row.difference, line.verdict) == (-249.66, "lagging")
    assert line.own.scope == ("year to date", "current prices", "不含临空")
    assert line.own.revision_id is not None
    assert line.theirs.revision_id is not None


def test_lines_in_value_ratio_difference_and_verdict(field: Field, people: People) -> None:
    choose(field)
    found = {
        line.item.code: (line.row.difference, half_up(line.percent or 0, 2), line.verdict)
        for line in page_of(field, people).lines
    }
    assert found == {
        "gdp": (-249.66, 70.24, "lagging"),
        "primary": (-55.62, 40.98, "lagging"),
        "secondary": (-229.99, 50.69, "lagging"),
        "tertiary": (35.94, 112.92, "leading"),
        "per_head": (1.04, 112.11, "leading"),
        "per_area": (2488.0, 184.65, "leading"),
        "population": (-36.6, 62.65, "size"),
        "area": (-1769.0, 38.04, "size"),
    }


def test_the_gap_splits_into_sectors_and_tells_what_rounding_leaves(
    field: Field, people: People
) -> None:
    choose(field)
    split = page_of(field, people).split
    assert split is not None
    assert [part.gap for part in split.parts] == [-55.62, -229.99, 35.94]
    assert (split.shown_sum, split.remainder, split.cause) == (-249.67, 0.01, "rounding")
    assert half_up(split.largest.share or 0, 0) == 92


def test_an_extent_without_a_figure_has_none_and_borrows_none(field: Field, people: People) -> None:
    choose(field)
    wide = page_of(field, people, extent=field.extents["含临空"].pk)
    lines = {line.item.code: line for line in wide.lines}
    assert half_up(lines["gdp"].percent or 0, 2) == 83.58
    assert lines["secondary"].own.number is None
    assert lines["secondary"].verdict == "missing"
    assert lines["per_head"].own.number is None
    assert wide.split is None


def test_catching_up_with_the_benchmark_standing_and_growing(field: Field, people: People) -> None:
    choose(field)
    set_target(
        Act(), series=field.own_series["gdp", "不含临空"], unit=field.unit, year=2025, floor=1000.0
    )
    found = page_of(field, people).catching
    assert found is not None
    assert [half_up(w.rate, 2) for w in found.of("level")] == [19.32]
    assert found.own_growth is not None
    assert (half_up(found.own_growth.rate, 2), found.own_growth.years) == (3.13, 1)
    assert found.their_growth is not None
    assert (half_up(found.their_growth.rate, 2), found.their_growth.years) == (10.66, 3)
    assert found.moving is not None
    assert found.moving.verdict == "never"
    assert found.still is not None
    assert half_up(found.still.years or 0, 1) == 11.5
    assert [(w.extent, half_up(w.rate, 2)) for w in found.of("target")] == [
        ("不含临空", 30.27),
        ("含临空", 19.43),
    ]
    assert found.experience is None, "five counties are no experience"


def test_places_among_benchmark_and_references(field: Field, people: People) -> None:
    choose(field)
    page = page_of(field, people)
    assert [(one.unit.name, one.place) for one in page.places] == [
        ("龙海区", 1),
        ("博罗县", 2),
        ("云溪区", 3),
    ]
    assert (page.lines[0].own_rank, page.lines[0].their_rank, page.lines[0].ranked) == (6, 5, 5)


def test_what_a_reader_may_not_see_is_no_figure(district: object, people: People) -> None:
    """Own figures that are not published stay with those who stand over the unit."""
    from tests.apps.benchmarks.world import make_field

    field = make_field(district, public=False)  # type: ignore[arg-type]
    choose(field)
    assert page_of(field, people).readings
    town = page_of(field, people, "town")
    assert town.readings == ()
    assert town.periods == ()
    assert town.lines == ()
    assert town.pair is not None
