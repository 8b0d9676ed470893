"""A newcomer's first ten minutes: from a workbook to a board that explains itself.

周敏 of the assessment office brings in the workbook of the tour, October's investment attraction
sent again. Two of its names are doubtful. One of its figures gives 青石镇 the tenth signed project
of ten that were due, by which its total rises from 87.42 to 88.22 and it passes 白沙镇.
"""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests.browser.sites import Site, serving

BOARD = "/boards/yunxi/2026-10/towns/"
TOWN = "青石镇"
BEFORE, AFTER = "87.42", "88.22"
REASON = "经核对银行回单更正"


@pytest.fixture
def tour_site(own_site: Site) -> Any:
    with serving(own_site):
        yield own_site


def row_of(page: Any, town: str) -> Any:
    return page.locator(f"#board tbody tr[data-name='{town}']")


def total_of(page: Any, town: str) -> Any:
    return row_of(page, town).locator("td.lt-tot a[data-trace]")


def rank_of(page: Any, town: str) -> str:
    return str(row_of(page, town).locator("td.lt-rk").inner_text()).strip()


def bring_in(page: Any, site: Site) -> None:
    """From the home to the page of the upload, read and ready for decisions."""
    page.locator("#main a", has_text="上传表格").click()
    page.locator("#id_source").select_option(label="区招商局月报")
    page.locator("input[type=file]").set_input_files(str(site.tour_file))
    assert page.locator("[data-drop-list]").inner_text().startswith(site.tour_file.name)
    page.get_by_role("button", name="上传并读取").click()
    page.locator("[data-questions]").wait_for()


def settle(page: Any) -> None:
    """Decide both names by keyboard; the cell asked about is ringed in the sheet."""
    asked = page.locator("[data-question][data-state=open]")
    assert asked.count() == 2
    assert page.locator("td.lt-hit").inner_text() == "青石 镇"
    accept = page.get_by_role("button", name="整份收下")
    assert accept.get_attribute("aria-disabled") == "true"

    for left, unit in ((1, "青石镇"), (0, "南浦镇")):
        open_one = page.locator("[data-question].lt-on")
        assert open_one.get_attribute("data-state") == "open"
        page.keyboard.press("1")
        assert unit in open_one.locator(".lt-opt.lt-chosen").inner_text()
        with page.expect_response(lambda answer: answer.url.endswith("/answer")):
            page.keyboard.press("Enter")
        done = page.locator("[data-question][data-state=done]")
        done.nth(1 - left).wait_for()
        assert asked.count() == left
        assert done.filter(has_text=f"是{unit}").count() == 1
    assert accept.get_attribute("aria-disabled") is None


def accept_with_reason(page: Any) -> None:
    """See what would change, fail to accept without a reason, then give it."""
    changes = page.locator("#upload-changes")
    assert "9 →" in changes.inner_text()
    assert "青石镇 4 → 3" in changes.inner_text()
    page.get_by_role("button", name="整份收下").click()
    page.locator(".lt-notice-bad").wait_for()
    page.locator("#id_reason").fill(REASON)
    page.locator("#id_reason").press("Enter")
    page.get_by_text("已整份收下").wait_for()
    values = page.locator("table", has_text="亿元以上项目签约")
    assert values.locator("tr", has_text=TOWN).locator("a[data-trace]").inner_text() == "10"
    assert page.get_by_text(REASON).is_visible()


def publish_anew(page: Any, site: Site) -> None:
    """Compute the draft, look at it, publish it; until then the published board stands."""
    page.goto(site.address + BOARD)
    assert (rank_of(page, TOWN), total_of(page, TOWN).inner_text()) == ("4", BEFORE)
    page.get_by_role("button", name="重新试算").click()
    page.get_by_text("草稿，只有考核办可见").wait_for()
    assert (rank_of(page, TOWN), total_of(page, TOWN).inner_text()) == ("3", AFTER)

    page.goto(site.address + BOARD)
    assert total_of(page, TOWN).inner_text() == BEFORE
    page.get_by_role("link", name="草稿").click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_text("已发布并封存").wait_for()
    assert (rank_of(page, TOWN), total_of(page, TOWN).inner_text()) == ("3", AFTER)
    assert rank_of(page, "白沙镇") == "4"


def open_down_to_the_cell(page: Any) -> None:
    """From the total through its part and item to the cell; Esc goes back to the number."""
    number = total_of(page, TOWN)
    number.focus()
    page.keyboard.press("Enter")
    trace = page.locator("#trace")
    for part in ("招商引资", "亿元以上项目签约"):
        trace.locator("li a[data-trace]", has_text=part).first.click()
        trace.locator("h2", has_text=part).wait_for()
    stops = trace.inner_text()
    for words in (AFTER, "8 × ", "10 ÷ 10", "9 → 10", REASON, "十一月招商引资情况表.xlsx", "B7"):
        assert words in stops, words
    assert trace.locator(".lt-mini td.lt-hit").inner_text().strip() == "10"
    assert "trace=" in page.url
    page.keyboard.press("Escape")
    trace.wait_for(state="hidden")
    assert "trace=" not in page.url
    assert number.evaluate("link => link === document.activeElement")


def export(page: Any, folder: Any) -> None:
    """Take the board away: the values are there, and our formulas are live."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Excel").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    path = folder / "board.xlsx"
    waiting.value.save_as(path)
    shown, live = (openpyxl.load_workbook(path, data_only=plain) for plain in (True, False))
    sheet = shown.worksheets[0]
    where = {
        str(cell.value).split("\n")[0]: cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    row = where[TOWN].row
    column = next(c.column for name, c in where.items() if name.startswith("总分"))
    assert sheet.cell(row, column).value == pytest.approx(float(AFTER))
    assert str(live.worksheets[0].cell(row, column).value).startswith("=")


def test_first_ten_minutes(tour_site: Site, visit: Any, tmp_path: Any) -> None:
    page = visit(tour_site, "zhoumin")
    assert "周敏" in page.locator(".lt-me").inner_text()
    bring_in(page, tour_site)
    settle(page)
    accept_with_reason(page)
    publish_anew(page, tour_site)
    open_down_to_the_cell(page)
    export(page, tmp_path)

    page.locator(".lt-me > summary").click()
    page.get_by_role("button", name="退出").click()
    page.locator("input[name=login]").wait_for()
    page.goto(tour_site.address + BOARD)
    page.locator("input[name=login]").wait_for()

    leader = visit(tour_site, "chenliyan")
    leader.goto(tour_site.address + BOARD)
    assert (rank_of(leader, TOWN), total_of(leader, TOWN).inner_text()) == ("3", AFTER)
    assert leader.get_by_role("button", name="重新试算").count() == 0
    assert "审计链完好" in tour_site.run("verify")
