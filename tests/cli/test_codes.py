"""Division codes on the command line."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_search_and_history(leitai):
    found = leitai("codes", "search", "龙海")
    assert found.exit_code == 0
    assert "350604" in found.output
    assert "福建省漳州市龙海区" in found.output
    told = leitai("codes", "history", "龙海市")
    assert [line.split()[0] for line in told.output.splitlines()] == [
        "352521", "350621", "350681", "350604",
    ]  # fmt: skip
    merged = leitai("codes", "history", "港闸区")
    assert "320613 崇川区" in merged.output
    assert leitai("codes", "search", "没有这个地方").exit_code == 1
    assert leitai("codes", "history", "没有这个地方").exit_code == 1


def test_a_county_is_entered_with_its_towns(leitai):
    from leitai.apps.units.models import Unit

    done = leitai("codes", "add", "350604", "--down-to", "township")
    assert done.exit_code == 0, done.output
    assert Unit.objects.get(name="角美镇").division_code == "350604101000"
    again = leitai("codes", "add", "350604", "--down-to", "township", "--under", "350604")
    assert again.exit_code == 1
    assert leitai("codes", "add", "999999").exit_code == 1
    assert leitai("codes", "add", "350604", "--by", "nobody").exit_code == 1
