"""A browser and sites for it. What no page may do is checked at the end of every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from leitai.demo.accounts import PASSWORD
from tests.browser.sites import Site, loaded_district, own_site, serving

__all__ = ["loaded_district", "own_site"]

DESKTOP = (1366, 768)
PHONE = (390, 844)
#: Milliseconds that anything on a page may take before a test fails.
DEADLINE = 30_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Violations of the content security policy become errors of the console.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("violates " + event.violatedDirective + ": " + event.blockedURI));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = os.environ.get("LEITAI_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def site(loaded_district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site that tests only read."""
    shared = Site(tmp_path_factory.mktemp("site") / "var")
    shutil.copytree(loaded_district, shared.var)
    with serving(shared):
        yield shared


Visit = Callable[..., Any]


@pytest.fixture
def expected_on_console() -> list[str]:
    """Parts of console messages that a test brings about on purpose; it adds its own."""
    return []


@pytest.fixture
def visit(browser: Any, expected_on_console: list[str]) -> Iterator[Visit]:
    """Open a page on a site, signed in as a person; afterwards nothing may have gone wrong.

    Nothing: no error on the console or in a script, no request to another host, no violation of
    the content security policy, no answer of 500 or more.
    """
    contexts = []
    faults: list[str] = []

    def open_page(
        site: Site,
        person: str = "",
        size: tuple[int, int] = DESKTOP,
        language: str = "zh-CN",
        *,
        script: bool = True,
        touch: bool = False,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            reduced_motion="reduce",
            accept_downloads=True,
            java_script_enabled=script,
            has_touch=touch,
        )
        contexts.append(context)
        context.set_default_timeout(DEADLINE)
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        own = urlsplit(site.address).netloc

        def look_at_request(request: Any) -> None:
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob", "about") and address.netloc != own:
                faults.append(f"asked another host: {request.url}")

        def look_at_answer(response: Any) -> None:
            if response.status >= 500:
                faults.append(f"{response.status}: {response.url}")

        def look_at_console(message: Any) -> None:
            expected = any(part in message.text for part in expected_on_console)
            if message.type == "error" and not expected:
                faults.append(f"console of {page.url}: {message.text}")

        page.on("request", look_at_request)
        page.on("response", look_at_answer)
        page.on("console", look_at_console)
        page.on("pageerror", lambda error: faults.append(f"script of {page.url}: {error}"))
        if person:
            sign_in(page, site, person)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def sign_in(page: Any, site: Site, person: str) -> None:
    """Sign in by the page, as a person does."""
    page.goto(f"{site.address}/accounts/login/")
    page.locator("input[name=login]").fill(person)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator(".lt-me").wait_for()
