"""What every way out of the house has in common."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class NotSentError(Exception):
    """It certainly did not arrive, so it may be tried again; says why in the site's language."""


class UnsureError(Exception):
    """It may have arrived, so it is not tried again: nobody is told twice."""


@dataclass(frozen=True)
class Message:
    """A message in words.

    ``id`` is the same however often the message is tried. ``counts`` is how many lines there are
    under each heading, ``text`` has the lines, ``short`` the counts alone.
    """

    id: uuid.UUID
    at: dt.datetime
    title: str
    text: str
    short: str
    counts: Mapping[str, int] = field(default_factory=dict)


class Way(Protocol):
    """A way out."""

    def reached(self) -> dict[int, dt.datetime]:
        """Return the people whom it reaches, each with the moment since when."""

    def send(self, person: Any, message: Message) -> None:
        """Send a message to a person.

        Raises:
            NotSentError: when it did not arrive.
            UnsureError: when it may have.
        """
