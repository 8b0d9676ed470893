"""The monthly indicators of 云溪区 with scope, direction, definition and reporting department."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Final, cast, get_args

from leitai.demo.district_model import (
    Audience,
    DemoIndicator,
    Direction,
    Flow,
    Price,
    Shape,
)
from leitai.demo.places import DISTRICT_ROOT

QUARTERLY: Final = ("rural_income_growth", "satisfaction")
"""Reported monthly, but the figure changes only when a quarter's result comes out."""


@cache
def indicators() -> tuple[DemoIndicator, ...]:
    """Read the indicators in list order; raises ``ValueError`` on a word of no known list."""
    with (DISTRICT_ROOT / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(_indicator(row) for row in csv.DictReader(stream))


def _indicator(row: Mapping[str, str]) -> DemoIndicator:
    for field, known in (
        ("direction", Direction),
        ("flow", Flow),
        ("price", Price),
        ("shape", Shape),
    ):
        if row[field] not in get_args(known):
            raise ValueError(f"{row['id']}: unknown {field} {row[field]!r}")
    audiences = tuple(row["audiences"].split())
    if not set(audiences) <= set(get_args(Audience)):
        raise ValueError(f"{row['id']}: unknown audience in {row['audiences']!r}")
    return DemoIndicator(
        id=row["id"],
        name=row["name"],
        name_en=row["name_en"],
        theme=row["theme"],
        measure=row["measure"],
        decimals=int(row["decimals"]),
        direction=cast(Direction, row["direction"]),
        flow=cast(Flow, row["flow"]),
        price=cast(Price, row["price"]),
        responsible=row["responsible"],
        audiences=cast(tuple[Audience, ...], audiences),
        shape=cast(Shape, row["shape"]),
        definition=row["definition"],
        actionable=row["actionable"] == "yes",
        statutory=row["statutory"] == "yes",
        scope_note=row["scope_note"],
        form_measure=row["form_measure"] or row["measure"],
    )
