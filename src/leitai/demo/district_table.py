"""The district's figures of one month, laid out as the table that its scheme reads."""

from __future__ import annotations

from leitai.demo.district_model import District, audience_of, year_month
from leitai.demo.district_records import count_of
from leitai.demo.district_targets import pace
from leitai.engine import Scheme, Table

_MISSING_WORDS = {
    "not_reported": "未报",
    "by_nature": "无此数",
    "below_unit": "不足最小单位",
}


def district_table(district: District, scheme: Scheme, period: str) -> tuple[Table, dict[str, str]]:
    """Build the table of a month and the kind of every unit in it.

    Units are the assessed towns, departments and parks in list order. ``take`` of each input
    decides whether the value, the target due by now, the value a year ago, or a count of signed
    records is put in.
    Raises ``KeyError`` for a month outside the district's 36, ``ValueError`` for a ``take``
    that the demo does not know.
    """
    if period not in district.periods:
        raise KeyError(period)
    year, month = year_month(period)
    units = [unit for unit in district.units if audience_of(unit) is not None]
    now = district.latest(period)
    before = district.latest(f"{year - 1}-{month:02d}")
    planned = {
        (target.indicator, target.unit): (
            pace(district.indicator(target.indicator), month),
            target.floor,
            target.stretch,
        )
        for target in district.targets
        if target.year == year
    }
    columns: dict[str, list[float | None]] = {}
    missing: dict[tuple[str, str], str] = {}
    for spec in scheme.inputs:
        if spec.take == "records":
            columns[spec.id] = [count_of(unit.name, spec.id, period) for unit in units]
            continue
        if spec.indicator is None:
            continue
        column: list[float | None] = []
        for unit in units:
            key = (spec.indicator, unit.name)
            if spec.take in ("planned_floor", "planned_stretch"):
                share, floor, stretch = planned.get(key, (None, 0.0, 0.0))
                amount = floor if spec.take == "planned_floor" else stretch
                column.append(None if share is None else amount * share)
                continue
            if spec.take not in ("value", "year_ago"):
                raise ValueError(f"{spec.id}: the demo has no {spec.take!r}")
            value = (now if spec.take == "value" else before).get(key)
            column.append(None if value is None else value.number)
            if value is not None and value.missing is not None:
                missing[unit.name, spec.id] = _MISSING_WORDS[value.missing]
        columns[spec.id] = column
    table = Table.from_columns([unit.name for unit in units], columns, missing=missing)
    return table, {unit.name: unit.kind for unit in units}
