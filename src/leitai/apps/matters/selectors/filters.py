"""What a list of matters can be asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """What a list shows; an empty field asks for nothing.

    Attributes:
        area: id of the area whose matters they are.
        states: states; without any, what is open (or everything with ``ended``).
        light: colour on the day of looking.
        overdue: past the due day, and not reported before it.
        unit: id of a unit that is a party; ``lead`` of the lead unit.
        waiting: only what waits for the person who looks.
        assigned_by_me: only what the person who looks has assigned.
        text: words of title, number, source, units or any step; each must be there.
    """

    area: int | None = None
    states: tuple[str, ...] = ()
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
    text: str = ""
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    registered_from: dt.date | None = None
    registered_to: dt.date | None = None
    closed_from: dt.date | None = None
    closed_to: dt.date | None = None
