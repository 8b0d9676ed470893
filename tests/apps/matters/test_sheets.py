"""Many matters from one sheet: what is read, what waits for a person, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import Matter, MatterSheet
from leitai.apps.matters.selectors.sheets import SheetRead, read_sheet
from leitai.apps.matters.services import answer_sheet, bring_sheet, register_sheet
from tests.apps.matters.world import START, Desk, on

HEAD = ["序号", "督办事项", "类别", "来源", "文号", "牵头单位", "配合单位", "责任人", "办结时限"]
ROWS: list[list[Any]] = [
    [1, "背街小巷改造", "文件落实", "会议", "常务会纪要第4条", "区招商局", "白沙镇、青石镇",
     "何志远", dt.date(2036, 12, 31)],
    [2, "公厕改造", "会议议定事项", "", "", "白沙镇", "", "", "2036年10月8日前"],
    [3, "路灯修复", "其他事项", "", "", "", "", "", ""],
]  # fmt: skip


def workbook(rows: list[list[Any]] = ROWS, head: list[str] = HEAD, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["2036年重点督办事项清单"])
    page.append([])
    for line in (head, *rows):
        page.append(line)
    if merge:
        page.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bring(desk: Desk, content: bytes, name: str = "清单.xlsx") -> MatterSheet:
    return bring_sheet(on(START, desk.office), area=desk.area, name=name, content=content)


def read(sheet: MatterSheet) -> SheetRead:
    return read_sheet(MatterSheet.objects.get(pk=sheet.pk), START)


def changed(row: int, column: str, value: Any) -> bytes:
    rows = [list(line) for line in ROWS]
    rows[row][HEAD.index(column)] = value
    return workbook(rows)


def test_rows_are_read_whatever_stands_above_and_registered_as_one(desk: Desk) -> None:
    sheet = bring(desk, workbook())
    assert not Matter.objects.exists()
    first, second, third = read(sheet).rows
    assert (first.row, first.title, first.kind, first.source) == (
        4, "背街小巷改造", "document", "meeting",
    )  # fmt: skip
    assert [str(unit) for unit in (first.lead, *first.support)] == [
        "区招商局", "白沙镇", "青石镇",
    ]  # fmt: skip
    assert (first.due, second.due) == (dt.date(2036, 12, 31), dt.date(2036, 10, 8))
    assert (third.lead, third.due) == (None, None)
    act = on(START, desk.office)
    for _again in range(2):
        register_sheet(act, sheet=sheet)
    found = list(Matter.objects.order_by("pk").values_list("title", "state", "responsible_person"))
    assert found == [
        ("背街小巷改造", "assigned", "何志远"), ("公厕改造", "assigned", ""),
        ("路灯修复", "registered", ""),
    ]  # fmt: skip
    entry = Entry.objects.get(verb="matter.register_sheet")
    assert entry.detail["numbers"] == list(
        Matter.objects.order_by("pk").values_list("number", flat=True)
    )


def test_a_merged_cell_holds_for_each_of_its_rows(desk: Desk) -> None:
    rows = [list(line) for line in ROWS]
    rows[1][4] = None
    sheet = bring(desk, workbook(rows, merge="E4:E5"))
    assert [row.source_name for row in read(sheet).rows] == [
        "常务会纪要第4条", "常务会纪要第4条", "",
    ]  # fmt: skip


def test_csv_and_a_term_where_no_day_is_given(desk: Desk) -> None:
    text = "标题,种类,牵头单位\n公厕改造,堵点协调,白沙镇\n"
    row = read(bring(desk, text.encode("gb18030"), "表.csv")).rows[0]
    assert (row.kind, row.due, row.due_by_term) == ("blocker", dt.date(2026, 11, 10), True)


@pytest.mark.parametrize(
    ("row", "column", "value", "told"),
    [
        (1, "督办事项", "", "the title is missing"),
        (1, "类别", "喝茶", "C5 “喝茶” is no kind"),
        (1, "来源", "梦里", "D5 “梦里” is no source"),
        (0, "牵头单位", "区招商局、白沙镇", "F4 “区招商局、白沙镇” names several units"),
        (1, "牵头单位", "", "the lead unit is missing"),
        (1, "办结时限", "尽快", "I5 “尽快” is no day"),
        (1, "办结时限", "2036-02-30", "is no day"),
        (1, "办结时限", "2020-01-01", "has passed already"),
        (1, "督办事项", "机密★ 一件事", "secrecy mark"),
        (1, "责任人", "何" * 41, "at most 40"),
    ],
)
def test_one_wrong_cell_keeps_all_back_and_is_named(
    desk: Desk, row: int, column: str, value: Any, told: str
) -> None:
    content = changed(row, column, value)
    if "机密" in str(value):
        with pytest.raises(RefusedError, match=told):
            bring(desk, content)
        assert not MatterSheet.objects.exists()
        return
    sheet = bring(desk, content)
    with pytest.raises(RefusedError, match="Wrong cells: 1") as caught:
        register_sheet(on(START, desk.office), sheet=sheet)
    assert told in str(caught.value)
    assert f"row {row + 4}" in str(caught.value)
    assert not Matter.objects.exists()
    assert not Entry.objects.filter(verb="matter.register").exists()


def test_a_unit_in_doubt_is_asked_once_and_remembered(desk: Desk) -> None:
    sheet = bring(desk, changed(0, "牵头单位", "招商局"))
    found = read(sheet)
    (doubt,) = found.doubts
    assert doubt.written == "招商局"
    assert desk.lead in doubt.offers
    with pytest.raises(RefusedError, match="招商局"):
        register_sheet(on(START, desk.office), sheet=sheet)
    answer_sheet(on(START, desk.office), sheet=sheet, answers={"招商局": desk.lead})
    assert not read(sheet).faults
    register_sheet(on(START, desk.office), sheet=sheet)
    later = bring(desk, changed(0, "牵头单位", "招商局"), "后来的.xlsx")
    assert read(later).rows[0].lead == desk.lead
    with pytest.raises(RefusedError, match="on the list already"):
        answer_sheet(on(START, desk.office), sheet=sheet, answers={"招商局": desk.helper})


def test_the_same_content_again_is_asked_about(desk: Desk) -> None:
    content = workbook()
    register_sheet(on(START, desk.office), sheet=bring(desk, content))
    again = bring(desk, content, "换了名.xlsx")
    assert read(again).rows[0].notice.endswith("on the list has this title")
    with pytest.raises(RefusedError, match="this very content"):
        register_sheet(on(START, desk.office), sheet=again)
    assert Matter.objects.count() == 3
    register_sheet(on(START, desk.office), sheet=again, again=True)
    assert Matter.objects.count() == 6
    with pytest.raises(RefusedError, match="already"):
        register_sheet(on(START, desk.office), sheet=again, again=True)


def test_only_who_runs_the_list_brings_and_sees_sheets(desk: Desk) -> None:
    for person in (desk.reporter, desk.leader, desk.outsider):
        with pytest.raises(PermissionDenied):
            bring_sheet(on(START, person), area=desk.area, name="x.xlsx", content=workbook())
    sheet = bring(desk, workbook())
    for person in (desk.reporter, desk.leader, desk.outsider):
        assert not MatterSheet.objects.visible_to(person).exists()
        with pytest.raises(PermissionDenied):
            register_sheet(on(START, person), sheet=sheet)
    assert MatterSheet.objects.visible_to(desk.office).exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "empty"), (b"\x00\x01\x02", "."), ("甲,乙\n1,2\n".encode(), "No matters found")],
)
def test_what_is_no_list_is_refused(desk: Desk, content: bytes, told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        bring(desk, content)
    assert not MatterSheet.objects.exists()
