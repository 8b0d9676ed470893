"""What a row says of a place, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leitai.divisions.model import Division, Level

How = Literal["", "code", "name", "short", "earlier", "later"]
Doubt = Literal[
    "",
    "blank",
    "group",
    "several",
    "none",
    "near",
    "short",
    "context",
    "province_doubted",
    "code_and_name",
    "code_unknown",
    "changed",
]
RemarkKind = Literal[
    "blanks",
    "footnote_mark",
    "above_in_name",
    "two_provinces",
    "wrong_province",
    "wrong_prefecture",
    "earlier_name",
    "later_name",
]


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of a place, as printed; ``year`` is the year of the data.

    ``year`` ``None`` stands for today's codes. ``level`` narrows to one level where it is known.
    """

    name: str = ""
    code: str = ""
    province: str = ""
    prefecture: str = ""
    year: int | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the row that was read otherwise than printed."""

    kind: RemarkKind
    printed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place meant, or ``None`` with the doubt and the places to offer, likeliest first.

    ``how`` says what settled it; ``by_province`` that only the province chose among several places.
    """

    written: Written
    division: Division | None
    how: How = ""
    doubt: Doubt = ""
    offers: tuple[Division, ...] = ()
    remarks: tuple[Remark, ...] = ()
    by_province: bool = False

    @property
    def settled(self) -> bool:
        """Whether it may be used without asking."""
        return self.division is not None

    def remark(self, kind: RemarkKind) -> Remark | None:
        """The remark of a kind, if there is one."""
        return next((remark for remark in self.remarks if remark.kind == kind), None)
