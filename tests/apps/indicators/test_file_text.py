"""Files of offices are looked through for secrecy marks, whatever they are written with."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from leitai.apps.indicators.file_text import Looked, is_read, look_for_mark

CLEAN = Looked("", read=True)


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def word(*paragraphs: str, header: str = "") -> bytes:
    """A Word file; each paragraph is cut into runs of one character, as Word likes to do."""

    def written(text: str) -> str:
        return "<w:p>" + "".join(f"<w:r><w:t>{one}</w:t></w:r>" for one in text) + "</w:p>"

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(map(written, paragraphs))
    return packed(
        document=f"<w:document {space}><w:body>{body}</w:body></w:document>",
        header1=f"<w:hdr {space}>{written(header)}</w:hdr>",
    )


def boxed(text: str) -> bytes:
    """A mark in a text box inside a paragraph of other words."""
    space = 'xmlns:w="urn:w"'
    return packed(
        document=f"<w:d {space}><w:p><w:t>关于</w:t><w:txbxContent><w:p><w:t>{text}</w:t></w:p>"
        "</w:txbxContent><w:t>表彰的决定</w:t></w:p></w:d>"
    )


def sheet(value: str, *, header: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.active["B7"] = value
    book.active["C7"] = 12.5
    book.active.oddHeader.right.text = header
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF of one page as word processors write it: glyph numbers, with a table of their signs."""
    signs = sorted(set("".join(lines)))
    glyph = {sign: f"{at:04X}" for at, sign in enumerate(signs, start=1)}
    table = "\n".join(f"<{glyph[sign]}> <{ord(sign):04X}>" for sign in signs)
    shown = "\n".join(
        f"BT /F 12 Tf 50 {780 - 15 * at} Td <{''.join(glyph[sign] for sign in line)}> Tj ET"
        for at, line in enumerate(lines)
    )
    to_signs = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange "
        f"{len(signs)} beginbfchar\n{table}\nendbfchar endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/Identity-H/DescendantFonts[6 0 R]"
        "/ToUnicode 8 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/S/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 7 0 R>>",
        "<</Type/FontDescriptor/FontName/S/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
        "/Ascent 800/Descent -200/CapHeight 800/StemV 80>>",
        f"<</Length {len(to_signs)}>>stream\n{to_signs}\nendstream",
    ]
    written = "%PDF-1.4\n"
    places = []
    for at, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{at} 0 obj\n{one}\nendobj\n"
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    )
    return written.encode("latin-1")


@pytest.mark.parametrize(
    ("content", "mark"),
    [
        ("机密★3年\n关于表彰的决定".encode(), "机密"),
        ("关于表彰的决定\n秘密\n".encode("gb18030"), "秘密"),
        ("绝 密★".encode("utf-16"), "绝密"),
        (word("机 密★3年", "关于表彰的决定"), "机密"),
        (word("关于表彰的决定", header="秘密"), "秘密"),
        (boxed("绝密"), "绝密"),
        (sheet("机密★1年"), "机密"),
        (sheet("表", header="秘密★1年"), "秘密"),
        (sheet("表", header="绝密"), "绝密"),
    ],
)
def test_a_mark_is_found_in_the_text(content: bytes, mark: str) -> None:
    assert look_for_mark(content) == Looked(mark, read=True)


@pytest.mark.parametrize(
    "content",
    [
        "关于做好保密工作、清退秘密文件的通知".encode(),
        word("保守国家秘密法宣传月先进集体", "全区保密工作会议"),
        sheet("保密工作先进单位"),
    ],
)
def test_talk_of_secrecy_is_no_mark(content: bytes) -> None:
    assert look_for_mark(content) == CLEAN


def test_of_other_files_the_bytes_are_searched_for_a_starred_mark() -> None:
    old = b"\xd0\xcf\x11\xe0\x00\x00" + "机密★10年".encode("utf-16-le")
    assert look_for_mark(old) == Looked("机密", read=False)
    assert look_for_mark(b"\x89PNG\x00\x00") == Looked("", read=False)
    assert look_for_mark(b"PK\x03\x04 broken") == Looked("", read=False)


def test_a_pdf_is_read() -> None:
    assert look_for_mark(pdf("机密★3年", "关于表彰的决定")) == Looked("机密", read=True)
    assert look_for_mark(pdf("关于表彰的决定", "全区保密工作会议")) == CLEAN
    assert look_for_mark(b"%PDF-1.4") == Looked("", read=False)
    assert look_for_mark(pdf("")) == Looked("", read=False)
    assert is_read("决定.PDF")


def test_pdfs_are_read_by_many_at_once() -> None:
    files = [pdf("机密★3年" if at % 2 else "决定", *["附件"] * 40) for at in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = [looked.mark for looked in pool.map(look_for_mark, files)]
    assert found == ["", "机密"] * 20
