"""The way down: from a total over part and rule to the cell of the workbook it came from."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import RequestFactory
from django_cotton import render_component

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import approve_proposal, begin_adjustment, set_target
from leitai.apps.indicators.models import Revision, Upload
from leitai.apps.indicators.services import accept_upload
from leitai.apps.standings.models import Standing
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from leitai.workbooks.windows import GridCell, GridRow, SheetWindow
from tests import factories
from tests.apps.standings.test_unit import OCTOBER, make_cards
from tests.apps.standings.world import ALL, make_scheme, rules_text, store_one
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, text_of, words
from tests.web.world import upload_of

pytestmark = pytest.mark.django_db

MINE, SIBLING = "白沙镇", "青石镇"
FILE = "10月招商.xlsx"
#: Funds in place of the other towns as the sheet has them, in 万元.
NEIGHBOURS = ("112400", "108900", "86000", "83150", "79200")


def stops(page: str) -> list[str]:
    """Return the stops of the way from top to bottom."""
    at = page.index("lt-trace-lv")
    return re.split(r'<div class="lt-trace-lv">', page[at - 12 :])[1:]


def levels(page: str) -> list[str]:
    return [unescape(stop[: stop.index("</div>")]) for stop in stops(page)]


def accepted(district: District, month: int = 10, **cells: Any) -> Upload:
    """Upload the bureau's form for a month and accept it."""
    content = factories.workbook(factories.investment_form(2026, month, **cells), "招商引资")
    upload = upload_of(district.area, district.source, FILE, content)
    accept_upload(Act(), upload=upload)
    return upload


def publish(district: District, release: str = ALL) -> Standing:
    """Publish October from the values that count."""
    version = make_scheme(district, rules_text(release=release))
    played = open_round(Act(), scheme=version.scheme, period=factories.month(2026, 10))
    return publish_standing(Act(), standing=compute_standing(Act(), played=played))


def score_url(standing: Standing, name: str, node: str = "i_funds") -> str:
    return f"/trace/score/{standing.places.get(unit__name=name).pk}/{node}/"


def test_from_the_total_to_the_marked_cell_of_the_uploaded_workbook(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["analyst"])
    page = assert_sound(client.get(score_url(standing, MINE)))
    way = stops(page)
    assert levels(page) == [
        "Total of the board",
        "Part",
        levels(page)[2],
        "Value · revision 1",
        "Source cell",
        "Value · revision 1",
        "Source cell",
    ]
    assert levels(page)[2].startswith("Scoring · ")
    assert words(way[0]).startswith("Total of the board 白沙镇, rank 3 49.31 / 100 30.00 + 19.31")
    assert '<a class="lt-v lt-on-way"' in way[0]
    assert words(way[1]).startswith("Part 到位 19.31 / 60")
    # The rule in words, with the figures put in, and rounded: 60 × 9.56 ÷ 29.70.
    assert "9.56" in words(way[2])
    assert "29.7" in words(way[2])
    assert "19.313131 → 19.31" in words(way[2])
    assert "2 decimals at this level, rounded half up." in words(way[2])
    funds = next(stop for stop in way[3:] if "到位资金" in words(stop))
    assert "9.5600" in words(funds)
    cell = way[way.index(funds) + 1]
    said = words(cell[: cell.index("lt-mini-w")])
    assert f"{FILE} › 招商引资 › D6 , as written “95600”, measure 万元" in said
    assert "(above the table)" in said
    marked = re.findall(r'<td class="[^"]*lt-hit[^"]*"[^>]*>(.*?)</td>', cell)
    assert marked == ["95600"]
    assert "到位资金" in cell
    assert all(figure in cell for figure in NEIGHBOURS[:3])


def test_a_reporting_unit_sees_its_cell_but_none_of_the_neighbours_figures(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district, "ranks: all, scores: own, inputs: own")
    page = text_of(english(people["town"]).get(score_url(standing, MINE)))
    assert f"<b>{FILE}</b> › 招商引资 › <b>D6</b>" in page
    assert "95600" in page
    assert "lt-mini" not in page
    assert "/trace/sheet/" not in page
    for figure in NEIGHBOURS:
        assert figure not in page
    funds = Revision.objects.get(series=district.funds, unit=district.town(MINE))
    assert_closed(english(people["town"]), f"/trace/sheet/{funds.pk}/")
    value = text_of(english(people["town"]).get(f"/trace/value/{funds.pk}/"))
    assert "D6" in value
    assert not any(figure in value for figure in NEIGHBOURS)


