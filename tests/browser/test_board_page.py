"""The board: filtering, sorting, the meeting-room screen, and what goes to paper."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.sites import Site

BOARD = "/boards/yunxi/2026-10/towns/"
TOWNS = 12


@pytest.fixture
def page(site: Site, visit: Any) -> Any:
    opened = visit(site, "zhoumin")
    opened.goto(site.address + BOARD)
    return opened


def shown(page: Any) -> list[str]:
    rows = page.locator("#board tbody tr[data-name]")
    return [row.get_attribute("data-name") for row in rows.all() if row.is_visible()]


@pytest.mark.parametrize("typed", ["qsz", "qingshi", "青石"])
def test_the_filter_takes_initials_pinyin_and_characters(page: Any, typed: str) -> None:
    assert len(shown(page)) == TOWNS
    box = page.locator("[data-filter=board]")
    box.fill(typed)
    assert shown(page) == ["青石镇"]
    box.press("Escape")
    assert len(shown(page)) == TOWNS


def test_sorting_by_a_column_and_back(page: Any) -> None:
    ranked = shown(page)
    unit = page.locator("#board thead th", has_text="单位")
    unit.get_by_role("button").click()
    assert unit.get_attribute("aria-sort") == "ascending"
    sorts = [row.get_attribute("data-pinyin") for row in page.locator("#board tr[data-name]").all()]
    assert sorts == sorted(sorts)
    total = page.locator("#board thead th", has_text="总分")
    total.get_by_role("button").click()
    assert total.get_attribute("aria-sort") == "descending"
    assert shown(page) == ranked
    total.get_by_role("button").click()
    assert shown(page) == ranked[::-1]
    # Bands between zones make no sense in another order.
    assert not any(band.is_visible() for band in page.locator("#board tr.lt-band").all())
    page.locator("#board thead th", has_text="名次").first.get_by_role("button").click()
    assert shown(page) == ranked
    assert page.locator("#board tr.lt-band").first.is_visible()


def test_the_screen_of_a_meeting_room_is_led_by_arrows(page: Any, site: Site) -> None:
    page.get_by_role("link", name="全屏").click()
    page.wait_for_url("**/screen/")
    rows = page.locator(".lt-screen-tb tbody tr")
    assert rows.count() == TOWNS
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert rows.nth(1).evaluate("row => row.classList.contains('lt-on')")
    page.keyboard.press("Enter")
    page.locator("#trace h2").wait_for()
    page.keyboard.press("Escape")
    page.locator("#trace").wait_for(state="hidden")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/2026-09/towns/screen/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/2026-10/towns/screen/")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{BOARD}")


def test_the_screen_fits_a_projector_without_scrolling(page: Any, site: Site) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{site.address}{BOARD}screen/")
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollHeight <= {root}.clientHeight")
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


def test_paper_has_every_row_and_no_controls(page: Any, tmp_path: Path) -> None:
    names = shown(page)
    assert len(names) == TOWNS
    page.emulate_media(media="print")
    assert shown(page) == names
    for control in (".lt-bar", ".lt-acts", ".lt-toolbar"):
        assert not page.locator(control).first.is_visible(), control
    path = tmp_path / "board.pdf"
    page.pdf(path=str(path), format="A4", landscape=True)
    assert path.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        return
    ran = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    for name in names:
        assert name in ran.stdout, name
    assert "总分" in ran.stdout
