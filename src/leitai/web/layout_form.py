"""The fields of the page for correcting a reading: rows by use, columns by what they hold.

Rows are written as people write them (3–5、8). A row of the body that stands in no field is left
out; a column without a use does not belong to the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leitai.apps.indicators.selectors.layouts import LayoutPage, TableLayout
from leitai.apps.indicators.services import RefusedError
from leitai.workbooks import ColumnUse, Layout, column_letter
from leitai.workbooks.model import ColumnRole, LabelKind, Orientation, RowRole

#: Uses of rows with their names, in the order of the keys 1 to 8 that paint them.
ROW_USES: tuple[tuple[RowRole, str | Promise], ...] = (
    ("preamble", gettext_lazy("preamble")),
    ("header", gettext_lazy("head rows")),
    ("units", gettext_lazy("unit row")),
    ("numbering", gettext_lazy("column numbers")),
    ("data", gettext_lazy("data rows")),
    ("section", gettext_lazy("section row")),
    ("total", gettext_lazy("total row")),
    ("footnote", gettext_lazy("footnote")),
)
COLUMN_USES: dict[str, tuple[ColumnRole, LabelKind]] = {
    "name": ("label", "name"),
    "indicator": ("label", "indicator"),
    "period": ("label", "period"),
    "code": ("label", "code"),
    "number": ("number", ""),
    "index": ("index", ""),
    "text": ("text", ""),
}
COLUMN_USE_NAMES: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("not of this table")),
    ("name", gettext_lazy("unit names")),
    ("indicator", gettext_lazy("indicator names")),
    ("period", gettext_lazy("periods")),
    ("code", gettext_lazy("codes")),
    ("number", gettext_lazy("figures")),
    ("index", gettext_lazy("serial numbers")),
    ("text", gettext_lazy("words, not read")),
)
ORIENTATIONS: tuple[tuple[Orientation, str | Promise], ...] = (
    ("units_down", gettext_lazy("a unit in each row")),
    ("indicators_down", gettext_lazy("an indicator in each row")),
    ("periods_down", gettext_lazy("a period in each row")),
)
_ROWS = re.compile(r"\s*([0-9]{1,7})\s*(?:[-–—~至]\s*([0-9]{1,7})\s*)?")
_MOST_ROWS = 1_048_576


@dataclass(frozen=True)
class RowField:
    """One field of rows: its use, name and what stands in it."""

    use: str
    name: str
    text: str
    key: int


@dataclass(frozen=True)
class ColumnField:
    """One column; ``key`` begins the names of its fields, ``found`` is what the sheet calls it."""

    key: str
    index: int
    letter: str
    found: str
    use: str
    name: str
    unit: str
    unit_found: str
    period: str


@dataclass(frozen=True)
class TableFields:
    """The fields of one table; ``number`` counts from 0."""

    number: int
    rows: tuple[RowField, ...]
    columns: tuple[ColumnField, ...]
    orientation: str

    @property
    def place(self) -> int:
        """The number as people count."""
        return self.number + 1


def write_rows(rows: Iterable[int]) -> str:
    """Rows as people write them: 3–5、8."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return "、".join(f"{a}–{b}" if b > a else str(a) for a, b in spans)


def parse_rows(text: str) -> list[int]:
    """Read back what people write; ``ValueError`` with the part that is none."""
    rows: set[int] = set()
    for part in re.split(r"[、,，;；]", text):
        if not part.strip():
            continue
        match = _ROWS.fullmatch(part)
        if match is None:
            raise ValueError(part.strip())
        first = int(match[1])
        last = int(match[2] or first)
        if not 1 <= first <= last <= _MOST_ROWS:
            raise ValueError(part.strip())
        rows.update(range(first, last + 1))
    return sorted(rows)


def fields_of(page: LayoutPage) -> list[TableFields]:
    """The fields as the sheet was read; one empty table where none was found."""
    found = [_table_fields(at, table, page.window.width) for at, table in enumerate(page.tables)]
    return found or [empty_fields(0, page.window.width)]


def empty_fields(number: int, width: int) -> TableFields:
    """The fields of a table about which nothing is said yet."""
    return TableFields(
        number,
        tuple(RowField(use, str(name), "", at) for at, (use, name) in enumerate(ROW_USES, 1)),
        tuple(
            ColumnField(f"t{number}-c{index}", index, column_letter(index), "", "", "", "", "", "")
            for index in range(width)
        ),
        "units_down",
    )


def _table_fields(number: int, table: TableLayout, width: int) -> TableFields:
    by_use: dict[str, list[int]] = {}
    for row, role in table.roles.items():
        by_use.setdefault(role, []).append(row)
    uses = {use.index: use for use in table.layout.uses}
    columns = []
    for index in range(width):
        use = uses.get(index)
        columns.append(
            ColumnField(
                f"t{number}-c{index}",
                index,
                column_letter(index),
                table.names.get(index, ""),
                _code_of(use) if use is not None else "",
                use.name if use is not None else "",
                use.unit if use is not None else "",
                table.units.get(index, ""),
                use.period if use is not None else "",
            )
        )
    return TableFields(
        number,
        tuple(
            RowField(use, str(name), write_rows(by_use.get(use, ())), at)
            for at, (use, name) in enumerate(ROW_USES, 1)
        ),
        tuple(columns),
        table.layout.orientation or "units_down",
    )


def _code_of(use: ColumnUse) -> str:
    codes = (code for code, pair in COLUMN_USES.items() if pair == (use.role, use.label_kind))
    return next(codes, "text")


