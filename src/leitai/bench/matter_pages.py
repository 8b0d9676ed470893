"""Pages of matters over a long list, one person, warm."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.lists import LEAD_NEXT
from leitai.apps.units.models import User
from leitai.bench.measurement import Measurement, Size
from leitai.bench.pages import Page, measure_page

OFFICE, LEADER, CLERK = "bench-supervision", "bench-leader", "bench-clerk"
#: What a script sends that asks for the pane of one matter alone.
PANE = (("HX-Target", "matter-detail"),)
#: Words of two characters: in thousands of matters, in some, in none; and three words at once.
SEARCHED = ("供水", "电梯", "秸秆", "鲲鹏", "管网 漏损 甲0003")


def measure_matter_pages(size: Size, facts: dict[str, Any]) -> list[Measurement]:
    """Ask for each kind of page so often, after one round to warm up."""
    return [measure_page(page, size.requests, facts) for page in matter_pages()]


def matter_pages() -> list[Page]:
    """The pages of matters as the office, a leader and a clerk look at them, and the API."""
    today = timezone.localdate()
    year = f"start={today.year}-01-01&end={today}"
    all_years = f"start={today - dt.timedelta(days=3 * 365)}&end={today}"
    area = Matter.objects.values_list("area_id", flat=True)[0]
    lead = Matter.objects.open().filter(lead_unit__isnull=False).values_list("lead_unit_id")[0][0]
    ids = Matter.objects.open().order_by("-pk").values_list("pk", flat=True)[:10]
    ones = tuple(reverse("matter", args=[pk]) for pk in ids)
    owed = Matter.objects.filter(
        lead_unit=User.objects.get(username=CLERK).home_id, state__in=LEAD_NEXT
    )
    answers = tuple(
        reverse("matter_mine", args=[pk]) for pk in owed.values_list("pk", flat=True)[:10]
    )
    number = Matter.objects.order_by("pk").values_list("number", flat=True)[7]
    words = [f"q={quote(text)}" for text in SEARCHED]
    windows = [
        f"due_from={today}&due_to={today + dt.timedelta(days=7)}",
        f"closed_from={today - dt.timedelta(days=30)}&ended=1",
        f"registered_from={today - dt.timedelta(days=7)}",
    ]

    def desk(name: str, work: str, queries: list[str], who: str = OFFICE) -> Page:
        addresses = tuple(f"{reverse('matters')}?{query}" for query in queries)
        return Page(f"matters-{name}", work, who, addresses)

    def api(name: str, work: str, paths: list[str]) -> Page:
        return Page(f"matters-api-{name}", work, OFFICE, tuple(f"/api/v1{p}" for p in paths))

    def home(name: str, who: str) -> Page:
        return Page(
            f"matters-home-{name}", f"the first page of the {name}", who, (reverse("home"),)
        )

    def statistics(name: str, work: str, span: str, who: str = OFFICE) -> Page:
        path = reverse("matter_statistics")
        ways = tuple(f"{path}?{span}&by={by}" for by in ("unit", "kind", "source", "month"))
        return Page(f"matters-statistics-{name}", work, who, ways)

    def battle_map(name: str, who: str) -> Page:
        grids = tuple(f"{reverse('matter_map')}?of={of}" for of in ("places", "departments"))
        return Page(f"matters-map-{name}", f"the battle map, {name}", who, grids)

    spreads = [
        desk("board", "the board by state and by light",
             ["scope=all&view=board", "scope=all&view=board&by=light", "view=board"]),
        desk("board-ended", "the board with all that ever were", ["scope=all&view=board&ended=1"]),
        desk("calendar", "the calendar of a month",
             ["scope=all&view=calendar", "view=calendar", "scope=all&view=calendar&ended=1"]),
        desk("spread-leader", "board and calendar as a leader sees them",
             ["view=board", "view=calendar"], LEADER),
        desk("spread-unit", "board and calendar of a unit",
             ["scope=all&view=board", "scope=all&view=calendar"], CLERK),
    ]  # fmt: skip
    states = ("registered", "assigned", "in_hand", "reported", "suspended")
    return [
        desk("waiting", "the desk: what waits for the office", ["scope=waiting"]),
        desk("assigned", "what the office assigned", ["scope=assigned"]),
        desk("all", "all open matters", ["scope=all"]),
        desk("page", "a page in the middle of all open matters", ["scope=all&page=80"]),
        desk(
            "light", "by light",
            [f"light={light}" for light in ("red", "orange", "yellow", "blue", "green", "grey")],
        ),
        desk("state", "by state", [f"state={state}" for state in states]),
        desk(
            "narrowed", "overdue, returned, by kind, source and lead unit",
            ["overdue=1", "returned=1", "kind=document", "source=meeting", f"lead={lead}"],
        ),
        desk("days", "by days: due, closed, registered", windows),
        desk("ended", "all that ever were, the newest first", ["ended=1", "state=closed"]),
        desk("search", "search by two-character words among the open", words),
        desk("search-ended", "the same among all that ever were", [f"{w}&ended=1" for w in words]),
        desk("number", "search by a number", [f"q={number}&ended=1"]),
        desk(
            "counted", "the list behind a figure of the statistics",
            [f"scope=all&due_from={today.year}-01-01&due_to={today}&counted={what}"
             for what in ("due", "closed", "on_time", "overdue", "returned")],
        ),
        desk("leader", "all open matters as a leader sees them", ["scope=all"], LEADER),
        desk("unit", "the desk of a unit", ["scope=waiting", "scope=all", "ended=1"], CLERK),
        *spreads,
        battle_map("office", OFFICE),
        battle_map("unit", CLERK),
        Page("matters-one", "one matter", OFFICE, ones),
        Page("matters-one-pane", "one matter beside the list", OFFICE, ones, PANE),
        Page("matters-one-leader", "one matter as a leader sees it", LEADER, ones),
        Page("matters-mine", "the phone page of a unit", CLERK, (reverse("matters_mine"),)),
        Page("matters-answer", "one matter on the phone of its unit", CLERK, answers),
        statistics("year", "statistics of the year", year),
        statistics("all", "statistics of three years", all_years),
        statistics("leader", "statistics of the year as a leader sees them", year, LEADER),
        statistics("unit", "statistics of the year as a unit sees them", year, CLERK),
        home("office", OFFICE),
        home("leader", LEADER),
        home("unit", CLERK),
        api("list", "the list of the API", ["/matters", "/matters?limit=100&offset=5000",
                                            f"/matters?ended=true&area={area}"]),
        api("search", "search of the API", [f"/matters?{word}&ended=true" for word in words]),
        api("one", "one matter of the API", [f"/matters/{pk}" for pk in ids]),
        api("counts", "counts of the API", ["/matters/counts", f"/matters/map/{area}"]),
        api("statistics", "statistics of the API",
            [f"/matters/statistics?{span}&by={by}" for span in (year, all_years)
             for by in ("unit", "kind", "source")]),
    ]  # fmt: skip
