"""Pages at millions of stored values, one person, warm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import mean
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from leitai.apps.indicators.models import Indicator, Revision, Upload
from leitai.apps.standings.models import Place, Standing
from leitai.apps.units.models import User
from leitai.bench.measurement import Measurement, Size, quantile
from leitai.bench.store import LARGE, PERSON, district

BUDGET = 0.150


@dataclass(frozen=True)
class Page:
    """A kind of page with the addresses that are asked for in turn, and what a script adds."""

    name: str
    work: str
    username: str
    addresses: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = ()


def measure_pages(size: Size, facts: dict[str, Any]) -> list[Measurement]:
    """Ask for each kind of page so often, after one round to warm up."""
    return [measure_page(page, size.requests, facts) for page in pages()]


def measure_page(page: Page, requests: int, facts: dict[str, Any]) -> Measurement:
    """Time one kind of page; an answer other than 200 makes the measurement fail."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=page.username))
    seconds, failed, worked = [], "", []
    clock = _processor_clock()
    try:
        asked: Iterator[str] = cycle(page.addresses)
        for number, address in enumerate(islice(asked, requests + len(page.addresses))):
            start, before = time.perf_counter(), clock()
            response = client.get(address, headers=dict(page.headers))
            spent = time.perf_counter() - start
            if response.status_code != 200:
                failed = f"{address} answered {response.status_code}"
                break
            if number >= len(page.addresses):
                seconds.append(spent)
                worked.append(clock() - before)
    except Exception as error:
        failed = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Measurement(
        f"page-{page.name}",
        f"page: {page.work}",
        "GET through the whole stack of middleware and templates in one process, "
        f"{len(page.addresses)} address(es) in turn, one signed-in person, each asked for once "
        "before; without the network",
        tuple(seconds),
        BUDGET,
        "p95",
        failed or ("" if page.addresses else "there is no such page to ask for"),
        facts | ({"processor_seconds": mean(worked), "processor_p95": quantile(worked, 0.95)}
                 if worked else {}),
    )  # fmt: skip


def _processor_clock() -> Callable[[], float]:
    """Return a clock of processor time: this process's, and of PostgreSQL's that answers it.

    Where the database is on another machine, its time is not counted.
    """
    if connection.vendor != "postgresql":
        return time.process_time
    import psutil

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    try:
        server = psutil.Process(number)
    except psutil.NoSuchProcess:
        return time.process_time
    if "postgres" not in server.name():
        return time.process_time

    def both() -> float:
        times = server.cpu_times()
        return float(time.process_time() + times.user + times.system)

    return both


def pages() -> list[Page]:
    """The pages worth measuring, as a leader of the district and an office of the large area."""
    standing = (
        Standing.objects.filter(round__scheme__area=district(), state=Standing.State.PUBLISHED)
        .select_related("round__scheme", "round__period")
        .order_by("-round__period__start")
        .first()
    )
    assert standing is not None
    places = list(Place.objects.filter(standing=standing, group="towns").order_by("rank"))
    slug, period = standing.round.scheme.slug, standing.round.period.code
    items = [node for node in places[0].items if node not in ("bonus", "penalty")]
    revisions = list(
        Revision.objects.filter(
            unit__in=[p.unit_id for p in places], period=standing.round.period
        ).values_list("pk", flat=True)[:12]
    )
    leader, office, auditor = (
        _somebody(role) for role in ("principal_leader", "assessment_office", "auditor")
    )
    clerk = _somebody("reporting_unit")
    ours = Indicator.objects.filter(area=district()).values_list("pk", flat=True)[:10]
    large = Indicator.objects.filter(area__name=LARGE).values_list("pk", flat=True)[:10]
    uploads = Upload.objects.filter(area=district()).exclude(reading__kind="import")
    recent = uploads.order_by("-pk").values_list("pk", flat=True)[:10]
    tour = [(p.pk, items[i % len(items)]) for i, p in enumerate(places)]
    return [
        Page("home-leader", "a leader's home", leader.username, _addresses("home", [()])),
        Page("home-office", "the office's home", office.username, _addresses("home", [()])),
        Page(
            "board",
            "a board",
            leader.username,
            _addresses("board_group", [(slug, period, g) for g in ("towns", "departments")]),
        ),
        Page(
            "unit",
            "a unit's page",
            leader.username,
            _addresses("unit", [(p.unit_id,) for p in places]),
        ),
        Page(
            "indicator",
            "an indicator of the district",
            leader.username,
            _addresses("indicator", [(pk,) for pk in ours]),
        ),
        Page(
            "indicator-large",
            "an indicator of the large area, all its units",
            PERSON,
            _addresses("indicator", [(pk,) for pk in large]),
        ),
        Page(
            "trace-score", "a score traced down", leader.username, _addresses("trace_score", tour)
        ),
        Page(
            "trace-value",
            "a value traced to its cell",
            leader.username,
            _addresses("trace_value", [(pk,) for pk in revisions]),
        ),
        Page(
            "trace-sheet",
            "the cell in its sheet",
            leader.username,
            _addresses("trace_sheet", [(pk,) for pk in revisions]),
        ),
        Page("home-unit", "a reporting unit's home", clerk.username, _addresses("home", [()])),
        Page(
            "indicators", "the list of indicators", leader.username, _addresses("indicators", [()])
        ),
        Page(
            "indicators-large",
            "the list of indicators of the large area",
            PERSON,
            _addresses("indicators", [()]),
        ),
        Page("targets", "the targets", leader.username, _addresses("targets", [()])),
        Page("audit", "the record of changes", auditor.username, _addresses("audit", [()])),
        Page("uploads", "the list of uploads", office.username, _addresses("uploads", [()])),
        Page(
            "upload",
            "an upload as it was read",
            office.username,
            _addresses("upload", [(pk,) for pk in recent]),
        ),
        Page("scheme", "a scheme", leader.username, _addresses("scheme", [(slug,)])),
    ]


def _somebody(role: str) -> User:
    """Somebody of the district with a role, who can sign in."""
    held = User.objects.filter(assignments__role=role).exclude(username=PERSON)
    found = held.exclude(password__startswith="!").exclude(password="").order_by("pk").first()
    assert found is not None, role
    return found


def _addresses(name: str, arguments: list[tuple[Any, ...]]) -> tuple[str, ...]:
    try:
        return tuple(reverse(name, args=list(each)) for each in arguments)
    except NoReverseMatch:
        return ()
