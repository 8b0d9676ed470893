"""Division codes in force at the end of a year, and what became of them.

Reads the code history 1981-2024 (CC0): one row a code and period of use, with the successor
codes. A period of use includes its first year and excludes its last one, both taken at
31 December.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FOREVER = 9999
_SUCCESSOR = re.compile(r"^(\d{6})(?:\[(\d{4})\])?$")


@dataclass(frozen=True)
class Division:
    """One county-level code with the years in which it was in use."""

    code: str
    province: str
    prefecture: str
    name: str
    first_year: int
    last_year: int
    """First year at whose end the code was no longer in use (9999: still in use)."""
    successors: tuple[tuple[str, int], ...]
    """Codes that took over its territory, each with the year of the change."""

    def in_use(self, year: int) -> bool:
        """Tell whether the code was in force on 31 December of ``year``."""
        return self.first_year <= year < self.last_year


class CodeHistory:
    """County-level codes of all years, looked up by name or by code."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        self._by_name: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            self._by_code[division.code].append(division)
            self._by_name[division.name].append(division)

    @classmethod
    def from_csv(cls, path: Path) -> CodeHistory:
        """Read the published ``result.csv``; raises ``KeyError`` on a missing column."""
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return cls(_division(row) for row in csv.DictReader(stream) if row["级别"] == "县级")

    def named(self, name: str, year: int) -> tuple[Division, ...]:
        """Divisions of that exact name in force at the end of ``year``."""
        return tuple(d for d in self._by_name.get(name, ()) if d.in_use(year))

    def coded(self, code: str, year: int) -> Division | None:
        """Return the division that bore ``code`` at the end of ``year``."""
        return next((d for d in self._by_code.get(code, ()) if d.in_use(year)), None)

    def in_force(self, year: int) -> tuple[Division, ...]:
        """All divisions in force at the end of ``year``."""
        return tuple(d for ds in self._by_code.values() for d in ds if d.in_use(year))

    def successor(self, division: Division, year: int) -> Division | None:
        """Follow ``division`` to the one code that holds its territory in ``year``.

        Where the territory was divided, the heir that keeps the name (县, 市 or 区 aside)
        continues the unit. Returns ``None`` when no single heir does.
        """
        current = division
        while not current.in_use(year):
            end = current.last_year
            heirs = [
                heir
                for code, when in current.successors
                if when == end and (heir := self.coded(code, end)) is not None
            ]
            if len(heirs) > 1:
                heirs = [heir for heir in heirs if _stem(heir.name) == _stem(current.name)]
            if len(heirs) != 1:
                return None
            current = heirs[0]
        return current


def _stem(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "县市区" else name


def _division(row: dict[str, str]) -> Division:
    last = int(row["变更/弃用时间"]) if row["变更/弃用时间"] else _FOREVER
    successors: list[tuple[str, int]] = []
    for part in filter(None, row["新代码"].split(";")):
        match = _SUCCESSOR.match(part)
        if match is None:
            raise ValueError(f"unreadable successor code {part!r} of {row['代码']}")
        successors.append((match[1], int(match[2]) if match[2] else last))
    prefecture = row["二级行政区"]
    return Division(
        code=row["代码"],
        province=row["一级行政区"],
        prefecture="" if prefecture in ("直辖", row["一级行政区"]) else prefecture,
        name=row["名称"],
        first_year=int(row["启用时间"]),
        last_year=last,
        successors=tuple(successors),
    )
