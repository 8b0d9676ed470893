"""The battle map: tiles counted by reader, cells and places kept, images only with their number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.goals.models import ContactLeader
from leitai.apps.indicators.services import RefusedError
from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters.map_images import ImageError, approval_number, read_picture
from leitai.apps.matters.models import MapImage, TilePlace
from leitai.apps.matters.selectors.battle_map import Tile, battle_map
from leitai.apps.matters.services import (
    Point,
    arrange_tiles,
    bring_map,
    place_spots,
    withdraw_map,
)
from tests.apps.matters.world import Desk
from tests.people import District
from tests.pictures_made import chunk, jpeg, png

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NUMBER = "浙S（2026）12号"


def today() -> dt.date:
    return timezone.localdate()


def tiles(user: object, desk: Desk, kind: str = "departments") -> dict[str, Tile]:
    return {tile.name: tile for tile in battle_map(user, desk.area, kind, today()).tiles}


def bring(desk: Desk, **more: object) -> MapImage:
    given = {"name": "云溪区.png", "content": png(), "approval": NUMBER} | more
    return bring_map(Act(actor=desk.office), area=desk.area, **given)  # type: ignore[arg-type]


def test_a_tile_tells_the_worst_light_the_counts_and_what_comes_next(desk: Desk) -> None:
    desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)
    desk.in_hand(title="远的事", day=today(), due=today() + 90 * DAY)
    near = desk.in_hand(title="近的事", day=today(), due=today() + 60 * DAY)
    tile = tiles(desk.office, desk)[desk.lead.name]
    assert (tile.light, tile.open, tile.overdue) == ("red", 3, 1)
    assert tile.counts == {"red": 1, "green": 2}
    assert tile.next is not None
    assert (tile.next.id, tile.next.due) == (near.pk, today() + 60 * DAY)
    assert tile.owner == "何志远", "who is in charge of what is next"
    ContactLeader.objects.create(unit=desk.lead, leader=desk.leader, valid_from=today())
    assert tiles(desk.office, desk)[desk.lead.name].owner == str(desk.leader)


def test_a_tile_counts_only_what_the_reader_may_see(desk: Desk) -> None:
    desk.in_hand(title="逾期的事", day=today() - 20 * DAY, due=today() - 7 * DAY)
    before = tiles(desk.stranger, desk), tiles(desk.stranger, desk, "places")
    assert desk.lead.name not in before[0]
    assert all(tile.open == 0 and not tile.light for tile in before[1].values())
    assert tiles(desk.reporter, desk)[desk.lead.name].open == 1


def test_cells_are_laid_kept_and_written_down(desk: Desk, district: District) -> None:
    town = district.town("白沙镇")
    arrange_tiles(Act(actor=desk.office), area=desk.area, cells={town.pk: (3, 5)})
    places = tiles(desk.office, desk, "places")
    assert (places["白沙镇"].row, places["白沙镇"].column) == (3, 5)
    assert min(tile.row for name, tile in places.items() if name != "白沙镇") == 4, (
        "the rest behind"
    )
    entry = Entry.objects.filter(verb="map.arrange").latest("id")
    assert entry.detail["changed"] == {"白沙镇": [None, [3, 5]]}
    arrange_tiles(Act(actor=desk.office), area=desk.area, cells={})
    assert not TilePlace.objects.exists()


def test_cells_off_the_grid_taken_twice_or_of_elsewhere_are_refused(
    desk: Desk, district: District
) -> None:
    towns = [district.town("白沙镇"), district.town("青石镇")]
    act = Act(actor=desk.office)
    for cells, said in (
        ({towns[0].pk: (13, 1)}, "13"),
        ({towns[0].pk: (0, 1)}, "白沙镇"),
        ({towns[0].pk: (2, 2), towns[1].pk: (2, 2)}, "青石镇"),
        ({district.other_area.pk: (1, 1)}, str(district.other_area.pk)),
    ):
        with pytest.raises(RefusedError, match=said):
            arrange_tiles(act, area=desk.area, cells=cells)
    assert not TilePlace.objects.exists()
    with pytest.raises(PermissionDenied):
        arrange_tiles(Act(actor=desk.leader), area=desk.area, cells={})


@pytest.mark.parametrize("number", ["", "  ", "待批", "2026-12", "浙（2026）12号"])
def test_a_map_without_an_approval_number_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(RefusedError):
        bring(desk, approval=number)
    assert not MapImage.objects.exists()
    assert battle_map(desk.office, desk.area, "places", today()).image is None


def test_approval_numbers_are_read_as_people_write_them() -> None:
    for written in ("审图号：GS(2024)0650号", "gs（2024）0650号", "GS (2024) 0650 号"):
        assert approval_number(written) == "GS（2024）0650号"
    assert approval_number("GS京（2023）1号") == "GS京（2023）1号"


def test_an_image_is_kept_without_what_nobody_sees(desk: Desk) -> None:
    secret = b"Comment\0taken at the back door"
    image = bring(desk, content=png(50, 20, chunk(b"tEXt", secret)) + b"<script>behind</script>")
    kept = stored_file(image.sha256).read_bytes()
    assert kept == png(50, 20)
    assert (image.kind, image.width, image.height) == ("png", 50, 20)
    picture = read_picture(jpeg(64, 48, b"Exif\0\0 place and time") + b"behind")
    assert (picture.kind, picture.width, picture.height) == ("jpeg", 64, 48)
    assert b"Exif" not in picture.content
    assert picture.content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<svg onload=''/>", b"GIF89a....",
        png()[:-20], jpeg()[:30], png().replace(b"IDAT", b"IDOT"),
    ],
)  # fmt: skip
def test_what_is_no_whole_image_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(ImageError):
        read_picture(content)
    with pytest.raises(RefusedError):
        bring(desk, content=content)
    assert not MapImage.objects.exists()


def test_places_on_the_map_are_kept_and_go_along_to_a_like_image(
    desk: Desk, district: District
) -> None:
    town = district.town("白沙镇")
    image = bring(desk)
    place_spots(Act(actor=desk.office), image=image, points={town.pk: Point(30, 40.04)})
    assert (tiles(desk.office, desk, "places")["白沙镇"].x) == 30
    bring(desk, content=png(80, 60), approval="浙S（2027）3号")
    tile = tiles(desk.office, desk, "places")["白沙镇"]
    assert (tile.x, tile.y) == (30, 40)
    bring(desk, content=png(99, 60))
    assert tiles(desk.office, desk, "places")["白沙镇"].x is None
    with pytest.raises(RefusedError, match="101"):
        place_spots(Act(actor=desk.office), image=image, points={town.pk: Point(101, 4)})
    place_spots(Act(actor=desk.office), image=image, points={town.pk: None})
    assert not image.spots.exists()


def test_a_withdrawn_map_gives_way_to_the_one_before_it(desk: Desk) -> None:
    first, second = bring(desk), bring(desk, approval="浙S（2027）3号")
    with pytest.raises(RefusedError):
        withdraw_map(Act(actor=desk.office), image=second, reason=" ")
    withdraw_map(Act(actor=desk.office), image=second, reason="换新图")
    assert battle_map(desk.office, desk.area, "places", today()).image == first
    with pytest.raises(RefusedError):
        withdraw_map(Act(actor=desk.office), image=second, reason="再停")
    withdraw_map(Act(actor=desk.office), image=first, reason="过期")
    assert battle_map(desk.office, desk.area, "places", today()).image is None
    assert list(MapImage.objects.visible_to(desk.outsider)) == []


def test_a_repeated_call_brings_one_image(desk: Desk) -> None:
    act = {"actor": desk.office, "operation_id": "c0ffee00-0000-4000-8000-000000000001"}
    for _time in range(2):
        bring_map(Act(**act), area=desk.area, name="图.png", content=png(), approval=NUMBER)  # type: ignore[arg-type]
    assert MapImage.objects.count() == 1
