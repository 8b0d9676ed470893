"""What an indicator's page says first: the spread, where one's own stands, what is missing."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.spread import Distribution, UnitRef
from leitai.apps.language import named
from leitai.engine.rounding import format_number, half_up
from leitai.web.sentences.segments import Figure, Segment, sentence


def _figure(spread: Distribution, place: int, indicator: Indicator) -> Figure:
    """Return the figure at a place; it opens its trace if it was read in full."""
    text = f"{format_number(spread.numbers[place], indicator.decimals)}{indicator.measure}"
    value = spread.values.get(spread.order[place].id)
    if value is None:
        return Figure(text)
    return Figure(text, reverse("trace_value", args=[value.revision_id]), trace=True)


def indicator_sentence(
    indicator: Indicator, spread: Distribution | None, period: str, own: Collection[int], late: int
) -> tuple[Segment, ...]:
    """Say how the values of a period spread, where the reader's unit stands, what is missing."""
    if spread is None or not spread.order:
        return sentence(_("No figure of this indicator is open to you yet."))
    first_unit, last_unit = spread.order[0], spread.order[-1]
    first, last = _figure(spread, 0, indicator), _figure(spread, -1, indicator)
    pattern = (
        _("{period}: {top_unit} has {top}, {low_unit} {low}; the middle of {n} units is {middle}. ")
        if indicator.direction == Direction.NONE
        else _("{period}: {top_unit} leads with {top}, {low_unit} is last with {low}; the middle "
               "of {n} units is {middle}. ")
    )  # fmt: skip
    middle = half_up(spread.middle or 0.0, indicator.decimals)
    if len(spread.order) == 1:
        said = list(
            sentence(
                _("{period}: {top_unit} {top}. "),
                period=period,
                top_unit=named(first_unit),
                top=first,
            )
        )
    else:
        said = list(
            sentence(
                pattern,
                period=period,
                top_unit=named(first_unit),
                top=first,
                low_unit=named(last_unit),
                low=last,
                n=str(len(spread.order)),
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
    mine = [place for place, unit in enumerate(spread.order) if unit.id in own]
    if len(mine) != 1 or len(spread.order) < 3:
        return ()
    at = mine[0]
    unit: UnitRef = spread.order[at]
    figure = _figure(spread, at, indicator)
    if indicator.direction == Direction.NONE:
        return sentence(_("{unit} has {value}. "), unit=named(unit), value=figure)
    return sentence(
        _("{unit} is number {place} with {value}. "),
        unit=named(unit),
        place=str(spread.places[at]),
        value=figure,
    )
