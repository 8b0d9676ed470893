"""Entering what somebody stated of a unit and another, and taking it back."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import BenchmarkItem, StatedComparison
from leitai.apps.benchmarks.selectors.fields import is_candidate, takes_part
from leitai.apps.indicators.models import Extent
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit


@verb("benchmark.state_comparison")
def state_comparison(
    act: Act,
    *,
    unit: Unit,
    other: Unit,
    item: BenchmarkItem,
    period: Period,
    quote: str,
    place: str = "",
    share: float | None = None,
    decimals: int | None = None,
    value: float | None = None,
    own_value: float | None = None,
    own_decimals: int | None = None,
    extent: Extent | None = None,
) -> StatedComparison:
    """Keep a stated comparison word for word with its figures.

    Raises:
        RefusedError: without the quotation, with both or neither of share and value, or for units
            and extents that do not belong together.
    """
    act.require("benchmarks.state_comparison", unit)
    if not quote.strip():
        raise RefusedError(_("Quote the sentence word for word."))
    if (share is None) == (value is None):
        raise RefusedError(_("Give either the percentage or the other's figure, not both."))
    for number in (share, value, own_value):
        if number is not None and not (math.isfinite(number) and number > 0):
            raise RefusedError(
                _("%(number)s cannot be compared; the figure must be above zero.")
                % {"number": number}
            )
    if not takes_part(item.field, unit):
        raise RefusedError(
            _("%(unit)s does not compare itself in the field “%(field)s”.")
            % {"unit": unit, "field": item.field}
        )
    if other.pk == unit.pk or not is_candidate(item.field, other):
        raise RefusedError(
            _("%(benchmark)s does not stand in the field “%(field)s”.")
            % {"benchmark": other, "field": item.field}
        )
    if extent is not None and extent.unit_id != unit.pk:
        raise RefusedError(
            _("%(extent)s is no extent of %(unit)s.") % {"extent": extent, "unit": unit}
        )
    stated = StatedComparison.objects.create(
        unit=unit,
        other=other,
        item=item,
        period=period,
        extent=extent,
        quote=quote.strip(),
        place=place.strip(),
        share=share,
        decimals=decimals,
        value=value,
        own_value=own_value,
        own_decimals=own_decimals,
        entered_by=act.actor,
        entered_at=act.at,
    )
    act.note(
        unit=str(unit),
        other=str(other),
        text=quote,
        place=place,
        share=share,
        value=value,
        period=period.code,
    )
    return stated


@verb("benchmark.withdraw_comparison")
def withdraw_comparison(act: Act, *, stated: StatedComparison, reason: str) -> StatedComparison:
    """Take a stated comparison off with a reason; it stays in the record."""
    act.require("benchmarks.state_comparison", stated.unit)
    stated = StatedComparison.objects.select_for_update().get(pk=stated.pk)
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it off."))
    if stated.withdrawn_at is not None:
        raise RefusedError(_("It was taken off already."))
    stated.withdrawn_by, stated.withdrawn_at = act.actor, act.at
    stated.withdrawn_because = reason.strip()
    stated.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    act.note(text=stated.quote, reason=reason)
    return stated
