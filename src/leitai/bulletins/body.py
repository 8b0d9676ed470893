"""What stands on the pages, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from leitai.bulletins import form
from leitai.bulletins.model import (
    Colophon,
    Heading,
    Paragraph,
    Proof,
    RedHead,
    Signature,
    SignedBy,
    Table,
)
from leitai.bulletins.template import (
    ADDRESSEE,
    BODY,
    CAPTION,
    COLOPHON,
    EDITOR,
    ISSUER,
    MARK,
    NOTE,
    NUMBER,
    PROOF,
    TITLE,
)
from leitai.bulletins.threeline import colophon_table, parties_table, three_line_table
from leitai.bulletins.wording import (
    addressee_line,
    balanced,
    clean,
    copies_line,
    official_date,
    width,
)

#: The mark's upper edge is 35 mm below that of the text block, and the red line 4 mm below the
#: number.
_ABOVE_MARK: Final = round(35 * form.TWIPS_PER_MM)
_ABOVE_LINE: Final = 11  # points
#: Characters that the day leaves free at the right for the seal, and the body without one.
_SEALED, _UNSEALED = 4.0, 2.0


class Body:
    """Writes blocks to the end of a document."""

    def __init__(self, word: Word) -> None:
        self.word = word

    def _line(self, text: str, style: str = BODY) -> Any:
        return self.word.add_paragraph(clean(text), style=style)

    def _blank(self) -> None:
        self._line("")

    def _hold(self) -> None:
        """Let the last paragraph go with what follows: no page bears a signature alone."""
        paragraphs = self.word.paragraphs
        if paragraphs:
            _keep(paragraphs[-1])

    def draft(self) -> None:
        """Mark what is not issued yet."""
        run = self._line("", ADDRESSEE).add_run("送审稿")
        _face(run, form.HEITI)

    def head(self, head: RedHead) -> None:
        """Write mark, number, editor and date, and the red line."""
        mark = self._line("", MARK)
        text = clean(head.mark)
        _spacing(mark, before=_ABOVE_MARK)
        run = mark.add_run(text)
        size = form.mark_size(width(text))
        _size(run, size)
        last = self._line("", NUMBER)
        if head.number:
            last = self._line(head.number, NUMBER)
        if head.editor or head.date is not None:
            self._line("", NUMBER)
            last = self._line(head.editor, EDITOR)
            _tab_right(last, form.BLOCK_WIDTH)
            if head.date is not None:
                last.add_run(f"\t{official_date(head.date)}")
        _line_below(last, form.RED, eighths=16, space=_ABOVE_LINE)
        self._blank()

    def title(self, text: str, *, below_head: bool) -> None:
        """Write the title in even lines, two below the red line."""
        if below_head:
            self._blank()
        lines = balanced(text)
        paragraph = self._line(lines[0], TITLE)
        for line in lines[1:]:
            paragraph.add_run().add_break()
            paragraph.add_run(line)
        self._blank()

    def addressee(self, text: str) -> None:
        self._line(addressee_line(text), ADDRESSEE)

    def heading(self, heading: Heading, marker: str) -> None:
        self._line(marker + clean(heading.text), f"Heading {heading.level}")

    def paragraph(self, paragraph: Paragraph) -> None:
        written = self._line("")
        if paragraph.lead:
            _face(written.add_run(clean(paragraph.lead)), form.KAITI)
        written.add_run(clean(paragraph.text))

    def table(self, table: Table) -> None:
        """Write caption, unit line, the table itself and its note."""
        if table.caption:
            self._line(table.caption, CAPTION)
        if table.unit:
            unit = self._line(table.unit, NOTE)
            _align(unit, "right")
            _keep(unit)
        three_line_table(self.word, table)
        self._line(table.note, NOTE)

    def signature(self, signature: Signature) -> None:
        """Write body and date at the right as the standard places them with or without a seal."""
        issuer, day = clean(signature.issuer), official_date(signature.date)
        long, short = width(issuer), width(day)
        if signature.sealed:
            date_in = max(_SEALED, (long - short) / 2)
            issuer_in = date_in + (short - long) / 2
        else:
            issuer_in = max(_UNSEALED, short - long + 4.0)
            date_in = issuer_in + long - short - 2.0
            if date_in < 0:
                issuer_in, date_in = issuer_in - date_in, 0.0
        self._hold()
        for _line in range(2):
            _keep(self._line(""))
        for text, inside in ((issuer, issuer_in), (day, date_in)):
            line = self._line(text, ISSUER)
            _indent_right(line, inside)
        _keep(self.word.paragraphs[-2])

    def parties(self, signed: SignedBy) -> None:
        """Write places to sign side by side, and the date."""
        self._hold()
        _keep(self._line(""))
        parties_table(self.word, [[clean(line) for line in party] for party in signed.parties])
        if signed.date is not None:
            self._blank()
            _align(self._line(official_date(signed.date), ISSUER), "center")

    def proofs(self, proofs: Sequence[Proof]) -> None:
        """Write what a reader can check the paper by, small."""
        self._line("", PROOF)
        for proof in proofs:
            line = self._line(f"{clean(proof.name)}：{clean(proof.value)}", PROOF)
            _keep(line, following=proof is not proofs[-1])

    def colophon(self, colophon: Colophon) -> None:
        """Write the colophon at the foot of the page that the document ends on."""
        rows = []
        if copies := copies_line(colophon.copies_to):
            rows.append((copies, ""))
        if colophon.printed_by or colophon.printed_on is not None:
            day = f"{official_date(colophon.printed_on)}印发" if colophon.printed_on else ""
            rows.append((clean(colophon.printed_by), day))
        if rows:
            colophon_table(self.word, rows, COLOPHON)


def _properties(paragraph: Any) -> Any:
    return paragraph._p.get_or_add_pPr()


def _face(run: Any, face: str) -> None:
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)


def _size(run: Any, half_points: int) -> None:
    properties = run._r.get_or_add_rPr()
    for tag in ("w:sz", "w:szCs"):
        size = OxmlElement(tag)
        size.set(qn("w:val"), str(half_points))
        properties.append(size)


def _align(paragraph: Any, where: str) -> None:
    jc = _properties(paragraph).get_or_add_jc()
    jc.set(qn("w:val"), where)


def _spacing(paragraph: Any, *, before: int) -> None:
    _properties(paragraph).get_or_add_spacing().set(qn("w:before"), str(before))


def _indent_right(paragraph: Any, characters: float) -> None:
    indent = _properties(paragraph).get_or_add_ind()
    indent.set(qn("w:firstLine"), "0")
    indent.set(qn("w:right"), str(round(characters * form.CHARACTER)))


def _keep(paragraph: Any, *, following: bool = True) -> None:
    paragraph.paragraph_format.keep_with_next = following
    paragraph.paragraph_format.keep_together = True


def _tab_right(paragraph: Any, at: int) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(
        at * form.EMU_PER_TWIP, WD_TAB_ALIGNMENT.RIGHT
    )


def _line_below(paragraph: Any, color: str, *, eighths: int, space: int) -> None:
    """Draw a line below a paragraph: its breadth in eighths of a point, its distance in points."""
    _properties(paragraph).insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="{eighths}" '
            f'w:space="{space}" w:color="{color}"/></w:pBdr>'
        ),
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc",
    )  # fmt: skip
