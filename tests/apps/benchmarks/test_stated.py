"""Stated comparisons: 博罗 agrees with what is stored, 龙海 does not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import StatedComparison
from leitai.apps.benchmarks.selectors.figures import frame
from leitai.apps.benchmarks.selectors.stated import Checked, checked, stated_for
from leitai.apps.benchmarks.services import state_comparison, withdraw_comparison
from leitai.apps.indicators.services import RefusedError
from leitai.engine.rounding import half_up
from tests import factories
from tests.apps.benchmarks.world import Field, make_field, year
from tests.people import District, People

pytestmark = pytest.mark.django_db


def state(field: Field, name: str, **more: object) -> StatedComparison:
    fields: dict[str, object] = {
        "share": 93.10, "decimals": 2, "own_value": 589.23, "own_decimals": 2,
        "extent": field.extents["不含临空"], **more,
    }  # fmt: skip
    return state_comparison(
        Act(), unit=field.unit, other=field.county(name), item=field.items["gdp"],
        period=year(2023), quote=f"占{name}{fields['share']}%", place="讲话", **fields,
    )  # type: ignore[arg-type]  # fmt: skip


def check(field: Field, people: People, role: str = "analyst") -> list[Checked]:
    base = frame(field.field, field.unit)
    return checked(people[role], base, stated_for(people[role], field.unit))


def test_the_yearbook_bears_the_first_sentence_out(field: Field, people: People) -> None:
    state(field, "博罗县", share=70.24)
    (found,) = check(field, people)
    assert found.agrees is True
    assert found.check is not None
    assert half_up(found.check.implied.value, 2) == 838.88
    assert found.against is not None
    assert half_up(found.against.figure.number or 0, 2) == 838.89
    assert found.against.figure.revision_id is not None


def test_the_yearbook_contradicts_the_second_and_the_extent_turns_it(
    field: Field, people: People
) -> None:
    state(field, "龙海区")
    (found,) = check(field, people)
    assert found.agrees is False
    assert found.check is not None
    assert half_up(found.check.implied.value, 2) == 632.90
    assert half_up(found.check.difference or 0, 2) == 715.47
    assert found.check.turns
    wide = next(r for r in found.check.readings if r.own.label == "含临空")
    assert (half_up(wide.share_if_stated, 2), wide.side) == (110.78, "ahead")
    assert [half_up(r.shares[0] or 0, 2) for r in found.check.readings] == [43.70, 52.00]
    assert found.check.explanations == ()


def test_another_extent_of_the_other_explains_the_sentence(field: Field, people: People) -> None:
    """Once a narrower extent of the other is stored, the check names it."""
    from leitai.apps.indicators.services import define_extent

    county = field.county("龙海区")
    main = field.their_series["gdp"]
    narrow = define_extent(Act(), unit=county, name="不含开发区")
    series = factories.make_series(
        main.indicator, main.authority, main.flow, price=main.price, extent=narrow
    )
    factories.store(series, county, year(2023), 6329000.0)
    state(field, "龙海区")
    (found,) = check(field, people)
    assert found.agrees is False, "the authoritative figure still differs"
    assert found.check is not None
    labels = [each.benchmark.label for each in found.check.explanations]
    assert [label.endswith("不含开发区") for label in labels] == [True]


def test_a_stated_figure_is_checked_as_it_was_printed(field: Field, people: People) -> None:
    state(field, "博罗县", share=None, value=838.9, decimals=1)
    state(field, "龙海区", share=None, value=632.9, decimals=1)
    wrong, right = check(field, people)
    assert (right.agrees, wrong.agrees) == (True, False)


def test_what_cannot_be_compared_is_refused(field: Field, people: People) -> None:
    for more in (
        {"share": None},
        {"value": 632.9},
        {"share": 0.0},
        {"share": float("nan")},
        {"extent": factories_extent(field)},
    ):
        with pytest.raises(RefusedError):
            state(field, "龙海区", **more)
    with pytest.raises(RefusedError):
        state_comparison(
            Act(), unit=field.unit, other=field.unit, item=field.items["gdp"], period=year(2023),
            quote="占自己", share=100.0,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        state_comparison(
            Act(actor=people["auditor"]), unit=field.unit, other=field.county("龙海区"),
            item=field.items["gdp"], period=year(2023), quote="占", share=93.1,
        )  # fmt: skip
    assert not StatedComparison.objects.exists()


def factories_extent(field: Field) -> object:
    from leitai.apps.indicators.services import define_extent

    return define_extent(Act(), unit=field.district.town("白沙镇"), name="镇区")


def test_taken_off_with_a_reason_and_kept_in_the_record(field: Field, people: People) -> None:
    stated = state(field, "龙海区")
    with pytest.raises(RefusedError):
        withdraw_comparison(Act(), stated=stated, reason=" ")
    withdraw_comparison(Act(actor=people["analyst"]), stated=stated, reason="引错了年份")
    assert check(field, people) == []
    assert Entry.objects.get(verb="benchmark.withdraw_comparison").detail["reason"] == "引错了年份"
    with pytest.raises(RefusedError):
        withdraw_comparison(Act(), stated=stated, reason="再来")


def test_without_a_figure_open_to_the_reader_nothing_is_checked(
    district: District, people: People
) -> None:
    field = make_field(district, public=False)
    state(field, "龙海区", own_value=None, own_decimals=None)
    assert check(field, people)[0].agrees is False
    (town,) = check(field, people, "town")
    assert (town.check, town.own) == (None, ())
