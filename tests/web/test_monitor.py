"""The monitor page: movement without ranks, in the customary order, with its gaps."""

from __future__ import annotations

import re
from typing import Any

import pytest

from leitai.apps.indicators.models import Revision, Series
from leitai.apps.standings.models import Scheme
from tests import factories
from tests.apps.standings import test_monitors
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db

monitor = test_monitors.monitor
MINUS = "\N{MINUS SIGN}"


def lines(page: str) -> dict[str, list[str]]:
    rows = re.findall(r'<tr data-name="([^"]+)"[^>]*>(.*?)</tr>', page, re.DOTALL)
    return {
        name: [words(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.DOTALL)]
        for name, row in rows
    }


def test_movement_of_each_unit_and_no_rank(
    district: District, monitor: tuple[Scheme, Series], people: People
) -> None:
    page = assert_sound(english(people["analyst"]).get("/boards/housing/"))
    rows = lines(page)
    assert list(rows) == [town.name for town in district.towns]
    assert rows["青石镇"][:6] == [
        "青石镇", "99.5", f"{MINUS}0.5", "—", f"{MINUS}1.5", "falling 2 months",
    ]  # fmt: skip
    assert "movement only, no ranks" in page
    assert "Neither rise nor fall is merit." in page
    assert "涨落没有好坏。" in page
    shown = page[page.index("<main") : page.index("</main>")]
    for merit in ("Rank", "Score", "Leading", "Lagging", "lt-tag-lead", "lt-tag-tail", "lt-stack"):
        assert merit not in words(shown) + "".join(re.findall(r'class="[^"]*"', shown))
    assert "sorted" not in "".join(re.findall(r"<th[^>]*>", shown))
    revision = Revision.objects.get(unit=district.town("青石镇"), period=factories.month(2026, 5))
    assert f'href="/trace/value/{revision.pk}/" data-trace' in page
    assert 'data-pinyin="qingshizhen qsz"' in page


def test_the_sentence_counts_movement(monitor: tuple[Scheme, Series], people: People) -> None:
    client = english(people["analyst"])
    said = re.findall(r'<p class="lt-say.*?</p>', text_of(client.get("/boards/housing/")))[0]
    assert words(said) == "Of 6 units 0 rose on the month before, 6 fell, 0 stayed."
    february = text_of(client.get("/boards/housing/2026-02/"))
    said = re.findall(r'<p class="lt-say.*?</p>', february)[0]
    assert words(said) == (
        "Of 6 units 5 rose on the month before, 0 fell, 0 stayed. For 1 nothing was published."
    )
    assert lines(february)["白沙镇"][1:6] == ["n/r", "—", "—", "—", "unchanged"]


def test_months_and_series_are_chosen_by_address(
    monitor: tuple[Scheme, Series], people: People
) -> None:
    client = english(people["analyst"])
    page = text_of(client.get("/boards/housing/2026-04/?series=new_home"))
    assert "/boards/housing/2026-02/?series=new_home" in page
    assert "/boards/housing/2026-05/?series=new_home" in page
    assert "/boards/housing/2026-03/" not in page
    assert "/boards/housing/2026-04/?series=old_home" in page
    factories.month(2026, 3)
    for url in (
        "/boards/housing/2026-03/",
        "/boards/housing/1066-01/",
        "/boards/housing/?series=other",
    ):
        assert_closed(client, url)
    for stranger in (people.outsider, people.nobody):
        assert_closed(english(stranger), "/boards/housing/")


def test_the_list_says_that_it_has_no_ranks(monitor: tuple[Scheme, Series], people: People) -> None:
    page = words(text_of(english(people["analyst"]).get("/boards/")))
    assert "住宅价格变动 movement only, no ranks" in page


def test_a_monitor_asks_the_database_the_same_whatever_the_size(
    district: District,
    monitor: tuple[Scheme, Series],
    people: People,
    django_assert_max_num_queries: Any,
) -> None:
    _scheme, series = monitor
    client = english(people["analyst"])
    client.get("/boards/housing/")
    with django_assert_max_num_queries(20) as small:
        client.get("/boards/housing/")
    used = len(small)
    for n in range(8):
        town = factories.make_unit(f"新镇{n}", "township", district.area, position=100 + n)
        for number in (4, 5, 6, 7):
            factories.store(series, town, factories.month(2026, number), 100.0 + n)
    with django_assert_max_num_queries(used):
        rows = lines(text_of(client.get("/boards/housing/")))
    assert len(rows) == 14


def test_the_api_gives_what_the_page_shows(monitor: tuple[Scheme, Series], people: People) -> None:
    scheme, _series = monitor
    client = english(people["analyst"])
    address = f"/boards/{scheme.slug}/"
    answer = client.get(f"/api/v1/monitors/{scheme.slug}").json()
    shown = lines(text_of(client.get(address)))
    assert [row["name"] for row in answer["rows"]] == list(shown)
    for row in answer["rows"]:
        if row["value"] is not None:
            assert f"{row['value']:.1f}" in " ".join(shown[row["name"]])
    earlier = answer["periods"][1]
    assert (
        client.get(f"/api/v1/monitors/{scheme.slug}?period={earlier}").json()["period"] == earlier
    )
    for query in ("?period=1999-01", "?period=nonsense", "?series=none"):
        assert client.get(f"/api/v1/monitors/{scheme.slug}{query}").status_code == 404
    assert client.get("/api/v1/monitors/nothing").status_code == 404
    assert signed_in(people.nobody).get(f"/api/v1/monitors/{scheme.slug}").status_code == (
        200 if scheme.public else 404
    )
