"""Pages of matters over a long list, one person, warm."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from leitai.apps.matters.models import Matter
from leitai.bench.measurement import Measurement, Size
from leitai.bench.pages import Page, measure_page

OFFICE, LEADER, CLERK = "bench-supervision", "bench-leader", "bench-clerk"
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
        Page("matters-one", "one matter", OFFICE, ones),
        Page("matters-mine", "the phone page of a unit", CLERK, (reverse("matters_mine"),)),
        statistics("year", "statistics of the year", year),
        statistics("all", "statistics of three years", all_years),
        statistics("unit", "statistics of the year as a unit sees them", year, CLERK),
        home("office", OFFICE),
        home("leader", LEADER),
        home("unit", CLERK),
        api("list", "the list of the API", ["/matters", "/matters?limit=100&offset=5000",
                                            f"/matters?ended=true&area={area}"]),
        api("search", "search of the API", [f"/matters?{word}&ended=true" for word in words]),
        api("counts", "counts of the API", ["/matters/counts", f"/matters/statistics?{year}"]),
    ]  # fmt: skip
