"""Matters from the command line: registered, taken through their life, listed and counted."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from leitai.apps.audit.models import Entry
from leitai.apps.matters.models import Matter, MatterEvent, RuleChoice
from tests.apps.matters.world import Desk, make_desk
from tests.people import District, People

pytestmark = pytest.mark.django_db
NEW = ("matter", "register", "--title", "背街小巷改造", "--kind", "livelihood", "--as")


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    return make_desk(district, people)


def step(leitai: Any, matter: Matter, verb: str, by: Any, *more: str) -> Any:
    return leitai("matter", "step", matter.number, verb, "--as", by.username, *more)


def test_registered_and_assigned_at_once_by_names(leitai: Any, desk: Desk) -> None:
    ran = leitai(
        *NEW, desk.office.username, "--source", "meeting", "--source-name", "常务会纪要第4条",
        "--lead", "区招商局", "--support", "白沙镇", "--person", "何志远", "--due", "2036-10-31",
    )  # fmt: skip
    assert ran.exit_code == 0, ran.output
    matter = Matter.objects.get()
    assert matter.number in ran.output
    assert (matter.state, str(matter.lead_unit), str(matter.due)) == (
        "assigned", "区招商局", "2036-10-31",
    )  # fmt: skip
    assert [str(one.unit) for one in matter.parties.filter(part="supporting")] == ["白沙镇"]
    assert (matter.source_kind, matter.registered_by) == ("meeting", desk.office)


def test_a_unit_in_doubt_is_not_guessed(leitai: Any, desk: Desk) -> None:
    ran = leitai(*NEW, desk.office.username, "--lead", "招商局")
    assert ran.exit_code == 1
    assert "招商局" in ran.output
    assert "相近的：" in ran.output
    assert not Matter.objects.exists()


def test_a_step_is_named_in_either_language(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    assert step(leitai, matter, "催办", desk.office, "--words", "请抓紧").exit_code == 0
    done = step(leitai, matter, "report-progress", desk.reporter, "--words", "过半",
                "--progress", "60")  # fmt: skip
    assert done.exit_code == 0, done.output
    matter.refresh_from_db()
    assert (matter.urges, matter.progress) == (1, 60)


def test_what_is_refused_says_why_and_changes_nothing(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    before = MatterEvent.objects.count()
    for verb, by, more, told in (
        ("close_out", desk.office, (), "现在不能这样做"),
        ("urge", desk.reporter, ("--words", "x"), "无权"),
        ("urge", desk.office, ("--words", "x", "--due", "2036-01-01"), "--due"),
        ("suspend", desk.office, ("--words", "x"), "哪一天"),
        ("suspend", desk.office, ("--words", "x", "--until", "明天"), "--until"),
        ("fly", desk.office, (), "urge"),
    ):
        ran = step(leitai, matter, verb, by, *more)
        assert ran.exit_code in (1, 2), (verb, ran.output)
        assert told in ran.output, (verb, ran.output)
    assert MatterEvent.objects.count() == before
    assert step(leitai, matter, "urge", desk.stranger, "--words", "x").exit_code == 1
    assert "没有编号" in step(leitai, matter, "urge", desk.stranger, "--words", "x").output


def test_the_same_operation_does_nothing_twice(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    once = ("--words", "请抓紧", "--operation", str(uuid.uuid4()))
    for _time in range(2):
        assert step(leitai, matter, "urge", desk.office, *once).exit_code == 0
    matter.refresh_from_db()
    assert matter.urges == 1
    assert Entry.objects.filter(verb="matter.urge").count() == 1
    assert step(leitai, matter, "urge", desk.office, "--words", "x", "--operation", "1").exit_code


def told(matter: Matter) -> list[tuple[object, ...]]:
    """Return the last step of a matter without its number and moment."""
    last = MatterEvent.objects.filter(matter=matter).latest("place")
    return [(last.verb, last.words, last.state, last.rule, last.actor, last.unit, last.detail)]


def test_many_are_done_as_on_the_page(leitai: Any, desk: Desk, client: Client) -> None:
    """Urged by a filter, assigned by numbers: the same steps as ticked on the page."""
    first, second = (desk.in_hand(kind="difficult", title=f"难办的{n}") for n in (1, 2))
    other = desk.in_hand(title="别的")
    by_page, by_line = (desk.in_hand(kind="media", title=f"网上的{n}") for n in (1, 2))
    client.force_login(desk.office)
    client.post("/matters/many/act", {"ids": [by_page.pk], "do": "urge", "words": "请抓紧"})
    ran = leitai("matter", "many", "urge", "--as", desk.office.username, "--kind", "difficult",
                 "--words", "请抓紧")  # fmt: skip
    assert ran.exit_code == 0, ran.output
    assert "办了 2 件，0 件没办" in ran.output
    assert [Matter.objects.get(pk=one.pk).urges for one in (first, second, other)] == [1, 1, 0]
    assert told(first) == told(second) == told(by_page)
    new = [desk.registered(title=f"待交办{n}") for n in (1, 2)]
    given = {"ids": [new[0].pk], "do": "assign", "lead_unit": desk.lead.pk, "due": "2036-10-31"}
    client.post("/matters/many/act", given)
    ran = leitai("matter", "many", "assign", new[1].number, by_line.number, "--as",
                 desk.office.username, "--give-to", desk.lead.name, "--due", "2036-10-31",
                 "--json")  # fmt: skip
    assert ran.exit_code == 1, "one of them is in hand already"
    answers = {one["number"]: one for one in json.loads(ran.stdout)}
    assert answers[new[1].number]["done"]
    assert "现在不能这样做" in answers[by_line.number]["reason"]
    assert told(new[0]) == told(new[1])


def test_many_needs_numbers_or_a_filter_and_does_nothing_in_doubt(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    before = MatterEvent.objects.count()
    for more, words in (
        (("urge", "--words", "x"), "筛选条件"),
        (("urge", matter.number, "--overdue", "--words", "x"), "二者取一"),
        (("urge", matter.number), "--words"),
        (("urge", matter.number, "YX-1999-9", "--words", "x"), "没有编号"),
        (("urge", matter.number, "--give-to", "白沙镇", "--words", "x"), "--give-to"),
        (("assign", matter.number), "--give-to"),
        (("urge", "--light", "red", "--words", "x"), "没有符合条件"),
        (("close_out", matter.number), "STEP"),
    ):
        ran = leitai("matter", "many", *more, "--as", desk.office.username)
        assert ran.exit_code in (1, 2), more
        assert words in ran.output, (more, ran.output)
    seen = leitai("matter", "many", "urge", matter.number, "--words", "x", "--dry-run",
                  "--as", desk.office.username)  # fmt: skip
    assert matter.number in seen.output
    barred = leitai("matter", "many", "urge", matter.number, "--words", "x", "--as",
                    desk.reporter.username)  # fmt: skip
    assert "无权" in barred.output
    assert MatterEvent.objects.count() == before


def test_a_ready_set_of_rules_is_listed_and_chosen(leitai: Any, desk: Desk) -> None:
    office = ("--as", desk.office.username)
    assert "suqian" in leitai("matter", "rules", "list", *office).output
    ran = leitai("matter", "rules", "choose", "ladder", "suqian", "--reason", "常务会定", *office)
    assert ran.exit_code == 0, ran.output
    choice = RuleChoice.objects.get(area=desk.area, category="ladder")
    assert (choice.slug, choice.reason, choice.chosen_by) == ("suqian", "常务会定", desk.office)
    rules = json.loads(leitai("matter", "rules", "list", "--json", *office).stdout)
    assert {one["category"]: one["slug"] for one in rules["in_force"]}["ladder"] == "suqian"
    for more, words in (
        (("ladder", "nowhere"), "suqian"), (("tickets", "suqian"), "ladder"),
        (("kinds", "none"), "督办单"),
    ):  # fmt: skip
        wrong = leitai("matter", "rules", "choose", *more, *office)
        assert wrong.exit_code in (1, 2), more
        assert words in wrong.output, (more, wrong.output)
    barred = leitai("matter", "rules", "choose", "ladder", "none", "--as", desk.reporter.username)
    assert barred.exit_code == 1
    assert RuleChoice.objects.count() == 1


def test_evidence_comes_from_files(leitai: Any, desk: Desk, tmp_path: Path) -> None:
    matter = desk.in_hand(due=None)
    file = tmp_path / "验收单.txt"
    file.write_text("合格", "utf-8")
    done = step(leitai, matter, "report_completion", desk.reporter, "--words", "通水",
                "--file", str(file))  # fmt: skip
    assert done.exit_code == 0, done.output
    assert matter.events.get(verb="report_completion").evidence.get().name == "验收单.txt"
    gone = step(leitai, matter, "report_completion", desk.reporter, "--words", "x",
                "--file", str(tmp_path / "没有.txt"))  # fmt: skip
    assert "打不开" in gone.output


def test_lists_hold_what_the_person_sees_and_asks_for(
    leitai: Any, desk: Desk, tmp_path: Path
) -> None:
    matter, closed = desk.in_hand(), desk.closed(title="办完的事")

    def found(by: Any, *more: str) -> list[str]:
        ran = leitai("matter", "list", "--as", by.username, "--json", *more)
        assert ran.exit_code == 0, ran.output
        return [row["number"] for row in json.loads(ran.stdout)["items"]]

    assert found(desk.office) == [matter.number]
    assert set(found(desk.office, "--ended")) == {matter.number, closed.number}
    assert found(desk.office, "--state", "closed") == [closed.number]
    assert found(desk.office, "--lead", "区招商局", "--find", "水厂") == [matter.number]
    assert found(desk.office, "--lead", "青石镇") == []
    assert found(desk.stranger, "--ended") == []
    assert leitai("matter", "list", "--as", desk.office.username, "--light", "pink").exit_code == 2
    out = tmp_path / "督办.xlsx"
    ran = leitai("matter", "list", "--as", desk.office.username, "-o", str(out))
    assert ran.exit_code == 0, ran.output
    cells = [str(c.value) for row in openpyxl.load_workbook(out).active.iter_rows() for c in row]
    assert matter.number in cells
    assert closed.number not in cells


def test_one_matter_tells_its_story(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    shown = leitai("matter", "show", matter.number, "--as", desk.office.username).output
    for text in (matter.title, "区招商局", "何志远", "签收", "催办 urge"):
        assert text in shown
    values = json.loads(
        leitai("matter", "show", matter.number, "--as", desk.office.username, "--json").stdout
    )
    assert [event["verb"] for event in values["events"]] == ["register", "assign", "sign_for"]
    assert values["supporting"] == [{"id": desk.helper.pk, "name": "白沙镇"}]
    hidden = leitai("matter", "show", matter.number, "--as", desk.stranger.username)
    assert (hidden.exit_code, hidden.stdout) == (1, "")


def test_statistics_count_what_was_due(leitai: Any, desk: Desk) -> None:
    due = desk.closed().due
    ran = leitai(
        "matter", "statistics", "--as", desk.office.username, "--from", str(due), "--to",
        str(due), "--json",
    )  # fmt: skip
    assert ran.exit_code == 0, ran.output
    values = json.loads(ran.stdout)
    assert (values["all"]["due"], values["all"]["closed"]) == (1, 1)
    assert [group["name"] for group in values["groups"]] == ["区招商局"]
    told = leitai("matter", "statistics", "--as", desk.office.username, "--from", "x", "--to", "y")
    assert told.exit_code == 2


def test_help_and_answers_in_english(leitai: Any, desk: Desk) -> None:
    matter = desk.in_hand()
    ran = leitai("matter", "step", matter.number, "urge", "--as", desk.office.username,
                 "--words", "x", "--lang", "en")  # fmt: skip
    assert ran.output.strip() == f"{matter.number}: urge."
    again = leitai("matter", "step", matter.number, "urge", "--as", desk.office.username,
                   "--words", "x", "--lang", "en")  # fmt: skip
    assert "Not done: It was urged today already." in again.output
