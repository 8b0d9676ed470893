"""The report card: every item with its place, what moved the unit, and what would move it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import set_target
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.selectors import ItemLine, UnitPage, unit_page
from leitai.apps.standings.selectors.steps import next_steps
from leitai.apps.standings.selectors.unit import explain_fall
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from tests import factories
from tests.apps.standings.world import ALL, make_scheme
from tests.people import District, People

pytestmark = pytest.mark.django_db

RULES = """\
leitai: scheme/1
id: cards
name: 乡镇擂台
version: "1.0"
effective: 2020-01-01
period: month
reasons: 看项目、资金与签约。
rounding: {{items: 2, nodes: 2, total: 2}}
zones: {{leading: 2, lagging: 2}}
release: {{{release}}}
missing: {{policy: zero_and_show}}
inputs:
  - {{id: projects, name: 签约项目, indicator: signed_projects, flow: current, unit: 个,
     decimals: 0, direction: higher_is_better, actionable: true}}
  - {{id: funds, name: 到位资金, indicator: funds_in_place, flow: current, unit: 亿元, decimals: 2,
     direction: higher_is_better, actionable: true}}
  - {{id: funds_plan, name: 到位资金应达, indicator: funds_in_place, flow: current, unit: 亿元,
     take: floor_target}}
  - {{id: signed, name: 签约总额, indicator: signed_amount, flow: current, unit: 亿元, decimals: 2,
     direction: higher_is_better, actionable: true, statutory: true}}
groups:
  - id: towns
    name: 乡镇（街道）
    members: {{kinds: [township, subdistrict]}}
    tree:
      - id: attraction
        name: 招商
        marks: 60
        combine: sum
        items:
          - {{id: i_projects, name: 项目数, marks: 20, rule: {{kind: goalposts, value: projects, low: 0, high: 20}}}}
          - {{id: i_funds, name: 资金到位, marks: 40, rule: {{kind: completion, actual: funds, target: funds_plan, cap: 1}}}}
          - id: i_meetings
            name: 会议次数
            marks: 0
            rule: {{kind: direct, value: projects}}
            off: {{reason: 减负规定不得以会议评价工作, basis: 减负若干规定}}
      - id: volume
        name: 总量
        marks: 40
        combine: sum
        items:
          - {{id: i_signed, name: 签约总额, marks: 40, rule: {{kind: goalposts, value: signed, low: 0, high: 40}}}}
    penalty:
      cap: 5
      items:
        - {{id: p_few, name: 项目过少, rule: {{kind: events, events: [{{input: projects, points: 0}}]}}}}
