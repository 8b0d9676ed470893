"""What the address of the desk asks for: whose matters, which, and how they are shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

from leitai.apps.matters.life import State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter, SourceKind
from leitai.apps.matters.policies import ANSWERS_FOR
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import matters_for, waiting_for
from leitai.apps.matters.selectors.statistics import COUNTED, counted_list
from leitai.apps.units.selectors import unit_roots

SCOPES = ("waiting", "assigned", "all")
VIEWS = ("list", "board", "calendar")
#: What the columns of the board are.
COLUMNS = ("state", "light")
DAYS = (
    "due_from", "due_to", "registered_from", "registered_to", "closed_from", "closed_to",
)  # fmt: skip
UNITS = ("lead", "unit")
FLAGS = ("returned", "overdue", "ended")
#: All that narrows a list, in the order in which it stands in an address.
NARROWING = (
    "state", "light", "kind", "source", "ticket", "counted", *UNITS, *FLAGS, *DAYS, "q",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is asked for; ``given`` are the pairs that narrow, as they stand in the address.

    ``by`` says what the columns of the board are, ``month`` which one the calendar shows.
    """

    scope: str
    view: str
    by: str
    month: str
    given: tuple[tuple[str, str], ...]
    wanted: Filter

    @property
    def narrowed(self) -> bool:
        """Whether anything but the scope is asked for."""
        return bool(self.given)

    @property
    def takes_ended(self) -> bool:
        """Whether matters at an end are asked for too."""
        return self.wanted.ended or bool(self.value("counted"))

    def value(self, name: str) -> str:
        """Return what is given under a name, or an empty text."""
        return dict(self.given).get(name, "")

    def address(self, **changes: str) -> str:
        """Return the query with changes; an empty value leaves a name out."""
        shown = {"view": self.view, "by": self.by, "month": self.month}
        pairs = {"scope": self.scope, **shown, **dict(self.given)}
        pairs |= changes
        if pairs["view"] == VIEWS[0]:
            pairs["view"] = ""
        if pairs["by"] == COLUMNS[0]:
            pairs["by"] = ""
        query = QueryDict(mutable=True)
        for name, value in pairs.items():
            if value:
                query[name] = value
        return query.urlencode()

    @property
    def query(self) -> str:
        """The query of this very page."""
        return self.address()

    @property
    def shown(self) -> str:
        """How the list is shown, to be added to the address of another list."""
        return replace(self, scope="", given=()).query

    @property
    def saved(self) -> str:
        """What a saved filter keeps: what narrows, without scope and view."""
        query = QueryDict(mutable=True)
        query.update(dict(self.given))
        return query.urlencode()


def scopes_of(user: Any) -> tuple[str, ...]:
    """Return the scopes that mean something to a person."""
    office = bool(unit_roots(user, "supervision_office"))
    answers = bool(unit_roots(user, *ANSWERS_FOR))
    return tuple(
        scope
        for scope, held in (("waiting", office or answers), ("assigned", office), ("all", True))
        if held
    )


def asked(request: HttpRequest) -> Asked:
    """Read an address.

    Raises:
        Http404: for a scope, light, state, source or day that is none.
    """
    return read_query(request.GET, scopes_of(request.user))


def read_query(given: QueryDict, scopes: tuple[str, ...] = SCOPES) -> Asked:
    """Read the pairs of an address; see :func:`asked`."""
    pairs = tuple(
        (name, text) for name in NARROWING if (text := str(given.get(name, "")).strip()[:80])
    )
    held = dict(pairs)
    # A list narrowed by something is asked of everything, unless it says of what.
    scope = given.get("scope") or ("all" if pairs else scopes[0])
    view = given.get("view") or VIEWS[0]
    by = given.get("by") or COLUMNS[0]
    if scope not in scopes or view not in VIEWS or by not in COLUMNS:
        raise Http404
    for name, allowed in (
        ("light", [str(light) for light in Light]),
        ("state", [str(state) for state in State]),
        ("source", SourceKind.values),
        ("counted", COUNTED),
    ):
        if name in held and held[name] not in allowed:
            raise Http404
    known: dict[str, Any] = {name: _day(held[name]) for name in DAYS if name in held}
    known |= {name: _number(held[name]) for name in UNITS if name in held}
    if "counted" in held and not {"due_from", "due_to"} <= known.keys():
        raise Http404
    wanted = Filter(
        states=(held["state"],) if "state" in held else (),
        light=held.get("light", ""),
        kind=held.get("kind", ""),
        source_kind=held.get("source", ""),
        ticket_level=held.get("ticket", ""),
        text=held.get("q", ""),
        assigned_by_me=scope == "assigned",
        returned="returned" in held,
        overdue="overdue" in held,
        ended="ended" in held,
        **known,
    )
    month = given.get("month", "")
    if month:
        _day(f"{month}-01")
    return Asked(scope, view, by, month, pairs, wanted)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


def asked_matters(user: Any, wanted: Asked, day: dt.date) -> QuerySet[Matter]:
    """Return the matters that an address asks for, as far as the person may see them."""
    what = wanted.value("counted")
    if what:
        start, end = wanted.wanted.due_from, wanted.wanted.due_to
        assert start is not None
        assert end is not None
        return counted_list(user, what, start, end, day, wanted.wanted)
    rows = matters_for(user, wanted.wanted, day)
    return rows.filter(waiting_for(user, day)) if wanted.scope == "waiting" else rows
