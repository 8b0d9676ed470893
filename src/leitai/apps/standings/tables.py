"""From stored values to the engine's table and back: the one door between database and scoring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from leitai.apps.goals import selectors as goals
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import Value, current_values
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period, shift_period, year_ago
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.record_inputs import RECORDS, count_records
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import descendants, valid_on
from leitai.engine import Scheme as Rules
from leitai.engine import Source, Table
from leitai.engine.phrases import from_json, to_json
from leitai.engine.quantity import Quantity
from leitai.engine.scheme.general import InputSpec
from leitai.engine.scheme.model import Group
from leitai.engine.scoring.columns import needed
from leitai.engine.scoring.group import group_columns

TARGETS = {
    "floor_target": ("floor", False),
    "stretch_target": ("stretch", False),
    "planned_floor": ("floor", True),
    "planned_stretch": ("stretch", True),
}


@dataclass(frozen=True)
class GroupTable:
    """A group's table with the unit behind each row: ``unit_ids[key]`` for ``table.units``."""

    group: str
    table: Table
    unit_ids: Mapping[str, int]


@dataclass(frozen=True)
class _Wanted:
    spec: InputSpec
    series: Series
    period: Period


def members(area: Unit, group: Group, period: Period) -> list[Unit]:
    """Return the units of a group that exist at the end of the period, in customary order."""
    units = valid_on(descendants(area), period.end)
    who = group.members
    if not who.everyone:
        units = units.filter(Q(name__in=who.units) | Q(kind__in=who.kinds))
    return list(units.exclude(name__in=who.exclude))


def row_keys(units: Sequence[Unit]) -> dict[str, Unit]:
    """Return a distinct row name for every unit: its name, with its code where names repeat."""
    names = [unit.name for unit in units]
    return {
        unit.name if names.count(unit.name) == 1 else f"{unit.name}（{unit.division_code}）": unit
        for unit in units
    }


def find_series(area: Unit, specs: Iterable[InputSpec]) -> dict[str, Series]:
    """Return the series that inputs name, by the input's id; one query for all of them.

    Raises:
        ValidationError: when no series, or more than one, fits the stated scope of an input.
    """
    specs = list(specs)
    if not specs:
        return {}
    by_code: dict[str, list[Series]] = {}
    for series in Series.objects.filter(
        indicator__area=area, indicator__code__in={spec.indicator or spec.id for spec in specs}
    ).select_related("indicator", "extent", "authority"):
        by_code.setdefault(series.indicator.code, []).append(series)
    return {spec.id: _the_one(spec, by_code.get(spec.indicator or spec.id, [])) for spec in specs}


def _the_one(spec: InputSpec, listed: Sequence[Series]) -> Series:
    found = [
        series
        for series in listed
        if (not spec.flow or series.flow == spec.flow)
        and (not spec.price or series.price == spec.price)
        and (not spec.extent or (series.extent is not None and series.extent.name == spec.extent))
    ]
    if len(found) != 1:
        problem = _("no series fits") if not found else _("more than one series fits")
        raise ValidationError(
            _("Input %(input)s (%(name)s): %(problem)s; name indicator, flow, price and extent.")
            % {"input": spec.id, "name": spec.name, "problem": problem}
        )
    return found[0]


def _period_for(take: str, period: Period) -> Period:
    if take == "year_ago":
        return year_ago(period)
    if take == "previous_period":
        return shift_period(period, -1)
    if take == "year_start":
        return shift_period(ensure_period(period.kind, period.year, 1), -1)
    return period


def _cell_source(value: Value) -> Source:
    return Source("revision", str(value.revision_id), "")


