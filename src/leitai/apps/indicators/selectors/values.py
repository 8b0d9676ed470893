"""Current values and their history.

What counts is the revision with the highest place in the order of acceptance, from the source
that is authoritative for its series. Batches are looked up apart from revisions: a join would
leave it to the database's planner whether to walk all batches first, which at some millions of
revisions decides between milliseconds and minutes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from leitai.apps.audit.models import Counter
from leitai.apps.indicators.models import Batch, DataSource, Revision, Series
from leitai.apps.indicators.sequence import SEQUENCE
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import subtree_ids, unit_roots

#: (series id, unit id, period id)
Key = tuple[int, int, int]
T = TypeVar("T")

#: Above this many units the choice among them is made here, not in the database: they are then a
#: large part of what is stored for a series and period anyway.
MANY_UNITS = 500
#: Ids in one IN list; SQLite takes 32,766 parameters a statement.
LIST_LENGTH = 900


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it counts: ``number`` in the indicator's measure, or ``missing`` says why not."""

    series_id: int
    unit_id: int
    period_id: int
    number: float | None
    missing: str
    qualifier: str
    status: str
    revision_id: int
    batch_id: int
    source_id: int
    sequence: int

    @property
    def key(self) -> Key:
        return self.series_id, self.unit_id, self.period_id


@dataclass(frozen=True, slots=True)
class Saying:
    """One revision of a value with who, when, why and where from."""

    revision_id: int
    number: float | None
    missing: str
    qualifier: str
    status: str
    sequence: int
    accepted_at: dt.datetime
    source: str
    source_id: int
    authoritative: bool
    kind: str
    actor: str
    checker: str
    reason: str
    upload_id: int | None
    file: str
    sheet: str
    address: str
    raw: str
    raw_measure: str
    measure_place: str
    remark: str
    definition: int | None


def watermark() -> int:
    """Return the place of the last accepted change; everything up to it is visible."""
    return Counter.objects.filter(name=SEQUENCE).values_list("value", flat=True).first() or 0


def pieces(items: Iterable[T], length: int = LIST_LENGTH) -> Iterator[list[T]]:
    """Cut items into lists of at most ``length``."""
    iterator = iter(items)
    while piece := list(islice(iterator, length)):
        yield piece


def ids(things: Iterable[Any]) -> list[int]:
    """Return the ids of model objects, or the ids themselves, in order and once each."""
    if isinstance(things, QuerySet):
        return list(dict.fromkeys(things.values_list("pk", flat=True)))
    return list(dict.fromkeys(t if isinstance(t, int) else t.pk for t in things))


def places_of(batch_ids: Collection[int], upto: int | None = None) -> dict[int, int]:
    """Return batch id → place for accepted batches, up to a watermark where one is given."""
    found: dict[int, int] = {}
    for piece in pieces(batch_ids):
        batches = Batch.objects.filter(pk__in=piece, state=Batch.State.ACCEPTED)
        if upto is not None:
            batches = batches.filter(sequence__lte=upto)
        found.update(batches.values_list("pk", "sequence"))  # type: ignore[arg-type]
    return found


_FIELDS = (
    "series_id",
    "unit_id",
    "period_id",
    "number",
    "missing",
    "qualifier",
    "status",
    "pk",
    "batch_id",
    "source_id",
)


def read_values(
    series_ids: Collection[int],
    unit_ids: Collection[int] | None,
    period_ids: Collection[int],
    *,
    source_of: Mapping[int, int] | int,
    upto: int | None = None,
) -> dict[Key, Value]:
    """Return what counts from the given source, or from the source given for each series.

    ``unit_ids`` None means all units. Two queries for up to 900 batches.
    """
    rows = Revision.objects.filter(series_id__in=series_ids, period_id__in=period_ids)
    if isinstance(source_of, int):
        rows = rows.filter(source_id=source_of)
    wanted: frozenset[int] | None = None
    if unit_ids is not None:
        if len(unit_ids) <= MANY_UNITS:
            rows = rows.filter(unit_id__in=unit_ids)
        else:
            wanted = frozenset(unit_ids)
    found = list(rows.order_by().values_list(*_FIELDS))
    places = places_of({row[8] for row in found}, upto)
    best: dict[Key, tuple[int, tuple[Any, ...]]] = {}
    row: tuple[Any, ...]
    for row in found:
        place = places.get(row[8])
        if place is None or (wanted is not None and row[1] not in wanted):
            continue
        if not isinstance(source_of, int) and row[9] != source_of.get(row[0]):
            continue
        key = (row[0], row[1], row[2])
        standing = best.get(key)
        if standing is None or standing[0] < place:
            best[key] = (place, row)
    return {key: Value(*(*row, place)) for key, (place, row) in best.items()}


def authorities(series_ids: Collection[int]) -> dict[int, int]:
    """Return series id → id of the source that counts."""
    found: dict[int, int] = {}
    for piece in pieces(series_ids):
        found.update(Series.objects.filter(pk__in=piece).values_list("pk", "authority_id"))
    return found


def current_values(
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    periods: Iterable[Period | int],
    *,
    upto: int | None = None,
) -> dict[Key, Value]:
    """Return the values that count, by (series, unit, period).

    For computations of the house; pages use :func:`values_for`. ``units`` None means all.
    ``upto`` is a watermark: the values as they stood when that place was drawn.
    """
    series_ids = ids(series)
    return read_values(
        series_ids,
        None if units is None else ids(units),
        ids(periods),
        source_of=authorities(series_ids),
        upto=upto,
    )


