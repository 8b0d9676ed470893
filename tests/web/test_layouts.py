"""The page for correcting a reading: marking rows and columns, trying, reading again."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.indicators.models import SourceLayout, Upload
from leitai.web.layout_form import parse_rows, write_rows
from tests import factories
from tests.apps.indicators.conftest import asked, upload_form, upload_rows
from tests.apps.indicators.test_layouts import ugly_form
from tests.people import District, People
from tests.web.scenes import assert_closed, assert_sound, english, signed_in, text_of

__all__ = ["upload_form", "upload_rows"]
pytestmark = [pytest.mark.usefixtures("_english"), pytest.mark.django_db]

Fields = dict[str, str]
Posting = Callable[..., HttpResponse]


def fields_in(page: str) -> Fields:
    """The fields of the form as a browser would send them."""
    form = page[page.index('id="layout-form"') : page.index("</form>", page.index("layout-form"))]
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("operation_id", None)
    return {name: unescape(value) for name, value in fields.items()}


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any) -> Posting:
    """Send the form of the page with some fields changed."""

    def sending(client: Client, upload: Upload, **changed: str) -> HttpResponse:
        page = text_of(client.get(f"/uploads/{upload.pk}/layout/"))
        data = {**fields_in(page), **{key.replace("_", "-"): v for key, v in changed.items()}}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"/uploads/{upload.pk}/layout/apply", data)

    return sending


def test_the_page_shows_the_sheet_with_the_use_of_each_row(
    upload_rows: Any, people: People
) -> None:
    upload = upload_rows(ugly_form())
    page = assert_sound(english(people["reporting_unit"]).get(f"/uploads/{upload.pk}/layout/"))
    assert "1 table was read on 招商引资: A1:F12." in re.sub(r"<[^>]+>", "", page)
    fields = fields_in(page)
    assert (fields["t0-preamble"], fields["t0-header"], fields["t0-data"]) == ("1–2", "3", "4–10")
    assert (fields["t0-total"], fields["t0-footnote"]) == ("11", "12")
    assert [fields[f"t0-c{n}-use"] for n in range(6)] == [
        "name", "number", "number", "number", "number", "text",
    ]  # fmt: skip
    assert re.search(r'<tr class="lt-g-data" data-row="10"', page)


def test_marked_rows_and_columns_are_read_again_and_remembered(
    upload_rows: Any, people: People, send: Posting, district: District
) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(ugly_form(D3="第三列"))
    answer = send(client, upload, t0_data="4–9", t0_c3_name="到位资金", remember="yes")
    assert (answer.status_code, answer["Location"]) == (302, f"/uploads/{upload.pk}/")
    upload.refresh_from_db()
    assert asked(upload) == []
    assert upload.cells.get(address="D4").series == district.funds
    assert SourceLayout.objects.get().made_by == people["reporting_unit"]
    later = upload_rows(ugly_form(11, D3="第三列"), name="11月.xlsx")
    page = assert_sound(client.get(f"/uploads/{later.pk}/"))
    assert "read by the remembered layout" in page
    assert "all decided" in page or "nothing is in doubt" in page


def test_a_changed_layout_warns_on_the_page(
    upload_rows: Any, people: People, send: Posting
) -> None:
    client = english(people["reporting_unit"])
    send(client, upload_rows(ugly_form()), t0_data="4–9", remember="yes")
    rows = [[*row[:1], None, *row[1:]] for row in ugly_form(11)]
    rows[2][1] = "排名"
    later = upload_rows(rows, name="11月.xlsx")
    page = assert_sound(client.get(f"/uploads/{later.pk}/"))
    assert "The layout of sheet “招商引资” has changed" in page
    assert "“到位资金” moved from D to E" in page
    assert "read by the remembered layout" not in page


def test_a_try_shows_what_would_be_read_and_keeps_nothing(upload_rows: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(ugly_form())
    url = f"/uploads/{upload.pk}/layout/"
    data = {**fields_in(text_of(client.get(url))), "t0-data": "4–6", "action": "preview"}
    part = assert_sound(client.post(url + "apply", data, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "3 rows" in part
    assert "112400" in part
    whole = assert_sound(client.post(url + "apply", data))
    assert "It would read so" in whole
    assert fields_in(whole)["t0-data"] == "4–6"
    assert Upload.objects.get(pk=upload.pk).layouts == {}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"t0_data": "4-x"}, "Table 1, data rows: “4-x” is no row"),
        ({"t0_data": "", "t0_total": ""}, "Table 1 has no data rows"),
        ({"t0_data": "4–400"}, "rows 4 to 400 are not in the sheet (1 to 12)"),
        ({"t0_c3_unit": "万圆吨"}, "column D: “万圆吨” is no unit of measure"),
        ({"t0_c3_period": "随便"}, "column D: “随便” is no period"),
        ({f"t0_c{n}_use": "" for n in range(6)}, "Table 1 has no columns"),
        ({"t0_data": "1–9", "t0_preamble": ""}, "The header stands above the data"),
        ({"t0_data": "99999999999999999999"}, "is no row"),
    ],
)
def test_what_does_not_fit_is_said_in_place_and_changes_nothing(
    upload_rows: Any, people: People, send: Posting, changed: Fields, words: str
) -> None:
    upload = upload_rows(ugly_form())
    answer = send(english(people["reporting_unit"]), upload, **changed)
    page = assert_sound(answer)
    assert answer.status_code == 422
    assert words in page
    for key, value in changed.items():
        assert fields_in(page)[key.replace("_", "-")] == value
    assert Upload.objects.get(pk=upload.pk).state == "staged"


def test_tables_are_added_and_taken_away(upload_rows: Any, people: People, send: Posting) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(ugly_form())
    page = assert_sound(send(client, upload, action="add"))
    assert fields_in(page)["tables"] == "2"
    assert 'name="t1-data"' in page
    data = {**fields_in(page), "t1-data": "7–9", "action": "remove-0"}
    kept = assert_sound(client.post(f"/uploads/{upload.pk}/layout/apply", data))
    assert (fields_in(kept)["tables"], fields_in(kept)["t0-data"]) == ("1", "7–9")


def test_reading_afresh_and_forgetting(upload_rows: Any, people: People, send: Posting) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(ugly_form())
    send(client, upload, t0_data="4–9", remember="yes")
    send(client, upload, action="afresh")
    assert ("unit", "A10", "上报核对") in asked(Upload.objects.get())
    layout = SourceLayout.objects.get()
    page = text_of(client.get(f"/uploads/{upload.pk}/layout/"))
    assert f'action="/layouts/{layout.pk}/forget"' in page
    client.post(f"/layouts/{layout.pk}/forget", {"upload": upload.pk})
    layout.refresh_from_db()
    assert layout.dropped_at is not None


def test_large_sheets_are_shown_in_windows(upload_rows: Any, people: People) -> None:
    rows: list[list[Any]] = [["单位", "签约项目（个）"]]
    rows += [[f"第{n}村", n] for n in range(1, 1001)]
    client = english(people["assessment_office"])
    upload = upload_rows(rows)
    first = assert_sound(client.get(f"/uploads/{upload.pk}/layout/"))
    assert "Rows 1 to 50 of 1001" in first
    assert 'data-row="50"' in first
    assert 'data-row="51"' not in first
    url = f"/uploads/{upload.pk}/layout/?sheet=招商引资&from=1001"
    part = assert_sound(client.get(url, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "Rows 1001 to 1001 of 1001" in part
    assert fields_in(first)["t0-data"] == "2–1001"


def test_who_may_correct(upload_rows: Any, people: People, send: Posting) -> None:
    upload = upload_rows(ugly_form())
    send(english(people["reporting_unit"]), upload, t0_data="4–9", remember="yes")
    url = f"/uploads/{upload.pk}/layout/"
    forget = f"/layouts/{SourceLayout.objects.get().pk}/forget"
    for role in ("principal_leader", "auditor"):
        reader = signed_in(people[role])
        assert reader.get(url).status_code == 403
        assert reader.post(url + "apply", {"action": "afresh"}).status_code == 403
        assert reader.post(forget).status_code == 403
        assert "/layout/" not in text_of(reader.get(f"/uploads/{upload.pk}/"))
    for stranger in (people["town"], people.outsider, people.nobody):
        client = signed_in(stranger)
        assert_closed(client, url)
        assert client.post(url + "apply").status_code == 404
        assert client.post(forget).status_code == 404


def test_over_http_a_program_corrects_and_forgets(
    upload_rows: Any, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(people["reporting_unit"])
    upload = upload_rows(ugly_form())
    url = f"/api/v1/uploads/{upload.pk}/layouts"
    [sheet] = client.get(url).json()["sheets"]
    [table] = sheet["tables"]
    table["rows"].append([10, "outside"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            url, {"sheet": sheet["sheet"], "tables": [table]}, content_type="application/json"
        )
    assert answer.status_code == 200
    assert asked(Upload.objects.get()) == []
    [kept] = client.get(url).json()["remembered"]
    assert kept["sheet"] == "招商引资"
    wrong = client.post(url, {"sheet": "无", "tables": [table]}, content_type="application/json")
    assert wrong.status_code in (400, 409, 422)
    gone = client.post(f"{url}/{kept['id']}/forget", {}, content_type="application/json")
    assert gone.json()["remembered"] == []


def test_decided_uploads_have_no_such_page(upload_rows: Any, people: People) -> None:
    upload = upload_rows(factories.investment_form())
    client = english(people["assessment_office"])
    client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition})
    answer = client.get(f"/uploads/{upload.pk}/layout/")
    assert (answer.status_code, answer["Location"]) == (302, f"/uploads/{upload.pk}/")


@given(st.sets(st.integers(1, 3000), max_size=60))
def test_rows_are_read_back_as_written(rows: set[int]) -> None:
    assert parse_rows(write_rows(rows)) == sorted(rows)


def wide_form(width: int = 150) -> list[list[Any]]:
    """The bureau's form with columns of words up to the wished-for width; funds stand last."""
    rows = factories.investment_form(2026, 10)
    for at, row in enumerate(rows):
        head = at == 2
        funds = row[3]
        row[3:] = [
            f"说明{n}" if head else "甲乙" if 3 <= at <= 8 else None for n in range(width - 4)
        ]
        row.append("到位资金（万元）" if head else funds if 3 <= at <= 9 else None)
    return rows


