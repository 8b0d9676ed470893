"""What the interface shows of matters, and what it finds for a caller."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Schema

from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.page import matter_for, page_of, page_values
from leitai.apps.paging import PageInfo
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots


class RowOut(Schema):
    """A matter in a list, judged today; see the docs for the light and for ``waits_for``."""

    id: int
    number: str
    title: str
    area_id: int
    area: str
    state: str
    kind: str
    kind_name: str
    source_kind: str
    source_name: str
    lead_unit_id: int | None
    lead_unit: str
    responsible_person: str
    light: str
    due: dt.date | None
    days: int | None
    overdue: bool
    provisional: bool
    progress: int
    expected: int | None
    measure_name: str
    measure_unit: str
    measure_done: float | None
    measure_total: float | None
    ticket_level: str
    returns: int
    urges: int
    asked_due: dt.date | None
    reported_on: dt.date | None
    closed_on: dt.date | None
    suspended_until: dt.date | None
    report_wanted_on: dt.date | None
    latest_verb: str
    latest_words: str
    latest_on: dt.date | None
    waits_for: str
    version: int


class RowPageOut(Schema):
    page: PageInfo
    items: list[RowOut]


class FileOut(Schema):
    id: int
    name: str
    size: int
    sha256: str


class EventOut(Schema):
    """A step; ``rule`` is set where no person acted."""

    place: int
    at: dt.datetime
    verb: str
    name: str
    by: str
    rule: str
    unit: str
    words: str
    state: str
    detail: dict[str, Any]
    files: list[FileOut]


class ActionOut(Schema):
    """A verb open to the reader; ``why`` says what stands against it, empty when nothing."""

    verb: str
    name: str
    why: str


class PartyOut(Schema):
    id: int
    name: str


class MatterOut(RowOut):
    """One matter with its time line and what may be done with it."""

    source_words: str
    source_room: str
    source_key: str
    registered_by: str
    registered_on: dt.date | None
    assigned_by: str
    assigned_on: dt.date | None
    first_due: dt.date | None
    term: int | None
    supporting: list[PartyOut]
    contact: str
    extensions: int
    extension_limit: int
    evidence_asked: bool
    reported_by: str
    accepted_on: dt.date | None
    rechecked_on: dt.date | None
    parent_id: int | None
    merged_into_id: int | None
    parts: list[RowOut]
    events: list[EventOut]
    actions: list[ActionOut]


class CountsOut(Schema):
    """Open matters by light, and what the tabs count."""

    lights: dict[str, int]
    all: int
    overdue: int
    waiting: int
    assigned_by_me: int
    returned: int


class FilterIn(Schema):
    """Filters of a list; without ``state`` or ``ended`` it holds what is open."""

    area: int | None = None
    state: str = ""
    ended: bool = False
    light: str = ""
    overdue: bool = False
    kind: str = ""
    source_kind: str = ""
    lead: int | None = None
    unit: int | None = None
    parent: int | None = None
    ticket_level: str = ""
    returned: bool = False
    waiting: bool = False
    assigned_by_me: bool = False
    q: str = ""
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    registered_from: dt.date | None = None
    registered_to: dt.date | None = None
    closed_from: dt.date | None = None
    closed_to: dt.date | None = None

    def wanted(self) -> Filter:
        """Return the filter as selectors take it."""
        fields = self.dict(exclude={"state", "q"})
        return Filter(**fields, states=tuple(s for s in self.state.split(",") if s), text=self.q)


def today() -> dt.date:
    """Return the day where the site stands."""
    return timezone.localdate()


def seen(request: HttpRequest, matter_id: int) -> Matter:
    """Return a matter that the caller may see.

    Raises:
        Http404: for any other.
    """
    matter = matter_for(request.user, matter_id)
    if matter is None:
        raise Http404
    return matter


def area_seen(request: HttpRequest, area_id: int) -> Unit:
    """Return a unit over or under those of the caller.

    Raises:
        Http404: for any other.
    """
    roots = tuple(unit_roots(request.user))
    area = (
        Unit.objects.filter(pk=area_id, below__descendant_id__in=roots).first()
        or Unit.objects.filter(pk=area_id, pk__in=subtree_ids(roots)).first()
    )
    if area is None:
        raise Http404
    return area


def matter_out(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """Return a matter as the interface shows it."""
    return page_values(page_of(request.user, matter, today()))
