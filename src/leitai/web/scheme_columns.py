"""The trees of several groups as columns of one table: a row for each heading and item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leitai.web.scheme_draft import DraftRow, draft_rows

#: What a name may end with for readers; the item is the same.
REVERSE = "（逆向）"


@dataclass(frozen=True)
class Cell:
    """A group's share in a row. ``under``: the heading it has there, where that is another."""

    item: str
    worth: str
    rule: str
    under: str


@dataclass
class Row:
    """A heading or an item with the groups that have it."""

    name: str
    depth: int
    heading: bool
    cells: dict[int, Cell] = field(default_factory=dict)
    below: list[Row] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether groups that have it give it different marks."""
        return len({cell.worth for cell in self.cells.values()}) > 1


def side_by_side(groups: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of all groups in reading order.

    What has the same name under the same heading is one row; so is an item that stands under
    another heading elsewhere, with a word of where.
    """
    top = Row("", 0, heading=True)
    leaves: dict[str, tuple[Row, Row]] = {}
    for at, group in enumerate(groups):
        way: list[Row] = [top]
        for row in draft_rows(group, str(group.get("id") or ""), ()):
            if row.kind not in ("node", "item") or row.off:
                continue
            del way[row.depth :]
            found = _place(way[-1], row, at, leaves)
            if row.kind == "node":
                way.append(found)
    return _flat(top)


def _place(parent: Row, row: DraftRow, at: int, leaves: dict[str, tuple[Row, Row]]) -> Row:
    name = row.name.removesuffix(REVERSE)
    heading = row.kind == "node"
    found = next((one for one in parent.below if (one.name, one.heading) == (name, heading)), None)
    under = ""
    if found is None and not heading and name in leaves and at not in leaves[name][0].cells:
        found, under = leaves[name][0], parent.name
    if found is None:
        found = Row(name, row.depth, heading)
        parent.below.append(found)
        if not heading:
            leaves.setdefault(name, (found, parent))
    found.cells[at] = Cell(row.id, row.worth, row.rule, under)
    return found


def _flat(row: Row) -> list[Row]:
    return [each for one in row.below for each in (one, *_flat(one))]
