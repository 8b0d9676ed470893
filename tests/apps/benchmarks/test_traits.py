"""Terrain as a trait: entered with its source, unknown where it is not, used by suggestions."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import UnitTerrain
from leitai.apps.benchmarks.selectors.suggested import SuggestionsPage, suggestions_page
from leitai.apps.benchmarks.selectors.traits import terrain_of
from leitai.apps.benchmarks.services import set_terrain
from leitai.apps.benchmarks.services.traits import NewTerrain
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from tests import factories
from tests.apps.benchmarks.world import Field, this_year
from tests.people import People

pytestmark = pytest.mark.django_db


def enter(field: Field, **classes: str) -> None:
    by_name = {unit.name: unit for unit in Unit.objects.all()}
    rows = [NewTerrain(by_name[name], word, "县志") for name, word in classes.items()]
    set_terrain(Act(), area=field.unit, rows=rows)


def page(field: Field, people: People, likes: list[str] | None) -> SuggestionsPage:
    found = suggestions_page(people["analyst"], field.unit, field.field, this_year(), likes=likes)
    assert found is not None
    return found


def names(found: SuggestionsPage) -> set[str]:
    return {one.unit.name for one in found.candidates}


def test_terrain_is_a_trait_where_it_is_known(field: Field, people: People) -> None:
    own = field.unit.name
    enter(field, **{own: "hills", "博罗县": "hills", "龙海区": "plain"})
    found = page(field, people, ["terrain"])
    assert (found.terrain.known, found.terrain.of, found.asked.terrain) == (2, 5, True)
    assert names(found) == {"博罗县", "龙海区"}, "unknown terrain cannot be judged"
    assert "缺地形" in {str(one.reason) for one in found.excluded}
    by_name = {one.unit.name: one.suggestion for one in found.candidates}
    first, other = by_name["博罗县"], by_name["龙海区"]
    assert first is not None
    assert other is not None
    assert (first.distance, other.distance) == (0.0, 2.0)
    assert str(first.reasons[0]) == "地形相近（丘陵、丘陵）"
    assert other.reasons[0].en == "unlike in terrain (hills and plain)"


def test_terrain_counts_unasked_where_most_have_it(field: Field, people: People) -> None:
    own = field.unit.name
    enter(field, **{own: "hills", "博罗县": "hills", "龙海区": "plain"})
    assert not page(field, people, None).asked.terrain, "two of five"
    enter(field, 江阴市="plain")
    assert page(field, people, None).asked.terrain
    assert not page(field, people, []).asked.terrain, "somebody left it out"


def test_terrain_nobody_knows_is_nothing_to_ask_for(field: Field, people: People) -> None:
    found = page(field, people, ["terrain"])
    assert (found.terrain.useful, found.asked.terrain) == (False, False)
    assert names(found) == {"博罗县", "龙海区", "通州区", "江阴市", "昆山市"}


def test_another_word_ends_the_one_before(field: Field, people: People) -> None:
    enter(field, 博罗县="plain")
    enter(field, 博罗县="plain")
    assert UnitTerrain.objects.count() == 1
    enter(field, 博罗县="hills")
    assert terrain_of(field.unit) == {field.county("博罗县").pk: "hills"}
    assert UnitTerrain.objects.filter(ended_at__isnull=False).count() == 1
    entry = Entry.objects.filter(verb="benchmark.set_terrain").latest("id")
    assert entry.detail["rows"] == [["博罗县", "plain", "hills", "县志"]]


def test_what_cannot_be_is_refused_whole(field: Field, people: People) -> None:
    county = field.county("博罗县")
    good = NewTerrain(county, "plain", "县志")
    stranger = factories.make_unit("远县", "county", None)
    for bad in (
        NewTerrain(county, "sea", "县志"),
        NewTerrain(county, "plain", " "),
        NewTerrain(stranger, "plain", "县志"),
    ):
        with pytest.raises(RefusedError):
            set_terrain(Act(), area=field.unit, rows=[good, bad])
    with pytest.raises(PermissionDenied):
        set_terrain(Act(actor=people["town"]), area=field.unit, rows=[good])
    assert not UnitTerrain.objects.exists()
