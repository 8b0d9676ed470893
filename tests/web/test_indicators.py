"""The list of indicators and the page of one, as each reader may see them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Revision
from leitai.apps.indicators.services import revise_definition
from tests import factories
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, signed_in, store_october, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(district: District) -> District:
    store_october(district)
    for town, number in zip(district.towns[:5], (5.0, 4.0, 3.0, 2.0, 1.0), strict=True):
        factories.store(district.funds, town, factories.month(2026, 9), number)
    return district


def english(user: Any) -> Any:
    user.language = "en"
    user.save()
    return signed_in(user)


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
    blocks = re.findall(
        r'<script type="application/json">(.*?)</script>', text_of(response), flags=re.DOTALL
    )
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
