"""A page's table as Excel and CSV: its figures, its filters, and nothing that it does not show."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from leitai.apps.indicators.models import Upload
from leitai.web.tables import Column, PageTable, file_of
from tests import factories
from tests.people import District, People
from tests.web.scenes import english
from tests.web.test_targets import goals

pytestmark = pytest.mark.django_db
goals = goals  # the targets' scene, as a fixture here too


def rows_of(response: Any) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def cells_of(response: Any) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    [sheet] = book.worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_targets_as_they_stand_on_the_page(goals: District, people: People) -> None:
    client = english(people["assessment_office"])
    page = client.get("/targets/").content.decode()
    assert "?format=xlsx" in page
    rows = rows_of(client.get("/targets/?format=csv"))
    assert [(row["Unit"], row["Reached"], row["Due by now"], row["State"]) for row in rows] == [
        ("白沙镇", "3.6", "3", "on pace"), ("青石镇", "2.4", "3", "behind"),
    ]  # fmt: skip
    for row in rows:
        assert f">{float(row['Share of due（%）']):.1f}<" in page
    cells = cells_of(client.get("/targets/?format=xlsx"))
    head = next(place for place, line in enumerate(cells) if line[0] == "Indicator")
    assert [line[7] for line in cells[head + 1 :]] == [3.6, 2.4]


def test_the_filter_of_the_page_is_that_of_the_file(goals: District, people: People) -> None:
    client = english(people["assessment_office"])
    rows = rows_of(client.get("/targets/?behind=1&format=csv"))
    assert [row["Unit"] for row in rows] == ["青石镇"]
    assert "?behind=1&amp;format=csv" in client.get("/targets/?behind=1").content.decode()


def test_a_town_takes_away_its_own_figures_only(goals: District, people: People) -> None:
    client = english(people["town"])
    assert {row["Unit"] for row in rows_of(client.get("/targets/?format=csv"))} == {"白沙镇"}
    pk = goals.projects.indicator_id
    for town, number in zip(goals.towns, (5, 6), strict=False):
        factories.store(goals.projects, town, factories.month(2026, 3), number)
    shown = client.get(f"/indicators/{pk}/?format=csv")
    assert shown.status_code in (200, 404)
    if shown.status_code == 200:
        assert {row["Unit"] for row in rows_of(shown)} <= {"白沙镇"}


def test_an_indicator_gives_all_values_of_its_periods(goals: District, people: People) -> None:
    for number, town in enumerate(goals.towns, start=1):
        factories.store(goals.funds, town, factories.month(2026, 3), number / 8)
    factories.store(goals.funds, goals.towns[0], factories.month(2026, 2), None, missing="masked")
    client = english(people["analyst"])
    rows = rows_of(client.get(f"/indicators/{goals.funds.indicator_id}/?format=csv"))
    assert len(rows) == len(goals.towns) + 1
    assert (rows[0]["到位资金（亿元）"], rows[0]["Why there is no figure"]) == (
        "", "masked in the source",
    )  # fmt: skip
    assert [float(row["到位资金（亿元）"]) for row in rows[1:]] == [n / 8 for n in range(1, 7)]
    assert rows[1]["Division code"] == goals.towns[0].division_code


def test_what_people_wrote_is_never_a_formula(district: District, people: People) -> None:
    Upload.objects.create(
        area=district.area, source=district.source, name="=HYPERLINK(1).xlsx", sha256="0" * 64,
        size=1, uploaded_at=timezone.now(),
    )  # fmt: skip
    client = english(people["assessment_office"])
    [row] = rows_of(client.get("/uploads/?format=csv"))
    assert row["File"] == "'=HYPERLINK(1).xlsx"
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/uploads/?format=xlsx").content)
    ).worksheets[0]
    [cell] = [c for line in sheet.iter_rows() for c in line if c.value == "=HYPERLINK(1).xlsx"]
    assert cell.data_type == "s"


def test_a_list_too_long_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leitai.web.tables.MOST_ROWS", 3)
    table = PageTable("表", "t", [Column("n", "number")], ([n] for n in range(10)))
    cells = cells_of(file_of(table, "xlsx"))
    assert [row[0] for row in cells[2:5]] == [0, 1, 2]
    assert "narrow the filter" in str(cells[-1][0]) or "筛选" in str(cells[-1][0])
    table = PageTable("表", "t", [Column("n", "number")], ([n] for n in range(10)))
    lines = file_of(table, "csv").content.decode("utf-8-sig").splitlines()
    assert lines[:4] == ["n", "0", "1", "2"]
    assert "narrow the filter" in lines[4] or "筛选" in lines[4]


def test_a_page_says_when_its_files_end_before_its_list(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = english(people["administrator"])
    told = "the first 1 rows; narrow the filter for the rest"
    assert told not in client.get("/people/").content.decode()
    monkeypatch.setattr("leitai.web.templatetags.pages.MOST_ROWS", 1)
    assert told in client.get("/people/").content.decode()
