"""Tables: three lines and no more; and the one that only places signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from leitai.bulletins import form
from leitai.bulletins.model import Align, Table
from leitai.bulletins.template import CELL, ISSUER
from leitai.bulletins.wording import clean

#: Lines in eighths of a point: the outer ones of a table, and the one below its head.
_OUTER, _INNER = 12, 6
#: Lines of the colophon, 0.35 and 0.25 mm; its text stands one sign of 四号 in.
_THICK, _THIN = 8, 6
_COLOPHON_INSET: Final = form.SIZE_4 * 10
#: From this many columns on the signs are smaller.
_MANY: Final = 7
_CELL_MARGIN: Final = 57


def three_line_table(word: Word, table: Table) -> None:
    """Write a table as wide as the text; its head is repeated on each page, rows stay whole."""
    total = sum(column.share for column in table.columns)
    widths = [round(form.BLOCK_WIDTH * column.share / total) for column in table.columns]
    size = form.SIZE_5 if len(table.columns) >= _MANY else form.SIZE_S4
    made = _table(word, len(table.rows) + 1, widths)
    _row_property(made, 0, "w:tblHeader")
    for at, column in enumerate(table.columns):
        cell = _cell(made, 0, at)
        _write(cell, column.name, "center", size, face=form.HEITI)
        _borders(cell, top=_OUTER, bottom=_INNER)
    for line, row in enumerate(table.rows, start=1):
        _row_property(made, line, "w:cantSplit")
        for at, (text, column) in enumerate(zip(row, table.columns, strict=True)):
            cell = _cell(made, line, at)
            _write(cell, text, column.align, size)
            if line == len(table.rows):
                _borders(cell, bottom=_OUTER)


def parties_table(word: Word, parties: Sequence[Sequence[str]]) -> None:
    """Write the places to sign, one column a party, without lines."""
    widths = [form.BLOCK_WIDTH // len(parties)] * len(parties)
    deepest = max(len(party) for party in parties)
    made = _table(word, deepest, widths)
    for at, party in enumerate(parties):
        for line in range(deepest):
            text = party[line] if line < len(party) else ""
            cell = _cell(made, line, at)
            paragraph = _write(cell, text, "left", form.SIZE_3, style=ISSUER)
            paragraph.paragraph_format.keep_with_next = line < deepest - 1
            spacing = paragraph._p.get_or_add_pPr().get_or_add_spacing()
            spacing.set(qn("w:line"), str(form.LINE * 3 // 2))
    for line in range(deepest):
        _row_property(made, line, "w:cantSplit")


def colophon_table(word: Word, rows: Sequence[tuple[str, str]], style: str) -> None:
    """Write the colophon at the foot of the text block, thick lines outside and thin between.

    Word floats the table down; programs that cannot leave it where the text ends.
    """
    made = _table(word, len(rows), [form.BLOCK_WIDTH])
    made._tbl.tblPr.insert(
        0,
        parse_xml(
            f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" '
            'w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center" '
            'w:tblpYSpec="bottom"/>'
        ),
    )
    for line, (left, right) in enumerate(rows):
        _row_property(made, line, "w:cantSplit")
        cell = _cell(made, line, 0)
        paragraph = _write(cell, left, "left", form.SIZE_4, style=style)
        paragraph.paragraph_format.keep_with_next = line < len(rows) - 1
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for side, twips in (
            ("left", _COLOPHON_INSET),
            ("right", _COLOPHON_INSET),
            ("firstLine", 0),
        ):
            indent.set(qn(f"w:{side}"), str(twips))
        if right:
            stop = (form.BLOCK_WIDTH - 2 * _COLOPHON_INSET) * form.EMU_PER_TWIP
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
            run = paragraph.add_run(f"\t{right}")
            _size(run, form.SIZE_4)
        top = _THICK if line == 0 else _THIN
        _borders(cell, top=top, bottom=_THICK if line == len(rows) - 1 else _THIN)
    word.add_paragraph("", style=CELL)


def _table(word: Word, rows: int, widths: Sequence[int]) -> Any:
    made: Any = word.add_table(rows, len(widths))
    properties = made._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    for xml in (
        f'<w:tblW {nsdecls("w")} w:w="{sum(widths)}" w:type="dxa"/>',
        f'<w:jc {nsdecls("w")} w:val="center"/>',
        f'<w:tblLayout {nsdecls("w")} w:type="fixed"/>',
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_CELL_MARGIN}" w:type="dxa"/></w:tblCellMar>',
    ):
        properties.append(parse_xml(xml))
    for column, size in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(size))
    made._widths = list(widths)
    made._cells_of = [row.tc_lst for row in made._tbl.tr_lst]
    for row in made._cells_of:
        for cell, size in zip(row, widths, strict=True):
            cell.width = size * form.EMU_PER_TWIP
    return made


def _cell(made: Any, line: int, at: int) -> Any:
    return _Cell(made._cells_of[line][at], made)


def _write(
    cell: Any, text: str, align: Align, size: int, *, style: str = CELL, face: str = ""
) -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph._p.get_or_add_pPr().get_or_add_jc().set(qn("w:val"), align)
    run = paragraph.add_run(clean(text))
    if face:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    _size(run, size)
    if style == CELL:
        spacing = paragraph._p.get_or_add_pPr().get_or_add_spacing()
        spacing.set(qn("w:before"), "40")
        spacing.set(qn("w:after"), "40")
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(middle)
    return paragraph


def _size(run: Any, half_points: int) -> None:
    properties = run._r.get_or_add_rPr()
    for tag in ("w:sz", "w:szCs"):
        sign = OxmlElement(tag)
        sign.set(qn("w:val"), str(half_points))
        properties.append(sign)


def _borders(cell: Any, **lines: int) -> None:
    told = "".join(
        f'<w:{side} w:val="single" w:sz="{lines[side]}" w:space="0" w:color="000000"/>'
        for side in ("top", "bottom")
        if side in lines
    )
    properties = cell._tc.get_or_add_tcPr()
    properties.insert_element_before(
        parse_xml(f"<w:tcBorders {nsdecls('w')}>{told}</w:tcBorders>"), "w:vAlign"
    )


def _row_property(made: Any, line: int, tag: str) -> None:
    properties = made._tbl.tr_lst[line].get_or_add_trPr()
    properties.append(OxmlElement(tag))
