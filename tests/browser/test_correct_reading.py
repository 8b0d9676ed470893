"""A clerk brings last year's ugliest workbook through; next month it is read by itself.

周敏 of the assessment office brings in a sheet whose columns go by code names, with a check row
that looks like a town. It is misread at first. She leaves the row out by mouse, sets one column by
keyboard, tries the reading, has the sheet read again and accepts it. November's file of the same
form, longer and with lines above, asks nothing. December's has its columns moved: it is not read
by the remembered layout, and the page says what moved.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser import ugly
from tests.browser.conftest import PHONE
from tests.browser.sites import Site, serving

REASON = "按新表核对"


@pytest.fixture
def ugly_site(own_site: Site) -> Any:
    with serving(own_site):
        yield own_site


def bring_in(page: Any, site: Site, path: Path) -> None:
    page.goto(f"{site.address}/uploads/")
    page.locator("#id_source").select_option(label="区招商局月报")
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name="上传并读取").click()
    page.locator("#upload-grid table").wait_for()


def asked(page: Any) -> list[str]:
    return [
        str(text) for text in page.locator("[data-question][data-state=open]").all_inner_texts()
    ]


def leave_out_by_mouse(page: Any, row: int) -> None:
    page.locator(f"tr[data-row='{row}'] .lt-grip").click()
    page.locator("[data-layout-brush] button", has_text="不读").click()
    assert page.locator("#layout-said").inner_text() == f"{row}：不读"


def mark_by_keyboard(page: Any, first: int, count: int, key: str) -> None:
    """Mark ``count`` rows from ``first`` on with Shift and the arrow, then paint them."""
    page.locator(f"tr[data-row='{first}']").focus()
    page.keyboard.press("Space")
    for _step in range(count - 1):
        page.keyboard.press("Shift+ArrowDown")
    assert page.locator("tr.lt-marked").count() == count
    page.keyboard.press(key)


def name_column(page: Any, letter: str, indicator: str, unit: str) -> None:
    page.locator(".lt-grid thead a", has_text=letter).click()
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == f"{letter} 列是什么"
    page.get_by_label(f"{letter} 列的指标").fill(indicator)
    page.get_by_label(f"{letter} 列的计量单位").fill(unit)


def correct(page: Any) -> None:
    """From the upload to the page of its reading, and back with another one."""
    page.get_by_role("link", name="改读法").click()
    page.locator("[data-layout-grid]").wait_for()
    data, header, numbering = (
        page.locator(f"#t0-{use}") for use in ("data", "header", "numbering")
    )
    assert (header.input_value(), data.input_value()) == ("3–4", "5–11")
    leave_out_by_mouse(page, 11)
    assert data.input_value() == "5–10"
    mark_by_keyboard(page, 4, 1, "4")
    assert (header.input_value(), numbering.input_value()) == ("3", "4")
    name_column(page, "B", "亿元以上项目签约", "个")
    name_column(page, "C", "到位资金", "万元")

    page.get_by_role("button", name="试读").click()
    tried = page.locator("#layout-preview")
    tried.get_by_text("照此会读成").wait_for()
    words = tried.inner_text()
    assert "A1:D12：6 行" in words
    assert "上报核对" not in words
    page.get_by_role("button", name="照此重读").click()
    page.locator("#upload-grid table").wait_for()


def test_the_ugliest_workbook_comes_through(ugly_site: Site, visit: Any, tmp_path: Path) -> None:
    page = visit(ugly_site, "zhoumin")
    bring_in(page, ugly_site, ugly.write(tmp_path / "十月.xlsx", 10))
    misread = " ".join(asked(page))
    assert "上报核对" in misread
    assert "代号甲" in misread
    correct(page)
    assert asked(page) == []
    if page.locator("#id_reason").count():
        page.locator("#id_reason").fill(REASON)
    page.get_by_role("button", name="整份收下").click()
    page.get_by_text("已整份收下").wait_for()

    bring_in(page, ugly_site, ugly.write(tmp_path / "十一月.xlsx", 11, towns=8))
    assert asked(page) == []
    assert page.get_by_text("按记住的读法读取").first.is_visible()
    assert page.locator("[data-sheet='招商'] #cell-C12").inner_text().strip() == "71211"

    moved = ("填报乡镇", "排名", "代号甲", "代号乙", "备注")
    bring_in(page, ugly_site, ugly.write(tmp_path / "十二月.xlsx", 12, head=moved))
    warning = page.locator(".lt-notice-warn", has_text="版式变了")
    assert "“代号甲”从 B 列移到 C 列" in warning.inner_text()
    assert "B 列多了“排名”" in warning.inner_text()
    assert any("上报核对" in one for one in asked(page))
    warning.get_by_role("link", name="改读法").click()
    page.locator("[data-layout-grid]").wait_for()


def test_on_a_phone_the_sheet_scrolls_by_itself(
    ugly_site: Site, visit: Any, tmp_path: Path
) -> None:
    page = visit(ugly_site, "zhoumin", size=PHONE)
    bring_in(page, ugly_site, ugly.write(tmp_path / "十月.xlsx", 10))
    page.goto(page.url.split("?")[0] + "layout/")
    page.locator("[data-layout-grid]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    grid = page.locator("#layout-grid")
    assert grid.evaluate("box => box.scrollWidth > box.clientWidth")
    leave_out_by_mouse(page, 11)
    assert page.locator("#t0-data").input_value() == "5–10"
