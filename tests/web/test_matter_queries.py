"""What pages of matters ask the database: no more than this, and the same however long the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters.services.saving import save_filter
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
#: Who looks, at what, and how many queries it takes at most.
PAGES = (
    ("office", "/", 18),
    ("leader", "/", 25),
    ("reporter", "/", 20),
    ("office", "/matters/?scope=waiting", 25),
    ("office", "/matters/?scope=all", 25),
    ("office", "/matters/?overdue=1", 26),
    ("office", "/matters/?q=事", 26),
    ("office", "/matters/?ended=1", 26),
    ("leader", "/matters/", 23),
    ("reporter", "/matters/", 26),
    ("office", "/matters/?scope=all&view=board", 19),
    ("office", "/matters/?scope=all&view=board&by=light", 18),
    ("office", "/matters/?scope=all&view=calendar", 18),
    ("office", "/matters/map/?of=departments", 15),
    ("leader", "/matters/map/?of=departments", 14),
    *(
        ("office", f"/matters/statistics/?by={by}", 32)
        for by in ("unit", "kind", "source", "month")
    ),
    ("reporter", "/matters/statistics/", 9),
    ("reporter", "/matters/mine/", 15),
    ("office", "/api/v1/matters", 15),
    ("office", "/api/v1/matters/statistics?start=2026-01-01&end=2026-12-31", 10),
)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def fill(desk: Desk, times: int) -> None:
    """Put three matters on the list, so many times: overdue, running, and reported."""
    today = timezone.localdate()
    for at in range(times):
        desk.in_hand(title=f"逾期的事{at}", day=today - 20 * DAY, due=today - 7 * DAY)
        desk.in_hand(title=f"在办的事{at}", day=today, due=today + at % 20 * DAY)
        desk.reported(title=f"已复命的事{at}", day=today - DAY, due=today + 2 * DAY)


def test_pages_of_matters_ask_the_same_at_three_and_at_thirty(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for name, query in (("逾期", "overdue=1"), ("红灯", "light=red"), ("供水", "q=供水")):
        save_filter(Act(actor=desk.office), name=name, query=query)
    clients = {who: signed_in(getattr(desk, who)) for who in ("office", "leader", "reporter")}
    used: list[dict[tuple[str, str], int]] = []
    for more in (1, 9):
        fill(desk, more)
        used.append({})
        for who, address, most in PAGES:
            assert clients[who].get(address).status_code == 200, address
            with django_assert_max_num_queries(most, info=f"{who} {address}") as asked:
                clients[who].get(address)
            used[-1][who, address] = len(asked)
    assert used[0] == used[1]


def test_one_more_saved_filter_asks_nothing_more(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    fill(desk, 1)
    client = signed_in(desk.office)
    save_filter(Act(actor=desk.office), name="逾期", query="overdue=1")
    client.get("/matters/")
    with django_assert_max_num_queries(26) as one:
        client.get("/matters/")
    for name, query in (("红灯", "light=red"), ("供水", "q=供水"), ("本月", "returned=1")):
        save_filter(Act(actor=desk.office), name=name, query=query)
    with django_assert_max_num_queries(len(one)):
        assert "供水" in client.get("/matters/").content.decode()
