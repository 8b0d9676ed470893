"""Bulk import: all or nothing, repeatable after a break, nothing said twice."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Revision, Upload
from leitai.apps.indicators.selectors import current_values
from leitai.apps.indicators.services import (
    NewValue,
    RefusedError,
    StaleError,
    batches,
    import_values,
    imports,
    keep_file,
    revise_definition,
)
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db


def rows_of(district: District, months: int = 3) -> list[NewValue]:
    """One figure for each town and month: town's place + month / 100."""
    return [
        NewValue(
            district.funds.pk,
            town.pk,
            factories.month(2026, number).pk,
            number=town.position + number / 100,
            sheet="表1",
            address=f"{'BCD'[number - 1]}{town.position + 1}",
            raw=str(town.position + number / 100),
        )
        for number in range(1, months + 1)
        for town in district.towns
    ]


def test_values_are_stored_and_said_once(district: District) -> None:
    rows = rows_of(district)
    batch = import_values(Act(), source=district.source, rows=rows, reason="yearbook")
    assert batch.revisions.count() == 18
    again = import_values(Act(), source=district.source, rows=rows, reason="yearbook again")
    assert again.revisions.count() == 0
    changed = [rows[0]._replace(number=99.0), *rows[1:]]
    third = import_values(Act(), source=district.source, rows=changed, reason="corrected")
    (told,) = Entry.objects.get(subject_id=str(third.pk), verb="values.import").detail["changes"]
    assert (told["old"], told["new"]) == (rows[0].number, 99.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": float("nan")}, "not finite"),
        ({"number": None}, "neither"),
        ({"missing": "masked"}, "both"),
        ({"number": None, "missing": "lost"}, "neither"),
        ({"qualifier": "roughly"}, "unknown qualifier"),
        ({"unit_id": 10**9}, "No unit has the number"),
        ({"series_id": 10**9}, "No series has the number"),
        ({"period_id": 10**9}, "No period has the number"),
    ],
)
def test_one_bad_row_stores_nothing(district: District, change: dict[str, Any], said: str) -> None:
    rows = rows_of(district)
    with pytest.raises(RefusedError, match=said):
        import_values(
            Act(), source=district.source, rows=[*rows[:-1], rows[-1]._replace(**change)],
            reason="x",
        )  # fmt: skip
    assert not Revision.objects.exists()
    assert not Batch.objects.exists()


def test_the_same_value_twice_names_both_rows(district: District) -> None:
    rows = rows_of(district)
    with pytest.raises(RefusedError, match=r"Row 19 表1 B2 .*row 1"):
        import_values(Act(), source=district.source, rows=[*rows, rows[0]], reason="x")


def test_a_broken_import_is_finished_by_the_same_operation(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PIECE", 5)
    stage = imports.stage
    operation = uuid.uuid4()

    def dies(*args: Any) -> None:
        stage(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(imports, "stage", dies)
    rows = rows_of(district)
    with pytest.raises(KeyboardInterrupt):
        import_values(Act(operation_id=operation), source=district.source, rows=rows, reason="x")
    assert current_values([district.funds], None, [factories.month(2026, 1)]) == {}
    monkeypatch.setattr(imports, "stage", stage)
    done = [
        import_values(Act(operation_id=operation), source=district.source, rows=rows, reason="x")
        for _attempt in range(2)
    ]
    assert done[0] == done[1]
    assert (Batch.objects.count(), Revision.objects.count()) == (1, 18)


def test_a_change_during_the_import_is_not_overwritten(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = imports.stage
    town, when = district.town("白沙镇"), factories.month(2026, 1)

    def overtaken(*args: Any) -> None:
        monkeypatch.setattr(imports, "stage", stage)
        stage(*args)
        factories.store(district.funds, town, when, 77.0)

    monkeypatch.setattr(imports, "stage", overtaken)
    with pytest.raises(StaleError):
        import_values(Act(), source=district.source, rows=rows_of(district), reason="x")
    values = current_values([district.funds], None, [when])
    assert {key[1]: value.number for key, value in values.items()} == {town.pk: 77.0}


def test_imported_values_name_their_file(district: District, people: People) -> None:
    from leitai.apps.indicators.selectors import revision_trail

    rows = factories.investment_form()
    upload = keep_file(
        Act(), area=district.area, source=district.source, name="年鉴.xlsx",
        content=factories.workbook(rows, "招商引资"),
    )  # fmt: skip
    value = NewValue(
        district.funds.pk, district.town("白沙镇").pk, factories.month(2026, 10).pk, number=9.56,
        sheet="招商引资", address="D6", raw="95600", raw_measure="万元",
    )  # fmt: skip
    batch = import_values(
        Act(), source=district.source, rows=[value], reason="yearbook", upload=upload
    )
    assert Upload.objects.get(pk=upload.pk).state == "accepted"
    trail = revision_trail(people["assessment_office"], batch.revisions.get().pk)
    assert trail is not None
    assert trail.shown.file == "年鉴.xlsx"
    assert trail.window is not None
    assert trail.window.marked is not None
    assert trail.window.marked.text == "95600"


def test_values_name_the_definition_in_force(district: District) -> None:
    import datetime as dt

    indicator = district.funds.indicator
    revise_definition(
        Act(), indicator=indicator, text="含续建项目", valid_from=dt.date(2026, 2, 1), reason="x"
    )
    batch = import_values(
        Act(), source=district.source, rows=rows_of(district, 3), reason="by month"
    )
    used = batch.revisions.order_by("period__start").values_list("definition__number", flat=True)
    assert list(used) == [1] * 6 + [2] * 12


@pytest.mark.parametrize("role", ["reporting_unit", "town", "analyst", "administrator"])
def test_who_may_not_accept_may_not_import(district: District, people: People, role: str) -> None:
    with pytest.raises(PermissionDenied):
        import_values(
            Act(actor=people[role]), source=district.source, rows=rows_of(district), reason="x"
        )


def test_a_large_import_takes_queries_by_pieces_not_by_rows(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(months: int) -> int:
        rows = [row._replace(series_id=district.signed.pk) for row in rows_of(district, months)]
        with CaptureQueriesContext(connection) as caught:
            import_values(Act(), source=district.source, rows=rows, reason="x")
        return len(caught)

    few = queries(1)
    assert queries(3) <= few + 1
