"""Making one matter's script: its sentence from a topic, and its days one after the other."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leitai.apps.periods.calendar import Calendar
from leitai.demo.district_people import reporter_of
from leitai.demo.matters_script import CHECKS, LEADERS, OFFICE, Script, Step
from leitai.demo.matters_words import LEADER_NAMES, SOURCES, Topic

#: Kinds of which some reports are drawn to bring evidence; theirs always do.
EVIDENCED = frozenset({"livelihood", "inspection"})
#: Counted only where the title says how many of what.
COUNTED = re.compile(r"（\{n\}(?P<unit>\w+)）")


@dataclass(frozen=True)
class Days:
    """Counting days from today: what the district's calendar says."""

    today: dt.date
    calendar: Calendar

    @property
    def base(self) -> dt.date:
        """The last working day before today; nothing in a script comes later."""
        day = self.today - dt.timedelta(days=1)
        while not self.calendar.is_working_day(day):
            day -= dt.timedelta(days=1)
        return day

    def back(self, days: int) -> dt.date:
        """Return the working day so many working days before the last one."""
        return self.calendar.add_working_days(self.base, -days) if days else self.base

    def after(self, day: dt.date, days: int) -> dt.date:
        """Return the day so many working days later."""
        return self.calendar.add_working_days(day, days) if days else day

    def late(self, days: int) -> dt.date:
        """Return the last due day that is so many working days overdue today."""
        day = self.base
        while self.calendar.working_days_between(day, self.today) < days:
            day = self.calendar.add_working_days(day, -1)
        return day

    def left(self, days: int) -> dt.date:
        """Return the due day to which so many working days are left today."""
        return self.calendar.add_working_days(self.today, days)


class Writer:
    """Collects the steps of one matter; a step never comes before the one ahead of it."""

    def __init__(self, rng: np.random.Generator, lead: str) -> None:
        self.rng = rng
        self.lead = lead
        self.steps: list[Step] = []

    @property
    def person(self) -> str:
        """The account that answers for the lead unit."""
        return reporter_of(self.lead).username

    def office(self, day: dt.date, verb: str, words: str = "", **given: Any) -> None:
        """Let the supervision office take a step."""
        self._add(day, OFFICE, verb, words, given)

    def unit(self, day: dt.date, verb: str, words: str = "", **given: Any) -> None:
        """Let the lead unit take a step."""
        self._add(day, self.person, verb, words, given)

    def leader(self, day: dt.date, words: str, verb: str = "instruct") -> None:
        """Let a leader write on the matter."""
        self._add(day, LEADERS[int(self.rng.integers(2))], verb, words, {})

    def _add(self, day: dt.date, by: str, verb: str, words: str, given: dict[str, Any]) -> None:
        hour = given.pop("hour", None)
        minute = int(self.rng.integers(60))
        at = dt.datetime.combine(day, dt.time(hour or 9, minute))
        if self.steps and at <= self.steps[-1].at:
            at = self.steps[-1].at + dt.timedelta(minutes=3 + minute // 4)
        self.steps.append(Step(at, by, verb, words, given))

    def begin(self, day: dt.date, due: dt.date, supporting: Sequence[str] = ()) -> None:
        """Register and assign on one day."""
        self.office(day, "register")
        self.office(
            day, "assign", lead_unit=self.lead, supporting=tuple(supporting), due=due,
            responsible_person=reporter_of(self.lead).name,
        )  # fmt: skip

    def finish(self, day: dt.date) -> None:
        """Verify and close out on one day."""
        self.office(day, "verify", checks=CHECKS, hour=15)
        self.office(day, "close_out")


@dataclass(frozen=True)
class Wording:
    """The sentences of one matter, its counts filled in."""

    topic: Topic
    names: dict[str, Any]
    source: str
    source_name: str
    counted: str

    def __call__(self, what: str, **changed: Any) -> str:
        text: str = getattr(self.topic, what)
        return text.format(**{**self.names, **changed})

    @property
    def total(self) -> int:
        return int(self.names["n"])

    def measure(self) -> tuple[str, float, str] | None:
        """Return what is counted, where the title says it."""
        return ("完成", float(self.total), self.counted) if self.counted else None

    def part(self, share: float, *, up: bool = False) -> dict[str, Any]:
        """Return a progress report at a share of the whole; ``up`` rounds what is counted up."""
        done = math.ceil(self.total * share) if up else int(self.total * share)
        done = min(max(done, 1), self.total - 1)
        words = self("going", m=done)
        if self.counted:
            return {"words": words, "measure_done": float(done)}
        return {"words": words, "progress": round(share * 100)}

    def whole(self) -> dict[str, Any]:
        """Return the completion report, with its proof where the kind draws for it."""
        given: dict[str, Any] = {"words": self("done")}
        if self.counted:
            given["measure_done"] = float(self.total)
        if self.topic.kind in EVIDENCED:
            given["files"] = (("验收单.txt", f"{self('title')}：{self('done')}"),)
        return given


def word(rng: np.random.Generator, topic: Topic, town: str, day: dt.date, due: dt.date) -> Wording:
    """Fill the sentences of a topic in for a town and a term."""
    leader = LEADERS[int(rng.integers(2))]
    names: dict[str, Any] = {
        "town": town,
        "n": int(rng.integers(6, 20)),
        "month": f"{due.month}月",
        "year": day.year,
        "meeting": (day - dt.date(day.year, 1, 1)).days // 10 + 1,
        "item": int(rng.integers(1, 10)),
        "leader": LEADER_NAMES[leader],
        "day": f"{day.month}月{day.day}日",
    }
    source, name = SOURCES[topic.kind]
    counted = COUNTED.search(topic.title)
    return Wording(topic, names, source, name.format(**names), counted["unit"] if counted else "")


def script(key: str, wording: Wording, writer: Writer, **more: Any) -> Script:
    """Put sentence and steps together."""
    return Script(
        key=key,
        title=wording("title"),
        kind=wording.topic.kind,
        source=wording.source,
        source_name=wording.source_name,
        source_words=wording("asked"),
        steps=tuple(writer.steps),
        measure=wording.measure(),
        **more,
    )
