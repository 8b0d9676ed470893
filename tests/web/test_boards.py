"""Boards as pages: the table, what each reader finds in it, the list, the screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    note_restatements,
    open_round,
    publish_standing,
    publish_version,
)
from leitai.apps.units.models import User
from leitai.apps.units.services import issue_token
from tests import factories
from tests.apps.standings.world import (
    FIGURES,
    World,
    make_world,
    rules_text,
    store_month,
    store_one,
)
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, text_of, words

pytestmark = pytest.mark.django_db

MINE, SIBLING = "白沙镇", "青石镇"


def lines(page: str) -> dict[str, str]:
    """Return unit name → line of the board's table, in the order of the page."""
    found = re.findall(r'<tr[^>]*data-name="([^"]+)"[^>]*>.*?</tr>', page, re.DOTALL)
    rows = re.findall(r'<tr[^>]*data-name="[^"]+"[^>]*>.*?</tr>', page, re.DOTALL)
    return dict(zip(found, rows, strict=True))


def cells(line: str) -> list[str]:
    return [words(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", line, re.DOTALL)]


def facts_of(page: str) -> str:
    """Return the line of facts below the title."""
    return words(re.findall(r'<div class="lt-meta">.*?</div>', page, re.DOTALL)[0])


def publish(world: World, number: int, figures: Any = FIGURES) -> Standing:
    """Store a month of 2026 and publish its board."""
    period = factories.month(2026, number)
    store_month(world.district, period, figures)
    return publish_again(world, number)


def publish_again(world: World, number: int) -> Standing:
    played = open_round(Act(), scheme=world.scheme, period=factories.month(2026, number))
    return publish_standing(Act(), standing=compute_standing(Act(), played=played))


@pytest.fixture
def world(district: District, django_capture_on_commit_callbacks: Any) -> World:
    with django_capture_on_commit_callbacks(execute=True):
        return make_world(district)


def released(
    district: District, ranks: str = "all", scores: str = "all", inputs: str = "all"
) -> World:
    return make_world(
        district, rules_text(release=f"ranks: {ranks}, scores: {scores}, inputs: {inputs}")
    )


def test_the_table_is_the_published_result(world: World, people: People) -> None:
    page = assert_sound(english(people["analyst"]).get("/boards/towns/2026-10/towns/"))
    rows = lines(page)
    assert list(rows) == list(factories.TOWNS)
    white = cells(rows[MINE])
    assert (white[0], white[1], white[4]) == ("3", "—", "49.31")
    assert white[3] == "Middle"
    assert (white[6], white[7], white[8]) == ("6.49 松桥街道", "0.08 青石镇", "3")
    place = world.standing.places.get(unit__name=MINE)
    assert f'href="/trace/score/{place.pk}/total/" data-trace' in rows[MINE]
    assert 'aria-label="招商 30.00; 到位 19.31"' in rows[MINE]
    assert f"/units/{place.unit_id}/?scheme=towns&amp;period=2026-10" in rows[MINE]


def test_zone_bands_lie_between_the_zones(world: World, people: People) -> None:
    page = text_of(english(people["analyst"]).get("/boards/towns/"))
    order = re.findall(r'<tr class="lt-band">.*?</tr>|data-name="[^"]+"', page, re.DOTALL)
    assert [words(one) if "lt-band" in one else one[11:-1] for one in order] == [
        "云溪街道",
        "松桥街道",
        "Below: the middle zone, 6.49 points from the place above",
        "白沙镇",
        "青石镇",
        "Below: the lagging zone, 1.85 points from the place above",
        "安平镇",
        "龙湾镇",
    ]


def test_rows_can_be_found_by_pinyin_and_sorted_by_number(world: World, people: People) -> None:
    page = text_of(english(people["analyst"]).get("/boards/towns/"))
    line = lines(page)[MINE]
    assert 'data-pinyin="baishazhen bsz"' in line
    assert 'data-sort="49.31"' in line
    assert 'data-sort="6.49"' in line
    assert 'data-filter="board"' in page


def test_a_change_of_rank_is_shown_with_the_place_before(world: World, people: People) -> None:
    publish(world, 11, [FIGURES[1], FIGURES[0], *FIGURES[2:]])
    rows = lines(text_of(english(people["analyst"]).get("/boards/towns/")))
    assert cells(rows["松桥街道"])[1] == "up 1"
    assert 'title="was place 2"' in rows["松桥街道"]
    assert cells(rows["云溪街道"])[1] == "down 1"
    assert cells(rows[MINE])[1] == "same place"


def test_the_sentence_leads_and_says_why_the_worst_fell(world: World, people: People) -> None:
    publish(world, 11, [(5, 38.60, 11.24), *FIGURES[1:]])
    page = text_of(english(people["analyst"]).get("/boards/towns/"))
    said = words(re.findall(r'<p class="lt-say.*?</p>', page, re.DOTALL)[0])
    assert said.startswith("松桥街道 leads by")
    assert "云溪街道 fell 5 places, mainly through 签约项目." in said


def test_the_facts_name_version_publication_seal_and_gaps(world: World, people: People) -> None:
    page = text_of(english(people["analyst"]).get("/boards/towns/2026-10/"))
    standing = world.again()
    facts = facts_of(page)
    assert "Jan–Oct 2026" in facts
    assert "scheme v1.0" in facts
    assert "published 2" in facts
    assert standing.seal_hash
    assert f"verifiable {standing.seal_hash[:4]}" in facts
    assert "6 units, 2 items, 0 missing" in facts
    assert "Draft" not in facts
    # Only who reads the record of changes is led to its check.
    assert "/audit/verify" not in page
    assert "/audit/verify" in text_of(english(people["auditor"]).get("/boards/towns/"))


def test_missing_figures_are_counted(world: World, people: People) -> None:
    november = factories.month(2026, 11)
    factories.store(
        world.district.projects, world.district.town(MINE), november, None, missing="not_reported"
    )
    publish_again(world, 11)
    page = text_of(english(people["analyst"]).get("/boards/towns/2026-11/"))
    assert "6 units, 2 items, 18 missing" in words(page)


@pytest.mark.parametrize(
    ("ranking", "note"),
    [
        ("{on: rounded, ties: same}", "Equal scores share a rank, the next rank is left out."),
        ("{on: rounded, ties: dense}", "Equal scores share a rank, no rank is left out."),
        (
            "{on: rounded, ties: same, then: [i_funds, i_projects]}",
            "Ties are parted by 到位资金, 签约项目.",
        ),
    ],
)
def test_the_foot_note_says_how_ties_stand(
    district: District, people: People, ranking: str, note: str
) -> None:
    text = rules_text().replace("{on: rounded, ties: same}", ranking)
    make_world(district, text)
    page = words(text_of(english(people["analyst"]).get("/boards/towns/")))
    assert note in page
    assert "each weight moved by ±10%" in page
    others = [
        "the next rank is left out",
        "no rank is left out",
        "Ties are parted",
    ]
    assert sum(other in page for other in others) == 1


def grouped_text(groups: int) -> str:
    """Return the rules with a group a town, and the last ones of everybody."""
    text = rules_text()
    at = text.index("  - id: towns")
    group = text[at:]
    made = [
        group.replace("id: towns", f"id: g{n}")
        .replace("乡镇（街道）", f"第{n}组")
        .replace("{kinds: [township, subdistrict]}", f"{{units: [{name}]}}")
        for n, name in enumerate(factories.ALL_TOWNS[:groups], start=1)
    ]
    return text[:at] + "".join(made)


@pytest.mark.parametrize(("groups", "tabs"), [(2, True), (6, True), (7, False)])
def test_up_to_six_groups_are_tabs_more_are_a_menu(
    district: District, people: People, groups: int, tabs: bool
) -> None:
    if groups > len(factories.TOWNS):
        factories.make_unit(factories.ALL_TOWNS[6], "township", district.area, position=7)
    make_world(district, grouped_text(groups))
    page = text_of(english(people["analyst"]).get("/boards/towns/2026-10/g2/"))
    toolbar = page[page.index('<div class="lt-toolbar">') :]
    assert ('<nav class="lt-seg' in toolbar) is tabs
    place = '<nav class="lt-seg' if tabs else "lt-menu-panel lt-left"
    shown = toolbar[toolbar.index(place) :]
    assert '<a href="/boards/towns/2026-10/g1/">第1组</a>' in shown
    assert '<a href="/boards/towns/2026-10/g2/" aria-current="true">第2组</a>' in shown
    assert list(lines(page)) == [factories.TOWNS[1]]


def test_one_group_needs_no_choice(world: World, people: People) -> None:
    page = text_of(english(people["analyst"]).get("/boards/towns/"))
    assert '<nav class="lt-seg' not in page


def test_unknown_boards_periods_and_groups_do_not_exist(world: World, people: People) -> None:
    client = english(people["analyst"])
    for url in (
        "/boards/nothing/",
        "/boards/towns/2026-09/",
        "/boards/towns/1066-10/",
        "/boards/towns/2026-10/nowhere/",
        "/boards/towns/2026-10/nowhere/screen/",
    ):
        assert_closed(client, url)


def test_a_draft_exists_for_the_office_only_and_is_marked(world: World, people: People) -> None:
    november = factories.month(2026, 11)
    store_month(world.district, november, FIGURES[::-1])
    compute_standing(Act(), played=open_round(Act(), scheme=world.scheme, period=november))
    office = english(people["assessment_office"])
    page = text_of(office.get("/boards/towns/2026-11/"))
    assert "Draft, open to the office only" in page
    assert 'action="/boards/towns/2026-11/publish"' in page
    assert "published 2" not in facts_of(page)
    assert "Draft" in text_of(office.get("/boards/towns/"))
    for role in ("principal_leader", "analyst", "auditor", "town", "approver"):
        client = english(people[role])
        assert_closed(client, "/boards/towns/2026-11/")
        shown = text_of(client.get("/boards/towns/"))
        assert "/2026-11/" not in shown
        assert "Draft" not in shown
        assert list(lines(shown)) == list(factories.TOWNS)


def test_a_published_board_stands_before_its_new_draft(world: World, people: People) -> None:
    store_one(world.district, world.district.projects, "龙湾镇", world.played.period, 60.0)
    compute_standing(Act(), played=world.played)
    office = english(people["assessment_office"])
    page = text_of(office.get("/boards/towns/2026-10/"))
    assert next(iter(lines(page))) == "云溪街道"
    assert 'href="?draft=1"' in page
    draft = text_of(office.get("/boards/towns/2026-10/?draft=1"))
    assert next(iter(lines(draft))) == "龙湾镇"
    assert "Draft, open to the office only" in draft
    assert "/boards/towns/2026-10/towns/export.xlsx?draft=1" in draft
    leader = text_of(english(people["principal_leader"]).get("/boards/towns/2026-10/?draft=1"))
    assert next(iter(lines(leader))) == "云溪街道"
    assert 'href="?draft=1"' not in leader


def test_the_office_computes_and_publishes_from_the_page(world: World, people: People) -> None:
    november = factories.month(2026, 11)
    store_month(world.district, november, FIGURES[::-1])
    office = english(people["assessment_office"])
    answer = office.post("/boards/towns/2026-11/compute")
    assert answer.headers["Location"] == "/boards/towns/2026-11/?draft=1"
    assert "Computed anew" in text_of(office.get(answer.headers["Location"]))
    assert "Published and sealed." in text_of(
        office.post("/boards/towns/2026-11/publish", follow=True)
    )
    rows = lines(text_of(english(people["town"]).get("/boards/towns/2026-11/")))
    assert next(iter(rows)) == "龙湾镇"
    nothing = office.post("/boards/towns/2026-11/publish", follow=True)
    assert "There is no draft to publish" in text_of(nothing)


@pytest.mark.parametrize("step", ["compute", "publish"])
def test_others_neither_compute_nor_publish(world: World, people: People, step: str) -> None:
    compute_standing(Act(), played=world.played)
    before = list(Standing.objects.values_list("pk", "state"))
    for role in ("principal_leader", "analyst", "town", "administrator"):
        assert english(people[role]).post(f"/boards/towns/2026-10/{step}").status_code == 403
    assert english(people.outsider).post(f"/boards/towns/2026-10/{step}").status_code == 404
    assert list(Standing.objects.values_list("pk", "state")) == before


def api(user: User, path: str) -> Any:
    token = issue_token(Act(actor=user), name=path, scopes=["read"])
    return Client(headers={"Authorization": f"Bearer {token.secret}"}).get(f"/api/v1{path}")


def test_closed_ranks_are_closed_alike_on_board_card_trace_and_api(
    district: District, people: People
) -> None:
    world = released(district, ranks="none")
    client = english(people["town"])
    page = text_of(client.get("/boards/towns/"))
    rows = lines(page)
    assert list(rows) == [town.name for town in district.towns]
    for line in rows.values():
        shown = cells(line)
        assert (shown[0], shown[1], shown[3], shown[6], shown[7], shown[8]) == (
            "—", "—", "", "—", "—", "—",
        )  # fmt: skip
    assert "lt-band" not in page
    assert "leads by" not in page
    place = world.standing.places.get(unit__name=MINE)
    trace = text_of(client.get(f"/trace/score/{place.pk}/total/"))
    assert "49.31" in trace
    assert ", rank 3" not in words(trace)
    card = words(text_of(client.get(f"/units/{place.unit_id}/")))
    assert "rank 3" not in card
    assert "place 3" not in card
    rows_out = api(people["town"], "/boards/towns/2026-10").json()["rows"]
    assert [row["name"] for row in rows_out] == list(rows)
    assert {row["rank"] for row in rows_out} == {None}
    tree = api(people["town"], f"/places/{place.pk}/working").json()
    assert not tree["rank"]
    assert not any(child["rank"] for child in tree["children"])
    for role in ("analyst", "principal_leader"):
        assert cells(lines(text_of(english(people[role]).get("/boards/towns/")))[MINE])[0] == "3"


def test_closed_scores_are_closed_alike_on_board_card_trace_and_api(
    district: District, people: People
) -> None:
    world = released(district, scores="own")
    client = english(people["town"])
    page = text_of(client.get("/boards/towns/"))
    rows = lines(page)
    assert cells(rows[MINE])[4] == "49.31"
    assert 'class="lt-mine"' in rows[MINE]
    assert cells(rows[SIBLING])[4] == "—"
    sibling = world.standing.places.get(unit__name=SIBLING)
    for figure in ("49.23", "19.23", "0.08"):
        assert figure not in page
        assert figure not in text_of(client.get(f"/units/{sibling.unit_id}/"))
    assert f"/trace/score/{sibling.pk}/" not in page
    for node in ("total", "delivery", "i_funds"):
        assert_closed(client, f"/trace/score/{sibling.pk}/{node}/")
    assert api(people["town"], f"/places/{sibling.pk}/working").status_code == 404
    out = {row["name"]: row for row in api(people["town"], "/boards/towns/2026-10").json()["rows"]}
    assert (out[SIBLING]["score"], out[SIBLING]["parts"]) == (None, [])
    assert (out[MINE]["score"], out[MINE]["rank"], out[SIBLING]["rank"]) == (49.31, 3, 4)


def test_closed_inputs_are_closed_alike_on_card_trace_and_api(
    district: District, people: People
) -> None:
    world = released(district, inputs="own")
    client = english(people["town"])
    sibling = world.standing.places.get(unit__name=SIBLING)
    trace = text_of(client.get(f"/trace/score/{sibling.pk}/i_funds/"))
    card = text_of(client.get(f"/units/{sibling.unit_id}/"))
    assert "19.23" in trace
    assert "The working of this unit is not open to you." in card
    answer = api(people["town"], f"/places/{sibling.pk}/working")
    assert answer.status_code == 200
    # 8.60 of 26.84 is what 青石镇 reported; 0.320417 is their ratio.
    for closed in ("8.6", "26.84", "0.3204"):
        for text in (trace, card, text_of(answer)):
            assert closed not in text
    mine = world.standing.places.get(unit__name=MINE)
    assert "29.7" in text_of(client.get(f"/trace/score/{mine.pk}/i_funds/"))


def test_a_later_revision_is_noticed_by_who_reads_all_inputs(world: World, people: People) -> None:
    batch = store_one(world.district, world.district.projects, "龙湾镇", world.played.period, 60.0)
    assert note_restatements(batch)
    page = words(text_of(english(people["assessment_office"]).get("/boards/towns/2026-10/")))
    assert "A later revision touches this board: 核对后更正." in page
    # 龙湾镇 comes first, all others fall, but 松桥街道 passes 云溪街道 and stays second.
    assert "5 units change their places if computed anew." in page
    # The published rows stay as they are.
    assert "云溪街道 leads by" in page
    for role in ("town", "reporting_unit", "approver"):
        assert "later revision" not in text_of(english(people[role]).get("/boards/towns/2026-10/"))
    publish_again(world, 10)
    assert "later revision" not in text_of(
        english(people["assessment_office"]).get("/boards/towns/2026-10/")
    )


def test_the_export_of_the_shown_board_is_linked_and_is_a_workbook(
    world: World, people: People
) -> None:
    client = english(people["analyst"])
    url = "/boards/towns/2026-10/towns/export.xlsx"
    assert f'href="{url}"' in text_of(client.get("/boards/towns/"))
    answer = client.get(url)
    content = b"".join(answer) if answer.streaming else answer.content
    assert content.startswith(b"PK")


def test_other_periods_stay_in_the_group_and_on_the_screen(world: World, people: People) -> None:
    publish(world, 11)
    publish(world, 12)
    client = english(people["analyst"])
    page = text_of(client.get("/boards/towns/2026-11/towns/"))
    assert "/boards/towns/2026-10/towns/" in page
    assert "/boards/towns/2026-12/towns/" in page
    screen = text_of(client.get("/boards/towns/2026-11/towns/screen/"))
    assert 'data-earlier="/boards/towns/2026-10/towns/screen/"' in screen
    assert 'data-later="/boards/towns/2026-12/towns/screen/"' in screen
    assert 'data-leave="/boards/towns/2026-11/towns/"' in screen
    newest = text_of(client.get("/boards/towns/2026-12/towns/screen/"))
    assert 'data-later=""' in newest


def flag_of(page: str) -> str:
    found = re.findall(r'<span class="lt-screen-flag">(.*?)</span>', page)
    return found[0] if found else ""


def test_the_red_flag_counts_rounds_in_a_row(world: World, people: People) -> None:
    client = english(people["analyst"])
    assert flag_of(text_of(client.get("/boards/towns/2026-10/towns/screen/"))) == (
        "Red flag: 云溪街道"
    )
    publish(world, 11)
    publish(world, 12, [FIGURES[1], FIGURES[0], *FIGURES[2:]])
    flags = [
        flag_of(text_of(client.get(f"/boards/towns/2026-{month}/towns/screen/")))
        for month in (10, 11, 12)
    ]
    assert flags == [
        "Red flag: 云溪街道",
        "Red flag: 云溪街道, round 2 in a row",
        "Red flag: 松桥街道",
    ]


def test_the_red_flag_does_not_count_rounds_that_were_closed(
    district: District, people: People
) -> None:
    """The first round released no ranks; from the second on all are open."""
    world = released(district, ranks="none")
    opened = rules_text(version="1.1", effective="2026-11-01")
    version = add_version(Act(), scheme=world.scheme, text=opened)
    publish_version(Act(), version=version)
    publish(world, 11)
    screen = "/boards/towns/2026-11/towns/screen/"
    shown = {
        person: flag_of(text_of(english(people[person]).get(screen)))
        for person in ("town", "analyst")
    }
    assert shown == {
        "town": "Red flag: 云溪街道",
        "analyst": "Red flag: 云溪街道, round 2 in a row",
    }


def test_equal_firsts_share_the_flag_and_each_keeps_its_own_count(
    world: World, people: People
) -> None:
    publish(world, 11, [FIGURES[0], FIGURES[0], *FIGURES[2:]])
    publish(world, 12, [FIGURES[1], FIGURES[0], *FIGURES[2:]])
    client = english(people["analyst"])
    shared = flag_of(text_of(client.get("/boards/towns/2026-11/towns/screen/")))
    assert shared == "Red flag: 云溪街道, round 2 in a row; Red flag: 松桥街道"
    later = flag_of(text_of(client.get("/boards/towns/2026-12/towns/screen/")))
    assert later == "Red flag: 松桥街道, round 2 in a row"


def test_the_screen_shows_every_row_and_no_flag_on_a_draft(world: World, people: People) -> None:
    compute_standing(Act(), played=world.played)
    office = english(people["assessment_office"])
    page = assert_sound(office.get("/boards/towns/2026-10/towns/screen/"))
    assert [words(name) for name in re.findall(r'<th scope="row".*?</th>', page)] == list(
        factories.TOWNS
    )
    assert "云溪区 is fictional" in page
    draft = text_of(office.get("/boards/towns/2026-10/towns/screen/?draft=1"))
    assert flag_of(draft) == ""
    assert 'data-leave="/boards/towns/2026-10/towns/?draft=1"' in draft


def test_the_list_names_head_and_tail_of_the_newest_board(world: World, people: People) -> None:
    publish(world, 11, FIGURES[::-1])
    page = words(assert_sound(english(people["analyst"]).get("/boards/")))
    assert "1 board open to you" in page
    assert "乡镇擂台 云溪区, 乡镇（街道） Nov 2026 龙湾镇 云溪街道 6 v1.0" in page


@pytest.mark.parametrize("ranks", ["own", "none"])
def test_the_list_names_no_head_where_places_are_closed(
    district: District, people: People, ranks: str
) -> None:
    released(district, ranks=ranks)
    page = words(text_of(english(people["town"]).get("/boards/")))
    assert "Oct 2026 — — 6" in page


def test_strangers_find_an_empty_list_and_public_boards_are_for_all(
    world: World, people: People
) -> None:
    for person in (people.outsider, people.nobody):
        client = english(person)
        assert "No board is open to you yet." in text_of(client.get("/boards/"))
        assert_closed(client, "/boards/towns/")
    Scheme.objects.filter(pk=world.scheme.pk).update(public=True)
    assert "49.31" in text_of(english(people.nobody).get("/boards/towns/"))


def test_a_group_without_units_says_so(district: District, people: People) -> None:
    world = make_world(district)
    standing = world.standing
    Place.objects.filter(standing=standing).delete()
    page = text_of(english(people["analyst"]).get("/boards/towns/"))
    assert "No unit stands in this group." in page


def large(area: Any, world: World, towns: int, months: int) -> None:
    """Add towns and months to the board."""
    for n in range(towns):
        factories.make_unit(f"新镇{n}", "township", area, position=100 + n)
    for number in range(11, 11 + months):
        publish(world, number)


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/boards/", 20),
        ("/boards/towns/", 24),
        ("/boards/towns/2026-10/towns/screen/", 24),
    ],
)
def test_pages_ask_the_database_the_same_whatever_the_size(
    world: World, people: People, url: str, most: int, django_assert_max_num_queries: Any
) -> None:
    client = english(people["analyst"])
    client.get(url)
    with django_assert_max_num_queries(most) as small:
        client.get(url)
    used = len(small)
    large(world.district.area, world, towns=12, months=2)
    client.get(url)
    with django_assert_max_num_queries(used + 2):
        assert client.get(url).status_code == 200