def carried(table: TableFields, page: LayoutPage) -> str:
    """What is said of columns outside the window, as one field: JSON, column → its four texts."""
    return json.dumps(
        {
            column.index: said
            for column in table.columns
            if not page.window.shows(column.index)
            and any(said := [column.use, column.name, column.unit, column.period])
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _rest(text: str | None) -> dict[str, list[str]] | None:
    """Read back what :func:`carried` wrote; None for anything else: the columns stay as read."""
    try:
        found = json.loads(text or "")
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    if not all(isinstance(said, list) and len(said) == 4 for said in found.values()):
        return None
    return {key: [str(one) for one in said] for key, said in found.items()}


def _column_in(
    column: ColumnField, post: Mapping[str, str], rest: Mapping[str, list[str]] | None
) -> ColumnField:
    use, name, unit, period = column.use, column.name, column.unit, column.period
    if rest is not None and f"{column.key}-use" not in post:
        use, name, unit, period = rest.get(str(column.index), ["", "", "", ""])
    return replace(
        column,
        use=post.get(f"{column.key}-use", use),
        name=post.get(f"{column.key}-name", name),
        unit=post.get(f"{column.key}-unit", unit),
        period=post.get(f"{column.key}-period", period),
    )


def posted_fields(post: Mapping[str, str], page: LayoutPage) -> list[TableFields]:
    """The fields as they were sent, for showing them again."""
    count = _count(post)
    known = fields_of(page)
    found = []
    for at in range(count):
        base = known[at] if at < len(known) else empty_fields(at, page.window.width)
        rest = _rest(post.get(f"t{at}-rest"))
        found.append(
            TableFields(
                at,
                tuple(
                    RowField(f.use, f.name, post.get(f"t{at}-{f.use}", ""), f.key)
                    for f in base.rows
                ),
                tuple(_column_in(column, post, rest) for column in base.columns),
                post.get(f"t{at}-orientation", base.orientation),
            )
        )
    return found


def _count(post: Mapping[str, str]) -> int:
    text = post.get("tables", "1")
    return min(int(text), 20) if text.isdigit() and len(text) < 4 else 1


def layouts_in(fields: Iterable[TableFields], page: LayoutPage) -> list[Layout]:
    """The layouts that the fields say.

    Raises:
        RefusedError: naming table, field and what stands in it.
    """
    known = dict(enumerate(page.tables))
    return [_layout(one, page.sheet, known.get(one.number)) for one in fields]


def _layout(fields: TableFields, sheet: str, before: TableLayout | None) -> Layout:
    rows: dict[str, list[int]] = {}
    for field in fields.rows:
        try:
            rows[field.use] = parse_rows(field.text)
        except ValueError as error:
            raise RefusedError(
                _("Table %(n)d, %(name)s: “%(text)s” is no row. Write for example 3–5、8.")
                % {"n": fields.place, "name": field.name, "text": str(error)}
            ) from error
    body = sorted({*rows["data"], *rows["section"], *rows["total"]})
    if not body:
        raise RefusedError(_("Table %(n)d has no data rows. Mark them.") % {"n": fields.place})
    used = [column.index for column in fields.columns if column.use]
    if not used:
        raise RefusedError(
            _("Table %(n)d has no columns. Say what its columns hold.") % {"n": fields.place}
        )
    span = range(body[0], body[-1] + 1)
    heads = [row for use in ("header", "units", "numbering") for row in rows[use]]
    above = [row for row in heads if row < body[0]]
    if heads and not above:
        raise RefusedError(
            _("Table %(n)d: the data begin in row %(first)d, but the header goes on to row "
              "%(last)d. The header stands above the data.")
            % {"n": fields.place, "first": body[0], "last": max(heads)}
        )  # fmt: skip
    orientation: Orientation = next(
        (code for code, _name in ORIENTATIONS if code == fields.orientation), "units_down"
    )
    return Layout(
        sheet=sheet,
        header=(min(above), max(above)) if above else None,
        body=(body[0], body[-1]),
        columns=(min(used), max(used)),
        preamble=_ends(rows["preamble"]),
        footnotes=_ends(rows["footnote"]),
        rows=tuple(sorted(_marks(rows, span, before).items())),
        uses=tuple(
            _use(column) for column in fields.columns if min(used) <= column.index <= max(used)
        ),
        orientation=orientation,
    )


def _marks(
    rows: Mapping[str, list[int]], span: range, before: TableLayout | None
) -> dict[int, RowRole]:
    """The use of rows that where they stand does not tell; what is in no field is left out."""
    marks: dict[int, RowRole] = {}
    earlier = before.roles if before is not None else {}
    said = {row for listed in rows.values() for row in listed}
    for row in span:
        if row not in said and earlier.get(row) != "unread":
            marks[row] = "outside"
    for row in rows["data"]:
        if earlier.get(row) in ("total", "section"):
            marks[row] = "data"
    kinds: tuple[RowRole, ...] = ("section", "total", "header", "units", "numbering")
    for use in kinds:
        marks |= dict.fromkeys(rows[use], use)
    return marks


def _ends(rows: list[int]) -> tuple[int, int] | None:
    return (rows[0], rows[-1]) if rows else None


def _use(column: ColumnField) -> ColumnUse:
    role, kind = COLUMN_USES.get(column.use, ("text", ""))
    if role != "number":
        return ColumnUse(column.index, role, kind)
    return ColumnUse(
        column.index, role, kind, column.name.strip()[:120], column.unit.strip()[:20],
        column.period.strip()[:40],
    )  # fmt: skip
