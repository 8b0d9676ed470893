"""The way round the house by role: words of two characters, the role's own first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    "goals": Entry(pgettext_lazy("navigation", "Targets"), "targets", ("target",)),
    "schemes": Entry(pgettext_lazy("navigation", "Rules"), "schemes", ("scheme",)),
    "data": Entry(pgettext_lazy("navigation", "Data"), "indicators", ("indicator", "upload")),
    "audit": Entry(_("Audit"), "audit", ("audit",)),
    "people": Entry(_("People"), "people", ("people", "person")),
}

#: Order of entries by role; a role sees what its first page is for, first.
ORDER = {
    "principal_leader": ("home", "boards", "benchmarks", "goals", "data"),
    "leader_in_charge": ("home", "boards", "benchmarks", "goals", "data"),
    "assessment_office": ("home", "boards", "benchmarks", "goals", "schemes", "data"),
    "supervision_office": ("home", "boards", "goals"),
    "approver": ("home", "data", "boards", "goals"),
    "reporting_unit": ("home", "data", "boards", "benchmarks", "goals"),
    "analyst": ("home", "boards", "benchmarks", "data", "schemes", "goals"),
    "auditor": ("home", "audit", "boards"),
    "administrator": ("home", "boards", "schemes", "data", "people", "audit"),
}
ALWAYS = ("home", "boards")


def navigation(
    user: Any, route: str, count: Callable[[str], int] = lambda key: 0
) -> tuple[Link, ...]:
    """Return the bar's entries for a user; ``route`` is the name of the address shown now."""
    section = route.split("_")[0].rstrip("s") if route else ""
    links = []
    for key in ORDER.get(user.leading_role, ALWAYS):
        entry = ENTRIES[key]
        links.append(
            Link(
                label=str(entry.label),
                url=reverse(entry.route),
                count=count(key),
                active=section in entry.sections,
                key=key,
            )
        )
    return tuple(links)
