"""On a phone of 390 pixels nothing scrolls sideways, and the way down is a sheet of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import PHONE
from tests.browser.sites import Site

BOARD = "/boards/yunxi/2026-10/towns/"
WIDER = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return "";
  const wide = Array.from(document.body.querySelectorAll("*"))
    .filter((one) => one.getBoundingClientRect().right > most + 1);
  return wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 120)).join("\\n") || "the page";
}"""


@pytest.fixture
def page(site: Site, visit: Any) -> Any:
    return visit(site, "zhoumin", size=PHONE)


def test_no_page_scrolls_sideways(page: Any, site: Site) -> None:
    page.goto(site.address + BOARD)
    unit = page.locator("#board tbody th a").first.get_attribute("href")
    places = ("/", BOARD, unit, "/uploads/", "/boards/", "/indicators/", "/targets/", "/schemes/")
    for path in (*places, "/schemes/yunxi/", "/search/?q=qsz"):
        page.goto(site.address + path)
        assert page.locator("main").inner_text().strip()
        assert page.evaluate(WIDER) == "", path


def test_the_way_down_fills_the_phone_and_closes(page: Any, site: Site) -> None:
    page.goto(site.address + BOARD)
    number = page.locator("#board a[data-trace]").first
    number.click()
    page.locator("#trace h2").wait_for()
    box = page.locator("#trace").bounding_box()
    assert (box["x"], box["width"]) == (0, PHONE[0])
    assert box["height"] >= PHONE[1] * 0.85
    assert page.evaluate(WIDER) == ""
    page.locator("[data-trace-close]").click()
    page.locator("#trace").wait_for(state="hidden")
    assert number.evaluate("link => link === document.activeElement")


def test_what_is_tapped_is_large_enough(page: Any, site: Site) -> None:
    page.goto(site.address + "/")
    for entry in page.locator(".lt-tabs > a").all():
        assert entry.bounding_box()["height"] >= 44


def test_an_upload_is_read_and_its_questions_are_answered(own_site: Site, visit: Any) -> None:
    own_site.start()
    page = visit(own_site, "zhoumin", size=PHONE)
    page.goto(own_site.address + "/uploads/")
    page.locator("#id_source").select_option(label="区招商局月报")
    page.locator("input[type=file]").set_input_files(str(own_site.tour_file))
    page.get_by_role("button", name="上传并读取").click()
    page.locator("[data-questions]").wait_for()
    assert page.evaluate(WIDER) == ""
    asked = page.locator("[data-question][data-state=open]")
    assert asked.count() == 2
    asked.first.locator(".lt-opt").first.click()
    page.locator("[data-question][data-state=done]").wait_for()
    assert asked.count() == 1
    assert page.evaluate(WIDER) == ""
