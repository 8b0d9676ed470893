"""Units over HTTP."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

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


class UnitDetailOut(UnitOut):
    """A unit with the units above it, the highest first, and those just below it."""

    above: list[UnitOut]
    below: list[UnitOut]


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
    }
