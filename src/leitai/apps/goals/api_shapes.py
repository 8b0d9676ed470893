"""Shapes and look-ups that the room's API files share."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from leitai.apps.goals.models import GoalNode, ResponsibilityRole, Target
from leitai.apps.goals.selectors.naming import Parts
from leitai.apps.goals.services import people_of
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import visible_units
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import area_of, unit_roots

#: A year that a plan may speak of; reasons and names as long as they can be kept.
Year = Annotated[int, Field(ge=1949, le=2199)]
Text = Annotated[str, Field(max_length=300)]
Name = Annotated[str, Field(max_length=120)]
Words = Annotated[str, Field(max_length=2000)]


class IdOut(Schema):
    id: int


class ReasonIn(Schema):
    reason: Text


class ShapeIn(Schema):
    """How a target spreads over the months; ``shares`` are twelve cumulative parts of one, for the
    shape ``by_hand`` alone."""

    shape: str = "even"
    shares: list[float] = []


class PartsOut(Schema):
    """The five columns of the responsibility matrix."""

    responsible_leaders: list[str]
    lead_units: list[str]
    responsible_units: list[str]
    supporting_units: list[str]
    responsible_persons: list[str]


class PersonIn(Schema):
    """A person by user name, or by name alone where there is no account."""

    username: str = ""
    name: Annotated[str, Field(max_length=40)] = ""


class NamedIn(PersonIn):
    """Who answers for something: a person, or a unit, in one of the matrix's five roles."""

    role: str
    unit: int | None = None
    valid_from: dt.date | None = None


def parts_out(parts: Parts) -> PartsOut:
    """Return the five columns as names."""
    role = ResponsibilityRole
    return PartsOut(
        responsible_leaders=list(parts.names(role.RESPONSIBLE_LEADER)),
        lead_units=list(parts.names(role.LEAD_UNIT)),
        responsible_units=list(parts.names(role.RESPONSIBLE_UNIT)),
        supporting_units=list(parts.names(role.SUPPORTING_UNIT)),
        responsible_persons=list(parts.names(role.RESPONSIBLE_PERSON)),
    )


def areas_for(request: HttpRequest) -> list[Unit]:
    """Return the areas that the person's roles lie in."""
    roots = Unit.objects.filter(pk__in=unit_roots(request.user))
    return sorted({area_of(unit) for unit in roots}, key=lambda area: area.pk)


def unit_for(request: HttpRequest, pk: int) -> Unit:
    """Return a unit under the person's roles.

    Raises:
        Http404: for any other.
    """
    unit = Unit.objects.filter(pk=pk, above__ancestor__in=unit_roots(request.user)).first()
    if unit is None:
        raise Http404
    return unit


def node_for(request: HttpRequest, pk: int) -> GoalNode:
    """Return a goal that the person may see.

    Raises:
        Http404: for any other.
    """
    node = GoalNode.objects.visible_to(request.user).filter(pk=pk).select_related("area").first()
    if node is None:
        raise Http404
    return node


def series_for(area: Unit, pk: int) -> Series:
    """Return a series of the area's indicators.

    Raises:
        Http404: for any other.
    """
    found = Series.objects.filter(pk=pk, indicator__area=area).select_related("indicator").first()
    if found is None:
        raise Http404
    return found


def target_for(request: HttpRequest, pk: int) -> Target:
    """Return the revision that counts of a target that the person may see.

    Raises:
        Http404: for any other.
    """
    named = Target.objects.filter(pk=pk).first()
    if named is None or named.unit_id not in visible_units(request.user):
        raise Http404
    return (
        Target.objects.filter(series=named.series_id, unit=named.unit_id, year=named.year)
        .select_related("series__indicator", "series__extent", "unit")
        .latest("revision")
    )


def person_for(area: Unit, username: str) -> User:
    """Return a person of the area by user name.

    Raises:
        Http404: for any other.
    """
    found = people_of(area).filter(username=username).first()
    if found is None:
        raise Http404
    return found


def who_for(request: HttpRequest, area: Unit, data: NamedIn) -> Any:
    """Return whom a naming names: a unit, an account, or the name of somebody without one.

    Raises:
        Http404: for a unit or an account that is not the area's.
    """
    if data.unit is not None:
        return unit_for(request, data.unit)
    return person_for(area, data.username) if data.username else data.name
