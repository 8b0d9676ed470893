"""The board: ranks over totals, totals over parts, parts over items, all as live formulas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from leitai.apps.language import listed
from leitai.apps.publishing.content import Content, UnitRow
from leitai.apps.publishing.excel import (
    CellRef,
    Meaning,
    UnwritableError,
    Written,
    literal,
)
from leitai.apps.publishing.figures import number_format
from leitai.apps.publishing.items import Items, worth
from leitai.engine.ranking import rank
from leitai.workbooks.addresses import column_letter
from leitai.workbooks.writing import Formula, Missing, Number, OutCell, SheetOut, Text

#: Rows above the first unit: title, note, header.
TOP = 3
RANK, UNIT, BEFORE, ZONE, GRADE, TOTAL, PARTS = range(7)


@dataclass
class Board:
    """The first sheet."""

    content: Content
    items: Items
    name: str
    period: str

    def __post_init__(self) -> None:
        group = self.content.group
        self.parts: list[tuple[str, str]] = [
            (part.id, "\n".join(filter(None, (part.name, worth(part))))) for part in group.tree
        ]
        if group.bonus is not None:
            self.parts.append(("bonus", _("Bonus")))
        if group.penalty is not None:
            self.parts.append(("penalty", _("Penalty")))
        self.difficulty = bool(group.difficulty)

    def sheet(self) -> SheetOut:
        """The sheet to write."""
        header: list[OutCell] = [
            Text(each)
            for each in (
                _("Rank"), _("Unit"), _("Rank before"), _("Zone"), _("Grade"), _("Total"),
                *(name for _id, name in self.parts),
                *([_("Difficulty")] if self.difficulty else []),
                _("Notes"),
            )
        ]  # fmt: skip
        live = self._rank_is_live()
        rows = [self._row(number, row, live) for number, row in enumerate(self.content.rows)]
        return SheetOut(
            name=self.name,
            title=f"{self.content.standing.round.scheme.name} {self.content.group.name}",
            notes=(self.period,),
            header=(header,),
            rows=rows,
            freeze_columns=2,
        )

    def _row(self, number: int, row: UnitRow, live: bool) -> list[OutCell]:
        grades = self.content.group.grades
        grade = row.grade
        if grades is not None:
            grade = dict(grades.names).get(row.grade, row.grade)
        zones = {"leading": _("leading"), "middle": _("middle"), "lagging": _("lagging")}
        cells: list[OutCell] = [
            self._rank(number, row, live),
            Text(row.key),
            Number(row.before),
            Text(zones.get(row.zone, row.zone)),
            Text(grade),
        ]
        if row.working is None:
            hidden: list[OutCell] = [Missing(_("not released"))] * (1 + len(self.parts))
            return [*cells, *hidden, *([None] if self.difficulty else []), Text(row.vetoed)]
        cells.append(self._total(number, row))
        cells += [self._part(number, row, node) for node, _name in self.parts]
        if self.difficulty:
            given = {each.id: each.number for each in row.working.inputs}
            cells.append(Number(given.get("difficulty")))
        return [*cells, Text("\n".join(row.working.notes))]

    # -- formulas -------------------------------------------------------------------------------

    def _part(self, number: int, row: UnitRow, node_id: str) -> OutCell:
        assert row.working is not None
        node = row.working.find(node_id)
        cell = self.items.cell(number, node_id)
        if node.rounded is None:
            return Missing(listed(node.notes))
        if cell is not None:
            form = number_format(node.rounded, node.decimals)
            return Formula(f"={cell.at(self.name)}", node.rounded, form)
        return self.items.node_cell(number, row, node, self.name)

    def _total(self, number: int, row: UnitRow) -> OutCell:
        assert row.working is not None
        total = row.working
        if total.rounded is None:
            return Missing(listed(total.notes))
        places = {node: PARTS + place for place, (node, _name) in enumerate(self.parts)}
        if self.difficulty:
            places["difficulty"] = PARTS + len(self.parts)
        inputs = {each.id: each.number for each in total.inputs}

        def meaning(name: str) -> Meaning:
            if name in places:
                return CellRef(self.name, TOP + number, places[name])
            value = inputs.get(name)
            if value is None:
                raise UnwritableError(name)
            return Written(literal(value))

        return self.items.written(row, total, meaning, (), self.name)

    def _rank(self, number: int, row: UnitRow, live: bool) -> OutCell:
        if row.rank is None:
            return Missing("" if row.ranks_open else _("not released"))
        if not live:
            return Number(row.rank, "0")
        return Formula(self._rank_formula(number), row.rank, "0")

    def _rank_formula(self, number: int) -> str:
        ranking = self.content.rules.ranking
        last = TOP + sum(row.rank is not None for row in self.content.rows)
        here = TOP + number + 1

        def span(column: int) -> str:
            letters = column_letter(column)
            return f"{letters}${TOP + 1}:{letters}${last}"

        def own(column: int) -> str:
            return f"{column_letter(column)}{here}"

        if ranking.ties == "dense":
            totals = span(TOTAL)
            return f"=1+SUMPRODUCT(({totals}>{own(TOTAL)})/COUNTIF({totals},{totals}))"
        text = f"=RANK({own(TOTAL)},{span(TOTAL)},0)"
        same = f"({span(TOTAL)}={own(TOTAL)})"
        for column in self._tie_breaks():
            text += f"+SUMPRODUCT({same}*({span(column)}>{own(column)}))"
            same += f"*({span(column)}={own(column)})"
        return text

    def _tie_breaks(self) -> list[int]:
        order = [node for node, _name in self.parts]
        return [PARTS + order.index(node) for node in self._then()]

    def _then(self) -> list[str]:
        """Nodes that part equal totals; those of other groups do not count here."""
        group = self.content.group
        known = {node.id for node in (*group.walk(), *group.extras())} | {"bonus", "penalty"}
        return [node for node in self.content.rules.ranking.then if node in known]

    def _rank_is_live(self) -> bool:
        """Whether the file can say how places come about, and says the published ones."""
        content, ranking = self.content, self.content.rules.ranking
        parts = [node for node, _name in self.parts]
        if not content.all_scores or any(not row.ranks_open for row in content.rows):
            return False
        if ranking.on != "rounded" or any(node not in parts for node in self._then()):
            return False
        if ranking.ties == "dense" and self._then():
            return False
        ranked = [row for row in content.rows if row.rank is not None]
        workings = [row.working for row in ranked if row.working is not None]
        totals = [working.rounded for working in workings]
        keys = [[w.find(node).rounded for w in workings] for node in self._then()]
        if any(value is None for column in (totals, *keys) for value in column):
            return False
        found = rank(
            np.array(totals, dtype=np.float64),
            ties=ranking.ties,
            then=[np.array(column, dtype=np.float64) for column in keys],
        )
        return bool(found.tolist() == [row.rank for row in ranked])
