"""Filling a database: the demo, more months of it, and an area with millions of values."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from leitai.apps.audit.services import Act
from leitai.apps.goals.models import Target
from leitai.apps.goals.services import NewTarget, import_targets
from leitai.apps.indicators.inserting import insert_rows
from leitai.apps.indicators.models import Batch, PackedColumn, Revision, Series
from leitai.apps.indicators.packing import packed
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.indicators.sequence import draw_place
from leitai.apps.indicators.services import (
    NewValue,
    define_indicator,
    define_series,
    import_values,
    register_source,
)
from leitai.apps.indicators.services.batches import insert_columns
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period, shift_period
from leitai.apps.units.models import Unit
from leitai.apps.units.services import assign_role, register_unit, register_units, register_user
from leitai.bench import made
from leitai.bench.measurement import Size
from leitai.demo.accounts import PASSWORD

LARGE = "测速地区"
PERSON = "bench-office"
#: Months of the large area with figures of their own.
MADE = 12
#: Rows in one statement while filling.
PIECE = 50_000


def fill(size: Size) -> dict[str, Any]:
    """Load the demo, lengthen the district to the wanted months, and add the large area."""
    from leitai.demo.load import load_demo

    load_demo()
    lengthen(size.months)
    make_large_area(size.units, size.series)
    stored = store_values(size.periods)
    return {"values_in_large_area": stored, "values": Revision.objects.count()}


def district() -> Unit:
    """The invented district of the demo."""
    return Unit.objects.get(name="云溪区", fictional=True)


def months_of(area: Unit, count: int) -> list[Period]:
    """The last ``count`` months for which an area has values, oldest first."""
    ids = Revision.objects.filter(series__indicator__area=area).values("period_id").distinct()
    periods = Period.objects.filter(pk__in=ids, kind="month").order_by("-start")[:count]
    return list(periods)[::-1]


def lengthen(months: int) -> None:
    """Give the district earlier months, each with the figures of the month two years later."""
    area = district()
    present = months_of(area, 1000)
    wanted = months - len(present)
    if wanted <= 0:
        return
    series = list(Series.objects.filter(indicator__area=area).select_related("authority"))
    rows: dict[int, list[NewValue]] = {}
    for back in range(1, wanted + 1):
        period = shift_period(present[0], -back)
        like = shift_period(period, 24)
        for value in current_values(series, None, [like]).values():
            rows.setdefault(value.source_id, []).append(
                NewValue(
                    value.series_id, value.unit_id, period.pk,
                    number=value.number, missing=value.missing, status="final",
                )
            )  # fmt: skip
    for each in {one.authority_id: one.authority for one in series}.values():
        if each.pk in rows:
            import_values(Act(), source=each, rows=rows[each.pk], reason="更早的月份，测速用")
    first = Target.objects.filter(unit__above__ancestor=area).order_by("year").first()
    assert first is not None
    oldest = list(Target.objects.filter(unit__above__ancestor=area, year=first.year).distinct())
    for year in range(shift_period(present[0], -wanted).year, first.year):
        import_targets(
            Act(),
            area=area,
            rows=[
                NewTarget(t.series_id, t.unit_id, year, t.floor, t.stretch, t.shape) for t in oldest
            ],
            reason="更早的年份，测速用",
        )


def make_large_area(units: int, series: int) -> dict[str, Any]:
    """Enter an area with many units and as many indicators, and a person of its office."""
    act = Act()
    area = register_unit(act.within(), name=LARGE, kind="country", position=999, fictional=True)
    rows: list[dict[str, Any]] = [
        {"name": name, "kind": "county", "position": number}
        for number, name in enumerate(made.unit_names(units))
    ]
    register_units(act.within(), root=area, rows=rows, note="测速用")
    source = register_source(act.within(), name="测速来源", code="bench", unit=area)
    for number, name in enumerate(made.column_names(series)):
        indicator = define_indicator(
            act.within(),
            area=area,
            code=f"bench{number}",
            name=name,
            measure="亿元",
            decimals=2,
            text="测速用",
            valid_from=dt.date(2020, 1, 1),
            position=number,
        )
        define_series(act.within(), indicator=indicator, flow="current", authority=source)
    user = register_user(
        act.within(), username=PERSON, password=PASSWORD, display_name="测速", home=area
    )
    assign_role(act.within(), user=user, role="assessment_office", unit=area)
    return {}


def store_values(periods: int) -> int:
    """Store a value for every unit and series of the large area, for the months up to 2026-10.

    One accepted batch a month, written in pieces; returns how many values. The newest twelve months
    are made, earlier ones repeat the figures of the same month of that year. The indexes that no
    constraint needs are built at the end, as a restored backup builds them.
    """
    area = Unit.objects.get(name=LARGE)
    units = list(
        Unit.objects.filter(above__ancestor=area, above__depth=1)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    series = list(
        Series.objects.filter(indicator__area=area).order_by("pk").values_list("pk", "authority_id")
    )
    last = ensure_period("month", 2026, 10)
    months = [shift_period(last, -back) for back in range(periods)]
    batches = [Batch.objects.create(kind=Batch.Kind.IMPORT, reason="测速用") for _month in months]
    with _without_indexes():
        for back, (period, batch) in enumerate(zip(months, batches, strict=True)):
            if back < MADE:
                numbers = made.figures(len(units), len(series), seed=made.SEED + back)
                _store(batch, period, units, series, numbers)
            else:
                like = months[back % MADE]
                for model in (Revision, PackedColumn):
                    _repeat(model, batch, period, like, [pk for pk, _source in series])
    for period, batch in zip(reversed(months), reversed(batches), strict=True):
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(
                state=Batch.State.ACCEPTED, sequence=draw_place(), accepted_at=_noon(period)
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return len(months) * len(units) * len(series)


def _store(
    batch: Batch, period: Period, units: list[int], series: list[tuple[int, int]], numbers: Any
) -> None:
    lines = _lines(batch, period, units, series, numbers)
    while piece := list(islice(lines, PIECE)):
        with transaction.atomic():
            _insert(piece)
    with transaction.atomic():
        _store_columns(batch, period, units, series, numbers)


def _repeat(
    model: type[models.Model], batch: Batch, period: Period, like: Period, series: list[int]
) -> None:
    """Store what stands for a month for another month as well; the database does it alone."""
    quote = connection.ops.quote_name
    changed = {"batch_id": batch.pk, "period_id": period.pk}
    names = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    kept = [name for name in names if name not in changed]
    columns = ", ".join(quote(name) for name in (*changed, *kept))
    marks = ", ".join(["%s"] * len(series))
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "
        f"SELECT %s, %s, {', '.join(quote(name) for name in kept)} "
        f"FROM {quote(model._meta.db_table)} WHERE period_id = %s AND series_id IN ({marks})"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [*changed.values(), like.pk, *series])


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Take the indexes of the revisions away while they are filled, and build them again."""
    table = Revision._meta.db_table
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        held = {
            name: facts["columns"]
            for name, facts in connection.introspection.get_constraints(cursor, table).items()
            if facts["index"] and not facts["unique"] and not facts["primary_key"]
        }
        for name in held:
            cursor.execute(f"DROP INDEX {quote(name)}")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, columns in held.items():
            listed = ", ".join(quote(column) for column in columns)
            cursor.execute(f"CREATE INDEX {quote(name)} ON {quote(table)} ({listed})")


