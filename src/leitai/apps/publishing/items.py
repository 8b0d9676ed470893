"""Scores by item: every item's cell is a formula over the figures, every node's over its items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from leitai.apps.language import listed, titled
from leitai.apps.publishing.content import Content, UnitRow
from leitai.apps.publishing.excel import (
    MAX_FORMULA,
    CellRef,
    Meaning,
    UnwritableError,
    Written,
    literal,
    rounded,
    to_excel,
)
from leitai.apps.publishing.figures import Figures, number_format
from leitai.engine import ToldNode
from leitai.engine.formula import parse
from leitai.engine.rounding import half_up
from leitai.engine.scheme.tree import Item, Node
from leitai.workbooks.writing import Formula, Missing, Number, OutCell, SheetOut, Text

#: Rows above the first unit: title, note, two rows of header.
TOP = 4
#: Spreadsheets compute with fifteen digits; closer to a rounding limit they may fall to the other
#: side, and the published figure is written as it is.
SAFE = 1e-9
_RELATION = {"==": "=", "!=": "<>"}


@dataclass(frozen=True)
class Column:
    """A column of the sheet: a node of the tree, under the top-level part it belongs to."""

    node: str
    name: str
    worth: str
    part: str
    part_name: str


@dataclass
class Items:
    """The sheet of items: where the score of each node of each unit stands."""

    content: Content
    figures: Figures
    name: str
    columns: list[Column] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def lay_out(self) -> None:
        """Give every node below the total its column, children before their node.

        A top-level node with children has no column here: its sum stands on the board.
        """
        group = self.content.group
        for part in group.tree:
            self._lay(part, part.id, part.name, top=True)
        for key, name, extras in (
            ("bonus", _("Bonus"), group.bonus),
            ("penalty", _("Penalty"), group.penalty),
        ):
            for each in extras.items if extras is not None else ():
                cap = "" if extras is None or extras.cap is None else f"≤ {extras.cap:g}"
                self.columns.append(Column(each.id, each.name, cap, key, name))

    def _lay(self, node: Item | Node, part: str, part_name: str, *, top: bool) -> None:
        if isinstance(node, Node):
            for child in node.items:
                self._lay(child, part, part_name, top=False)
        if not (top and isinstance(node, Node)):
            self.columns.append(Column(node.id, node.name, worth(node), part, part_name))

    def cell(self, row: int, node: str) -> CellRef | None:
        """The cell of a node in the row of a unit (counted from the first unit)."""
        for place, column in enumerate(self.columns):
            if column.node == node:
                return CellRef(self.name, TOP + row, 1 + place)
        return None

    def sheet(self) -> SheetOut:
        """The sheet to write."""
        rows = [self._row(number, row) for number, row in enumerate(self.content.rows)]
        first: list[OutCell] = [Text(_("Unit"))]
        second: list[OutCell] = [None]
        merges = [(0, 0, 1, 0)]
        start = 1
        for place, column in enumerate(self.columns, start=1):
            opened = place == 1 or self.columns[place - 2].part != column.part
            first.append(Text(column.part_name) if opened else None)
            second.append(Text("\n".join(filter(None, (column.name, column.worth)))))
            if opened and place > 1:
                merges.append((0, start, 0, place - 1))
                start = place
        merges.append((0, start, 0, len(self.columns)))
        last = len(self.columns) + 1
        merges.append((0, last, 1, last))
        return SheetOut(
            name=self.name,
            title=_("Scores by item"),
            notes=(
                _(
                    "Every score is a formula over the figures. Where a changed figure would lead "
                    "into another case of the rule, the cell shows #N/A: compute on the site then."
                ),
            ),
            header=([*first, Text(_("Notes"))], [*second, None]),
            rows=rows,
            merges=[each for each in merges if each[:2] != each[2:]],
        )

    def _row(self, number: int, row: UnitRow) -> list[OutCell]:
        cells: list[OutCell] = [Text(row.key)]
        for column in self.columns:
            if row.working is None:
                cells.append(Missing(_("not released")))
                continue
            node = row.working.find(column.node)
            cells.append(
                self.node_cell(number, row, node) if node.children else self._leaf(row, node)
            )
        return [*cells, Text("\n".join(dict.fromkeys(self.notes.get(row.key, ()))))]

    # -- cells ----------------------------------------------------------------------------------

    def _leaf(self, row: UnitRow, leaf: ToldNode) -> OutCell:
        if leaf.rounded is None:
            self._note(row, leaf, *leaf.notes)
            return Missing(listed(leaf.notes))
        if not row.inputs_open:
            return Number(leaf.rounded, number_format(leaf.rounded, leaf.decimals))
        self._note(row, leaf, *leaf.notes)

        def meaning(name: str) -> Meaning:
            return self.figures.meaning(leaf, row, name, self.name)

        return self.written(row, leaf, meaning, self._conditions(leaf, meaning))

    def node_cell(self, number: int, row: UnitRow, node: ToldNode, home: str = "") -> OutCell:
        """The cell of a node with children: its expression over the cells of the children."""
        home = home or self.name
        if node.rounded is None:
            return Missing(listed(node.notes))
        inputs = {each.id: each.number for each in node.inputs}

        def meaning(name: str) -> Meaning:
            cell = self.cell(number, name)
            if cell is not None:
                return cell
            value = inputs.get(name)
            if value is None:
                raise UnwritableError(name)
            return Written(literal(value))

        return self.written(row, node, meaning, (), home)

    def written(
        self,
        row: UnitRow,
        node: ToldNode,
        meaning: Callable[[str], Meaning],
        conditions: tuple[str, ...] = (),
        home: str = "",
    ) -> OutCell:
        """A node's formula with its published value; the value alone where there is none."""
        assert node.rounded is not None
        form = number_format(node.rounded, node.decimals)
        plain = Number(node.rounded, form)
        if not node.expression or (is_constant(node.expression) and not conditions):
            return plain
        try:
            written = to_excel(node.expression, meaning, home or self.name)
        except UnwritableError as error:
            self._note(row, node, _("published score (%(why)s)") % {"why": error})
            return plain
        if not self._safe(node):
            self._note(row, node, _("published score (on the edge of rounding)"))
            return plain
        text = rounded(written, node.decimals)
        if conditions:
            holds = conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"
            text = f"=IF({holds},{text[1:]},NA())"
        if len(text) > MAX_FORMULA:
            self._note(row, node, _("published score (the formula is too long)"))
            return plain
        return Formula(text, node.rounded, form)

    def _conditions(self, leaf: ToldNode, meaning: Callable[[str], Meaning]) -> tuple[str, ...]:
        """What decided the branches of the rule, as long as it depends on a cell."""
        found = []
        for step in leaf.steps:
            if not step.condition or 0 < abs(step.value) < SAFE:
                continue
            try:
                text = to_excel(step.expression, meaning, self.name).text
            except UnwritableError:
                continue
            if "!" in text:
                found.append(f"{text}{_RELATION.get(step.condition, step.condition)}0")
        return tuple(found)

    def _safe(self, node: ToldNode) -> bool:
        """Whether fifteen digits, and sums in another order, round to the published score."""
        if node.decimals is None or node.raw is None:
            return True
        near = [float(f"{node.raw:.15g}")]
        if not self.figures.is_exact(node):
            margin = SAFE * max(1.0, abs(node.raw))
            near += [node.raw - margin, node.raw + margin]
        return all(half_up(each, node.decimals) == node.rounded for each in near)

    def _note(self, row: UnitRow, node: ToldNode, *texts: str) -> None:
        for text in texts:
            self.notes.setdefault(row.key, []).append(titled(node.name, text))


def is_constant(expression: str) -> bool:
    """Whether nothing but numbers stands in an expression (marks for a missing figure, say)."""
    return not parse(expression).names


def worth(node: Item | Node) -> str:
    """Marks of a node, or its weight in percent."""
    if node.marks is not None:
        return f"{node.marks:g}"
    return "" if node.weight is None else f"{half_up(node.weight * 100, 2):g}%"
