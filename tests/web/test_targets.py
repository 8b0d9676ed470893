"""Targets beside what was due and reached."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import NewTarget, import_targets
from leitai.apps.indicators.models import Revision
from tests import factories
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def goals(district: District) -> District:
    """Two towns of the same target of 12 (even months: 3 by March); one keeps it, one does not."""
    indicator = factories.make_indicator(
        district.area, "tax", "税收收入", "亿元", direction="higher_is_better"
    )
    series = factories.make_series(indicator, district.source, "year_to_date")
    towns = district.towns[2:4]
    import_targets(
        Act(),
        area=district.area,
        rows=[NewTarget(series.pk, town.pk, 2026, 12.0, 14.0, "even") for town in towns],
        reason="plan of the year",
    )
    for town, number in zip(towns, (3.6, 2.4), strict=True):
        factories.store(series, town, factories.month(2026, 3), number)
    return district


def test_shows_due_reached_and_who_is_behind(goals: District, people: People) -> None:
    page = assert_sound(english(people["assessment_office"]).get("/targets/"))
    assert "2 targets" in page
    assert ">120.0<" in page
    assert ">80.0<" in page
    assert page.count("lt-light-yellow") == 1
    assert page.count("lt-light-green") == 1
    for revision in Revision.objects.all():
        assert f'href="/trace/value/{revision.pk}/" data-trace' in page


def test_behind_only_and_one_unit(goals: District, people: People) -> None:
    client = english(people["assessment_office"])
    page = text_of(client.get("/targets/?behind=1")).split("<tbody>", 1)[1]
    assert "青石镇" in page
    assert "白沙镇" not in page
    unit = goals.town("白沙镇").pk
    page = text_of(client.get(f"/targets/?unit={unit}")).split("<tbody>", 1)[1]
    assert "白沙镇" in page
    assert "青石镇" not in page
    assert_closed(client, "/targets/?unit=987654")
    assert_closed(client, "/targets/?period=1066-10")


def test_the_quarter_is_told(goals: District, people: People) -> None:
    page = text_of(english(people["assessment_office"]).get("/targets/?period=2026-03"))
    assert "Q1 1/2" in page
    assert "Q2 open" in page


def test_a_quarter_that_all_kept_is_red_for_good(goals: District, people: People) -> None:
    own = text_of(english(people["town"]).get("/targets/?period=2026-03"))
    # 3.6 of 3.5, the stretch due by March: a red start for the town that the person answers for.
    assert "red start" in own
    assert "lt-tag-hon" in own


def test_a_unit_sees_its_own_targets_only(goals: District, people: People) -> None:
    page = text_of(english(people["town"]).get("/targets/"))
    assert "白沙镇" in page
    assert "青石镇" not in page
    other = text_of(english(people.outsider).get("/targets/"))
    assert "税收收入" not in other
    assert_closed(signed_in(people.nobody), "/targets/")


def test_asks_the_database_little(
    goals: District, people: People, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(people["assessment_office"])
    client.get("/targets/")
    with django_assert_max_num_queries(34):
        client.get("/targets/")
