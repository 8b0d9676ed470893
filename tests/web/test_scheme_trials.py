"""Pages that try rules and compare versions."""

from __future__ import annotations

import re

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.services import add_version
from leitai.web.views.scheme_trials import text_lines
from tests.people import District, People
from tests.web.scenes import (
    SCHEME,
    add_rules,
    assert_closed,
    assert_sound,
    publish_board,
    signed_in,
)
from tests.web.test_schemes import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(district: District) -> Standing:
    return publish_board(district)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_trial_tells_what_decides_and_what_says_the_same(
    published: Standing, people: People
) -> None:
    client = english(people["assessment_office"])
    page = plain(assert_sound(client.get("/schemes/attraction/1.0/trial/?period=2026-10")))
    assert "Of the distance between the totals of 6 units" in page
    # The penalty takes 0 for each event from everybody.
    assert "项目过少 the same for all" in page
    assert "1 pair of items says the same: 到位资金得分 and 签约项目得分." in page
    assert re.search(r"到位资金得分 签约项目得分 \+0\.99 6", page)
    none = plain(assert_sound(client.get("/schemes/attraction/1.0/trial/?threshold=1")))
    assert "No two items order the units alike to 1 or more." in none


def test_a_threshold_that_is_none_is_not_there(published: Standing, people: People) -> None:
    client = signed_in(people["assessment_office"])
    for wrong in ("2", "-1", "x", "nan"):
        assert client.get(f"/schemes/attraction/1.0/trial/?threshold={wrong}").status_code == 404


def test_versions_are_compared_as_trees_in_words(published: Standing, people: People) -> None:
    scheme = Scheme.objects.get()
    text = SCHEME.format(version="2.0", funds=50, projects=50)
    text = text.replace("high: 12", "high: 15").replace(
        "        name: 招商引资", "        name: 招商"
    )
    add_version(Act(), scheme=scheme, text=text)
    client = english(people["assessment_office"])
    page = plain(assert_sound(client.get("/schemes/attraction/2.0/compare/?with=1.0")))
    assert "Against v1.0, 4 things differ in v2.0" in page
    assert re.search(r"到位资金得分 招商 other weight 60 marks 50 marks", page)
    assert re.search(r"到位资金得分 招商 other parameter [^0-9]+ 12 15", page)
    assert re.search(r"招商 乡镇（街道） other name 招商引资 招商", page)


def test_the_difference_in_results_is_shown_with_its_items(
    published: Standing, people: People
) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50)
    client = english(people["assessment_office"])
    url = "/schemes/attraction/2.0/compare/?with=1.0&view=results&period=2026-10"
    page = plain(assert_sound(client.get(url)))
    # 54.45 → 45.38 and 32 → 40: −9.07 + 8.00 = −1.07.
    assert re.search(r"松桥街道 86\.45 85\.38 −1\.07", page)
    assert "到位资金得分 54.45 → 45.38 −9.07" in page
    assert "签约项目得分 32.00 → 40.00 +8.00" in page


def test_the_text_is_shown_line_by_line(published: Standing, people: People) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50)
    client = english(people["assessment_office"])
    page = assert_sound(client.get("/schemes/attraction/2.0/compare/?with=1.0&view=text"))
    assert "<del>version: &quot;1.0&quot;</del>" in page
    assert "<ins>version: &quot;2.0&quot;</ins>" in page


def test_results_are_compared_by_those_who_see_all_figures(
    published: Standing, people: People
) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50)
    client = signed_in(people["town"])
    assert client.get("/schemes/attraction/2.0/compare/?with=1.0").status_code == 200
    assert_closed(client, "/schemes/attraction/2.0/compare/?with=1.0&view=results")
    assert_closed(client, "/schemes/attraction/2.0/compare/?with=9.9")


