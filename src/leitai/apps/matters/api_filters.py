"""A person's saved filters over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.audit.selectors import done_before
from leitai.apps.matters.models import SavedFilter
from leitai.apps.matters.selectors.saved import saved_filters
from leitai.apps.matters.services.saving import remove_filter, save_filter
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])


class FilterOut(Schema):
    """A saved filter; ``query`` as in the address of the list."""

    id: int
    name: str
    query: str


class FilterNamedIn(Schema):
    name: str
    query: str


@router.get("/matter-filters", response=list[FilterOut], summary="Saved filters of matters")
def list_filters(request: HttpRequest) -> Any:
    """List one's own saved filters."""
    return list(saved_filters(request.user))


@router.post("/matter-filters", response=FilterOut, summary="Save a filter of matters")
def keep(request: HttpRequest, data: FilterNamedIn) -> SavedFilter:
    """Keep a filter under a name; the same name again means the new filter."""
    need_scope(request, Scope.MATTERS)
    return save_filter(act_of(request), name=data.name, query=data.query)


@router.post(
    "/matter-filters/{int:filter_id}/remove", response=FilterOut, summary="Remove a filter"
)
def remove(request: HttpRequest, filter_id: int) -> SavedFilter:
    """Forget one of one's own filters."""
    need_scope(request, Scope.MATTERS)
    act = act_of(request)
    found = SavedFilter.objects.filter(pk=filter_id, owner_id=request.user.pk).first()
    # The same request, sent again because its answer got lost, finds the filter removed.
    if found is None or (found.removed and not done_before(request.user, act.operation_id)):
        raise Http404
    return remove_filter(act, saved=found)
