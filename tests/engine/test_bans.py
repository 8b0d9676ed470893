"""What national rules forbid to judge by: firm where declared, to confirm where only words do."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import Scheme, SchemeError
from leitai.engine.scheme.bans import BANS, banned_by_words, cautions
from leitai.engine.scheme.tree import KINDS


def scheme(name: str = "投资", column: str = "投资额", **item: Any) -> dict[str, Any]:
    return {
        "leitai": "scheme/1",
        "id": "s",
        "name": "方案",
        "inputs": [{"id": "a", "name": column}],
        "groups": [
            {
                "id": "g",
                "name": "乡镇",
                "tree": [
                    {
                        "id": "x",
                        "name": name,
                        "marks": 10,
                        "rule": {"kind": "min_max", "value": "a"},
                        **item,
                    }
                ],
            }
        ],
    }


def test_every_kind_but_a_result_is_banned_with_its_basis() -> None:
    assert {ban.kind for ban in BANS} == set(KINDS) - {"result"}
    assert all("若干规定" in ban.basis for ban in BANS)


@pytest.mark.parametrize("kind", [ban.kind for ban in BANS])
def test_a_declared_kind_is_refused_in_use_and_kept_switched_off(kind: str) -> None:
    with pytest.raises(SchemeError) as refused:
        Scheme.from_dict(scheme(kind=kind))
    (problem,) = refused.value.problems
    assert problem.path == "groups[g].tree[x].kind"
    assert "若干规定" in problem.message
    assert "may not be scored" in problem.message.en
    off = Scheme.from_dict(scheme(kind=kind, off={"reason": "减负规定不得以此计分"}))
    assert off.groups[0].tree[0].id == "x"
    assert cautions(off) == ()


def test_a_bonus_item_is_held_to_it_too() -> None:
    data = scheme()
    data["groups"][0]["bonus"] = {
        "items": [
            {
                "id": "b",
                "name": "省级以上媒体稿件",
                "rule": {"kind": "events", "events": [{"input": "a", "points": 1}]},
            }
        ]
    }
    (caution,) = cautions(Scheme.from_dict(data))
    assert (caution.id, caution.ban.kind, caution.word) == ("b", "press", "稿件")
    data["groups"][0]["bonus"]["items"][0]["kind"] = "press"
    with pytest.raises(SchemeError):
        Scheme.from_dict(data)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("召开调度会议次数", "meetings"),
        ("简报篇数", "papers"),
        ("信息报送", "papers"),
        ("工作留痕", "traces"),
        ("现场照片", "traces"),
        ("领导批示", "comments"),
        ("新闻报道", "press"),
        ("公众号推送", "press"),
        ("每日打卡", "check_ins"),
        ("APP注册率", "check_ins"),
        ("学习时长", "check_ins"),
    ],
)
def test_words_that_sound_like_it(words: str, kind: str) -> None:
    found = banned_by_words(words)
    assert found is not None
    assert found[0].kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "规上工业增加值增速", "亿元以上项目签约", "办事好评率", "政务服务网办率", "按时办结率",
        "数据按时报送率", "群众满意度", "建议提案按期办复率", "文化产业增加值",
    ],
)  # fmt: skip
def test_words_of_results_do_not(words: str) -> None:
    assert banned_by_words(words) is None


def test_wording_is_to_be_confirmed_and_confirming_settles_it() -> None:
    (caution,) = cautions(Scheme.from_dict(scheme("宣传工作", "省级媒体报道篇数")))
    assert (caution.id, caution.word, caution.ban.kind) == ("x", "媒体报道", "press")
    assert "kind: result" in caution.text()
    assert "kind: result" in caution.text("en")
    confirmed = scheme("照片墙修缮", "修缮面积")
    assert cautions(Scheme.from_dict(confirmed))
    confirmed["groups"][0]["tree"][0]["kind"] = "result"
    assert cautions(Scheme.from_dict(confirmed)) == ()


@pytest.mark.parametrize("name", ["yunxi.yaml", "yunxi-3.1.yaml", "counties.yaml"])
def test_shipped_schemes_need_no_confirmation(name: str) -> None:
    assert cautions(Scheme.from_yaml(SCHEMES_ROOT / name)) == ()
