"""What an upload keeps of its reading: sheets, tables with their layouts, meanings, notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from leitai.apps.indicators.reading.figures import TableFigures
from leitai.apps.indicators.reading.headings import Meaning
from leitai.apps.indicators.reading.periods import pack
from leitai.workbooks.model import SheetTable, WorkbookReading

#: Problems that hang on no figure of the table, so no question asks about them.
TOLD = ("shifted_row", "period_unread")


@dataclass(frozen=True)
class Description:
    """A reading with what was made of it.

    ``meanings`` by heading text, ``kept`` the headings of figures that may be ours, ``unrelated``
    the positions of tables that name nothing that is kept here.
    """

    reading: WorkbookReading
    tables: Sequence[TableFigures]
    meanings: Mapping[str, Meaning]
    kept: Collection[str]
    unrelated: Collection[int]

    def as_json(self, labels: Mapping[str, int]) -> dict[str, Any]:
        """Return the description as an upload stores it; ``labels`` are settled unit names."""
        position = 0
        sheets = []
        for sheet in self.reading.sheets:
            places = list(range(position, position + len(sheet.tables)))
            position += len(sheet.tables)
            sheets.append(
                {
                    "name": sheet.name,
                    "state": sheet.state,
                    "range": sheet.range,
                    "zh": sheet.message,
                    "en": sheet.message_en,
                    "tables": places,
                    "form": sheet.form,
                    "near": sheet.near,
                }
            )
        return {
            "kind": self.reading.kind,
            "encrypted": self.reading.encrypted,
            "sheets": sheets,
            "tables": [self._table(table) for table in self.tables],
            "labels": dict(labels),
            "headings": {
                text: {
                    "series": self.meanings[text].series_id,
                    "measure": self.meanings[text].measure,
                    "why": self.meanings[text].why,
                }
                for text in self.kept
                if self.meanings[text].kind == "series"
            },
            "rewrites": [
                {
                    "sheet": rewrite.sheet,
                    "address": rewrite.address,
                    "raw": rewrite.raw,
                    "reading": rewrite.reading,
                    "zh": rewrite.reason,
                    "en": rewrite.reason_en,
                    "count": rewrite.count,
                }
                for table in self.reading.tables
                for rewrite in table.rewrites
            ],
            "notices": self._notices(),
            "warnings": [],
        }

    def _notices(self) -> list[dict[str, Any]]:
        problems = [
            *self.reading.notices,
            *(problem for sheet in self.reading.sheets for problem in sheet.problems),
            *(problem for table in self.reading.tables for problem in table.problems),
        ]
        return [
            {
                "kind": problem.kind,
                "sheet": problem.sheet,
                "address": problem.address,
                "raw": problem.raw,
                "zh": problem.message,
                "en": problem.message_en,
            }
            for problem in problems
            if problem.severity == "notice" or problem.kind in TOLD
        ]

    def _table(self, figures: TableFigures) -> dict[str, Any]:
        table: SheetTable = figures.table
        columns = []
        for place, column in enumerate(table.columns):
            heading = figures.heading(place)
            meaning = self.meanings.get(heading.text) if heading else None
            columns.append(
                {
                    "letter": column.letter,
                    "name": column.full_name or column.name,
                    "role": column.role,
                    "heading": heading.text if heading else "",
                    "unit": column.unit,
                    "unit_place": column.unit_place,
                    "skipped": (meaning.why if meaning and meaning.kind == "ignored" else "")
                    or (column.role if column.role in ("text", "index") else ""),
                }
            )
        return {
            "sheet": table.sheet,
            "range": table.range,
            "title": table.title,
            "orientation": table.orientation,
            "fingerprint": table.layout.fingerprint,
            "layout": asdict(table.layout),
            "header_rows": list(table.header_rows),
            "rows": [list(role) for role in table.row_roles],
            "totals": [[total.number, total.label] for total in table.totals],
            "period": pack(figures.period),
            "period_place": table.period_place,
            "columns": columns,
            "unrelated": figures.position in self.unrelated,
        }
