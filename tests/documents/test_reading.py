"""Every kind of file becomes plain text whose blocks know their place."""

from __future__ import annotations

import pytest

from leitai.documents import read
from tests.documents.make_documents import docx, listed, numbering, ofd, paragraph, pdf, table

PROSE = "我们要坚持稳中求进工作总基调，推动经济社会高质量发展，力争实现全年目标任务。" * 4


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def inserted(text: str) -> str:
    return f"<w:ins><w:r><w:t>{text}</w:t></w:r></w:ins>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    text = (
        PROSE
        if encoding != "big5"
        else "本縣今年生產總值增長百分之六，我們要繼續努力發展經濟。" * 5
    )
    assert read(text.encode(encoding)).text == text


def test_damaged_utf8_is_still_read_as_utf8_and_the_damage_marked() -> None:
    data = PROSE.encode() + b"\xe4\xb8" + PROSE.encode()
    found = read(data)
    assert found.encoding == "utf-8"
    assert [found.text[n.start : n.end] for n in found.noise] == ["\ufffd"]
    assert found.noise[0].reason == "mojibake"


def test_the_text_of_a_txt_file_is_the_file() -> None:
    text = "第一行\r\n第二行\r\n\r\n  第四行"
    found = read(text.encode())
    assert found.text == text
    assert [(b.place, text[b.start : b.end]) for b in found.blocks] == [
        ("line 1", "第一行"), ("line 2", "第二行"), ("line 4", "  第四行"),
    ]  # fmt: skip


def test_word_numbers_that_stand_in_no_run_are_made() -> None:
    levels = numbering(
        ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
    )
    body = "".join(
        listed(level, text)
        for level, text in [
            (0, "甲"),
            (1, "乙"),
            (2, "丙"),
            (2, "丁"),
            (1, "戊"),
            (2, "己"),
            (0, "庚"),
        ]
    )
    found = read(docx(body, numbering=levels))
    assert found.text.split("\n")[:-1] == [
        "一、甲", "（一）乙", "1. 丙", "2. 丁", "（二）戊", "1. 己", "二、庚",
    ]  # fmt: skip
    assert [block.made for block in found.blocks] == [2, 3, 3, 3, 3, 3, 2]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = paragraph(run("增长") + deleted("5") + inserted("6") + run("%以上。"))
    gone = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    body += paragraph("上段", gone) + paragraph("接下段。")
    assert read(docx(body)).text == "增长6%以上。\n上段接下段。\n"


def test_hidden_text_and_field_codes_are_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert read(docx(paragraph(run("甲") + hidden + field + run("乙")))).text == "甲乙\n"


def test_text_boxes_and_footnotes_are_read_once() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("框内文字")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + paragraph("框内文字")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    note = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    found = read(
        docx(
            paragraph(run("正文") + box + note + run("。")),
            footnotes=f'<w:footnote w:id="7">{paragraph("注释")}</w:footnote>',
        )
    )
    assert found.text == "正文［1］。\n框内文字\n［1］注释\n"
    assert [block.kind for block in found.blocks] == ["paragraph", "textbox", "footnote"]


def test_cells_know_row_and_column_and_merged_ones_their_upper_cell() -> None:
    found = read(docx(table([["任务", "单位"], ["修路", "交通局"], ["^", "财政局"], ["合计|2"]])))
    grid = [[found.text[c.start : c.end] for c in row] for row in found.tables[0].rows]
    assert grid == [["任务", "单位"], ["修路", "交通局"], ["修路", "财政局"], ["合计", "合计"]]
    assert found.blocks[3].place == "table 1 row 2 column 2"


def test_web_pages_are_read_without_scripts_and_their_chrome_is_marked() -> None:
    page = (
        "<html><head><meta charset='gbk'><title>工作要点</title><script>x=1</script></head>"
        f"<body><nav>首页</nav><h1>工作要点</h1><p>{PROSE}</p>"
        "<table><tr><th>任务</th><th>单位</th></tr><tr><td rowspan=2>修路</td><td>甲局</td></tr>"
        "<tr><td>乙局</td></tr></table></body></html>"
    )
    found = read(page.encode("gbk"))
    assert found.encoding == "gb18030"
    assert "x=1" not in found.text
    assert [found.text[n.start : n.end] for n in found.noise] == ["首页"]
    rows = [[found.text[c.start : c.end] for c in row] for row in found.tables[0].rows]
    assert rows == [["任务", "单位"], ["修路", "甲局"], ["修路", "乙局"]]


def test_the_text_column_of_a_csv_is_read_with_its_title_and_date() -> None:
    data = (
        f'province,title,publish_date,full_text\n甲省,2026年报告,2026-02-02,"一、回顾\n{PROSE}"\n'
    )
    found = read(data.encode("utf-8-sig"))
    assert found.text == f"一、回顾\n{PROSE}\n"
    assert found.parts[0].year == 2026


def test_ofd_text_comes_in_reading_order() -> None:
    assert (
        read(ofd((60, 20, "右半"), (20, 40, "第二行"), (20, 20, "左半"))).text
        == "左半右半\n第二行\n"
    )


def test_pdf_text_is_read_by_page_and_line() -> None:
    found = read(pdf("GDP 2026"))
    assert found.text == "GDP 2026\n"
    assert found.blocks[0].place == "page 1 line 1"
