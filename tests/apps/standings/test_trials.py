"""Trial runs on any period with figures, and two versions on the same figures."""

from __future__ import annotations

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import SchemeVersion, Standing
from leitai.apps.standings.selectors.trial import (
    compare_on,
    trial,
    trial_on,
    trial_periods,
)
from leitai.apps.standings.services import add_version, publish_version
from tests import factories
from tests.apps.standings.world import World, rules_text, store_month, store_one

pytestmark = pytest.mark.django_db


def draft(world: World, version: str = "2.0", marks: int = 120, **more: str) -> SchemeVersion:
    text = rules_text(version=version, marks=marks, **more)
    return add_version(Act(), scheme=world.scheme, text=text)


def test_parts_of_a_trial_add_up_for_every_unit(world: World) -> None:
    outcome = trial(world.again(), draft(world))
    assert len(outcome.rows) == 6
    for row in outcome.rows:
        assert row.change is not None
        assert sum(part.change for part in row.parts) == pytest.approx(row.change)
    one = next(row for row in outcome.rows if row.name == "松桥街道")
    # 60 × 10.89 ÷ 34.15 = 19.13 and 120 × the same = 38.27.
    assert [(p.id, p.before, p.after, p.change) for p in one.parts] == [
        ("i_funds", 19.13, 38.27, 19.14)
    ]


def test_a_period_without_a_result_is_tried_beside_the_rules_in_force(world: World) -> None:
    september = factories.month(2026, 9)
    store_month(world.district, september)
    version = draft(world)
    assert [p.code for p in trial_periods(world.scheme, version)] == ["2026-10", "2026-09"]
    outcome = trial_on(world.scheme, version, september)
    assert outcome.before is not None
    assert outcome.before.standing is None
    assert outcome.before.version == world.version
    published = trial_on(world.scheme, version, world.played.period)
    assert published.before is not None
    assert published.before.standing == world.standing
    assert [row.score for row in outcome.rows] == [row.score for row in published.rows]
    assert not Standing.objects.filter(round__period=september).exists()


def test_the_rules_in_force_have_nothing_to_stand_beside(world: World) -> None:
    september = factories.month(2026, 9)
    store_month(world.district, september)
    outcome = trial_on(world.scheme, world.version, september)
    assert outcome.before is None
    assert outcome.moved == outcome.changed == ()
    assert {row.rank[1] for row in outcome.rows} == {1, 2, 3, 4, 5, 6}


def test_two_versions_run_on_what_the_published_result_saw(world: World) -> None:
    store_one(world.district, world.district.funds, "白沙镇", world.played.period, 99)
    second, third = draft(world), draft(world, "3.0", 30)
    outcome = compare_on(world.scheme, second, third, world.played.period)
    assert outcome.before is not None
    assert outcome.before.standing is None
    row = next(row for row in outcome.rows if row.name == "白沙镇")
    # 9.56 of 29.70, not the 99 that came later: 120 and 30 times 0.32189.
    assert (row.parts[0].before, row.parts[0].after) == (38.63, 9.66)
    back = compare_on(world.scheme, world.version, second, world.played.period)
    assert back.before is not None
    assert back.before.standing == world.standing


def test_an_item_that_another_version_lacks_is_named_with_its_loss(world: World) -> None:
    text = rules_text(version="2.0")
    at = text.index("      - id: delivery")
    shorter = add_version(Act(), scheme=world.scheme, text=text[:at])
    row = trial(world.again(), shorter).rows[0]
    assert [(part.id, part.after) for part in row.parts] == [("i_funds", None)]
    assert row.parts[0].change == pytest.approx(row.change or 0)


def test_rules_of_next_year_do_not_bind_this_one(world: World) -> None:
    later = publish_version(Act(), version=draft(world, effective="2027-01-01"))
    september = factories.month(2026, 9)
    store_month(world.district, september)
    outcome = trial_on(world.scheme, later, september)
    assert outcome.before is not None
    assert outcome.before.version == world.version
