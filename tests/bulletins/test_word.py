"""The Word file: what GB/T 9704—2012 asks for, opened by an independent reader."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.bulletins import (
    Colophon,
    Column,
    Document,
    Heading,
    Paragraph,
    Proof,
    RedHead,
    Signature,
    SignedBy,
    Table,
    from_dict,
    to_dict,
    to_docx,
)

DAY = dt.date(2026, 11, 5)
TABLE = Table(
    (Column("名次", 0.6), Column("单位", 1.5, "left"), Column("得分")),
    (("1", "云溪街道", "89.62"), ("2", "松桥街道", "88.25")),
    caption="排名",
    unit="单位：分",
    note="注：并列名次，其后名次空出。",
)
BULLETIN = Document(
    "关于2026年1—10月招商引资擂台排名情况的通报",
    (Paragraph("现将有关情况通报如下。"), Heading("总体情况"), Heading("进位", 2), TABLE),
    head=RedHead("云溪区考核办公室文件", "云考办〔2026〕12号"),
    addressee="各乡镇人民政府、街道办事处",
    signature=Signature("云溪区考核办公室", DAY),
    colophon=Colophon(("各乡镇",), "云溪区考核办公室", DAY),
    proofs=(Proof("榜单校验值", "ab" * 32),),
)


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(to_docx(document)))


def parts(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(to_docx(document))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def styled(word: Any, style: str) -> list[str]:
    return [each.text for each in word.paragraphs if each.style.name == style]


def of_style(word: Any, name: str, path: str, attribute: str) -> str:
    found = word.styles[name].element
    for step in path.split("/"):
        found = found.find(qn(step))
    return str(found.get(qn(attribute)))


def test_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened(BULLETIN).sections[0]
    told = {
        "page_width": 210, "page_height": 297, "top_margin": 37, "left_margin": 28,
        "right_margin": 26, "bottom_margin": 35,
    }  # fmt: skip
    for name, millimetres in told.items():
        assert getattr(section, name).mm == pytest.approx(millimetres, abs=0.1), name


def test_a_page_has_22_lines_and_a_line_28_characters() -> None:
    word = opened(BULLETIN)
    section = word.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    assert grid.get(qn("w:type")) == "linesAndChars"
    high = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    wide = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    assert high // pitch == 22
    sign = 16 * 20 + int(grid.get(qn("w:charSpace"))) / 4096 * 20
    assert round(wide / sign) == 28
    # Programs that know no grid of characters come to the same by closer signs.
    assert of_style(word, "Normal", "w:pPr/w:spacing", "w:line") == str(pitch)
    closer = int(of_style(word, "Normal", "w:rPr/w:spacing", "w:val"))
    assert int(wide // (16 * 20 + closer)) == 28


@pytest.mark.parametrize(
    ("style", "face", "half_points"),
    [
        ("Normal", "仿宋_GB2312", 32), ("Title", "方正小标宋简体", 44), ("Heading 1", "黑体", 32),
        ("Heading 2", "楷体_GB2312", 32), ("Heading 3", "仿宋_GB2312", 32),
        ("主送机关", "仿宋_GB2312", 32), ("版记", "仿宋_GB2312", 28), ("页码", "宋体", 28),
    ],
)  # fmt: skip
def test_faces_and_sizes(style: str, face: str, half_points: int) -> None:
    word = opened(BULLETIN)
    assert of_style(word, style, "w:rPr/w:rFonts", "w:eastAsia") == face
    assert of_style(word, style, "w:rPr/w:sz", "w:val") == str(half_points)


def test_faces_that_are_missing_have_names_that_stand_in() -> None:
    told = parts(BULLETIN)["word/fontTable.xml"].decode()
    for face, other in (("仿宋_GB2312", "FangSong"), ("楷体_GB2312", "KaiTi"), ("黑体", "SimHei")):
        assert re.search(f'w:name="{face}"><w:altName w:val="[^"]*{other}', told)


def test_text_stands_in_the_order_of_an_official_document() -> None:
    word = opened(BULLETIN)
    told = [each.text for each in word.paragraphs if each.text]
    assert told == [
        "云溪区考核办公室文件", "云考办〔2026〕12号",
        "关于2026年1—10月\n招商引资擂台排名情况的通报", "各乡镇人民政府、街道办事处：",
        "现将有关情况通报如下。", "一、总体情况", "（一）进位", "排名", "单位：分",
        "注：并列名次，其后名次空出。", "云溪区考核办公室", "2026年11月5日",
        "榜单校验值：" + "ab" * 32,
    ]  # fmt: skip
    table, colophon = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["名次", "单位", "得分"], ["1", "云溪街道", "89.62"], ["2", "松桥街道", "88.25"],
    ]  # fmt: skip
    assert [row.cells[0].text for row in colophon.rows] == [
        "抄送：各乡镇。", "云溪区考核办公室\t2026年11月5日印发",
    ]  # fmt: skip


def test_paragraphs_begin_two_characters_in_and_the_addressee_does_not() -> None:
    word = opened(BULLETIN)
    assert of_style(word, "Normal", "w:pPr/w:ind", "w:firstLineChars") == "200"
    assert of_style(word, "主送机关", "w:pPr/w:ind", "w:firstLineChars") == "0"


def test_a_table_has_three_lines_and_repeats_its_head() -> None:
    table = opened(BULLETIN).tables[0]
    lines = [
        {side.tag.split("}")[1] for side in borders}
        for row in table.rows
        for borders in row.cells[0]._tc.iter(qn("w:tcBorders"))
    ]
    assert lines == [{"top", "bottom"}, {"bottom"}]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert not list(table._tbl.iter(qn("w:insideV")))


def test_odd_pages_have_the_number_at_the_right_and_even_ones_at_the_left() -> None:
    word = opened(BULLETIN)
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "—  —"
        assert [field.text for field in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_the_red_head_is_red_and_fits_in_a_line() -> None:
    word = opened(BULLETIN)
    (mark,) = [each for each in word.paragraphs if each.style.name == "红头"]
    assert of_style(word, "红头", "w:rPr/w:color", "w:val") == "E60012"
    assert len(mark.text) * mark.runs[0].font.size.pt <= 156 / 25.4 * 72
    assert mark.paragraph_format.space_before.mm == pytest.approx(35, abs=0.1)
    assert "红头" not in {
        each.style.name for each in opened(replace(BULLETIN, head=None)).paragraphs
    }


def test_with_a_seal_the_day_leaves_four_characters_and_the_body_is_centred_over_it() -> None:
    def insets(signature: Signature) -> list[float]:
        word = opened(replace(BULLETIN, signature=signature))
        lines = [each for each in word.paragraphs if each.style.name == "署名"]
        return [each.paragraph_format.right_indent.twips / (8844 / 28) for each in lines]

    # 2026年11月5日 is six and a half characters wide, the body eight.
    assert insets(Signature("云溪区考核办公室", DAY)) == pytest.approx([3.25, 4], abs=0.01)
    # Without one the day begins two characters behind the body, and both keep two free.
    free = insets(Signature("云溪区考核办公室", DAY, sealed=False))
    assert free == pytest.approx([2.5, 2], abs=0.01)
    longer = insets(Signature("云溪区人民政府督查室", DAY, sealed=False))
    assert longer == pytest.approx([2, 3.5], abs=0.01)


def test_parties_sign_side_by_side() -> None:
    letter = replace(
        BULLETIN,
        colophon=None,
        signature=SignedBy((("云溪区人民政府", "（盖章）"), ("白沙镇",)), DAY),
    )
    table = opened(letter).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["云溪区人民政府", "白沙镇"], ["（盖章）", ""],
    ]  # fmt: skip


def test_a_draft_says_so() -> None:
    assert opened(replace(BULLETIN, draft=True)).paragraphs[0].text == "送审稿"
    assert "送审稿" not in [each.text for each in opened(BULLETIN).paragraphs]


def test_the_same_document_gives_the_same_bytes_and_another_gives_others() -> None:
    assert to_docx(BULLETIN) == to_docx(replace(BULLETIN))
    assert to_docx(BULLETIN) != to_docx(replace(BULLETIN, title="另一件"))


def test_nothing_tells_when_or_where_the_file_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(BULLETIN))) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(BULLETIN).core_properties
    assert properties.created.date() == DAY
    assert properties.author == "云溪区考核办公室"
    assert "thumbnail" not in " ".join(parts(BULLETIN))


HOSTILE = (
    "{ PAGE }", "=1+1", "+cmd|' /C calc'!A0", "DDEAUTO c:\\x", "</w:t><w:fldSimple w:instr='X'/>",
    "{{ 7*7 }}", "a\x00b", "得分\u202e", "\ud800", "换\n行\t制", "HYPERLINK \"http://x\"",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_field_or_mark_up(text: str) -> None:
    document = Document(
        text, (Heading(text), Paragraph(text, lead=text), Table((Column(text),), ((text,),))),
        head=RedHead(text, text, text), addressee=text, signature=Signature(text, DAY),
        colophon=Colophon((text,), text), proofs=(Proof(text, text),),
    )  # fmt: skip
    found = parts(document)
    body = found["word/document.xml"].decode()
    assert "<w:fldSimple" not in body
    assert not re.search(r"<w:(instrText|fldChar|fldSimple|hyperlink)", body)
    assert sum(part.count(b"<w:instrText") for part in found.values()) == 2
    opened(document)


words = st.text(max_size=12)
blocks = st.one_of(
    st.builds(Heading, words, st.integers(1, 4)),
    st.builds(Paragraph, words, words),
    st.integers(1, 3).flatmap(
        lambda n: st.builds(
            Table,
            st.tuples(*[st.builds(Column, words)] * n),
            st.lists(st.tuples(*[words] * n), max_size=3).map(tuple),
            words,
        )
    ),
)
documents = st.builds(
    Document, words, st.lists(blocks, max_size=4).map(tuple),
    head=st.none() | st.builds(RedHead, words, words, words, st.none() | st.dates()),
    signature=st.none()
    | st.builds(Signature, words, st.dates(), st.booleans())
    | st.builds(SignedBy, st.just((("甲", "乙"), ("丙",))), st.none() | st.dates()),
    colophon=st.none() | st.builds(Colophon, st.just(("甲",)), words, st.none() | st.dates()),
)  # fmt: skip


@given(documents)
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    plain = to_dict(document)
    assert from_dict(plain) == document
    assert json.loads(json.dumps(plain)) == plain


@settings(max_examples=15, deadline=None)
@given(documents)
def test_any_document_makes_a_file_that_opens(document: Document) -> None:
    opened(document)


def test_rows_fit_their_columns() -> None:
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Table((Column("甲"), Column("乙")), (("一",),))
