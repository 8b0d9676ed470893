"""Answers: applied at once, remembered, taken back, and refused when they do not fit."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import ColumnMemory, Question
from leitai.apps.indicators.selectors import question_list
from leitai.apps.indicators.services import (
    RefusedError,
    answer_question,
    leave_out_open,
    reopen_question,
)
from leitai.apps.units.models import UnitAlias
from tests.apps.indicators.conftest import Uploading, asked, cell
from tests.people import District, People

pytestmark = pytest.mark.django_db


def test_a_unit_answer_settles_its_row_and_is_never_asked_again(
    district: District, people: People, upload_form: Uploading
) -> None:
    clerk = people["reporting_unit"]
    upload = upload_form(A7="青石 镇", A9="龙湾")
    first, second = upload.questions.order_by("id")
    answer_question(Act(actor=clerk), question=first, answer=first.options[0]["answer"])
    assert {c.state for c in upload.cells.filter(row=7)} == {"read"}
    assert {c.state for c in upload.cells.filter(row=9)} == {"doubtful"}
    answer_question(Act(actor=clerk), question=second, answer=second.options[0]["answer"])
    assert asked(upload) == []
    again = upload_form(month=9, A7="青石 镇", A9="龙湾")
    assert again.questions.count() == 0
    assert cell(again, "D7").unit == district.town("青石镇")


def test_a_clerks_spelling_holds_for_the_bureau_an_office_spelling_for_the_area(
    district: District, people: People, upload_form: Uploading
) -> None:
    upload = upload_form(A7="青石 镇", A9="龙湾")
    first, second = upload.questions.order_by("id")
    for question, person in ((first, "reporting_unit"), (second, "assessment_office")):
        answer_question(
            Act(actor=people[person]), question=question, answer=question.options[0]["answer"]
        )
    assert UnitAlias.objects.get(text="青石 镇").within == district.bureau
    assert UnitAlias.objects.get(text="龙湾").within == district.area


def test_an_answer_for_once_is_asked_again(upload_form: Uploading) -> None:
    question = upload_form(A7="青石 镇").questions.get()
    answer_question(Act(), question=question, answer=question.options[0]["answer"], remember=False)
    assert upload_form(A7="青石 镇", D4=1).questions.count() == 1


def test_a_column_answer_is_remembered_with_its_measure(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form(D3="到位资金额", E2="")
    column = upload.questions.get(kind="column")
    answer_question(Act(), question=column, answer={"series": district.funds.pk})
    # Only now can it be told that the table names no measure for this indicator.
    measures = upload.questions.filter(kind="measure")
    assert set(measures.values_list("text", flat=True)) == {"签约总额", "到位资金额"}
    for question in measures:
        answer_question(Act(), question=question, answer={"measure": "万元"})
    assert asked(upload) == []
    assert cell(upload, "D6").value == 9.56
    again = upload_form(month=9, D3="到位资金额", E2="")
    assert again.questions.count() == 0
    assert cell(again, "D6").value == 9.56


def test_not_needed_is_remembered_too(upload_form: Uploading) -> None:
    upload = upload_form(D3="到位资金额")
    answer_question(Act(), question=upload.questions.get(), answer={"ignore": True})
    assert {c.state for c in upload.cells.filter(heading="到位资金额")} == {"skipped"}
    again = upload_form(month=9, D3="到位资金额")
    assert (again.questions.count(), again.cells.filter(heading="到位资金额").count()) == (0, 0)
    skipped = {c["name"]: c["skipped"] for c in again.reading["tables"][0]["columns"]}
    assert skipped["到位资金额"] == "memory"


def test_reopening_takes_the_answer_and_the_memory_back(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form(D3="到位资金额", A7="青石 镇")
    unit, column = upload.questions.get(kind="unit"), upload.questions.get(kind="column")
    answer_question(Act(), question=unit, answer=unit.options[0]["answer"])
    answer_question(Act(), question=column, answer={"series": district.funds.pk})
    assert ColumnMemory.objects.filter(heading="到位资金额").exists()
    reopen_question(Act(), question=column)
    reopen_question(Act(), question=unit)
    assert not ColumnMemory.objects.exists()
    assert not UnitAlias.objects.exists()
    assert cell(upload, "D7").state == "doubtful"
    assert len(asked(upload)) == 2


def test_a_figure_in_another_measure_is_stored_as_answered(upload_form: Uploading) -> None:
    upload = upload_form(D7=8.6)
    question = upload.questions.get()
    answer_question(Act(), question=question, answer={"number": 86000})
    assert (cell(upload, "D7").value, cell(upload, "D7").raw) == (8.6, "8.6")
    answer_question(Act(), question=question, answer={"keep": True})
    assert cell(upload, "D7").value == 0.00086
    answer_question(Act(), question=question, answer={"refuse": True})
    assert (cell(upload, "D7").state, cell(upload, "D7").value) == ("skipped", None)


def test_an_unreadable_figure_takes_a_number_or_a_reason(upload_form: Uploading) -> None:
    upload = upload_form(D7="86o00")
    question = upload.questions.get()
    answer_question(Act(), question=question, answer={"missing": "not_reported"})
    assert (cell(upload, "D7").state, cell(upload, "D7").missing) == ("missing", "not_reported")
    answer_question(Act(), question=question, answer={"number": 86000})
    assert (cell(upload, "D7").value, cell(upload, "D7").missing) == (8.6, "")


def test_of_two_cells_for_one_value_one_is_chosen(upload_form: Uploading) -> None:
    upload = upload_form(A9="安平镇")
    for question in upload.questions.filter(key__startswith="twice:"):
        answer_question(Act(), question=question, answer=question.options[1]["answer"])
    assert asked(upload) == []
    assert (cell(upload, "D8").state, cell(upload, "D9").state) == ("skipped", "read")


def test_a_repeat_that_an_answer_made_moot_is_not_asked(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form(A9="安 平镇")
    question = upload.questions.get()
    answer_question(
        Act(), question=question, answer={"unit": district.town("安平镇").pk}, remember=False
    )
    assert len(asked(upload)) == 3
    answer_question(
        Act(), question=question, answer={"unit": district.town("龙湾镇").pk}, remember=False
    )
    assert asked(upload) == []
    assert {c.state for c in upload.cells.filter(row__in=[8, 9])} == {"read"}


def test_open_names_can_be_left_out_together(upload_form: Uploading) -> None:
    upload = upload_form(A7="不在册甲", A9="不在册乙")
    leave_out_open(Act(), upload=upload, kind="unit")
    assert asked(upload) == []
    assert upload.cells.filter(state="skipped").count() == 6
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"A7": "青石 镇"}, {"unit": 10**9}),
        ({"A7": "青石 镇"}, {"series": 1}),
        ({"D3": "到位资金额"}, {"series": 10**9}),
        ({"D7": "86o00"}, {"number": float("nan")}),
        ({"D7": "86o00"}, {"number": True}),
        ({"D7": "86o00"}, {"missing": "whatever"}),
        ({"D7": "86o00"}, {"keep": True}),
        ({"A1": "招商引资情况表"}, {"period": "10月"}),
        ({"E2": ""}, {"measure": "人"}),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(
    upload_rows: Uploading, cells: dict[str, Any], answer: dict[str, Any]
) -> None:
    from tests import factories

    upload = upload_rows(factories.investment_form(**cells), name="表.xlsx")
    question = upload.questions.order_by("id")[0]
    before = list(upload.cells.order_by("id").values())
    with pytest.raises(RefusedError, match="does not fit"):
        answer_question(Act(), question=question, answer=answer)
    assert list(upload.cells.order_by("id").values()) == before
    assert Question.objects.get(pk=question.pk).answer is None


def test_units_of_another_area_cannot_be_chosen(district: District, upload_form: Uploading) -> None:
    question = upload_form(A7="青石 镇").questions.get()
    foreign = district.town("临江镇")
    with pytest.raises(RefusedError):
        answer_question(Act(), question=question, answer={"unit": foreign.pk})


def test_the_record_has_the_answer_before_and_after(
    district: District, people: People, upload_form: Uploading
) -> None:
    question = upload_form(A7="青石 镇").questions.get()
    unit = district.town("青石镇").pk
    clerk = people["reporting_unit"]
    answer_question(Act(actor=clerk), question=question, answer={"leave_out": True})
    answer_question(Act(actor=clerk), question=question, answer={"unit": unit})
    entry = Entry.objects.filter(verb="upload.answer").order_by("-id")[0]
    assert entry.actor == clerk
    assert (entry.detail["old"], entry.detail["new"]) == ({"leave_out": True}, {"unit": unit})
    assert entry.detail["place"] == "招商引资!A7"


@pytest.mark.parametrize("role", ["town", "analyst", "auditor", "principal_leader"])
def test_who_may_only_look_may_not_answer(
    people: People, upload_form: Uploading, role: str
) -> None:
    question = upload_form(A7="青石 镇").questions.get()
    with pytest.raises(PermissionDenied):
        answer_question(
            Act(actor=people[role]), question=question, answer=question.options[0]["answer"]
        )


def test_questions_say_why_and_offer_words(people: People, upload_form: Uploading) -> None:
    upload = upload_form(A7="青石 镇", D3="到位资金额", D5="1l0")
    listed = {one.address: one for one in question_list(upload, people["assessment_office"])}
    assert "spaces inside" in listed["A7"].reason
    assert [offer.words for offer in listed["A7"].offers] == [
        "It is 青石镇, remember this",
        "Leave this row out",
    ]
    assert listed["A7"].cells == 3
    assert listed["D3"].offers[-1].words == "Not needed"
    assert "1l0" in listed["D5"].reason
    assert question_list(upload, people["town"]) == []
    assert question_list(upload, people.outsider) == []
