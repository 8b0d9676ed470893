"""Months of a breakdown: each unit's own shape of last year, sums, and what the area plans."""

from __future__ import annotations

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import ProposalLine, Target, TargetProposal
from leitai.apps.goals.selectors.months import (
    MonthRow,
    month_plan,
    shares_to_begin_with,
    with_history,
)
from leitai.apps.goals.selectors.proposals import proposed_parts, spread_like
from leitai.apps.goals.services import (
    Part,
    approve_proposal,
    begin_adjustment,
    begin_breakdown,
    set_target,
    submit_proposal,
)
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db

#: Last year's figures by the end of each month: a slow start, or a whole year by March.
SLOW = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0)
QUICK = (20.0, 40.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0)


@pytest.fixture
def investment(district: District) -> Series:
    indicator = factories.make_indicator(
        district.area, "fai", "固定资产投资", "亿元", decimals=1, direction="higher_is_better"
    )
    return factories.make_series(indicator, district.source, "year_to_date")


@pytest.fixture
def whole(district: District, investment: Series) -> Target:
    return set_target(Act(), series=investment, unit=district.area, year=2026, floor=120.0)


def history(series: Series, unit: Unit, figures: tuple[float, ...]) -> None:
    for number, figure in enumerate(figures, start=1):
        factories.store(series, unit, factories.month(2025, number), figure)


def begun(whole: Target, *parts: Part) -> TargetProposal:
    return begin_breakdown(Act(), whole=whole, parts=parts, basis="by_hand")


def lines(proposal: TargetProposal) -> list[ProposalLine]:
    return list(proposal.lines.select_related("unit", "before"))


def test_each_unit_takes_its_own_months_and_who_has_none_goes_evenly(
    district: District, people: People, investment: Series, whole: Target
) -> None:
    slow, quick, new = district.towns[:3]
    history(investment, slow, SLOW)
    history(investment, quick, QUICK)
    history(investment, new, SLOW[:11])
    units = [slow, quick, new]
    assert with_history(investment, units, 2026) == {slow.pk, quick.pk}
    spread = spread_like(whole, units, "last_year")
    parts = proposed_parts(people["assessment_office"], whole, "even", units, 1, spread)
    assert [part.shape for part in parts] == ["last_year", "last_year", "even"]
    proposal = begun(whole, *parts)
    plan = month_plan(proposal, lines(proposal))
    assert plan is not None
    by_unit = {row.unit.pk: row for row in plan.rows}
    assert by_unit[slow.pk].levels[:3] == pytest.approx((0.4, 0.8, 1.6))
    assert by_unit[quick.pk].levels[2:4] == (40.0, 40.0)
    assert by_unit[new.pk].levels[5] == pytest.approx(20.0)
    assert [row.own_history for row in plan.rows] == [True, True, False]


def test_months_are_summed_and_held_against_the_areas_plan(
    district: District, investment: Series, whole: Target
) -> None:
    slow, quick = district.towns[:2]
    history(investment, slow, SLOW)
    history(investment, quick, QUICK)
    proposal = begun(
        whole, Part(slow.pk, 80.0, shape="last_year"), Part(quick.pk, 40.0, shape="last_year")
    )
    plan = month_plan(proposal, lines(proposal))
    assert plan is not None
    assert plan.beside[:3] == (10.0, 20.0, 30.0)
    assert plan.sums[2] == pytest.approx(43.2)
    assert plan.off[2] == 13.2
    assert plan.falls == (9, 10, 11)
    assert plan.off[11] == 0


def test_months_by_a_last_year_that_is_not_there_are_not_sent(
    district: District, people: People, investment: Series, whole: Target
) -> None:
    town = district.towns[0]
    history(investment, town, SLOW[:11])
    office = people["assessment_office"]
    proposal = begun(whole, Part(town.pk, 120.0, shape="last_year"))
    with pytest.raises(RefusedError, match="云溪街道 has no figures for every month of 2025"):
        submit_proposal(Act(actor=office), proposal=proposal, reason="分解")
    factories.store(investment, town, factories.month(2025, 12), 100.0)
    submit_proposal(Act(actor=office), proposal=proposal, reason="分解")
    approve_proposal(Act(actor=people["leader_in_charge"]), proposal=proposal)
    assert Target.objects.get(unit=town).shape == "last_year"
    with pytest.raises(RefusedError, match="no figures for every month"):
        begin_adjustment(
            Act(actor=office), target=whole, floor=120.0, stretch=None, shape="last_year",
            reason="分月",
        )  # fmt: skip


def test_shares_by_hand_are_each_units_own(
    district: District, people: People, whole: Target
) -> None:
    first, second = district.towns[:2]
    shares = tuple(n / 12 for n in range(1, 12)) + (1.0,)
    early = (0.5, *(1.0,) * 11)
    with pytest.raises(RefusedError, match=r"松桥街道.*3 shares instead of twelve"):
        begun(whole, Part(second.pk, 20.0, shape="by_hand", shares=(0.1, 0.2, 1.0)))
    proposal = begun(
        whole, Part(first.pk, 100.0, shape="by_hand", shares=early),
        Part(second.pk, 20.0, shape="by_hand", shares=shares),
    )  # fmt: skip
    submit_proposal(Act(actor=people["assessment_office"]), proposal=proposal, reason="分解")
    approve_proposal(Act(actor=people["leader_in_charge"]), proposal=proposal)
    assert Target.objects.get(unit=first).shares == list(early)
    assert Target.objects.get(unit=second).shares == list(shares)


def test_whoever_begins_by_hand_begins_with_the_months_there_are(district: District) -> None:
    town = district.towns[0]
    row = MonthRow(town, "last_year", (), tuple(SLOW), own_history=True)
    assert shares_to_begin_with(row)[:6] == (0.01, 0.02, 0.04, 0.08, 0.16, 0.3)
    falling = MonthRow(town, "last_year", (), (5.0, *SLOW[:11]), own_history=True)
    even = shares_to_begin_with(None)
    assert shares_to_begin_with(falling) == even
    assert (even[5], even[11]) == (0.5, 1.0)
