"""The matters of 云溪区 as a script: what somebody does with a matter, and when. Plain data.

A script knows nothing of the database, so the same one is played through the services, the HTTP
API and the command line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Who runs the list, and the leaders who write on it.
OFFICE = "wuruochuan"
LEADERS = ("songzhiyuan", "chenliyan")
#: The checks of the district's rules before a report is accepted.
CHECKS = ("facts", "solved", "done", "conclusion", "lawful", "form")


@dataclass(frozen=True)
class Step:
    """One verb.

    Attributes:
        at: the moment, where the district stands.
        by: the account that does it.
        verb: as in :mod:`leitai.apps.matters.life`.
        words: what is written.
        given: what else the verb takes: units by name, days, percent, another matter by its key.
    """

    at: dt.datetime
    by: str
    verb: str
    words: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """A matter from its sentence to its end; the first step registers it.

    Attributes:
        key: by which other scripts name it.
        parent: key of the matter of which it is a part.
        measure: what is counted: name, total, unit.
        contact: account of the leader who keeps an eye on it.
    """

    key: str
    title: str
    kind: str
    source: str
    source_name: str
    source_words: str
    steps: tuple[Step, ...]
    parent: str = ""
    measure: tuple[str, float, str] | None = None
    contact: str = ""


def in_order(scripts: tuple[Script, ...]) -> Iterator[tuple[Script, Step]]:
    """Yield all steps as time goes by; those of one moment in the order of the scripts."""
    steps = [
        (step.at, number, place, script, step)
        for number, script in enumerate(scripts)
        for place, step in enumerate(script.steps)
    ]
    for _at, _number, _place, script, step in sorted(steps, key=lambda one: one[:3]):
        yield script, step
