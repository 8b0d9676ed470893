"""Every page, for the roles whose ways differ most: no error, no other host, open to everybody.

What no page may do is looked for by the fixture ``visit``; here the pages are opened, one of each
kind, by the links that a person finds. Each kind is held to WCAG 2.2 AA once, at both sizes, as
far as a program can tell (axe-core).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.sites import Site

#: A leader, the assessment office, a reporting unit, an auditor, an administrator.
ACCOUNTS = ("chenliyan", "zhoumin", "lichunhe", "luqingping", "tangwei")
#: Opened elsewhere, or files.
LEFT_OUT = (
    "/accounts/logout", "/audit/verify", "export.xlsx", "/file", "/static/", "format=",
    "/scheme/", "/example/", "/evidence", "trace=",
)  # fmt: skip
AXE = Path(__file__).with_name("axe") / "axe.min.js"
LOOK = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
  });
  return found.violations.map((fault) =>
    `${fault.id}: ${fault.help}: ${fault.nodes[0].html.slice(0, 200)}`);
}"""


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Kinds of pages that were held to the rules already, for whichever role."""
    return set()


def kind(path: str) -> str | None:
    """Return the name of the page's route; None for what is no page of ours."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


def barriers(page: Any) -> list[str]:
    """Return what keeps somebody from using the page, at the size of a desk and of a phone."""
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate(AXE.read_text("utf-8"))
        found += [f"{size[0]}: {fault}" for fault in page.evaluate(LOOK)]
    return found


@pytest.mark.parametrize("person", ACCOUNTS)
def test_pages_open_without_fault_or_barrier(
    site: Site, visit: Any, person: str, looked_at: set[str]
) -> None:
    page = visit(site, person)
    waiting, seen = ["/"], {"home"}
    faults = []
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(site.address + path)
        assert answer.status == 200, path
        assert page.title().strip(), path
        name = kind(urlsplit(path).path)
        if name and name not in looked_at:
            looked_at.add(name)
            faults += [f"{path} {fault}" for fault in barriers(page)]
        for link in page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)"):
            address = urlsplit(link)
            target = address.path + (f"?{address.query}" if address.query else "")
            if f"http://{address.netloc}" != site.address or any(w in target for w in LEFT_OUT):
                continue
            name = kind(address.path)
            if name and name not in seen:
                seen.add(name)
                waiting.append(target)
    assert not faults, "\n".join(faults)
    assert len(seen) >= 20, seen


def test_a_barrier_is_found(site: Site, visit: Any) -> None:
    """The look itself: a picture without words and grey on grey are seen."""
    page = visit(site)
    page.set_content(
        "<html lang=zh><title>x</title><main><img src=/static/leitai/icon.svg>"
        "<p style='color:#bbb;background:#ccc'>看不清</p></main>"
    )
    found = " ".join(barriers(page))
    assert "image-alt" in found
    assert "color-contrast" in found
