"""Visitors under load, on a small site: what counts as heard, as an error, as flat memory."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("aiohttp")

from leitai import bench
from leitai.apps.indicators.models import Batch, DataSource, Revision, Upload
from leitai.bench import load, made, serving, store, visiting
from leitai.bench.measurement import FULL, QUICK, Measurement, Size
from leitai.bench.pages import Page
from leitai.bench.site import STORED, environment
from leitai.demo.accounts import PASSWORD

ROWS = 20


def visited(
    address: str, work: Callable[[visiting.Visitor], Coroutine[Any, Any, None]]
) -> visiting.Heard:
    """Sign the large area's office in, let it do something, and return what was heard."""
    heard = visiting.Heard()

    async def visit() -> None:
        (office,) = await visiting.arrive(address, [store.PERSON], PASSWORD, heard)
        try:
            await work(office)
        finally:
            await visiting.leave([office])

    asyncio.run(visit())
    return heard


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ALLOWED_HOSTS = ["*"]
    store.make_large_area(ROWS, 2)
    store.store_values(2)
    return str(live_server.url)


@pytest.mark.django_db(transaction=True)
def test_pages_are_heard_and_wrong_answers_are_errors(site: str) -> None:
    async def work(office: visiting.Visitor) -> None:
        await office.read("list", "/indicators/")
        await office.read("list", "/no-such-page/")

    heard = visited(site, work)
    assert heard.requests == len(heard.seconds["list"]) == 1
    assert heard.errors == ["/no-such-page/ answered 404"]
    measured = load._by_page(
        "alone", heard, [Page("list", "the list", store.PERSON, ("/indicators/",))], 1, {}, ""
    )
    assert measured[0].met is False
    assert "1 errors, the first: /no-such-page/ answered 404" in measured[0].failed


@pytest.mark.django_db(transaction=True)
def test_who_is_not_signed_in_is_not_measured(site: str) -> None:
    heard = visiting.Heard()

    async def visit() -> None:
        stranger = visiting.Visitor(site, heard)
        await stranger.read("home", "/")
        await stranger.browser.close()

    asyncio.run(visit())
    assert heard.requests == 0
    assert heard.errors == ["/ answered 302"]
    with pytest.raises(RuntimeError, match="could not sign in"):
        asyncio.run(visiting.arrive(site, [store.PERSON], "wrong", heard))


@pytest.mark.django_db(transaction=True)
def test_people_stroll_until_the_time_is_over(site: str) -> None:
    pages = [Page("list", "", store.PERSON, ("/indicators/",)), Page("home", "", "", ("/",))]

    async def work(office: visiting.Visitor) -> None:
        soon = time.perf_counter() + 1.0
        await office.stroll(pages, soon, 0.01, random.Random(1))

    heard = visited(site, work)
    assert heard.errors == []
    assert set(heard.seconds) == {"list", "home"}


@pytest.mark.django_db(transaction=True)
def test_an_upload_under_load_is_read_checked_and_accepted(site: str) -> None:
    before = Revision.objects.count()
    content = made.workbook(made.figures(ROWS, 2, seed=5), f"{store.LARGE}2026年10月主要指标")
    source = DataSource.objects.get(code="bench").pk

    async def work(office: visiting.Visitor) -> None:
        await office.bring("更正.xlsx", content, source, "更正")
        await office.bring("更正.xlsx", content, source, "更正")

    heard = visited(site, work)
    assert Upload.objects.get().state == Upload.State.ACCEPTED
    assert Batch.objects.filter(kind=Batch.Kind.UPLOAD, state="accepted").count() == 1
    assert Revision.objects.count() > before
    assert len(heard.seconds["upload: accepted"]) == 1
    # The same file a second time is refused by the site, and that is an error of the load.
    assert len(heard.errors) == 1


def test_memory_is_flat_when_its_last_third_is_like_the_one_before() -> None:
    warm_up = [(0.0, 80.0), (5.0, 160.0)]
    assert serving.growth([*warm_up, (10, 200.0), (15, 200.0), (20, 200.0), (25, 200.0)]) == 0
    grown = serving.growth([*warm_up, (10, 200.0), (15, 200.0), (20, 260.0), (25, 260.0)])
    assert grown == pytest.approx(0.3)
    assert serving.growth([(0.0, 1.0)]) == 0


def test_the_time_of_an_import_does_not_hide_growth() -> None:
    peaks = [(float(at), 400.0 if at % 4 == 0 else 200.0) for at in range(30)]
    assert serving.growth(peaks) == 0


def test_a_site_on_another_database_gets_its_address(tmp_path: Path) -> None:
    given = environment(tmp_path, "postgresql://nobody@localhost/bench")
    assert given["LEITAI_DATABASE_URL"] == "postgresql://nobody@localhost/bench"
    assert "LEITAI_DATABASE_URL" not in environment(tmp_path)


def test_what_takes_long_is_measured_only_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(name: str) -> Callable[[Size], list[Measurement]]:
        def measure(_size: Size) -> list[Measurement]:
            asked.append(name)
            return []

        return measure

    for name in bench.NAMES:
        monkeypatch.setitem(bench._ASKED if name in bench._ASKED else bench._ALL, name, noted(name))
    bench.run()
    assert asked == [name for name in bench.NAMES if name not in bench._ASKED]
    asked.clear()
    bench.run(["load-huge"], database="postgresql://nobody@localhost/bench")
    assert asked == ["load-huge"]


def test_ten_times_the_values_are_stored_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from leitai.bench import site

    sizes: list[tuple[str, Size]] = []

    def noted(name: str, size: Size) -> list[Measurement]:
        sizes.append((name, size))
        return []

    monkeypatch.setattr(site, "in_a_site", noted)
    for size in (FULL, QUICK):
        bench._ASKED["load-huge"](size)
    assert [(name, size.label, size.periods) for name, size in sizes] == [
        ("load", "huge", 120), ("load", "quick-huge", 120),
    ]  # fmt: skip
    assert set(STORED) <= set(sizes[0][1].__dataclass_fields__)


def test_a_site_that_takes_no_more_sign_ins_is_asked_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = [429, 429, 302]
    asked: list[int] = []

    class Answer:
        def __init__(self, status: int) -> None:
            self.status = status

    async def post(_self: visiting.Visitor, _address: str, _data: Any) -> Answer:
        asked.append(told[len(asked)])
        return Answer(asked[-1])

    async def text(_self: visiting.Visitor, _address: str) -> str:
        return '<input name="csrfmiddlewaretoken" value="x">'

    monkeypatch.setattr(visiting, "REST", 0.0)
    monkeypatch.setattr(visiting.Visitor, "_post", post)
    monkeypatch.setattr(visiting.Visitor, "_text", text)

    async def visit() -> None:
        await visiting.leave(await visiting.arrive("http://x", ["a"], "b", visiting.Heard()))

    asyncio.run(visit())
    assert asked == told
