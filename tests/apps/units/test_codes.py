"""Units from the list of division codes, and units whose code has changed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.audit.models import Entry as AuditEntry
from leitai.apps.audit.services import Act
from leitai.apps.units.models import Succession, Unit, UnitAlias
from leitai.apps.units.places import changed_units, kind_of, names_over_time, plan_from_list
from leitai.apps.units.selectors import descendants
from leitai.apps.units.services import enter_from_list, follow_code
from leitai.divisions import register
from tests import factories
from tests.people import People

pytestmark = pytest.mark.django_db


def test_a_county_comes_with_its_towns_and_villages_and_their_codes() -> None:
    act = Act()
    longhai = enter_from_list(act, under=None, code="350604", down_to="village")
    assert (longhai.name, longhai.kind, longhai.division_code) == ("龙海区", "district", "350604")
    below = list(descendants(longhai))
    assert act.detail["count"] == len(below) + 1 == 331
    town = Unit.objects.get(name="石码街道")
    assert (town.kind, town.division_code) == ("subdistrict", "350604001000")
    villages = descendants(town, ["village", "community"])
    listed = {entry.code for entry in register().children("350604001")}
    assert {unit.division_code for unit in villages} == listed


def test_doing_it_again_adds_only_what_is_new() -> None:
    longhai = enter_from_list(Act(), under=None, code="350604", down_to="township")
    towns = descendants(longhai).count()
    with pytest.raises(ValidationError, match="龙海区"):
        enter_from_list(Act(), under=longhai, code="350604", down_to="township")
    again = Act()
    enter_from_list(again, under=longhai, code="350604", down_to="village")
    assert again.detail["present"] == towns + 1
    assert descendants(longhai).count() == 330
    # The same operation sent twice is one.
    enter_from_list(again, under=longhai, code="350604", down_to="village")
    assert descendants(longhai).count() == 330


def test_groups_of_the_list_are_no_units_and_cities_without_counties_are_one() -> None:
    beijing = enter_from_list(Act(), under=None, code="11", down_to="county")
    assert {unit.kind for unit in descendants(beijing)} == {"district"}
    assert not Unit.objects.filter(name="市辖区").exists()
    dongguan = enter_from_list(Act(), under=None, code="441900", down_to="township")
    assert Unit.objects.filter(name="东莞市").count() == 1
    assert descendants(dongguan).filter(name="虎门镇").exists()


def test_a_unit_under_its_earlier_code_is_there_already() -> None:
    city = factories.make_unit("漳州市", "prefecture", division_code="350600")
    factories.make_unit("龙海市", "county_city", city, division_code="350681")
    planned = plan_from_list(city, "350604", "county")
    assert (planned.rows, planned.present) == ((), 1)


@pytest.mark.parametrize(
    ("code", "level"), [("999999", "village"), ("350604", "street"), ("37", "village")]
)
def test_what_cannot_be_entered_is_said_and_changes_nothing(code: str, level: str) -> None:
    with pytest.raises(ValidationError):
        enter_from_list(Act(), under=None, code=code, down_to=level)
    assert not Unit.objects.exists()


def test_only_who_manages_units_may_enter_them(people: People) -> None:
    from leitai.apps.units.models import Unit

    area = Unit.objects.get(name="云溪区")
    for reader in ("analyst", "reporting_unit", "outsider"):
        actor = people.outsider if reader == "outsider" else people[reader]
        with pytest.raises(PermissionDenied):
            enter_from_list(Act(actor=actor), under=area, code="350604001", down_to="township")
    enter_from_list(
        Act(actor=people["assessment_office"]), under=area, code="350604001", down_to="township"
    )
    entry = AuditEntry.objects.get(verb="unit.enter_from_list")
    assert (entry.detail["code"], entry.detail["count"]) == ("350604001", 1)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("35", "province"), ("3506", "prefecture"), ("350604", "district"),
        ("441322", "county"), ("350681", ""), ("522732", "autonomous_county"),
        ("130171", "development_zone"), ("429021", "county"), ("350604100", "township"),
        ("350604001", "subdistrict"), ("350604001001", "community"), ("130111200201", "village"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_code_and_name(code: str, kind: str) -> None:
    if kind:
        assert kind_of(register().entry(code)) == kind


def test_an_upgraded_county_keeps_its_unit_and_takes_the_new_code() -> None:
    city = factories.make_unit("漳州市", "prefecture", division_code="350600")
    unit = factories.make_unit("龙海市", "county_city", city, division_code="350681")
    [changed] = changed_units([city, unit])
    assert (changed.unit, changed.change.year) == (unit, 2021)
    follow_code(Act(), unit=unit)
    unit.refresh_from_db()
    assert (unit.name, unit.division_code, unit.kind) == ("龙海区", "350604", "district")
    assert UnitAlias.objects.get(within=city, text="龙海市").unit == unit
    assert changed_units([city, unit]) == []
    assert [one.name for one in names_over_time(unit)] == ["龙海县", "龙海县", "龙海市", "龙海区"]
    with pytest.raises(ValidationError, match="龙海区"):
        follow_code(Act(), unit=unit)


def test_a_merged_district_ends_and_points_to_what_it_went_into() -> None:
    city = factories.make_unit("南通市", "prefecture", division_code="320600")
    old = factories.make_unit("港闸区", "district", city, division_code="320611")
    new = factories.make_unit("崇川区", "district", city, division_code="320613")
    [changed] = changed_units([city, old, new])
    assert (changed.now, changed.heirs) == (None, (new,))
    follow_code(Act(), unit=old)
    old.refresh_from_db()
    link = Succession.objects.get()
    assert (link.old, link.new, link.kind) == (old, new, "merged")
    assert str(old.valid_to) == str(link.on) == "2020-12-31"
    assert changed_units([city, old, new]) == []


def test_a_fictional_unit_is_no_place() -> None:
    area = factories.make_district()
    assert changed_units([area, *descendants(area)]) == []
    assert names_over_time(area) == ()
