"""What the page for correcting a reading says: how a sheet was read, what a try would read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.indicators.selectors.layouts import LayoutPage
from leitai.apps.indicators.wording import either
from leitai.web.sentences.segments import Figure, Segment, sentence
from leitai.workbooks import SheetTable

#: Rows and columns of figures that a try shows.
ROWS, COLUMNS = 6, 6


def layout_sentence(page: LayoutPage) -> tuple[Segment, ...]:
    """Say how many tables were read where, by whom or what the reading was settled."""
    if not page.tables:
        return sentence(
            _("No table was found on {sheet}. Mark where one stands."), sheet=Figure(page.sheet)
        )
    where = _(", ").join(table.range for table in page.tables)
    said = sentence(
        ngettext(
            "{n} table was read on {sheet}: {where}. ",
            "{n} tables were read on {sheet}: {where}. ",
            len(page.tables),
        ),
        n=Figure(str(len(page.tables))),
        sheet=page.sheet,
        where=where,
    )
    if page.corrected:
        return (*said, *sentence(_("It was corrected by hand on this upload.")))
    if any(one.applied for one in page.remembered):
        return (*said, *sentence(_("It was read by a remembered layout.")))
    return said


@dataclass(frozen=True)
class Preview:
    """A table as it would be read: what it is, its columns of figures and its first rows."""

    words: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    more: int
    problems: tuple[str, ...]


def preview_words(table: SheetTable) -> Preview:
    """Say what a table would read."""
    places = [at for at, column in enumerate(table.columns) if column.role == "number"]
    counts = table.counts()
    words = ngettext("%(range)s: %(n)d row", "%(range)s: %(n)d rows", len(table.rows)) % {
        "range": table.range,
        "n": len(table.rows),
    }
    words += _(", %(figures)d figures, %(doubts)d in doubt or unreadable") % {
        "figures": counts["number"],
        "doubts": counts["doubtful"] + counts["unreadable"],
    }
    return Preview(
        words=words,
        columns=tuple(
            (f"{table.columns[at].letter} {table.columns[at].name}", table.columns[at].unit)
            for at in places[:COLUMNS]
        ),
        rows=tuple(
            (row.label or "—", tuple(row.cells[at].raw or "—" for at in places[:COLUMNS]))
            for row in table.rows[:ROWS]
        ),
        more=max(len(table.rows) - ROWS, 0),
        problems=tuple(
            either({"zh": problem.message, "en": problem.message_en})
            for problem in table.problems[:6]
        ),
    )
