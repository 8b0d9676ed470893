"""The way round the house by role: words of two characters, the role's own first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.web.waiting import waiting_counts


@dataclass(frozen=True)
class Entry:
    """One word of the bar: label, address name, and the address names below it."""

    label: Any
    route: str
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    label: str
    url: str
    count: int
    active: bool
    key: str


ENTRIES = {
    "home": Entry(pgettext_lazy("navigation", "Home"), "home", ("home",)),
    "boards": Entry(pgettext_lazy("navigation", "Boards"), "boards", ("board", "unit")),
    "benchmarks": Entry(pgettext_lazy("navigation", "Benchmarks"), "benchmarks", ("benchmark",)),
    "goals": Entry(pgettext_lazy("navigation", "Targets"), "targets", ("target", "goal")),
    "matters": Entry(pgettext_lazy("navigation", "Matters"), "matters", ("matter",)),
    "schemes": Entry(pgettext_lazy("navigation", "Rules"), "schemes", ("scheme",)),
    "data": Entry(pgettext_lazy("navigation", "Data"), "indicators", ("indicator", "upload")),
    "bulletins": Entry(pgettext_lazy("navigation", "Bulletins"), "bulletins", ("bulletin",)),
    "audit": Entry(_("Audit"), "audit", ("audit",)),
    "people": Entry(_("People"), "people", ("people", "person")),
}

#: Order of entries by role; a role sees what its first page is for, first.
ORDER = {
    "principal_leader": ("home", "boards", "benchmarks", "goals", "matters", "data", "bulletins"),
    "leader_in_charge": ("home", "boards", "benchmarks", "goals", "matters", "data", "bulletins"),
    "assessment_office": (
        "home", "boards", "benchmarks", "goals", "matters", "schemes", "data", "bulletins",
    ),
    "supervision_office": ("home", "matters", "goals", "boards", "bulletins"),
    "approver": ("home", "data", "matters", "boards", "goals"),
    "reporting_unit": (
        "home", "data", "matters", "boards", "benchmarks", "goals", "bulletins",
    ),
    "analyst": ("home", "boards", "benchmarks", "data", "schemes", "goals", "matters"),
    "auditor": ("home", "audit", "boards"),
    "administrator": ("home", "boards", "schemes", "data", "people", "audit"),
}  # fmt: skip
ALWAYS = ("home", "boards")


def navigation(user: Any, route: str, known: Mapping[str, int]) -> tuple[Link, ...]:
    """Return the bar's entries for a user; ``route`` is the name of the address shown now.

    ``known`` has by entry what waits there, where the page has counted it already.
    """
    section = route.split("_")[0].rstrip("s") if route else ""
    order = ORDER.get(user.leading_role, ALWAYS)
    counts = waiting_counts(user, order, known)
    links = []
    for key in order:
        entry = ENTRIES[key]
        links.append(
            Link(
                label=str(entry.label),
                url=reverse(entry.route),
                count=counts.get(key, 0),
                active=section in entry.sections,
                key=key,
            )
        )
    return tuple(links)
