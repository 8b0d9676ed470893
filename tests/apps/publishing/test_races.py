"""Two people issue at once, on real connections: each document gets a number of its own.

A negative control takes the lock away and asserts that the race then happens.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection

from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.services import issuing
from tests.apps.publishing.issued import issue, set_targets
from tests.people import District, make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def race(district: District) -> list[Any]:
    return run_together(lambda: issue(district), lambda: issue(district))


def test_two_letters_at_once_get_two_numbers() -> None:
    needs_shared_database()
    district = make_district()
    set_targets(district)
    results = race(district)
    assert sorted(made.number for made in results) == [1, 2]
    assert Bulletin.objects.count() == 2


def test_without_the_lock_the_race_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: both count from the same last number, and the database refuses one."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: there is no such race")
    district = make_district()
    set_targets(district)
    barrier = threading.Barrier(2, timeout=30)
    number = issuing._next_number

    def together(draft: Any) -> int:
        found = number(draft)
        barrier.wait()
        return found

    monkeypatch.setattr(issuing, "lock_numbers", lambda unit: None)
    monkeypatch.setattr(issuing, "_next_number", together)
    results = race(district)
    assert {type(result) for result in results} == {Bulletin, IntegrityError}
