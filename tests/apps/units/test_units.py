"""Units: the closure answers "under whom", spellings are remembered, roles hold on a subtree."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.units.models import Ancestry, Assignment, ParentLink, Unit, UnitAlias, User
from leitai.apps.units.selectors import (
    area_of,
    descendants,
    is_under,
    search_units,
    subtree_ids,
)
from leitai.apps.units.services import (
    assign_role,
    register_unit,
    register_units,
    remember_alias,
    repair_ancestry,
)
from leitai.apps.units.verification import ancestry_faults
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


def closure() -> set[tuple[int, int, int]]:
    return set(Ancestry.objects.values_list("ancestor_id", "descendant_id", "depth"))


def test_a_unit_stands_under_all_above_it(district: District) -> None:
    town = district.town("白沙镇")
    village = factories.make_unit("石桥村", "village", town)
    assert is_under(village.pk, {district.area.pk})
    assert is_under(village.pk, {town.pk})
    assert not is_under(town.pk, {village.pk})
    assert not is_under(village.pk, {district.other_area.pk})
    assert area_of(village) == district.area
    assert village in descendants(district.area, ["village"])
    assert district.area not in descendants(district.area)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parents=st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_the_closure_kept_step_by_step_is_what_the_links_say(db: None, parents: list[int]) -> None:
    units: list[Unit] = [factories.make_unit("根", "district")]
    for number, parent in enumerate(parents):
        units.append(factories.make_unit(f"村{number}", "village", units[parent % len(units)]))
    assert list(ancestry_faults()) == []
    assert len(closure()) > len(parents)


def test_many_units_hang_like_single_ones(district: District) -> None:
    register_units(
        Act(),
        root=district.area,
        rows=[
            {"name": "新镇", "kind": "township"},
            {"name": "新村", "kind": "village", "parent": 0},
        ],
    )
    assert list(ancestry_faults()) == []
    assert is_under(district.town("新村").pk, {district.area.pk})


@pytest.mark.parametrize("damage", ["row gone", "row too many", "wrong depth", "all rows gone"])
def test_a_closure_that_differs_from_the_links_is_named_and_repaired(
    district: District, damage: str
) -> None:
    sound = closure()
    town = district.town("白沙镇")
    rows = Ancestry.objects.filter(descendant=town)
    if damage == "row gone":
        rows.filter(ancestor=district.area).delete()
    elif damage == "row too many":
        Ancestry.objects.create(ancestor=district.other_area, descendant=town, depth=1)
    elif damage == "wrong depth":
        rows.filter(ancestor=district.area).update(depth=2)
    else:
        rows.delete()
    (fault,) = ancestry_faults()
    assert (fault.unit_id, fault.name) == (town.pk, "白沙镇")
    assert fault.expected == {(town.pk, 0), (district.area.pk, 1)}
    assert repair_ancestry(Act()) == 1
    assert closure() == sound
    assert list(ancestry_faults()) == []
    entry = Entry.objects.get(verb="unit.repair_ancestry")
    assert (entry.subject_id, entry.detail["count"]) == (str(town.pk), 1)
    assert repair_ancestry(Act()) == 0
    assert Entry.objects.filter(verb="unit.repair_ancestry").count() == 1


def test_a_unit_has_one_open_parent(district: District) -> None:
    from django.db import IntegrityError, transaction

    town = district.town("白沙镇")
    with pytest.raises(IntegrityError), transaction.atomic():
        ParentLink.objects.create(child=town, parent=district.other_area)


def test_a_spelling_means_one_unit_within_its_area(district: District) -> None:
    for name in ("白沙镇", "青石镇"):
        remember_alias(Act(), unit=district.town(name), within=district.area, text="白沙")
    (alias,) = UnitAlias.objects.all()
    assert (alias.within, alias.unit) == (district.area, district.town("青石镇"))


def test_units_are_found_by_name_pinyin_initials_and_code(district: District) -> None:
    everything = Unit.objects.all()
    town = district.town("白沙镇")
    for text in ("白沙", "baisha", "bsz", town.division_code):
        assert search_units(text, everything) == [town]
    assert search_units("  ", everything) == []


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("administrator", True), ("assessment_office", True), ("supervision_office", False),
        ("principal_leader", False), ("reporting_unit", False), ("approver", False),
        ("analyst", False), ("auditor", False), ("town", False),
    ],
)  # fmt: skip
def test_who_may_enter_units(district: District, people: People, role: str, may: bool) -> None:
    def enter() -> Unit:
        return register_unit(
            Act(actor=people[role]), name="甲村", kind="village", parent=district.town("白沙镇")
        )

    if may:
        assert enter().name == "甲村"
    else:
        with pytest.raises(PermissionDenied):
            enter()


def test_a_role_ends_at_the_border_of_its_subtree(district: District, people: People) -> None:
    town = people["town"]
    own, sibling = district.town("白沙镇"), district.town("青石镇")
    assert town.has_perm("indicators.upload", own)
    assert town.has_perm("indicators.upload", factories.make_unit("石桥村", "village", own))
    assert not town.has_perm("indicators.upload", sibling)
    assert not town.has_perm("indicators.upload", district.area)
    assert set(subtree_ids([own.pk])) >= {own.pk}


def test_a_role_holds_only_while_it_is_in_force(district: District, people: People) -> None:
    user = people["town"]
    Assignment.objects.filter(user=user).update(valid_to=dt.date(2020, 1, 1))
    assert not User.objects.get(pk=user.pk).has_perm("units.view", district.town("白沙镇"))


def test_an_inactive_person_holds_nothing(district: District, people: People) -> None:
    user = people["assessment_office"]
    user.is_active = False
    assert not user.has_perm("indicators.define", district.area)


def test_only_administrators_give_roles(district: District, people: People) -> None:
    with pytest.raises(PermissionDenied):
        assign_role(
            Act(actor=people["assessment_office"]), user=people["town"], role="auditor",
            unit=district.area,
        )  # fmt: skip
    assign_role(
        Act(actor=people["administrator"]), user=people["town"], role="auditor", unit=district.area
    )
    assert "auditor" in User.objects.get(pk=people["town"].pk).roles_held()
