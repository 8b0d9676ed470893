"""Correcting a reading: the upload is read again, answers stay, the form serves next month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import SourceLayout, Upload
from leitai.apps.indicators.selectors.layouts import tables_read
from leitai.apps.indicators.services import (
    RefusedError,
    accept_upload,
    answer_question,
    correct_reading,
    forget_layout,
)
from leitai.workbooks import Layout
from tests import factories
from tests.apps.indicators.conftest import Uploading, asked, cell
from tests.people import District, People

pytestmark = pytest.mark.django_db

SHEET = "招商引资"
Correcting = Callable[..., Upload]


def ugly_form(month: int = 10, **cells: Any) -> list[list[Any]]:
    """The bureau's form with a check row that looks like a town, above the remark."""
    rows = factories.investment_form(2026, month, **cells)
    rows.insert(9, ["上报核对", 56, 1552900, 535510, None, None])
    return rows


@pytest.fixture
def correct(django_capture_on_commit_callbacks: Any) -> Correcting:
    """Correct the reading of the bureau's sheet and have the upload read again."""

    def correcting(upload: Upload, layouts: list[Layout], actor: Any = None, **more: Any) -> Upload:
        with django_capture_on_commit_callbacks(execute=True):
            correct_reading(Act(actor=actor), upload=upload, sheet=SHEET, layouts=layouts, **more)
        return Upload.objects.get(pk=upload.pk)

    return correcting


def found(upload: Upload) -> Layout:
    """The layout by which the sheet's first table was read."""
    return tables_read(upload.reading, SHEET)[0].layout


def without_check_row(upload: Upload) -> Layout:
    """The layout that was found, with the check row left out."""
    layout = found(upload)
    return replace(layout, rows=(*layout.rows, (10, "outside")))


def test_the_form_is_read_again_without_the_row_left_out(
    district: District, upload_rows: Uploading, correct: Correcting
) -> None:
    upload = upload_rows(ugly_form())
    assert ("unit", "A10", "上报核对") in asked(upload)
    upload = correct(upload, [without_check_row(upload)])
    assert upload.state == "staged"
    assert asked(upload) == []
    assert not upload.cells.filter(row=10).exists()
    assert (cell(upload, "D4").value, upload.cells.filter(row=4).count()) == (11.24, 3)
    roles = dict(upload.reading["tables"][0]["rows"])
    assert 10 not in roles
    accept_upload(Act(), upload=upload)


def test_a_column_is_said_to_hold_an_indicator_in_a_unit_of_measure(
    district: District, upload_rows: Uploading, correct: Correcting
) -> None:
    upload = upload_rows(factories.investment_form(D3="第三列", E2=""))
    assert ("column", "D3", "第三列") in asked(upload)
    layout = found(upload)
    uses = tuple(
        replace(use, name="到位资金", unit="万元") if use.index == 3 else use for use in layout.uses
    )
    upload = correct(upload, [replace(layout, uses=uses)])
    assert not [one for one in asked(upload) if one[1] == "D3"]
    read = cell(upload, "D6")
    assert (read.series, read.value, read.measure_place) == (district.funds, 9.56, "layout")


def test_answers_that_still_fit_are_kept(
    district: District, upload_rows: Uploading, correct: Correcting, people: People
) -> None:
    upload = upload_rows(ugly_form(D7="86o00", A9="龙湾"))
    number = upload.questions.get(address="D7")
    actor = people["reporting_unit"]
    answer_question(Act(actor=actor), question=number, answer={"number": 86000})
    check = upload.questions.get(text="上报核对")
    answer_question(Act(), question=check, answer={"leave_out": True})
    upload = correct(upload, [without_check_row(upload)])
    kept = upload.questions.get(address="D7")
    assert (kept.answer, kept.answered_by) == ({"number": 86000.0}, actor)
    assert cell(upload, "D7").value == 8.6
    assert asked(upload) == [("unit", "A9", "龙湾")]
    assert not upload.questions.filter(text="上报核对").exists()
    entry = Entry.objects.filter(verb="upload.read").order_by("-id")[0]
    assert (entry.detail["answers_kept"], entry.detail["answers_before"]) == (1, 2)


def test_next_month_is_read_by_what_was_remembered(
    district: District, upload_rows: Uploading, correct: Correcting
) -> None:
    correct(upload := upload_rows(ugly_form()), [without_check_row(upload)])
    later = upload_rows(ugly_form(11), name="11月.xlsx")
    assert asked(later) == []
    assert cell(later, "D4").period == factories.month(2026, 11)
    assert [notice["zh"] for notice in later.reading["notices"]] == [
        "“招商引资”表按记住的读法读取。"
    ]
    assert later.reading["sheets"][0]["form"] == SourceLayout.objects.get().key


def test_a_changed_layout_is_told_and_not_read_by_the_old_one(
    upload_rows: Uploading, correct: Correcting
) -> None:
    correct(upload := upload_rows(ugly_form()), [without_check_row(upload)])
    rows = [[*row[:1], None, *row[1:]] for row in ugly_form(11)]
    rows[2][1] = "排名"
    later = upload_rows(rows, name="11月.xlsx")
    [notice] = [n for n in later.reading["notices"] if n["kind"] == "layout_changed"]
    assert "“到位资金”从 D 列移到 E 列" in notice["zh"]
    assert "B 列多了“排名”" in notice["zh"]
    assert later.reading["sheets"][0]["form"] == ""
    assert ("unit", "A10", "上报核对") in asked(later)


