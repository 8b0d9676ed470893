"""Every page, for the roles whose ways differ most: no error, no other host, no violation.

What is looked for stands in the fixture ``visit``; here the pages are only opened, each with the
links of its bar and the first of its own.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.sites import Site

#: A leader, the assessment office, a reporting unit, an auditor, an administrator.
ACCOUNTS = ("chenliyan", "zhoumin", "lichunhe", "luqingping", "tangwei")
#: Pages of one kind look alike: so many of each are opened.
OF_A_KIND = 1
#: Opened elsewhere, or files.
LEFT_OUT = (
    "/accounts/logout", "/audit/verify", "export.xlsx", "/file", "/static/", "format=",
    "/scheme/", "/example/", "/evidence",
)  # fmt: skip


def kind(path: str) -> str:
    """Return the address without its names and numbers."""
    parts = path.strip("/").split("/")
    return "/".join(parts[:1] + ["…"] * (len(parts) > 1) + parts[3:]) or "home"


@pytest.mark.parametrize("person", ACCOUNTS)
def test_pages_open_without_fault(site: Site, visit: Any, person: str) -> None:
    page = visit(site, person)
    waiting = ["/"]
    seen: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(site.address + path)
        assert answer.status == 200, path
        assert page.title().strip(), path
        for link in page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)"):
            address = urlsplit(link)
            if f"http://{address.netloc}" != site.address:
                continue
            target = address.path + (f"?{address.query}" if address.query else "")
            if any(word in target for word in LEFT_OUT) or "trace=" in target:
                continue
            name = kind(address.path)
            if seen.get(name, 0) < OF_A_KIND:
                seen[name] = seen.get(name, 0) + 1
                waiting.append(target)
    assert len(seen) >= 4, seen
