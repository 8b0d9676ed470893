"""Every route × reader × object: who gets in, and that refusals change and tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from leitai.server.api import api
from tests.web.matrix import ACCOUNTS, API, PAGES, TABLE, Entry
from tests.web.world import READERS, Site

pytestmark = pytest.mark.django_db

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+["`]?(\w+)', re.I)
#: What signing in, messages and the rate limit keep; no record of the house.
OF_THE_SESSION = {
    "django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog",
    "units_callercount",
}  # fmt: skip


def routes(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_every_route_has_an_entry_and_every_entry_a_route() -> None:
    there = set(routes(get_resolver().url_patterns))
    told = {entry.route for entry in TABLE}
    assert there - told == set(), "routes without an entry in tests/web/matrix"
    assert told - there == set(), "entries of tests/web/matrix.py without a route"


def test_every_operation_of_the_api_has_an_entry() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    there = {(path, method.upper()) for path, methods in paths.items() for method in methods}
    told = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", entry.route), entry.method)
        for entry in API
        if entry.route not in ("/api/v1/openapi.json", "/api/v1/")
    }
    assert there == told


def test_no_entry_stands_twice() -> None:
    seen = [(entry.route, entry.method) for entry in TABLE]
    assert len(seen) == len(set(seen))


def address(entry: Entry, site: Site, what: str, reader: str, number: int | None = None) -> str:
    """Return the address of an object; ``number`` takes the place of every id in it."""
    names = entry.names(site, what, reader)

    def fill(found: re.Match[str]) -> str:
        asked = number if number is not None and found[1] == "int:" else names[found[2]]
        return quote(str(asked))

    return re.sub(r"<(\w+:)?(\w+)>", fill, entry.route) + entry.query


def ask(entry: Entry, site: Site, what: str, reader: str) -> tuple[Any, set[str]]:
    """Send the request and take it back; return the answer and the tables it wrote to."""
    client = site.client(reader)
    url = address(entry, site, what, reader)
    cookies = client.cookies.copy()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        if entry.method == "GET":
            response = client.get(url)
        elif entry.json:
            data = entry.data(site, what, reader)
            response = client.post(url, data, content_type="application/json")
        else:
            response = client.post(url, entry.data(site, what, reader))
        response.content if not response.streaming else b"".join(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    written = {
        found[1] for query in queries.captured_queries if (found := WRITE.match(query["sql"]))
    }
    return response, written - OF_THE_SESSION


def outcome(entry: Entry, response: HttpResponse) -> str:
    """Say in one word what became of a request."""
    code = response.status_code
    if code == 302 and response["Location"].startswith("/accounts/login/"):
        return "sign in"
    # A program whose request fails the rules of the matter got in; a page that asks again did not.
    let_in = (200, 201, 302, 409, 422) if entry.api else (200, 302)
    return "in" if code in let_in else str(code)


def expected(entry: Entry, what: str, reader: str) -> str:
    if reader in entry.let_in[what]:
        return "in"
    if entry.absent:
        return "404"
    if reader == "anonymous":
        return "401" if entry.api else "sign in"
    if reader in entry.corrected.get(what, ()):
        return "422"
    return "403" if reader in entry.refused.get(what, ()) else "404"


def line(entry: Entry) -> str:
    return f"{entry.method} {entry.route}"


@pytest.mark.parametrize("entry", [*PAGES, *API], ids=line)
def test_who_gets_in(entry: Entry, site: Site) -> None:
    wrong, wrote = {}, {}
    for what in entry.let_in:
        for reader in READERS:
            response, written = ask(entry, site, what, reader)
            found, wanted = outcome(entry, response), expected(entry, what, reader)
            if found != wanted:
                wrong[what, reader] = f"{found}, expected {wanted}"
            if written and (found != "in" or entry.method == "GET"):
                wrote[what, reader] = written
    assert wrong == {}
    assert wrote == {}, "a refused request or a GET wrote something"


def test_what_is_let_in_to_write_does_write(site: Site) -> None:
    """Else the matrix would prove nothing: every writing route changes a table for somebody."""
    idle = []
    for entry in (one for one in [*PAGES, *API] if one.method == "POST"):
        what = "own" if "own" in entry.let_in else "any"
        readers = sorted(entry.let_in[what])
        if not any(ask(entry, site, what, reader)[1] for reader in readers):
            idle.append(line(entry))
    # Publishing needs a draft, and a town's question is answered on the page of its own upload;
    # a code is followed where it has changed; of a draft document nothing is kept; a target is
    # broken down once at a time, and parts come in by a file: test_goals does both. Checks are run
    # by a worker after the commit.
    assert sorted(idle) == sorted(["POST /boards/<slug:slug>/<str:period>/publish",
                    "POST /units/<int:pk>/follow-code",
                    "POST /bulletins/draft",
                    "POST /targets/<int:pk>/break-down",
                    "POST /targets/proposals/<int:pk>/sheet",
                    "POST /audit/verify/run",
                    "POST /api/v1/boards/<slug:slug>/<period>/publish"])  # fmt: skip


@pytest.mark.parametrize("entry", ACCOUNTS, ids=line)
def test_account_pages(entry: Entry, site: Site) -> None:
    """Open, or on to another step of one's own account; never an error, never another's."""
    wrong = {}
    for reader in READERS:
        response, written = ask(entry, site, "any", reader)
        found = outcome(entry, response)
        if reader in entry.let_in["any"]:
            fine = found == "in"
        elif reader == "anonymous":
            fine = found == "sign in"
        else:
            fine = found == "404" or response.status_code == 302
        if not fine or written:
            wrong[reader] = (found, written)
    assert wrong == {}


@pytest.mark.parametrize("entry", PAGES, ids=line)
def test_pages_answer_to_their_method_only(entry: Entry, site: Site) -> None:
    """What reads takes no POST, and what writes is reached by nothing else."""
    if entry.route == "/health/":
        return
    what = next(iter(entry.let_in))
    reader = next(iter(sorted(entry.let_in[what])), "assessment_office")
    url = address(entry, site, what, reader)
    client = site.client(reader)
    other = client.post(url) if entry.method == "GET" else client.get(url)
    assert other.status_code == 405
    assert client.delete(url).status_code == 405


HIDDEN = [
    entry
    for entry in TABLE
    if "other" in entry.let_in and entry.method == "GET" and "<int:" in entry.route
]


@pytest.mark.parametrize("entry", HIDDEN, ids=line)
def test_what_is_not_open_looks_like_what_is_not_there(entry: Entry, site: Site) -> None:
    """Byte for byte the same answer, so that ids cannot be probed."""
    readers = [r for r in READERS if r != "anonymous" and r not in entry.let_in["other"]]
    for reader in readers:
        closed = site.client(reader).get(address(entry, site, "other", reader))
        absent_url = address(entry, site, "other", reader, number=987654321)
        absent = site.client(reader).get(absent_url)
        assert closed.status_code == absent.status_code == 404
        assert plain(closed, closed.request["PATH_INFO"]) == plain(absent, absent_url)


def plain(response: Any, path: str) -> str:
    """Return a body without what differs from request to request anyway."""
    text = response.content.decode()
    text = re.sub(r'(name="csrfmiddlewaretoken" value|data-csrf)="\w+"', r'\1=""', text)
    text = re.sub(r'name="operation_id" value="[0-9a-f-]{36}"', "", text)
    return text.replace(path, "PATH")
