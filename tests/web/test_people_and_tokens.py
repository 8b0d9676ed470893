"""The administrator's pages of people, and one's own access tokens."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.units.models import AccessToken, Assignment, User
from leitai.apps.units.services import assign_role, end_role, issue_token
from tests import factories
from tests.people import District, People
from tests.web.matrix.readers import ACCOUNT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)
    return client


def test_the_secret_is_shown_once(people: People) -> None:
    client, key = browser(people["analyst"]), str(uuid.uuid4())
    form = {"name": "copy", "scopes": ["read", "upload"], "days": "90", "operation_id": key}
    shown = client.post("/tokens/new", form)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    (secret,) = re.findall(r'id="token-secret">(lt_[\w-]+)<', shown.content.decode())
    opened = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/units")
    assert opened.status_code == 200
    again = client.post("/tokens/new", form, follow=True)
    assert secret not in again.content.decode()
    assert "was issued already" in again.content.decode()
    assert AccessToken.objects.get().scopes == ["read", "upload"]
    listed = client.get("/tokens/").content.decode()
    assert secret not in listed
    assert secret[:10] in listed


def test_a_revoked_token_opens_nothing_from_then_on(people: People) -> None:
    client = browser(people["analyst"])
    token = issue_token(Act(actor=people["analyst"]), name="copy", scopes=["read"])
    program = Client(headers={"Authorization": f"Bearer {token.secret}"})
    assert program.get("/api/v1/units").status_code == 200
    client.post(f"/tokens/{token.pk}/revoke")
    assert program.get("/api/v1/units").status_code == 401
    assert "revoked" in client.get("/tokens/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["root"]}, {"days": "100000"}]
)
def test_a_token_form_says_what_is_missing(people: People, wrong: dict[str, object]) -> None:
    client = browser(people["analyst"])
    form = {"name": "copy", "scopes": ["read"], "days": "90"} | wrong
    assert client.post("/tokens/new", form).status_code == 422
    assert not AccessToken.objects.exists()


def test_the_administrator_makes_an_account_that_works(people: People) -> None:
    client = browser(people["administrator"])
    made = client.post("/people/new", ACCOUNT)
    person = User.objects.get(username="xinren")
    assert made["Location"] == f"/people/{person.pk}/"
    assert not person.is_staff
    assert person.held == (("analyst", person.home_id),)
    form = {"login": "xinren", "password": ACCOUNT["password"]}
    assert Client().post("/accounts/login/", form)["Location"] == "/"
    text = str(list(Entry.objects.values_list("detail", "personal")))
    assert ACCOUNT["password"] not in text


@pytest.mark.parametrize(
    "wrong",
    [{"username": "analyst"}, {"username": "ANALYST"}, {"username": "a b c"}, {"password": "short"},
     {"password": "xinren2026"}, {"role": "king"}, {"unit": "临江镇"}, {"unit": "nowhere"}],
)  # fmt: skip
def test_an_account_form_says_what_is_wrong(people: People, wrong: dict[str, str]) -> None:
    client = browser(people["administrator"])
    before = User.objects.count()
    response = client.post("/people/new", ACCOUNT | wrong)
    assert response.status_code == 422
    assert 'class="lt-error"' in response.content.decode()
    assert ACCOUNT["password"] not in response.content.decode()
    assert User.objects.count() == before


def test_a_role_is_given_ended_and_given_again(people: People, district: District) -> None:
    client = browser(people["administrator"])
    nobody = people.nobody
    # Without a home or a role here, a person is not the administrator's to see.
    assert client.get(f"/people/{nobody.pk}/").status_code == 404
    User.objects.filter(pk=nobody.pk).update(home=district.area)
    client.post(f"/people/{nobody.pk}/roles", {"role": "analyst", "unit": "云溪区"})
    given = Assignment.objects.get(user=nobody)
    assert User.objects.get(pk=nobody.pk).roles_held() == {"analyst"}
    client.post(f"/people/{nobody.pk}/roles/{given.pk}/end")
    assert User.objects.get(pk=nobody.pk).roles_held() == frozenset()
    client.post(f"/people/{nobody.pk}/roles", {"role": "analyst", "unit": "990100"})
    assert User.objects.get(pk=nobody.pk).roles_held() == {"analyst"}
    assert Assignment.objects.get(user=nobody).pk == given.pk
    assert Entry.objects.filter(verb="user.end_role").count() == 1


def test_ended_roles_open_nothing_at_once(people: People, district: District) -> None:
    analyst = people["analyst"]
    client = browser(analyst)
    assert client.get("/targets/").status_code == 200
    end_role(Act(), assignment=Assignment.objects.get(user=analyst))
    User.objects.filter(pk=analyst.pk).update(home=None)
    assert client.get("/targets/").status_code == 404


def test_one_district_does_not_appoint_in_another(people: People, district: District) -> None:
    assign_role(Act(), user=people.outsider, role="administrator", unit=district.other_area)
    client = browser(people.outsider)
    town = people["town"]
    assert client.get(f"/people/{town.pk}/").status_code == 404
    form = {"role": "administrator", "unit": "云溪区"}
    assert client.post(f"/people/{people.outsider.pk}/roles", form).status_code == 422
    assert not Assignment.objects.filter(user=people.outsider, unit=district.area).exists()
    assert "town" not in re.findall(r"<td>(\w+)</td>", client.get("/people/").content.decode())


def test_a_switched_off_account_is_out_at_once(people: People, district: District) -> None:
    """Open sessions and tokens open nothing from then on, and do not come back to life."""
    administrator, analyst = browser(people["administrator"]), people["analyst"]
    there, other = browser(analyst), browser(people["auditor"])
    token = issue_token(Act(actor=analyst), name="copy", scopes=["read"])
    program = Client(headers={"Authorization": f"Bearer {token.secret}"})
    assert there.get("/targets/").status_code == program.get("/api/v1/units").status_code == 200
    page = administrator.post(f"/people/{analyst.pk}/off", {"reason": "调离"}, follow=True)
    assert "This account is switched off" in page.content.decode()
    assert there.get("/targets/")["Location"].startswith("/accounts/login/")
    assert program.get("/api/v1/units").status_code == 401
    assert other.get("/targets/").status_code == 200
    form = {"login": "analyst", "password": factories.PASSWORD}
    assert "_auth_user_id" not in Client().post("/accounts/login/", form).wsgi_request.session
    entry = Entry.objects.get(verb="user.switch_off")
    assert entry.actor == people["administrator"]
    assert entry.detail == {"user": "analyst", "reason": "调离", "sessions": 1}
    administrator.post(f"/people/{analyst.pk}/on")
    assert there.get("/targets/").status_code == 302
    assert browser(analyst).get("/targets/").status_code == 200
    assert program.get("/api/v1/units").status_code == 200


def test_switching_off_twice_by_one_operation_is_once(people: People) -> None:
    client, form = browser(people["administrator"]), {"operation_id": str(uuid.uuid4())}
    for _ in range(2):
        client.post(f"/people/{people['analyst'].pk}/off", form)
    assert Entry.objects.filter(verb="user.switch_off").count() == 1


def test_nobody_switches_off_themselves_or_people_of_elsewhere(
    people: People, district: District
) -> None:
    """Somebody of another area who has a role here is not this administrator's to close."""
    administrator = people["administrator"]
    client = browser(administrator)
    assert "switch-off" not in client.get(f"/people/{administrator.pk}/").content.decode()
    page = client.post(f"/people/{administrator.pk}/off", follow=True).content.decode()
    assert "You cannot switch off your own account." in page
    assign_role(Act(), user=people.outsider, role="analyst", unit=district.area)
    assert "switch-off" not in client.get(f"/people/{people.outsider.pk}/").content.decode()
    assert client.post(f"/people/{people.outsider.pk}/off").status_code == 403
    assert User.objects.filter(is_active=False).count() == 0


def test_programs_switch_accounts_off_with_the_scope(people: People) -> None:
    administrator, analyst = people["administrator"], people["analyst"]
    for scopes, status in ((["read", "upload"], 403), (["read", "people"], 200)):
        token = issue_token(Act(actor=administrator), name="staff", scopes=scopes)
        program = Client(headers={"Authorization": f"Bearer {token.secret}"})
        answer = program.post(
            f"/api/v1/people/{analyst.pk}/switch-off", {}, content_type="application/json"
        )
        assert answer.status_code == status
        assert User.objects.get(pk=analyst.pk).is_active is (status == 403)
    listed = program.get("/api/v1/people").json()["items"]
    assert {one["username"] for one in listed if not one["active"]} == {"analyst"}
    own = program.post(
        f"/api/v1/people/{administrator.pk}/switch-off", {}, content_type="application/json"
    )
    assert own.status_code == 422