def build_table(
    scheme: Scheme,
    rules: Rules,
    group: Group,
    period: Period,
    *,
    upto: int | None = None,
    known: dict[str, Series] | None = None,
) -> GroupTable:
    """Read a group's inputs for a period as they stood after accepted change ``upto``.

    ``known`` keeps the series of inputs that were found for groups before this one.

    Every cell carries its source: ``revision`` with the revision's id, ``target`` with the
    target's id and the words by which a planned figure came about, ``records`` with the ids of the
    signed records that it counts.
    """
    area = scheme.area
    units = members(area, group, period)
    keys = row_keys(units)
    used = needed(rules, group_columns(group))
    known = {} if known is None else known
    read = [spec for spec in rules.inputs if spec.id in used]
    stored = [spec for spec in read if spec.take != RECORDS]
    known.update(find_series(area, (spec for spec in stored if spec.id not in known)))
    wanted = [_Wanted(spec, known[spec.id], _period_for(spec.take, period)) for spec in stored]
    unit_ids = [unit.pk for unit in units]
    plain = [w for w in wanted if w.spec.take not in TARGETS]
    values = current_values(
        series=sorted({w.series.pk for w in plain}),
        units=unit_ids,
        periods=sorted({w.period.pk for w in plain}),
        upto=upto,
    )
    by_target = [w for w in wanted if w.spec.take in TARGETS]
    targets = goals.targets(
        series=sorted({w.series.pk for w in by_target}),
        units=unit_ids,
        year=period.year,
        upto=upto,
    )
    columns: dict[str, list[Quantity | None]] = {}
    sources: dict[tuple[str, str], Source] = {}
    missing: dict[tuple[str, str], str] = {}
    for want in wanted:
        column: list[Quantity | None] = []
        for key, unit in keys.items():
            place = (key, want.spec.id)
            if want.spec.take in TARGETS:
                kind, planned = TARGETS[want.spec.take]
                target = targets.get((want.series.pk, unit.pk))
                figure = None if target is None else goals.figure(target, kind, planned, period)
                if figure is None:
                    missing[place] = "no_target"
                    column.append(None)
                else:
                    sources[place] = Source(
                        "target", str(figure.target_id), figure.label(), figure.telling()
                    )
                    column.append(Quantity(figure.number, "exact"))
                continue
            value = values.get((want.series.pk, unit.pk, want.period.pk))
            if value is None:
                missing[place] = "not_reported"
                column.append(None)
                continue
            sources[place] = _cell_source(value)
            if value.number is None:
                missing[place] = value.missing
                column.append(None)
            else:
                column.append(Quantity(value.number, value.qualifier))
        columns[want.spec.id] = column
    counted = [spec.id for spec in read if spec.take == RECORDS]
    if counted:
        counts = count_records(scheme, rules, group, unit_ids, period, upto)
        for name in counted:
            columns[name] = []
            for key, unit in keys.items():
                held = counts.of(name, unit.pk)
                columns[name].append(Quantity(float(len(held.ids)), "exact"))
                sources[key, name] = held.source(counts.matters)
    table = Table.from_columns(list(keys), columns, sources=sources, missing=missing)
    return GroupTable(group.id, table, {key: unit.pk for key, unit in keys.items()})


def to_snapshot(tables: Iterable[GroupTable]) -> dict[str, Any]:
    """Return group tables as JSON that keeps every input and its source."""
    groups = {}
    for part in tables:
        cells: dict[str, list[Any]] = {}
        for column in part.table.columns:
            rows: list[Any] = []
            for key in part.table.units:
                cell = part.table.cell(key, column)
                source = cell.source
                rows.append(
                    [
                        cell.number,
                        cell.qualifier,
                        cell.missing_reason or "",
                        _kept_source(source),
                    ]
                )
            cells[column] = rows
        groups[part.group] = {
            "units": [[key, part.unit_ids[key]] for key in part.table.units],
            "columns": cells,
        }
    return {"groups": groups}


def _kept_source(source: Source | None) -> list[Any] | None:
    if source is None:
        return None
    return [source.kind, source.ref, to_json(source.label), to_json(source.note)]


def from_snapshot(snapshot: Mapping[str, Any], group: str) -> GroupTable:
    """Return a group's table exactly as it was when the standing was computed."""
    stored = snapshot["groups"][group]
    keys = [key for key, _unit in stored["units"]]
    columns: dict[str, list[Quantity | None]] = {}
    sources: dict[tuple[str, str], Source] = {}
    missing: dict[tuple[str, str], str] = {}
    for column, rows in stored["columns"].items():
        numbers: list[Quantity | None] = []
        for key, (number, qualifier, reason, source) in zip(keys, rows, strict=True):
            numbers.append(None if number is None else Quantity(number, qualifier))
            if number is None and reason:
                missing[(key, column)] = reason
            if source:
                kind, ref, label, note = source
                sources[(key, column)] = Source(kind, ref, from_json(label), from_json(note))
        columns[column] = numbers
    table = Table.from_columns(keys, columns, sources=sources, missing=missing)
    return GroupTable(group, table, dict(stored["units"]))
