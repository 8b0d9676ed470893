"""The first page of each role, the way round, and a person's own language, rows and keys."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.services import propose_pair
from leitai.apps.goals.services import set_target
from leitai.apps.indicators.models import DataSource
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Record, Scheme
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    enter_record,
    note_restatements,
    open_round,
    publish_standing,
    submit_version,
)
from leitai.apps.units.models import User
from leitai.web.waiting import waiting_counts
from tests import factories
from tests.apps.benchmarks.world import make_town_field, this_year
from tests.apps.standings.test_unit import OCTOBER, Cards, changed, make_cards
from tests.apps.standings.world import (
    World,
    make_scheme,
    make_world,
    rules_text,
    store_month,
    store_one,
    with_records,
)
from tests.people import District, People
from tests.web.scenes import assert_sound, english, signed_in, text_of, words
from tests.web.world import upload_of

pytestmark = pytest.mark.django_db

MINE = "白沙镇"
#: Faces of what is wrong or overdue.
ALARMS = ("lt-alarm", "lt-light-red", "lt-notice-bad", "lt-tag-bad")


def home(user: User) -> str:
    return assert_sound(english(user).get("/"))


def said(page: str) -> str:
    """Return the first sentence."""
    found = re.findall(r'<p class="lt-say.*?</p>', page, re.DOTALL)[0]
    return unescape(re.sub(r"<[^>]+>", "", found)).strip()


def titles(page: str) -> list[str]:
    """Return the titles of the page's panels."""
    main = page[page.index("<main") : page.index("</main>")]
    return [words(title) for title in re.findall(r"<h2.*?</h2>", main, re.DOTALL)]


@pytest.fixture
def world(district: District) -> World:
    return make_world(district)


@pytest.fixture
def other_bureau(district: District) -> DataSource:
    finance = factories.make_unit("区财政局", "county_department", district.area, position=51)
    return factories.make_source("caizheng", finance, name="区财政局报表")


def waiting(district: District, count: int) -> None:
    """Upload workbooks that wait for a decision."""
    for n in range(count):
        rows = factories.investment_form(2026, 9, B4=12 + n)
        content = factories.workbook(rows, "招商引资")
        upload_of(district.area, district.source, f"第{n}份.xlsx", content)


@pytest.mark.parametrize("role", ["principal_leader", "leader_in_charge", "supervision_office"])
def test_a_leader_reads_who_is_first_and_last_and_why(
    world: World, people: People, role: str
) -> None:
    page = home(people[role])
    assert said(page) == (
        "No target is ten points behind its pace. "
        "On the board of Oct 2026, 云溪街道 is first and 龙湾镇 last."
    )
    assert {"Targets behind their pace", "Data that are late", "First and last, and why"} <= set(
        titles(page)
    )
    town = world.district.town("云溪街道").pk
    assert f'href="/units/{town}/?scheme=towns&amp;period=2026-10"' in page
    assert 'href="/boards/towns/2026-10/towns/"' in page
    text = words(page)
    assert "The lead comes mainly from 招商." in text
    assert "Behind mainly in 招商." in text
    # 40 against the median of 40, 36.67, 30, 30, 26.67, 23.33.
    assert 'aria-label="+10.00"' in page


def test_targets_ten_points_behind_are_counted_and_listed(
    district: District, people: People
) -> None:
    cards = make_cards(district)
    cards.publish(10, {name: (p, 10.0, s) for name, (p, _f, s) in OCTOBER.items()})
    assert said(home(people["principal_leader"])).startswith("No target is ten points behind")
    low = {"白沙镇": (12, 0.89, 32.0), "青石镇": (10, 0.91, 22.0)}
    cards.publish(10, {**{n: (p, 10.0, s) for n, (p, _f, s) in OCTOBER.items()}, **low})
    page = home(people["principal_leader"])
    # 12 a year makes 1 a month: 0.89 is eleven points behind, 0.91 nine.
    assert said(page).startswith("1 target is ten points or more behind its pace.")
    panel = page[page.index("Targets behind their pace</h2>") : page.index("Data that are late")]
    assert "白沙镇" in panel
    assert "89.0%" in panel
    assert "青石镇" not in panel
    assert "all 6 targets" in words(panel)
    set_target(
        Act(), series=district.funds, unit=district.town("青石镇"), year=2026, floor=24,
        reason="调高",
    )  # fmt: skip
    assert said(home(people["principal_leader"])).startswith("2 targets are ten points")