"""  # noqa: E501

#: projects, funds and signed amount by town; every floor target is 12.
OCTOBER: Mapping[str, tuple[float, float, float]] = {
    "云溪街道": (16, 12.0, 36.0),  # 16 + 40 + 36 = 92
    "松桥街道": (14, 11.7, 34.0),  # 14 + 39 + 34 = 87
    "白沙镇": (12, 9.0, 32.0),  # 12 + 30 + 32 = 74
    "青石镇": (10, 10.5, 22.0),  # 10 + 35 + 22 = 67
    "安平镇": (9, 6.0, 30.0),  # 9 + 20 + 30 = 59
    "龙湾镇": (8, 3.0, 20.0),  # 8 + 10 + 20 = 38
}


@dataclass
class Cards:
    """A scheme with targets whose months a test publishes."""

    district: District
    scheme: Scheme

    def publish(
        self, number: int, figures: Mapping[str, Sequence[float]] = OCTOBER, year: int = 2026
    ) -> Standing:
        """Store a month and publish its board."""
        period = factories.month(year, number)
        series = (self.district.projects, self.district.funds, self.district.signed)
        rows = [
            NewValue(each.pk, self.district.town(name).pk, period.pk, number=float(value))
            for name, values in figures.items()
            for each, value in zip(series, values, strict=True)
        ]
        import_values(Act(), source=self.district.source, rows=rows, reason="as reported")
        played = open_round(Act(), scheme=self.scheme, period=period)
        return publish_standing(Act(), standing=compute_standing(Act(), played=played))


def make_cards(district: District, release: str = ALL) -> Cards:
    """Set the floor target of every town to 12 and write the rules."""
    for town in district.towns:
        set_target(Act(), series=district.funds, unit=town, year=2026, floor=12)
    version = make_scheme(district, RULES.format(release=release), slug="cards")
    return Cards(district, version.scheme)


@pytest.fixture
def cards(district: District) -> Cards:
    return make_cards(district)


def card(user: Any, standing: Standing, unit_id: int) -> UnitPage:
    page = unit_page(user, standing, unit_id)
    assert page is not None
    return page


def items(page: UnitPage) -> dict[str, ItemLine]:
    return {item.node: item for part in page.parts for item in part.items}


def changed(figures: Mapping[str, Sequence[float]], **towns: Sequence[float]) -> dict[str, Any]:
    return {**figures, **towns}


def test_every_item_shows_due_reached_completion_points_and_place(
    cards: Cards, people: People
) -> None:
    standing = cards.publish(10)
    page = card(people["analyst"], standing, cards.district.town("白沙镇").pk)
    assert (page.row.rank, page.row.score) == (3, 74.0)
    assert [(part.name, part.marks, part.score) for part in page.parts] == [
        ("招商", 60.0, 42.0),
        ("总量", 40.0, 32.0),
    ]
    lines = items(page)
    assert list(lines) == ["i_projects", "i_funds", "i_meetings", "i_signed"]
    funds = lines["i_funds"]
    assert funds.actual is not None
    assert funds.target is not None
    assert (funds.actual.number, funds.target.number, funds.ratio) == (9.0, 12.0, 75.0)
    assert (funds.score, funds.marks, funds.lost) == (30.0, 40.0, 10.0)
    assert (funds.rank, funds.size, funds.zone) == (4, 6, "middle")
    assert funds.scope == ("current period",)
    assert funds.decimals == 2
    assert funds.revision
    projects = lines["i_projects"]
    assert projects.target is None
    assert projects.ratio is None
    assert (projects.rank, projects.zone, projects.decimals) == (3, "middle", 0)
    assert [extra.node_id for extra in page.adjustments] == ["penalty"]


def test_thirds_of_the_group_lead_and_lag_in_each_item(cards: Cards, people: People) -> None:
    standing = cards.publish(10)
    zones = {
        name: items(card(people["analyst"], standing, cards.district.town(name).pk))["i_signed"]
        for name in OCTOBER
    }
    assert {name: (line.rank, line.zone) for name, line in zones.items()} == {
        "云溪街道": (1, "leading"),
        "松桥街道": (2, "leading"),
        "白沙镇": (3, "middle"),
        "安平镇": (4, "middle"),
        "青石镇": (5, "lagging"),
        "龙湾镇": (6, "lagging"),
    }


def test_a_switched_off_item_is_listed_and_scores_nothing(cards: Cards, people: People) -> None:
    standing = cards.publish(10)
    line = items(card(people["analyst"], standing, cards.district.town("白沙镇").pk))["i_meetings"]
    assert line.state == "off"
    assert line.rank is None
    assert not line.lost


def test_a_missing_figure_keeps_its_reason_and_a_completion_without_a_plan_is_none(
    district: District, people: People
) -> None:
    version = make_scheme(district, RULES.format(release=ALL), slug="cards")
    cards = Cards(district, version.scheme)
    november = factories.month(2026, 11)
    factories.store(
        district.signed, district.town("白沙镇"), november, None, missing="not_reported"
    )
    standing = cards.publish(10)
    line = items(card(people["analyst"], standing, district.town("白沙镇").pk))["i_funds"]
    assert line.target is not None
    assert (line.target.number, line.target.missing_reason) == (None, "no_target")
    assert line.ratio is None
    later = publish_standing(
        Act(),
        standing=compute_standing(
            Act(), played=open_round(Act(), scheme=cards.scheme, period=november)
        ),
    )
    line = items(card(people["analyst"], later, district.town("白沙镇").pk))["i_signed"]
    assert line.actual is not None
    assert (line.actual.number, line.actual.missing_reason) == (None, "not_reported")
    assert line.score == 0.0


def test_what_moved_everybody_explains_nobody(cards: Cards, people: People) -> None:
    cards.publish(10)
    # Every town signs 4 more (4 points each); 青石镇 delivers 3.6 less (12 points).
    november = {name: (p, f, s + 4) for name, (p, f, s) in OCTOBER.items()}
    projects, funds, signed = november["青石镇"]
    later = cards.publish(11, changed(november, 青石镇=(projects, funds - 3.6, signed)))
    changes = {
        name: [
            (change.name, change.points)
            for change in card(people["analyst"], later, cards.district.town(name).pk).changes
        ]
        for name in OCTOBER
    }
    assert changes.pop("青石镇") == [("资金到位", -12.0)]
    assert set(map(tuple, changes.values())) == {()}


def test_changes_name_the_costliest_first_and_sum_to_the_gain_on_the_median(
    cards: Cards, people: People
) -> None:
    cards.publish(10)
    later = cards.publish(11, changed(OCTOBER, 白沙镇=(14, 6.0, 30.0)))
    unit = cards.district.town("白沙镇").pk
    page = card(people["analyst"], later, unit)
    assert [(change.name, change.points) for change in page.changes] == [
        ("资金到位", -10.0),
        ("签约总额", -2.0),
        ("项目数", 2.0),
    ]
    # Nobody else moved, so the changes are the change of the total.
    assert sum(change.points for change in page.changes) == (page.row.score or 0) - 74.0
    assert explain_fall(later, "towns", unit) == "资金到位"
    assert explain_fall(later, "towns", cards.district.town("云溪街道").pk) == ""
    assert explain_fall(later, "towns", cards.district.bureau.pk) == ""


def test_the_first_round_has_nothing_to_compare_with(cards: Cards, people: People) -> None:
    standing = cards.publish(10)
    page = card(people["analyst"], standing, cards.district.town("白沙镇").pk)
    assert page.changes == ()
    assert page.row.change is None
    assert page.history == (("2026-10", 3, 74.0, 6),)


def test_history_holds_the_last_twelve_published_rounds_oldest_first(
    cards: Cards, people: People
) -> None:
    for town in cards.district.towns:
        set_target(Act(), series=cards.district.funds, unit=town, year=2025, floor=12)
    for number in range(1, 14):
        year, month = (2025, number) if number <= 12 else (2026, 1)
        last = cards.publish(month, changed(OCTOBER, 白沙镇=(12, 9.0, 32.0 - number)), year)
    draft = factories.month(2026, 2)
    compute_standing(Act(), played=open_round(Act(), scheme=cards.scheme, period=draft))
    unit = cards.district.town("白沙镇").pk
    page = card(people["analyst"], last, unit)
    codes = [code for code, _rank, _score, _size in page.history]
    assert codes == [f"2025-{n:02d}" for n in range(2, 13)] + ["2026-01"]
    assert [score for _c, _r, score, _s in page.history] == [74.0 - n for n in range(2, 14)]
    assert {size for _c, _r, _s, size in page.history} == {6}
    # An earlier card knows nothing of what came after it.
    march = Standing.objects.select_related("version", "round__scheme__area", "round__period").get(
        round__period__code="2025-03"
    )
    earlier = card(people["analyst"], march, unit)
    assert [code for code, *_rest in earlier.history] == ["2025-01", "2025-02", "2025-03"]


def test_a_unit_that_is_not_on_the_board_has_no_card(cards: Cards, people: People) -> None:
    standing = cards.publish(10)
    assert unit_page(people["analyst"], standing, cards.district.bureau.pk) is None


@pytest.mark.parametrize(
    ("release", "name", "opened"),
    [
        ("ranks: all, scores: all, inputs: all", "青石镇", True),
        ("ranks: all, scores: all, inputs: own", "青石镇", False),
        ("ranks: all, scores: all, inputs: own", "白沙镇", True),
        ("ranks: all, scores: own, inputs: all", "青石镇", False),
        ("ranks: none, scores: all, inputs: all", "白沙镇", False),
        ("ranks: own, scores: own, inputs: none", "白沙镇", False),
    ],
)
def test_a_closed_working_gives_no_item(
    district: District, people: People, release: str, name: str, opened: bool
) -> None:
    standing = make_cards(district, release).publish(10)
    page = card(people["town"], standing, district.town(name).pk)
    assert bool(page.parts) is opened
    assert (page.working is not None) is opened
    assert bool(page.adjustments) is opened


def test_steps_move_only_open_figures_and_reach_the_place_they_name(cards: Cards) -> None:
    standing = cards.publish(10)
    unit = cards.district.town("安平镇").pk
    steps = next_steps(standing, "towns", unit)
    assert steps is not None
    # The signed amount is set by the statistics office: nothing is proposed on it.
    assert [step.item_id for step in steps] == ["i_projects", "i_funds"]
    funds = steps[1]
    # 青石镇 has 67 points: 8 more than 安平镇, 2.4 of 12 in funds make 8.0, so a little over.
    assert (funds.rank_before, funds.rank_after) == (5, 4)
    assert funds.after is not None
    assert 8.40 <= funds.after <= 8.41
    moved = cards.publish(11, changed(OCTOBER, 安平镇=(9, funds.after, 30.0)))
    assert moved.places.get(unit_id=unit).rank == 4
    less = cards.publish(12, changed(OCTOBER, 安平镇=(9, funds.after - 0.01, 30.0)))
    assert less.places.get(unit_id=unit).rank == 5


def test_the_first_gets_no_steps_and_strangers_none(cards: Cards) -> None:
    standing = cards.publish(10)
    assert next_steps(standing, "towns", cards.district.town("云溪街道").pk) == ()
    assert next_steps(standing, "towns", cards.district.bureau.pk) is None
    assert next_steps(standing, "nowhere", cards.district.bureau.pk) is None
