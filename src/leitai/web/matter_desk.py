"""The desk as its page shows it: tabs, lights, piles with their rows, and one matter beside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from leitai.apps.matters.life import State
from leitai.apps.matters.lights import Light
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.desk import (
    DeskCounts,
    Pile,
    counted_together,
    desk_counts,
    in_piles,
    pile_sizes,
    wide,
)
from leitai.apps.matters.selectors.lists import MatterRow, rows_of
from leitai.apps.matters.selectors.page import Action, page_of
from leitai.apps.matters.selectors.saved import saved_filters
from leitai.apps.matters.selectors.statistics import Statistics, statistics_for
from leitai.web.context import counted, home_area
from leitai.web.matter_forms import StepForm, step_form
from leitai.web.matter_query import Asked, asked_matters, read_query, scopes_of
from leitai.web.matter_spread import LIGHT_NAMES, spread_context, ways
from leitai.web.matter_words import STATE_NAMES, told
from leitai.web.sentences.matters import desk_sentence

#: Rows of a page of the list.
ROWS = 60
#: Days over which the side tells how matters went.
LATELY = 30
PILES: dict[int, tuple[Promise, Promise | str]] = {
    Pile.VERIFY: (
        pgettext_lazy("pile", "For me to verify"),
        _("completion is reported: verify it, or return it"),
    ),
    Pile.EXTENSION: (
        pgettext_lazy("pile", "For me to decide on an extension"),
        _("grant or deny before the due day"),
    ),
    Pile.CLOSE: (pgettext_lazy("pile", "For me to close out"), _("the report is accepted")),
    Pile.ASSIGN: (
        pgettext_lazy("pile", "For me to assign"),
        _("registered, or refused by the unit"),
    ),
    Pile.SIGN: (pgettext_lazy("pile", "For me to sign for"), _("sign for it, or say why not")),
    Pile.REDO: (pgettext_lazy("pile", "Returned, to be reported again"), ""),
    Pile.OVERDUE: (
        pgettext_lazy("pile", "Overdue"),
        _("past the due day, counted in working days"),
    ),
    Pile.BEHIND: (pgettext_lazy("pile", "Behind"), _("progress is behind the time that has gone")),
    Pile.NEAR: (pgettext_lazy("pile", "Due soon"), ""),
    Pile.ON_TRACK: (pgettext_lazy("pile", "On track"), ""),
    Pile.ANSWERED: (pgettext_lazy("pile", "Reported"), _("the supervision office verifies")),
    Pile.PAUSED: (pgettext_lazy("pile", "Paused"), _("its term stands still")),
}
#: Key of the keyboard → verb; the first of them that is open gets the key.
KEYS: dict[str, tuple[str, ...]] = {
    "U": ("urge",),
    "Shift+U": ("escalate",),
    "V": ("verify",),
    "R": ("return_for_rework",),
    "E": ("grant_extension", "ask_extension"),
    "Shift+E": ("deny_extension",),
    "C": ("close_out",),
    "A": ("assign",),
    "T": ("transfer",),
    "P": ("suspend", "resume"),
    "S": ("sign_for",),
    "D": ("report_progress",),
    "F": ("report_completion",),
    "I": ("instruct", "continue"),
    "H": ("recheck",),
    "O": ("reopen",),
    "L": ("revise", "register"),
}
#: The verb that is offered first, in this order.
FIRST = (
    "register", "verify", "close_out", "grant_extension", "assign", "sign_for", "report_completion",
    "urge", "recheck", "resume",
)  # fmt: skip
#: Verbs shown as buttons; the others stand under "more".
SHOWN = 4


@dataclass(frozen=True)
class Entry:
    """An entry of the left pane or a tab: what it counts, where it leads, and its light."""

    name: str
    count: int
    url: str
    active: bool
    light: str = ""


@dataclass(frozen=True)
class Lately:
    """The figures of the last days, and where they open."""

    figures: Statistics
    on_time_url: str
    url: str


@dataclass(frozen=True)
class Heap:
    """A pile on the page: its name, what it asks for, its size in the whole list, and its rows."""

    name: str
    note: str
    size: int
    rows: tuple[MatterRow, ...]


@dataclass(frozen=True)
class Button:
    """A step as a button: its key, and why it is not open where it is not."""

    verb: str
    name: str
    why: str
    key: str
    code: str
    url: str
    primary: bool

    @property
    def last(self) -> bool:
        """Closing out stays in the row while it is blocked."""
        return self.verb == "close_out"


def address(wanted: Asked, pk: int | None = None, **changes: str) -> str:
    """Return the address of the desk, or of a matter on it."""
    query = wanted.address(**changes)
    path = reverse("matter", args=[pk]) if pk is not None else reverse("matters")
    return f"{path}?{query}" if query else path


def desk_context(request: HttpRequest, wanted: Asked) -> dict[str, Any]:
    """Return the list and what stands around it."""
    counts = desk_counts(request.user, timezone.localdate())
    counted(request)["matters"] = counts.desk
    return list_context(request, wanted, counts) | side_context(request, wanted, counts)


def list_context(request: HttpRequest, wanted: Asked, counts: DeskCounts) -> dict[str, Any]:
    """Return the middle pane: the rows of the page in their piles, or the board, or the month."""
    if wanted.view != "list":
        return spread_context(request, wanted)
    day = timezone.localdate()
    matters = asked_matters(request.user, wanted, day)
    state = wanted.value("state")
    ended = wanted.takes_ended or state in ("closed", "withdrawn", "merged")
    piled = not ended and state != State.DRAFT
    sizes: dict[int, int] = {}
    if piled:
        matters = in_piles(matters, request.user, day)
        sizes = pile_sizes(matters) if wanted.narrowed else counts.piles[wanted.scope]
    elif ended:
        matters = matters.order_by("-closed_on", "-pk")
    pages = Paginator(matters, ROWS)
    if piled:
        pages.count = sum(sizes.values())
    page = pages.get_page(request.GET.get("page"))
    found = page.object_list = wide(cast("QuerySet[Matter]", page.object_list))
    rows = rows_of(found, day)
    return {
        "heaps": _heaps(found, rows, sizes) if piled else _flat(wanted, rows, pages.count),
        "page": page,
        "total": pages.count,
        "files": {ending: address(wanted, format=ending) for ending in ("xlsx", "csv")},
    }


def _heaps(found: list[Matter], rows: list[MatterRow], sizes: dict[int, int]) -> list[Heap]:
    heaps: dict[int, list[MatterRow]] = {}
    for matter, row in zip(found, rows, strict=True):
        heaps.setdefault(matter.pile, []).append(row)  # type: ignore[attr-defined]
    return [
        Heap(str(PILES[pile][0]), str(PILES[pile][1]), sizes.get(pile, len(held)), tuple(held))
        for pile, held in heaps.items()
    ]


def _flat(wanted: Asked, rows: list[MatterRow], count: int) -> list[Heap]:
    state = wanted.value("state")
    name = str(STATE_NAMES[State(state)]) if state else pgettext("pile", "All, also ended")
    return [Heap(name, "", count, tuple(rows))] if rows else []


def side_context(request: HttpRequest, wanted: Asked, counts: DeskCounts) -> dict[str, Any]:
    """Return tabs, lights and the sentence, all from the counts of the desk."""
    day = timezone.localdate()
    scopes = scopes_of(request.user)
    return {
        "counts": counts,
        "tabs": _tabs(wanted, counts, scopes),
        "ways": ways(wanted),
        "lights": _lights(wanted, counts),
        "places": _places(wanted, counts, scopes),
        "saved": _saved(request, wanted, day),
        "lately": _lately(request, day),
        "sentence": desk_sentence(counts, scopes),
        "may_register": "assigned" in scopes,
    }


def _as_shown(wanted: Asked, query: str) -> str:
    """Return the address of another list, shown the way this one is."""
    shown = f"&{wanted.shown}" if wanted.shown else ""
    return f"{reverse('matters')}?{query}{shown}"


def _tabs(wanted: Asked, counts: DeskCounts, scopes: tuple[str, ...]) -> list[Entry]:
    told = {
        "waiting": (pgettext("matters", "For me to do"), counts.desk),
        "assigned": (pgettext("matters", "Assigned by me"), counts.assigned_by_me),
        "all": (pgettext("matters", "All"), counts.all),
    }
    return [
        Entry(*told[scope], _as_shown(wanted, f"scope={scope}"), scope == wanted.scope)
        for scope in scopes
    ]


def _lights(wanted: Asked, counts: DeskCounts) -> list[Entry]:
    names = [("", pgettext("light", "all"), counts.all)]
    names += [(light, str(name), counts.lights[light]) for light, name in LIGHT_NAMES.items()]
    return [
        Entry(
            name,
            count,
            _as_shown(wanted, f"scope=all{f'&light={light}' if light else ''}"),
            wanted.scope == "all" and wanted.given == ((("light", light),) if light else ()),
            light,
        )
        for light, name, count in names
        if light != Light.ORANGE or count
    ]


def _places(wanted: Asked, counts: DeskCounts, scopes: tuple[str, ...]) -> list[Entry]:
    """Return lists that everybody asks for: returned ones, ended ones, drafts of the office."""

    def entry(name: str, count: int, query: str, *given: tuple[str, str]) -> Entry:
        return Entry(name, count, _as_shown(wanted, f"scope=all&{query}"), wanted.given == given)

    found = [
        entry(pgettext("matters", "Returned"), counts.returned, "returned=1", ("returned", "1")),
    ]
    if "assigned" in scopes:
        drafts = pgettext("matters", "Drafts")
        found.append(entry(drafts, counts.drafts, "state=draft", ("state", "draft")))
    return found


def _saved(request: HttpRequest, wanted: Asked, day: dt.date) -> list[tuple[int, Entry]]:
    """Return the person's own filters with their counts, in two queries."""
    own = list(saved_filters(request.user))
    lists = {}
    for one in own:
        try:
            lists[one.pk] = read_query(QueryDict(one.query), scopes_of(request.user))
        except Http404:
            continue  # it names what is no more
    counts = counted_together(
        (pk, asked_matters(request.user, asked, day)) for pk, asked in lists.items()
    )
    return [
        (
            one.pk,
            Entry(
                one.name,
                counts.get(one.pk, 0),
                _as_shown(wanted, lists[one.pk].query),
                wanted.given == lists[one.pk].given,
            ),
        )
        for one in own
        if one.pk in lists
    ]


