"""Three years of matters of 云溪区, drawn from a seed and counted back from a day."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from leitai.apps.matters.rule_sets import Category, KindSet, read_kinds, shipped
from leitai.apps.periods.calendar import Calendar
from leitai.demo.district import SEED
from leitai.demo.matters_closed import closed_matters
from leitai.demo.matters_making import Days
from leitai.demo.matters_open import open_matters
from leitai.demo.matters_script import Script
from leitai.demo.matters_turns import rare_turns

#: Matters that ended before the day, beside those that took a rare turn.
CLOSED: Final = 900
#: The sets of rules that the district has taken.
KINDS: Final = "county"
LIGHTS: Final = "five_lights"
LADDER: Final = "yellow_first"


def district_kinds() -> KindSet:
    """Return the kinds of matters with their terms."""
    return read_kinds(shipped()[(Category.KINDS, KINDS)])


def district_matters(
    today: dt.date, calendar: Calendar, *, seed: int = SEED, closed: int = CLOSED, beside: int = 0
) -> tuple[Script, ...]:
    """Make what the list holds on a day; the same seed, day and calendar give the same matters.

    Every step lies before ``today``. ``beside`` matters on track come from rank alerts.
    """
    rng = np.random.default_rng(seed)
    days = Days(today, calendar)
    return (
        *closed_matters(rng, days, district_kinds(), closed),
        *open_matters(rng, days, beside),
        *rare_turns(rng, days),
    )
