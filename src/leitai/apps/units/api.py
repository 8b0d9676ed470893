"""Units over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Ancestry, Scope, Unit
from leitai.apps.units.places import names_over_time, unit_code
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.apps.units.services import enter_from_list
from leitai.divisions import register
from leitai.divisions.model import STILL

router = Router(tags=["units"])


class UnitOut(Schema):
    """A unit as lists show it."""

    id: int
    name: str
    name_en: str
    kind: str
    division_code: str
    pinyin: str
    fictional: bool


class UnitPageOut(Schema):
    page: PageInfo
    items: list[UnitOut]


class FormerOut(Schema):
    """A code and name that the place of a unit had, with the years at whose end they held.

    ``last_year`` is null while the code is in force.
    """

    division_code: str
    name: str
    first_year: int
    last_year: int | None


class UnitDetailOut(UnitOut):
    """A unit with the units above it, the highest first, and those just below it.

    ``codes`` has the codes and names of a county or higher place over the years, oldest first.
    """

    above: list[UnitOut]
    below: list[UnitOut]
    codes: list[FormerOut]


class EntryOut(Schema):
    """A place of the list of division codes."""

    division_code: str
    name: str
    full_name: str
    level: str


class FromListIn(Schema):
    """Enter a place of the list with what lies below it: ``down_to`` a level."""

    code: str
    under: int
    down_to: str = "village"


class EnteredOut(Schema):
    """How many units were entered and how many were on record already."""

    entered: int
    present: int


def visible_units(user: Any) -> QuerySet[Unit]:
    """Return the units above and below a person's own."""
    roots = unit_roots(user)
    above = Ancestry.objects.filter(descendant_id__in=roots).values("ancestor_id")
    return Unit.objects.filter(Q(id__in=subtree_ids(tuple(roots))) | Q(id__in=above))


@router.get("", response=UnitPageOut, summary="Units of one's own areas")
def list_units(
    request: HttpRequest, q: str = "", kind: str = "", limit: int = 100, offset: int = 0
) -> dict[str, Any]:
    """List units by name, pinyin or code, within what the person may see."""
    units = visible_units(request.user)
    if kind:
        units = units.filter(kind=kind)
    if q:
        low = q.lower()
        units = units.filter(
            Q(name__icontains=q)
            | Q(pinyin__startswith=low)
            | Q(initials__startswith=low)
            | Q(division_code__startswith=q)
        )
    return cut(units, limit, offset, UnitOut.from_orm)


@router.get("/codes", response=list[EntryOut], summary="The list of division codes")
def search_codes(request: HttpRequest, q: str, limit: int = 30) -> list[dict[str, Any]]:
    """Search the current list by the beginning of a code or part of a name."""
    return [
        {
            "division_code": unit_code(entry),
            "name": entry.name,
            "full_name": register().full_name(entry),
            "level": entry.level,
        }
        for entry in register().search(q, max(1, min(limit, 100)))
    ]


@router.post("/codes", response=EnteredOut, summary="Enter units of the list")
def enter_codes(request: HttpRequest, what: FromListIn) -> dict[str, int]:
    """Enter a place and everything below it down to a level; what is there stays."""
    need_scope(request, Scope.UPLOAD)
    under = visible_units(request.user).filter(pk=what.under).first()
    if under is None:
        raise Http404
    act = act_of(request)
    enter_from_list(act, under=under, code=what.code, down_to=what.down_to)
    return {"entered": act.detail.get("count", 0), "present": act.detail.get("present", 0)}


@router.get("/{int:pk}", response=UnitDetailOut, summary="A unit")
def show_unit(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return a unit with what stands above and just below it, as far as it is open."""
    units = visible_units(request.user)
    unit = units.filter(pk=pk).first()
    if unit is None:
        raise Http404
    above = units.filter(below__descendant=unit, below__depth__gt=0).order_by("-below__depth")
    below = units.filter(above__ancestor=unit, above__depth=1)
    return {
        **UnitOut.from_orm(unit).dict(),
        "above": [UnitOut.from_orm(one) for one in above],
        "below": [UnitOut.from_orm(one) for one in below],
        "codes": [
            {
                "division_code": one.code,
                "name": one.name,
                "first_year": one.first_year,
                "last_year": None if one.last_year == STILL else one.last_year - 1,
            }
            for one in names_over_time(unit)
        ],
    }
