"""What a stranger, a forger or a harmful file meets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import os
import re
import struct
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Revision, StagedCell, Upload
from leitai.apps.indicators.services import receive_upload
from leitai.apps.indicators.storage import stored_file
from leitai.apps.units.models import User
from leitai.demo.accounts import PASSWORD, demo_accounts
from leitai.web.accounts import MFAAdapter
from tests import factories
from tests.people import District, People
from tests.web.matrix import PAGES

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, username: str, password: str = factories.PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def test_cookies_keep_to_themselves(people: People, client: Client) -> None:
    client.get(LOGIN)
    sign_in(client, "analyst")
    for name in (django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("demo", [True, False])
def test_accounts_are_offered_in_the_demo_only(client: Client, settings: Any, demo: bool) -> None:
    settings.LEITAI_DEMO = demo
    page = client.get(LOGIN).content.decode()
    offered = re.findall(r'data-fill-login="(\w+)" data-fill-password="([^"]+)"', page)
    if demo:
        assert [name for name, _word in offered] == [one.username for one in demo_accounts()]
        assert len(offered) == 9
    else:
        assert offered == []
        assert PASSWORD not in page
        assert "zhoumin" not in page


def site_settings(**environment: str) -> dict[str, Any]:
    """Return the settings of a site started with this environment."""
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
             "SECURE_HSTS_SECONDS", "DEBUG")  # fmt: skip
    program = (
        "import json; from leitai.server import settings as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in {names!r}}}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_https_makes_cookies_secure() -> None:
    assert site_settings(LEITAI_HTTPS="1") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "DEBUG": False,
    }
    assert site_settings()["SESSION_COOKIE_SECURE"] is False


# --- Signing in ---


def test_six_failures_lock_the_account_even_for_the_right_password(
    people: People, client: Client
) -> None:
    for _attempt in range(5):
        assert sign_in(client, "analyst", "wrong password").status_code == 200
    locked = sign_in(client, "analyst", "wrong password")
    assert locked.status_code in (403, 429)
    assert "account/locked.html" in [t.name for t in locked.templates]
    refused = sign_in(client, "analyst")
    assert refused.status_code in (403, 429)
    assert client.get("/").status_code == 302
    other = Client()
    assert sign_in(other, "auditor").status_code == 302


def test_an_unknown_account_and_a_wrong_password_sound_alike(
    people: People, client: Client
) -> None:
    def words(response: Any) -> list[str]:
        errors: list[str] = response.context["form"].non_field_errors()
        return list(errors)

    unknown = sign_in(client, "no-such-person", "wrong password")
    wrong = sign_in(client, "analyst", "wrong password")
    assert words(unknown) == words(wrong) != []


def test_the_session_key_changes_at_sign_in_and_ends_at_sign_out(
    people: People, client: Client
) -> None:
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    planted = session.session_key
    client.cookies[django_settings.SESSION_COOKIE_NAME] = planted
    sign_in(client, "analyst")
    assert client.session.session_key != planted
    signed_in = client.session.session_key
    client.post("/accounts/logout/")
    stale = Client()
    stale.cookies[django_settings.SESSION_COOKIE_NAME] = signed_in
    assert stale.get("/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    form = {
        "username": "guest",
        "password1": "kuayue-shanhe-2026",
        "password2": "kuayue-shanhe-2026",
    }
    client.post("/accounts/signup/", form)
    assert not User.objects.filter(username="guest").exists()


def test_a_switched_off_account_opens_nothing(people: People, client: Client) -> None:
    sign_in(client, "analyst")
    User.objects.filter(username="analyst").update(is_active=False)
    assert client.get("/boards/").status_code == 302
    sign_in(Client(), "analyst")
    assert "_auth_user_id" not in Client().session


def test_a_new_password_signs_the_others_out(people: People) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "analyst")
        assert client.get("/boards/").status_code == 200
    new = "kuayue-shanhe-2026"
    form = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get("/boards/").status_code == 200
    assert there.get("/boards/").status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "analyst123"])
def test_weak_passwords_are_refused(people: People, client: Client, password: str) -> None:
    sign_in(client, "analyst")
    form = {"oldpassword": factories.PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", form).status_code == 200
    assert User.objects.get(username="analyst").check_password(factories.PASSWORD)


def one_time_code(secret: str, moment: float) -> str:
    """RFC 6238 by hand: HMAC-SHA1 over the half minute, six digits."""
    counter = struct.pack(">Q", int(moment) // 30)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = mac[-1] & 0x0F
    number = (struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6
    return f"{number:06d}"


def test_the_code_by_hand_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert one_time_code(secret, 59) == "287082"  # RFC 6238, appendix B, last six digits
    assert one_time_code(secret, 1111111109) == "081804"


def test_a_second_factor_from_enrolment_to_sign_in(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_900_000_000.0]
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time",
        lambda: iter([int(clock[0]) // 30]),
    )
    client = Client()
    sign_in(client, "analyst")
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    done = client.post("/accounts/2fa/totp/activate/", {"code": one_time_code(secret, clock[0])})
    assert done.status_code == 302
    kept = str(Authenticator.objects.filter(type=Authenticator.Type.TOTP).get().data)
    assert secret not in kept

    clock[0] += 60
    fresh = Client()
    step = sign_in(fresh, "analyst")
    assert step["Location"].startswith("/accounts/2fa/authenticate/")
    assert fresh.get("/boards/").status_code == 302  # the password alone opens nothing
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    code = one_time_code(secret, clock[0])
    assert fresh.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert fresh.get("/boards/").status_code == 200

    again = Client()
    sign_in(again, "analyst")
    again.post("/accounts/2fa/authenticate/", {"code": code})
    assert again.get("/boards/").status_code == 302  # a code opens once


def test_second_factors_are_kept_encrypted(people: People, settings: Any) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    TOTP.activate(people["analyst"], secret)
    codes = RecoveryCodes.activate(people["analyst"])
    kept = {each.type: each.data for each in Authenticator.objects.all()}
    assert secret not in str(kept)
    assert MFAAdapter().decrypt(kept["totp"]["secret"]) == secret
    assert codes.generate_codes() == codes.generate_codes()
    # A site with another secret cannot read them, and no fixed text takes their place.
    settings.SECRET_KEY = "another secret of the site " * 3
    taken = {MFAAdapter().decrypt(kept["totp"]["secret"]) for _again in range(3)}
    assert secret not in taken
    assert len(taken) == 3
    assert codes.generate_codes() != codes.generate_codes()


def test_one_time_codes_cannot_be_guessed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = 63_333_333
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([counter])
    )
    secret = base64.b32encode(b"12345678901234567890").decode()
    TOTP.activate(people["analyst"], secret)
    client = Client()
    sign_in(client, "analyst")
    for _guess in range(10):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    code = one_time_code(secret, counter * 30)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/boards/").status_code == 302
    cache.clear()
    client = Client()
    sign_in(client, "analyst")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/boards/").status_code == 200  # the code itself was right


# --- Forged and crooked requests ---


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", r"\\evil.example"])
def test_nobody_is_sent_to_another_site(people: People, evil: str) -> None:
    client = Client()
    response = client.post(
        LOGIN, {"login": "analyst", "password": factories.PASSWORD, "next": evil}
    )
    assert response.status_code == 302
    assert "evil" not in response["Location"]
    response = client.post("/preferences/", {"density": "compact", "next": evil})
    assert "evil" not in response["Location"]


def test_an_unknown_host_is_refused(client: Client) -> None:
    response = client.get(LOGIN, HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_forms_need_their_token(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        people["assessment_office"], backend="django.contrib.auth.backends.ModelBackend"
    )
    for entry in PAGES:
        if entry.method == "POST":
            path = re.sub(r"<\w+:\w+>", "1", entry.route.replace("<uuid:pk>", str(uuid.uuid4())))
            assert client.post(path).status_code == 403
    assert User.objects.get(username="assessment_office").density == "comfortable"


# --- Harmful files ---


def send(client: Client, district: District, name: str, content: bytes) -> Any:
    data = {"source": district.source.pk, "file": SimpleUploadedFile(name, content), "period": ""}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post("/uploads/new", data)


@pytest.fixture
def office(people: People) -> Client:
    client = Client()
    client.force_login(
        people["assessment_office"], backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_a_file_above_the_limit_is_refused_with_its_size(
    office: Client, district: District, settings: Any
) -> None:
    settings.LEITAI_MAX_UPLOAD_BYTES = 1024
    response = send(office, district, "large.xlsx", b"x" * 2048)
    assert response.status_code == 422
    assert "large.xlsx" in response.content.decode()
    assert not Upload.objects.exists()


def test_a_body_beyond_every_limit_is_not_even_read(
    office: Client, district: District, settings: Any
) -> None:
    settings.LEITAI_MAX_UPLOAD_BYTES = 1024
    response = send(office, district, "huge.xlsx", b"x" * (2 * 1024 * 1024))
    assert response.status_code == 413
    assert "errors/413.html" in [t.name for t in response.templates]
    api = office.post("/api/v1/uploads", {"file": SimpleUploadedFile("x", b"x" * (2 << 20))})
    assert api.status_code == 413
    assert api.json()["detail"]
    assert not Upload.objects.exists()


def packed(**members: bytes) -> bytes:
    """Return a zip file with these members beside a small workbook's."""
    stream = io.BytesIO(factories.workbook(factories.investment_form()))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def entities() -> bytes:
    """Return a workbook whose sheet expands an entity a billion times over."""
    layers = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
    )
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [{layers}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    )
    source = zipfile.ZipFile(io.BytesIO(factories.workbook(factories.investment_form())))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            evil = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, sheet if evil else source.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", lambda: packed(xl__bomb=b"0" * (64 << 20))),
        ("entities.xlsx", entities),
        ("damaged.xlsx", lambda: factories.workbook(factories.investment_form())[:900]),
        ("program.xlsx", lambda: b"MZ\x90\x00" + b"\x00" * 400),
        ("page.xlsx", lambda: b"<html><script>alert(1)</script></html>"),
    ],
)
def test_harmful_files_are_refused_with_a_message_and_nothing_counts(
    office: Client, district: District, name: str, content: Any
) -> None:
    response = send(office, district, name, content())
    if response.status_code == 302:
        upload = Upload.objects.get()
        assert upload.state == Upload.State.UNREADABLE
        page = office.get(response["Location"])
        assert page.status_code == 200
        assert upload.trouble
        assert "Traceback" not in upload.trouble
        with TestCase.captureOnCommitCallbacks(execute=True):
            office.post(f"/uploads/{upload.pk}/accept")
        assert Upload.objects.get().state == Upload.State.UNREADABLE
    else:
        assert response.status_code == 422
    assert not StagedCell.objects.exists()
    assert not Batch.objects.exists()
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.xlsx", r"..\..\windows\x.xlsx", "/etc/x.xlsx", "a\x00/x.xlsx"]
)
def test_names_lead_nowhere(office: Client, district: District, settings: Any, name: str) -> None:
    content = factories.workbook(factories.investment_form(), name[-6:-5])
    response = send(office, district, "x.xlsx", content)
    assert response.status_code == 302
    # The client's own library cleans names, so the service is asked with the crooked one too.
    upload = receive_upload(
        Act(), area=district.area, source=district.source, name=name, content=content
    )
    assert upload.name == "x.xlsx"
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert stored_file(upload.sha256) in kept
    for path in kept:
        assert re.fullmatch(r"[0-9a-f]{64}", path.name)
        assert path.stat().st_mode & 0o077 == 0
