"""The statistical list of 2023 down to villages, read province by province when it is asked for.

Source: National Bureau of Statistics, 统计用区划代码 (as of 30 June 2023, published 11 September
2023), collected by modood/Administrative-divisions-of-China (WTFPL).
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache

from leitai.divisions.history import DATA
from leitai.divisions.model import LEVELS, Entry, Level

#: The year of the list.
LIST_YEAR = 2023
PLACES_FILE = DATA / "places.txt.gz"
VILLAGES = DATA / "villages"
_DIGITS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
_STEP = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}
_NUMBERED = re.compile(r"(\d+)=(.*)", re.DOTALL)


class UnknownCodeError(LookupError):
    """No such code in the list."""


def unpack(line: str, parent: str, width: int) -> Iterator[tuple[str, str]]:
    """Yield code and name of a packed line: names, numbered where the count jumps."""
    number = 0
    for part in line.split(","):
        numbered = _NUMBERED.match(part)
        number, name = (int(numbered[1]), numbered[2]) if numbered else (number + 1, part)
        yield f"{parent}{number:0{width}d}", name


class Register:
    """The list: places by code, and what lies below a place."""

    @cached_property
    def _places(self) -> dict[str, Entry]:
        """Provinces to towns by code (some 45,000 entries)."""
        found: dict[str, Entry] = {}
        for line in gzip.decompress(PLACES_FILE.read_bytes()).decode("utf-8").splitlines():
            parent, _, rest = line.partition(":")
            width = 3 if len(parent) == 6 else 2
            for code, name in unpack(rest, parent, width):
                found[code] = Entry(code, name, _level(code), parent)
        return found

    @cached_property
    def _below(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._places.values():
            found[entry.parent].append(entry)
        return {code: tuple(entries) for code, entries in found.items()}

    def entry(self, code: str) -> Entry:
        """Return the place of a code of 2, 4, 6, 9 or 12 digits; trailing zeros may stand.

        Raises:
            UnknownCodeError: there is none.
        """
        short = self._short(code)
        if short in self._places:
            return self._places[short]
        if len(code) == 12:
            for village in _villages(code[:2]).get(code[:9], ()):
                if village.code == code:
                    return village
        raise UnknownCodeError(code)

    def _short(self, code: str) -> str:
        """The code as the list has it; four cities have no counties and are their own (441900)."""
        return code if code in self._places else shorten(code)

    def children(self, code: str = "") -> tuple[Entry, ...]:
        """The places just below; provinces without a code."""
        short = self._short(code) if code else ""
        if len(short) == 9:
            return _villages(short[:2]).get(short, ())
        return self._below.get(short, ())

    def below(self, code: str, down_to: Level) -> Iterator[Entry]:
        """Yield everything below a place down to a level, each place after the one above it."""
        for entry in self.children(code):
            if LEVELS.index(entry.level) > LEVELS.index(down_to):
                return
            yield entry
            if entry.level != "village":
                yield from self.below(entry.code, down_to)

    def search(self, text: str, limit: int = 30) -> list[Entry]:
        """Find places from province to town by the beginning of a code or a part of a name."""
        text = text.strip()
        if text.isdigit():
            short = self._short(text)
            exact = len(short) == 12 and self._village(short)
            if exact:
                return [exact]
            return [e for code, e in self._places.items() if code.startswith(short)][:limit]
        if not text:
            return []
        found = [entry for entry in self._places.values() if text in entry.name]
        found.sort(key=lambda e: (not e.name.startswith(text), len(e.code), e.code))
        return found[:limit]

    def _village(self, code: str) -> Entry | None:
        try:
            return self.entry(code)
        except UnknownCodeError:
            return None

    def full_name(self, entry: Entry) -> str:
        """The name with the names above it; groups such as 市辖区 left out."""
        names = [entry.name]
        code = entry.parent
        while code:
            above = self._places[code]
            if above.name not in GROUP_NAMES:
                names.append(above.name)
            code = above.parent
        return "".join(reversed(names))


#: Entries at prefecture level that stand for no place.
GROUP_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@lru_cache(maxsize=4)
def _villages(province: str) -> dict[str, tuple[Entry, ...]]:
    """Town → villages of one province (some 20,000 entries)."""
    path = VILLAGES / f"{province}.txt.gz"
    if not path.is_file():
        return {}
    found: dict[str, tuple[Entry, ...]] = {}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        town, _, rest = line.partition(":")
        found[town] = tuple(
            Entry(code, name, "village", town) for code, name in unpack(rest, town, 3)
        )
    return found


def shorten(code: str) -> str:
    """The code without the zeros that fill it up: 350604000000 → 350604, 110000 → 11."""
    for digits in (2, 4, 6, 9):
        if len(code) in (6, 9, 12) and len(code) > digits and not code[digits:].strip("0"):
            return code[:digits]
    return code


def _level(code: str) -> Level:
    return _DIGITS[len(code)]  # type: ignore[return-value]


@cache
def register() -> Register:
    """The list, read when it is first asked."""
    return Register()
