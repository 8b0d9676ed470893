"""Rules for reading, and trying a version on a past period."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.engine import Scheme as Rules
from leitai.web.rule_words import parameters_of, read_rule
from tests.people import District, People
from tests.web.scenes import (
    SCHEME,
    add_rules,
    assert_closed,
    assert_sound,
    english,
    publish_board,
    signed_in,
    text_of,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(district: District) -> Standing:
    return publish_board(district)


def test_the_tree_shows_marks_rules_and_what_is_switched_off(
    published: Standing, people: People
) -> None:
    page = assert_sound(signed_in(people["assessment_office"]).get("/schemes/attraction/"))
    for said in ("招商引资", "到位资金得分", "门柱标准化", "极差标准化", "资金看到位"):
        assert said in page
    assert re.search(r"lt-off[^>]*>.*?会议次数.*?减负规定不得以会议评价工作", page, re.DOTALL)
    assert "某法第一条" in page
    assert "良好" in page


def test_an_item_opens_with_its_rule_and_what_the_units_got(
    published: Standing, people: People
) -> None:
    client = signed_in(people["assessment_office"])
    page = assert_sound(client.get("/schemes/attraction/?item=i_funds"))
    place = Place.objects.get(standing=published, rank=1)
    assert f'href="/trace/score/{place.pk}/i_funds/" data-trace' in page
    assert "得分 ＝" in page
    block = re.search(r"<template data-json>(.*?)</template>", page, re.DOTALL)
    assert block is not None
    chart = json.loads(block.group(1))
    assert chart["kind"] == "curve"
    # 0 at 0 and 60 marks at 12: a straight line, 5 marks for each unit of the figure.
    assert all(y == pytest.approx(min(60, 5 * x), abs=1e-4) for x, y in chart["points"])
    marks = {mark["name"]: (mark["x"], mark["y"]) for mark in chart["marks"]}
    assert marks["白沙镇"] == (9.56, 47.8)
    assert re.search(r'aria-current="true"[^>]*>到位资金得分', page)


def test_a_draft_version_exists_for_the_office_alone(published: Standing, people: People) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50, publish=False)
    assert signed_in(people["assessment_office"]).get("/schemes/attraction/2.0/").status_code == 200
    leader = signed_in(people["principal_leader"])
    assert_closed(leader, "/schemes/attraction/2.0/")
    assert_closed(leader, "/schemes/attraction/2.0/file")
    assert_closed(leader, "/schemes/attraction/2.0/trial/")
    assert "2.0" not in text_of(leader.get("/schemes/"))


def test_a_trial_says_who_moves_and_why(published: Standing, people: People) -> None:
    client = english(people["assessment_office"])
    same = assert_sound(client.get("/schemes/attraction/1.0/trial/?period=2026-10"))
    assert "exactly the same as the" in same
    add_rules(Scheme.objects.get(), "2.0", 50, 50, publish=False)
    page = assert_sound(client.get("/schemes/attraction/2.0/trial/?period=2026-10"))
    # 松桥街道: 10.89 of 12 for 60 is 54.45, for 50 is 45.38; 4 of 5 steps for 40 is 32, for 50 40.
    said = words(page)
    assert "到位资金得分 54.45 → 45.38" in said
    assert "签约项目得分 32.00 → 40.00" in said
    assert Standing.objects.count() == 1


def test_trials_are_for_those_who_see_all_figures(published: Standing, people: People) -> None:
    for user in (people["town"], people["reporting_unit"], people.outsider, people.nobody):
        assert_closed(signed_in(user), "/schemes/attraction/1.0/trial/?period=2026-10")
    client = signed_in(people["assessment_office"])
    assert_closed(client, "/schemes/attraction/1.0/trial/?period=2026-09")


def test_the_file_is_given_as_it_was_published(published: Standing, people: People) -> None:
    response = signed_in(people["town"]).get("/schemes/attraction/1.0/file")
    assert text_of(response) == SCHEME.format(version="1.0", funds=60, projects=40)
    assert "attachment" in response["Content-Disposition"]


def test_closed_to_others(published: Standing, people: People) -> None:
    for user in (people.outsider, people.nobody):
        for url in ("/schemes/attraction/", "/schemes/attraction/1.0/file"):
            assert_closed(signed_in(user), url)
    client = signed_in(people["assessment_office"])
    assert_closed(client, "/schemes/attraction/?group=none")
    assert_closed(client, "/schemes/attraction/?item=none")


def test_the_list_asks_the_database_little(
    published: Standing, people: People, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(people["assessment_office"])
    client.get("/schemes/")
    with django_assert_max_num_queries(14):
        client.get("/schemes/")
    with django_assert_max_num_queries(24):
        client.get("/schemes/attraction/?item=i_funds")


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_rule_of_the_demo_can_be_read(language: str) -> None:
    from django.utils import translation

    from leitai.demo.places import SCHEMES_ROOT

    with translation.override(language):
        for name in ("yunxi.yaml", "counties.yaml"):
            rules = Rules.from_yaml(SCHEMES_ROOT / name)
            names = rules.column_names()
            for group in rules.groups:
                for item in group.items():
                    assert parameters_of(item.rule, names)
                    reading = read_rule(item.rule, item.marks or 100.0, names)
                    assert reading.lines, item.id
