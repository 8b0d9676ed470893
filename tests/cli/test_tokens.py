"""Tokens from the command line open the API within their scope, until they are revoked."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_token_opens_the_api_until_it_is_revoked(leitai, people, client):
    person = people["analyst"]
    made = leitai("token", "issue", person.username, "--name", "monthly copy")
    assert made.exit_code == 0, made.output
    secret = made.output.splitlines()[0]
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/boards", headers=headers).status_code == 200
    assert client.post("/api/v1/uploads", headers=headers).status_code in (403, 422)

    assert leitai("token", "revoke", person.username, secret).exit_code == 0
    assert client.get("/api/v1/boards", headers=headers).status_code == 401
    assert leitai("token", "revoke", person.username, secret).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody-at-all", "--name", "x"),
        ("analyst", "--name", "x", "--scope", "everything"),
        ("analyst", "--name", "x", "--days", "4000"),
    ],
)
def test_what_cannot_be_issued_is_told(leitai, people, arguments):
    from leitai.apps.units.models import AccessToken

    assert leitai("token", "issue", *arguments).exit_code == 1
    assert not AccessToken.objects.exists()
