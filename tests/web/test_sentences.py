"""Sentences say what the figures say, in both languages, and link every figure."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from leitai.apps.standings.selectors import Board, BoardRow, ItemLine
from leitai.web.sentences import Figure, listed, sentence
from leitai.web.sentences.board import board_sentence, monitor_sentence, worst_faller
from leitai.web.sentences.unit import unit_sentence


def row(unit: int, rank: int | None, score: float | None, **more: Any) -> BoardRow:
    fields: dict[str, Any] = {
        "place_id": unit, "unit_id": unit, "name": f"镇{unit}", "name_en": "", "pinyin": "",
        "initials": "", "rank": rank, "before": None, "change": None, "zone": "", "grade": "",
        "score": score, "parts": (), "above": None, "below": None, "rank_low": rank,
        "rank_high": rank, "vetoed": "", "mine": False, "withheld": False,
    }  # fmt: skip
    return BoardRow(**(fields | more))


def page(*rows: BoardRow) -> Board:
    stub: Any = SimpleNamespace(
        rows=rows,
        decimals=2,
        scheme=SimpleNamespace(slug="towns"),
        period=SimpleNamespace(code="2026-10"),
    )
    return stub


def said(segments: Any) -> str:
    return "".join(segment.text for segment in segments)


FIRM = (row(1, 1, 90.0), row(2, 2, 87.32), row(3, 3, 80.0))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "镇1 leads by 2.68 points, and firmly. "), ("zh-hans", "镇1领先 2.68 分，位置稳固。")],
)
def test_a_firm_lead_is_told_with_its_distance(language: str, words: str) -> None:
    with translation.override(language):
        assert words in said(board_sentence(page(*FIRM)))


def test_a_lead_that_weights_could_change_is_not_called_firm() -> None:
    shaky = (row(1, 1, 90.0, rank_high=2), row(2, 2, 89.9, rank_low=1), row(3, 3, 80.0))
    with translation.override("en"):
        words = said(board_sentence(page(*shaky)))
    assert "镇1 leads by 0.10 points, yet a 10% shift of weights could change that. " in words
    assert "Places 1 to 2 lie within 0.10 points" in words
    assert "firmly" not in words


def test_equal_firsts_share_the_lead() -> None:
    rows = (row(1, 1, 90.0), row(2, 1, 90.0), row(3, 3, 80.0))
    with translation.override("en"):
        assert said(board_sentence(page(*rows))).startswith("镇1 and 镇2 share the lead. ")


def test_the_highest_run_of_places_that_may_swap_is_named() -> None:
    rows = (
        row(1, 1, 90.0),
        row(2, 2, 80.0, rank_high=3),
        row(3, 3, 79.9, rank_low=2, rank_high=4),
        row(4, 4, 79.2, rank_low=3),
        row(5, 5, 60.0, rank_high=6),
        row(6, 6, 59.9, rank_low=5),
    )
    with translation.override("en"):
        words = said(board_sentence(page(*rows)))
    assert "Places 2 to 4 lie within 0.80 points; a 10% shift of any weight may swap them." in words
    assert "Places 5" not in words


def test_no_run_no_word_of_it() -> None:
    with translation.override("en"):
        assert "Places" not in said(board_sentence(page(*FIRM)))


@pytest.mark.parametrize(
    ("language", "places", "words"),
    [
        ("en", -1, "镇2 fell 1 place, mainly through 投资."),
        ("en", -3, "镇2 fell 3 places, mainly through 投资."),
        ("zh-hans", -3, "镇2退 3 位，主要因为投资。"),
    ],
)
def test_who_fell_most_and_why(language: str, places: int, words: str) -> None:
    rows = (FIRM[0], replace(FIRM[1], change=places), replace(FIRM[2], change=0))
    with translation.override(language):
        text = said(board_sentence(page(*rows), {2: "投资"}))
        assert words in text
        assert "投资" in text
        assert "投资" not in said(board_sentence(page(*rows)))
    found = worst_faller(page(*rows))
    assert found is not None
    assert found.unit_id == 2


def test_of_two_that_fell_alike_the_higher_one_is_named_and_risers_are_not() -> None:
    rows = (replace(FIRM[0], change=2), replace(FIRM[1], change=-1), replace(FIRM[2], change=-1))
    found = worst_faller(page(*rows))
    assert found is not None
    assert found.unit_id == 2
    assert worst_faller(page(replace(FIRM[0], change=2), FIRM[1])) is None


def test_every_name_and_figure_of_a_board_leads_on() -> None:
    rows = (FIRM[0], replace(FIRM[1], change=-1), FIRM[2])
    with translation.override("en"):
        linked = {s.text: s.url for s in board_sentence(page(*rows)) if s.url}
    assert linked == {
        "镇1": "/units/1/?scheme=towns&period=2026-10",
        "镇2": "/units/2/?scheme=towns&period=2026-10",
    }


def test_where_something_is_withheld_or_nobody_competes_nothing_is_said() -> None:
    assert board_sentence(page()) == ()
    assert board_sentence(page(FIRM[0])) == ()
    # The two rows that are open are the third and the sixth: neither leads.
    rows = (row(3, 3, 70.0), row(6, 6, 60.0), row(1, None, None, withheld=True))
    assert board_sentence(page(*rows)) == ()


def test_a_unit_without_a_score_takes_nothing_from_the_sentence() -> None:
    with translation.override("en"):
        assert "镇1 leads by" in said(board_sentence(page(*FIRM, row(4, None, None))))


def item(name: str, rank: int | None, lost: float | None) -> ItemLine:
    return ItemLine(
        node=name, name=name, marks=10, score=None, rank=rank, size=12, zone="", actual=None,
        target=None, ratio=None, lost=lost, spec=None, state="scored",
    )  # fmt: skip


def card(rank: int | None, *items: ItemLine) -> Any:
    return SimpleNamespace(row=SimpleNamespace(rank=rank), parts=[SimpleNamespace(items=items)])


LINES = (
    item("甲", 2, 1.0),
    item("乙", 5, 2.125),
    item("丙", 9, 4.0),
    item("丁", 12, 3.5),
    item("停", None, 9.0),
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "2 of 4 items rank at or above the total rank 5. "
            "Most points were lost on 丙 (rank 9), 丁 (rank 12): "
            "7.50 of the 10.63 points short of full marks.",
        ),
        ("zh-hans", "10.63"),
    ],
)
def test_a_card_sets_the_total_against_single_items(language: str, words: str) -> None:
    with translation.override(language):
        text = said(unit_sentence(card(5, *LINES)))
    assert words in text
    assert "停" not in text
    assert text.index("丙") < text.index("丁")


def test_full_marks_everywhere_lose_no_points() -> None:
    with translation.override("en"):
        text = said(unit_sentence(card(1, item("甲", 1, 0.0), item("乙", 2, 0.0))))
    assert text == "1 of 2 items rank at or above the total rank 1. "


def test_a_closed_card_says_nothing() -> None:
    assert unit_sentence(card(None, *LINES)) == ()
    assert unit_sentence(card(3)) == ()


def test_a_monitor_counts_movement_and_never_merit() -> None:
    rows = [SimpleNamespace(month=m) for m in (0.5, 0.1, -0.2, 0.0, None, None)]
    stub: Any = SimpleNamespace(rows=rows)
    with translation.override("en"):
        text = said(monitor_sentence(stub))
    assert text == (
        "Of 6 units 2 rose on the month before, 1 fell, 1 stayed. For 2 nothing was published."
    )
    with translation.override("zh-hans"):
        chinese = said(monitor_sentence(stub))
    assert "units" not in chinese
    assert all(word not in chinese for word in ("第一", "先进", "后进", "排名"))


def test_all_published_leaves_no_word_of_what_was_not() -> None:
    stub: Any = SimpleNamespace(rows=[SimpleNamespace(month=1.0)])
    with translation.override("en"):
        assert "nothing was published" not in said(monitor_sentence(stub))


def test_names_are_parted_as_the_language_parts_a_list() -> None:
    with translation.override("en"):
        assert listed(["甲", "乙"]) == "甲, 乙"
    with translation.override("zh-hans"):
        assert listed(["甲", "乙"]) == "甲、乙"


def test_a_pattern_keeps_its_places_in_any_order() -> None:
    figures: dict[str, Any] = {"a": Figure("1", "/one/", trace=True, alarm=True), "b": "two"}
    forward = sentence("{a} then {b}.", **figures)
    assert [segment.text for segment in forward] == ["1", " then ", "two", "."]
    assert (forward[0].url, forward[0].trace, forward[0].alarm) == ("/one/", True, True)
    assert [segment.url for segment in forward[1:]] == ["", "", ""]
    backward = sentence("{b}, then {a}", **figures)
    assert [segment.text for segment in backward] == ["two", ", then ", "1"]
    assert backward[2].url == "/one/"
