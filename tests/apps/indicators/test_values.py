"""Current values, as they stood when, history, and what nobody may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.indicators.selectors import (
    current_values,
    revision_trail,
    sheet_view,
    value_history,
    values_for,
    watermark,
)
from leitai.apps.indicators.services import accept_upload
from tests import factories
from tests.apps.indicators.conftest import Uploading
from tests.people import District, People

pytestmark = pytest.mark.django_db


def test_the_last_accepted_revision_counts_and_the_past_can_be_asked(
    district: District,
) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    marks = []
    for number in (1.0, 2.0, 3.0):
        factories.store(district.funds, town, when, number)
        marks.append(watermark())
    key = (district.funds.pk, town.pk, when.pk)
    assert current_values([district.funds], [town], [when])[key].number == 3.0
    past = [
        current_values([district.funds], [town], [when], upto=mark)[key].number for mark in marks
    ]
    assert past == [1.0, 2.0, 3.0]
    assert current_values([district.funds], [town], [when], upto=marks[0] - 1) == {}


def test_only_the_authoritative_source_counts_the_others_are_kept(
    district: District, people: People
) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    other = factories.make_source("tongji", name="区统计局", unit=district.bureau)
    factories.store(district.funds, town, when, 1.0)
    factories.store(district.funds, town, when, 2.0, source=other)
    found = current_values([district.funds], [town], [when])
    assert [value.number for value in found.values()] == [1.0]
    history = value_history(people["assessment_office"], district.funds, town, when)
    assert [(s.number, s.authoritative) for s in history] == [(1.0, True), (2.0, False)]


def test_a_missing_value_keeps_its_reason(district: District) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    factories.store(district.funds, town, when, None, missing="below_unit")
    (value,) = current_values([district.funds], [town], [when]).values()
    assert (value.number, value.missing) == (None, "below_unit")


def test_staged_values_do_not_count(district: District) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    batch = Batch.objects.create(kind="upload")
    Revision.objects.create(
        batch=batch, series=district.funds, unit=town, period=when, source=district.source,
        number=5.0,
    )  # fmt: skip
    assert current_values([district.funds], [town], [when]) == {}


def test_values_come_by_three_queries_however_many(
    district: District, django_assert_num_queries: Any
) -> None:
    periods = [factories.month(2026, n) for n in range(1, 7)]
    for period in periods:
        for town in district.towns:
            factories.store(district.funds, town, period, 1.0)
    for towns, months in ((district.towns[:1], periods[:1]), (district.towns, periods)):
        with django_assert_num_queries(3):
            assert len(current_values([district.funds], towns, months)) == len(towns) * len(months)


def test_the_query_uses_the_index_by_series_period_and_unit(district: District) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan")
    with CaptureQueriesContext(connection) as caught:
        current_values([district.funds], district.towns, [factories.month(2026, 10)])
    statement = next(q["sql"] for q in caught if "indicators_revision" in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "SEARCH indicators_revision USING INDEX" in plan
    assert "SCAN" not in plan


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1), st.integers(1, 99)),
        max_size=12,
    )
)
def test_values_agree_with_a_plain_reading_of_all_revisions(
    district: District, said: list[tuple[int, int, int, int]]
) -> None:
    """The same as taking all revisions in their order, whatever they are and up to any place."""
    Revision.objects.all().delete()
    series = (district.projects, district.signed, district.funds)
    months = (factories.month(2026, 1), factories.month(2026, 2))
    plain: dict[tuple[int, int, int], float] = {}
    for which, town, month, number in said:
        key = (series[which].pk, district.towns[town].pk, months[month].pk)
        factories.store(series[which], district.towns[town], months[month], float(number))
        plain[key] = float(number)
    found = current_values(series, district.towns[:2], months)
    assert {key: value.number for key, value in found.items()} == plain


@pytest.mark.parametrize(
    ("person", "towns"),
    [
        ("assessment_office", 6), ("principal_leader", 6), ("auditor", 6), ("town", 1),
        ("reporting_unit", 6), ("approver", 6),
    ],
)  # fmt: skip
def test_everyone_sees_the_units_under_their_roles(
    district: District, people: People, person: str, towns: int
) -> None:
    when = factories.month(2026, 10)
    for town in district.towns:
        factories.store(district.funds, town, when, 1.0)
    found = values_for(people[person], [district.funds], None, [when])
    assert len(found) == towns
    assert values_for(people.outsider, [district.funds], None, [when]) == {}
    assert values_for(people.nobody, [district.funds], None, [when]) == {}


def test_a_bureau_sees_what_it_reported_of_the_towns_and_nothing_more(
    district: District, people: People
) -> None:
    when, town = factories.month(2026, 10), district.town("白沙镇")
    finance = factories.make_unit("区财政局", "county_department", district.area, position=51)
    theirs = factories.make_source("caizheng", finance, name="区财政局报表")
    indicator = factories.make_indicator(district.area, "revenue", "税收收入", "万元")
    revenue = factories.make_series(indicator, theirs)
    factories.store(district.funds, town, when, 1.0)
    factories.store(revenue, town, when, 2.0)
    bureau = people["reporting_unit"]
    seen = values_for(bureau, [district.funds, revenue], None, [when])
    assert [value.series_id for value in seen.values()] == [district.funds.pk]
    assert [s.number for s in value_history(bureau, district.funds, town, when)] == [1.0]
    assert value_history(bureau, revenue, town, when) == []
    assert value_history(people["town"], revenue, town, when) != []


def test_published_facts_are_open_to_all(district: District, people: People) -> None:
    when = factories.month(2026, 10)
    yearbook = factories.make_source("yearbook", name="年鉴", public=True)
    indicator = factories.make_indicator(district.area, "gdp", "地区生产总值", "亿元")
    series = factories.make_series(indicator, yearbook)
    factories.store(series, district.town("白沙镇"), when, 1.0)
    assert len(values_for(people["town"], [series], None, [when])) == 1
    assert len(values_for(people.outsider, [series], None, [when])) == 1


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(numbers=st.lists(st.integers(1, 10**6), min_size=5, max_size=5))
def test_neighbours_figures_change_nothing_that_a_town_sees(
    district: District, people: People, numbers: list[int]
) -> None:
    """Noninterference: whatever the other towns report, the town's pages stay the same."""
    from leitai.apps.indicators.selectors import distribution, heat_map, missing_table

    when = factories.month(2026, 10)
    user = people["town"]
    towns = district.towns
    factories.store(district.funds, district.town("白沙镇"), when, 5.0)

    def seen() -> tuple[Any, ...]:
        return (
            values_for(user, [district.funds], None, [when]),
            heat_map(user, district.funds, towns, [when]),
            distribution(user, district.funds, towns, when),
            missing_table(user, district.area, when, units=towns),
            missing_table(user, district.area, when),
        )

    before = seen()
    others = [town for town in towns if town.name != "白沙镇"]
    for town, number in zip(others, numbers, strict=True):
        factories.store(district.funds, town, when, float(number))
    assert seen() == before


