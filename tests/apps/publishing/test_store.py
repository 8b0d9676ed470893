"""The whole store as Parquet: what comes out is what is stored, within the reader's sight."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors import current_values, values_for
from leitai.apps.periods.models import Period
from leitai.apps.publishing.store import export_store, export_zip
from leitai.apps.publishing.store_schema import TABLES
from leitai.apps.units.models import Unit
from tests import factories
from tests.people import District, People

pytestmark = pytest.mark.django_db

OCTOBER = (2026, 10)


@pytest.fixture
def stored(district: District) -> District:
    """Two months of three series, one value corrected, one masked, one kept beside, one staged."""
    for number, town in enumerate(district.towns, start=1):
        for month in (9, 10):
            for series in (district.projects, district.funds):
                factories.store(series, town, factories.month(2026, month), number * month / 7)
    factories.store(district.funds, district.towns[0], factories.month(*OCTOBER), 1.25)
    factories.store(
        district.funds, district.towns[1], factories.month(*OCTOBER), None, missing="masked"
    )
    beside = factories.make_source("tongji", name="统计局")
    factories.store(
        district.funds, district.towns[2], factories.month(*OCTOBER), 99.0, source=beside
    )
    other = factories.make_indicator(district.other_area, "tax", "税收", "亿元")
    source = factories.make_source("linjiang", district.other_area)
    town = Unit.objects.get(name="临江镇")
    factories.store(factories.make_series(other, source), town, factories.month(*OCTOBER), 3.0)
    return district


def tables(folder: Path) -> dict[str, Any]:
    return {table.name: pandas.read_parquet(folder / f"{table.name}.parquet") for table in TABLES}


def as_dict(values: Any) -> dict[tuple[int, int, int], tuple[float | None, str, int]]:
    return {
        (row.series_id, row.unit_id, row.period_id): (
            None if pandas.isna(row.number) else row.number,
            row.missing,
            row.revision_id,
        )
        for row in values.itertuples()
    }


def expected(found: Any) -> dict[tuple[int, int, int], tuple[float | None, str, int]]:
    return {key: (v.number, v.missing, v.revision_id) for key, v in found.items()}


@pytest.mark.parametrize("piece", [2, 50_000])
def test_the_files_hold_what_the_store_holds(
    stored: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("leitai.apps.publishing.store.PIECE", piece)
    counts = export_store(Act(), area=stored.area, folder=tmp_path / "store")
    found = tables(tmp_path / "store")
    assert counts == {name: len(frame) for name, frame in found.items()}
    every = Series.objects.all()
    assert as_dict(found["values"]) == expected(current_values(every, None, Period.objects.all()))
    fields = ["pk", "series_id", "unit_id", "period_id", "source_id", "number", "missing",
              "status", "raw"]  # fmt: skip
    accepted = Revision.objects.filter(batch__state=Batch.State.ACCEPTED)
    kept = {
        tuple(None if not isinstance(v, str) and pandas.isna(v) else v for v in row)
        for row in found["revisions"][["id", *fields[1:]]].itertuples(index=False, name=None)
    }
    assert kept == set(accepted.values_list(*fields))
    assert next(iter(found["revisions"]["accepted_at"])).tzinfo is not None
    units = found["units"].set_index("id")
    assert dict(units["name"]) == dict(Unit.objects.values_list("pk", "name"))
    assert units.loc[stored.towns[0].pk, "parent_id"] == stored.area.pk
    assert pandas.isna(units.loc[stored.area.pk, "parent_id"])


def test_numbers_refer_to_rows_that_are_there(stored: District, tmp_path: Path) -> None:
    export_store(Act(), area=stored.area, folder=tmp_path)
    found = tables(tmp_path)
    for table, column, of in (
        ("values", "series_id", "series"), ("values", "unit_id", "units"),
        ("values", "period_id", "periods"), ("values", "revision_id", "revisions"),
        ("revisions", "source_id", "sources"), ("revisions", "definition_id", "definitions"),
        ("series", "indicator_id", "indicators"), ("series", "authority_id", "sources"),
        ("indicators", "area_id", "units"), ("definitions", "indicator_id", "indicators"),
    ):  # fmt: skip
        assert set(found[table][column].dropna()) <= set(found[of]["id"]), (table, column)


def test_schema_and_readme_describe_every_column(stored: District, tmp_path: Path) -> None:
    counts = export_store(Act(), area=stored.area, folder=tmp_path)
    schema = json.loads((tmp_path / "schema.json").read_text("utf-8"))
    text = (tmp_path / "README.md").read_text("utf-8")
    for name, frame in tables(tmp_path).items():
        told = schema["tables"][name]
        assert told["rows"] == counts[name] == len(frame)
        assert list(told["columns"]) == list(frame.columns)
        assert all(column["zh"] and column["en"] for column in told["columns"].values())
        assert f"## {name} (" in text


def test_a_person_gets_what_they_may_see(stored: District, people: People, tmp_path: Path) -> None:
    for reader in (people["analyst"], people["assessment_office"], people.outsider):
        area = stored.other_area if reader == people.outsider else stored.area
        folder = tmp_path / str(reader.pk)
        export_store(Act(actor=reader), area=area, folder=folder)
        found = tables(folder)
        seen = values_for(reader, Series.objects.all(), None, Period.objects.all())
        assert seen
        assert as_dict(found["values"]) == expected(seen)
        revisions = Revision.objects.visible_to(reader).filter(batch__state="accepted")
        assert set(found["revisions"]["id"]) == set(revisions.values_list("pk", flat=True))
        strangers = {"临江镇"} if reader != people.outsider else {"白沙镇"}
        assert not strangers & set(found["units"]["name"])


def test_what_others_do_changes_nothing_in_the_files(
    stored: District, people: People, tmp_path: Path
) -> None:
    def files(name: str) -> dict[str, bytes]:
        folder = tmp_path / name
        export_store(Act(actor=people.outsider), area=stored.other_area, folder=folder)
        return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}

    before = files("before")
    factories.store(stored.funds, stored.towns[3], factories.month(2026, 11), 42.0)
    factories.make_indicator(stored.area, "new", "新指标", "个")
    factories.make_unit("新镇", "township", stored.area)
    assert files("after") == before


def test_only_analysts_and_the_office_of_the_area_may(
    stored: District, people: People, tmp_path: Path
) -> None:
    for reader in ("reporting_unit", "approver", "principal_leader", "town", "administrator"):
        with pytest.raises(PermissionDenied):
            export_store(Act(actor=people[reader]), area=stored.area, folder=tmp_path / "x")
    with pytest.raises(PermissionDenied):
        export_store(Act(actor=people.outsider), area=stored.area, folder=tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_an_export_is_recorded_and_overwrites_nothing(
    stored: District, people: People, tmp_path: Path
) -> None:
    counts = export_store(Act(actor=people["analyst"]), area=stored.area, folder=tmp_path)
    entry = Entry.objects.get(verb="store.export")
    assert entry.actor == people["analyst"]
    assert entry.detail["counts"] == counts
    before = (tmp_path / "values.parquet").read_bytes()
    with pytest.raises(ValidationError):
        export_store(Act(actor=people["analyst"]), area=stored.area, folder=tmp_path)
    assert (tmp_path / "values.parquet").read_bytes() == before
    assert Entry.objects.filter(verb="store.export").count() == 1


def test_the_site_gives_them_as_one_file(stored: District, people: People) -> None:
    with zipfile.ZipFile(export_zip(Act(actor=people["analyst"]), area=stored.area)) as book:
        assert {f"{table.name}.parquet" for table in TABLES} < set(book.namelist())
        values = pandas.read_parquet(io.BytesIO(book.read("values.parquet")))
    assert len(values) == 24


def test_page_and_api_send_the_zip(stored: District, people: People) -> None:
    from tests.web.scenes import signed_in

    for address in ("/indicators/store.zip", "/api/v1/store"):
        response = signed_in(people["analyst"]).post(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/zip"
        content = b"".join(response)
        assert "values.parquet" in zipfile.ZipFile(io.BytesIO(content)).namelist()
        assert signed_in(people["town"]).post(address).status_code in (403, 404)


def test_the_command_line_writes_a_folder(stored: District, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from leitai.cli.main import app

    done = CliRunner().invoke(app, ["export", str(tmp_path / "out"), "--format", "parquet"])
    assert done.exit_code == 0, done.output
    assert len(tables(tmp_path / "out")["units"]) == Unit.objects.count()
    assert CliRunner().invoke(app, ["export", str(tmp_path / "out")]).exit_code == 1
    assert (
        CliRunner().invoke(app, ["export", str(tmp_path / "o"), "--format", "xml"]).exit_code == 2
    )
