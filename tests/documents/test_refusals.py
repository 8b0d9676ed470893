"""Hostile, secret, scanned and damaged files: a message, and nothing else happens."""

from __future__ import annotations

import random
import zipfile

import pytest

from leitai.documents import DocumentError, Limits, office_conversion, read
from tests.documents.make_documents import docx, ofd, paragraph, pdf, table, zipped

TEXT = (
    "一、总体要求\n地区生产总值增长6%以上，完成投资40.6亿元。\n（一）抓项目。新签约项目至少80个。\n"
)


def refusal(data: bytes, limits: Limits | None = None, name: str = "") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read(data, limits=limits, name=name)
    assert caught.value.message
    assert caught.value.message_en.isascii() or "“" in caught.value.message_en
    return caught.value


@pytest.mark.parametrize(
    "mark", ["秘密★1年", "机　密★", "绝密 ★ 长期", "密级：机密", "机密", "秘 密（3年）"]
)
def test_a_secrecy_mark_refuses_and_tells_nothing_of_the_text(mark: str) -> None:
    found = refusal(f"{mark}\n关于甲工程的通知\n正文乙丙丁".encode())
    assert found.code == "secret"
    assert "甲工程" not in found.message + found.message_en + str(found.__context__ or "")


def test_a_secrecy_mark_in_a_header_or_cell_refuses_too() -> None:
    header = "<w:p><w:r><w:t>机密</w:t></w:r><w:r><w:t>★</w:t></w:r></w:p>"
    assert refusal(docx(paragraph("正文"), header1=header)).code == "secret"
    assert refusal(docx(table([["秘密★5年", "编号"]]))).code == "secret"


def test_prose_about_secrets_is_no_mark() -> None:
    text = "各单位要严守国家秘密和工作秘密，做好机密文件管理。\n" + TEXT
    assert read(text.encode()).text == text


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b"x" * 2000, Limits(max_bytes=1000)).code == "too_big"
    assert refusal(("字" * 300).encode(), Limits(max_chars=200)).code == "too_big"


def test_bombs_are_refused() -> None:
    blown = docx(paragraph("字" * 3_000_000))
    assert refusal(blown, Limits(max_ratio=50)).code == "bomb"
    assert refusal(blown, Limits(max_part=1_000_000)).code == "bomb"
    assert refusal(zipped({f"{n}": "" for n in range(60)}), Limits(max_members=50)).code == "bomb"
    nested = '<w:document xmlns:w="x"><w:body>' + "<w:sdt>" * 3000 + "</w:sdt>" * 3000
    assert (
        refusal(zipped({"word/document.xml": nested + "</w:body></w:document>"})).code == "corrupt"
    )


def test_a_page_nested_too_deep_is_refused_and_not_cut() -> None:
    page = "<html><body>" + "<div>" * 5000 + "正文" + "</div>" * 5000
    assert refusal(page.encode(), name="a.html").code == "corrupt"
    shallow = "<html><body>" + "<div>" * 100 + "正文" + "</div>" * 100
    assert read(shallow.encode(), name="a.html").text == "正文\n"


def test_entities_are_refused_and_never_resolved(tmp_path: object) -> None:
    secret = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    data = zipped({"word/document.xml": secret + "<d>&e;</d>"})
    assert refusal(data).code == "bomb"
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    assert refusal(zipped({"OFD.xml": laughs})).code == "bomb"


def test_scans_are_told_with_advice() -> None:
    found = refusal(pdf("", picture=True))
    assert found.code == "scan"
    assert "OCR" in found.message
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"0" * 50).code == "scan"


def test_what_is_no_document_is_named() -> None:
    assert refusal(zipped({"xl/workbook.xml": "<w/>"})).code == "kind"
    assert refusal(bytes(range(256)) * 20).code == "kind"
    assert refusal(b"").code == "empty"
    assert refusal(b"  \n \n").code == "no_text"


def test_old_word_files_say_what_is_needed_where_libreoffice_is_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office_conversion, "office_program", lambda: "")
    found = refusal(b"{\\rtf1 text}")
    assert found.code == "office_missing"
    assert "另存为 .docx" in found.message


@pytest.mark.parametrize("kind", ["txt", "docx", "ofd", "pdf", "html"])
def test_damaged_files_are_read_or_refused_and_never_crash(kind: str) -> None:
    whole = {
        "txt": TEXT.encode("gb18030"),
        "docx": docx(paragraph(TEXT) + table([["任务", "单位"], ["修路", "甲局"]])),
        "ofd": ofd((20, 20, TEXT)),
        "pdf": pdf("GDP 2026"),
        "html": f"<html><body><p>{TEXT}</p><table><tr><td>1</td><td>2</td></tr></table>".encode(),
    }[kind]
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data) or 1)
            action = chance.random()
            if action < 0.5 and data:
                data[at] = chance.randrange(256)
            elif action < 0.8:
                del data[at : at + chance.randint(1, 40)]
            else:
                data[at:at] = bytes(chance.randrange(256) for _ in range(9))
        try:
            found = read(bytes(data), name=f"x.{kind}")
        except DocumentError:
            continue
        for each in (*found.noise, *found.blocks, *found.outline, *found.targets):
            assert 0 <= each.start <= each.end <= len(found.text)


@pytest.mark.parametrize(
    "piece",
    ["1", "一", "X", "*", "、", "(", '"', " ", "一、", "(一)", "1.", "000,", "分别1%、", "每月", "从1%到",
     "占甲县1%", "“一甲二乙”", "“三新”（甲、乙、丙）", "各镇、", "责任单位：", "\t", "甲\t乙\n", "\n", "�", "第2/3页"],
)  # fmt: skip
def test_endless_repetition_is_read_like_any_text(piece: str) -> None:
    text = "甲" + piece * (4_000 // len(piece))
    found = read(text.encode())
    assert found.text == text
    for each in (*found.outline, *found.targets, *found.tasks, *found.programmes):
        assert 0 <= each.start <= each.end <= len(text)


def test_the_directory_may_lie_about_sizes() -> None:
    data = bytearray(docx(paragraph("字" * 100_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x01\x02") + 4)
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(data)).code in ("corrupt", "bomb", "no_text")
    assert zipfile.is_zipfile(__import__("io").BytesIO(bytes(data)))
