"""Laws of reading: spans are text, masks are never numbers, layout changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leitai.documents import Document, read
from leitai.documents.docx_numbering import chinese
from leitai.documents.numerals import chinese_value

PIECES = (
    "2026年云溪区工作要点\n", "一、2025年工作回顾\n", "二、2026年主要目标\n", "（一）抓投资。",
    "一是抓项目。", "地区生产总值增长6%以上，", "新签约亿元以上项目至少80个，全年冲刺100个，",
    "总投资40.6亿元。", "城镇、农村居民收入分别增长5%和6.5%。", "占博罗县70.24%，",
    "综合排名第19位。", "失业率控制在5.5%以内；", "改造老旧小区46个、惠及1.8万户，",
    "实施“三提工程”（提质、提效、提速）。", "由区住建局牵头，6月底前完成。",
    "在只有我们一半面积的土地上，", "开展活动**余次，", "完成投资XX亿元，", "增长X%。",
    "##paidbegin##", "(第2/3页)\n", "力争实现“零”的突破。", "每季度组织对接会，", "5%—8%",
    "三百二十亿元，", "\n", "　　", "\r\n", "。",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).filter(str.strip)
MASKED = ("XX", "**", "×", "X", "***", "2**0", "**00", "□□", "○", "XXX")
UNITS = (
    "亿元",
    "个",
    "%",
    "万人次",
    "余万元",
    "家",
    "万亩",
    "公里",
    "余次",
    "万户",
    "平方米",
    "次",
)


def values(document: Document) -> list[tuple[object, ...]]:
    """What was understood, without where it stands."""
    return [
        (
            t.metric,
            t.value,
            t.value_low,
            t.value_high,
            t.unit,
            t.comparator,
            t.kind,
            t.horizon,
            t.masked,
        )
        for t in document.targets
    ]


@given(texts)
def test_every_span_lies_in_the_text_and_literal_fields_are_its_words(text: str) -> None:
    found = read(text.encode())
    assert found.text == text
    for each in (*found.noise, *found.blocks, *found.outline, *found.targets, *found.tasks,
                 *found.programmes, *found.comparisons, *found.parts):  # fmt: skip
        assert 0 <= each.start <= each.end <= len(text)
    for part in found.programmes:
        for member in part.members:
            assert _bare(text[member.start : member.end]) == _bare(member.text)
    for task in found.tasks:
        for named in (
            *task.responsible_units,
            *task.supporting_units,
            task.lead_unit,
            task.deadline,
        ):
            assert named is None or _bare(text[named.start : named.end]) == _bare(named.text)
    for target in found.targets:
        assert text[target.start : target.end].strip()
        assert target.sentence_start <= target.start
        assert target.end <= target.sentence_end


def _bare(text: str) -> str:
    return "".join(c for c in text if "\u4e00" <= c <= "\u9fff" or c.isdigit())


@given(st.sampled_from(MASKED), st.sampled_from(UNITS), texts, texts)
def test_a_masked_number_never_becomes_a_value(
    mask: str, unit: str, before: str, after: str
) -> None:
    text = f"{before}\n全年完成{mask}{unit}，{after}"
    start = text.index(f"完成{mask}{unit}", len(before)) + 2
    end = start + len(mask + unit)
    for target in read(text.encode()).targets:
        if target.start < end and start < target.end:
            assert target.value is None
            assert target.masked


def full_width(text: str) -> str:
    return "".join(
        chr(ord(c) + 0xFEE0) if c.isascii() and (c.isdigit() or c in "%+()") else c for c in text
    )


@given(texts)
def test_full_width_changes_no_value(text: str) -> None:
    assert values(read(full_width(text).encode())) == values(read(text.encode()))


PROSE = (
    "全年地区生产总值达到612.5亿元，增长6.1%，一般公共预算收入38.7亿元，改造老旧小区46个，惠及群众1.8万户，"
    "新签约亿元以上项目至少80个，全年冲刺100个，总投资500亿元以上，综合排名第19位，占全市比重达到52.6%，"
    "完成投资XX亿元，引进企业12家，城镇新增就业8000人，建成高标准农田6.4万亩，粮食总产量35.2万吨。"
) * 2


@given(st.integers(min_value=18, max_value=60))
def test_wrapped_lines_change_no_value(width: int) -> None:
    wrapped = "\n".join(PROSE[at : at + width] for at in range(0, len(PROSE), width))
    assert values(read(wrapped.encode())) == values(read(PROSE.encode()))


def test_a_page_number_does_not_break_a_sentence() -> None:
    lines = [PROSE[at : at + 30] for at in range(0, len(PROSE), 30)]
    paged = "\n".join([*lines[:3], "- 2 -", *lines[3:]])
    assert values(read(paged.encode())) == values(read(PROSE.encode()))


def test_a_term_may_end_in_any_character() -> None:
    assert read("实现“四变”“三新三变”。".encode()).programmes[0].members == ()


@given(texts, texts)
def test_a_text_put_behind_another_keeps_its_numbers(first: str, second: str) -> None:
    alone = [(t.value, t.value_low, t.unit, t.masked) for t in read(second.encode()).targets]
    both = read(f"{first}\n\n{second}".encode()).targets
    behind = [(t.value, t.value_low, t.unit, t.masked) for t in both]
    assert behind[len(behind) - len(alone) :] == alone


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numbers_are_read_as_they_are_written(number: int) -> None:
    assert chinese_value(chinese(number)) == number