def test_another_source_is_not_read_by_it(
    district: District, upload_rows: Uploading, correct: Correcting
) -> None:
    correct(upload := upload_rows(ugly_form()), [without_check_row(upload)])
    SourceLayout.objects.update(source=factories.make_source("caizheng", district.bureau))
    later = upload_rows(ugly_form(11), name="11月.xlsx")
    assert ("unit", "A10", "上报核对") in asked(later)


def test_forgotten_or_unremembered_it_is_not_applied(
    upload_rows: Uploading, correct: Correcting
) -> None:
    upload = upload_rows(ugly_form())
    correct(upload, [without_check_row(upload)], remember=False)
    assert not SourceLayout.objects.exists()
    correct(Upload.objects.get(), [without_check_row(upload)])
    forget_layout(Act(), layout=SourceLayout.objects.get())
    assert SourceLayout.objects.get().dropped_at is not None
    later = upload_rows(ugly_form(11), name="11月.xlsx")
    assert ("unit", "A10", "上报核对") in asked(later)


def test_read_afresh_gives_up_the_correction_and_the_memory(
    upload_rows: Uploading, correct: Correcting
) -> None:
    correct(upload := upload_rows(ugly_form()), [without_check_row(upload)])
    again = correct(Upload.objects.get(pk=upload.pk), [])
    assert ("unit", "A10", "上报核对") in asked(again)
    assert again.layouts == {SHEET: []}


def test_the_record_keeps_both_layouts(
    upload_rows: Uploading, correct: Correcting, people: People
) -> None:
    upload = upload_rows(ugly_form())
    before = found(upload)
    correct(upload, [without_check_row(upload)], actor=people["reporting_unit"])
    entry = Entry.objects.get(verb="upload.correct_reading")
    assert entry.actor == people["reporting_unit"]
    assert (entry.detail["sheet"], entry.detail["old"][0]["rows"]) == (
        SHEET, [list(row) for row in before.rows],
    )  # fmt: skip
    assert [10, "outside"] in entry.detail["new"][0]["rows"]
    assert entry.detail["remembered"] == SourceLayout.objects.get().key


def test_doing_it_twice_does_it_once(
    upload_rows: Uploading, django_capture_on_commit_callbacks: Any
) -> None:
    upload = upload_rows(ugly_form())
    act, layouts = Act(), [without_check_row(upload)]
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            correct_reading(
                Act(operation_id=act.operation_id), upload=upload, sheet=SHEET, layouts=layouts
            )
    assert Entry.objects.filter(verb="upload.correct_reading").count() == 1
    assert SourceLayout.objects.count() == 1


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body": (4, 99)}, "rows 4 to 99"),
        ({"body": (2, 9)}, "The header stands above the data"),
        ({"columns": (0, 40)}, "columns A to AO"),
        ({"rows": ((77, "total"),)}, "row 77"),
    ],
)
def test_layouts_that_do_not_fit_are_refused_and_change_nothing(
    upload_rows: Uploading, correct: Correcting, change: dict[str, Any], words: str
) -> None:
    upload = upload_rows(ugly_form())
    with pytest.raises(RefusedError, match=words):
        correct(upload, [replace(found(upload), **change)])
    assert Upload.objects.get(pk=upload.pk).state == "staged"
    assert not SourceLayout.objects.exists()
    assert not Entry.objects.filter(verb="upload.correct_reading").exists()


@pytest.mark.usefixtures("_english")
def test_units_periods_and_figures_are_checked(upload_rows: Uploading, correct: Correcting) -> None:
    upload = upload_rows(ugly_form())
    layout = found(upload)

    def said(**more: str) -> list[Layout]:
        uses = tuple(replace(use, **more) if use.index == 3 else use for use in layout.uses)
        return [replace(layout, uses=uses)]

    with pytest.raises(RefusedError, match="column D: “万圆吨” is no unit"):
        correct(upload, said(unit="万圆吨"))
    with pytest.raises(RefusedError, match="column D: “随便” is no period"):
        correct(upload, said(period="随便"))
    words = tuple(replace(use, role="text", label_kind="") for use in layout.uses)
    with pytest.raises(RefusedError, match="no column of figures"):
        correct(upload, [replace(layout, uses=words)])
    with pytest.raises(RefusedError, match="cover the same cells"):
        correct(upload, [layout, layout])
    with pytest.raises(RefusedError, match="no sheet “别的”"):
        correct_reading(Act(), upload=upload, sheet="别的", layouts=[layout])


def test_who_may_correct_and_forget(
    upload_rows: Uploading, correct: Correcting, people: People
) -> None:
    upload = upload_rows(ugly_form())
    layouts = [without_check_row(upload)]
    for reader in (people["principal_leader"], people["auditor"], people["town"], people.outsider):
        with pytest.raises(PermissionDenied):
            correct(upload, layouts, actor=reader)
    correct(upload, layouts, actor=people["approver"])
    for reader in (people["principal_leader"], people["town"], people.outsider):
        with pytest.raises(PermissionDenied):
            forget_layout(Act(actor=reader), layout=SourceLayout.objects.get())


def test_what_was_decided_is_not_read_again(upload_rows: Uploading, correct: Correcting) -> None:
    upload = upload_rows(factories.investment_form())
    layout = found(upload)
    accept_upload(Act(), upload=upload)
    with pytest.raises(RefusedError):
        correct(Upload.objects.get(pk=upload.pk), [layout])