def _lately(request: HttpRequest, day: dt.date) -> Lately:
    """Return how the matters due in the last thirty days went; one query."""
    start = day - dt.timedelta(days=LATELY)
    figures = statistics_for(request.user, start, day, day)
    span = f"due_from={start}&due_to={day}"
    return Lately(
        figures,
        f"{reverse('matters')}?scope=all&{span}&counted=on_time",
        f"{reverse('matter_statistics')}?start={start}&end={day}",
    )


def matter_context(
    request: HttpRequest,
    wanted: Asked,
    matter: Matter,
    form: StepForm | None = None,
) -> dict[str, Any]:
    """Return the right pane: a matter, its story, and its steps or the form of one."""
    day = timezone.localdate()
    page = page_of(request.user, matter, day)
    buttons = _buttons(page.actions, wanted, matter)
    verb = form.verb if form is not None else request.GET.get("do", "")
    open_ = {button.verb: button for button in buttons if not button.why}
    if form is None and verb in open_:
        form = step_form(request, verb, matter, page)
    return {
        "matter": matter,
        "one": page,
        "row": page.row,
        "story": told(page, day),
        "buttons": buttons[: shown_of(buttons)],
        "more": buttons[shown_of(buttons) :],
        "form": form,
        "step_name": next((b.name for b in buttons if form and b.verb == form.verb), ""),
        "here": address(wanted, matter.pk),
        "query": wanted.query,
    }


