"""A supervisor's week with one matter, many by the keyboard, and a leader's morning."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.sites import Site, environment_of
from tests.pictures_made import png

OFFICE, CLERK, LEADER = "wuruochuan", "luoxiaoman", "songzhiyuan"
TITLE = "双塘镇自来水改造"


@pytest.fixture
def desk(own_site: Site) -> Iterator[Site]:
    """A site where 双塘镇 has an overdue matter, a new one and one in hand."""
    subprocess.run(
        [sys.executable, "-m", "tests.browser.load_matters"],
        env=environment_of(own_site.var),
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )
    own_site.start()
    return own_site


def take(page: Any, address: str, verb: str, words: str = "", **more: str) -> None:
    """Open a matter, take a step with its own form, and wait until the pane tells it is done."""
    page.goto(address)
    more_steps = page.locator("#matter-detail details[data-menu] summary")
    button = page.locator(f'#matter-detail [data-verb="{verb}"]')
    button.first.wait_for(state="attached")
    if not button.first.is_visible():
        more_steps.click()
    button.first.click()
    form = page.locator(f'#matter-detail form[data-step="{verb}"]')
    form.wait_for()
    if words:
        form.locator("[name=words]").fill(words)
    for name, value in more.items():
        form.locator(f"[name={name}]").fill(value)
    for box in form.locator("[name=checks]").all():
        if verb == "verify":
            box.check()
    form.locator("button.lt-btn-pri").click()
    page.locator("#matter-said", has_text="已").wait_for(state="attached")


def test_a_supervisors_week_from_registering_to_the_recheck(desk: Site, visit: Any) -> None:
    office, town = visit(desk, OFFICE), visit(desk, CLERK)
    today = dt.date.today()
    office.goto(f"{desk.address}/matters/new/")
    office.locator("[name=title]").fill(TITLE)
    office.locator("[name=source_name]").fill("区政府第33次常务会议纪要，第2条")
    office.locator("[name=source_words]").fill("年内完成双塘镇自来水改造。")
    office.locator("[name=lead_unit]").select_option(label="双塘镇")
    office.locator("[name=due]").fill((today + dt.timedelta(days=30)).isoformat())
    office.locator("button[value=assign]").click()
    office.locator("#matter-detail h2", has_text=TITLE).wait_for()
    at = office.url

    take(town, at, "sign_for", responsible_person="罗小满")
    take(office, at, "urge", "请按周报进展。")
    later = (today + dt.timedelta(days=45)).isoformat()
    take(town, at, "ask_extension", "管材延期到货，主管已铺一半。", due=later)
    take(office, at, "grant_extension", "同意延期一次。")
    take(town, at, "report_completion", "管网已通水，入户十二个村。")
    take(office, at, "return_for_rework", "柴湾村还没有通水。")
    take(town, at, "report_completion", "柴湾村已通水。")
    office.goto(at)
    closing = office.locator('#matter-detail [data-verb="close_out"]').first
    assert closing.get_attribute("aria-disabled") == "true", "nothing closes unproved"
    take(office, at, "verify")
    take(office, at, "close_out")
    take(office, at, "recheck", "回访三户，水压正常。")

    office.goto(at)
    told = office.locator("#story").inner_text()
    steps = ["立项", "交办", "签收", "催办", "同意延期", "退回", "柴湾村已通水", "销号", "回访三户"]
    places = [told.index(step) for step in steps]
    assert places == sorted(places)
    look_on_the_map(office, desk.address)


def look_on_the_map(office: Any, address: str) -> None:
    """Bring a map of one's own, click where 双塘镇 lies, and open its matters by its spot."""
    office.goto(f"{address}/matters/map/arrange/")
    picture = {"name": "全区图.png", "mimeType": "image/png", "buffer": png(400, 300)}
    office.locator("#map-file").set_input_files(picture)
    office.locator("#map-approval").fill("浙S（2026）12号")
    office.locator(".lt-bring button").click()
    office.locator("#place-unit").select_option(label="双塘镇")
    office.locator("input[type=image]").click(position={"x": 100, "y": 75})
    office.locator("#place-unit option", has_text="双塘镇 (").wait_for(state="attached")
    office.goto(f"{address}/matters/map/")
    assert "浙S（2026）12号" in office.locator(".lt-map-f figcaption").inner_text()
    office.locator(".lt-map .lt-spot", has_text="双塘镇").click()
    office.wait_for_url("**/matters/?*")
    office.locator(".lt-mlist", has_text="生活垃圾分类达标整改").wait_for()


def test_a_supervisor_handles_many_without_the_mouse(desk: Site, visit: Any) -> None:
    page = visit(desk, OFFICE)
    page.goto(f"{desk.address}/matters/?scope=all&q=双塘镇")
    rows = page.locator(".lt-mlist > [data-matter]")
    assert rows.count() == 3
    titles = []
    for at in range(3):
        page.keyboard.press("j") if at else page.keyboard.press("Home")
        row = rows.nth(at)
        if at:
            page.locator(".lt-mlist > .lt-on").wait_for()
        title = row.locator("[data-open]").inner_text()
        page.locator("#matter-detail h2", has_text=title).wait_for()
        titles.append(title)
        page.keyboard.press("x")
    page.locator("[data-ticked-n]", has_text="3").wait_for()
    page.keyboard.press("u")
    page.wait_for_url("**/matters/many/**")
    words = page.locator('form[data-step="urge"] [name=words]')
    words.focus()
    page.keyboard.press("Control+Enter")
    page.locator(".lt-many .lt-tag-ok").first.wait_for()
    assert page.locator(".lt-many .lt-tag-ok").count() == 3

    page.goto(f"{desk.address}/matters/?scope=all&view=board&q=双塘镇")
    page.locator(".lt-card").first.focus()
    page.keyboard.press("ArrowRight")
    title = page.locator(".lt-card:focus [data-open]").inner_text()
    assert title in titles
    assert page.locator(".lt-col:has(.lt-card:focus)").get_attribute("aria-label") == "办理中"
    page.keyboard.press("Enter")
    page.locator("#matter-detail h2", has_text=title).wait_for()
    assert page.locator(".lt-board-v .lt-card.lt-on").inner_text().count(title) == 1


def test_a_leaders_morning_asks_urges_and_says_a_word(desk: Site, visit: Any) -> None:
    page = visit(desk, LEADER)
    red = page.locator("#matters-red li", has_text="生活垃圾分类达标整改")
    assert "双塘镇 罗小满" in red.inner_text()
    red.get_by_role("button", name="催办").click()
    page.locator("#matters-red", has_text="催办 1 次").wait_for()
    red.locator("summary").click()
    red.locator("textarea").fill("本周办结，周五报我。")
    red.get_by_role("button", name="发送").click()
    page.locator("#matters-decided", has_text="本周办结，周五报我。").wait_for()
    assert page.url == f"{desk.address}/"
