"""What the site has acknowledged survives a kill -9, once; what it has not leaves nothing behind.

Every write goes over HTTP with an Idempotency-Key. Right after the answer every process of the
site is killed; the next one must know of the write, and sending it again must do nothing twice.
"""

from __future__ import annotations

import http.client
import uuid
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.sites import Site
from tests.crash.client import Client, upload_form
from tests.server.waiting import wait_until

#: Seconds between looks at the worker's progress: well within what the API lets a caller ask.
WITHIN_RATE = 0.25
REASON = "经核对银行回单更正"
BOARD = "/boards/yunxi/2026-10"
TOWN = "青石镇"
#: Statements of an acceptance: its values are staged, then begin to count, then it is recorded.
STATEMENTS = (
    'INSERT INTO "indicators_revision"',
    'UPDATE "indicators_batch"',
    'INSERT INTO "audit_entry"',
)


@pytest.fixture
def client(own_site: Site) -> Client:
    """A client with a token of 周敏; the site is not running yet."""
    scopes = [word for scope in ("read", "upload", "compute") for word in ("--scope", scope)]
    said = own_site.run("token", "issue", "zhoumin", "--name", "crash", *scopes)
    return Client(own_site, said.split()[0])


def workbook(client: Client) -> bytes:
    """Return the form that brings the workbook of the tour in."""
    sources = client.get("/sources")["items"]
    code = next(one["code"] for one in sources if one["name"] == "区招商局月报")
    site = client.site
    assert isinstance(site, Site)
    return upload_form(code, site.tour_file.name, site.tour_file.read_bytes())


def read_upload(client: Client, pk: int) -> Any:
    """Wait until the worker has read the upload."""
    wait_until(lambda: client.get(f"/uploads/{pk}")["state"] != "received", every=WITHIN_RATE)
    return client.get(f"/uploads/{pk}")


def settle(client: Client, pk: int) -> None:
    """Give every open question its first offer."""
    for question in client.get(f"/uploads/{pk}")["questions"]:
        if question["answer"] is not None:
            continue
        body = {"answer": question["offers"][0]["answer"]}
        client.write(f"/uploads/{pk}/questions/{question['id']}", body, uuid.uuid4())


def signed_projects(client: Client) -> list[Any]:
    """Return the revisions of the one figure that the workbook changes for 青石镇."""
    indicator = next(
        one
        for one in client.get(f"/indicators?q={quote('亿元以上')}")["items"]
        if one["name"] == "亿元以上项目签约"
    )
    values = client.get(f"/values?indicator={indicator['id']}&period=2026-10&limit=200")["items"]
    trails = [client.get(f"/values/{value['revision_id']}") for value in values]
    return list(next(trail for trail in trails if trail["unit"] == TOWN)["revisions"])


def test_each_acknowledged_write_survives_and_is_done_once(own_site: Site, client: Client) -> None:
    site = own_site
    site.start()
    before = client.get("/uploads")["page"]["count"]
    body = workbook(client)

    def crash_after(path: str, content: Any) -> Any:
        """Write, kill, start again, write the same again; return the answer."""
        key = uuid.uuid4()
        answer = client.write(path, content, key)
        site.kill()
        site.start()
        again = client.write(path, content, key)
        name = "id" if "id" in answer else "result_sha256"
        assert again[name] == answer[name]
        return again

    brought = crash_after("/uploads", body)
    pk = brought["id"]
    assert client.get("/uploads")["page"]["count"] == before + 1
    asked = read_upload(client, pk)
    assert [question["answer"] for question in asked["questions"]] == [None, None]

    first = asked["questions"][0]
    answer = first["offers"][0]["answer"]
    crash_after(f"/uploads/{pk}/questions/{first['id']}", {"answer": answer})
    now = {one["id"]: one["answer"] for one in client.get(f"/uploads/{pk}")["questions"]}
    assert [one for one in now.values() if one is not None] == [answer]
    settle(client, pk)
    assert client.get(f"/uploads/{pk}")["obstacle"] == ""

    assert [one["number"] for one in signed_projects(client)] == [9.0]
    accepted = crash_after(f"/uploads/{pk}/accept", {"reason": REASON})
    assert accepted["state"] == "accepted"
    revisions = signed_projects(client)
    assert [one["number"] for one in revisions] == [9.0, 10.0]
    assert revisions[-1]["reason"] == REASON

    assert client.write(f"{BOARD}/compute", {}, uuid.uuid4())["state"] == "draft"
    published = crash_after(f"{BOARD}/publish", {})
    assert (published["state"], published["number"]) == ("published", 2)

    said = site.run("verify")
    assert "审计链完好" in said
    assert "0 份被改动" in said


def test_a_kill_in_the_middle_of_an_acceptance_leaves_nothing_half_accepted(
    own_site: Site, client: Client
) -> None:
    site = own_site
    site.start()
    pk = client.write("/uploads", workbook(client), uuid.uuid4())["id"]
    read_upload(client, pk)
    settle(client, pk)
    site.kill()

    key = uuid.uuid4()
    for statement in STATEMENTS:
        site.start(
            DJANGO_SETTINGS_MODULE="tests.crash.mortal_settings", LEITAI_TEST_DIE_AFTER=statement
        )
        assert_untouched(client, pk)
        with pytest.raises((OSError, http.client.HTTPException)):
            client.ask("POST", f"/uploads/{pk}/accept", {"reason": REASON}, key)
        site.kill()

    # The same request, sent again as a careful client would, now does the whole of it.
    site.start()
    assert_untouched(client, pk)
    client.write(f"/uploads/{pk}/accept", {"reason": REASON}, key)
    assert client.get(f"/uploads/{pk}")["state"] == "accepted"
    assert [one["number"] for one in signed_projects(client)] == [9.0, 10.0]
    assert "审计链完好" in site.run("verify")


def assert_untouched(client: Client, pk: int) -> None:
    upload = client.get(f"/uploads/{pk}")
    assert (upload["state"], upload["obstacle"]) == ("staged", "")
    assert [one["number"] for one in signed_projects(client)] == [9.0]