def test_the_trail_ends_in_the_marked_cell(
    district: District, people: People, upload_form: Uploading
) -> None:
    batch = accept_upload(Act(), upload=upload_form(actor=people["reporting_unit"]))
    revision = batch.revisions.get(series=district.funds, unit=district.town("白沙镇"))
    trail = revision_trail(people["assessment_office"], revision.pk)
    assert trail is not None
    assert (trail.indicator, trail.unit, trail.number) == ("到位资金", "白沙镇", 1)
    assert trail.window is not None
    assert trail.window.address == "D6"
    assert trail.window.marked is not None
    assert trail.window.marked.text == "95600"
    view = sheet_view(people["assessment_office"], revision.pk)
    assert view is not None
    assert view.grid.rows[5].cells[3].text == "95600"


def test_a_town_sees_its_value_but_not_the_sheet_with_its_neighbours(
    district: District, people: People, upload_form: Uploading
) -> None:
    batch = accept_upload(Act(), upload=upload_form())
    own = batch.revisions.get(series=district.funds, unit=district.town("白沙镇"))
    other = batch.revisions.get(series=district.funds, unit=district.town("安平镇"))
    trail = revision_trail(people["town"], own.pk)
    assert trail is not None
    assert (trail.shown.number, trail.window) == (9.56, None)
    assert sheet_view(people["town"], own.pk) is None
    assert revision_trail(people["town"], other.pk) is None
    assert revision_trail(people.outsider, own.pk) is None
    assert revision_trail(people["town"], 10**9) is None


def test_a_staged_revision_has_no_trail(district: District, people: People) -> None:
    batch = Batch.objects.create(kind="upload")
    staged = Revision.objects.create(
        batch=batch, series=district.funds, unit=district.town("白沙镇"),
        period=factories.month(2026, 10), source=district.source, number=5.0,
    )  # fmt: skip
    assert revision_trail(people["assessment_office"], staged.pk) is None
