"""Bonus, penalty and veto records of 云溪区, all invented, with evidence and both persons."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final

from leitai.demo.district_model import Audience, year_month
from leitai.demo.places import DISTRICT_ROOT
from leitai.engine.matters import counted_once

#: Item of each group by the column that counts its records.
ITEMS: Final[dict[Audience, dict[str, str]]] = {
    "towns": {
        "honours_province": "t_honours",
        "honours": "t_honours",
        "criticisms": "t_criticisms",
        "safety_accidents": "safety",
    },
    "departments": {
        "honours_province": "d_honours",
        "honours": "d_honours",
        "criticisms": "d_criticisms",
    },
    "parks": {
        "honours_province": "p_honours",
        "honours": "p_honours",
        "criticisms": "p_criticisms",
        "safety_accidents": "p_safety",
    },
}
#: Marks of one record, for choosing the highest level of a matter.
_BONUS: Final = ("honours", "honours_province")
_WORTH: Final = {"honours_province": 2.0, "honours": 1.0, "criticisms": 1.0}


@dataclass(frozen=True)
class DemoRecord:
    """A record; without ``signed_by`` it waits, ``withdrawn`` says why it was taken back."""

    column: str
    unit: str
    month: str
    matter: str
    reference: str
    entered_by: str
    signed_by: str
    withdrawn: str = ""
    file: tuple[str, str] = ("", "")

    @property
    def counts(self) -> bool:
        """Whether it is signed and stands."""
        return bool(self.signed_by) and not self.withdrawn


@cache
def records() -> tuple[DemoRecord, ...]:
    """Read the records in the order in which they were entered.

    The towns have none that counts in 2026, so that their published totals are the sum of the
    parts.
    """
    with (DISTRICT_ROOT / "records.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            DemoRecord(
                column=row["column"],
                unit=row["unit"],
                month=row["month"],
                matter=row["matter"],
                reference=row["reference"],
                entered_by=row["entered_by"],
                signed_by=row["signed_by"],
                withdrawn=row["withdrawn"],
                file=(row["file_name"], row["file_text"]),
            )
            for row in csv.DictReader(stream)
        )


def count_of(unit: str, column: str, month: str) -> float:
    """How many records of a unit count under a column from January to a month."""
    year, _ = year_month(month)
    held = [
        (str(at), one)
        for at, one in enumerate(records())
        if one.counts
        and one.unit == unit
        and year_month(one.month)[0] == year
        and one.month <= month
        and (one.column in _BONUS) == (column in _BONUS)
    ]
    counting = set(
        counted_once((name, one.matter, _WORTH.get(one.column, 0.0)) for name, one in held)
    )
    return float(sum(name in counting and one.column == column for name, one in held))
