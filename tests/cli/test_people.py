"""The first units and accounts of a site, made from the command line."""

from __future__ import annotations

import pytest

from leitai.apps.audit.models import Entry
from leitai.apps.units.models import Assignment, Unit, User

pytestmark = pytest.mark.django_db


def test_a_new_site_gets_its_first_unit_and_administrator(leitai):
    assert leitai("unit", "add", "云溪区", "--kind", "district").exit_code == 0
    town = leitai("unit", "add", "青石镇", "--kind", "township", "--parent", "云溪区")
    assert town.exit_code == 0, town.output
    made = leitai(
        *("user", "add", "tangwei", "--name", "唐蔚", "--unit", "云溪区"),
        *("--role", "administrator"),
        stdin="a long quiet sentence\n",
    )
    assert made.exit_code == 0, made.output
    user = User.objects.get(username="tangwei")
    assert user.check_password("a long quiet sentence")
    assert user.has_perm("units.manage_people", Unit.objects.get(name="青石镇"))
    assert "a long quiet sentence" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("password", ["short", "1234567890123", "tangwei2026"])
def test_a_weak_password_makes_no_account(leitai, password):
    leitai("unit", "add", "云溪区", "--kind", "district")
    result = leitai(
        *("user", "add", "tangwei", "--name", "唐蔚", "--unit", "云溪区"), stdin=f"{password}\n"
    )
    assert result.exit_code == 1
    assert not User.objects.exists()


def test_roles_are_given_on_a_unit(leitai, people, district):
    user = people.nobody
    result = leitai("user", "role", user.username, "auditor", district.area.name)
    assert result.exit_code == 0, result.output
    assert Assignment.objects.filter(user=user, role="auditor", unit=district.area).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "role", "nobody-at-all", "auditor", "云溪区"),
        ("user", "add", "x", "--name", "X", "--unit", "不存在"),
        ("user", "add", "x", "--name", "X", "--unit", "云溪区", "--role", "king"),
        ("unit", "add", "X", "--kind", "planet"),
    ],
)
def test_what_does_not_exist_is_told(leitai, district, arguments):
    entries = Entry.objects.count()
    result = leitai(*arguments, stdin="a long quiet sentence\n")
    assert result.exit_code == 1
    assert "没有" in result.output
    assert Entry.objects.count() == entries


def test_a_name_that_two_units_bear_asks_for_the_code(leitai, district):
    leitai("unit", "add", "青石镇", "--kind", "township", "--parent", "临江区", "--code", "990299")
    result = leitai("user", "add", "x", "--name", "X", "--unit", "青石镇", stdin="x\n")
    assert result.exit_code == 1
    assert "990299" in result.output
