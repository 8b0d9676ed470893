"""Around the desk: saved filters, statistics, rules, holidays, and the first pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from leitai.apps.matters.models import RuleChoice, SavedFilter
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, english, signed_in, text_of, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    """The supervision office, a lead unit and a supporting one."""
    return make_desk(district, people)


def today() -> dt.date:
    return timezone.localdate()


def overdue(desk: Desk, title: str = "逾期的事") -> None:
    desk.in_hand(title=title, day=today() - 20 * DAY, due=today() - 7 * DAY)


def test_a_filter_is_kept_counted_and_removed_by_its_owner_only(desk: Desk) -> None:
    overdue(desk)
    client = english(desk.office)
    client.post("/matters/filters?scope=all&light=red", {"name": "红灯的"})
    saved = SavedFilter.objects.get()
    assert saved.query == "light=red"
    page = text_of(client.get("/matters/"))
    assert re.search(r'light=red"[^>]*>红灯的<span class="lt-n">1<', page)
    assert "红灯的" not in text_of(signed_in(desk.leader).get("/matters/"))
    assert signed_in(desk.leader).post(f"/matters/filters/{saved.pk}/remove").status_code == 404
    client.post(f"/matters/filters/{saved.pk}/remove")
    assert "红灯的" not in text_of(client.get("/matters/"))
    client.post("/matters/filters?scope=all", {"name": "无"})
    assert SavedFilter.objects.visible_to(desk.office).count() == 0


def test_each_figure_of_the_statistics_opens_the_list_that_it_counts(desk: Desk) -> None:
    overdue(desk)
    desk.closed(title="办结的事", day=today() - 3 * DAY, due=today() - DAY)
    client = english(desk.office)
    span = f"start={today() - 30 * DAY}&end={today()}"
    for by in ("unit", "kind", "source", "month"):
        page = assert_sound(client.get(f"/matters/statistics/?{span}&by={by}"))
        figures = re.findall(r'class="lt-v" href="([^"]+counted=\w+)">(\d+)<', page)
        assert len(figures) >= 5
        for url, count in figures:
            told = words(text_of(client.get(url.replace("&amp;", "&"))))
            found = re.search(r"(\d+) matters? found", told)
            assert found is not None
            assert found[1] == count, url
    text = words(text_of(client.get(f"/matters/statistics/?{span}")))
    assert "2 matters were due, 1 is closed out, 1 of them on time, 1 was overdue" in text
    for bad in ("?by=mood", "?start=soon", "?start=2026-02-01&end=2026-01-01"):
        assert client.get(f"/matters/statistics/{bad}").status_code == 404
    assert client.get("/matters/?counted=due").status_code == 404


def test_rules_are_shown_with_their_source_and_chosen_by_the_office(desk: Desk) -> None:
    client = english(desk.office)
    text = words(assert_sound(client.get("/matters/rules/")))
    assert "official document 30 days" in text
    assert "the due day is past" in text
    assert "No rule issues tickets" in text
    sent = {"category": "ladder", "slug": "sanming", "reason": "试用"}
    assert signed_in(desk.leader).post("/matters/rules/choose", sent).status_code == 404
    client.post("/matters/rules/choose", sent)
    assert RuleChoice.objects.get().slug == "sanming"
    text = words(text_of(client.get("/matters/rules/")))
    assert "m.mnw.cn 1855869" in text
    assert "10 working days after the ticket before" in text


def test_a_year_is_imported_and_a_year_unknown_is_marked_provisional(desk: Desk) -> None:
    client = english(desk.office)
    far = today().year + 5
    page = words(assert_sound(client.get(f"/matters/holidays/?year={far}")))
    assert f"The holidays of {far} are not on record" in page
    content = f"{far}-10-01,放假,国庆节\n{far}-10-02,放假,国庆节\n".encode()
    file = SimpleUploadedFile("days.csv", content)
    client.post("/matters/holidays/import", {"year": far, "source": "国办发明电", "file": file})
    page = words(text_of(client.get(f"/matters/holidays/?year={far}")))
    assert f"2 days of {far} differ from the plain week." in page
    assert "国庆节" in page
    bad = SimpleUploadedFile("days.csv", f"{far}-10-01,也许\n".encode())
    sent = {"year": far, "source": "国办发明电", "file": bad}
    answer = client.post("/matters/holidays/import", sent)
    assert answer.status_code == 422
    assert "has no word that says whether offices are open" in text_of(answer)


def test_the_first_pages_tell_of_matters_each_role_its_own(desk: Desk) -> None:
    overdue(desk)
    back = desk.reported(title="退回的事", day=today() - 3 * DAY, due=today() + 30 * DAY)
    from leitai.apps.matters.services import return_for_rework
    from tests.apps.matters.world import on

    return_for_rework(on(today(), desk.office), matter=back, words="两户未通")
    office = english(desk.office)
    text = words(assert_sound(office.get("/")))
    assert "1 is overdue" in text
    assert "Overdue matters" in text
    assert "Returned matters" in text
    form = re.search(
        r'<form[^>]+action="/matters/many/act".*?</form>', text_of(office.get("/")), re.S
    )
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    outcome = words(text_of(office.post("/matters/many/act", {**fields, "do": "urge"})))
    assert "Done for 1." in outcome
    leader = words(assert_sound(english(desk.leader).get("/")))
    assert "Red today" in leader
    unit = words(assert_sound(english(desk.reporter).get("/")))
    assert "Matters I am to do" in unit
    assert "2 matters are yours to do" in unit
    stranger = words(text_of(english(desk.stranger).get("/")))
    assert "逾期的事" not in stranger
    assert "overdue" not in stranger