def test_wide_sheets_are_corrected_window_by_window(
    upload_rows: Any,
    people: People,
    district: District,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(wide_form())
    url = f"/uploads/{upload.pk}/layout/"
    page = assert_sound(client.get(url))
    assert "Columns 1 to 30 of 150" in page
    fields = fields_in(page)
    assert "t0-c29-use" in fields
    assert "t0-c30-use" not in fields
    # What is typed is kept while other columns are looked at, and the names of rows stay in sight.
    moved = text_of(
        client.post(f"{url}apply", {**fields, "t0-c1-name": "签约项目", "action": "columns-121"})
    )
    assert "Columns 121 to 150 of 150" in moved
    letters = re.findall(r'data-column="(\d+)"', moved)
    assert letters == ["0", *map(str, range(120, 150))]
    there = fields_in(moved)
    assert there["t0-c0-use"] == "name"
    there = {**there, "t0-c149-name": "到位资金"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{url}apply", {**there, "action": "apply"})
    assert answer.status_code == 302
    upload.refresh_from_db()
    [said] = upload.layouts["招商引资"]
    uses = {use["index"]: use for use in said["uses"]}
    assert uses[1]["name"] == "签约项目"
    assert uses[149]["name"] == "到位资金"
    assert upload.cells.filter(series=district.funds).count() == len(district.towns)


def test_what_is_carried_must_be_what_the_page_wrote(upload_rows: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    upload = upload_rows(wide_form(70))
    fields = fields_in(text_of(client.get(f"/uploads/{upload.pk}/layout/")))
    for broken in ("{", "[]", '{"69": "x"}', '{"69": ["a"]}'):
        data = {**fields, "t0-rest": broken, "action": "columns-61"}
        page = text_of(client.post(f"/uploads/{upload.pk}/layout/apply", data))
        assert fields_in(page)["t0-c69-use"] == "number", "as it was read"


def test_the_upload_page_opens_where_the_question_stands(upload_rows: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    rows = factories.investment_form(2026, 10)
    rows[3:3] = [[f"第{n}组", 1, 2, 3, "1%", None] for n in range(450)]
    rows[455][3] = "86,O00"
    upload = upload_rows(rows)
    page = text_of(client.get(f"/uploads/{upload.pk}/?near=D456"))
    assert 'id="cell-D456"' in page
    assert "Rows 451 to" in page
    assert 'id="cell-A3"' in page, "the rows that head the table come along"
    assert 'id="cell-A300"' not in page
    other = text_of(client.get(f"/uploads/{upload.pk}/?from=201"))
    assert 'id="cell-A4"' not in other
    assert "near=A4&amp;ask=" in other
