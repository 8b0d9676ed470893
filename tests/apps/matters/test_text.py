"""The full text of matters: any run of characters of any step finds its matter, and no other's."""

from __future__ import annotations

from django.db import transaction

from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import matters_for
from leitai.apps.matters.services import report_progress
from leitai.apps.matters.text import INDEX, refill
from tests.apps.matters.world import START, Desk, on


def found(desk: Desk, text: str, user: object = None) -> set[str]:
    rows = matters_for(user or desk.office, Filter(text=text), START)
    return set(rows.values_list("title", flat=True))


def test_title_number_source_units_and_words_of_steps_are_found(desk: Desk) -> None:
    matter = desk.in_hand(title="柳河水厂管网")
    desk.in_hand(title="背街小巷")
    report_progress(on("2026-11-05", desk.reporter), matter=matter, words="尚有3户征地未签")
    for text in ("水厂", "征地", matter.number, "何志远 3户", "0001"):
        assert "柳河水厂管网" in found(desk, text), text
    assert found(desk, "征地") == {"柳河水厂管网"}
    assert found(desk, "常务会议") == found(desk, "招商局") == {"柳河水厂管网", "背街小巷"}
    assert found(desk, "网背") == set()


def test_nobody_finds_what_they_may_not_see(desk: Desk) -> None:
    desk.in_hand(title="柳河水厂管网")
    assert found(desk, "水厂", desk.stranger) == set()


def test_a_change_taken_back_leaves_no_trace_in_the_text(desk: Desk) -> None:
    matter = desk.in_hand(title="柳河水厂管网")

    with transaction.atomic():
        report_progress(on("2026-11-05", desk.reporter), matter=matter, words="尚有征地")
        assert found(desk, "征地") == {"柳河水厂管网"}
        transaction.set_rollback(True)
    assert found(desk, "征地") == set()


def test_all_is_written_again_from_the_rows(desk: Desk) -> None:
    desk.in_hand(title="柳河水厂管网")
    INDEX.forget(list(Matter.objects.values_list("pk", flat=True)))
    assert found(desk, "水厂") == set()
    assert refill() == 1
    assert found(desk, "水厂") == {"柳河水厂管网"}
