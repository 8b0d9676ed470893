"""Outline, targets, tasks, shorthands, comparisons and copies, each on its smallest text."""

from __future__ import annotations

import pytest

from leitai.documents import Target, find_duplicates, read
from tests.documents.make_documents import docx, table

HEAD = "2026年云溪区工作要点\n\n二、2026年主要目标\n"


def targets(sentence: str) -> list[Target]:
    return list(read((HEAD + sentence).encode()).targets)


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "comparator", "kind"),
    [
        ("新签约项目至少80个。", 80, "个", ">=", "target_floor"),
        ("全年冲刺1000亿元。", 1000, "亿元", ">=", "target_stretch"),
        ("失业率控制在5.5%以内。", 5.5, "%", "<=", "target_ceiling"),
        ("实施重大项目106个。", 106, "个", "=", "target_plan"),
        ("去年完成投资169亿元。", 169, "亿元", "=", "result"),
        ("占博罗县70.24%。", 70.24, "%", "=", "share"),
        ("综合排名第19位。", 19, "位", "=", "rank"),
        ("集中支持一批超百亿投资的项目。", 100, "亿", ">", "threshold"),
        ("规上企业数是其1／15。", 1 / 15, "倍", "=", "share"),
        ("财政收入是我们的五倍多。", 5, "倍", ">", "share"),
        ("力争百强村实现“零”的突破。", 0, "个", ">", "target_stretch"),
        ("实行一月一调度。", 1, "次/月", "=", "target_plan"),
        ("亩均税收达到22万元/亩。", 22, "万元/亩", "=", "target_plan"),
        ("化解率达到百分之九十五以上。", 95, "%", ">=", "target_floor"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_meant(
    sentence: str, value: float, unit: str, comparator: str, kind: str
) -> None:
    (found,) = targets(sentence)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.comparator, found.kind) == (unit, comparator, kind)


def test_a_range_has_bounds_and_no_single_value() -> None:
    (found,) = targets("地区生产总值增长5.5%—6%。")
    assert (found.value, found.value_low, found.value_high) == (None, 5.5, 6)


def test_a_decrease_keeps_the_printed_number_and_a_negative_base() -> None:
    (found,) = targets("单位能耗下降3%。")
    assert (found.value, found.value_base, found.metric) == (3, -3, "单位能耗降幅")


def test_respectively_gives_each_its_own() -> None:
    found = targets("城镇、农村居民收入分别增长5%和6.5%。")
    assert [t.value for t in found] == [5, 6.5]
    assert found[0].metric != found[1].metric
    assert "metric_distributed" in found[1].reasons


def test_an_elided_metric_is_inherited_and_that_is_said() -> None:
    floor, stretch = targets("新签约项目至少80个，全年冲刺100个。")
    assert stretch.metric == floor.metric
    assert "metric_inherited" in stretch.reasons


def test_a_result_in_a_section_of_plans_is_shown_as_a_conflict() -> None:
    found = targets("去年已新签约项目58个。")[0]
    assert found.kind == "result"
    assert found.horizon == "2025年"


@pytest.mark.parametrize(
    "words",
    [
        "党的二十大精神",
        "“十四五”规划",
        "2026年3月5日",
        "第三产业",
        "每一个支部",
        "5G基站",
        "两个确立",
        "千方百计",
    ],
)
def test_names_and_dates_are_no_numbers(words: str) -> None:
    assert targets(f"深入学习{words}的要求。") == []


def test_markers_get_levels_by_the_order_they_come_up_in() -> None:
    text = "甲区工作计划\n一、总体要求\n1.抓学习。内容。\n（1）抓经常。内容。\n**.抓落实。内容。\n二、保障\n"
    found = [(h.level, h.marker, h.title) for h in read(text.encode()).outline]
    assert found == [
        (0, "", "甲区工作计划"), (1, "一、", "总体要求"), (2, "1.", "抓学习"), (3, "(1)", "抓经常"),
        (2, "**.", "抓落实"), (1, "二、", "保障"),
    ]  # fmt: skip


def test_speeches_in_one_file_are_parts_with_outlines_of_their_own() -> None:
    body = "同志们：今天的会议很重要。" * 6
    text = f"研讨发言\n（2篇）\n（一）\n{body}\n一是讲政治。内容。\n（二）\n{body}\n一、讲大局。内容。\n"
    found = read(text.encode())
    assert len(found.parts) == 3
    assert [(h.part, h.level) for h in found.outline if h.marker in ("一是", "一、")] == [
        (1, 1), (2, 1),
    ]  # fmt: skip


def test_task_tables_name_units_and_dates_only_where_they_stand() -> None:
    rows = [
        ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
        ["1", "推进城市更新", "区住建局", "各街道、区财政局", "12月底"],
        ["2", "整治黑臭水体", "^", "", ""],
    ]
    first, second = read(docx(table(rows))).tasks
    assert (first.verb, first.object, first.origin) == ("推进", "城市更新", "table")
    assert first.lead_unit is not None
    assert first.lead_unit.text == "区住建局"
    assert [u.text for u in first.responsible_units] == ["各街道", "区财政局"]
    assert first.deadline is not None
    assert first.deadline.text == "12月底"
    assert second.lead_unit is not None
    assert second.lead_unit.text == "区住建局"
    assert (second.responsible_units, second.deadline) == ((), None)


def test_tasks_in_prose_have_no_unit_where_none_is_named() -> None:
    found = read(
        (
            HEAD + "推进大道改造，由区住建局牵头，区交通局配合，6月底前完成。盘活闲置土地1500亩。"
        ).encode()
    ).tasks
    lead, bare = found
    assert lead.lead_unit is not None
    assert lead.lead_unit.text == "区住建局"
    assert [u.text for u in lead.supporting_units] == ["区交通局"]
    assert (bare.verb, bare.object) == ("盘活", "闲置土地")
    assert (bare.lead_unit, bare.responsible_units, bare.deadline) == (None, (), None)


@pytest.mark.parametrize(
    ("text", "term", "members"),
    [
        ("满足“三位”（学位、床位、车位）需求。", "三位", ["学位", "床位", "车位"]),
        ("坚持科技创新和制度创新“双轮驱动”。", "双轮驱动", ["科技创新", "制度创新"]),
        ("打造生态生产生活“三生融合”的园区。", "三生融合", ["生态", "生产", "生活"]),
        ("统筹推进蓝天、碧水、净土、清废四大行动。", "四大行动", ["蓝天", "碧水", "净土", "清废"]),
        ("锚定“一主两翼”，具体来说就是主城、东翼、西翼。", "一主两翼", ["主城", "东翼", "西翼"]),
        ("落实“五共”理念。", "五共", []),
        ("落实“1＋3＋N”体系，即甲、乙、丙。", "1+3+N", []),
    ],
)  # fmt: skip
def test_shorthands_have_the_members_that_the_text_gives(
    text: str, term: str, members: list[str]
) -> None:
    (found,) = [p for p in read(text.encode()).programmes if p.term == term]
    assert [m.text for m in found.members] == members


def test_figures_set_against_another_area_are_comparisons() -> None:
    (found,) = read("我区地区生产总值占博罗县70.24%。".encode()).comparisons
    assert (found.relation, found.other, found.value) == ("share_of", "博罗县", 70.24)


PASSAGE = "我们要把握机遇乘势而上，聚焦主责主业抓好项目建设，持续优化营商环境，努力在新征程上实现更大突破，为全区发展作出新的贡献，不负人民的期待和重托。"


def test_copies_are_found_within_and_across_documents_whatever_the_quotes() -> None:
    other = PASSAGE.replace("，", ",").replace("机遇", "“机遇”")
    documents = [read(f"开头甲乙丙。{PASSAGE}".encode()), read(f"别的开头。{other}结尾。".encode())]
    (found,) = find_duplicates(documents)
    assert documents[0].text[found.start : found.end] == PASSAGE[:-1]
    assert documents[1].text[found.other_start : found.other_end] == other[:-1]
    assert find_duplicates(documents[:1]) == []
    twice = read(f"{PASSAGE}中间有别的话，说的是另外一件事情。{PASSAGE}".encode())
    assert len(find_duplicates([twice])) == 1


def test_set_phrases_are_no_copies() -> None:
    phrase = "更加紧密团结在以习近平同志为核心的党中央周围，深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”。"
    assert find_duplicates([read(f"甲。{phrase}".encode()), read(f"乙乙。{phrase}".encode())]) == []
    common = [read(f"第{n}篇的开头各不相同{n}。{PASSAGE}".encode()) for n in range(6)]
    assert find_duplicates(common) == []
