"""The same pages in English: chosen before signing in, and kept for the person."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.sites import Site, serving

HAN = re.compile(r"[\u4e00-\u9fff]")
BOARD = "/boards/yunxi/2026-10/towns/"


def test_a_reader_of_english_finds_the_way(own_site: Site, visit: Any) -> None:
    with serving(own_site):
        page = visit(own_site, language="en-GB")
        page.goto(own_site.address + "/accounts/login/")
        page.locator("h1", has_text="登录").or_(page.locator("h1", has_text="Sign in")).wait_for()
        if page.get_by_role("button", name="English").count():
            page.get_by_role("button", name="English").click()
        page.locator("h1", has_text="Sign in").wait_for()
        page.locator("input[name=login]").fill("zhoumin")
        page.locator("input[name=password]").fill("leitai-demo-2026")
        page.get_by_role("button", name="Sign in").click()
        page.locator(".lt-me").wait_for()
        if page.locator("html").get_attribute("lang") != "en":
            page.locator(".lt-me > summary").click()
            page.locator(".lt-me button[name=language][value=en]").click()
            page.locator("html[lang=en]").wait_for()
        entries = page.locator(".lt-nav a").all_inner_texts()
        assert not any(HAN.search(entry) for entry in entries), entries

        page.goto(own_site.address + BOARD)
        heads = page.locator("#board thead th").all_inner_texts()
        assert not any(HAN.search(head) for head in heads), heads
        assert heads[:3] == ["Rank", "Change", "Unit"]
        for button in page.locator(".lt-acts .lt-btn").all_inner_texts():
            assert not HAN.search(button), button
        page.locator("#board a[data-trace]").first.click()
        head = page.locator("#trace .lt-trace-head .lt-xs")
        assert "Where this number comes from" in head.inner_text()

        for path in ("/", "/uploads/", "/indicators/", "/targets/", "/schemes/", "/boards/"):
            page.goto(own_site.address + path)
            assert not HAN.search(page.locator("main h1").first.inner_text()), path

    # The choice belongs to the person, not to the browser.
    with serving(own_site):
        again = visit(own_site, "zhoumin")
        assert again.locator("html").get_attribute("lang") == "en"
