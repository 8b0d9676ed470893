"""The district's forms: same bytes, every value at its cell, readable without a question."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest

from leitai.demo.district_forms import FORMS
from leitai.demo.district_manifest import Manifest
from leitai.demo.district_model import District
from leitai.demo.district_workbooks import (
    LATE_FORMS,
    TOUR_FILE,
    TOUR_LABELS,
    write_workbooks,
)
from leitai.workbooks import SheetTable, read_tables


def october(manifest: Manifest) -> list[str]:
    return [file.name for file in manifest.files if file.period == "2026-10"]


def test_the_same_seed_writes_the_same_bytes(
    folder: Path, manifest: Manifest, tmp_path: Path
) -> None:
    again = write_workbooks(tmp_path)
    assert again == manifest
    for file in manifest.files:
        assert digest(tmp_path / file.name) == digest(folder / file.name), file.name


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_value_of_the_district_stands_in_a_cell(
    manifest: Manifest, district: District
) -> None:
    written = {
        (value.indicator, value.unit, value.period, value.revision): value.number
        for value in manifest.values
        if value.file != TOUR_FILE
    }
    recent = district.periods[-6:]
    latest = {
        (value.indicator, value.unit, value.period): value.revision for value in district.values
    }
    expected = {
        (value.indicator, value.unit, value.period, value.revision): value.number
        for value in district.values
        # A year's book holds what was valid at its end.
        if value.period in recent
        or value.revision == latest[value.indicator, value.unit, value.period]
    }
    assert written == expected


def test_values_in_the_sheets_measure(manifest: Manifest) -> None:
    factors = {
        (column.file, column.sheet, column.indicator): column.factor
        for column in manifest.columns
        if column.indicator
    }
    for value in manifest.values:
        if value.number is not None:
            factor = factors[value.file, value.sheet, value.indicator]
            assert value.written == pytest.approx(value.number * factor, abs=1e-6)
        else:
            assert value.missing
            assert value.written is None


def test_the_source_cell_of_qingshis_investment(folder: Path, manifest: Manifest) -> None:
    found = {
        value.file: (value.sheet, value.address, value.text, value.revision)
        for value in manifest.values
        if (value.indicator, value.unit, value.period)
        == ("fixed_asset_investment", "青石镇", "2026-10")
    }
    assert found == {
        "10月固投月报（初报）.xlsx": ("固投", "D14", "138,700", 1),
        "10月固投月报.xlsx": ("固投", "D14", "142,108", 2),
    }
    sheet = openpyxl.load_workbook(folder / "10月固投月报.xlsx")["固投"]
    assert (sheet["A14"].value, sheet["B14"].value, sheet["C14"].value, sheet["D14"].value) == (
        "青石镇",
        186_000,
        11_945,
        142_108,
    )


def test_read_back_without_a_question(folder: Path, manifest: Manifest) -> None:
    wanted = defaultdict(list)
    for value in manifest.values:
        wanted[value.file].append(value)
    names = [*october(manifest), "2025年财政收支情况汇总.xlsx", "2024年督办办结情况汇总.xlsx"]
    for name in names:
        cells = {}
        for table in read_tables(folder / name):
            assert table.problems == (), name
            for row in table.rows:
                for cell in row.cells:
                    cells[cell.sheet, cell.address] = (cell, row.label_raw or row.label)
        for value in wanted[name]:
            cell, label = cells[value.sheet, value.address]
            assert cell.number == value.written, value
            assert (cell.kind == "missing") == (value.number is None)
            assert cell.raw == value.text
            assert label == (value.unit if name != TOUR_FILE else written(value.unit))


def written(unit: str) -> str:
    return TOUR_LABELS.get(unit, unit)


def test_columns_are_where_the_manifest_says(folder: Path, manifest: Manifest) -> None:
    for name in october(manifest):
        tables = {table.sheet: table for table in read_tables(folder / name)}
        for column in manifest.columns:
            if column.file == name:
                found = find_column(tables[column.sheet], column.letter)
                assert found == "".join(column.heading[-1:]).split("（")[0]


def find_column(table: SheetTable, letter: str) -> str:
    return next(column.name for column in table.columns if column.letter == letter)


def test_the_tour_has_exactly_two_doubtful_names(
    folder: Path, manifest: Manifest, district: District
) -> None:
    sheet = openpyxl.load_workbook(folder / TOUR_FILE)["招商引资"]
    assert [(doubt.address, doubt.written, doubt.unit) for doubt in manifest.doubts] == [
        ("A7", "青石 镇", "青石镇"),
        ("A11", "南浦", "南浦镇"),
    ]
    known = {unit.name for unit in district.units}
    labels = [str(sheet.cell(row, 1).value) for row in range(4, 16)]
    assert [label for label in labels if label not in known] == ["青石 镇", "南浦"]
    for doubt in manifest.doubts:
        assert sheet[doubt.address].value == doubt.written


def test_the_tour_changes_two_figures(manifest: Manifest) -> None:
    changed = {
        (value.indicator, value.unit, value.number)
        for value in manifest.values_of(TOUR_FILE)
        if value.remark
        and value.number
        != next(
            other.number
            for other in manifest.values_of("10月招商引资情况表.xlsx")
            if (other.indicator, other.unit) == (value.indicator, value.unit)
        )
    }
    assert changed == {
        ("project_signings", "青石镇", 10.0),
        ("funds_in_place", "南浦镇", 7.26),
    }


def test_forms_show_the_habits_of_real_ones(folder: Path) -> None:
    tax = openpyxl.load_workbook(folder / "10月财政收支情况.xlsx")["税收"]
    texts = [str(cell.value) for row in tax.iter_rows() for cell in row if cell.value]
    assert "２２，０６９" in texts
    assert "92,350" in texts
    growth = openpyxl.load_workbook(folder / "10月主要经济指标.xlsx")["增速"]
    assert {str(area) for area in growth.merged_cells.ranges} >= {"C3:E3", "A3:A4", "B3:B4"}
    waste = openpyxl.load_workbook(folder / "7月垃圾分类月报.xlsx")["达标率"]
    row = next(row for row in waste.iter_rows(values_only=True) if row[0] == "双塘镇")
    assert row[1:] == ("未报", "抽查样本未按时上报，逾期未补")


def test_every_indicator_has_one_place_in_the_forms(district: District) -> None:
    places: dict[tuple[str, str], int] = defaultdict(int)
    for form in FORMS:
        for sheet in form.sheets:
            for column in sheet.columns:
                if column.kind == "value":
                    indicator = district.indicator(column.indicator)
                    assert indicator.responsible == form.department
                    for audience in set(sheet.audiences) & set(indicator.audiences):
                        places[indicator.id, audience] += 1
    assert places == {
        (indicator.id, audience): 1
        for indicator in district.indicators
        for audience in indicator.audiences
    }


def test_files_are_in_the_order_they_were_sent_within_their_kind(manifest: Manifest) -> None:
    assert [file.sequence for file in manifest.files] == list(range(1, len(manifest.files) + 1))
    assert len({file.name for file in manifest.files}) == len(manifest.files)
    kinds = [file.kind for file in manifest.files]
    assert kinds[-1] == "tour"
    assert kinds.count("tour") == 1
    for file in manifest.files:
        assert file.reason or file.kind in ("monthly", "history")


def test_late_forms_say_why(manifest: Manifest, district: District) -> None:
    due = {indicator.due_day for indicator in district.indicators}
    late = {
        (file.department, file.period): (int(file.sent_on[-2:]), file.reason)
        for file in manifest.files
        if file.kind == "monthly" and int(file.sent_on[-2:]) > min(due)
    }
    assert late == LATE_FORMS


def test_the_manifest_is_plain_data(manifest: Manifest) -> None:
    plain = json.loads(json.dumps(manifest.to_dict(), ensure_ascii=False))
    assert len(plain["values"]) == len(manifest.values)
