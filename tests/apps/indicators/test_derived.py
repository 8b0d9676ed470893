"""Derived indicators: computed from what counts, stored as values, opened down to their inputs."""

from __future__ import annotations

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Series
from leitai.apps.indicators.selectors import current_values, revision_trail
from leitai.apps.indicators.services import NewValue, RefusedError, compute_derived, import_values
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(district: District) -> DataSource:
    return factories.make_source("computed", name="计算", unit=district.bureau)


def derived(district: District, source: DataSource, formula: str, flow: str = "current") -> Series:
    indicator = factories.make_indicator(district.area, "derived", "计算指标", "%", formula=formula)
    return factories.make_series(indicator, source, flow)


def compute(series: Series, *months: tuple[int, int]) -> None:
    compute_derived(
        Act(), indicator=series.indicator, periods=[factories.month(*m) for m in months]
    )


def value(district: District, series: Series, month: int = 10) -> tuple[float | None, str]:
    town, when = district.town("白沙镇"), factories.month(2026, month)
    found = current_values([series], [town], [when])[series.pk, town.pk, when.pk]
    return found.number, found.missing


def test_growth_on_the_year_before(district: District, computed: DataSource) -> None:
    town = district.town("白沙镇")
    factories.store(district.funds, town, factories.month(2025, 10), 8.0)
    factories.store(district.funds, town, factories.month(2026, 10), 9.0)
    series = derived(district, computed, "growth(funds_in_place, year_ago(funds_in_place))")
    compute(series, (2026, 10))
    assert value(district, series) == (12.5, "")


def test_year_to_date_of_single_months_and_back(district: District, computed: DataSource) -> None:
    town = district.town("白沙镇")
    for number in range(1, 4):
        factories.store(district.funds, town, factories.month(2026, number), float(number))
    series = derived(district, computed, "ytd(funds_in_place)", "year_to_date")
    compute(series, (2026, 1), (2026, 2), (2026, 3))
    assert [value(district, series, n)[0] for n in (1, 2, 3)] == [1.0, 3.0, 6.0]


def test_two_indicators(district: District, computed: DataSource) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    factories.store(district.funds, town, when, 9.56)
    factories.store(district.signed, town, when, 29.7)
    series = derived(district, computed, "funds_in_place / signed_amount * 100")
    compute(series, (2026, 10))
    assert value(district, series)[0] == pytest.approx(9.56 / 29.7 * 100)


def test_what_cannot_be_computed_says_so(district: District, computed: DataSource) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    series = derived(district, computed, "funds_in_place / signed_amount")
    factories.store(district.funds, town, when, 9.56)
    compute(series, (2026, 10))
    assert value(district, series) == (None, "not_reported")
    factories.store(district.signed, town, when, 0.0)
    compute(series, (2026, 10))
    assert value(district, series) == (None, "by_nature")
    # Units without any input get nothing at all.
    assert len(current_values([series], None, [when])) == 1


def test_inexact_values_stay_inexact(district: District, computed: DataSource) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    row = NewValue(district.funds.pk, town.pk, when.pk, number=9.0, qualifier="more_than")
    import_values(Act(), source=district.source, rows=[row], reason="as said")
    series = derived(district, computed, "funds_in_place * 2")
    compute(series, (2026, 10))
    (found,) = current_values([series], [town], [when]).values()
    assert (found.number, found.qualifier) == (18.0, "more_than")


def test_computing_again_stores_only_what_changed(district: District, computed: DataSource) -> None:
    when = factories.month(2026, 10)
    for town in district.towns:
        factories.store(district.funds, town, when, 2.0)
    series = derived(district, computed, "funds_in_place * 2")
    periods = [when]
    first = compute_derived(Act(), indicator=series.indicator, periods=periods)
    assert (first.kind, first.revisions.count()) == ("derived", 6)
    factories.store(district.funds, district.town("白沙镇"), when, 3.0)
    second = compute_derived(Act(), indicator=series.indicator, periods=periods)
    assert second.revisions.count() == 1


def test_a_computed_value_opens_to_its_inputs_as_they_stood(
    district: District, people: People, computed: DataSource
) -> None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    factories.store(district.funds, town, when, 2.0)
    series = derived(district, computed, "funds_in_place * 2")
    batch = compute_derived(Act(), indicator=series.indicator, periods=[when])
    factories.store(district.funds, town, when, 5.0)
    trail = revision_trail(people["assessment_office"], batch.revisions.get().pk)
    assert trail is not None
    assert trail.formula == "funds_in_place * 2"
    assert [(one.name, one.number) for one in trail.inputs] == [("到位资金", 2.0)]


def test_unknown_names_are_refused(district: District, computed: DataSource) -> None:
    series = derived(district, computed, "no_such_thing * 2")
    with pytest.raises(RefusedError, match="no_such_thing"):
        compute(series, (2026, 10))


def test_a_formula_that_cannot_be_read_is_refused_when_defined(district: District) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        factories.make_indicator(district.area, "bad", "坏", "%", formula="funds_in_place *")