def test_the_sheet_behind_a_score_is_one_click_away(district: District, people: People) -> None:
    accepted(district)
    standing = publish(district)
    funds = Revision.objects.get(series=district.funds, unit=district.town(MINE))
    client = english(people["analyst"])
    (found,) = re.findall(
        r'href="(/trace/sheet/\d+/)"', text_of(client.get(score_url(standing, MINE)))
    )
    assert client.get(found).status_code == 200
    sheet = assert_sound(client.get(f"/trace/sheet/{funds.pk}/"))
    assert FILE in sheet
    assert all(figure in sheet for figure in NEIGHBOURS)
    assert re.findall(r"<td[^>]*lt-hit[^>]*>(.*?)</td>", sheet) == ["95600"]


def test_the_office_that_reported_sees_the_cell_and_no_link_that_leads_nowhere(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["reporting_unit"])
    page = text_of(client.get(score_url(standing, MINE)))
    assert "lt-mini" in page
    for link in re.findall(r'href="(/trace/sheet/\d+/)"', page):
        assert client.get(link).status_code == 200


def test_a_total_and_a_part_open_their_terms(district: District, people: People) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["analyst"])
    total = text_of(client.get(score_url(standing, MINE, "total")))
    assert levels(total) == ["Total of the board"]
    for node, name, text in (("attraction", "招商", "30.00"), ("delivery", "到位", "19.31")):
        assert f'href="{score_url(standing, MINE, node)}" data-trace' in total
        assert f"{name} {text}" in words(total)
    part = text_of(client.get(score_url(standing, MINE, "delivery")))
    assert levels(part) == ["Total of the board", "Part"]
    assert f'href="{score_url(standing, MINE, "i_funds")}" data-trace' in part


