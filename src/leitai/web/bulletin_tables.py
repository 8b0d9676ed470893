"""The tables of the pages of issued documents as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from leitai.apps.language import named
from leitai.apps.publishing.composing import Card
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import UnitLetters
from leitai.apps.units.models import Unit
from leitai.web.tables import Column, PageTable


def bulletins_table(rows: Iterable[Bulletin], year: int) -> PageTable:
    """What was issued in a year, one line a document."""
    return PageTable(
        f"{_('Bulletins')} {year}",
        f"bulletins-{year}",
        [
            Column(_("Title")), Column(_("Kind")), Column(_("Unit")), Column(_("Document number")),
            Column(_("Issued on")), Column(_("Issued by")), Column(_("Withdrawn because")),
            Column(_("Digest of the file")),
        ],
        (
            [
                row.title, row.get_kind_display(), named(row.unit), row.document_number,
                row.issued_at, str(row.issued_by or ""), row.withdrawn_reason, row.file_sha256,
            ]
            for row in rows
        ),
    )  # fmt: skip


def letters_table(rows: Sequence[UnitLetters], area: Unit, year: int) -> PageTable:
    """Units with targets of a year, and how they stand with their letters."""
    return PageTable(
        f"{_('Responsibility letters')} {year}",
        f"letters-{year}",
        [
            Column(_("Unit")), Column(_("Targets"), "number"), Column(_("Issued on")),
            Column(_("Changed since"), "number"),
        ],
        [
            [
                named(row.unit), row.targets, row.letter.issued_at if row.letter else None,
                row.changed,
            ]
            for row in rows
        ],
        [named(area)],
    )  # fmt: skip


def card_table(card: Card, when: str) -> PageTable:
    """The lines of a report card."""
    return PageTable(
        f"{named(card.unit)} {_('Report card')} {when}",
        f"card-{card.unit.pk}-{card.period.code}",
        [
            Column(_("Indicator")), Column(_("Scope")), Column(_("Measure")),
            Column(_("Floor"), "number"), Column(_("Stretch"), "number"),
            Column(_("Reached"), "number"), Column(_("Share of the floor"), "number", "%", 1),
            Column(_("Share of the stretch"), "number", "%", 1), Column(_("Due"), "number"),
            Column(_("Rank"), "number"), Column(_("Units ranked"), "number"),
        ],
        [
            [
                line.indicator, " ".join(line.scope), line.measure, line.floor, line.stretch,
                line.value, line.of_floor, line.of_stretch, line.due, line.rank, line.size or None,
            ]
            for line in card.lines
        ],
    )  # fmt: skip
