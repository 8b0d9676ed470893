"""A data file becomes the table that a scheme scores: columns found, units of measure converted.

A plain CSV goes through the engine's own strict reader; everything else, and a CSV with title
lines, merged headers or footnotes, through :mod:`leitai.workbooks`. Nothing is guessed: what is
doubtful, twice there or in another kind of unit is refused with its place.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from leitai.cli.words import both, language
from leitai.engine import Quantity, Scheme, Source, Table, TableError
from leitai.workbooks import (
    Cell,
    Column,
    SheetTable,
    WorkbookError,
    convert,
    find_unit,
    read_tables,
)
from leitai.workbooks.units import strip_unit

DELIMITED = (".csv", ".tsv", ".txt")


class DataError(Exception):
    """A data file that cannot be scored; ``problems`` are sentences in the language chosen."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Wanted:
    """A column that the scheme asks for: its id, how it may be headed, and its unit."""

    id: str
    headings: frozenset[str]
    unit: str


@dataclass(frozen=True)
class Found:
    """Where a wanted column stands."""

    table: SheetTable
    column: Column
    position: int

    @property
    def place(self) -> str:
        return f"{self.table.sheet} › {self.column.letter}"


def load_table(path: Path, scheme: Scheme) -> Table:
    """Return the file's figures under the ids of the scheme's inputs, each with its cell.

    Raises:
        DataError: if the file cannot be read or leaves anything in doubt.
    """
    wanted = _wanted(scheme)
    if path.suffix.lower() in DELIMITED:
        try:
            return _from_plain(Table.from_csv(path), wanted)
        except OSError as error:
            raise DataError([_cannot_open(path, error)]) from None
        except TableError as error:
            problems = [problem.text(language()) for problem in error.problems]
            try:
                return _from_sheets(path, wanted)
            except DataError:
                raise DataError(problems) from None
    return _from_sheets(path, wanted)


def load_columns(path: Path) -> Table:
    """Return every column of numbers of the file under its heading, with its unit of measure.

    Raises:
        DataError: if the file cannot be read or leaves anything in doubt.
    """
    if path.suffix.lower() in DELIMITED:
        try:
            return Table.from_csv(path)
        except OSError as error:
            raise DataError([_cannot_open(path, error)]) from None
        except TableError as error:
            problems = [problem.text(language()) for problem in error.problems]
            try:
                return _all_from_sheets(path)
            except DataError:
                raise DataError(problems) from None
    return _all_from_sheets(path)


def _all_from_sheets(path: Path) -> Table:
    headings: dict[str, str] = {}
    for sheet in _read(path):
        for column in sheet.columns:
            if column.role == "number":
                headings.setdefault(column.full_name or column.name, column.unit)
    wanted = [Wanted(name, frozenset({plain(name)}), "") for name in headings]
    table = _from_sheets(path, wanted)
    measures = {name: unit for name, unit in headings.items() if unit and name in table}
    return replace(table, measures=measures)


def _wanted(scheme: Scheme) -> list[Wanted]:
    """Return what the scheme's inputs may be headed with: id, name, indicator code.

    Inputs that take another figure of an indicator (its target, its value a year ago) or share it
    with another input do not answer to its code.
    """
    codes = Counter(spec.indicator for spec in scheme.inputs if spec.take == "value")
    found = []
    for spec in scheme.inputs:
        texts = [spec.id, spec.name]
        if spec.indicator and spec.take == "value" and codes[spec.indicator] == 1:
            texts.append(spec.indicator)
        found.append(Wanted(spec.id, frozenset(plain(text) for text in texts), spec.unit))
    return found


