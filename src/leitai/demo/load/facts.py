"""Bringing a table of published facts in: the file is kept, every value names its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Indicator, Series
from leitai.apps.indicators.services import (
    NewValue,
    define_indicator,
    define_series,
    import_values,
    keep_file,
)
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.workbooks.addresses import address

__all__ = ["Fact", "define", "import_facts"]

#: (series id, unit id, period, number or None, row, column, raw text)
Fact = tuple[int, int, Period, float | None, int, int, str]


def define(
    act: Act, *, area: Unit, source: DataSource, flow: str, price: str, **fields: object
) -> Series:
    """Define an indicator with its one series."""
    indicator: Indicator = define_indicator(act.within(), area=area, **fields)  # type: ignore[arg-type]
    return define_series(
        act.within(), indicator=indicator, flow=flow, price=price, authority=source
    )


def import_facts(
    act: Act,
    *,
    area: Unit,
    source: DataSource,
    name: str,
    content: bytes,
    sheet: str,
    measures: Mapping[int, str],
    facts: Iterable[Fact],
    reason: str,
    warnings: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Keep the file and import its facts, each with its sheet, address and text."""
    upload = keep_file(
        act.within(), area=area, source=source, name=name, content=content, warnings=warnings
    )
    rows = [
        NewValue(
            series_id=series,
            unit_id=unit,
            period_id=period.pk,
            number=number,
            missing="" if number is not None else "not_reported",
            status="final",
            sheet=sheet,
            address=address(row, column),
            raw=raw,
            raw_measure=measures.get(series, ""),
        )
        for series, unit, period, number, row, column, raw in facts
    ]
    import_values(act.within(), source=source, rows=rows, reason=reason, upload=upload)
