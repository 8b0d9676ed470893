"""Visitors of a running site: they sign in, read pages with pauses, and upload workbooks."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp

from leitai.bench.pages import Page

#: Seconds to wait when the site takes no more sign-ins from one address for now, and how often.
REST, RESTS = 3.0, 60
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="(operation_id|seen)" value="([^"]*)"')


@dataclass
class Heard:
    """What came back: seconds by kind of request, and what went wrong, in words."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many were answered as they should be."""
        return sum(len(each) for each in self.seconds.values())


class Visitor:
    """One signed-in person with a browser's cookies and one connection."""

    def __init__(self, site: str, heard: Heard) -> None:
        self.site = site
        self.heard = heard
        self.browser = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            connector=aiohttp.TCPConnector(limit=1),
            timeout=aiohttp.ClientTimeout(total=120),
            headers={"Accept-Language": "zh-CN"},
        )

    async def sign_in(self, username: str, password: str) -> None:
        """Sign in by the form, as a person does. Raises ``RuntimeError`` when refused."""
        for _rest in range(RESTS):
            page = await self._text("/accounts/login/")
            fields = {"login": username, "password": password, "csrfmiddlewaretoken": token(page)}
            answer = await self._post("/accounts/login/", fields)
            if answer.status != 429:
                break
            await asyncio.sleep(REST)
        if answer.status != 302:
            raise RuntimeError(f"{username} could not sign in: {answer.status}")

    async def read(self, name: str, address: str) -> str:
        """Ask for a page; the time until its last byte counts when it is answered with 200."""
        start = time.perf_counter()
        try:
            async with self.browser.get(self.site + address, allow_redirects=False) as answer:
                text = await answer.text()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.heard.errors.append(f"{address}: {type(error).__name__}")
            return ""
        spent = time.perf_counter() - start
        if answer.status != 200:
            self.heard.errors.append(f"{address} answered {answer.status}")
            return ""
        self.heard.seconds[name].append(spent)
        return text

    async def stroll(
        self, pages: Sequence[Page], until: float, think: float, chance: random.Random
    ) -> None:
        """Read pages of one's own in no order, thinking in between, until a moment has come."""
        await asyncio.sleep(chance.uniform(0, think))
        while time.perf_counter() < until:
            page = chance.choice(pages)
            await self.read(page.name, chance.choice(page.addresses))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)

    async def bring(self, name: str, content: bytes, source: int, reason: str) -> None:
        """Upload a workbook, wait until it is read, and accept it."""
        page = await self._text("/uploads/")
        form = aiohttp.FormData()
        form.add_field("csrfmiddlewaretoken", token(page))
        form.add_field("source", str(source))
        form.add_field("file", content, filename=name)
        start = time.perf_counter()
        answer = await self._post("/uploads/new", form)
        self.heard.seconds["upload: received"].append(time.perf_counter() - start)
        where = answer.headers.get("Location", "")
        if answer.status != 302 or not where.startswith("/uploads/"):
            self.heard.errors.append(f"/uploads/new answered {answer.status}")
            return
        while "HX-Refresh" not in (await self._ask(f"{where}state/")).headers:
            await asyncio.sleep(0.5)
        self.heard.seconds["upload: read and checked"].append(time.perf_counter() - start)
        page = await self.read("upload: looked at", where)
        if 'form="accept-form"' not in page:
            self.heard.errors.append(f"{where} cannot be accepted")
            return
        fields = dict(_HIDDEN.findall(page))
        fields |= {"csrfmiddlewaretoken": token(page), "reason": reason}
        start = time.perf_counter()
        answer = await self._post(f"{where}accept", fields)
        spent = time.perf_counter() - start
        after = await self._text(where)
        if answer.status != 302 or "accept-form" in after:
            self.heard.errors.append(f"{where}accept answered {answer.status}, not accepted")
            return
        self.heard.seconds["upload: accepted"].append(spent)

    async def _text(self, address: str) -> str:
        async with self.browser.get(self.site + address) as answer:
            return await answer.text()

    async def _ask(self, address: str) -> aiohttp.ClientResponse:
        async with self.browser.get(self.site + address) as answer:
            await answer.read()
            return answer

    async def _post(
        self, address: str, data: aiohttp.FormData | Mapping[str, str]
    ) -> aiohttp.ClientResponse:
        async with self.browser.post(
            self.site + address, data=data, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer


def token(page: str) -> str:
    """The token of the first form of a page."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


async def arrive(site: str, usernames: Sequence[str], password: str, heard: Heard) -> list[Visitor]:
    """Sign in one visitor for each name, at the pace that the site allows."""
    visitors = []
    for username in usernames:
        visitor = Visitor(site, heard)
        visitors.append(visitor)
        try:
            await visitor.sign_in(username, password)
        except BaseException:
            await leave(visitors)
            raise
    return visitors


async def leave(visitors: Sequence[Visitor]) -> None:
    """Close the browsers."""
    for visitor in visitors:
        await visitor.browser.close()