def plain(heading: str) -> str:
    """Return a heading without blanks, full width and upper case, for comparison."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).lower()


def _cannot_open(path: Path, error: OSError) -> str:
    return both(f"打不开 {path}：{error.strerror}", f"Cannot open {path}: {error.strerror}")


def _none_found(have: Sequence[str]) -> DataError:
    there = "、".join(have) or "-"
    return DataError(
        [
            both(
                f"没有一列对得上方案。表头有：{there}。表头请写列的 id、名称或指标代码。",
                f"No column fits the scheme. Headings: {there}. "
                "Head a column with its id, its name or its indicator code.",
            )
        ]
    )


# --- a plain CSV --------------------------------------------------------------------------------


def _from_plain(table: Table, wanted: Sequence[Wanted]) -> Table:
    names: dict[str, str] = {}
    problems: list[str] = []
    for want in wanted:
        matches = [c for c in table.columns if {plain(c), plain(strip_unit(c))} & want.headings]
        if len(matches) > 1:
            problems.append(_twice(want, matches))
        elif matches:
            names[matches[0]] = want.id
    if problems:
        raise DataError(problems)
    if not names:
        raise _none_found(table.columns)
    units = {w.id: w.unit for w in wanted}
    renamed = table.renamed(names)
    for old, new in names.items():
        measure = table.measures.get(old) or find_unit(old)
        if measure and units[new] and measure != units[new]:
            renamed = _converted(renamed, new, measure, units[new])
    return renamed


def _twice(want: Wanted, places: Sequence[str]) -> str:
    listed = "、".join(places)
    return both(
        f"“{want.id}”有不止一列对得上：{listed}。请只留一列。",
        f"More than one column fits {want.id!r}: {listed}. Leave only one.",
    )


def _converted(table: Table, column: str, source: str, target: str) -> Table:
    cells = {unit: table.cell(unit, column) for unit in table.units}
    return table.with_column(
        column,
        [
            _scaled(cell.quantity, source, target, column) if cell.quantity else None
            for cell in cells.values()
        ],
        sources={unit: cell.source for unit, cell in cells.items() if cell.source},
        missing={unit: cell.missing_reason for unit, cell in cells.items() if cell.missing_reason},
    )


def _scaled(quantity: Quantity, source: str, target: str, column: str) -> Quantity:
    try:
        number = convert(Decimal(repr(quantity.number)), source, target)
    except ValueError:
        raise DataError(
            [
                both(
                    f"“{column}”按{source}填写，方案要{target}，两者不能换算。",
                    f"Column {column!r} is in {source}, the scheme asks for {target}: "
                    "one does not convert into the other.",
                )
            ]
        ) from None
    return Quantity(float(number), quantity.qualifier)


# --- a workbook ---------------------------------------------------------------------------------


def _read(path: Path) -> Sequence[SheetTable]:
    try:
        return read_tables(path)
    except OSError as error:
        raise DataError([_cannot_open(path, error)]) from None
    except WorkbookError as error:
        raise DataError([both(error.message, error.message_en)]) from None


def _from_sheets(path: Path, wanted: Sequence[Wanted]) -> Table:
    places = _find(_read(path), wanted)
    units: dict[str, None] = {}
    for found in places.values():
        units.update(dict.fromkeys(row.label for row in found.table.rows))
    columns: dict[str, list[Quantity | None]] = {}
    sources: dict[tuple[str, str], Source] = {}
    missing: dict[tuple[str, str], str] = {}
    problems: list[str] = []
    for want in wanted:
        if want.id not in places:
            continue  # the engine says which columns a group misses
        found = places[want.id]
        cells, doubts = _cells(found)
        problems += doubts
        measure = found.column.unit
        values: list[Quantity | None] = []
        for unit in units:
            cell = cells.get(unit)
            if cell is None or cell.number is None:
                values.append(None)
                missing[unit, want.id] = _reason(cell)
            else:
                quantity = Quantity(cell.number, cell.qualifier)
                if measure and want.unit and measure != want.unit:
                    quantity = _scaled(quantity, measure, want.unit, want.id)
                values.append(quantity)
            if cell is not None:
                address = f"{cell.sheet}!{cell.address}"
                label = f"{path.name} › {cell.sheet} › {cell.address}"
                sources[unit, want.id] = Source("cell", f"{path.name}!{address}", label, cell.raw)
        columns[want.id] = values
    if problems:
        raise DataError(problems)
    return Table.from_columns(list(units), columns, sources, missing)


def _reason(cell: Cell | None) -> str:
    if cell is None:
        return both("表中没有这个单位", "the unit is not in the table")
    return f"{cell.raw}".strip() or both("未填", "empty")


def _find(tables: Sequence[SheetTable], wanted: Sequence[Wanted]) -> Mapping[str, Found]:
    found: defaultdict[str, list[Found]] = defaultdict(list)
    headings: list[str] = []
    for table in tables:
        for position, column in enumerate(table.columns):
            names = {plain(column.full_name), plain(column.name)}
            headings.append(column.full_name or column.name)
            for want in wanted:
                if names & want.headings:
                    found[want.id].append(Found(table, column, position))
    problems = [
        both(
            f"{each.place}（{each.column.name}）不是一列数。",
            f"{each.place} ({each.column.name}) is no column of numbers.",
        )
        for places in found.values()
        for each in places
        if each.column.role != "number"
    ]
    problems += [
        _twice(want, [f.place for f in found[want.id]])
        for want in wanted
        if len(found.get(want.id, ())) > 1
    ]
    if problems:
        raise DataError(problems)
    if not found:
        raise _none_found(headings)
    return {identity: places[0] for identity, places in found.items()}


def _cells(found: Found) -> tuple[dict[str, Cell], list[str]]:
    """Return the column's cells by unit, and sentences on what a person must settle first."""
    cells: dict[str, Cell] = {}
    problems: list[str] = []
    for row in found.table.rows:
        cell = row.cells[found.position]
        if row.label in cells:
            problems.append(
                both(
                    f"“{found.table.sheet}”表 {row.label_cell}：单位“{row.label}”出现两次。",
                    f"Sheet {found.table.sheet!r}, {row.label_cell}: {row.label!r} appears twice.",
                )
            )
        cells[row.label] = cell
    addresses = {cell.address for cell in cells.values() if not cell.settled}
    for doubt in found.table.doubts:
        if doubt.address in addresses:
            problems.append(both(doubt.message, doubt.message_en))
            addresses.discard(doubt.address)
    for address in sorted(addresses):
        problems.append(
            both(
                f"“{found.table.sheet}”表 {address} 不是可用的数。",
                f"Sheet {found.table.sheet!r}, {address} is not a usable number.",
            )
        )
    return cells, problems
