"""People over HTTP, for the administrator of an area."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, User
from leitai.apps.units.people import governed_people
from leitai.apps.units.services import switch_off, switch_on

router = Router(tags=["people"])


class PersonOut(Schema):
    """An account; ``active`` is false once it was switched off."""

    id: int
    username: str
    name: str
    post: str
    home: str
    active: bool
    last_signed_in: dt.datetime | None


class PeoplePageOut(Schema):
    page: PageInfo
    items: list[PersonOut]


class SwitchOffIn(Schema):
    reason: str = ""


def _told(person: User) -> dict[str, Any]:
    return {
        "id": person.pk,
        "username": person.username,
        "name": person.display_name,
        "post": person.post,
        "home": str(person.home or ""),
        "active": person.is_active,
        "last_signed_in": person.last_login,
    }


def _person(request: HttpRequest, pk: int) -> User:
    """Return an account of the caller's area; what is beyond it is not there.

    Raises:
        Http404: for everybody but the administrator of the person's home.
    """
    need_scope(request, Scope.PEOPLE)
    found = governed_people(request.user).filter(pk=pk).first()
    if found is None or not request.user.has_perm("units.manage_people", found):
        raise Http404
    return found


@router.get("/people", response=PeoplePageOut, summary="People of one's area")
def list_people(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List accounts at home in the administrator's area or with a role there, by user name."""
    need_scope(request, Scope.PEOPLE)
    if not request.user.has_perm("units.manage_people"):
        raise Http404
    return cut(governed_people(request.user), limit, offset, _told)


@router.post("/people/{int:pk}/switch-off", response=PersonOut, summary="Switch an account off")
def off(request: HttpRequest, pk: int, what: SwitchOffIn) -> dict[str, Any]:
    """Close an account: sessions end at once and its tokens open nothing; 422 for one's own."""
    person = _person(request, pk)
    return _told(switch_off(act_of(request), user=person, reason=what.reason))


@router.post("/people/{int:pk}/switch-on", response=PersonOut, summary="Switch an account on")
def on(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Open an account again, with the roles that it held."""
    return _told(switch_on(act_of(request), user=_person(request, pk)))
