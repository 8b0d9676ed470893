"""The pages of the battle map: the tiles and their lists, the screen, the map and its places."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters.models import MapImage, MapSpot, TilePlace
from leitai.apps.matters.services import Point, bring_map, place_spots
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.pictures_made import png
from tests.web.scenes import assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def overdue(desk: Desk) -> None:
    desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)


def bring(client: Client, approval: str = "浙S（2026）12号") -> int:
    file = SimpleUploadedFile("云溪.png", png(100, 50), "image/png")
    given = {"file": file, "approval": approval}
    return client.post("/matters/map/bring", given).status_code


def test_every_count_of_a_tile_opens_the_list_that_it_counts(desk: Desk) -> None:
    overdue(desk)
    desk.in_hand(title="正常的事", day=today(), due=today() + 60 * DAY)
    client = english(desk.leader)
    page = assert_sound(client.get("/matters/map/?of=departments"))
    assert "red: " + desk.lead.name in words(page)
    links = re.findall(r'href="(/matters/\?scope=all[^"]*light=(\w+))"', page)
    assert {light for _url, light in links} == {"red", "green"}
    for url, _light in links:
        assert "1 matter found" in words(text_of(client.get(url.replace("&amp;", "&"))))
    tile = re.search(r'<h2><a href="([^"]*)"', page)
    assert tile is not None
    assert "2 matters found" in words(text_of(client.get(tile[1].replace("&amp;", "&"))))


def test_who_sees_no_matter_learns_nothing_from_the_tiles(desk: Desk) -> None:
    before = words(text_of(english(desk.stranger).get("/matters/map/")))
    overdue(desk)
    assert words(text_of(english(desk.stranger).get("/matters/map/"))) == before
    assert "no unit is red" in before


def test_the_office_lays_tiles_and_mistakes_stand_beside_what_was_typed(
    desk: Desk, district: District
) -> None:
    client, town = english(desk.office), district.town("白沙镇").pk
    said = client.post("/matters/map/lay", {f"row-{town}": "2", f"column-{town}": "x"})
    assert said.status_code == 422
    assert "白沙镇: “2 x” is no pair of numbers" in words(text_of(said))
    assert f'name="row-{town}" value="2"' in text_of(said)
    client.post("/matters/map/lay", {f"row-{town}": "2", f"column-{town}": "4"})
    place = TilePlace.objects.get()
    assert (place.row, place.column) == (2, 4)
    assert "lt-r2 lt-k4" in text_of(client.get("/matters/map/"))
    assert signed_in(desk.leader).get("/matters/map/arrange/").status_code == 403
    assert signed_in(desk.leader).post("/matters/map/lay", {}).status_code == 403


def test_a_map_stands_with_its_number_beneath_it_or_not_at_all(
    desk: Desk, district: District
) -> None:
    client = english(desk.office)
    assert bring(client, "") == 422
    assert not MapImage.objects.exists()
    assert bring(client) == 302
    page = assert_sound(signed_in(desk.reporter).get("/matters/map/"))
    assert "浙S（2026）12号" in page
    assert "浙S（2026）12号" in text_of(client.get("/matters/map/screen/"))
    image = MapImage.objects.get()
    got = signed_in(desk.reporter).get(f"/matters/map/images/{image.pk}")
    assert got["Content-Type"] == "image/png"
    assert b"".join(got.streaming_content) == png(100, 50)  # type: ignore[attr-defined]
    assert signed_in(desk.outsider).get(f"/matters/map/images/{image.pk}").status_code == 404


def test_a_click_places_a_unit_and_so_do_numbers(desk: Desk, district: District) -> None:
    client, town = english(desk.office), district.town("白沙镇").pk
    bring(client)
    image = MapImage.objects.get()
    to = f"/matters/map/images/{image.pk}/place"
    client.post(to, {"unit": town, "at.x": "480", "at.y": "120"})
    spot = MapSpot.objects.get()
    assert (spot.x, spot.y) == (50, 25)
    page = text_of(client.get("/matters/map/"))
    assert 'transform="translate(500.0 125.0)"' in page
    assert "Not placed on the map" in words(page)
    client.post(to, {f"x-{town}": "10", f"y-{town}": "90"})
    spot.refresh_from_db()
    assert (spot.x, spot.y) == (10, 90)
    assert client.post(to, {f"x-{town}": "10", f"y-{town}": "190"}).status_code == 422
    assert client.post(to, {"unit": town, "at.x": "", "at.y": "1"}).status_code == 422
    client.post(f"/matters/map/images/{image.pk}/withdraw", {"reason": "过期"})
    assert client.get("/matters/map/?of=image").status_code == 404


def test_programmes_are_tiles_too_and_unknown_ones_are_not_found(desk: Desk) -> None:
    client = english(desk.leader)
    assert client.get("/matters/map/?of=programmes").status_code == 200
    for query in ("of=villages", "of=image"):
        assert client.get(f"/matters/map/?{query}").status_code == 404, query


def test_the_queries_do_not_grow_with_units_or_matters(desk: Desk, district: District) -> None:
    client = english(desk.office)

    def queries(of: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/matters/map/?of={of}").status_code == 200
        return len(seen)

    overdue(desk)
    desk.in_hand(title="近的事", day=today(), due=today())
    image = bring_map(
        Act(actor=desk.office), area=desk.area, name="图.png", content=png(),
        approval="GS（2024）0650号",
    )  # fmt: skip
    few = [queries(of) for of in ("departments", "image")]
    for at in range(5):
        desk.in_hand(title=f"又{at}", day=today(), due=today() + at * DAY)
    points = {district.town(name).pk: Point(1, 1) for name in ("白沙镇", "青石镇")}
    place_spots(Act(actor=desk.office), image=image, points=points)
    assert [queries(of) for of in ("departments", "image")] == few