def test_the_office_reads_what_waits_for_it(world: World, people: People) -> None:
    office = people["assessment_office"]
    assert said(home(office)) == (
        "Nothing waits for you: uploads are decided, figures are in, boards are published."
    )
    waiting(world.district, 1)
    compute_standing(
        Act(), played=open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    )
    note_restatements(
        store_one(world.district, world.district.projects, "龙湾镇", world.played.period, 60.0)
    )
    page = home(office)
    assert said(page) == (
        "1 upload waits for a decision, 1 draft is not published. "
        "1 later revision touches a published board."
    )
    assert "第0份.xlsx" in page
    assert 'href="/boards/towns/2026-11/?draft=1"' in page
    assert "核对后更正" in page
    assert 'action="/boards/towns/2026-11/compute"' in page
    assert titles(page)[:4] == [
        "Uploads that wait", "Data that are late", "Rounds", "Later revisions",
    ]  # fmt: skip


def test_the_sentence_counts_all_that_waits_not_only_what_is_listed(
    world: World, people: People
) -> None:
    waiting(world.district, 10)
    page = home(people["assessment_office"])
    assert said(page) == "10 uploads wait for a decision."
    assert len(re.findall(r"第\d份\.xlsx", page)) == 8


def test_drafts_of_an_area_without_the_role_are_not_told(world: World, people: People) -> None:
    compute_standing(
        Act(), played=open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    )
    outsider = people.outsider
    User.objects.filter(pk=outsider.pk).update(home=world.district.area)
    page = home(User.objects.get(pk=outsider.pk))
    assert "not published" not in said(page)
    assert "2026-11" not in page.replace("published 2026-11", "").replace("as of 2026-11", "")


def test_late_figures_are_counted_and_named(world: World, people: People) -> None:
    """A board a year old was published without the figures that the month before had."""
    district = world.district
    november = factories.month(2025, 11)
    store_month(district, factories.month(2025, 10))
    factories.store(district.projects, district.town(MINE), november, 3.0)
    Scheme.objects.filter(pk=world.scheme.pk).update(position=9)
    publish_late(district, november)
    page = home(people["assessment_office"])
    # Three figures of six towns, less the one that came.
    assert said(page) == "17 figures are late."
    assert page.count("days late") == 12
    leader = home(people["principal_leader"])
    assert ", 1 office reports late." in said(leader)
    assert "lt-light-yellow" in leader


def publish_late(district: District, period: Period) -> None:
    """Publish a board of a month by the district's first scheme."""
    version = make_scheme(district, rules_text(slug="late"), "late")
    played = open_round(Act(), scheme=version.scheme, period=period)
    publish_standing(Act(), standing=compute_standing(Act(), played=played))


def test_a_town_reads_its_place_and_its_way_up(district: District, people: People) -> None:
    cards = make_cards(district)
    cards.publish(10, changed(OCTOBER, 松桥街道=(14, 10.2, 34.0)))
    page = home(people["town"])
    assert said(page) == (
        "No figure is owed; 白沙镇 stands at place 3 of 6. 8.00 points to 松桥街道."
    )
    assert titles(page) == [
        "What I owe", "My uploads", "What would move it up", "My place",
    ]  # fmt: skip
    text = words(page)
    assert text.count("8.00 points behind") == 1
    assert text.count("7.00 points ahead") == 1
    # Of 40 points for 12亿元, 8 are 2.4亿元.
    assert "资金到位 +2.4" in text
    assert "up 1, to place 2" in text


def test_where_no_single_figure_is_enough_nothing_is_proposed(
    district: District, people: People
) -> None:
    make_cards(district).publish(10)
    page = home(people["town"])
    assert "13.00 points to 松桥街道." in said(page)
    assert "What would move it up" not in titles(page)


