"""The report card as a page: items, neighbours, steps for one's own, history, what is closed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.standings.services import compute_standing, open_round
from tests import factories
from tests.apps.standings.test_unit import OCTOBER, Cards, changed, make_cards
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db

MINE, SIBLING = "白沙镇", "安平镇"


def sheet(page: str, title: str) -> str:
    """Return the panel with this title; empty when the page has none."""
    at = page.find(f">{title}</h2>")
    if at < 0:
        return ""
    return page[at : page.find("</section>", at)]


def item_cells(page: str, name: str) -> list[str]:
    """Return the texts of an item's line."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", page, re.DOTALL)
    line = next(row for row in rows if re.match(rf'<tr>\s*<th scope="row">{name}[ <]', row))
    return [words(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", line, re.DOTALL)]


@pytest.fixture
def cards(district: District) -> Cards:
    return make_cards(district)


def url_of(cards: Cards, name: str = MINE, period: str = "") -> str:
    url = f"/units/{cards.district.town(name).pk}/?scheme=cards"
    return f"{url}&period={period}" if period else url


def test_every_item_has_scope_due_reached_completion_points_and_place(
    cards: Cards, people: People
) -> None:
    standing = cards.publish(10)
    place = standing.places.get(unit__name=MINE)
    page = assert_sound(english(people["analyst"]).get(url_of(cards)))
    assert item_cells(page, "资金到位") == [
        "资金到位 (亿元)", "current period", "12.00", "9.00", "75.0", "30.00 / 40", "4",
    ]  # fmt: skip
    assert item_cells(page, "项目数") == [
        "项目数 (个)", "current period", "—", "12", "—", "12.00 / 20", "3",
    ]  # fmt: skip
    assert 'aria-label="place 4 of 6"' in page
    for node in ("total", "attraction", "i_funds", "penalty"):
        assert f'href="/trace/score/{place.pk}/{node}/" data-trace' in page
    assert re.search(r'href="/trace/value/\d+/" data-trace[^>]*aria-label="资金到位 9.00"', page)


def test_a_lagging_item_and_a_switched_off_one_are_marked(cards: Cards, people: People) -> None:
    cards.publish(10)
    client = english(people["analyst"])
    page = text_of(client.get(url_of(cards, "青石镇")))
    assert item_cells(page, "签约总额")[0] == "签约总额 (亿元) Lagging"
    assert item_cells(page, "资金到位")[0] == "资金到位 (亿元)"
    assert "switched off, not scored" in item_cells(page, "会议次数")[0]


def test_the_facts_and_the_sentence_set_the_total_against_the_items(
    cards: Cards, people: People
) -> None:
    cards.publish(10)
    page = words(text_of(english(people["analyst"]).get(url_of(cards))))
    assert "Rank 3 / 6" in page
    assert "Total (full 100) 74.00" in page
    assert "2 of 3 items rank at or above the total rank 3." in page
    assert (
        "Most points were lost on 资金到位 (rank 4), 项目数 (rank 3): "
        "18.00 of the 26.00 points short of full marks."
    ) in page


def test_both_neighbours_with_score_and_distance(cards: Cards, people: People) -> None:
    cards.publish(10)
    panel = sheet(text_of(english(people["analyst"]).get(url_of(cards))), "The two neighbours")
    assert words(panel).endswith(
        "next above 松桥街道 87.00 13.00 points behind "
        "ours 白沙镇 74.00 rank 3 "
        "next below 青石镇 67.00 7.00 points ahead"
    )
    above = cards.district.town("松桥街道").pk
    assert f'href="/units/{above}/?scheme=cards&amp;period=2026-10"' in panel


def test_the_first_has_nobody_above_and_the_last_nobody_below(cards: Cards, people: People) -> None:
    cards.publish(10)
    client = english(people["analyst"])
    first = sheet(text_of(client.get(url_of(cards, "云溪街道"))), "The two neighbours")
    assert "next above" not in words(first)
    assert "next below" in words(first)
    last = sheet(text_of(client.get(url_of(cards, "龙湾镇"))), "The two neighbours")
    assert "next below" not in words(last)


STEPS = "What would move it up"


def test_steps_are_for_the_own_unit_and_the_offices(cards: Cards, people: People) -> None:
    cards.publish(10)
    town = english(people["town"])
    own = words(sheet(text_of(town.get(url_of(cards))), STEPS))
    assert "资金到位" in own
    assert "more than 13.00 points to pass 松桥街道" in own
    assert sheet(text_of(town.get(url_of(cards, SIBLING))), STEPS) == ""
    for role in ("assessment_office", "principal_leader", "analyst"):
        assert sheet(text_of(english(people[role]).get(url_of(cards, SIBLING))), STEPS)


def test_nothing_is_proposed_on_statutory_figures(cards: Cards, people: People) -> None:
    cards.publish(10)
    panel = sheet(text_of(english(people["analyst"]).get(url_of(cards, SIBLING))), STEPS)
    proposed = re.findall(r'<th scope="row">(.*?)</th>', panel)
    assert set(proposed) == {"项目数", "资金到位"}
    assert "签约总额" not in proposed
    assert "up 1, to place 4" in words(panel)
    assert "Nothing is proposed on figures that a statistics office sets" in words(panel)


def test_no_steps_where_others_scores_are_closed(district: District, people: People) -> None:
    cards = make_cards(district, "ranks: all, scores: own, inputs: own")
    cards.publish(10)
    page = text_of(english(people["town"]).get(url_of(cards)))
    assert "资金到位" in page
    assert sheet(page, STEPS) == ""
    assert "75.0" in page


def test_what_moved_it_leaves_out_what_moved_everybody(cards: Cards, people: People) -> None:
    cards.publish(10)
    november = {name: (p, f, s + 4) for name, (p, f, s) in OCTOBER.items()}
    cards.publish(11, changed(november, 白沙镇=(12, 6.0, 36.0)))
    client = english(people["analyst"])
    panel = sheet(text_of(client.get(url_of(cards))), "What moved it since the round before")
    assert re.findall(r'<th scope="row">(.*?)</th>', panel) == ["资金到位"]
    assert "\N{MINUS SIGN}10.00" in panel
    other = text_of(client.get(url_of(cards, SIBLING)))
    assert sheet(other, "What moved it since the round before") == ""


def test_history_of_published_rounds_as_chart_and_table(cards: Cards, people: People) -> None:
    cards.publish(9, changed(OCTOBER, 白沙镇=(12, 1.0, 20.0)))
    cards.publish(10)
    page = text_of(english(people["analyst"]).get(url_of(cards)))
    assert "Ranks of 2 rounds" in page
    data = json.loads(re.findall(r"<template data-json>(.*?)</template>", page, re.DOTALL)[0])
    assert (data["kind"], data["periods"], data["ranks"], data["size"]) == (
        "rank",
        ["26-09", "26-10"],
        [6, 3],
        6,
    )
    assert (data["leading"], data["lagging"]) == (2, 2)
    assert "2026-09 6 35.33 2026-10 3 74.00" in words(page)


def test_a_closed_working_says_so_and_shows_no_figure_of_it(
    district: District, people: People
) -> None:
    cards = make_cards(district, "ranks: all, scores: own, inputs: own")
    cards.publish(10)
    page = text_of(english(people["town"]).get(url_of(cards, SIBLING)))
    assert "The working of this unit is not open to you." in page
    for closed in ("资金到位", "59.00", "50.0", "/trace/"):
        assert closed not in page.replace('data-trace-base="/trace/"', "")
    assert "Rank 5 / 6" in words(page)


def test_a_missing_figure_says_why(cards: Cards, people: People) -> None:
    cards.publish(10)
    november = factories.month(2026, 11)
    town = cards.district.town(MINE)
    factories.store(cards.district.signed, town, november, None, missing="masked")
    cards.publish(11, {name: each for name, each in OCTOBER.items() if name != MINE})
    page = text_of(english(people["analyst"]).get(url_of(cards)))
    line = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if ">签约总额<" in row)
    assert 'title="masked in the source"' in line


def test_inexact_figures_keep_their_word(cards: Cards, people: People) -> None:
    from leitai.apps.indicators.services import NewValue, import_values

    row = NewValue(
        cards.district.projects.pk,
        cards.district.town(MINE).pk,
        factories.month(2026, 11).pk,
        number=12.0,
        qualifier="more_than",
    )
    import_values(Act(), source=cards.district.source, rows=[row], reason="as reported")
    cards.publish(11, {name: each for name, each in OCTOBER.items() if name != MINE})
    page = text_of(english(people["analyst"]).get(url_of(cards, MINE, "2026-11")))
    assert item_cells(page, "项目数")[3] == "over 12"


def test_the_newest_board_of_the_unit_opens_and_other_rounds_are_linked(
    cards: Cards, people: People
) -> None:
    cards.publish(9)
    cards.publish(10)
    cards.publish(11)
    client = english(people["analyst"])
    page = text_of(client.get(f"/units/{cards.district.town(MINE).pk}/"))
    assert "Nov 2026" in page
    assert "period=2026-10" in page
    earlier = text_of(client.get(url_of(cards, MINE, "2026-10")))
    assert "period=2026-09" in earlier
    assert "period=2026-11" in earlier


def test_only_rounds_with_the_unit_are_offered(cards: Cards, people: People) -> None:
    cards.publish(9)
    new = factories.make_unit("新桥镇", "township", cards.district.area, position=20)
    cards.publish(10)
    page = text_of(english(people["analyst"]).get(f"/units/{new.pk}/?scheme=cards"))
    assert "period=2026-09" not in page
    assert "period=2026-10" in page


def test_a_draft_is_the_offices_alone(cards: Cards, people: People) -> None:
    cards.publish(10)
    november = factories.month(2026, 11)
    compute_standing(Act(), played=open_round(Act(), scheme=cards.scheme, period=november))
    office = text_of(english(people["assessment_office"]).get(url_of(cards)))
    assert "Draft, open to the office only" in office
    assert "Nov 2026" in office
    for role in ("town", "principal_leader"):
        client = english(people[role])
        assert "Oct 2026" in text_of(client.get(url_of(cards)))
        assert_closed(client, url_of(cards, MINE, "2026-11"))


def test_what_is_not_there_is_not_there_in_the_same_words(cards: Cards, people: People) -> None:
    cards.publish(10)
    client = english(people["analyst"])
    for url in (
        "/units/987654/",
        f"/units/{cards.district.bureau.pk}/",
        f"/units/{cards.district.town('临江镇').pk}/",
        url_of(cards, MINE, "2026-09"),
        url_of(cards, MINE, "1066-10"),
        f"/units/{cards.district.town(MINE).pk}/?scheme=nothing",
    ):
        assert_closed(client, url)
    for stranger in (people.outsider, people.nobody):
        assert_closed(english(stranger), url_of(cards))


def test_the_page_reads_chinese_to_who_reads_chinese(cards: Cards, people: People) -> None:
    cards.publish(10)
    page = text_of(signed_in(people["analyst"]).get(url_of(cards)))
    assert "Report card" not in page
    assert "2026年1—10月累计" in page


def test_a_card_asks_the_database_the_same_whatever_the_size(
    cards: Cards, people: People, django_assert_max_num_queries: Any
) -> None:
    cards.publish(9)
    cards.publish(10)
    client = english(people["analyst"])
    client.get(url_of(cards))
    with django_assert_max_num_queries(36) as small:
        client.get(url_of(cards))
    used = len(small)
    for n in range(12):
        factories.make_unit(f"新镇{n}", "township", cards.district.area, position=100 + n)
    cards.publish(11)
    cards.publish(12)
    client.get(url_of(cards))
    with django_assert_max_num_queries(used + 2):
        assert client.get(url_of(cards)).status_code == 200
