"""Real, badly behaved files: what a person reads in them is what the reader reads.

The expectations stand in ``shared_expectations``, written from the sheets. The files are not part
of the project; the tests skip where they are absent.
"""

from __future__ import annotations

import glob
from functools import lru_cache
from pathlib import Path

import pytest

from leitai.workbooks import SheetTable, WorkbookReading, parse_address, read_tables, read_workbook
from leitai.workbooks.addresses import column_letter
from tests.shared import SHARED, needs_shared
from tests.workbooks import shared_expectations as known
from tests.workbooks.shared_expectations import Expected, ExpectedFile

YEARBOOK = SHARED / "workbooks" / "yearbook_decrypted"
SEALED = SHARED / "workbooks" / "yearbook_encrypted"


def _by_part(folder: Path) -> dict[Path, ExpectedFile]:
    """Yearbook tables are named by the last digits of the file's number."""
    return {
        path: spec for part, spec in known.YEARBOOK.items() for path in folder.glob(f"*{part}.xls")
    }


def _by_name(folder: Path, specs: dict[str, ExpectedFile]) -> dict[Path, ExpectedFile]:
    return {folder / name: spec for name, spec in specs.items()}


EXPECTED: dict[Path, ExpectedFile] = {
    **_by_part(YEARBOOK),
    **_by_part(SEALED),
    **_by_name(SHARED / "workbooks" / "misc", known.MISC),
    **_by_name(SHARED / "workbooks" / "poverty_relief_forms", known.FORMS),
    **_by_name(SHARED / "data" / "counties", known.COUNTIES),
    **_by_name(SHARED / "data" / "census", known.CENSUS),
}
FILES = sorted(EXPECTED) or [Path("absent")]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@lru_cache(maxsize=2)
def _reading(path: Path) -> WorkbookReading:
    return read_workbook(path)


@needs_shared
def test_no_file_is_without_an_expectation() -> None:
    patterns = ("workbooks/*/*", "data/counties/*.csv", "data/census/*.xlsx")
    found = {Path(name) for pattern in patterns for name in glob.glob(str(SHARED / pattern))}
    assert found == set(EXPECTED)


@needs_shared
@pytest.mark.parametrize("path", FILES, ids=_name)
def test_what_a_person_reads_is_what_is_read(path: Path) -> None:
    reading, spec = _reading(path), EXPECTED[path]
    assert reading.encrypted == (path.parent == SEALED)
    states = {sheet.name: sheet.state for sheet in reading.sheets if sheet.state != "read"}
    assert states == spec.others
    assert [(t.sheet, t.range) for t in reading.tables] == [(e.sheet, e.range) for e in spec.tables]
    for table, expected in zip(reading.tables, spec.tables, strict=True):
        _check_shape(table, expected)
        _check_content(table, expected)
        _check_problems(table, expected)


def _check_shape(table: SheetTable, expected: Expected) -> None:
    assert table.title == expected.title
    assert table.header_rows == expected.header
    assert table.orientation == expected.orientation
    assert (len(table.rows), len(table.columns)) == (expected.rows, expected.width)
    assert tuple((row.number, row.label) for row in table.totals) == expected.totals
    assert len(table.footnotes) == expected.footnotes
    assert table.about == expected.about
    if expected.period:
        assert table.period is not None
        assert table.period.key == expected.period


def _check_content(table: SheetTable, expected: Expected) -> None:
    by_number = {row.number: row for row in (*table.rows, *table.totals)}
    assert {n: by_number[n].label for n in expected.labels} == expected.labels
    columns = {c.letter: (c.full_name, c.unit) for c in table.columns}
    assert {letter: columns[letter] for letter in expected.columns} == expected.columns
    for address, (raw, number) in expected.cells.items():
        row, column = parse_address(address)
        cell = by_number[row + 1].cells[table.columns.index(table.column(column_letter(column)))]
        assert (cell.address, cell.raw, cell.number) == (address, raw, number)
    for row in by_number.values():
        assert len(row.cells) == len(table.columns)


def _check_problems(table: SheetTable, expected: Expected) -> None:
    def places(severity: str) -> tuple[str, ...]:
        return tuple(sorted(p.address for p in table.problems if p.severity == severity))

    assert places("unreadable") == tuple(sorted(expected.unreadable))
    assert places("doubtful") == tuple(sorted(expected.doubtful))
    told = tuple(sorted(p.kind for p in table.problems if p.severity == "notice"))
    assert told == expected.told
    waiting = {p.address for p in table.problems}
    for _row, _column, cell in table.figures():
        assert cell.settled or cell.address in waiting


@needs_shared
@pytest.mark.parametrize("path", FILES, ids=_name)
def test_reading_again_with_the_layout_that_was_found_reads_the_same(path: Path) -> None:
    first = _reading(path)
    layouts = {sheet.name: [t.layout for t in sheet.tables] for sheet in first.sheets}
    again = read_workbook(path, layouts={name: found for name, found in layouts.items() if found})
    assert again.tables == first.tables


@needs_shared
@pytest.mark.parametrize(
    "path", sorted(YEARBOOK.glob("*.xls")) or [Path("absent")], ids=lambda path: path.name
)
def test_encrypted_files_read_like_their_decrypted_twins(path: Path) -> None:
    sealed, plain = read_workbook(SEALED / path.name), read_workbook(path)
    assert (sealed.encrypted, plain.encrypted) == (True, False)
    assert sealed.tables == plain.tables


@needs_shared
def test_years_of_the_country_stand_above_its_regions() -> None:
    [path] = YEARBOOK.glob("*0026.xls")
    [table] = read_tables(path)
    assert [row.period.key for row in table.rows if row.period] == [
        str(year) for year in range(2000, 2021)
    ]
    assert table.rows[21].period is None


@needs_shared
def test_a_misprinted_year_is_asked_with_the_year_between_its_neighbours() -> None:
    [path] = YEARBOOK.glob("*0006.xls")
    [table] = read_tables(path)
    [doubt] = table.doubts
    assert (doubt.address, doubt.raw) == ("A33", "208")
    assert doubt.message == "第33行的“208”读不出时间，上一行是 2017，下一行是 2019。是否为 2018？"


@needs_shared
def test_a_slid_row_of_a_csv_is_named_with_its_unit_and_not_read() -> None:
    [table] = read_tables(SHARED / "data" / "counties" / "中国县域统计年鉴（县市）.csv")
    slid = next(p for p in table.problems if p.kind == "shifted_row")
    assert slid.raw == "1361"
    assert slid.message.startswith("第268行 长宁县 比表头多出一格（Z268“1361”）")
    assert "长宁县" not in {row.label for row in table.rows}
    assert dict(table.row_roles)[268] == "unread"


@needs_shared
def test_units_of_questions_stand_beside_them() -> None:
    path = SHARED / "workbooks" / "poverty_relief_forms" / "question_q1_2012.xls"
    form = _reading(path).tables[0]
    assert (form.rows[0].unit, form.rows[0].section) == ("次", "一、帮扶责任落实")
    twice = [row for row in form.rows if row.label == "因贫辍学人数"]
    assert len({row.cells[0].text for row in twice}) == len(twice) == 2


@needs_shared
def test_figures_of_one_city_say_which_city() -> None:
    [table] = read_tables(SHARED / "workbooks" / "misc" / "20_Guangzhou_All.xls")
    assert (table.rows[0].label, table.rows[0].unit) == ("国内生产总值", "亿元")
    assert table.about == "广州"
