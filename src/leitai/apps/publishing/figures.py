"""The figures behind the scores: one row for each unit and indicator, with its source beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

import numpy as np
from django.utils.translation import gettext as _

from leitai.apps.indicators.models.definitions import FlowBasis, PriceBasis
from leitai.apps.indicators.models.values import Revision
from leitai.apps.language import chinese
from leitai.apps.publishing.content import Content, UnitRow
from leitai.apps.publishing.excel import (
    CellRef,
    Meaning,
    UnwritableError,
    Written,
    literal,
    range_of,
    rounded,
    to_excel,
)
from leitai.apps.publishing.provenance import Origin
from leitai.apps.standings.tables import TARGETS
from leitai.engine import ToldInput, ToldNode, ToldStep
from leitai.engine.ranking import rank
from leitai.engine.rounding import half_up
from leitai.engine.rules import statistics
from leitai.engine.rules.statistics import Statistic
from leitai.engine.scheme.general import DerivedSpec, InputSpec
from leitai.workbooks.writing import Formula, Missing, Number, OutCell, SheetOut, Text

#: Rows above the first figure: title, note, header.
TOP = 3
VALUE_COLUMN = 5

_FACT = re.compile(
    r"(?:^|_)(?:group_(?P<statistic>min|max|mean|median|sd|sample_sd|count)|(?P<place>place))"
    r"(?:_\d+)?$"
)
_EXCEL_STATISTIC: Mapping[str, str] = {
    "min": "MIN",
    "max": "MAX",
    "mean": "AVERAGE",
    "median": "MEDIAN",
    "sd": "STDEVP",
    "sample_sd": "STDEV",
    "count": "COUNT",
}
#: Statistics whose last digit depends on the order of summing.
INEXACT = ("mean", "sd", "sample_sd")
Way = Literal["up", "down", "up_average", "down_average"]


@dataclass
class _Line:
    row: UnitRow
    column: str
    given: ToldInput | None = None
    step: ToldStep | None = None


@dataclass
class Figures:
    """Where every figure stands: the figures themselves, the targets, and computed columns.

    ``cells[unit, column]`` is the cell of a figure; ``columns[column]`` lists unit and number of a
    column in the order of its rows, nan for a missing figure.
    """

    content: Content
    value_sheet: str
    target_sheet: str
    lines: dict[str, list[_Line]] = field(default_factory=dict)
    cells: dict[tuple[str, str], CellRef] = field(default_factory=dict)
    columns: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    facts: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    chosen: dict[tuple[str, str], tuple[str, str] | None] = field(default_factory=dict)

    # -- where figures stand -------------------------------------------------------------------

    def collect(self) -> None:
        """Give every figure that the reader may see its row."""
        derived = {spec.id for spec in self.content.rules.derived}
        found: dict[tuple[str, str], _Line] = {}
        for row in self.content.rows:
            if not row.inputs_open or row.working is None:
                continue
            for leaf in leaves(row.working):
                for given in leaf.inputs:
                    if is_fact(given):
                        self.facts.setdefault((leaf.node_id, given.id), {})[row.key] = (
                            math.nan if given.number is None else given.number
                        )
                    elif given.source is None or given.source.kind != "typed":
                        found.setdefault((given.id, row.key), _Line(row, given.id, given))
                for step in leaf.steps:
                    if step.name in derived:
                        found[step.name, row.key] = _Line(row, step.name, None, step)
        order = [spec.id for spec in _specs(self.content)]
        at = {self.value_sheet: TOP, self.target_sheet: TOP}
        for column in order:
            for row in self.content.rows:
                line = found.get((column, row.key))
                if line is None:
                    continue
                sheet = self.sheet_of(column)
                self.lines.setdefault(sheet, []).append(line)
                self.cells[row.key, column] = CellRef(sheet, at[sheet], VALUE_COLUMN)
                at[sheet] += 1
                if line.step is not None:
                    number: float | None = line.step.value
                else:
                    number = None if line.given is None else line.given.number
                self.columns.setdefault(column, []).append(
                    (row.key, math.nan if number is None else number)
                )

    def sheet_of(self, column: str) -> str:
        """Targets stand on a sheet of their own."""
        spec = next((s for s in self.content.rules.inputs if s.id == column), None)
        return self.target_sheet if spec is not None and spec.take in TARGETS else self.value_sheet

    # -- what a name of a working stands for ---------------------------------------------------

    def meaning(self, leaf: ToldNode, row: UnitRow, name: str, home: str) -> Meaning:
        """What a name in the expression of an item stands for, seen from the sheet ``home``.

        Raises:
            UnwritableError: for a figure that is not in the file.
        """
        cell = self.cells.get((row.key, name))
        if cell is not None:
            return cell
        step = next((each for each in leaf.steps if each.name == name), None)
        if step is not None:
            return to_excel(
                step.expression, lambda inner: self.meaning(leaf, row, inner, home), home
            )
        given = next((each for each in leaf.inputs if each.id == name), None)
        if given is None or given.number is None:
            raise UnwritableError(name)
        if not is_fact(given):
            return Written(literal(given.number))
        if not self.content.all_inputs:
            raise UnwritableError(_("figures of other units, not released"))
        return self.statistic(leaf, row, given, home) or Written(literal(given.number))

    def statistic(
        self, leaf: ToldNode, row: UnitRow, given: ToldInput, home: str
    ) -> Written | None:
        """A figure of the group as a formula over a column; None where no column gives it."""
        key = (leaf.node_id, given.id)
        if key not in self.chosen:
            self.chosen[key] = self._choose(leaf, given)
        chosen = self.chosen[key]
        if chosen is None:
            return None
        column, way = chosen
        units = self.columns[column]
        span = range_of(self.cells[units[0][0], column], self.cells[units[-1][0], column], home)
        if way in _EXCEL_STATISTIC:
            return Written(f"{_EXCEL_STATISTIC[way]}({span})")
        own = self.cells[row.key, column].at(home)
        text = f"RANK({own},{span},{1 if way.startswith('up') else 0})"
        if way.endswith("average"):
            return Written(f"({text}+(COUNTIF({span},{own})-1)/2)")
        return Written(text)

    def _choose(self, leaf: ToldNode, given: ToldInput) -> tuple[str, str] | None:
        """The first column of the item whose statistic is this figure, for all units."""
        match = _FACT.search(given.id)
        if match is None:
            return None
        wanted = self.facts[leaf.node_id, given.id]
        steps = {step.name for step in leaf.steps}
        names = [each.id for each in leaf.inputs if not is_fact(each)]
        names = [name for name in (*sorted(steps), *names) if name in self.columns]
        for column in names:
            for way in (match["statistic"],) if match["statistic"] else get_args(Way):
                if _agrees(wanted, self.columns[column], way):
                    return column, way
        return None

    def is_exact(self, leaf: ToldNode) -> bool:
        """Whether no statistic of the item depends on the order of summing."""
        ways = [self.chosen.get((leaf.node_id, each.id)) for each in leaf.inputs]
        return not any(way is not None and way[1] in INEXACT for way in ways)


def leaves(working: ToldNode) -> Iterator[ToldNode]:
    """Items and extras of a working, in the order of the scheme."""
    if not working.children:
        yield working
    for child in working.children:
        yield from leaves(child)


def is_fact(given: ToldInput) -> bool:
    """Whether a figure belongs to the whole group."""
    source = given.source
    return source is not None and source.kind == "derived" and source.ref.startswith("group:")


def _agrees(wanted: Mapping[str, float], column: list[tuple[str, float]], way: str) -> bool:
    keys = [key for key, _number in column]
    if not set(wanted) <= set(keys):
        return False
    numbers = np.array([number for _key, number in column], dtype=np.float64)
    live = ~np.isnan(numbers)
    if way == "count":
        found = np.full(len(keys), float(np.count_nonzero(live)))
    elif way in get_args(Statistic):
        found = np.full(len(keys), statistics.of(cast(Statistic, way), numbers, live)[0])
    else:
        lower = way.startswith("up")
        found = rank(numbers, direction="lower_is_better" if lower else "higher_is_better").astype(
            np.float64
        )
        if way.endswith("average"):
            found += (statistics.same_count(numbers) - 1) / 2
    given = dict(zip(keys, found.tolist(), strict=True))
    return all(math.isclose(given[key], number, rel_tol=1e-12) for key, number in wanted.items())


# -- the sheets -------------------------------------------------------------------------------


def value_sheet(figures: Figures, origins: Mapping[int, Origin]) -> SheetOut:
    """The sheet of figures: scope, number and the cell that each was read from."""
    header = [
        _("Indicator"), _("Scope"), _("Measure"), _("Unit"), _("Period"), _("Figure"), _("Remark"),
        _("Data source"), _("File"), _("Sheet"), _("Cell"), _("As written"),
    ]  # fmt: skip
    rows = [_value_row(figures, line, origins) for line in _lines(figures, figures.value_sheet)]
    return SheetOut(
        name=figures.value_sheet,
        title=_("Figures and where they come from"),
        notes=(_("The scores are computed from the column “Figure”."),),
        header=(header,),
        rows=rows,
        freeze_columns=4,
    )


def target_sheet(figures: Figures) -> SheetOut:
    """The sheet of targets: number and how a planned figure came about."""
    header = [
        _("Indicator"), _("Scope"), _("Measure"), _("Unit"), _("Period"), _("Figure"), _("Target"),
        _("How it came about"),
    ]  # fmt: skip
    rows: list[list[OutCell]] = []
    for line in _lines(figures, figures.target_sheet):
        assert line.given is not None
        source = line.given.source
        rows.append(
            [
                *_head(figures, line, ""),
                _number_cell(line.given, _spec(figures.content, line.column)),
                Text(source.label if source else ""),
                Text(source.note if source else ""),
            ]
        )
    return SheetOut(
        name=figures.target_sheet,
        title=_("Targets"),
        notes=(_("What was due by the end of the period."),),
        header=(header,),
        rows=rows,
        freeze_columns=4,
    )


def _lines(figures: Figures, sheet: str) -> list[_Line]:
    return figures.lines.get(sheet, [])


def _specs(content: Content) -> tuple[InputSpec | DerivedSpec, ...]:
    return (*content.rules.inputs, *content.rules.derived)


def _spec(content: Content, column: str) -> InputSpec | DerivedSpec:
    return next(spec for spec in _specs(content) if spec.id == column)


def _head(figures: Figures, line: _Line, period: str) -> list[OutCell]:
    spec = _spec(figures.content, line.column)
    return [
        Text(spec.name),
        Text(_scope(spec)),
        Text(spec.unit),
        Text(line.row.key),
        Text(period or figures.content.standing.round.period.code),
    ]


def _scope(spec: InputSpec | DerivedSpec) -> str:
    if not isinstance(spec, InputSpec):
        return _("computed: %(formula)s") % {"formula": spec.formula}
    words = [str(FlowBasis(spec.flow).label)] if spec.flow else []
    if spec.price and spec.price != PriceBasis.NONE:
        words.append(str(PriceBasis(spec.price).label))
    if spec.extent:
        words.append(spec.extent)
    return ("，" if chinese() else ", ").join(words)


def _value_row(figures: Figures, line: _Line, origins: Mapping[int, Origin]) -> list[OutCell]:
    spec = _spec(figures.content, line.column)
    if line.step is not None:
        return [*_head(figures, line, ""), _derived_cell(figures, line, line.step, spec)]
    given = line.given
    assert given is not None
    source = given.source
    origin = None
    if source is not None and source.kind == "revision":
        origin = origins.get(int(source.ref))
    remark = ""
    if given.number is None:
        remark = _reason(given.missing_reason)
    elif given.qualifier != "exact":
        remark = str(Revision.Qualifier(given.qualifier).label)
    head = _head(figures, line, origin.period if origin else "")
    if origin is None:
        label = source.label if source is not None and source.kind != "revision" else ""
        return [*head, _number_cell(given, spec), Text(remark), Text(label)]
    cells = (origin.source, origin.file, origin.sheet, origin.address, origin.raw)
    return [*head, _number_cell(given, spec), Text(remark), *(Text(each) for each in cells)]


def _derived_cell(
    figures: Figures, line: _Line, step: ToldStep, spec: InputSpec | DerivedSpec
) -> OutCell:
    home = figures.value_sheet

    def meaning(name: str) -> Meaning:
        cell = figures.cells.get((line.row.key, name))
        if cell is None:
            raise UnwritableError(name)
        return cell

    try:
        written = to_excel(step.expression, meaning, home)
    except UnwritableError:
        return Number(step.value, number_format(step.value, spec.decimals))
    return Formula(rounded(written, None), step.value, number_format(step.value, spec.decimals))


def _number_cell(given: ToldInput, spec: InputSpec | DerivedSpec) -> OutCell:
    if given.number is None:
        return Missing(_reason(given.missing_reason))
    return Number(given.number, number_format(given.number, spec.decimals))


def _reason(reason: str | None) -> str:
    if reason in Revision.Missing.values:
        return str(Revision.Missing(reason).label)
    return _("no target set") if reason == "no_target" else reason or ""


def number_format(number: float, decimals: int | None) -> str:
    """The declared decimals, unless they would hide a digit of the figure."""
    if decimals is None or half_up(number, decimals) != number:
        return ""
    return "0" if decimals == 0 else "0." + "0" * decimals
