"""The codes of all years since 1981, and which of them are one place going on.

Source: yescallop/areacodes (CC0 1.0), from the yearly lists of the Ministry of Civil Affairs. Years
mean 31 December. Two codes are one *line* when the second takes over the whole of the first and of
nothing else, or when it takes its name with it while the territory changes; what was merged into
another place or divided ends there, and its heirs are named instead.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from leitai.divisions.model import STILL, Division, Level
from leitai.divisions.names import stem

DATA = Path(__file__).parent / "data"
HISTORY_FILE = DATA / "history.csv.gz"
#: The last year whose codes are known, and the first.
LAST_YEAR = 2024
FIRST_YEAR = 1981

ChangeKind = Literal["renamed", "recoded", "upgraded", "merged", "split", "ended"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a code in a year: one heir that goes on, or several, or none.

    ``same_territory`` is false where land was added or given away at the same time.
    """

    old: Division
    heirs: tuple[Division, ...]
    kind: ChangeKind
    year: int
    same_territory: bool

    @property
    def goes_on(self) -> bool:
        """Whether the one heir is the same place under another name or code."""
        return self.kind in ("renamed", "recoded", "upgraded")


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a place from one year to another.

    ``end`` is what it is in the wished-for year, or ``None`` where it no longer (or not yet)
    existed as one; ``heirs`` then holds what it came into.
    """

    changes: tuple[Change, ...]
    end: Division | None
    heirs: tuple[Division, ...] = ()


class History:
    """Codes of all years, found by code, name or stem."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.divisions = tuple(divisions)
        self._lines: dict[Division, tuple[Division, ...]] = {}
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        self.by_stem: dict[str, list[Division]] = defaultdict(list)
        for division in self.divisions:
            self._by_code[division.code].append(division)
            self.by_name[division.name].append(division)
            self.by_stem[stem(division.name)].append(division)

    @classmethod
    def read(cls, content: bytes) -> History:
        """Read the packed table of :mod:`leitai.divisions.prepare`."""
        text = io.StringIO(gzip.decompress(content).decode("utf-8"), newline="")
        return cls(
            Division(
                code,
                name,
                _level(code),
                province,
                prefecture,
                int(first),
                int(last) if last else STILL,
                tuple((heir[:6], int(heir[7:])) for heir in heirs.split(" ") if heir),
                listed_only == "1",
            )
            for code, name, province, prefecture, first, last, heirs, listed_only in csv.reader(
                text
            )
        )

    def named(self, name: str, year: int) -> tuple[Division, ...]:
        """Divisions of that exact name in force at the end of ``year``."""
        return tuple(d for d in self.by_name.get(name, ()) if d.in_force(year))

    def coded(self, code: str, year: int) -> Division | None:
        """Return the division that bore ``code`` at the end of ``year``."""
        return next((d for d in self._by_code.get(code, ()) if d.in_force(year)), None)

    def all_coded(self, code: str) -> tuple[Division, ...]:
        """Everything that ever bore the code, oldest first."""
        return tuple(sorted(self._by_code.get(code, ()), key=lambda d: d.first_year))

    def in_force(self, year: int, level: Level = "county") -> tuple[Division, ...]:
        """All divisions of a level in force at the end of ``year``, by code."""
        found = [d for d in self.divisions if d.level == level and d.in_force(year)]
        return tuple(sorted(found, key=lambda d: d.code))

    @cached_property
    def provinces(self) -> tuple[Division, ...]:
        """The provinces of today."""
        return self.in_force(LAST_YEAR, "province")

    # --- what became of what -----------------------------------------------------------

    def _took_over(self, old: Division) -> tuple[Division, ...]:
        """The divisions of the same level that took over ``old`` when its code ended."""
        end = old.last_year
        codes = [code for code, year in old.heirs if year == end]
        if old.level == "prefecture" and not codes:
            codes = [old.code]
        found = [self.coded(code, end) for code in dict.fromkeys(codes)]
        return tuple(d for d in found if d is not None and d.level == old.level)

    @cached_property
    def _takers(self) -> dict[Division, tuple[Division, ...]]:
        return {d: self._took_over(d) for d in self.divisions if d.last_year != STILL}

    @cached_property
    def _givers(self) -> dict[Division, list[Division]]:
        """Heir → the codes that ended into it in the year in which it began."""
        found: dict[Division, list[Division]] = defaultdict(list)
        for old, heirs in self._takers.items():
            for heir in heirs:
                if heir.first_year == old.last_year:
                    found[heir].append(old)
        return found

    @cached_property
    def _part_takers(self) -> frozenset[tuple[str, int]]:
        """(code, year) of every code that received a part of one that went on."""
        return frozenset(
            (code, year) for d in self.divisions for code, year in d.heirs if year != d.last_year
        )

    @cached_property
    def changes(self) -> dict[Division, Change]:
        """Each ended code with what became of it."""
        return {old: self._change(old, heirs) for old, heirs in self._takers.items()}

    def _change(self, old: Division, heirs: tuple[Division, ...]) -> Change:
        end = old.last_year
        if not heirs:
            return Change(old, (), "ended", end, False)
        for heir in heirs:
            if self._goes_on_as(old, heir, heirs):
                whole = len(heirs) == len(self._givers[heir]) == 1
                parts = (heir.code, end) in self._part_takers
                return Change(old, (heir,), _kind(old, heir), end, whole and not parts)
        return Change(old, heirs, "merged" if len(heirs) == 1 else "split", end, False)

    def _goes_on_as(self, old: Division, heir: Division, heirs: tuple[Division, ...]) -> bool:
        """Tell whether ``heir`` is the same place, and no other heir or giver could be.

        庐山区 went partly into the new 庐山市, most of which had been 星子县: a name alone says
        nothing where several places came together, unless one kept its whole name.
        """
        if heir.first_year != old.last_year:
            return False
        others = [giver for giver in self._givers[heir] if giver != old]
        if others:
            namesakes = any(giver.name == heir.name for giver in others)
            return len(heirs) == 1 and heir.name == old.name and not namesakes
        named = [h for h in heirs if stem(h.name) == stem(old.name)]
        kept = [h for h in heirs if h.code == old.code]
        parts = (heir.code, old.last_year) in self._part_takers
        if len(heirs) == 1:
            # A new city made of parts of many is not the one place that ended in it.
            return not parts or heir in named or heir in kept
        return [heir] == named and kept in ([], [heir])

    @cached_property
    def _before(self) -> dict[Division, Division]:
        return {c.heirs[0]: old for old, c in self.changes.items() if c.goes_on}

    def line(self, division: Division) -> tuple[Division, ...]:
        """All codes and names of one place over time, oldest first; itself included."""
        if division in self._lines:
            return self._lines[division]
        first = division
        while first in self._before:
            first = self._before[first]
        found = [first]
        while (change := self.changes.get(found[-1])) is not None and change.goes_on:
            found.append(change.heirs[0])
        line = tuple(found)
        self._lines.update(dict.fromkeys(line, line))
        return line

    def origins(self, division: Division) -> tuple[Change, ...]:
        """What was merged into a place or went on as it, by year."""
        line = set(self.line(division))
        found = [
            change for change in self.changes.values() if any(heir in line for heir in change.heirs)
        ]
        return tuple(sorted(found, key=lambda c: (c.year, c.old.code)))

    def follow(self, division: Division, year: int) -> Way:
        """Follow a place to what it is at the end of ``year``, forwards or backwards."""
        changes: list[Change] = []
        here = division
        while year >= here.last_year:
            change = self.changes[here]
            changes.append(change)
            if not change.goes_on:
                return Way(tuple(changes), None, change.heirs)
            here = change.heirs[0]
        while year < here.first_year:
            earlier = self._before.get(here)
            if earlier is None:
                return Way(tuple(changes), None, tuple(self._givers.get(here, ())))
            changes.append(self.changes[earlier])
            here = earlier
        return Way(tuple(changes), here)


def _kind(old: Division, heir: Division) -> ChangeKind:
    if old.name == heir.name:
        return "recoded"
    return "upgraded" if stem(old.name) == stem(heir.name) else "renamed"


def _level(code: str) -> Level:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


@cache
def history() -> History:
    """The packed history, read once."""
    return History.read(HISTORY_FILE.read_bytes())
