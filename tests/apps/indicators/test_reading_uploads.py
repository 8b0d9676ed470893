"""What a file is read as: units, columns, periods, measures, and what is asked about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.indicators.models import StagedCell
from leitai.apps.indicators.reading.measures import converted, factor_to
from tests import factories
from tests.apps.indicators.conftest import Uploading, asked, cell
from tests.people import District

pytestmark = pytest.mark.django_db


def test_the_bureaus_form_is_read_without_a_question(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form()
    assert upload.state == "staged"
    assert asked(upload) == []
    read = cell(upload, "D6")
    assert (read.unit, read.series, read.period) == (
        district.town("白沙镇"), district.funds, factories.month(2026, 10),
    )  # fmt: skip
    # 95,600 万元 are 9.56 亿元 to the digit; the reading itself stays.
    assert (read.raw, read.number, read.measure, read.value) == ("95600", 95600, "万元", 9.56)
    assert cell(upload, "B4").value == 12
    assert not StagedCell.objects.filter(upload=upload, column=4).exists()


def test_columns_that_are_no_indicator_are_listed_with_the_reason(upload_form: Uploading) -> None:
    columns = upload_form().reading["tables"][0]["columns"]
    skipped = {column["name"]: column["skipped"] for column in columns if column["skipped"]}
    assert skipped["同比"] == "growth"
    assert "备注" in skipped


def test_totals_are_not_taken_for_a_unit(upload_form: Uploading) -> None:
    upload = upload_form()
    assert not upload.cells.filter(label__contains="合计").exists()
    assert upload.reading["tables"][0]["totals"] == [[10, "合计"]]


def test_a_name_with_blanks_and_a_short_name_wait_for_a_person(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form(A7="青石 镇", A9="龙湾")
    assert asked(upload) == [("unit", "A7", "青石 镇"), ("unit", "A9", "龙湾")]
    first = upload.questions.get(address="A7")
    assert first.options[0]["answer"] == {"unit": district.town("青石镇").pk}
    assert first.options[-1]["answer"] == {"leave_out": True}
    assert {c.state for c in upload.cells.filter(row=7)} == {"doubtful"}


def test_a_figure_in_another_measure_is_asked_with_both_readings(upload_form: Uploading) -> None:
    upload = upload_form(D7=8.6)
    assert [(kind, address) for kind, address, _text in asked(upload)] == [("measure", "D7")]
    answers = [option["answer"] for option in upload.questions.get().options]
    assert answers == [{"number": 86000.0}, {"keep": True}, {"refuse": True}]
    assert cell(upload, "D7").value is None


def test_an_unreadable_figure_is_asked_and_not_coerced(upload_form: Uploading) -> None:
    upload = upload_form(D7="86o00")
    question = upload.questions.get()
    assert (question.kind, question.address, question.text) == ("number", "D7", "86o00")
    assert (cell(upload, "D7").state, cell(upload, "D7").number) == ("unreadable", None)
    assert "86o00" in question.because["zh"]


def test_full_width_digits_and_dashes_are_read_and_listed(upload_form: Uploading) -> None:
    upload = upload_form(D9="７９，２００", D8="—")
    assert (cell(upload, "D9").value, cell(upload, "D9").raw) == (7.92, "７９，２００")
    assert (cell(upload, "D8").value, cell(upload, "D8").missing) == (None, "by_nature")
    assert any(rewrite["address"] == "D9" for rewrite in upload.reading["rewrites"])


def test_an_unknown_heading_is_asked_with_not_needed_as_an_answer(
    district: District, upload_form: Uploading
) -> None:
    upload = upload_form(D3="到位资金额")
    (question,) = upload.questions.all()
    assert (question.kind, question.text) == ("column", "到位资金额")
    answers = [option["answer"] for option in question.options]
    assert {"series": district.funds.pk} in answers
    assert answers[-1] == {"ignore": True}


def test_a_code_stands_for_its_indicator(district: District, upload_form: Uploading) -> None:
    upload = upload_form(D3="funds_in_place")
    assert asked(upload) == []
    assert cell(upload, "D4").series == district.funds


def test_two_series_of_one_indicator_are_told_apart_by_the_heading(
    district: District, upload_form: Uploading
) -> None:
    cumulative = factories.make_series(district.funds.indicator, district.source, "year_to_date")
    assert [kind for kind, _address, _text in asked(upload_form())] == ["column"]
    upload = upload_form(D3="到位资金（累计）")
    assert asked(upload) == []
    assert cell(upload, "D4").series == cumulative


def test_a_table_without_a_period_is_asked_unless_the_upload_says_it(
    district: District, upload_rows: Uploading
) -> None:
    rows = factories.investment_form(A1="招商引资情况表")
    upload = upload_rows(rows)
    assert [kind for kind, _address, _text in asked(upload)] == ["period"]
    named = upload_rows(rows, name="2026年9月招商.xlsx")
    assert cell(named, "D4").period == factories.month(2026, 9)
    given_period = upload_rows([*rows, ["注"]], period=factories.month(2026, 8))
    assert cell(given_period, "D4").period == factories.month(2026, 8)


def test_a_column_without_a_measure_is_asked(upload_form: Uploading) -> None:
    upload = upload_form(E2="", B3="签约项目（个）")
    kinds = {text: kind for kind, _address, text in asked(upload)}
    assert kinds == {"签约总额": "measure", "到位资金": "measure"}
    offered = [o["answer"]["measure"] for o in upload.questions.get(text="到位资金").options]
    assert offered[0] == "亿元"
    assert "万元" in offered


def test_a_measure_of_another_kind_is_asked(upload_form: Uploading) -> None:
    upload = upload_form(D3="到位资金（人）")
    (question,) = upload.questions.all()
    assert question.because["code"] == "other_measure"


def test_the_same_value_twice_is_asked_when_the_cells_differ(upload_form: Uploading) -> None:
    upload = upload_form(A9="安平镇")
    questions = upload.questions.filter(key__startswith="twice:")
    assert questions.count() == 3
    assert cell(upload, "D8").state == "doubtful"


def test_a_table_that_names_nothing_of_ours_asks_nothing(
    upload_rows: Uploading, district: District
) -> None:
    upload = upload_rows([["书名", "页数"], ["红楼梦", 1606], ["西游记", 1100], ["水浒传", 900]])
    assert asked(upload) == []
    assert upload.cells.count() == 0
    assert upload.reading["tables"][0]["unrelated"]


def test_a_broken_file_says_why_and_stages_nothing(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    from leitai.apps.audit.services import Act
    from leitai.apps.indicators.models import Upload
    from leitai.apps.indicators.services import receive_upload

    with django_capture_on_commit_callbacks(execute=True):
        upload = receive_upload(
            Act(), area=district.area, source=district.source, name="a.xlsx",
            content=b"PK\x03\x04 no workbook at all",
        )  # fmt: skip
    upload = Upload.objects.get(pk=upload.pk)
    assert upload.state == "unreadable"
    assert upload.trouble
    assert upload.cells.count() == 0


def test_periods_down_the_rows(district: District, upload_rows: Uploading) -> None:
    rows: list[list[Any]] = [
        ["云溪区到位资金（万元）", None, None],
        ["月份", "签约项目（个）", "到位资金（万元）"],
        *[[f"2026年{n}月", n, n * 1000] for n in range(1, 7)],
    ]
    upload = upload_rows(rows)
    staged = upload.cells.get(address="C5")
    assert staged.period == factories.month(2026, 3)
    assert (staged.unit, staged.value) == (district.area, 0.3)


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False),
    st.sampled_from(
        [("元", "万元"), ("元", "亿元"), ("万元", "亿元"), ("亿元", "万元"), ("人", "万人")]
    ),
)
def test_powers_of_ten_convert_exactly(number: Decimal, pair: tuple[str, str]) -> None:
    factor = factor_to(*pair)
    assert factor is not None
    written = float(number)
    exact = Decimal(repr(written)) * Decimal(repr(factor))
    assert converted(written, factor) == float(exact)


def test_measures_of_different_things_have_no_factor() -> None:
    assert factor_to("人", "万元") is None
    assert factor_to("", "万元") is None
    assert factor_to("%", "百分点") is None
    assert factor_to("", "") == 1.0