def test_a_figure_of_the_group_says_that_it_was_computed(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    page = text_of(english(people["analyst"]).get(score_url(standing, MINE, "i_projects")))
    derived = next(stop for stop in stops(page) if stop.startswith("Of the group, or computed"))
    # The first of the group signed 12 projects.
    assert " 12" in words(derived)


def test_a_target_tells_its_story(district: District, people: People) -> None:
    cards = make_cards(district)
    planned = set_target(
        Act(),
        series=district.funds,
        unit=district.town(MINE),
        year=2026,
        floor=12.6,
        sentence="全年到位资金不低于12.5亿元。",
        reason="补记出处",
    )
    proposal = begin_adjustment(
        Act(actor=people["assessment_office"]),
        target=planned, floor=12.5, stretch=None, reason="调整年度计划",
    )  # fmt: skip
    approve_proposal(Act(actor=people["principal_leader"]), proposal=proposal)
    standing = cards.publish(10)
    page = text_of(english(people["analyst"]).get(score_url(standing, MINE)))
    target = next(stop for stop in stops(page) if stop.startswith("Target"))
    said = words(target)
    assert "12.5" in said
    assert "revision 3, set by assessment_office on " in said
    assert "reason: 调整年度计划" in said
    assert "全年到位资金不低于12.5亿元。" in said


def test_a_closed_way_ends_without_a_hint_at_what_follows(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district, "ranks: all, scores: all, inputs: own")
    page = text_of(english(people["town"]).get(score_url(standing, SIBLING)))
    way = stops(page)
    assert [level.split(" · ")[0] for level in levels(page)] == [
        "Total of the board",
        "Part",
        "Scoring",
        "End of the way",
    ]
    assert words(way[2]).endswith("到位资金 19.23 / 60")
    end = way[3][: way[3].index("</li>")]
    assert words(end) == "End of the way"
    assert "<a" not in end
    # Tokens and digests are chance letters: they may well hold a D7.
    page = re.sub(r"\b[0-9A-Za-z]{32,}\b", "", page.replace("data-trace-base", ""))
    for hint in (FILE, "招商引资表", "D7", "86000", "8.6", "26.84", "/trace/value/", "Value"):
        assert hint not in page


def test_the_address_is_a_page_of_its_own_and_a_fragment_for_the_drawer(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["analyst"])
    funds = Revision.objects.get(series=district.funds, unit=district.town(MINE))
    for url in (score_url(standing, MINE), f"/trace/value/{funds.pk}/"):
        whole = text_of(client.get(url))
        piece = text_of(client.get(url, headers={"HX-Request": "true"}))
        assert whole.startswith("<!doctype html>")
        assert "<title>" in whole
        assert "<html" not in piece
        assert "lt-nav" not in piece
        assert levels(piece) == levels(whole)


def test_unknown_places_nodes_and_values_do_not_exist_in_the_same_words(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["analyst"])
    own = Revision.objects.get(series=district.funds, unit=district.town(MINE))
    for url in (
        score_url(standing, MINE, "nothing"),
        "/trace/score/987654/total/",
        "/trace/value/987654/",
        "/trace/sheet/987654/",
    ):
        assert_closed(client, url)
    for stranger in (people.outsider, people.nobody):
        foreign = english(stranger)
        for url in (
            score_url(standing, MINE, "total"),
            f"/trace/value/{own.pk}/",
            f"/trace/sheet/{own.pk}/",
        ):
            assert_closed(foreign, url)


def test_a_draft_has_no_way_for_others(district: District, people: People) -> None:
    accepted(district)
    standing = publish(district)
    draft = compute_standing(Act(), played=standing.round)
    url = score_url(draft, MINE, "total")
    assert english(people["assessment_office"]).get(url).status_code == 200
    for role in ("analyst", "town", "principal_leader"):
        assert_closed(english(people[role]), url)


def test_a_later_revision_is_told_with_its_reason_and_the_old_one_is_overtaken(
    district: District, people: People
) -> None:
    accepted(district)
    standing = publish(district)
    first = Revision.objects.get(series=district.funds, unit=district.town(MINE))
    store_one(district, district.funds, MINE, standing.round.period, 9.81)
    second = Revision.objects.filter(
        series=district.funds, unit=district.town(MINE), period=standing.round.period
    ).latest("pk")
    client = english(people["analyst"])
    page = text_of(client.get(f"/trace/value/{second.pk}/"))
    said = words(stops(page)[0])
    assert levels(page) == ["Value · revision 2"]
    assert "9.5600 → 9.8100" in said
    assert "Reason: 核对后更正" in said
    assert "all 2 revisions" in said
    assert "A later revision counts by now." not in page
    old = text_of(client.get(f"/trace/value/{first.pk}/"))
    assert "A later revision counts by now." in old
    # The published score keeps the value that it saw.
    way = words(text_of(client.get(score_url(standing, MINE))))
    assert "9.5600" in way
    assert "19.31" in way


def test_a_missing_figure_has_its_reason_on_the_way(district: District, people: People) -> None:
    cards = make_cards(district)
    factories.store(
        district.funds, district.town(MINE), factories.month(2026, 10), None, missing="masked"
    )
    standing = cards.publish(10, {n: each for n, each in OCTOBER.items() if n != MINE})
    page = text_of(english(people["analyst"]).get(score_url(standing, MINE)))
    assert 'title="masked in the source"' in page


def test_the_way_asks_the_database_the_same_whatever_the_size(
    district: District, people: People, django_assert_max_num_queries: Any
) -> None:
    accepted(district)
    standing = publish(district)
    client = english(people["analyst"])
    client.get(score_url(standing, MINE))
    with django_assert_max_num_queries(40) as small:
        client.get(score_url(standing, MINE))
    used = len(small)
    for n in range(12):
        factories.make_unit(f"新镇{n}", "township", district.area, position=100 + n)
    accepted(district, 11)
    played = open_round(Act(), scheme=standing.round.scheme, period=factories.month(2026, 11))
    later = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    client.get(score_url(later, MINE))
    with django_assert_max_num_queries(used + 2):
        assert client.get(score_url(later, MINE)).status_code == 200


def test_head_rows_stand_above_their_own_columns() -> None:
    """A cell merged over two head rows covers the second: what stands below is not moved left."""
    window = SheetWindow(
        "增速", "C8", ("A", "B", "C"),
        rows=(row(8, "data", "4", "青石镇", "6.4"),),
        header=(
            GridRow(3, "header", (
                GridCell("A3", "序号", down=2), GridCell("B3", "乡镇", down=2),
                GridCell("C3", "累计增速"),
            )),
            GridRow(4, "header", (
                GridCell("A4", "", 0, 0), GridCell("B4", "", 0, 0), GridCell("C4", "工业"),
            )),
        ),
    )  # fmt: skip
    request = RequestFactory().get("/")
    html = str(render_component(request, "mini_sheet", {"window": window}))
    head, body = html.split("</thead>")
    assert head.count('rowspan="2"') == 2
    assert re.findall(r"<td[^>]*>(.*?)</td>", head) == ["序号", "乡镇", "累计增速", "工业"]
    # No span reaches from the head into the rows below it.
    assert re.findall(r"<td[^>]*>(.*?)</td>", body) == ["4", "青石镇", "6.4"]


def row(number: int, role: Any, *texts: str) -> GridRow:
    cells = (GridCell(f"{'ABC'[at]}{number}", text) for at, text in enumerate(texts))
    return GridRow(number, role, tuple(cells))