def test_the_list_reads_each_board_once(
    world: World, people: People, django_assert_max_num_queries: Any
) -> None:
    client = english(people["analyst"])
    client.get("/boards/")
    with django_assert_max_num_queries(60) as one:
        client.get("/boards/")
    used = len(one)
    for n in range(3):
        scheme = create_scheme(
            Act(), area=world.district.area, slug=f"b{n}", name=f"第{n}榜", period_kind="month"
        )
        text = rules_text(slug=f"b{n}")
        publish_version(Act(), version=add_version(Act(), scheme=scheme, text=text))
        played = open_round(Act(), scheme=scheme, period=world.played.period)
        publish_standing(Act(), standing=compute_standing(Act(), played=played))
    client.get("/boards/")
    with django_assert_max_num_queries(used + 3 * 6):
        client.get("/boards/")


def test_an_earlier_period_without_the_group_leads_to_one_that_it_has(
    world: World, people: People
) -> None:
    text = rules_text(version="2.0", effective="2026-11-01").replace("- id: towns", "- id: all")
    publish_version(Act(), version=add_version(Act(), scheme=world.scheme, text=text))
    publish(world, 11)
    client = english(people["analyst"])
    assert_sound(client.get("/boards/towns/2026-11/all/"))
    answer = client.get("/boards/towns/2026-10/all/")
    assert (answer.status_code, answer["Location"]) == (302, "/boards/towns/2026-10/towns/")
    page = assert_sound(client.get(answer["Location"]))
    assert "The rules of Oct 2026 have no group “乡镇（街道）”" in page
    assert client.get("/boards/towns/2026-10/nonsense/").status_code == 404
