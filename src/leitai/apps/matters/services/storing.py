"""Storing the statistics of a period as values, so that schemes can score closing rates."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import Batch, DataSource, Indicator, Revision, Series
from leitai.apps.indicators.models.definitions import Direction, FlowBasis
from leitai.apps.indicators.services import (
    NewValue,
    RefusedError,
    define_indicator,
    define_series,
    import_values,
    register_source,
)
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.statistics import Statistics, due_in, grouped, made
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit


@dataclass(frozen=True)
class Figure:
    """A figure that is stored: its indicator, and where it is found on the statistics."""

    code: str
    name: str
    name_en: str
    measure: str
    direction: str
    attribute: str
    text: str


#: Names are the field's own and stand in Chinese, as those of all indicators.
FIGURES = (
    Figure("matters_due", "督办应办事项", "Matters due", "件", Direction.NONE, "due",
           "办结日期在本期内的督办事项，不含暂停、撤销、并案。"),
    Figure("matters_closing_rate", "督办办结率", "Closing rate of matters", "%",
           Direction.HIGHER, "closing_rate", "已销号事项 ÷ 本期应办事项。"),
    Figure("matters_on_time_rate", "督办按时办结率", "On-time rate of matters", "%",
           Direction.HIGHER, "on_time_rate", "按期复命并销号的事项 ÷ 本期应办事项。"),
    Figure("matters_overdue_rate", "督办逾期率", "Overdue rate of matters", "%",
           Direction.LOWER, "overdue_rate", "逾期未复命或逾期复命的事项 ÷ 本期应办事项。"),
    Figure("matters_return_rate", "督办退回率", "Return rate of matters", "%",
           Direction.LOWER, "return_rate", "退回过的事项 ÷ 本期应办事项。"),
    Figure("matters_mean_days", "督办平均办理天数", "Mean days of matters", "天",
           Direction.LOWER, "mean_days", "已销号事项从交办到复命通过核验的平均天数。"),
)  # fmt: skip
SOURCE = "督办统计"


@verb("matter.store_statistics")
def store_statistics(act: Act, *, area: Unit, period: Period) -> Batch:
    """Store the figures of a period for every unit that had matters due in it.

    They come from a source of their own. Storing again after a late closing makes revisions where
    a figure changed and nothing where none did.

    Raises:
        RefusedError: while the period has not ended, or when nothing was due in it.
    """
    act.require("matters.store_statistics", area)
    day = timezone.localdate(act.at)
    if day <= period.end:
        raise RefusedError(_("%(period)s has not ended yet.") % {"period": period.code})
    matters = due_in(Matter.objects.filter(area=area), period.start, period.end)
    lines = [made(row) for row in grouped(matters.filter(lead_unit__isnull=False), "unit", day)]
    if not lines:
        raise RefusedError(_("No matter was due in %(period)s.") % {"period": period.code})
    # The system keeps its own source and indicators; the person who asked stands in this entry.
    system = Act(at=act.at)
    source, series = _series(system, area)
    batch = import_values(
        Act(at=act.at, operation_id=uuid.uuid5(act.operation_id, "values"), unit_id=area.pk),
        source=source,
        rows=[_value(line, figure, series[figure.code], period) for line in lines
              for figure in FIGURES],
        reason=f"{SOURCE} {period.code}",
    )  # fmt: skip
    act.note(period=period.code, units=len(lines), batch=batch.pk, day=day.isoformat())
    return batch


def _value(line: Statistics, figure: Figure, series: Series, period: Period) -> NewValue:
    number = getattr(line, figure.attribute)
    return NewValue(
        series.pk,
        int(line.key),
        period.pk,
        number=None if number is None else float(number),
        missing=Revision.Missing.BY_NATURE if number is None else "",
    )


def _series(act: Act, area: Unit) -> tuple[DataSource, dict[str, Series]]:
    code = f"matters-{area.pk}"
    source = DataSource.objects.filter(code=code).first() or register_source(
        act.within(), name=SOURCE, code=code, unit=area
    )
    known = {
        one.indicator.code: one
        for one in Series.objects.filter(
            indicator__area=area, authority=source, flow=FlowBasis.CURRENT
        ).select_related("indicator")
    }
    for position, figure in enumerate(FIGURES):
        if figure.code in known:
            continue
        indicator = Indicator.objects.filter(area=area, code=figure.code).first()
        if indicator is None:
            indicator = define_indicator(
                act.within(), area=area, code=figure.code, name=figure.name,
                name_en=figure.name_en, measure=figure.measure, direction=figure.direction,
                text=figure.text, valid_from=timezone.localdate(act.at).replace(month=1, day=1),
                theme=SOURCE, actionable=True, position=9000 + position,
            )  # fmt: skip
        known[figure.code] = define_series(
            act.within(), indicator=indicator, flow=FlowBasis.CURRENT, authority=source
        )
    return source, known
