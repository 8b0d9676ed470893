"""Law 9 on the page of a pair: a town sees of its neighbours what a published board released.

Nothing else: not what they reported since, not drafts, not what boards with closed inputs hold.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import TestCase

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.services import confirm_pair, propose_pair
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from tests import factories
from tests.apps.benchmarks.world import make_town_field, this_year
from tests.apps.standings.world import ALL, OWN, World, make_world, rules_text, store_one
from tests.people import District, People
from tests.web.scenes import english, text_of, words

pytestmark = pytest.mark.django_db
MINE, OTHER = "白沙镇", "青石镇"


@pytest.fixture(autouse=True)
def _surroundings(_english: None, _own_files: None) -> None:
    """Messages in English, files in a folder of the test."""


def board(district: District, release: str) -> World:
    """Publish October, and let 白沙镇 measure itself against 青石镇."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        world = make_world(district, rules_text(release=release))
    make_town_field(district.area, district.funds)
    pair = propose_pair(
        Act(), unit=district.town(MINE), benchmark=district.town(OTHER), year=this_year(),
        reason="规模相当",
    )  # fmt: skip
    confirm_pair(Act(), pair=pair)
    return world


def figure_of(district: District, name: str) -> str:
    from leitai.apps.indicators.models import Revision

    row = Revision.objects.filter(
        series=district.funds, unit=district.town(name), period=factories.month(2026, 10)
    ).latest("pk")
    return f"{row.number:.2f}"


def look(client: Any, district: District) -> list[str]:
    unit = district.town(MINE).pk
    noise = (
        r'name="csrfmiddlewaretoken" value="\w+"', r'data-csrf="\w+"', r"[0-9a-f]{8}-[0-9a-f-]{27}",
        r"\d{1,2}:\d\d(:\d\d)?", r"(record|链头) [0-9a-f ]+",
    )  # fmt: skip
    found = []
    for path in (
        f"/benchmarks/units/{unit}/", f"/benchmarks/units/{unit}/suggestions/", "/benchmarks/",
        f"/api/v1/benchmarks/units/{unit}", "/",
    ):  # fmt: skip
        text = text_of(client.get(path))
        for one in noise:
            text = re.sub(one, "", text)
        found.append(text)
    return found


def test_what_the_board_released_is_compared_and_opens_the_board(
    district: District, people: People
) -> None:
    board(district, ALL)
    town = english(people["town"])
    unit = district.town(MINE).pk
    html = text_of(town.get(f"/benchmarks/units/{unit}/"))
    assert figure_of(district, OTHER) in words(html)
    assert "as published boards show them" in html
    opened = re.search(r'href="(/trace/score/[^"]+)" data-trace', html)
    assert opened is not None
    assert town.get(opened[1]).status_code == 200
    own = town.get(f"/api/v1/benchmarks/units/{unit}").json()["lines"][0]
    theirs = own["benchmark"]
    assert (theirs["revision_id"], theirs["place_id"] is not None) == (None, True)
    assert own["own"]["revision_id"] is not None


def test_a_board_with_closed_inputs_releases_nothing(district: District, people: People) -> None:
    board(district, OWN)
    unit = district.town(MINE).pk
    html = text_of(english(people["town"]).get(f"/benchmarks/units/{unit}/"))
    assert figure_of(district, OTHER) not in words(html)
    office = text_of(english(people["assessment_office"]).get(f"/benchmarks/units/{unit}/"))
    assert figure_of(district, OTHER) in words(office), "the office sees it anyway"


@pytest.mark.parametrize("release", [ALL, OWN])
def test_nothing_but_the_published_board_is_told(
    district: District, people: People, release: str
) -> None:
    """Later reports of the neighbour, next month's, and drafts of boards leave no trace."""
    world = board(district, release)
    town = english(people["town"])
    before = look(town, district)
    october = world.played.period
    with TestCase.captureOnCommitCallbacks(execute=True):
        store_one(district, district.funds, OTHER, october, 98.76)
        store_one(district, district.funds, OTHER, factories.month(2026, 11), 87.65)
        compute_standing(Act(), played=world.played)
        draft = compute_standing(
            Act(), played=open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
        )
    assert look(town, district) == before
    # Negative control: once November is published, what it released of the neighbour is there.
    with TestCase.captureOnCommitCallbacks(execute=True):
        store_one(district, district.funds, MINE, factories.month(2026, 11), 11.11)
        publish_standing(Act(), standing=draft)
    html = text_of(town.get(f"/benchmarks/units/{district.town(MINE).pk}/"))
    assert ("87.65" in html) == (release == ALL)
