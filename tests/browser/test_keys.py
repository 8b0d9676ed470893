"""The site by keyboard: search, the list of keys, the way by letters, lists, the way down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.sites import Site

BOARD = "/boards/yunxi/2026-10/towns/"


@pytest.fixture
def page(site: Site, visit: Any) -> Any:
    return visit(site, "zhoumin")


def focused(page: Any) -> Any:
    return page.evaluate_handle("document.activeElement").as_element()


def test_slash_searches_by_initials(page: Any) -> None:
    page.keyboard.press("/")
    assert focused(page).get_attribute("type") == "search"
    page.keyboard.type("qsz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=qsz")
    found = page.locator("main [data-open]").all_inner_texts()
    assert "青石镇" in found
    page.locator("main [data-open]", has_text="青石镇").first.click()
    page.locator("h1", has_text="青石镇").wait_for()


def test_question_mark_lists_the_keys_and_escape_closes_the_list(page: Any) -> None:
    dialog = page.locator("#lt-keyhelp")
    assert not dialog.is_visible()
    page.keyboard.press("?")
    dialog.wait_for()
    assert dialog.locator("kbd").count() > 8
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_letters_lead_to_the_entries(page: Any) -> None:
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/boards/")
    assert page.locator(".lt-nav a[aria-current=page]").inner_text() == "擂台"


def test_letters_typed_into_a_field_stay_letters(page: Any, site: Site) -> None:
    page.goto(site.address + BOARD)
    box = page.locator("[data-filter=board]")
    box.fill("")
    box.type("gb?/")
    assert box.input_value() == "gb?/"
    assert page.url == site.address + BOARD


def test_a_list_is_walked_and_opened(page: Any, site: Site) -> None:
    page.goto(site.address + BOARD)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#board tbody tr[data-name]").nth(1)
    name = second.get_attribute("data-name")
    page.keyboard.press("Enter")
    page.locator("h1", has_text=name).wait_for()


def test_a_trace_has_an_address_that_can_be_sent(page: Any, site: Site) -> None:
    page.goto(site.address + BOARD)
    number = page.locator("#board a[data-trace]").first
    number.press("Enter")
    title = page.locator("#trace h2")
    title.wait_for()
    sent, words = page.url, title.inner_text()
    assert "trace=" in sent
    page.goto(site.address + "/")
    page.goto(sent)
    page.locator("#trace h2", has_text=words).wait_for()
    page.keyboard.press("Escape")
    page.locator("#trace").wait_for(state="hidden")
    page.go_back()
    page.locator("#trace h2", has_text=words).wait_for()
