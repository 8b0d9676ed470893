"""Matters from the command line: registered, taken through their life, listed and counted."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leitai.apps.audit.models import Entry
from leitai.apps.matters.models import Matter, MatterEvent
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
