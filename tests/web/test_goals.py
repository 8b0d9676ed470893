"""Pages of goals and responsibility: what people do there, what they see, and few queries."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import (
    GoalNode,
    PaceRule,
    ProposalLine,
    Target,
    TargetProposal,
    TaskForceMember,
)
from leitai.apps.goals.services import add_goal
from tests import factories
from tests.web.scenes import assert_closed, assert_sound, english, text_of, words
from tests.web.world import Site

pytestmark = pytest.mark.django_db


def test_the_office_writes_the_tree_on_the_page(site: Site) -> None:
    client, root = site.client("assessment_office"), site.goals["own"]
    sent = {
        "parent": root.pk, "kind": "programme", "name": "链式招商", "first_year": 2026,
        "last_year": 2027, "implements": "落实市委部署",
    }  # fmt: skip
    assert client.post("/goals/add", sent).status_code == 302
    node = GoalNode.objects.get(name="链式招商")
    assert (node.parent, node.implements) == (root, "落实市委部署")
    wrong = client.post("/goals/add", sent | {"name": "太长", "last_year": 2030})
    assert wrong.status_code == 422
    assert not GoalNode.objects.filter(name="太长").exists()
    page = assert_sound(client.get(f"/goals/{node.pk}/"))
    assert "落实市委部署" in page
    changed = {"name": "链式招商行动", "first_year": 2026, "last_year": 2027, "reason": "定名"}
    assert client.post(f"/goals/{node.pk}/change", changed).status_code == 302
    closing = {"state": "reached", "closing": "已完成"}
    assert client.post(f"/goals/{node.pk}/close", closing).status_code == 302
    assert "链式招商行动" in text_of(client.get("/goals/?year=2026"))
    assert "链式招商行动" not in text_of(client.get("/goals/?year=2028"))


def test_goals_are_put_in_order_by_keyboard(site: Site) -> None:
    client = site.client("assessment_office")
    second = add_goal(
        Act(), area=site.district.area, kind="direction", name="强城", first_year=2026,
        last_year=2028,
    )  # fmt: skip
    page = text_of(client.get("/goals/?year=2026"))
    assert f'action="/goals/{second.pk}/move"' in page
    before = page.index("强城")
    assert before > page.index("强产")
    client.post(f"/goals/{second.pk}/move", {"step": "up", "year": "2026"})
    client.post(f"/goals/{second.pk}/move", {"step": "up", "year": "2026"})
    page = text_of(client.get("/goals/?year=2026"))
    assert page.index(">强城<") < page.index(">强产<")
    assert "/move" not in text_of(site.client("town").get("/goals/?year=2026"))


def test_years_phases_and_addresses_that_are_none(site: Site) -> None:
    client = site.client("assessment_office")
    sent = {
        "name": ["开局", "攻坚", ""],
        "first": ["2026", "2027", ""],
        "last": ["2026", "2028", ""],
    }
    assert client.post("/goals/phases", sent).status_code == 302
    page = text_of(client.get("/goals/?year=2027-2028"))
    assert "攻坚" in page
    assert "开局" in page
    for query in ("year=x", "year=26", "year=2028-2026", "year=９９９９", "state=lost"):
        assert client.get(f"/goals/?{query}").status_code == 404


def test_what_i_answer_for(site: Site) -> None:
    leader = site.client("leader_in_charge")
    office, root = site.client("assessment_office"), site.goals["own"]
    person = site.people["leader_in_charge"]
    named = {"role": "responsible_leader", "person": person.pk}
    assert office.post(f"/goals/{root.pk}/people", named).status_code == 302
    page = assert_sound(leader.get("/goals/mine/?format="))
    assert ">强产<" in page
    # Somebody stands in for the leader, and so answers for the same goal for these days.
    stand_in = assert_sound(site.client("supervision_office").get("/goals/mine/"))
    assert ">强产<" in stand_in
    assert ">强产<" not in text_of(site.client("analyst").get("/goals/mine/"))
    rows = list(
        csv.DictReader(
            io.StringIO(leader.get("/goals/mine/?format=csv").content.decode("utf-8-sig"))
        )
    )
    assert len(rows) == 1


def test_a_town_sees_its_own_targets_people_and_names_its_person(site: Site) -> None:
    client, target = site.client("town"), site.targets["own"]
    page = assert_sound(client.get(f"/targets/{target.pk}/"))
    assert "李春和" in page
    assert "/adjust" not in page
    sent = {"role": "responsible_person", "name": "王小满"}
    assert client.post(f"/targets/{target.pk}/people", sent).status_code == 302
    assert "王小满" in text_of(client.get(f"/targets/{target.pk}/"))
    other = Target.objects.get(unit=site.units["sibling"])
    assert_closed(client, f"/targets/{other.pk}/")


def test_the_matrix_shows_who_is_missing(site: Site) -> None:
    page = assert_sound(english(site.people["assessment_office"]).get("/goals/matrix/?year=2026"))
    assert "3 targets of 2026: 0 with leader, lead unit and person" in words(page)
    assert "李春和" in page
    client = site.client("assessment_office")
    unit = site.units["own"].pk
    one = text_of(client.get(f"/goals/matrix/?year=2026&unit={unit}"))
    assert "青石镇" not in one.split("<tbody", 1)[1]
    rows = client.get("/goals/matrix/?year=2026&format=csv").content.decode("utf-8-sig")
    assert "李春和" in rows
    assert client.get("/goals/matrix/?unit=987654").status_code == 404


def test_a_head_runs_the_task_force(site: Site) -> None:
    client, force = site.client("leader_in_charge"), site.forces["own"]
    sent = {"person": site.people["analyst"].pk, "duty": "材料"}
    assert client.post(f"/goals/teams/{force.pk}/members", sent).status_code == 302
    page = assert_sound(client.get("/goals/teams/"))
    assert "材料" in page
    member = TaskForceMember.objects.get(person=site.people["analyst"])
    assert client.post(f"/goals/teams/members/{member.pk}/leave").status_code == 302
    assert "材料" not in text_of(client.get("/goals/teams/"))


def test_a_missing_target_is_set_and_one_that_is_set_is_not(site: Site) -> None:
    client, target = site.client("assessment_office"), site.targets["own"]
    sent = {
        "series": target.series_id, "unit": target.unit_id, "year": 2027, "floor": 13,
        "stretch": 15, "shape": "by_hand", "reason": "年度计划",
        "shares": "5 10 15 20 30 40 50 60 70 80 90 100%",
    }  # fmt: skip
    assert client.post("/targets/set", sent).status_code == 302
    made = Target.objects.get(year=2027)
    assert made.shares[0] == 0.05
    assert made.shares[-1] == 1
    again = client.post("/targets/set", sent | {"year": 2026, "shape": "even", "shares": ""})
    assert again.status_code == 422
    assert Target.objects.filter(series=target.series, unit=target.unit, year=2026).count() == 1
    bad = client.post("/targets/set", sent | {"year": 2028, "shares": "5 x"})
    assert bad.status_code == 422


def test_a_breakdown_from_the_page_to_the_targets(site: Site) -> None:
    office, leader = site.client("assessment_office"), site.client("principal_leader")
    proposal = site.proposals["own"]
    here = f"/targets/proposals/{proposal.pk}/"
    line = ProposalLine.objects.get(proposal=proposal)
    page = assert_sound(office.get(here))
    assert "data-parts" in page
    assert 'data-whole-floor="60"' in page
    wrong = {"revision": 1, f"floor-{line.unit_id}": "六十", "action": "save"}
    assert "六十" in text_of(office.post(f"{here}edit", wrong, follow=True))
    typed = {"revision": 1, f"floor-{line.unit_id}": "59", "action": "submit", "reason": "分解"}
    office.post(f"{here}edit", typed)
    kept = TargetProposal.objects.get(pk=proposal.pk)
    assert (kept.state, kept.lines.get().floor) == ("draft", 59.0)
    typed = {"revision": 2, f"floor-{line.unit_id}": "60", "action": "submit", "reason": "分解"}
    office.post(f"{here}edit", typed)
    assert TargetProposal.objects.get(pk=proposal.pk).state == "submitted"
    assert "/decide" not in text_of(office.get(here))
    # A change of the same town's target waits too: the first that is approved stops the other.
    leader.post(f"{here}decide", {"outcome": "approve", "decision": "同意"})
    assert TargetProposal.objects.get(pk=proposal.pk).state == "approved"
    latest = Target.objects.filter(unit=line.unit, year=2026).latest("revision")
    assert (latest.floor, latest.set_by) == (60.0, site.people["assessment_office"])
    assert_closed(site.client("town"), here)


def test_parts_go_out_to_excel_and_come_back(site: Site) -> None:
    client, proposal = site.client("assessment_office"), site.proposals["own"]
    here = f"/targets/proposals/{proposal.pk}/"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{here}?format=xlsx").content))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[1].value and "保底" in str(row[1].value))
    below = head[0].row + 1
    assert sheet.cell(below, 1).value == "白沙镇"
    sheet.cell(below, 2).value = 58.5
    sheet.cell(below, 3).value = 61
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("分解.xlsx", stream.getvalue())
    client.post(f"{here}sheet", {"file": file})
    line = ProposalLine.objects.get(proposal=proposal)
    assert (line.floor, line.stretch) == (58.5, 61.0)
    for rows, said in (
        ([["单位", "保底（亿元）"], ["某镇", 3]], "某镇"),
        ([["单位", "保底（亿元）", "冲刺（亿元）"], ["白沙镇", "约三", 4]], "约三"),
        ([["单位", "数"], ["白沙镇", 3]], "保底"),
    ):
        file = SimpleUploadedFile("x.xlsx", factories.workbook(rows))
        page = text_of(client.post(f"{here}sheet", {"file": file}, follow=True))
        assert said in page
    assert ProposalLine.objects.get(proposal=proposal).floor == 58.5


def test_compound_targets_open_down_to_their_values(site: Site) -> None:
    client = site.client("assessment_office")
    target = site.targets["own"]
    sent = {
        "unit": target.unit_id, "year": 2026, "name": "资金过五亿", "c0-series": target.series_id,
        "c0-kind": "at_least", "c0-amount": "5", **{f"c{n}-kind": "up" for n in range(1, 6)},
    }  # fmt: skip
    assert client.post("/targets/compound/new", sent).status_code == 302
    page = assert_sound(client.get("/targets/compound/?year=2026"))
    assert "资金过五亿" in page
    assert f'href="/trace/value/{site.revisions["own"].pk}/" data-trace' in page
    assert client.post("/targets/compound/new", sent).status_code == 422
    assert "资金过五亿" not in text_of(site.client("reporting_unit").get("/targets/compound/"))


def test_the_office_sets_the_thresholds_of_quarters(site: Site) -> None:
    client = site.client("assessment_office")
    sent = {
        "from_year": 2026, "red_of": "floor", "red_percent": 100, "steady_of": "floor",
        "steady_percent": 95, "every_quarter": "steady", "reason": "方案第五条",
    }  # fmt: skip
    assert client.post("/targets/quarters/set", sent).status_code == 302
    assert PaceRule.objects.get().steady_percent == 95
    assert client.post("/targets/quarters/set", sent).status_code == 422
    assert "方案第五条" in text_of(site.client("town").get("/targets/quarters/"))


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/goals/?year=2026", 42),
        ("/goals/mine/", 45),
        ("/goals/matrix/?year=2026", 30),
        ("/goals/teams/", 40),
        ("/targets/proposals/", 25),
        ("/targets/compound/?year=2026", 50),
    ],
)
def test_lists_take_few_queries(
    site: Site, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    client = site.client("assessment_office")
    client.get(address)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_people_and_targets_go_out_by_the_table_chosen(site: Site) -> None:
    client = english(site.people["assessment_office"])

    def rows(address: str) -> list[list[str]]:
        text = client.get(address).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    head, *people = rows("/goals/teams/?format=csv")
    assert head == ["Task force", "Person", "Duty", "Since"]
    assert people[0][2] == "head"
    head, *contacts = rows("/goals/teams/?format=csv&table=contacts")
    assert head == ["Unit", "Contact leader", "Since"]
    here = f"/targets/{site.targets['own'].pk}/"
    months = rows(f"{here}?format=csv")
    assert months[0][0] == "Target"
    assert months[0][1:] == sorted(months[0][1:], key=int)
    assert [row[0] for row in months[1:]] == ["Floor", "Stretch"]
    revisions = rows(f"{here}?format=csv&table=revisions")
    assert revisions[0][:3] == ["Revision", "Floor", "Stretch"]
    assert float(revisions[1][1]) == site.targets["own"].floor
    assert '"?format=csv&amp;table=revisions"' in client.get(here).content.decode()
    teams = client.get("/goals/teams/").content.decode()
    assert ('"?format=csv&amp;table=contacts"' in teams) == bool(contacts)
