"""The address from which a board is taken away."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from leitai.apps.units.models import User
from leitai.web.views.exports import board_workbook
from tests import factories
from tests.apps.publishing.yunxi import publish_october

pytestmark = pytest.mark.django_db


def get(user: User | AnonymousUser, *address: str, **query: str) -> HttpResponse:
    request = RequestFactory().get("/boards/", query)
    request.user = user
    return board_workbook(request, *address)


def test_workbook_and_csv() -> None:
    standing = publish_october()
    office = factories.make_user("office", "assessment_office", standing.round.scheme.area)
    response = get(office, "yunxi", "2026-10", "towns")
    assert response.status_code == 200
    assert response.content.startswith(b"PK")
    assert "attachment" in response["Content-Disposition"]
    assert "yunxi-towns-2026-10.xlsx" in response["Content-Disposition"]
    lines = get(office, "yunxi", "2026-10", "towns", format="csv")
    assert lines["Content-Type"].startswith("text/csv")
    assert lines.content.decode("utf-8-sig").splitlines()[1].split(",")[1] == "云溪街道"
    with pytest.raises(Http404):
        get(office, "yunxi", "2026-10", "villages")
    with pytest.raises(Http404):
        get(office, "yunxi", "2026-09", "towns")


def test_nothing_for_strangers() -> None:
    publish_october()
    elsewhere = factories.make_unit("山阳区", "district")
    stranger = factories.make_user("stranger", "assessment_office", elsewhere)
    with pytest.raises(Http404):
        get(stranger, "yunxi", "2026-10", "towns")
    assert get(AnonymousUser(), "yunxi", "2026-10", "towns").status_code == 302
