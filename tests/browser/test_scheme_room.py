"""The room of rules as people use it: a record by two persons, a ready scheme made binding by two,
and two versions compared down to the cell."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.sites import Site, serving


@pytest.fixture
def own(own_site: Site) -> Any:
    with serving(own_site):
        yield own_site


def enter(page: Any, site: Site, matter: str, **more: str) -> None:
    page.goto(f"{site.address}/records/new")
    page.locator("#id_unit").fill("柳河镇")
    page.locator("#id_place").select_option(index=1)
    page.locator("#id_matter").fill(matter)
    page.locator("#id_reference").fill(more.get("reference", "云委〔2026〕9号"))
    if "file" in more:
        page.locator("#id_file").set_input_files(
            {"name": "决定.txt", "mimeType": "text/plain", "buffer": more["file"].encode()}
        )
    page.locator("main button[type=submit]").click()


def total(page: Any, site: Site) -> float:
    """What the draft of October's board gives the town now."""
    page.goto(f"{site.address}/boards/yunxi/2026-10/towns/")
    page.get_by_role("button", name=re.compile("试算|重算|重新")).first.click()
    page.wait_for_load_state()
    page.goto(f"{site.address}/boards/yunxi/2026-10/towns/?draft=1")
    row = page.locator("tr", has_text="柳河镇").first
    numbers = re.findall(r"\d+\.\d\d", row.inner_text())
    return float(numbers[0])


def test_a_record_counts_once_a_second_person_has_signed(
    own: Site, visit: Any, expected_on_console: list[str]
) -> None:
    expected_on_console.append("status of 422")
    page, second = visit(own, "zhoumin"), visit(own, "songzhiyuan")
    enter(page, own, "机密文件", file="机密★3年\n关于表彰的决定")
    assert "有密级标志“机密”" in page.locator(".lt-notice").inner_text()
    before = total(page, own)

    enter(page, own, "防汛工作先进集体", file="关于表彰防汛工作先进集体的决定")
    here = page.url
    assert page.get_by_role("button", name="签认").get_attribute("aria-disabled") == "true"
    assert total(page, own) == before

    second.goto(here)
    second.get_by_role("button", name="签认").click()
    second.locator(".lt-tag", has_text="已签认").first.wait_for()
    after = total(page, own)
    assert after > before

    # Another is refused: withdrawn with a reason before it counts.
    enter(page, own, "不属实的事项")
    second.goto(page.url)
    second.locator("#id_reason").fill("来文不属实")
    second.get_by_role("button", name="撤回").last.click()
    second.locator("p", has_text="来文不属实").first.wait_for()
    assert total(page, own) == after


def test_a_ready_scheme_becomes_binding_by_two_persons(own: Site, visit: Any) -> None:
    page = visit(own, "zhoumin")
    page.goto(f"{own.address}/scheme-library/")
    sheet = page.locator("#rank-scoring")
    sheet.get_by_role("button", name="以此起草").click()
    page.locator("[data-scheme-tree]").wait_for()
    # Its figures are those of the example: each item reads an indicator of this district.
    for item, name in (("0", "固定资产投资额"), ("1", "税收收入")):
        rows = page.locator("[data-scheme-tree] li[data-kind='item']")
        rows.nth(int(item)).locator("a").click()
        page.locator("#scheme-detail h2").wait_for()
        page.locator("#figure-search").fill(name)
        state = page.locator("[data-scheme-tree]").get_attribute("data-revision")
        page.locator("#figure-offers button", has_text=name).first.click()
        page.locator(f"[data-scheme-tree]:not([data-revision='{state}'])").wait_for()
        page.locator("#scheme-tree:not([aria-busy])").wait_for()
    # So is the one town with a coefficient of its own: the page leads there, and it is left out.
    state = page.locator("[data-scheme-tree]").get_attribute("data-revision")
    page.locator("a", has_text="难度系数 › 丙镇").click()
    page.get_by_role("button", name="删去丙镇").click()
    page.locator(f"[data-scheme-tree]:not([data-revision='{state}'])").wait_for()
    draft = page.url.split("?")[0]
    page.goto(f"{draft}trial/")
    assert "试算" in page.locator("h1").inner_text()
    page.goto(draft)
    page.locator("#send").click()
    page.locator(".lt-tag", has_text="待审定").first.wait_for()

    leader = visit(own, "songzhiyuan")
    leader.goto(draft)
    leader.locator("#approve").click()
    leader.locator(".lt-tag", has_text="已审定").first.wait_for()
    page.reload()
    publish = page.locator("#publish")
    assert re.search(r"20\d\d-\d\d-\d\d", publish.inner_text())
    publish.click()
    page.locator(".lt-tag", has_text="已发布").first.wait_for()


def test_two_versions_are_compared_down_to_the_cell(own: Site, visit: Any) -> None:
    page = visit(own, "zhoumin")
    page.goto(f"{own.address}/schemes/yunxi/3.2/compare/?with=3.1")
    assert "起算线" in page.locator("#main").inner_text()
    page.get_by_role("link", name="结果").click()
    number = page.locator("#main tbody a[data-trace]").last
    text = number.inner_text()
    number.click()
    drawer = page.locator(".lt-trace, .lt-drawer").first
    drawer.get_by_text("试算", exact=False).first.wait_for()
    assert text in drawer.inner_text()
    page.keyboard.press("Escape")
    assert number.evaluate("one => one === document.activeElement")
