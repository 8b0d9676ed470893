"""The empty document that every other starts from: page, grid, styles, page numbers, faces.

Made once a process out of python-docx's own template, with what an official document has no use
for taken out.
"""

from __future__ import annotations

import functools
import io
from typing import Any, Final

from docx import Document as open_document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

from leitai.bulletins import form

BODY, TITLE, MARK, NUMBER, EDITOR = "Normal", "Title", "红头", "发文字号", "编印"
ADDRESSEE, ISSUER, CELL, CAPTION, NOTE = "主送机关", "署名", "表格文字", "表题", "表注"
COLOPHON, PROOF, PAGE = "版记", "核验", "页码"

#: Style → face, size in half points, alignment, lines in twips (0: as high as the signs).
STYLES: Final = {
    TITLE: (form.XIAOBIAOSONG, form.SIZE_2, "center", 660),
    MARK: (form.XIAOBIAOSONG, form.SIZE_2, "center", 0),
    NUMBER: (form.FANGSONG, form.SIZE_3, "center", form.LINE),
    EDITOR: (form.FANGSONG, form.SIZE_3, "left", form.LINE),
    ADDRESSEE: (form.FANGSONG, form.SIZE_3, "both", form.LINE),
    ISSUER: (form.FANGSONG, form.SIZE_3, "right", form.LINE),
    CAPTION: (form.HEITI, form.SIZE_S4, "center", form.LINE),
    CELL: (form.FANGSONG, form.SIZE_S4, "center", 0),
    NOTE: (form.FANGSONG, form.SIZE_5, "left", 0),
    COLOPHON: (form.FANGSONG, form.SIZE_4, "left", 0),
    PROOF: (form.SONGTI, form.SIZE_6, "left", 0),
    PAGE: (form.SONGTI, form.SIZE_4, "left", 0),
}
HEADINGS: Final = (form.HEITI, form.KAITI, form.FANGSONG, form.FANGSONG)
_UNNEEDED: Final = ("stylesWithEffects", "customXml", "thumbnail", "webSettings", "numbering")


@functools.cache
def template() -> bytes:
    """Return the empty document."""
    word = open_document()
    _strip(word)
    _styles(word)
    _page(word)
    _settings(word)
    _faces(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _strip(word: Word) -> None:
    for holder in (word.part, word.part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _UNNEEDED:
                del holder.rels[key]
    kept = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title"}
    kept |= {f"Heading{level}" for level in range(1, 5)}
    styles: Any = word.styles.element
    for style in list(styles.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in kept:
            styles.remove(style)


def _styles(word: Word) -> None:
    styles: Any = word.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts(form.FANGSONG)}"
            f'<w:kern w:val="0"/><w:sz w:val="{form.SIZE_3}"/><w:szCs w:val="{form.SIZE_3}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            "<w:pPrDefault/></w:docDefaults>"
        ),
    )
    _set(word, BODY, form.FANGSONG, form.SIZE_3, "both", form.LINE, indent=True)
    for level, face in enumerate(HEADINGS, start=1):
        _set(word, f"Heading {level}", face, form.SIZE_3, "both", form.LINE, indent=True)
    for name, (face, size, align, line) in STYLES.items():
        if name not in (TITLE,):
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _set(word, name, face, size, align, line)


def _set(
    word: Word, name: str, face: str, size: int, align: str, line: int, *, indent: bool = False
) -> None:
    """Write a style from nothing: what the template said of it must not shine through."""
    style: Any = word.styles[name].element
    for tag in ("w:pPr", "w:rPr", "w:basedOn", "w:next", "w:link"):
        for found in style.findall(qn(tag)):
            style.remove(found)
    level = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
    keep = "<w:keepNext/>" if level or name in (CAPTION, MARK) else ""
    spacing = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    chars, twips = (200, round(form.CHARACTER * 2)) if indent else (0, 0)
    first = f'<w:ind w:firstLineChars="{chars}" w:firstLine="{twips}"/>'
    style.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}>{keep}<w:widowControl w:val="0"/>'
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" {spacing}/>{first}'
            f'<w:jc w:val="{align}"/>{level}</w:pPr>'
        )
    )
    # 28 signs of 16 pt are wider than the line. The grid says so to whoever asks for it; the signs
    # stand closer by themselves, since programs other than Word snap them to every second place.
    closer = f'<w:spacing w:val="{form.CLOSER}"/>' if size == form.SIZE_3 else ""
    color = f'<w:color w:val="{form.RED}"/>' if name == MARK else ""
    style.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}>{_fonts(face)}{color}{closer}<w:kern w:val="0"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        )
    )


def _fonts(face: str) -> str:
    latin = face if face == form.SONGTI else form.LATIN
    return (
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{form.LATIN}"/>'
    )


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Twips(form.PAGE_WIDTH), Twips(form.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(form.TOP), Twips(form.BOTTOM)
    section.left_margin, section.right_margin = Twips(form.LEFT), Twips(form.RIGHT)
    section.header_distance, section.footer_distance = Twips(851), Twips(form.FOOTER)
    properties: Any = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(form.LINE))
    grid.set(qn("w:charSpace"), str(form.CHAR_SPACE))
    properties.append(grid)
    word.settings.odd_and_even_pages_header_footer = True
    inset = round(form.CHARACTER * form.SIZE_4 / form.SIZE_3)
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph: Any = footer.paragraphs[0]
        paragraph.style = word.styles[PAGE]
        properties = paragraph._p.get_or_add_pPr()
        indent = OxmlElement("w:ind")
        indent.set(qn(f"w:{align}"), str(inset))
        indent.set(qn("w:firstLine"), "0")
        properties.append(indent)
        jc = OxmlElement("w:jc")
        jc.set(qn("w:val"), align)
        properties.append(jc)
        paragraph.add_run("— ")
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()._r
            sign = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                sign.set(qn("w:fldCharType"), kind)
            else:
                sign.text = "PAGE"
            run.append(sign)
        paragraph.add_run(" —")


def _settings(word: Word) -> None:
    settings: Any = word.settings.element
    for tag in ("w:zoom", "w:proofState", "w:savePreviewPicture", "w:rsids", "w:themeFontLang"):
        for found in settings.findall(qn(tag)):
            settings.remove(found)
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")


def _faces(word: Word) -> None:
    """Name the faces that stand in where one is missing."""
    told = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{",".join(others)}"/>'
        f'<w:panose1 w:val="{form.BUILD[face]}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, others in form.FALLBACKS.items()
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:fonts {nsdecls('w')}>{told}</w:fonts>"
    )
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            part: Any = relation.target_part
            part._blob = text.encode()
