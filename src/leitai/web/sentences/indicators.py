"""What an indicator's page says first: the spread, where one's own stands, what is missing."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.indicators import Distribution
from leitai.apps.indicators.selectors.values import Value
from leitai.engine.rounding import format_number, half_up
from leitai.web.sentences.segments import Figure, Segment, sentence


def _figure(value: Value, indicator: Indicator) -> Figure:
    text = f"{format_number(value.number, indicator.decimals)}{indicator.measure}"
    return Figure(text, reverse("trace_value", args=[value.revision_id]), trace=True)


def indicator_sentence(
    indicator: Indicator, spread: Distribution | None, period: str, own: Collection[int], late: int
) -> tuple[Segment, ...]:
    """Say how the values of a period spread, where the reader's unit stands, what is missing."""
    if spread is None or not spread.values:
        return sentence(_("No figure of this indicator is open to you yet."))
    first_unit, first = spread.values[0]
    last_unit, last = spread.values[-1]
    pattern = (
        _("{period}: {top_unit} has {top}, {low_unit} {low}; the middle of {n} units is {middle}. ")
        if indicator.direction == Direction.NONE
        else _("{period}: {top_unit} leads with {top}, {low_unit} is last with {low}; the middle "
               "of {n} units is {middle}. ")
    )  # fmt: skip
    middle = half_up(spread.middle or 0.0, indicator.decimals)
    if len(spread.values) == 1:
        said = list(
            sentence(
                _("{period}: {top_unit} {top}. "),
                period=period,
                top_unit=first_unit.name,
                top=_figure(first, indicator),
            )
        )
    else:
        said = list(
            sentence(
                pattern,
                period=period,
                top_unit=first_unit.name,
                top=_figure(first, indicator),
                low_unit=last_unit.name,
                low=_figure(last, indicator),
                n=str(len(spread.values)),
                middle=f"{format_number(middle, indicator.decimals)}{indicator.measure}",
            )
        )
    said += _own(indicator, spread, own)
    if spread.missing:
        count = len(spread.missing)
        said += sentence(
            ngettext("{n} unit has no figure", "{n} units have no figure", count),
            n=Figure(str(count), "#missing"),
        )
        said += sentence(
            ngettext(", {n} of them late.", ", {n} of them late.", late) if late else _("."),
            n=str(late),
        )
    return tuple(said)


def _own(indicator: Indicator, spread: Distribution, own: Collection[int]) -> tuple[Segment, ...]:
    mine = [
        (place, unit, value)
        for place, (unit, value) in enumerate(spread.values, start=1)
        if unit.id in own
    ]
    if len(mine) != 1 or len(spread.values) < 3:
        return ()
    _place, unit, value = mine[0]
    if indicator.direction == Direction.NONE:
        return sentence(_("{unit} has {value}. "), unit=unit.name, value=_figure(value, indicator))
    place = 1 + sum(
        1
        for _unit, other in spread.values
        if other.number is not None
        and value.number is not None
        and (
            other.number < value.number
            if indicator.direction == Direction.LOWER
            else other.number > value.number
        )
    )
    return sentence(
        _("{unit} is number {place} with {value}. "),
        unit=unit.name,
        place=str(place),
        value=_figure(value, indicator),
    )
