"""Matters that are open today: the ones that tell a story, and the rest of the list.

By light: 3 overdue, 9 behind, 14 due soon, 88 on track, 4 paused.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from leitai.demo.district_units import TOWNS
from leitai.demo.matters_making import Days, Writer, script, word
from leitai.demo.matters_script import Script
from leitai.demo.matters_stories import stories
from leitai.demo.matters_words import SUSPENDED, TOPICS, Topic

#: Beside the stories: how many there are of each.
BEHIND, NEAR, ON_TRACK, PAUSED = 8, 13, 83, 3
#: Of those on track: not signed for yet, and returned once.
UNSIGNED, RETURNED = 4, 4
#: Kinds that run for weeks; short ones would be over.
SLOW = frozenset(
    {"minutes", "document", "comment", "difficult", "key_project", "livelihood", "other"}
)


def open_matters(rng: np.random.Generator, days: Days, beside: int = 0) -> list[Script]:
    """Make the list of today; ``beside`` matters on track come from elsewhere."""
    made = stories(rng, days)
    for number in range(BEHIND):
        made.append(_behind(rng, days, number))
    for number in range(NEAR):
        made.append(_near(rng, days, number))
    for number in range(PAUSED):
        made.append(_paused(rng, days, number))
    for number in range(ON_TRACK - beside):
        made.append(_on_track(rng, days, number))
    return made


def _topic(rng: np.random.Generator, number: int) -> Topic:
    towns = number % 5 in (0, 3)  # two in five are led by towns
    fitting = [one for one in TOPICS if one.kind in SLOW and towns == (not one.lead)]
    return fitting[int(rng.integers(len(fitting)))]


def _town(rng: np.random.Generator) -> str:
    return TOWNS[int(rng.integers(len(TOWNS)))].name


def _behind(rng: np.random.Generator, days: Days, number: int) -> Script:
    start, due = days.back(int(rng.integers(18, 30))), days.left(int(rng.integers(5, 12)))
    return _running(rng, days, f"behind-{number}", number, start, due, 0.25)


def _near(rng: np.random.Generator, days: Days, number: int) -> Script:
    start, due = days.back(int(rng.integers(14, 22))), days.left(number % 3 + 1)
    return _running(rng, days, f"near-{number}", number, start, due, 0.92)


def _paused(rng: np.random.Generator, days: Days, number: int) -> Script:
    start, due = days.back(int(rng.integers(15, 25))), days.left(int(rng.integers(8, 20)))
    until = days.left(int(rng.integers(6, 15)))
    return _running(rng, days, f"paused-{number}", number, start, due, 0.4, until=until)


def _on_track(rng: np.random.Generator, days: Days, number: int) -> Script:
    if number < UNSIGNED:
        start, due = days.back(number % 2), days.left(int(rng.integers(12, 30)))
    else:
        start, due = days.back(int(rng.integers(4, 26))), days.left(int(rng.integers(5, 45)))
    gone = days.calendar.working_days_between(start, days.today)
    span = days.calendar.working_days_between(start, due)
    share = min(gone / span + 0.02 + 0.1 * rng.random(), 0.95)
    returned = UNSIGNED <= number < UNSIGNED + RETURNED
    return _running(rng, days, f"track-{number}", number, start, due, max(share, 0.9 * returned),
                    signed=number >= UNSIGNED, returned=returned)  # fmt: skip


def _running(
    rng: np.random.Generator,
    days: Days,
    key: str,
    number: int,
    start: dt.date,
    due: dt.date,
    share: float,
    *,
    signed: bool = True,
    returned: bool = False,
    until: dt.date | None = None,
) -> Script:
    """Make a matter in hand that stands at ``share`` of its work."""
    topic, town = _topic(rng, number), _town(rng)
    wording = word(rng, topic, town, start, due)
    writer = Writer(rng, topic.lead or town)
    writer.begin(start, due, [town] if topic.lead and number % 2 else [])
    contact = "songzhiyuan" if number % 11 == 5 else ""
    if not signed:
        return script(key, wording, writer, contact=contact)
    gone = days.calendar.working_days_between(start, days.base)
    writer.unit(days.after(start, min(1, gone)), "sign_for", hour=15)
    if share >= 0.5 and gone >= 6:
        writer.unit(days.after(start, gone // 2), "report_progress", **wording.part(share / 2))
    if returned:
        writer.unit(days.back(3), "report_completion", **wording.whole())
        writer.office(days.back(2), "return_for_rework", wording("returned"))
    else:
        writer.unit(days.back(number % 3 if gone > 3 else 0), "report_progress",
                    **wording.part(share, up=share > 0.3), hour=10)  # fmt: skip
    if until is not None:
        writer.office(days.base, "suspend", SUSPENDED[number % 4], until=until, hour=11)
    return script(key, wording, writer, contact=contact)