def test_the_approver_checks_uploads_of_the_own_office(world: World, people: People) -> None:
    waiting(world.district, 1)
    page = home(people["approver"])
    assert said(page) == "No figure is owed."
    assert "Uploads to check" in titles(page)
    assert "第0份.xlsx" in page
    assert "第0份.xlsx" not in home(people["town"])


@pytest.mark.parametrize("release", ["ranks: none, scores: all", "ranks: own, scores: own"])
def test_a_towns_home_tells_no_closed_place(
    district: District, people: People, release: str
) -> None:
    make_world(district, rules_text(release=f"{release}, inputs: all"))
    page = home(people["town"])
    assert "What would move it up" not in titles(page)
    assert "松桥街道" not in page
    if "none" in release:
        assert "stands at place" not in page
        assert "rank 3" not in words(page)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_a_keeper_reads_the_record(world: World, people: People, role: str) -> None:
    page = home(people[role])
    count = Entry.objects.count()
    number = int(re.findall(r"^(\d+) changes? w", said(page))[0])
    assert 0 < number <= count
    assert titles(page) == ["Newest changes"]
    assert 'href="/audit/"' in page


def test_later_revisions_show_to_who_reads_all_inputs(world: World, people: People) -> None:
    note_restatements(
        store_one(world.district, world.district.projects, "龙湾镇", world.played.period, 60.0)
    )
    assert "A later revision touches the published board of Oct 2026." in home(
        people["principal_leader"]
    )
    for role in ("town", "reporting_unit"):
        assert "核对后更正" not in home(people[role])


@pytest.mark.parametrize(
    "role",
    [
        "principal_leader", "leader_in_charge", "assessment_office", "supervision_office",
        "approver", "reporting_unit", "analyst", "auditor", "administrator", "town",
    ],
)  # fmt: skip
def test_a_calm_day_shows_no_red(world: World, people: People, role: str) -> None:
    page = home(people[role])
    main = page[page.index("<main") : page.index("</main>")]
    assert not [alarm for alarm in ALARMS if alarm in main]


@pytest.mark.parametrize("account", ["nobody", "outsider"])
def test_who_has_no_board_still_has_a_home(world: World, people: People, account: str) -> None:
    page = home(getattr(people, account))
    for closed in ("云溪街道", "2026-10", "towns"):
        assert closed not in page


NAVIGATION = {
    "principal_leader": [
        "Home", "Boards", "Benchmarks", "Targets", "Matters", "Data", "Bulletins",
    ],
    "leader_in_charge": [
        "Home", "Boards", "Benchmarks", "Targets", "Matters", "Data", "Bulletins",
    ],
    "assessment_office": [
        "Home", "Boards", "Benchmarks", "Targets", "Matters", "Rules", "Data", "Bulletins",
    ],
    "supervision_office": ["Home", "Matters", "Targets", "Boards", "Bulletins"],
    "approver": ["Home", "Data", "Matters", "Boards", "Targets"],
    "reporting_unit": [
        "Home", "Data", "Matters", "Boards", "Benchmarks", "Targets", "Bulletins",
    ],
    "analyst": ["Home", "Boards", "Benchmarks", "Data", "Rules", "Targets", "Matters"],
    "auditor": ["Home", "Audit", "Boards"],
    "administrator": ["Home", "Boards", "Rules", "Data", "People", "Audit"],
}  # fmt: skip


@pytest.mark.parametrize("role", NAVIGATION)
def test_the_bar_has_the_words_of_the_role_in_its_order(
    world: World, people: People, role: str
) -> None:
    page = home(people[role])
    bar = re.findall(r'<nav class="lt-nav".*?</nav>', page, re.DOTALL)[0]
    links = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', bar)
    assert [words(label) for _url, label in links] == NAVIGATION[role]
    client = english(people[role])
    assert {client.get(url).status_code for url, _label in links} == {200}


def bar_counts(page: str) -> dict[str, int]:
    bar = re.findall(r'<nav class="lt-nav".*?</nav>', page, re.DOTALL)[0]
    found = re.findall(r'<a href="[^"]+"[^>]*>([^<]+)<span class="lt-count">(\d+)', bar)
    return {label: int(count) for label, count in found}