def _insert(lines: list[tuple[Any, ...]]) -> None:
    if connection.vendor != "postgresql":
        insert_rows(Revision, FIELDS, lines)
        return
    column_of = {field.name: field.column for field in Revision._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(str(column_of[name])) for name in FIELDS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Revision._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for line in lines:
            copy.write_row(line)


def _store_columns(
    batch: Batch, period: Period, units: list[int], series: list[tuple[int, int]], numbers: Any
) -> None:
    """Store the same once more side by side, as every accepted batch has it."""
    for column, (series_id, source) in enumerate(series):
        figures = numbers[:, column].tolist()
        rows = [
            (series_id, unit, period.pk, None if number != number else number, _absent(number))
            for unit, number in zip(units, figures, strict=True)
        ]
        insert_columns(batch.pk, source, packed(rows))


def _absent(number: float) -> str:
    return Revision.Missing.NOT_REPORTED.value if math.isnan(number) else ""


FIELDS = (
    "batch", "series", "unit", "period", "source", "number", "missing", "qualifier", "status",
    "definition", "sheet", "address", "raw", "raw_measure", "measure_place", "remark",
)  # fmt: skip


def _noon(period: Period) -> dt.datetime:
    return dt.datetime.combine(period.end, dt.time(12), dt.UTC)


def _lines(
    batch: Batch, period: Period, units: list[int], series: list[tuple[int, int]], numbers: Any
) -> Iterator[tuple[Any, ...]]:
    for column, (series_id, source) in enumerate(series):
        for row, (unit, number) in enumerate(zip(units, numbers[:, column].tolist(), strict=True)):
            absent = number != number
            yield (
                batch.pk, series_id, unit, period.pk, source,
                None if absent else number, "not_reported" if absent else "", "exact", "final",
                None, "报表", f"C{row + 4}", "" if absent else repr(number), "亿元", "", "",
            )  # fmt: skip
