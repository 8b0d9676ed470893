"""The page of units from the list."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import descendants
from tests import factories
from tests.people import District, People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(
        User.objects.get(pk=user.pk), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def main(client: Client) -> str:
    """What the page says, without the marks that every answer draws anew."""
    return client.get("/units/codes/").content.decode().split("<h1>")[1].split("</main>")[0]


def test_a_place_is_searched_shown_and_entered(district: District, people: People) -> None:
    client = browser(people["assessment_office"])
    found = client.get("/units/codes/?q=龙海").content.decode()
    assert "福建省漳州市龙海区" in found
    shown = client.get(f"/units/codes/?code=350604&under={district.area.pk}").content.decode()
    assert "331 units would be entered under 云溪区" in shown
    assert "石码街道" in shown
    form = {
        "code": "350604", "under": district.area.pk, "down_to": "township",
        "operation_id": str(uuid.uuid4()),
    }  # fmt: skip
    said = client.post("/units/codes/enter", form, follow=True).content.decode()
    towns = descendants(Unit.objects.get(name="龙海区")).count()
    assert f"{towns + 1} units entered under 云溪区." in said
    again = client.post("/units/codes/enter", form, follow=True)
    assert "entered before" in again.content.decode()
    refused = client.post("/units/codes/enter", {**form, "operation_id": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert "on record already" in refused.content.decode()


def test_a_changed_code_is_listed_and_followed(district: District, people: People) -> None:
    unit = factories.make_unit("龙海市", "county_city", district.area, division_code="350681")
    client = browser(people["assessment_office"])
    page = client.get("/units/codes/").content.decode()
    assert "1 unit bears a code that is no longer in force." in page
    assert "is 龙海区 (350604) since 2021" in page
    said = client.post(f"/units/{unit.pk}/follow-code", follow=True).content.decode()
    assert "龙海区 is up to date." in said
    assert "Every unit with a division code bears the one in force." in said


def test_the_units_of_others_change_nothing(district: District, people: People) -> None:
    client = browser(people["assessment_office"])
    before = main(client)
    other = factories.make_unit(
        "龙海市", "county_city", district.other_area, division_code="350681"
    )
    assert client.post(f"/units/{other.pk}/follow-code").status_code == 404
    assert main(client) == before


def test_programs_search_and_see_the_names_of_a_place(district: District, people: People) -> None:
    client = browser(people["analyst"])
    found = client.get("/api/v1/units/codes?q=350604001").json()
    assert found[0] == {
        "division_code": "350604001000", "name": "石码街道",
        "full_name": "福建省漳州市龙海区石码街道", "level": "township",
    }  # fmt: skip
    unit = factories.make_unit("龙海区", "district", district.area, division_code="350604")
    codes = client.get(f"/api/v1/units/{unit.pk}").json()["codes"]
    assert [(one["division_code"], one["first_year"], one["last_year"]) for one in codes[-2:]] == [
        ("350681", 1993, 2020), ("350604", 2021, None),
    ]  # fmt: skip