def visible_units(user: Any) -> frozenset[int]:
    """Return the ids of all units under the user's assignments."""
    roots = unit_roots(user)
    return frozenset(
        Ancestry.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)
    )


def open_series(user: Any, series_ids: Collection[int]) -> frozenset[int]:
    """Return those series of which the user sees every unit.

    Their authoritative source is published, or it is that of one of the user's own units.
    """
    own = subtree_ids(list(unit_roots(user)))
    return frozenset(
        Series.objects.filter(
            Q(authority__public=True) | Q(authority__unit__in=own), pk__in=series_ids
        ).values_list("pk", flat=True)
    )


def values_for(
    user: Any,
    series: Iterable[Series | int],
    units: Iterable[Unit | int] | None,
    periods: Iterable[Period | int],
    *,
    upto: int | None = None,
    own: frozenset[int] | None = None,
) -> dict[Key, Value]:
    """Return the values that count and that the user may see; the others leave no trace.

    ``own`` are the user's :func:`visible_units` where the caller has them already; series that
    come with their source ask nothing more about it.
    """
    series = series if isinstance(series, QuerySet) else list(series)
    series_ids, period_ids = ids(series), ids(periods)
    unit_ids = None if units is None else ids(units)
    own = visible_units(user) if own is None else own
    known = _with_sources(series)
    if known is None:
        opened, source_of = open_series(user, series_ids), authorities(series_ids)
    else:
        opened = frozenset(s.pk for s in known if s.authority.public or s.authority.unit_id in own)
        source_of = {s.pk: s.authority_id for s in known}
    closed = [s for s in series_ids if s not in opened]
    found: dict[Key, Value] = {}
    if opened:
        found |= read_values(opened, unit_ids, period_ids, source_of=source_of, upto=upto)
    if closed:
        allowed = [u for u in unit_ids if u in own] if unit_ids is not None else sorted(own)
        if allowed:
            found |= read_values(closed, allowed, period_ids, source_of=source_of, upto=upto)
    return found


def _with_sources(series: Iterable[Series | int]) -> list[Series] | None:
    """Return the series if every one of them has its source at hand, else None."""
    if isinstance(series, QuerySet):
        return None
    known = [s for s in series if isinstance(s, Series) and _authority.is_cached(s)]
    return known if len(known) == len(list(series)) else None


_authority: Any = Series._meta.get_field("authority")


def value_history(
    user: Any,
    series: Series,
    unit: Unit,
    period: Period,
    *,
    upto: int | None = None,
    released: bool = False,
) -> list[Saying]:
    """Return all accepted revisions of a value that the user may see, old to new.

    ``released`` says that a published standing shows the value to this user in any case.
    """
    rows = (
        (Revision.objects.all() if released else Revision.objects.visible_to(user))
        .filter(series=series, unit=unit, period=period, batch__state=Batch.State.ACCEPTED)
        .select_related("batch__actor", "batch__checker", "batch__upload", "source", "definition")
        .order_by("batch__sequence")
    )
    if upto is not None:
        rows = rows.filter(batch__sequence__lte=upto)
    return [_saying(row, series.authority_id) for row in rows]


def _saying(row: Revision, authority_id: int) -> Saying:
    batch = row.batch
    assert batch.sequence is not None
    assert batch.accepted_at is not None
    upload = batch.upload
    return Saying(
        revision_id=row.pk,
        number=row.number,
        missing=row.missing,
        qualifier=row.qualifier,
        status=row.status,
        sequence=batch.sequence,
        accepted_at=batch.accepted_at,
        source=row.source.name,
        source_id=row.source_id,
        authoritative=row.source_id == authority_id,
        kind=batch.kind,
        actor=str(batch.actor) if batch.actor else "",
        checker=str(batch.checker) if batch.checker else "",
        reason=batch.reason,
        upload_id=upload.pk if upload else None,
        file=upload.name if upload else "",
        sheet=row.sheet,
        address=row.address,
        raw=row.raw,
        raw_measure=row.raw_measure,
        measure_place=row.measure_place,
        remark=row.remark,
        definition=row.definition.number if row.definition else None,
    )


def revision_detail(
    user: Any, revision_id: int, *, released: bool = False
) -> tuple[Revision, Saying] | None:
    """Return an accepted revision with its saying, or None if it is not open to the user."""
    row = (
        (Revision.objects.all() if released else Revision.objects.visible_to(user))
        .filter(pk=revision_id, batch__state=Batch.State.ACCEPTED)
        .select_related(
            "batch__actor",
            "batch__checker",
            "batch__upload",
            "source",
            "definition",
            "series__indicator",
            "series__extent",
            "unit",
            "period",
        )
        .first()
    )
    return None if row is None else (row, _saying(row, row.series.authority_id))


def stored_by(source: DataSource | int, keys: Collection[Key]) -> dict[Key, Value]:
    """Return what one source says now for the keys, authoritative or not."""
    if not keys:
        return {}
    series_ids = {key[0] for key in keys}
    unit_ids = {key[1] for key in keys}
    period_ids = {key[2] for key in keys}
    source_id = source if isinstance(source, int) else source.pk
    found = read_values(series_ids, unit_ids, period_ids, source_of=source_id)
    wanted = keys if isinstance(keys, (set, frozenset, dict)) else set(keys)
    return {key: value for key, value in found.items() if key in wanted}
