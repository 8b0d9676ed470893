"""What pages are made of: the upload's page, definitions, spread, heat map, what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.selectors import (
    distribution,
    heat_map,
    indicator_page,
    late_values,
    missing_table,
    sheet_page,
    upload_page,
    uploads_for,
)
from leitai.apps.indicators.selectors.missing import due_date
from leitai.apps.indicators.services import RefusedError, accept_upload, revise_definition
from tests import factories
from tests.apps.indicators.conftest import Uploading
from tests.people import District, People

pytestmark = pytest.mark.django_db


def test_the_page_of_an_upload(district: District, people: People, upload_form: Uploading) -> None:
    accept_upload(Act(), upload=upload_form())
    upload = upload_form(
        D6=94800, A7="青石 镇", D5="１０８，９００", D8="—", actor=people["reporting_unit"]
    )
    page = upload_page(upload, people["assessment_office"])
    assert page is not None
    assert (page.state, page.open_questions, page.changed) == ("staged", 1, 2)
    assert page.counts["doubtful"] == 3
    assert [r.raw for r in page.rewrites if r.address == "D5"] == ["１０８，９００"]
    assert [(c.unit, c.before, c.after, c.after_missing) for c in page.changes] == [
        ("白沙镇", 9.56, 9.48, ""), ("安平镇", 8.315, None, "by_nature"),
    ]  # fmt: skip
    assert "1 questions are open" in page.obstacle
    assert page.same_layout
    assert page.sheets[0].tables[0].columns[3].series == "到位资金 current period"
    assert page.sheets[0].tables[0].columns[4].skipped.startswith("change on the year before")
    assert dict(page.sheets[0].tables[0].rows)[10] == "total"
    assert (page.may_decide, page.may_accept) == (True, True)
    clerk = upload_page(upload, people["reporting_unit"])
    assert clerk is not None
    assert (clerk.may_decide, clerk.may_accept) == (True, False)


def test_the_sheet_is_shown_as_written_with_its_marks(
    people: People, upload_form: Uploading
) -> None:
    upload = upload_form(A7="青石 镇", D5="１０８，９００")
    sheet = sheet_page(upload, people["assessment_office"], "招商引资")
    assert sheet is not None
    assert sheet.grid.rows[4].cells[3].text == "１０８，９００"
    assert sheet.cells["D5"].value == 10.89
    assert sheet.cells["D7"].state == "doubtful"
    assert set(sheet.asked) == {"A7"}
    assert sheet_page(upload, people["assessment_office"], "没有") is None


def test_uploads_are_closed_to_others(people: People, upload_form: Uploading) -> None:
    upload = upload_form(D6=94800)
    for person in (people["town"], people.outsider, people.nobody):
        assert upload_page(upload, person) is None
        assert sheet_page(upload, person, "招商引资") is None
        assert not uploads_for(person).exists()
    assert list(uploads_for(people["approver"])) == [upload]


def test_the_page_takes_as_many_queries_with_many_cells_as_with_few(
    people: People, district: District, upload_rows: Uploading, upload_form: Uploading
) -> None:
    def queries(upload: Upload) -> int:
        user = people["assessment_office"]
        upload_page(upload, user)
        with CaptureQueriesContext(connection) as caught:
            assert upload_page(upload, user) is not None
        return len(caught)

    rows = factories.investment_form(A7="青石 镇", D6=1)
    few = queries(upload_rows([*rows[:4], rows[6]], name="10月.xlsx"))
    many = queries(upload_form(A7="青石 镇", A8="安 平镇", A9="龙 湾镇", D6=1))
    assert many <= few
    assert many <= 25


def test_definitions_have_versions(district: District, people: People) -> None:
    indicator = district.funds.indicator
    with pytest.raises(RefusedError, match="after 2020-01-01"):
        revise_definition(
            Act(), indicator=indicator, text="x", valid_from=dt.date(2019, 1, 1), reason="x"
        )
    revise_definition(
        Act(), indicator=indicator, text="含续建项目", valid_from=dt.date(2026, 7, 1), reason="口径"
    )
    for month, text in ((6, ""), (7, "含续建项目")):
        page = indicator_page(
            people["assessment_office"], indicator, periods=[factories.month(2026, month)],
        )  # fmt: skip
        assert page is not None
        assert page.in_force is not None
        assert page.in_force.text == text
        assert [version.number for version in page.versions] == [2, 1]
    assert indicator_page(people.outsider, indicator, periods=[]) is None


def test_spread_and_heat(district: District, people: People) -> None:
    office, towns = people["assessment_office"], district.towns
    months = [factories.month(2026, n) for n in (9, 10)]
    for place, town in enumerate(towns[:5]):
        factories.store(district.funds, town, months[1], float(place + 1))
    factories.store(district.funds, towns[5], months[1], None, missing="masked")
    spread = distribution(office, district.funds, towns, months[1])
    assert spread.numbers == (5.0, 4.0, 3.0, 2.0, 1.0)
    assert spread.order[0].name == towns[4].name
    assert (spread.least, spread.middle, spread.most) == (1.0, 3.0, 5.0)
    assert [(unit.name, why) for unit, why in spread.missing] == [(towns[5].name, "masked")]
    heat = heat_map(office, district.funds, towns, months)
    assert [row[1].step for row in heat.rows] == [0, 1, 3, 4, 6, None]
    assert all(row[0].value is None for row in heat.rows)
    own = heat_map(people["town"], district.funds, towns, months)
    assert [unit.name for unit in own.units] == ["白沙镇"]
    # Alone, a unit has no place among others: its shade tells nothing of them.
    assert own.rows[0][1].step == 0


def test_what_is_missing_and_how_late(district: District, people: People) -> None:
    office = people["assessment_office"]
    september, october = factories.month(2026, 9), factories.month(2026, 10)
    for town in district.towns:
        factories.store(district.funds, town, september, 1.0)
    towns = district.towns
    factories.store(district.funds, towns[0], october, 1.0)
    factories.store(district.funds, towns[1], october, None, missing="by_nature")
    factories.store(district.funds, towns[2], october, None, missing="not_reported")
    gaps = missing_table(office, district.area, october, today=dt.date(2026, 11, 15))
    assert [(gap.unit.name, gap.reason) for gap in gaps] == [
        (towns[2].name, "not_reported"), *((town.name, "") for town in towns[3:]),
    ]  # fmt: skip
    assert {(gap.due, gap.late_days, gap.reporter) for gap in gaps} == {
        (dt.date(2026, 11, 10), 5, "区招商局")
    }
    assert late_values(office, district.area, october, dt.date(2026, 11, 10)) == []
    assert len(late_values(office, district.area, october, dt.date(2026, 11, 11))) == 4
    assert missing_table(people.outsider, district.area, october) == []


@pytest.mark.parametrize(
    ("day", "month", "due"),
    [(10, 10, "2026-11-10"), (31, 1, "2026-02-28"), (5, 12, "2027-01-05")],
)
def test_due_days(district: District, day: int, month: int, due: str) -> None:
    indicator = district.funds.indicator
    indicator.due_day = day
    assert due_date(indicator, factories.month(2026, month)).isoformat() == due


def test_missing_tables_take_as_many_queries_for_many_units(
    district: District, people: People
) -> None:
    office = people["assessment_office"]

    def queries(units: Any) -> int:
        missing_table(office, district.area, factories.month(2026, 10), units=units)
        with CaptureQueriesContext(connection) as caught:
            missing_table(office, district.area, factories.month(2026, 10), units=units)
        return len(caught)

    assert queries(district.towns[:1]) == queries(district.towns) <= 9
