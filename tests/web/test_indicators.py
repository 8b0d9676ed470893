"""The list of indicators and the page of one, as each reader may see them."""

from __future__ import annotations

import datetime as dt
import json
import re
from statistics import median
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Indicator, Revision
from leitai.apps.indicators.selectors.missing import completeness
from leitai.apps.indicators.services import revise_definition
from leitai.apps.units.models import User
from leitai.bench import store
from leitai.engine.rounding import half_up
from tests import factories
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, store_october, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(district: District) -> District:
    store_october(district)
    for town, number in zip(district.towns[:5], (5.0, 4.0, 3.0, 2.0, 1.0), strict=True):
        factories.store(district.funds, town, factories.month(2026, 9), number)
    return district


def test_the_list_tells_what_is_complete_and_what_is_late(filled: District, people: People) -> None:
    missing = filled.town("龙湾镇")
    factories.store(
        filled.projects, missing, factories.month(2026, 10), None, missing="not_reported"
    )
    page = assert_sound(english(people["assessment_office"]).get("/indicators/"))
    assert "到位资金" in page
    assert "6 / 6" in page
    assert "no figures yet" in page
    assert 'data-pinyin="' in page


def test_the_list_asks_the_database_little(
    filled: District, people: People, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(people["assessment_office"])
    client.get("/indicators/")
    with django_assert_max_num_queries(16):
        client.get("/indicators/")
    with django_assert_max_num_queries(40):
        client.get(f"/indicators/{filled.funds.indicator_id}/")


def test_every_figure_of_the_heat_map_opens_its_cell(filled: District, people: People) -> None:
    client = english(people["assessment_office"])
    page = assert_sound(client.get(f"/indicators/{filled.funds.indicator_id}/"))
    for revision in Revision.objects.filter(series=filled.funds):
        assert f'href="/trace/value/{revision.pk}/" data-trace' in page
    # 龙湾镇 has no figure for September: hatched, never 0.
    assert page.count("lt-hatch") >= 2
    assert "云溪街道" in page
    assert "leads with" in page


def test_the_spread_marks_the_own_unit(filled: District, people: People) -> None:
    response = signed_in(people["assessment_office"]).get(
        f"/indicators/{filled.funds.indicator_id}/"
    )
    blocks = re.findall(r"<template data-json>(.*?)</template>", text_of(response), flags=re.DOTALL)
    charts = {json.loads(block)["kind"]: json.loads(block) for block in blocks}
    assert [value["value"] for value in charts["distribution"]["values"]][:2] == [11.24, 10.89]
    assert charts["trend"]["periods"] == ["26-09", "26-10"]


def test_a_unit_sees_its_own_figures_only(filled: District, people: People) -> None:
    page = text_of(english(people["town"]).get(f"/indicators/{filled.funds.indicator_id}/"))
    own = Revision.objects.get(
        series=filled.funds, unit=filled.town("白沙镇"), period=factories.month(2026, 10)
    )
    assert f"/trace/value/{own.pk}/" in page
    assert "云溪街道" not in page
    assert "leads with" not in page


def test_definitions_show_their_versions(filled: District, people: People) -> None:
    revise_definition(
        Act(),
        indicator=filled.funds.indicator,
        text="含续建项目到位资金",
        valid_from=dt.date(2026, 1, 1),
        reason="counted anew",
    )
    page = text_of(
        english(people["assessment_office"]).get(f"/indicators/{filled.funds.indicator_id}/")
    )
    assert "含续建项目到位资金" in page
    assert "v2" in page
    assert "from 2020-01-01" in page


def test_what_is_missing_names_who_owes_it(filled: District, people: People) -> None:
    page = text_of(
        english(people["assessment_office"]).get(
            f"/indicators/{filled.funds.indicator_id}/?period=2026-09"
        )
    )
    assert "nothing was sent" in page
    assert "区招商局" in page


def test_closed_to_others(filled: District, people: People) -> None:
    url = f"/indicators/{filled.funds.indicator_id}/"
    for stranger in (people.outsider, people.nobody):
        assert_closed(signed_in(stranger), url)
        assert "到位资金" not in text_of(signed_in(stranger).get("/indicators/"))
    for role in ("principal_leader", "analyst", "auditor", "reporting_unit"):
        assert signed_in(people[role]).get(url).status_code == 200
    client = signed_in(people["assessment_office"])
    assert_closed(client, f"{url}?series=99999")
    assert_closed(client, f"{url}?period=1066-10")
    assert_closed(client, f"/indicators/?area={filled.other_area.pk}")


def test_every_unit_of_a_large_area_is_reached_page_by_page(
    django_assert_max_num_queries: Any,
) -> None:
    store.make_large_area(70, 1)
    store.store_values(2)
    indicator = Indicator.objects.get(area__name=store.LARGE)
    client = english(User.objects.get(username=store.PERSON))
    url = f"/indicators/{indicator.pk}/"
    first = assert_sound(client.get(url))
    numbers = [
        row.number
        for row in Revision.objects.filter(period=factories.month(2026, 10))
        if row.number
    ]
    chart = next(
        data
        for block in re.findall(r"<template data-json>(.*?)</template>", first, re.DOTALL)
        if (data := json.loads(block))["kind"] == "histogram"
    )
    assert sum(chart["counts"]) == len(numbers)
    assert str(half_up(median(numbers), 2)) in first

    def traced(name: str, page: int) -> list[int]:
        text = text_of(client.get(f"{url}?{name}={page}"))
        values = text[text.index('id="values"') :]
        end = values.index("</table>")
        part = values[:end] if name == "places" else values[end:]
        return [int(pk) for pk in re.findall(r"/trace/value/(\d+)/", part)]

    places = [pk for page in (1, 2, 3, 4) for pk in traced("places", page)]
    shown = Revision.objects.filter(pk__in=places)
    assert len(places) == len(numbers)
    assert sorted(row.number or 0.0 for row in shown) == sorted(numbers)
    assert traced("places", 5) == traced("places", 4)  # past the end comes the end
    cells = [pk for page in (1, 2, 3) for pk in traced("page", page)]
    assert sorted(cells) == sorted(Revision.objects.values_list("pk", flat=True))
    for nonsense in ("0", "-1", "x", "9" * 30):
        assert client.get(f"{url}?places={nonsense}&page={nonsense}").status_code == 200
    with django_assert_max_num_queries(40):
        client.get(url)


def test_pages_of_long_tables_show_only_what_the_reader_may_see(
    filled: District, people: People
) -> None:
    client = signed_in(people["town"])
    url = f"/indicators/{filled.funds.indicator_id}/"
    pages = {text_of(client.get(f"{url}?places={n}&page={n}")) for n in (1, 2, 9)}
    assert all("云溪街道" not in page for page in pages)


def test_completeness_is_counted_among_what_the_reader_may_see(
    filled: District, people: People
) -> None:
    town = filled.town("白沙镇")
    month = factories.month(2026, 11)
    factories.store(filled.funds, town, month, 1.0)
    factories.store(filled.funds, filled.town("安平镇"), month, None, missing="not_reported")
    ids = [filled.funds.pk, filled.projects.pk]
    months = [month, factories.month(2026, 10)]
    office = completeness(people["assessment_office"], ids, months)
    assert (office[ids[0]].have, office[ids[0]].expected) == (1, 6)
    assert (office[ids[1]].have, office[ids[1]].period) == (0, month)
    own = completeness(people["town"], ids, months)
    assert (own[ids[0]].have, own[ids[0]].expected) == (1, 1)
    none = completeness(people.outsider, ids, months)
    assert (none[ids[0]].have, none[ids[0]].expected, none[ids[0]].period) == (0, 0, None)
