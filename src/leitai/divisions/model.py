"""A division code with its years, what became of it, and an entry of the current list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Level = Literal["province", "prefecture", "county", "township", "village"]
LEVELS: Final[tuple[Level, ...]] = ("province", "prefecture", "county", "township", "village")

#: Last year of a code that is still in use.
STILL: Final = 9999


@dataclass(frozen=True, slots=True)
class Division:
    """One code under one name, with the years at whose end (31 December) it was in force.

    ``prefecture`` is empty directly under a province. ``heirs`` are the codes that took over
    territory, each with the year of the change. ``listed_only`` marks what the statistical list
    has and the civil code list does not: development zones and the like, known for one year.
    """

    code: str
    name: str
    level: Level
    province: str
    prefecture: str
    first_year: int
    last_year: int
    heirs: tuple[tuple[str, int], ...] = ()
    listed_only: bool = False

    def __hash__(self) -> int:
        return hash((self.code, self.first_year))

    def in_force(self, year: int) -> bool:
        """Tell whether the code was in force at the end of ``year``."""
        return self.first_year <= year < self.last_year

    @property
    def full_name(self) -> str:
        """The name with the names above it: 福建省漳州市龙海区."""
        above = [self.province, self.prefecture]
        return "".join(part for part in above if part and part != self.name) + self.name


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of 2023: a place from province to village.

    ``code`` has 2, 4, 6, 9 or 12 digits by level; ``parent`` is the code of the place above,
    empty for a province.
    """

    code: str
    name: str
    level: Level
    parent: str

    @property
    def division_code(self) -> str:
        """The code as it is written outside the list: six digits down to counties."""
        return self.code.ljust(6, "0")