def enter(world: World, by: User) -> Record:
    """Enter a record that a second person has to sign."""
    return enter_record(
        Act(actor=by), scheme=world.scheme, unit=world.district.town(MINE),
        period=world.played.period, item="b", column="city", matter="获市级表彰",
        file_name="证书.pdf", content=b"seal",
    )  # fmt: skip


@pytest.fixture
def recording(district: District) -> World:
    return make_world(district, with_records(rules_text()))


def test_the_bar_counts_only_what_the_reader_may_decide(
    recording: World, people: People, other_bureau: DataSource
) -> None:
    """Two uploads, a record, a version and a proposed benchmark; each counts for who decides it."""
    office, leader = people["assessment_office"], people["leader_in_charge"]
    for role in NAVIGATION:
        assert bar_counts(home(people[role])) == {}, role
    waiting(recording.district, 1)
    content = factories.workbook(factories.investment_form(2026, 9), "税收")
    upload_of(recording.district.area, other_bureau, "财政.xlsx", content)
    enter(recording, people["supervision_office"])
    text = with_records(rules_text(version="9.1", effective="2026-12-01"))
    version = add_version(Act(), scheme=recording.scheme, text=text)
    submit_version(Act(), version=version, revision=1)
    make_town_field(recording.district.area, recording.district.funds)
    propose_pair(
        Act(actor=people["town"]), unit=recording.district.town(MINE),
        benchmark=recording.district.town("安平镇"), year=this_year(), reason="规模相当",
    )  # fmt: skip
    counts = {role: bar_counts(home(people[role])) for role in NAVIGATION}
    assert counts == {role: {} for role in NAVIGATION} | {
        "assessment_office": {"Benchmarks": 1, "Rules": 2, "Data": 2},
        "approver": {"Data": 1},
        "reporting_unit": {"Data": 1},
    }
    assert bar_counts(home(people["town"])) == bar_counts(home(people.outsider)) == {}
    # What a leader decides stands on the first page, where no entry of the bar holds it.
    assert "1 record waits for your signature, 1 version of rules waits for your approval." in said(
        home(leader)
    )
    assert "获市级" not in home(people["principal_leader"])
    assert "version of rules waits" in said(home(people["principal_leader"]))
    assert "Waits for your decision" in titles(home(office))
    assert said(home(office)) == (
        "2 uploads wait for a decision, 1 proposed benchmark waits for you, "
        "1 record waits for your signature, 1 version of rules waits for your approval."
    )
    assert "Waits for your decision" not in titles(home(people["supervision_office"]))


def test_nobody_is_asked_to_pass_their_own(recording: World, people: People) -> None:
    """Who entered a record or wrote the rules is told of neither."""
    office = people["assessment_office"]
    enter(recording, office)
    text = with_records(rules_text(version="9.1", effective="2026-12-01"))
    version = add_version(Act(actor=office), scheme=recording.scheme, text=text)
    submit_version(Act(actor=office), version=version, revision=1)
    assert bar_counts(home(office)) == {}
    assert said(home(office)).startswith("Nothing waits for you")
    second = factories.make_user("second", "assessment_office", recording.district.area)
    assert bar_counts(home(second)) == {"Rules": 2}


def test_counting_costs_one_query_and_none_without_a_duty(
    recording: World, people: People, django_assert_num_queries: Any
) -> None:
    for role, wanted in (
        ("assessment_office", 1),
        ("approver", 1),
        ("analyst", 0),
        ("auditor", 0),
    ):
        user = User.objects.get(pk=people[role].pk)
        assert user.held
        with django_assert_num_queries(wanted):
            waiting_counts(user, ("data", "schemes", "benchmarks"))


def present(page: str) -> list[str]:
    bar = re.findall(r'<nav class="lt-nav".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'<a href="[^"]+" aria-current="page"[^>]*>([^<]+)', bar)


