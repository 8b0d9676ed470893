"""Two who enter terrain, or a change of territory, at once: both are heard, nothing breaks."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import TerritoryChange, UnitTerrain
from leitai.apps.benchmarks.services import note_territory, set_terrain, traits
from leitai.apps.benchmarks.services.traits import NewTerrain, NewTerritory
from tests.apps.benchmarks.world import Field, make_field
from tests.people import make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(_own_files: None) -> Field:
    needs_shared_database()
    return make_field(make_district())


def both_say(place: Field) -> list[Any]:
    """Two people say what the terrain of one unit is, each something else."""
    return run_together(
        *[
            lambda word=word: set_terrain(  # type: ignore[misc]
                Act(), area=place.unit, rows=[NewTerrain(place.unit, word, "县志")]
            )
            for word in ("plain", "hills")
        ]
    )


def test_of_two_words_on_terrain_the_later_counts(place: Field) -> None:
    assert not [one for one in both_say(place) if isinstance(one, Exception)]
    assert UnitTerrain.objects.filter(ended_at=None).count() == 1
    assert UnitTerrain.objects.count() == 2


def test_one_change_of_territory_entered_twice_is_noted_once(place: Field) -> None:
    row = NewTerritory(place.unit, 2020, 2023, "与开发区合并")
    job = lambda: note_territory(Act(), area=place.unit, rows=[row])  # noqa: E731
    assert not [one for one in run_together(job, job) if isinstance(one, Exception)]
    assert TerritoryChange.objects.count() == 1


def test_without_the_lock_the_database_refuses_one(
    place: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both have looked before either writes."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time, lock or not")
    both = threading.Barrier(2, timeout=30)
    create = UnitTerrain.objects.bulk_create

    def late(*args: Any, **fields: Any) -> Any:
        both.wait()
        return create(*args, **fields)

    monkeypatch.setattr(traits, "_one_at_a_time", lambda area: None)
    monkeypatch.setattr(UnitTerrain.objects, "bulk_create", late)
    results = both_say(place)
    assert [type(one) for one in results if isinstance(one, Exception)] == [IntegrityError]
    assert UnitTerrain.objects.count() == 1
