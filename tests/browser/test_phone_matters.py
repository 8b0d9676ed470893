"""A town's day on a phone: three taps a duty, and a connection that goes and comes back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import PHONE, sign_in
from tests.browser.sites import Site, environment_of
from tests.browser.test_phone import WIDER

TOWN = "luoxiaoman"


@pytest.fixture
def town(own_site: Site) -> Iterator[Site]:
    """A site where 双塘镇 owes three answers."""
    subprocess.run(
        [sys.executable, "-m", "tests.browser.load_matters"],
        env=environment_of(own_site.var),
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )
    own_site.start()
    return own_site


def open_matter(page: Any, site: Site, title: str) -> None:
    page.goto(f"{site.address}/matters/mine/")
    page.get_by_role("link", name=title).tap()
    page.get_by_role("heading", name=title).wait_for()
    assert page.evaluate(WIDER) == ""


def story(page: Any) -> str:
    """Return the time line of the matter that is open, as its own page tells it."""
    page.goto(page.url.replace("/mine/", "/").split("?")[0])
    return page.locator("#story").inner_text()


def phone(visit: Any, site: Site, *, script: bool = True) -> Any:
    page = visit(site, TOWN, size=PHONE, script=script, touch=True)
    page.goto(f"{site.address}/matters/mine/")
    return page


def test_a_towns_day_on_a_phone(town: Site, visit: Any) -> None:
    page = phone(visit, town)
    assert "3" in page.locator(".lt-say").inner_text()
    assert page.evaluate(WIDER) == ""

    open_matter(page, town, "秋冬季森林防火巡查")
    page.get_by_role("button", name="签收").tap()
    page.get_by_text("秋冬季森林防火巡查：已签收").wait_for()

    open_matter(page, town, "高标准农田建设")
    page.get_by_label("加 5").tap()
    page.get_by_role("button", name="提交进展").tap()
    page.get_by_text("高标准农田建设：已报进展").wait_for()

    open_matter(page, town, "生活垃圾分类达标整改")
    assert "南塘村、柴湾村" in page.get_by_role("note").inner_text()
    number = page.locator("#id_number")
    assert number.input_value() == "15"
    page.get_by_text("报进展", exact=True).tap()
    assert number.input_value() == "13", "progress begins with what was told last"
    page.get_by_text("报完成", exact=True).tap()
    assert number.input_value() == "15"
    page.get_by_role("button", name="提交复命").tap()
    page.get_by_text("生活垃圾分类达标整改：已复命").wait_for()
    assert page.locator(".lt-owed li").count() == 2, "what is reported waits for the office"


def test_what_is_refused_says_why_and_keeps_the_words(
    town: Site, visit: Any, expected_on_console: list[str]
) -> None:
    expected_on_console.append("422")
    page = phone(visit, town)
    open_matter(page, town, "生活垃圾分类达标整改")
    page.get_by_label("减 1").tap()
    page.locator("#id_words").fill("差一个村。")
    page.get_by_role("button", name="提交复命").tap()
    assert "14" in page.locator("[data-errors] [role=alert]").inner_text()
    assert page.locator("#id_words").input_value() == "差一个村。"
    assert page.locator("[data-kept]").is_hidden(), "nothing waits: the server has answered"


def test_an_answer_without_a_connection_is_kept_and_sent_once(
    town: Site, visit: Any, expected_on_console: list[str]
) -> None:
    expected_on_console.append("ERR_INTERNET_DISCONNECTED")
    page = phone(visit, town)
    open_matter(page, town, "高标准农田建设")
    page.context.set_offline(True)
    page.locator("#id_words").fill("沟渠已修一半。")
    page.get_by_label("加 5").tap()
    page.get_by_role("button", name="提交进展").tap()
    kept = page.locator("[data-kept]")
    kept.get_by_text("还没有交上去").wait_for()
    assert "沟渠已修一半。" in kept.inner_text()
    assert page.locator("[data-answer]").is_hidden(), "it cannot be given twice"
    page.context.set_offline(False)
    kept.get_by_text("已交上：高标准农田建设").wait_for()
    assert "还没有交上去" not in kept.inner_text()
    assert story(page).count("沟渠已修一半。") == 1
    page.goto(f"{town.address}/matters/mine/")
    assert page.locator("[data-kept]").is_hidden(), "nothing is left in the browser"


def test_an_answer_whose_receipt_was_lost_is_not_taken_twice(
    town: Site, visit: Any, expected_on_console: list[str]
) -> None:
    expected_on_console.append("ERR_FAILED")
    page = phone(visit, town)
    open_matter(page, town, "高标准农田建设")
    arrived: list[int] = []

    def lose_the_receipt(route: Any) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        arrived.append(route.fetch().status)
        route.abort()

    page.route("**/matters/mine/**", lose_the_receipt)
    page.locator("#id_words").fill("机井打好三眼。")
    page.get_by_role("button", name="提交进展").tap()
    page.locator("[data-kept]").get_by_text("还没有交上去").wait_for()
    assert arrived == [200], "the server took it, the phone does not know"
    page.unroute("**/matters/mine/**")
    # The page is closed and opened again: the answer has outlived it, and is sent from the list.
    address = page.url
    page.goto(f"{town.address}/matters/mine/")
    page.locator("[data-kept]").get_by_text("已交上：高标准农田建设").wait_for()
    page.goto(address)
    assert story(page).count("机井打好三眼。") == 1


def test_nobody_sends_the_answer_of_another(
    town: Site, visit: Any, expected_on_console: list[str]
) -> None:
    expected_on_console.append("ERR_INTERNET_DISCONNECTED")
    page = phone(visit, town)
    open_matter(page, town, "高标准农田建设")
    address = page.url
    page.context.set_offline(True)
    page.locator("#id_words").fill("留给本人。")
    page.get_by_role("button", name="提交进展").tap()
    page.locator("[data-kept]").get_by_text("还没有交上去").wait_for()
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.set_offline(False)
    sign_in(page, town, "lichunhe")
    page.goto(f"{town.address}/matters/mine/")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-kept]").is_hidden()
    page.context.clear_cookies()
    sign_in(page, town, TOWN)
    page.goto(f"{town.address}/matters/mine/")
    page.goto(address)
    assert story(page).count("留给本人。") == 1


def test_without_script_it_is_a_plain_form(town: Site, visit: Any) -> None:
    page = phone(visit, town, script=False)
    open_matter(page, town, "秋冬季森林防火巡查")
    assert page.get_by_text("断网也能提交").is_hidden(), "promised only where it holds"
    page.get_by_text("拒收", exact=True).first.tap()
    page.locator("#id_words").fill("不归本镇。")
    page.get_by_role("button", name="提交拒收").tap()
    page.get_by_text("秋冬季森林防火巡查：已拒收").wait_for()