def test_a_draft_is_compared_by_the_office_alone(published: Standing, people: People) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50, publish=False)
    assert_closed(signed_in(people["town"]), "/schemes/attraction/1.0/compare/?with=2.0")
    office = signed_in(people["assessment_office"])
    assert office.get("/schemes/attraction/1.0/compare/?with=2.0").status_code == 200


def test_lines_with_a_little_around() -> None:
    old = "\n".join(str(n) for n in range(20))
    new = old.replace("\n10\n", "\nten\n")
    assert list(text_lines(old, new)) == [
        ("", "9", "9", "8"),
        ("", "10", "10", "9"),
        ("−", "11", "", "10"),
        ("+", "", "11", "ten"),
        ("", "12", "12", "11"),
        ("", "13", "13", "12"),
    ]
    assert list(text_lines(old, old)) == []


def test_pages_do_not_ask_more_for_more_units(
    published: Standing, people: People, django_assert_max_num_queries: object
) -> None:
    client = signed_in(people["assessment_office"])
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        client.get("/schemes/attraction/1.0/trial/?period=2026-10")


def test_every_number_of_a_trial_opens_its_working(published: Standing, people: People) -> None:
    add_rules(Scheme.objects.get(), "2.0", 50, 50)
    client = english(people["assessment_office"])
    page = assert_sound(
        client.get("/schemes/attraction/2.0/compare/?with=1.0&view=results&period=2026-10")
    )
    ways = re.findall(r'href="(/trace/[^"]+)" data-trace', page)
    place = published.places.get(unit__name="松桥街道")
    tried = f"/trace/trial/attraction/2.0/2026-10/{place.unit_id}"
    for way in (
        f"/trace/score/{place.pk}/total/",
        f"/trace/score/{place.pk}/i_funds/",
        f"{tried}/total/",
        f"{tried}/i_funds/",
    ):
        assert way in ways
    for way in set(ways):
        assert client.get(way, headers={"HX-Request": "true"}).status_code == 200
    # 85.38 = 45.38 + 40, by v2.0 and the values that the published result saw.
    whole = plain(assert_sound(client.get(f"{tried}/total/")))
    assert "trial of v2.0" in whole
    assert "85.38" in whole
    item = plain(assert_sound(client.get(f"{tried}/i_funds/")))
    assert "45.38" in item
    assert "Value" in item
    assert Standing.objects.count() == 1


def test_the_way_down_of_a_trial_is_the_overseers_alone(
    published: Standing, people: People
) -> None:
    unit = published.places.first().unit_id  # type: ignore[union-attr]
    here = f"/trace/trial/attraction/1.0/2026-10/{unit}"
    assert_closed(signed_in(people["town"]), f"{here}/total/")
    client = signed_in(people["assessment_office"])
    assert client.get(f"{here}/none/").status_code == 404
    assert client.get("/trace/trial/attraction/1.0/2026-10/0/total/").status_code == 404
    assert client.get(f"/trace/trial/attraction/1.0/2026/{unit}/total/").status_code == 404


def test_a_long_trial_is_shown_page_by_page(
    published: Standing, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leitai.web.views.scheme_trials.PAGE", 2)
    add_rules(Scheme.objects.get(), "2.0", 50, 50)
    client = english(people["assessment_office"])
    here = "/schemes/attraction/2.0/trial/?period=2026-10"
    first, second = client.get(here), client.get(f"{here}&page=2")
    assert "page 1 of 3" in plain(assert_sound(first))
    names = [{line.row.name for line in each.context["rows"]} for each in (first, second)]
    assert len(names[0]) == len(names[1]) == 2
    assert not names[0] & names[1]


def test_a_version_is_compared_with_what_bound_before_it(
    published: Standing, people: People
) -> None:
    scheme = Scheme.objects.get()
    add_rules(scheme, "2.0", 50, 50)
    add_rules(scheme, "3.0", 40, 60, publish=False)
    client = english(people["assessment_office"])
    page = plain(assert_sound(client.get("/schemes/attraction/2.0/compare/")))
    assert "Against v1.0" in page
