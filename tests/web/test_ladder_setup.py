"""Setting ladders up on the page: naming, the pasted list, another version, taking out of use."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.benchmarks.models import NamedLadder
from tests.apps.benchmarks.world import Field, make_field
from tests.people import District, People
from tests.web.scenes import assert_sound, english, text_of, words

pytestmark = pytest.mark.django_db
NEW = "/benchmarks/ladders/new/"
NAME = "/benchmarks/ladders/name"


@pytest.fixture(autouse=True)
def _surroundings(_english: None, _own_files: None) -> None:
    """Messages in English, files in a folder of the test."""


@pytest.fixture
def field(district: District) -> Field:
    return make_field(district)


def typed(field: Field, **more: Any) -> dict[str, Any]:
    return {
        "name": "我们的五县", "series": field.their_series["gdp"].pk,
        "direction": "higher_is_better", "measure": "亿元", "decimals": 2,
        "pool": field.counties.pk, "do": "save", **more,
    }  # fmt: skip


def test_the_office_names_a_ladder_of_pasted_units(field: Field, people: People) -> None:
    office = english(people["assessment_office"])
    html = assert_sound(office.get(NEW))
    assert "A ladder is a list of units and one figure" in html
    answer = office.post(NAME, typed(field, members="昆山市\n江阴市\n441322", cuts="1"))
    ladder = NamedLadder.objects.get()
    assert answer["Location"] == f"/benchmarks/ladders/{ladder.pk}/"
    assert {unit.name for unit in ladder.members.all()} == {"昆山市", "江阴市", "博罗县"}
    assert (ladder.cuts, ladder.named_by) == ([1], people["assessment_office"])
    said = words(text_of(office.get(f"/benchmarks/ladders/{ladder.pk}/")))
    assert "3 places" in said


def test_the_list_is_checked_before_anything_is_stored(field: Field, people: People) -> None:
    office = english(people["assessment_office"])
    looked = office.post(
        NAME, typed(field, do="check", find="longhai", members="昆山市 无此县", name="")
    )
    said = words(text_of(looked))
    assert looked.status_code == 200
    assert "1 unit is recognised" in said
    assert "“无此县” is no unit that" in said
    assert "龙海区 (福建漳州)" in said
    ticked = office.post(NAME, typed(field, do="check", members="昆山市", add=["350604"], name=""))
    assert "2 units are recognised" in words(text_of(ticked))
    wrong = office.post(NAME, typed(field, members="昆山市 无此县"))
    assert wrong.status_code == 422
    assert "Say which unit is meant: 无此县" in words(text_of(wrong))
    for bad, told in (
        ({"years": "二零二三"}, "is no whole number"),
        ({"cuts": "9 3"}, "that rise"),
    ):
        answer = office.post(NAME, typed(field, **bad))
        assert (answer.status_code, told in words(text_of(answer))) == (422, True)
    assert not NamedLadder.objects.exists()


def test_another_version_leads_back_to_the_one_before(field: Field, people: People) -> None:
    office = english(people["assessment_office"])
    office.post(NAME, typed(field))
    old = NamedLadder.objects.get()
    address = f"/benchmarks/ladders/{old.pk}/edit/"
    assert "我们的五县" in assert_sound(office.get(address))
    revise = f"/benchmarks/ladders/{old.pk}/revise"
    assert office.post(revise, typed(field)).status_code == 422, "without a reason"
    answer = office.post(revise, typed(field, top=3, reason="只看前三"))
    new = NamedLadder.objects.get(ended_at__isnull=True)
    assert answer["Location"] == f"/benchmarks/ladders/{new.pk}/"
    assert f"/benchmarks/ladders/{old.pk}/" in text_of(office.get(answer["Location"]))
    before = text_of(office.get(f"/benchmarks/ladders/{old.pk}/"))
    assert "只看前三" in before
    assert f"/benchmarks/ladders/{new.pk}/" in before
    office.post(f"/benchmarks/ladders/{new.pk}/retire", {"reason": "不再看"})
    office.get("/benchmarks/ladders/")  # takes the message
    assert "我们的五县" not in text_of(office.get("/benchmarks/ladders/"))


def test_the_climb_warns_beyond_all_experience(district: District, people: People) -> None:
    field = make_field(district, everybody=True)
    office = english(people["assessment_office"])
    office.post(NAME, typed(field, top=100))
    ladder = NamedLadder.objects.get()
    page = f"/benchmarks/ladders/{ladder.pk}/?unit=博罗县&place=1&years=2"
    said = words(text_of(office.get(page)))
    assert "out of all experience" in said
    assert "a year, higher than" in said
    assert "P99" in said
