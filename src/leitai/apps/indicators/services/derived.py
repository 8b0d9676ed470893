"""Computing derived indicators into values of their own."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act
from leitai.apps.indicators.derivation import Derivation, DerivationError, derive
from leitai.apps.indicators.models import Batch, Indicator
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.indicators.services.batches import NewValue, RefusedError
from leitai.apps.indicators.services.imports import import_values
from leitai.apps.periods.models import Period
from leitai.engine.formula import FormulaError
from leitai.engine.quantity import Quantity

#: A result without a number, by the formula language's code for why.
_NOT_REPORTED = frozenset({"no_value", "not_reported", "no_period"})


def compute_derived(
    act: Act, *, indicator: Indicator, periods: Sequence[Period], reason: str = ""
) -> Batch:
    """Compute a derived indicator's series for periods and store the results as one batch.

    Results that are as stored already are not stored again. A unit without any of the inputs gets
    no value; one with some gets the reason why there is no number.

    Raises:
        RefusedError: when the formula cannot be read or names unknown indicators, or there is no
            series to compute.
    """
    series = list(indicator.series.select_related("indicator", "authority").order_by("pk"))
    if not series:
        raise RefusedError(_("%(name)s has no series to compute.") % {"name": indicator})
    if len({row.authority_id for row in series}) > 1:
        raise RefusedError(
            _("The series of %(name)s name different sources; computed values come from one.")
            % {"name": indicator}
        )
    upto = watermark()
    rows: list[NewValue] = []
    for one in series:
        try:
            for period_id, derivation in derive(one, periods, upto=upto).items():
                rows += _results(one.pk, period_id, derivation)
        except (DerivationError, FormulaError) as error:
            raise RefusedError(str(error)) from error
    return import_values(
        act,
        source=series[0].authority,
        rows=rows,
        reason=reason or _("Computed by the formula %(formula)s") % {"formula": indicator.formula},
        kind=Batch.Kind.DERIVED,
    )


def _results(series_id: int, period_id: int, derivation: Derivation) -> list[NewValue]:
    known = derivation.known_units()
    rows = []
    for unit, outcome in zip(derivation.units, derivation.outcomes(), strict=True):
        if unit not in known:
            continue
        if isinstance(outcome, Quantity):
            rows.append(
                NewValue(
                    series_id, unit, period_id, number=outcome.number, qualifier=outcome.qualifier
                )
            )
        else:
            missing = "not_reported" if outcome.code in _NOT_REPORTED else "by_nature"
            rows.append(
                NewValue(series_id, unit, period_id, missing=missing, remark=outcome.zh[:200])
            )
    return rows