def _buttons(actions: tuple[Action, ...], wanted: Asked, matter: Matter) -> list[Button]:
    """Return the steps as buttons: the one most wanted first, blocked ones of the first rank."""
    open_ = [action.verb for action in actions if not action.why]
    first = next((verb for verb in FIRST if verb in open_), "")
    order = {verb: place for place, verbs in enumerate(KEYS.values()) for verb in verbs}
    ranked = sorted(
        actions,
        key=lambda action: (action.verb != first, order.get(action.verb, len(order))),
    )
    keys = {verb: key for key, verbs in KEYS.items() for verb in verbs}
    # Closing out stays in sight while it is blocked, and says why.
    last = [action for action in ranked if action.verb == "close_out" and action.why]
    ranked = [action for action in ranked if action not in last]
    ranked.sort(key=lambda action: bool(action.why) or action.verb not in keys)
    kept = sum(not action.why and action.verb in keys for action in ranked)
    place = min(kept, SHOWN - 1)
    ranked[place:place] = last
    return [_button(action, keys.get(action.verb, ""), first, wanted, matter) for action in ranked]


def shown_of(buttons: list[Button]) -> int:
    """Return how many buttons stand in the row; the others stand under "more"."""
    row = [button for button in buttons if button.key and (not button.why or button.last)]
    return min(len(row), SHOWN)


def _button(action: Action, key: str, first: str, wanted: Asked, matter: Matter) -> Button:
    code = f"Shift+Key{key[-1]}" if key.startswith("Shift+") else f"Key{key}" if key else ""
    url = address(wanted, matter.pk)
    url += ("&" if "?" in url else "?") + f"do={action.verb}"
    if action.verb == "revise":
        url = reverse("matter_edit", args=[matter.pk])
    return Button(action.verb, action.name, action.why, key, code, url, action.verb == first)


def first_on(page: Page[Matter] | None) -> Matter | None:
    """Return the first matter of a page of the list; None on a board or in a month."""
    return next(iter(page.object_list), None) if page is not None else None


def desk_area(request: HttpRequest) -> Any:
    """Return the area whose matters a person registers; None where there is none."""
    area = home_area(request.user)
    return area if area is not None and request.user.has_perm("matters.manage", area) else None