def test_the_bar_marks_where_one_is(world: World, people: People) -> None:
    client = english(people["assessment_office"])
    town = world.district.town(MINE).pk
    for url, entry in (
        ("/", "Home"),
        ("/boards/", "Boards"),
        ("/boards/towns/2026-10/", "Boards"),
        (f"/units/{town}/", "Boards"),
        ("/targets/", "Targets"),
        ("/schemes/towns/", "Rules"),
        ("/uploads/", "Data"),
        (f"/indicators/{world.district.funds.indicator_id}/", "Data"),
    ):
        assert present(text_of(client.get(url))) == [entry], url


def test_who_has_no_role_finds_the_two_words_of_everybody(people: People) -> None:
    bar = re.findall(r'<nav class="lt-nav".*?</nav>', home(people.nobody), re.DOTALL)[0]
    assert words(bar) == "Home Boards"


def test_the_frame_names_area_fiction_and_role(world: World, people: People) -> None:
    page = home(people["town"])
    assert "fictional demo" in page
    assert "云溪区" in page
    assert "reporting unit" in words(page)


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"language": "en"}, {"language": "en"}),
        ({"language": "xx"}, {"language": "zh-hans"}),
        ({"density": "compact"}, {"density": "compact"}),
        ({"density": "tiny"}, {"density": "comfortable"}),
        ({"single_keys": "off"}, {"single_keys": False}),
    ],
)
def test_own_choices_persist_and_unknown_ones_are_ignored(
    people: People, posted: dict[str, str], kept: dict[str, Any]
) -> None:
    user = people["analyst"]
    signed_in(user).post("/preferences/", posted)
    stored = User.objects.get(pk=user.pk)
    fields = {"language": "zh-hans", "density": "comfortable", "single_keys": True} | kept
    assert {name: getattr(stored, name) for name in fields} == fields
    # Nobody else's settings moved.
    other = User.objects.get(pk=people["auditor"].pk)
    assert (other.language, other.density, other.single_keys) == ("zh-hans", "comfortable", True)


def test_choices_show_in_a_new_session(people: People) -> None:
    client = signed_in(people["analyst"])
    before = text_of(client.get("/"))
    assert '<html lang="zh' in before
    client.post("/preferences/", {"language": "en", "next": "/boards/"})
    client.post("/preferences/", {"density": "compact"})
    client.post("/preferences/", {"single_keys": "off"})
    page = text_of(signed_in(User.objects.get(pk=people["analyst"].pk)).get("/boards/"))
    assert '<html lang="en"' in page
    assert re.search(r'value="compact" aria-pressed="true"', page)
    assert re.search(r'name="single_keys" value="on" aria-pressed="false"', page)
    signed_in(people["analyst"]).post("/preferences/", {"single_keys": "on"})
    assert User.objects.get(pk=people["analyst"].pk).single_keys is True


@pytest.mark.parametrize(
    ("asked", "went"),
    [
        ("/boards/?x=1", "/boards/?x=1"),
        ("http://testserver/units/1/", "http://testserver/units/1/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_no_choice_leads_off_the_site(people: People, asked: str, went: str) -> None:
    answer = signed_in(people["analyst"]).post(
        "/preferences/", {"density": "compact", "next": asked}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == went


def test_choices_are_posted_and_by_who_is_signed_in(people: People) -> None:
    assert signed_in(people["analyst"]).get("/preferences/").status_code == 405
    answer = Client().post("/preferences/", {"language": "en"})
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("role", "most"),
    [("principal_leader", 60), ("assessment_office", 60), ("town", 60), ("auditor", 24)],
)
def test_a_home_asks_the_database_the_same_whatever_the_size(
    district: District,
    people: People,
    role: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    cards: Cards = make_cards(district)
    cards.publish(9)
    cards.publish(10)
    client = english(people[role])
    client.get("/")
    with django_assert_max_num_queries(most) as small:
        client.get("/")
    used = len(small)
    for n in range(12):
        town = factories.make_unit(f"新镇{n}", "township", district.area, position=100 + n)
        set_target(Act(), series=district.funds, unit=town, year=2026, floor=12)
    cards.publish(11)
    cards.publish(12)
    client.get("/")
    with django_assert_max_num_queries(used + 3):
        assert client.get("/").status_code == 200
