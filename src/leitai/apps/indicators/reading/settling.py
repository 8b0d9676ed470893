"""Settling staged cells: reading plus answers gives unit, series, period and value.

The same function serves the first reading and every later answer, so a cell never depends on the
order in which questions were answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leitai.apps.indicators.models import Question, StagedCell, Upload
from leitai.apps.indicators.reading.cells import Cell
from leitai.apps.indicators.reading.headings import Known
from leitai.apps.indicators.reading.measures import converted, factor_to
from leitai.apps.indicators.reading.periods import Calendar, unpack
from leitai.apps.indicators.selectors.values import Key, Value
from leitai.workbooks.periods import PeriodText, read_period

State = StagedCell.State

#: States of cells that would be stored.
SETTLED = (State.READ, State.CHANGED, State.SAME, State.MISSING)


@dataclass
class Answers:
    """What is known about an upload, by matching or by a person.

    ``units``: label → unit id, None when left out. ``columns``: heading → series id, None when not
    needed. ``own_measures``: heading → remembered measure for columns that print none.
    ``measures``: (heading, measure as printed) → measure meant. ``periods``: table → period.
    ``cells``: (sheet, address) → decision on one cell.
    """

    units: dict[str, int | None] = field(default_factory=dict)
    columns: dict[str, int | None] = field(default_factory=dict)
    own_measures: dict[str, str] = field(default_factory=dict)
    measures: dict[tuple[str, str], str] = field(default_factory=dict)
    periods: dict[int, PeriodText] = field(default_factory=dict)
    cells: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, upload: Upload, questions: Iterable[Question]) -> Answers:
        """Collect what the reading settled by itself and what people answered."""
        found = cls()
        found.units.update(upload.reading.get("labels", {}))
        for heading, meaning in upload.reading.get("headings", {}).items():
            found.columns[heading] = meaning["series"]
            if meaning.get("measure"):
                found.own_measures[heading] = meaning["measure"]
        for question in questions:
            if question.answer is not None:
                found.add(question)
        return found

    def add(self, question: Question) -> None:
        """Take in one answered question."""
        answer: dict[str, Any] = question.answer or {}
        match question.kind:
            case Question.Kind.UNIT:
                self.units[question.key] = answer.get("unit")
            case Question.Kind.COLUMN:
                self.columns[question.key] = answer.get("series")
            case Question.Kind.PERIOD:
                period = read_period(answer["period"])
                assert period is not None
                self.periods[int(question.key)] = period
            case Question.Kind.MEASURE if "measure" in question.because:
                heading, written = question.because["heading"], question.because["measure"]
                self.measures[heading, written] = answer["measure"]
            case _ if "cells" in question.because:
                for sheet, address in question.because["cells"]:
                    if [sheet, address] != answer.get("cell"):
                        self.cells[sheet, address] = {"refuse": True}
            case _:
                place = (question.sheet, question.address)
                # A cell left out because it stands twice stays out.
                self.cells.setdefault(place, answer)


@dataclass
class Needs:
    """What settling found to be open beyond the questions that exist: measures to ask for."""

    measures: dict[tuple[str, str], Cell] = field(default_factory=dict)


def settle(
    cell: Cell,
    answers: Answers,
    known: Mapping[int, Known],
    calendar: Calendar,
    needs: Needs,
) -> None:
    """Derive unit, series, period, factor and value of a cell from its reading and the answers.

    Leaves the comparison with the store to :func:`compare`.
    """
    cell.unit_id = cell.series_id = cell.period_id = cell.value = None
    cell.factor = 1.0
    cell.before, cell.before_missing = None, ""
    decision = answers.cells.get((cell.sheet, cell.address))
    unit = answers.units.get(cell.label, -1)
    series = answers.columns.get(cell.heading, -1)
    if unit is None or series is None or (decision and decision.get("refuse")):
        cell.state = State.SKIPPED
        return
    said = unpack(cell.period_text)
    given = answers.periods.get(cell.table)
    period = said.filled(given) if said is not None else given
    cell.unit_id = unit if unit != -1 else None
    cell.series_id = series if series in known else None
    if period is not None and period.is_complete:
        cell.period_id = calendar.row(period).pk
    number = cell.number
    if cell.asks and number is None:
        cell.missing = ""
    if decision:
        number = decision.get("number", number)
        cell.missing = decision.get("missing", "" if number is not None else cell.missing)
    unreadable = number is None and not cell.missing
    fits = cell.series_id is not None and _measure(cell, answers, known, needs)
    if unreadable:
        cell.state = State.UNREADABLE
    elif (
        None in (cell.unit_id, cell.series_id, cell.period_id)
        or not fits
        or (cell.asks and not decision)
    ):
        cell.state = State.DOUBTFUL
    elif cell.missing:
        cell.state = State.MISSING
    else:
        assert number is not None
        cell.value = converted(number, cell.factor)
        cell.state = State.READ


def _measure(cell: Cell, answers: Answers, known: Mapping[int, Known], needs: Needs) -> bool:
    """Set the factor to the indicator's measure; tell whether there is one."""
    assert cell.series_id is not None
    written = cell.measure
    meant = answers.measures.get((cell.heading, written), written)
    if not meant:
        meant = answers.own_measures.get(cell.heading, "")
    factor = factor_to(meant, known[cell.series_id].measure)
    if factor is None:
        if cell.number is None:
            return True  # nothing to convert
        needs.measures.setdefault((cell.heading, written), cell)
        return False
    cell.factor = factor
    return True


def compare(cells: Iterable[Cell], stored: Mapping[Key, Value]) -> None:
    """Mark settled cells as new, as stored, or as different from what is stored."""
    for cell in cells:
        if cell.state not in SETTLED:
            continue
        key = key_of(cell)
        old = stored.get(key)
        cell.before = old.number if old else None
        cell.before_missing = old.missing if old else ""
        if old is None:
            cell.state = State.MISSING if cell.missing else State.READ
        elif (cell.value, cell.missing) == (old.number, old.missing) and (
            cell.missing or cell.qualifier == old.qualifier
        ):
            cell.state = State.SAME
        else:
            cell.state = State.CHANGED


def key_of(cell: Cell) -> Key:
    """Return the key of a settled cell."""
    assert cell.series_id is not None
    assert cell.unit_id is not None
    assert cell.period_id is not None
    return cell.series_id, cell.unit_id, cell.period_id
