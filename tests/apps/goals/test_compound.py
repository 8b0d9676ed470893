"""Compound, rank and ratio targets: whether each condition holds, and on which values."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import CompoundTarget
from leitai.apps.goals.selectors.compounds import compounds_for, conditions_in_words, evaluate
from leitai.apps.goals.services import NewCondition, set_compound, withdraw_compound
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


def series_of(district: District, code: str, direction: str = "higher_is_better") -> Series:
    indicator = factories.make_indicator(district.area, code, code, "个", direction=direction)
    return factories.make_series(indicator, district.source, "year_to_date")


def held(target: CompoundTarget, user: object = None) -> bool | None:
    return evaluate(user, [target], factories.month(2026, 10))[target.pk].held


def test_two_up_and_two_down(district: District) -> None:
    """双增长、双下降: revenue and income rise, energy and complaints fall."""
    town, wanted = district.town("白沙镇"), {"revenue": "up", "income": "up", "energy": "down",
                                            "complaints": "down"}  # fmt: skip
    series = {code: series_of(district, code) for code in wanted}
    target = set_compound(
        Act(), unit=town, year=2026, name="双增长、双下降",
        conditions=[NewCondition(kind, series[code]) for code, kind in wanted.items()],
    )  # fmt: skip
    now, before = factories.month(2026, 10), factories.month(2025, 10)
    for code, kind in wanted.items():
        factories.store(series[code], town, before, 10.0)
        assert held(target) is None
        factories.store(series[code], town, now, 12.0 if kind == "up" else 8.0)
    told = evaluate(None, [target], now)[target.pk]
    assert (told.held, told.kept, told.kind) == (True, 4, "compound")
    assert told.conditions[2].words == "8.00个 − 10.00个 = -2.00个"
    assert [figure.text for figure in told.conditions[2].figures] == ["8.00个", "10.00个"]
    factories.store(series["energy"], town, now, 10.0)
    assert held(target) is False


def test_one_that_fails_decides_while_others_cannot_be_told(district: District) -> None:
    town = district.town("白沙镇")
    one, other = series_of(district, "one"), series_of(district, "other")
    target = set_compound(
        Act(), unit=town, year=2026, name="两项",
        conditions=[NewCondition("at_least", one, 10), NewCondition("at_most", other, 5)],
    )  # fmt: skip
    factories.store(one, town, factories.month(2026, 10), 9.0)
    assert held(target) is False
    factories.store(one, town, factories.month(2026, 10), 10.0)
    assert held(target) is None
    factories.store(other, town, factories.month(2026, 10), 5.0)
    assert held(target) is True


def test_a_rank_among_the_towns_with_ties_and_gaps(district: District, people: People) -> None:
    series = series_of(district, "rank")
    town, now = district.town("白沙镇"), factories.month(2026, 10)
    target = set_compound(
        Act(), unit=town, year=2026, name="进入前三",
        conditions=[NewCondition("rank_within", series, 3, start=6)],
    )  # fmt: skip
    assert conditions_in_words(target) == ("rank from place 6 into the first 3",)
    # A tie does not push down; a town without a value is not ranked.
    for name, number in (("云溪街道", 9.0), ("松桥街道", 8.0), ("白沙镇", 8.0), ("青石镇", 2.0)):
        factories.store(series, district.town(name), now, number)
    told = evaluate(None, [target], now)[target.pk]
    assert (told.held, told.kind) == (True, "rank")
    assert told.conditions[0].words == "place 2 of 4 with a value, wanted 3"
    for name in ("安平镇", "龙湾镇"):
        factories.store(series, district.town(name), now, 10.0)
    assert held(target) is False
    # Who does not see all that are ranked learns nothing of the rank.
    assert held(target, people["assessment_office"]) is False
    assert held(target, people["town"]) is None
    factories.store(series, district.town("安平镇"), now, 1.0)
    assert held(target, people["town"]) is None


def test_fewer_is_better_ranks_the_other_way(district: District) -> None:
    series = series_of(district, "faults", "lower_is_better")
    town, now = district.town("白沙镇"), factories.month(2026, 10)
    target = set_compound(
        Act(),
        unit=town,
        year=2026,
        name="第一",
        conditions=[NewCondition("rank_within", series, 1)],
    )
    factories.store(series, town, now, 1.0)
    factories.store(series, district.town("青石镇"), now, 2.0)
    assert held(target) is True


def test_a_ratio_of_two_series(district: District) -> None:
    """完整社区达到50%以上."""
    done, of = series_of(district, "complete"), series_of(district, "communities")
    town, now = district.town("白沙镇"), factories.month(2026, 10)
    target = set_compound(
        Act(), unit=town, year=2026, name="完整社区过半",
        conditions=[NewCondition("ratio_at_least", done, 50, divisor=of)],
    )  # fmt: skip
    factories.store(done, town, now, 5.0)
    assert held(target) is None
    factories.store(of, town, now, 0.0)
    assert held(target) is None
    factories.store(of, town, now, 10.0)
    told = evaluate(None, [target], now)[target.pk]
    assert (told.held, told.kind, told.conditions[0].words) == (
        True, "ratio", "5.00个 ÷ 10.00个 = 50.00%",
    )  # fmt: skip
    factories.store(of, town, now, 11.0)
    assert held(target) is False


def test_conditions_that_cannot_be_are_refused(district: District) -> None:
    town, series = district.town("白沙镇"), series_of(district, "x")
    foreign = factories.make_series(
        factories.make_indicator(district.other_area, "y", "y", "个"), district.source
    )
    for condition, said in (
        (NewCondition("sideways", series), "unknown kind"),
        (NewCondition("up", series, 3), "takes no number"),
        (NewCondition("at_least", series), "needs a number"),
        (NewCondition("at_least", series, float("nan")), "not finite"),
        (NewCondition("ratio_at_least", series, 50), "needs the series to divide by"),
        (NewCondition("ratio_at_least", series, 50, series), "divided by itself"),
        (NewCondition("rank_within", series, 0), "whole number"),
        (NewCondition("rank_within", series, 2.5), "whole number"),
        (NewCondition("up", foreign), "another area"),
    ):
        with pytest.raises(RefusedError, match=said):
            set_compound(Act(), unit=town, year=2026, name="坏", conditions=[condition])
    twice = [NewCondition("up", series), NewCondition("up", series)]
    with pytest.raises(RefusedError, match="stands there twice"):
        set_compound(Act(), unit=town, year=2026, name="坏", conditions=twice)
    with pytest.raises(RefusedError, match="at least one condition"):
        set_compound(Act(), unit=town, year=2026, name="坏", conditions=[])
    assert not CompoundTarget.objects.exists()


def test_setting_and_withdrawing_and_who_sees_it(district: District, people: People) -> None:
    town, series = district.town("白沙镇"), series_of(district, "x")
    fields = {
        "unit": town,
        "year": 2026,
        "name": "增长",
        "conditions": [NewCondition("up", series)],
    }
    with pytest.raises(PermissionDenied):
        set_compound(Act(actor=people["town"]), **fields)
    target = set_compound(Act(actor=people["assessment_office"]), **fields)
    with pytest.raises(RefusedError, match="already"):
        set_compound(Act(), **fields)
    seen = {
        who: len(compounds_for(people[who], district.area, 2026))
        for who in ("assessment_office", "town", "reporting_unit")
    }
    assert seen == {"assessment_office": 1, "town": 1, "reporting_unit": 0}
    withdraw_compound(Act(), target=target, reason="改设")
    with pytest.raises(RefusedError, match="withdrawn already"):
        withdraw_compound(Act(), target=target, reason="改设")
    assert compounds_for(None, district.area, 2026) == []
    set_compound(Act(), **fields)
