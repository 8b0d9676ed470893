"""Take the pictures of the README: start a demo, sign in, and photograph its main pages.

    python -m tools.pictures [--url http://127.0.0.1:8000] [--only board]

Without ``--url`` a demo is started for the occasion, in a folder of its own. Needs the browser that
the tests use. The workbook of the tour is brought in for the picture of an upload with questions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leitai.server.processes import free_port
from leitai.server.run import answers
from tools.small_png import shrink

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DESKTOP = (1366, 768)
PHONE = (390, 844)
BOARD = "/boards/yunxi/2026-10/towns/"
#: The unit whose page and score are shown.
TOWN = "青石镇"
#: The way down from its total to the item whose working is shown.
PARTS = ("招商引资", "到位资金")


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who looks, at which size, and how to get there."""

    name: str
    role: str
    size: tuple[int, int]
    steps: Callable[[Any, str], None]


def _open(path: str) -> Callable[[Any, str], None]:
    return lambda page, url: page.goto(url + path, wait_until="networkidle")


def _unit(page: Any, url: str) -> None:
    _open(BOARD)(page, url)
    page.get_by_role("link", name=TOWN, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def _trace(page: Any, url: str) -> None:
    _open(BOARD)(page, url)
    row = page.locator("tr").filter(has=page.get_by_role("link", name=TOWN, exact=True)).first
    row.locator("[hx-get*='/trace/score/'], a[href*='/trace/score/']").first.click()
    page.wait_for_load_state("networkidle")
    for part in PARTS:
        page.locator("#trace a", has_text=part).first.click()
        page.locator("#trace").get_by_text(f"{TOWN} {part}").first.wait_for()


def _upload(page: Any, url: str) -> None:
    """Bring the workbook of the tour in, unless it is there, and stop at its questions."""
    from leitai.demo.district_workbooks import TOUR_FILE, write_workbooks

    _open("/uploads/")(page, url)
    page.locator("#id_source").select_option(label="区招商局月报")
    with tempfile.TemporaryDirectory() as folder:
        write_workbooks(Path(folder))
        page.locator("input[type=file]").set_input_files(str(Path(folder) / TOUR_FILE))
        page.locator("form:has(input[type=file]) button.lt-btn-pri").click()
        page.locator("[data-questions]").wait_for()
    # Without the message that greets whoever brings the same file in again.
    page.reload(wait_until="networkidle")


def _benchmark(page: Any, url: str) -> None:
    _open("/benchmarks/")(page, url)
    page.locator("main").get_by_role("link", name="云溪区", exact=True).first.click()
    page.wait_for_load_state("networkidle")


def _editor(page: Any, url: str) -> None:
    _open("/schemes/yunxi/3.3/")(page, url)
    page.locator("main").get_by_text("固定资产投资额", exact=True).first.click()
    page.get_by_role("heading", name="固定资产投资额").first.wait_for()
    page.locator("main canvas").first.wait_for()
    page.wait_for_load_state("networkidle")


def _matter(page: Any, url: str) -> None:
    """Open the first thing that the town owes, as on its phone."""
    _open("/matters/mine/")(page, url)
    page.locator(".lt-owed a").first.click()
    page.wait_for_load_state("networkidle")


SHOWN = (
    Picture("board", "assessment_office", DESKTOP, _open(BOARD)),
    Picture("unit", "assessment_office", DESKTOP, _unit),
    Picture("trace", "assessment_office", DESKTOP, _trace),
    Picture("upload", "assessment_office", DESKTOP, _upload),
    Picture("benchmark", "principal_leader", DESKTOP, _benchmark),
    Picture("editor", "assessment_office", DESKTOP, _editor),
    Picture("screen", "principal_leader", DESKTOP, _open(f"{BOARD}screen/")),
    Picture("matters", "supervision_office", DESKTOP, _open("/matters/")),
    Picture("phone", "reporting_unit", PHONE, _open("/")),
    Picture("matter-phone", "reporting_unit", PHONE, _matter),
)


def _accounts() -> dict[str, tuple[str, str]]:
    from leitai.demo.accounts import PASSWORD
    from leitai.demo.district_people import PEOPLE

    return {person.role: (person.username, PASSWORD) for person in PEOPLE if person.account}


def take(url: str, only: list[str]) -> None:
    """Take the pictures from a running demo."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("LEITAI_CHROMIUM") or shutil.which("chromium")
    accounts = _accounts()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in SHOWN:
            if only and picture.name not in only:
                continue
            width, height = picture.size
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=1,
                locale="zh-CN",
                reduced_motion="reduce",
            )
            page = context.new_page()
            username, password = accounts[picture.role]
            page.goto(f"{url}/accounts/login/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", password)
            page.locator("form button[type=submit]").first.click()
            page.locator(".lt-me, .lt-tabs").first.wait_for(state="attached")
            picture.steps(page, url)
            page.evaluate("document.fonts.ready")
            content = shrink(page.screenshot())
            (PICTURES / f"{picture.name}.png").write_bytes(content)
            print(f"docs/pictures/{picture.name}.png  {len(content) // 1024} KB")
            context.close()
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """Run a fresh demo while the block lasts and yield its address."""
    port = free_port("127.0.0.1", 8300)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "leitai.cli.main", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "LEITAI_VAR": folder, "LEITAI_DATABASE_URL": ""},
            stdin=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 900
            while not answers("127.0.0.1", port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("the demo did not start")
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a demo that runs already")
    parser.add_argument("--only", action="append", default=[], choices=[p.name for p in SHOWN])
    options = parser.parse_args()
    if options.url:
        take(options.url.rstrip("/"), options.only)
        return
    with demo() as url:
        take(url, options.only)


if __name__ == "__main__":
    main()
