"""Statistics: worked by hand, each count opens its list, and stored as values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.apps.indicators.models import Revision
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.statistics import (
    COUNTED,
    Statistics,
    counted_list,
    statistics_by,
    statistics_for,
)
from tests import factories
from tests.apps.matters.world import ALL_CHECKS, Desk, on
from tests.people import People

NOVEMBER = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
DAY = dt.date(2026, 12, 2)


def make_november(desk: Desk) -> None:
    """Five due in November: two closed in time, one closed late, one overdue, one suspended."""
    desk.closed(due=dt.date(2026, 11, 10), day="2026-11-05", title="当天办结")
    slow = desk.in_hand(due=dt.date(2026, 11, 20), day="2026-11-02", title="八天办结")
    report(desk, slow, "2026-11-09")
    services.return_for_rework(on("2026-11-10", desk.office), matter=slow, words="不全")
    report(desk, slow, "2026-11-10")
    close(desk, slow, "2026-11-10")
    late = desk.in_hand(due=dt.date(2026, 11, 6), day="2026-11-02", title="迟办结")
    report(desk, late, "2026-11-17")
    close(desk, late, "2026-11-18")
    other = desk.registered("逾期未办", day="2026-11-02", kind="minutes")
    services.assign(
        on("2026-11-02", desk.office), matter=other, lead_unit=desk.helper,
        due=dt.date(2026, 11, 25),
    )  # fmt: skip
    still = desk.in_hand(due=dt.date(2026, 11, 27), day="2026-11-02", title="暂停")
    services.suspend(
        on("2026-11-03", desk.office), matter=still, until=dt.date(2026, 12, 25), words="等"
    )
    desk.in_hand(due=dt.date(2026, 12, 25), day="2026-11-02", title="不在本期")


def report(desk: Desk, matter: Any, day: str) -> None:
    services.report_completion(on(day, desk.reporter), matter=matter, words="办完")


def close(desk: Desk, matter: Any, day: str) -> None:
    services.verify(on(day, desk.office), matter=matter, checks=ALL_CHECKS)
    services.close_out(on(day, desk.office), matter=matter)


def test_november_by_hand(desk: Desk) -> None:
    make_november(desk)
    found = statistics_for(desk.office, *NOVEMBER, DAY, desk.area.pk)
    assert (found.due, found.closed, found.on_time, found.overdue, found.returned) == (
        4, 3, 2, 2, 1,
    )  # fmt: skip
    assert found.mean_days == pytest.approx((0 + 8 + 16) / 3)
    assert (found.closing_rate, found.on_time_rate) == (75.0, 50.0)
    assert (found.overdue_rate, found.return_rate) == (50.0, 25.0)


def test_groups_and_what_each_reader_counts(desk: Desk) -> None:
    make_november(desk)
    lines = statistics_by(desk.office, "unit", *NOVEMBER, DAY, desk.area.pk)[1]
    assert [(line.name, line.due, line.closed) for line in lines] == [
        ("区招商局", 3, 3),
        ("白沙镇", 1, 0),
    ]
    kinds = statistics_by(desk.office, "kind", *NOVEMBER, DAY, desk.area.pk)[1]
    assert {(line.key, line.due) for line in kinds} == {("document", 3), ("minutes", 1)}
    assert {line.name for line in kinds} == {"official document", "decision of a meeting"}
    own = statistics_for(desk.reporter, *NOVEMBER, DAY)
    assert own.due == 3
    assert statistics_for(desk.stranger, *NOVEMBER, DAY) == Statistics("", "", 0, 0, 0, 0, 0, None)
    with pytest.raises(KeyError):
        statistics_by(desk.office, "weather", *NOVEMBER, DAY)


def test_every_count_opens_a_list_of_that_length(desk: Desk) -> None:
    make_november(desk)
    for reader in (desk.office, desk.reporter, desk.supporter):
        whole = statistics_for(reader, *NOVEMBER, DAY)
        for what in COUNTED:
            rows = counted_list(reader, what, *NOVEMBER, DAY, Filter())
            assert rows.count() == getattr(whole, what), what
    lead = Filter(lead=desk.helper.pk)
    assert counted_list(desk.office, "overdue", *NOVEMBER, DAY, lead).count() == 1


def test_counting_takes_few_queries(desk: Desk) -> None:
    make_november(desk)
    office = type(desk.office).objects.get(pk=desk.office.pk)
    with CaptureQueriesContext(connection) as queries:
        statistics_for(office, *NOVEMBER, DAY, desk.area.pk)
        statistics_by(office, "unit", *NOVEMBER, DAY, desk.area.pk)
    assert len(queries) <= 4


def test_stored_as_values_of_a_source_of_their_own(desk: Desk, people: People) -> None:
    make_november(desk)
    november = factories.month(2026, 11)
    with pytest.raises(RefusedError, match="not ended"):
        services.store_statistics(on("2026-11-30", desk.office), area=desk.area, period=november)
    with pytest.raises(PermissionDenied):
        services.store_statistics(on(DAY, desk.reporter), area=desk.area, period=november)
    act = on(DAY, people["assessment_office"])
    batch = services.store_statistics(act, area=desk.area, period=november)
    again = services.store_statistics(act, area=desk.area, period=november)
    assert again.pk == batch.pk
    values = {
        (one.series.indicator.code, one.unit.name): one.number
        for one in Revision.objects.filter(batch=batch)
    }
    assert values["matters_closing_rate", "区招商局"] == 100.0
    assert values["matters_on_time_rate", "区招商局"] == pytest.approx(200 / 3)
    assert values["matters_overdue_rate", "白沙镇"] == 100.0
    assert values["matters_due", "白沙镇"] == 1
    assert values["matters_mean_days", "白沙镇"] is None
    assert batch.revisions.values_list("source__name", flat=True).distinct().get() == "督办统计"
    with pytest.raises(RefusedError, match="No matter"):
        services.store_statistics(
            on(DAY, desk.office), area=desk.area, period=factories.month(2026, 9)
        )


def test_a_late_closing_revises_what_it_changed_and_nothing_else(desk: Desk) -> None:
    make_november(desk)
    november = factories.month(2026, 11)
    services.store_statistics(on(DAY, desk.office), area=desk.area, period=november)
    before = Revision.objects.count()
    services.store_statistics(on(DAY, desk.office), area=desk.area, period=november)
    assert Revision.objects.count() == before
    from leitai.apps.matters.models import Matter

    open_one = Matter.objects.get(title="逾期未办")
    services.sign_for(on(DAY, desk.supporter), matter=open_one)
    services.report_completion(on(DAY, desk.supporter), matter=open_one, words="办完")
    close(desk, open_one, "2026-12-02")
    services.store_statistics(on("2026-12-03", desk.office), area=desk.area, period=november)
    changed = Revision.objects.order_by("pk")[before:]
    assert {(one.series.indicator.code, one.unit.name) for one in changed} == {
        ("matters_closing_rate", "白沙镇"),
        ("matters_mean_days", "白沙镇"),
    }
