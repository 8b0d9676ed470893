"""What holds for every answer: the policy, nothing inline, and nothing told by faults."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings

from leitai.apps.indicators.storage import stored_file
from tests.web.matrix import ACCOUNTS, API, PAGES, Entry
from tests.web.test_permissions import address, line
from tests.web.world import Site

pytestmark = pytest.mark.django_db

READING = [entry for entry in [*PAGES, *ACCOUNTS, *API] if entry.method == "GET"]


INLINE = (
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>\s*\S", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"<[^>]+\sstyle\s*=", re.I),
    re.compile(r"<[^>]+\son[a-z]+\s*=", re.I),
    re.compile(r"javascript:", re.I),
)


FOREIGN = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.I)


@pytest.mark.parametrize("entry", READING, ids=line)
def test_every_answer_carries_the_policy_and_nothing_inline(entry: Entry, site: Site) -> None:
    what = next(iter(entry.let_in))
    reader = next(iter(sorted(entry.let_in[what])), "assessment_office")
    for who in (reader, "nobody", "anonymous"):
        response = site.client(who).get(address(entry, site, what, who))
        policy = response.headers["Content-Security-Policy"]
        for part in (
            "default-src 'none'", "script-src 'self'", "style-src 'self'",
            "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
        ):  # fmt: skip
            assert part in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "same-origin"
        if "text/html" in response.headers.get("Content-Type", ""):
            text = response.content.decode()
            assert [found[0] for rule in INLINE if (found := rule.search(text))] == []
            assert FOREIGN.search(text) is None


def test_there_is_no_admin_site(site: Site) -> None:
    assert "django.contrib.admin" not in django_settings.INSTALLED_APPS
    assert site.client("administrator").get("/admin/").status_code == 404


SECRET_WORDS = "secret-detail-of-the-inside"


GIVEAWAYS = ("Traceback", "leitai/", "site-packages", "DJANGO", "settings", SECRET_WORDS, "django.")


@pytest.mark.parametrize("path", ["/boards/", "/api/v1/boards"])
def test_faults_of_ours_tell_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(SECRET_WORDS)

    monkeypatch.setattr("leitai.web.views.boards.visible_schemes", fail)
    monkeypatch.setattr("leitai.apps.standings.api.visible_schemes", fail)
    response = site.client("analyst").get(path)
    assert response.status_code == 500
    text = response.content.decode()
    assert [word for word in GIVEAWAYS if word in text.replace("/static/leitai/", "")] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/no-such-page", 404), ("/boards/none/", 404), ("/units/99999999999999999999/", 404),
     ("/boards/towns/2026-10%00/", 400), ("/api/v1/none", 404), ("/api/v1/values?series=x", 422),
     ("/api/v1/values?series=99999999999999999999&period=2026-10", 404),
     ("/?page=" + "9" * 400, 200), ("/uploads/?page=-1", 200), ("/uploads/?page=%00", 400),
     ("/search/?q=%27%22%3Cscript%3E", 200), ("/audit/?who=%00", 400),
     ("/api/v1/units?q=%00", 400)],
)  # fmt: skip
def test_crooked_addresses_are_answered_calmly(site: Site, path: str, status: int) -> None:
    response = site.client("assessment_office").get(path)
    assert response.status_code == status
    text = response.content.decode()
    assert [word for word in GIVEAWAYS[:3] if word in text.replace("/static/leitai/", "")] == []
    assert "<script>" not in text
    if path.startswith("/api/"):
        assert "detail" in response.json()


def test_uploaded_files_are_not_served(site: Site) -> None:
    path = stored_file(site.uploads["own"].sha256)
    name = path.relative_to(django_settings.MEDIA_ROOT)
    for address_ in (f"/files/{name}", f"/media/{name}", f"/static/{name}"):
        assert site.client("administrator").get(address_).status_code == 404


def test_words_of_users_are_never_markup(site: Site) -> None:
    client = site.client("administrator")
    evil = "<script>alert(1)</script>"
    client.post("/tokens/new", {"name": evil, "scopes": ["read"], "days": "30"})
    for path in ("/tokens/", f"/search/?q={evil}", f"/people/?q={evil}", f"/audit/?who={evil}"):
        assert evil not in client.get(path).content.decode()


def test_text_that_no_database_holds_changes_nothing(site: Site) -> None:
    client = site.client("assessment_office")
    upload = site.uploads["own"].pk
    page = client.post(f"/uploads/{upload}/discard", {"reason": "a\0b"})
    program = client.post(
        f"/api/v1/uploads/{upload}/discard", {"reason": "a\0b"}, content_type="application/json"
    )
    # SQLite stores it, PostgreSQL cannot: neither ends in a fault of ours.
    assert page.status_code in (302, 400)
    assert program.status_code in (200, 409, 422)
