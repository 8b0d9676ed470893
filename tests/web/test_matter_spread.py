"""The desk's list as a board of cards and as a month: the same filters, another way to see it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.periods.services import NewDay, import_calendar
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def see(client: Client, query: str) -> str:
    return assert_sound(client.get(f"/matters/?{query}"))


def columns(page: str) -> dict[str, tuple[int, str]]:
    """Each column of a board: its name, its count and its text."""
    found = re.findall(r'<section class="lt-col" aria-label="([^"]+)">(.*?)</section>', page, re.S)
    counts = {name: re.search(r'lt-n">([\d,]+)<', body) for name, body in found}
    return {
        name: (int(match[1]), words(body))
        for name, body in found
        if (match := counts[name]) is not None
    }


def cell(page: str, day: dt.date) -> str:
    """The cell of a day in a month, whole."""
    at = page.index(f'<time datetime="{day}">')
    start = page.rindex('<li class="lt-cal-d', 0, at)
    end = page.find('<li class="lt-cal-d', at)
    return page[start : end if end > 0 else None]


def test_a_board_lays_every_matter_into_the_column_of_its_state(desk: Desk) -> None:
    desk.registered(title="未交办的事", day=today())
    desk.in_hand(title="在办的事", day=today() - DAY, due=today() + 40 * DAY)
    desk.reported(title="已复命的事", day=today() - DAY, due=today() + 40 * DAY)
    held = columns(see(english(desk.office), "scope=all&view=board"))
    assert list(held) == ["registered", "assigned", "in hand", "completion reported", "verified"]
    assert held["registered"][0] == 1
    assert "未交办的事" in held["registered"][1]
    assert "在办的事" in held["in hand"][1]
    assert "已复命的事" in held["completion reported"][1]
    assert held["assigned"][0] == 0
    assert held["assigned"][1].endswith("none")


def test_columns_may_be_lights_and_each_opens_its_list(desk: Desk) -> None:
    desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)
    desk.in_hand(title="正常的事", day=today(), due=today() + 60 * DAY)
    client = english(desk.office)
    page = see(client, "scope=all&view=board&by=light")
    held = columns(page)
    assert "逾期的事" in held["overdue"][1]
    assert "正常的事" in held["on track"][1]
    assert client.get("/matters/?view=board&by=unit").status_code == 404
    link = re.search(r'lt-col-h"><a href="([^"]*light=red[^"]*)"', page)
    assert link is not None
    opened = words(text_of(client.get(link[1].replace("&amp;", "&"))))
    assert "逾期的事" in opened
    assert "正常的事" not in opened


def test_a_card_opens_its_matter_beside_the_board_with_its_steps(desk: Desk) -> None:
    matter = desk.registered(title="未交办的事", day=today())
    client = english(desk.office)
    board = see(client, "scope=all&view=board")
    link = re.search(rf'href="(/matters/{matter.pk}/\?[^"]*)" data-open', board)
    assert link is not None
    page = text_of(client.get(link[1].replace("&amp;", "&")))
    assert 'data-verb="assign"' in page
    assert 'class="lt-card lt-on"' in page, "the board stays, the card is marked"
    assert "Back to the board" in words(page)
    assert "draggable" not in board, "a state is changed by a step alone"


def test_the_same_filters_narrow_list_board_and_month(desk: Desk) -> None:
    due = today() + 5 * DAY
    desk.in_hand(title="甲事", day=today(), due=due)
    desk.in_hand(title="乙事", day=today(), due=due)
    client = english(desk.office)
    client.post("/matters/filters?scope=all&q=甲事", {"name": "甲"})
    for view in ("list", "board", f"calendar&month={due:%Y-%m}"):
        page = see(client, f"scope=all&q=甲事&view={view}")
        text = words(page)
        assert "甲事" in text, view
        assert "乙事" not in text, view
        assert "view=" in page, view
    kept = re.search(r'<a href="([^"]*)"[^>]*>甲<span', see(client, "scope=all&view=board"))
    assert kept is not None
    assert "view=board" in kept[1], "a saved filter keeps to the way of showing"


def test_a_month_shows_what_is_due_and_which_days_are_worked(desk: Desk) -> None:
    days = [
        NewDay(dt.date(2026, 11, 18), "holiday", "区庆"),
        NewDay(dt.date(2026, 11, 21), "workday", "区庆"),
    ]
    import_calendar(Act(actor=desk.office), area=desk.area, year=2026, days=days, source="通知")
    for at in range(5):
        desk.in_hand(title=f"十三日的事{at}", day="2026-11-03", due=dt.date(2026, 11, 13))
    page = see(english(desk.office), "scope=all&view=calendar&month=2026-11")
    thirteenth = cell(page, dt.date(2026, 11, 13))
    assert thirteenth.count("/matters/") == 3 + 2, "three matters, the day and the rest as links"
    assert "+2" in words(thirteenth)
    assert "due_from=2026-11-13" in thirteenth
    off = cell(page, dt.date(2026, 11, 18))
    assert "lt-cal-off" in off
    assert "off 区庆" in words(off)
    worked = cell(page, dt.date(2026, 11, 21))
    assert "lt-cal-off" not in worked
    assert "open 区庆" in words(worked)
    assert "lt-cal-off" in cell(page, dt.date(2026, 11, 22))
    assert "month=2026-10" in page
    assert "month=2026-12" in page
    assert "5 matters due" in words(page)


def test_a_month_tells_of_what_has_no_due_day_and_refuses_what_is_no_month(desk: Desk) -> None:
    desk.registered(title="未交办的事", day=today())
    client = english(desk.office)
    assert "1 without a due day" in words(see(client, "scope=all&view=calendar"))
    for month in ("2026-13", "soon", "0001-01"):
        assert client.get(f"/matters/?view=calendar&month={month}").status_code == 404, month


def test_board_and_month_show_a_unit_its_own_alone(desk: Desk) -> None:
    desk.in_hand(title="别人的事", day=today(), due=today())
    for view in ("board", "calendar"):
        assert "别人的事" not in text_of(signed_in(desk.stranger).get(f"/matters/?view={view}"))
        assert "别人的事" in text_of(signed_in(desk.reporter).get(f"/matters/?view={view}"))


@pytest.mark.parametrize("view", ["board", "calendar"])
def test_the_queries_do_not_grow_with_the_matters(desk: Desk, view: str) -> None:
    client = english(desk.office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/matters/?scope=all&view={view}").status_code == 200
        return len(seen)

    desk.in_hand(title="一", day=today(), due=today())
    few = queries()
    for at in range(6):
        desk.in_hand(title=f"又{at}", day=today(), due=today())
    assert queries() == few
