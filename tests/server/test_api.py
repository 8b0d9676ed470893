"""The HTTP interface: tokens and scopes, limits, retries, pages, and errors that tell nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Upload
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import AccessToken, User
from leitai.apps.units.services import issue_token, revoke_token
from leitai.server.api import api, throttle
from tests import factories
from tests.apps.standings.world import World, make_world
from tests.people import District, People

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _anew(_english: None) -> None:
    """No test counts towards the limits of another."""
    cache.clear()


@pytest.fixture
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute ends within the test."""
    monkeypatch.setattr(throttle, "moment", lambda: 1_000_000.0)


@pytest.fixture
def world(district: District) -> World:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return make_world(district)


def program(user: User, *scopes: str, days: int = 30) -> Client:
    """Return a program that carries a token of the person."""
    token = issue_token(Act(actor=user), name="program", scopes=scopes, days=days)
    return Client(headers={"Authorization": f"Bearer {token.secret}", "Accept-Language": "en"})


def post(client: Client, path: str, data: Any = None, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    with TestCase.captureOnCommitCallbacks(execute=True):
        if data is not None and "file" in data:
            return client.post(path, data, headers=headers)
        return client.post(path, data or {}, content_type="application/json", headers=headers)


def form(number: int = 6, **cells: Any) -> SimpleUploadedFile:
    content = factories.workbook(factories.investment_form(2026, number, **cells), "招商引资")
    return SimpleUploadedFile(f"{number}月.xlsx", content)


# --- Tokens ---


def test_only_the_digest_of_a_token_is_kept(people: People) -> None:
    token = issue_token(Act(actor=people["analyst"]), name="copy", scopes=["read"])
    assert re.fullmatch(r"lt_[\w-]{43}", token.secret)
    stored = AccessToken.objects.get()
    assert stored.secret == ""
    assert token.secret not in json.dumps(list(AccessToken.objects.values()), default=str)
    assert token.secret not in json.dumps(list(Entry.objects.values("detail")), default=str)


def test_a_token_opens_what_its_person_sees(world: World, people: People) -> None:
    town = program(people["town"], "read")
    assert town.get("/api/v1/boards/towns/2026-10").status_code == 200
    assert program(people.outsider, "read").get("/api/v1/boards/towns/2026-10").status_code == 404


def test_expired_revoked_and_unknown_tokens_open_nothing(people: People) -> None:
    analyst = people["analyst"]
    client = program(analyst, "read")
    assert client.get("/api/v1/units").status_code == 200
    AccessToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/api/v1/units").status_code == 401
    client = program(analyst, "read")
    revoke_token(Act(actor=analyst), token=AccessToken.objects.latest("id"))
    assert client.get("/api/v1/units").status_code == 401
    client = program(analyst, "read")
    User.objects.filter(pk=analyst.pk).update(is_active=False)
    assert client.get("/api/v1/units").status_code == 401
    for header in ("Bearer lt_guess", "Bearer ", "Basic YTpi", "lt_guess"):
        guess = Client(headers={"Authorization": header}).get("/api/v1/units")
        assert guess.status_code == 401
        assert guess.json() == {"detail": "Unauthorized"}


def test_a_bad_token_is_not_saved_by_a_session(people: People) -> None:
    client = Client(headers={"Authorization": "Bearer lt_guess"})
    client.force_login(people["analyst"], backend=BACKEND)
    assert client.get("/api/v1/units").status_code == 401


def writing_operations() -> list[str]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return [re.sub(r"{\w+}", "1", p) for p, methods in paths.items() if "post" in methods]


def test_a_reading_token_writes_nowhere(world: World, people: People) -> None:
    client = program(people["assessment_office"], "read")
    assert len(writing_operations()) >= 26
    for path in writing_operations():
        data = {"file": form(), "source": "zhaoshang"} if path.endswith("/uploads") else {
            "answer": None, "revision": 1, "operations": [], "to": 1, "reason": "a reason",
        }  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            response = post(client, path, data)
        assert response.status_code == 403, path
        assert "scope" in response.json()["detail"]
        assert not [q for q in queries if re.match("INSERT|UPDATE|DELETE", q["sql"])]


def test_scopes_do_not_stand_in_for_each_other(world: World, people: People) -> None:
    office = people["assessment_office"]
    assert program(office, "upload").get("/api/v1/units").status_code == 403
    uploads, computes = program(office, "upload"), program(office, "compute")
    assert post(uploads, "/api/v1/boards/towns/2026-10/compute").status_code == 403
    data = {"file": form(), "source": "zhaoshang"}
    assert post(computes, "/api/v1/uploads", data).status_code == 403
    assert post(computes, "/api/v1/boards/towns/2026-10/compute").status_code == 200
    data = {"file": form(), "source": "zhaoshang"}
    assert post(uploads, "/api/v1/uploads", data).status_code == 201


def test_a_scope_gives_no_right_that_the_person_lacks(world: World, people: People) -> None:
    client = program(people["town"], "read", "upload", "compute")
    assert post(client, "/api/v1/boards/towns/2026-10/compute").status_code == 404
    data = {"file": form(), "source": "zhaoshang"}
    assert post(client, "/api/v1/uploads", data).status_code == 404


def test_a_session_needs_its_token_against_forgery(world: World, people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["assessment_office"], backend=BACKEND)
    assert client.get("/api/v1/boards/towns").status_code == 200
    response = client.post("/api/v1/boards/towns/2026-10/compute")
    assert response.status_code == 403
    assert not Standing.objects.filter(state="draft").exists()


# --- Limits ---


@pytest.mark.usefixtures("_one_minute")
def test_beyond_the_rate_the_answer_says_when_to_come_back(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "num_requests", 3)
    client = program(people["analyst"], "read")
    assert [client.get("/api/v1/units").status_code for _n in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/units")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json() == {"detail": "Too many requests."}
    monkeypatch.setattr(throttle, "moment", lambda: 1_000_060.0)
    assert client.get("/api/v1/units").status_code == 200


@pytest.mark.usefixtures("_one_minute")
def test_each_token_and_each_person_has_a_rate_of_their_own(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People of the same printed name do not use up each other's requests."""
    monkeypatch.setattr(throttle, "num_requests", 1)
    User.objects.update(display_name="李明")
    first, second = program(people["analyst"], "read"), program(people["auditor"], "read")
    third = program(User.objects.get(pk=people["analyst"].pk), "read")
    for client in (first, second, third):
        assert client.get("/api/v1/units").status_code == 200
        assert client.get("/api/v1/units").status_code == 429


@pytest.mark.parametrize(
    ("query", "limit", "offset", "items"),
    [("", 100, 0, 8), ("limit=2", 2, 0, 2), ("limit=2&offset=7", 2, 7, 1), ("limit=0", 1, 0, 1),
     ("limit=-5&offset=-5", 1, 0, 1), ("offset=99", 100, 8, 0), ("limit=100000", 500, 0, 8),
     (f"offset={10**30}", 100, 8, 0)],
)  # fmt: skip
def test_lists_come_in_pages(
    people: People, query: str, limit: int, offset: int, items: int
) -> None:
    client = program(people["assessment_office"], "read")
    answer = client.get(f"/api/v1/units?{query}").json()
    assert answer["page"] == {"count": 8, "limit": limit, "offset": offset}
    assert len(answer["items"]) == items


# --- Retries ---


def test_the_same_key_uploads_once_and_answers_alike(world: World, people: People) -> None:
    client, key = program(people["assessment_office"], "read", "upload"), str(uuid.uuid4())
    answers = [
        post(client, "/api/v1/uploads", {"file": form(), "source": "zhaoshang"}, key)
        for _n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    # Reading happens between the two, so only what was received is compared.
    received = [{k: a.json()[k] for k in ("id", "name", "source", "uploaded_at")} for a in answers]
    assert received[0] == received[1]
    assert Upload.objects.count() == 1


def test_the_same_key_accepts_computes_and_publishes_once(world: World, people: People) -> None:
    client = program(people["assessment_office"], "read", "upload", "compute")
    made = post(client, "/api/v1/uploads", {"file": form(), "source": "zhaoshang"}).json()
    shown = client.get(f"/api/v1/uploads/{made['id']}").json()
    assert (shown["state"], shown["obstacle"], shown["questions"]) == ("staged", "", [])
    for path, data in (
        (f"/api/v1/uploads/{made['id']}/accept", {"reason": "月报", "edition": shown["edition"]}),
        ("/api/v1/boards/towns/2026-10/compute", {}),
        ("/api/v1/boards/towns/2026-10/publish", {}),
    ):
        key = str(uuid.uuid4())
        written = Entry.objects.exclude(verb="round.open")
        entries = written.count()
        first = post(client, path, data, key)
        assert first.status_code == 200, first.content
        done = written.count()
        assert done > entries
        second = post(client, path, data, key)
        # The seal is set after the commit, which in a test comes after the answer.
        assert second.status_code == 200
        assert second.json() | {"seal_hash": ""} == first.json() | {"seal_hash": ""}
        assert Entry.objects.filter(operation_id=key).count() == 1
        assert written.count() == done
    assert Batch.objects.filter(kind="upload", state="accepted").count() == 1
    assert Standing.objects.filter(state="published").count() == 1


def test_a_key_used_for_something_else_is_refused(world: World, people: People) -> None:
    client, key = program(people["assessment_office"], "compute"), str(uuid.uuid4())
    assert post(client, "/api/v1/boards/towns/2026-10/compute", {}, key).status_code == 200
    refused = post(client, "/api/v1/boards/towns/2026-10/publish", {}, key)
    assert refused.status_code == 409
    assert "operation id" in refused.json()["detail"]
    assert post(client, "/api/v1/boards/towns/2026-10/compute", {}, "abc").status_code == 422


# --- A whole way ---


def test_from_a_workbook_with_a_doubtful_name_to_a_published_board(
    world: World, people: People
) -> None:
    client = program(people["assessment_office"], "read", "upload", "compute")
    file = form(11, A7="青石 镇")
    made = post(client, "/api/v1/uploads", {"file": file, "source": "zhaoshang"}).json()
    shown = client.get(f"/api/v1/uploads/{made['id']}").json()
    (question,) = shown["questions"]
    assert (question["kind"], question["address"], question["text"]) == ("unit", "A7", "青石 镇")
    refused = post(client, f"/api/v1/uploads/{made['id']}/accept", {})
    assert refused.status_code == 409
    assert "A7" in refused.json()["detail"]
    path = f"/api/v1/uploads/{made['id']}/questions/{question['id']}"
    offer = question["offers"][0]
    settled = post(client, path, {"answer": offer["answer"]}).json()
    assert settled["obstacle"] == ""
    assert post(client, path, {"answer": None}).json()["obstacle"] != ""
    post(client, path, {"answer": offer["answer"]})
    assert post(client, f"/api/v1/uploads/{made['id']}/accept", {}).json()["state"] == "accepted"
    series = world.district.funds.pk
    values = client.get(f"/api/v1/values?series={series}&period=2026-11").json()
    assert values["page"]["count"] == 6
    trail = client.get(f"/api/v1/values/{values['items'][0]['revision_id']}").json()
    assert trail["revisions"][-1]["file"] == "11月.xlsx"
    assert post(client, "/api/v1/boards/towns/2026-11/compute").json()["state"] == "draft"
    published = post(client, "/api/v1/boards/towns/2026-11/publish").json()
    assert published["state"] == "published"
    board = client.get("/api/v1/boards/towns/2026-11?zone=leading").json()
    assert [row["rank"] for row in board["rows"]] == [1, 2]
    assert board["result_sha256"] == published["result_sha256"]
    working = client.get(f"/api/v1/places/{board['rows'][0]['place_id']}/working").json()
    assert working["rounded"] == board["rows"][0]["score"]
    card = client.get(f"/api/v1/boards/towns/2026-11/units/{board['rows'][0]['unit_id']}").json()
    assert [one["period"] for one in card["history"]] == ["2026-10", "2026-11"]
    trial = client.get("/api/v1/schemes/towns/1.0/trial?period=2026-11").json()
    assert (trial["moved"], trial["page"]["count"]) == (0, 6)
    assert (trial["beside"], trial["published"]) == ("1.0", True)
    path = "/api/v1/schemes/towns/1.0"
    decides = client.get(f"{path}/trial/influence?period=2026-11&threshold=0.5").json()
    assert [one["item"] for one in decides["items"]] == ["i_projects", "i_funds"]
    assert sum(one["spread"] for one in decides["items"]) == pytest.approx(1)
    assert client.get(f"{path}/trial/influence?period=2026-11&threshold=2").status_code == 422
    assert client.get(f"{path}/trial?period=2031-01").status_code == 404
    assert client.get(f"{path}/compare/1.0").json()["changes"] == []
    beside = client.get(f"{path}/compare/1.0/results?period=2026-11").json()
    assert not any(row["changed"] for row in beside["rows"])


# --- Errors and the description ---


def test_nothing_there_is_answered_in_json(people: People) -> None:
    client = program(people["analyst"], "read")
    for path in ("/api/v1/", "/api/v1/none", "/api/v1/units/1/x", "/api/v1/boards/none"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json() == {"detail": "Not there, or not open to you."}


def test_malformed_requests_name_the_field(people: People) -> None:
    client = program(people["assessment_office"], "read", "upload")
    for path in ("/api/v1/units?limit=x", "/api/v1/values", "/api/v1/values?series=1"):
        response = client.get(path)
        assert response.status_code == 422
        assert response.json()["detail"]
    broken = client.post("/api/v1/uploads/1/accept", "{", content_type="application/json")
    assert broken.status_code in (400, 422)
    assert "Traceback" not in broken.content.decode()
    data = {"file": form(), "source": "zhaoshang", "period": "2026-13"}
    assert post(client, "/api/v1/uploads", data).status_code == 422


def test_everybody_may_read_the_description(client: Client) -> None:
    described = client.get("/api/v1/openapi.json")
    assert described.status_code == 200
    found = described.json()
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            assert operation["tags"], (path, method)
    names = [o["operationId"] for methods in found["paths"].values() for o in methods.values()]
    assert len(names) == len(set(names))


def test_the_exported_description_is_up_to_date(client: Client) -> None:
    """``python -m tools.openapi`` writes it anew."""
    exported = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    assert exported == client.get("/api/v1/openapi.json").json()
