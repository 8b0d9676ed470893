"""Three years of matters that have ended: done in time or late, returned, extended, reopened."""

from __future__ import annotations

import datetime as dt

import numpy as np

from leitai.apps.matters.rule_sets import KindSet
from leitai.apps.periods.deadlines import due_day
from leitai.demo.district_units import DEPARTMENTS, TOWNS
from leitai.demo.matters_making import Days, Wording, Writer, script, word
from leitai.demo.matters_script import Script
from leitai.demo.matters_words import (
    INSTRUCTED,
    RECHECKED,
    REFUSED,
    REOPENED,
    SUSPENDED,
    TOPICS,
    URGED,
    WITHDRAWN,
    Topic,
)

#: Months that the list reaches back.
MONTHS = 36
#: How the list has grown: about three times as many a month today as on the average.
GROWTH = 1.5
#: What comes on top of the plain way, and how often.
TURNS = {
    "late": 0.025, "returned": 0.045, "extended": 0.08, "refused": 0.012, "transferred": 0.012,
    "suspended": 0.012, "reopened": 0.004, "withdrawn": 0.008, "urged": 0.08, "instructed": 0.03,
}  # fmt: skip
RECHECK_SHARE = 0.12
#: Its multiples lie evenly between 0 and 1, so that every month has its share of each turn.
GOLDEN = 0.6180339887498949


def closed_matters(
    rng: np.random.Generator, days: Days, kinds: KindSet, count: int
) -> list[Script]:
    """Make matters that ended before today, registered over the months before."""
    first = days.today - dt.timedelta(days=round(MONTHS * 30.4))
    reach = days.calendar.working_days_between(first, days.base) - 9
    made = []
    for number in range(count):
        start = days.back(9 + int((1 - (number + rng.random()) / count) ** GROWTH * reach))
        topic = TOPICS[int(rng.integers(len(TOPICS)))]
        town = TOWNS[int(rng.integers(len(TOWNS)))].name
        kind = kinds.kind(topic.kind)
        assert kind is not None
        due = due_day(kind.deadline, start, days.calendar)
        assert due is not None
        made.append(_ended(rng, days, topic, town, f"closed-{number}", start, due, _turn(number)))
    return made


def _turn(number: int) -> str:
    """Which turn the matter of a number takes, "" for none."""
    at = number * GOLDEN % 1
    for turn, share in TURNS.items():
        if at < share:
            return turn
        at -= share
    return ""


def _ended(
    rng: np.random.Generator,
    days: Days,
    topic: Topic,
    town: str,
    key: str,
    start: dt.date,
    due: dt.date,
    turn: str,
) -> Script:
    wording = word(rng, topic, town, start, due)
    lead = topic.lead or town
    writer = Writer(rng, lead)
    span = days.calendar.working_days_between(start, due)
    room = days.calendar.working_days_between(start, days.base) - 2
    supporting = [town] if topic.lead and rng.random() < 0.6 else []
    if turn in ("refused", "transferred"):
        other = [one.name for one in DEPARTMENTS if one.name not in (lead, "区委督查室")]
        writer.lead = other[int(rng.integers(len(other)))]
    writer.begin(start, due, supporting)
    if turn == "refused":
        writer.unit(start, "refuse", REFUSED, hour=14)
        writer.lead = lead
        _assign_again(writer, "assign", start, due)
    elif turn == "transferred":
        writer.unit(start, "sign_for", hour=11)
        writer.lead = lead
        _assign_again(writer, "transfer", start, due)
    signed = days.after(start, min(1, span // 4))
    writer.unit(signed, "sign_for", hour=15)
    if turn == "withdrawn":
        writer.office(days.after(signed, 1), "withdraw", WITHDRAWN)
        return script(key, wording, writer)
    if turn == "extended" and span >= 8:
        due = days.after(due, int(rng.integers(4, 9)))
        asked = days.after(signed, max(min(span - 4, room - 4), 1))
        writer.unit(asked, "ask_extension", wording("later"), due=due)
        writer.office(asked, "grant_extension", hour=16)
        span = days.calendar.working_days_between(start, due)
    taken = round(span * (0.45 + 0.5 * rng.random()))
    if turn == "late":
        taken = span + int(rng.integers(1, 6))
    if turn == "returned" and span < 6:
        turn = ""
    if turn == "returned":  # early enough that the second report is in time as well
        taken = min(taken, span - 3, room - 3)
    taken = max(min(taken, room), 1)
    _underway(rng, days, writer, wording, signed, start, taken, turn)
    reported = max(days.after(start, taken), signed)
    writer.unit(reported, "report_completion", **wording.whole(), hour=16)
    if turn == "returned":
        writer.office(days.after(reported, 1), "return_for_rework", wording("returned"))
        reported = days.after(reported, 3)
        writer.unit(reported, "report_completion", **wording.whole())
    ended = days.after(reported, int(rng.integers(0, 3)))
    ended = min(ended, days.base)
    writer.finish(ended)
    looked = days.after(ended, int(rng.integers(15, 40)))
    if turn == "reopened" and days.after(looked, 12) <= days.base:
        _reopened(writer, days, wording, looked)
    elif rng.random() < RECHECK_SHARE and looked <= days.base:
        writer.office(looked, "recheck", RECHECKED)
    return script(key, wording, writer)


def _assign_again(writer: Writer, verb: str, day: dt.date, due: dt.date) -> None:
    words = {"words": "职责在你单位，请接续办理"} if verb == "transfer" else {}
    writer.office(day, verb, lead_unit=writer.lead, supporting=(), due=due, hour=15,
                  responsible_person="", **words)  # fmt: skip


def _underway(
    rng: np.random.Generator,
    days: Days,
    writer: Writer,
    wording: Wording,
    signed: dt.date,
    start: dt.date,
    taken: int,
    turn: str,
) -> None:
    """Tell progress and what happens on the way, where there is time for it."""
    gone = days.calendar.working_days_between(start, signed)
    middle = days.after(start, max(taken // 2, gone))
    if turn == "suspended" and taken >= 6:
        until = days.after(middle, 2)
        writer.office(signed, "suspend", SUSPENDED[int(rng.integers(4))], until=until)
        writer.office(until, "resume", "条件已具备，恢复办理")
        return
    if taken >= 5 or rng.random() < 0.3:
        writer.unit(middle, "report_progress", **wording.part(0.3 + 0.3 * rng.random()), hour=10)
    if turn == "urged" and taken >= 5:
        writer.office(middle, "urge", URGED[int(rng.integers(3))], hour=11)
    if turn == "instructed":
        writer.leader(middle, INSTRUCTED[int(rng.integers(3))])


def _reopened(writer: Writer, days: Days, wording: Wording, day: dt.date) -> None:
    writer.office(day, "reopen", REOPENED, due=days.after(day, 10))
    writer.unit(days.after(day, 1), "sign_for")
    writer.unit(days.after(day, 8), "report_completion", **wording.whole())
    writer.finish(days.after(day, 9))
