"""Beyond a limit the answer says so: to people on a page, to programs in JSON."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.core.internal.ratelimit import respond_429
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db
LARGE = {"login": "x" * 2000}


@pytest.fixture(autouse=True)
def _small(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000


def test_a_form_beyond_the_limit_gets_a_page() -> None:
    answer = Client().post("/accounts/login/", LARGE)
    assert answer.status_code == 413
    assert "文件过大" in answer.content.decode()


def test_a_body_beyond_the_limit_gets_json(people: Any, client: Client) -> None:
    client.force_login(people["assessment_office"])
    answer = client.post("/api/v1/uploads/1/accept", LARGE, content_type="application/json")
    assert answer.status_code == 413
    assert set(answer.json()) == {"detail"}


def test_who_asks_too_often_gets_a_page(rf: RequestFactory) -> None:
    answer = respond_429(rf.get("/accounts/login/"))
    assert answer.status_code == 429
    assert "短时间内请求过多" in answer.content.decode()
