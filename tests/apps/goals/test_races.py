"""Two who name a lead unit at once, and two who approve one proposal at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import GoalNode, Responsibility, Target
from leitai.apps.goals.services import (
    Part,
    approve_proposal,
    begin_breakdown,
    name_responsible,
    responsibility,
    set_target,
    submit_proposal,
)
from leitai.apps.indicators.services import RefusedError
from tests import factories
from tests.people import District, make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def place() -> District:
    needs_shared_database()
    return make_district()


def _both_name(place: District) -> tuple[GoalNode, list[Any]]:
    node = GoalNode.objects.create(
        area=place.area, kind="direction", name="强产", first_year=2026, last_year=2028
    )
    jobs: list[Callable[[], Any]] = [
        lambda unit=unit: name_responsible(  # type: ignore[misc]
            Act(), thing=node, role="lead_unit", who=unit, valid_from=DAY
        )
        for unit in (place.bureau, place.town("白沙镇"))
    ]
    return node, run_together(*jobs)


def test_of_two_lead_units_one_stays(place: District) -> None:
    _node, results = _both_name(place)
    assert not [one for one in results if isinstance(one, Exception)]
    assert Responsibility.objects.filter(valid_to=None).count() == 1
    assert Responsibility.objects.count() == 2


def test_without_the_lock_the_database_refuses_one(
    place: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both look before either writes."""
    from django.db import connection

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time, lock or not")
    import threading

    both = threading.Barrier(2, timeout=30)

    def unlocked(thing: Any) -> dict[str, Any]:
        return {"node": GoalNode.objects.get(pk=thing.pk)}

    def waiting(*args: Any, **kwargs: Any) -> None:
        both.wait()

    monkeypatch.setattr(responsibility, "_thing_fields", unlocked)
    # The last look before writing is whether somebody leads already; both have looked by then.
    create = Responsibility.objects.create

    def late(**fields: Any) -> Responsibility:
        waiting()
        return create(**fields)

    monkeypatch.setattr(Responsibility.objects, "create", late)
    _node, results = _both_name(place)
    assert [type(one) for one in results if isinstance(one, Exception)] == [IntegrityError]


def test_of_two_approvals_one_counts(place: District) -> None:
    indicator = factories.make_indicator(place.area, "fai", "投资", "亿元")
    series = factories.make_series(indicator, place.source, "year_to_date")
    whole = set_target(Act(), series=series, unit=place.area, year=2026, floor=10.0)
    first, second = (
        factories.make_user(name, "leader_in_charge", place.area) for name in ("甲", "乙")
    )
    proposal = begin_breakdown(
        Act(), whole=whole, parts=[Part(place.town("白沙镇").pk, 10.0)], basis="by_hand"
    )
    submit_proposal(Act(), proposal=proposal, reason="分解")
    results = run_together(
        lambda: approve_proposal(Act(actor=first), proposal=proposal),
        lambda: approve_proposal(Act(actor=second), proposal=proposal),
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [RefusedError]
    assert Target.objects.filter(unit=place.town("白沙镇")).count() == 1
