"""The one order of accepted changes, shared by values and targets."""

from __future__ import annotations

from leitai.apps.audit.services import draw

#: Name of the counter. A standing remembers the place up to which it saw values and targets.
SEQUENCE = "accepted"


def draw_place() -> int:
    """Return the next place; until the transaction ends, nobody else can draw one."""
    return draw(SEQUENCE)
