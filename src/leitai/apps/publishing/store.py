"""The whole store as Parquet, streamed from the database: for analysts, under the reader's sight.

Rows go from the database to Arrow and to the file in pieces, never all of them at once. A
person gets what the pages show them: published facts, the values of their own units, and what these
units reported. The command line, which acts for the house, gets all.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import (
    Batch,
    DataSource,
    Indicator,
    IndicatorVersion,
    Revision,
    Series,
)
from leitai.apps.indicators.selectors.indicators import indicators_for
from leitai.apps.indicators.selectors.values import visible_units, watermark
from leitai.apps.periods.models import Period
from leitai.apps.publishing.store_schema import (
    DEFINITIONS,
    FORMAT,
    INDICATORS,
    PERIODS,
    REVISIONS,
    SERIES,
    SOURCES,
    TABLES,
    UNITS,
    VALUES,
    StoreTable,
    readme,
)
from leitai.apps.units.models import Ancestry, ParentLink, Unit
from leitai.apps.units.selectors import unit_roots

if TYPE_CHECKING:
    import pyarrow

#: Rows that are in memory at once.
PIECE = 50_000


def can_export() -> bool:
    """Tell whether the extra that writes Parquet is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def exporting_area(user: Any) -> Unit | None:
    """The first unit for which a person may take the store away; None without the right."""
    roots = unit_roots(user, "analyst", "assessment_office")
    return Unit.objects.filter(pk__in=roots).first()


class _Sight:
    """What goes into the files: everything, or what one person may see."""

    def __init__(self, user: Any, upto: int) -> None:
        self.user = user
        self.upto = upto

    @property
    def revisions(self) -> QuerySet[Revision]:
        if self.user is None:
            seen = Revision.objects.all()
        else:
            seen = Revision.objects.visible_to(self.user).filter(
                series__in=self.series.values("pk")
            )
        return seen.filter(batch__state=Batch.State.ACCEPTED, batch__sequence__lte=self.upto)

    @property
    def indicators(self) -> QuerySet[Indicator]:
        return Indicator.objects.all() if self.user is None else indicators_for(self.user)

    @property
    def series(self) -> QuerySet[Series]:
        if self.user is None:
            return Series.objects.all()
        return Series.objects.filter(indicator__in=self.indicators.values("pk"))

    @property
    def sources(self) -> QuerySet[DataSource]:
        if self.user is None:
            return DataSource.objects.all()
        named = Q(pk__in=self.series.values("authority_id"))
        return DataSource.objects.filter(named | Q(pk__in=self.revisions.values("source_id")))

    @property
    def units(self) -> QuerySet[Unit]:
        if self.user is None:
            return Unit.objects.all()
        above = Ancestry.objects.filter(descendant_id__in=unit_roots(self.user))
        own = Q(pk__in=visible_units(self.user)) | Q(pk__in=above.values("ancestor_id"))
        return Unit.objects.filter(own | Q(pk__in=self.revisions.values("unit_id")))

    @property
    def periods(self) -> QuerySet[Period]:
        if self.user is None:
            return Period.objects.all()
        return Period.objects.filter(pk__in=self.revisions.values("period_id"))


def _schema(table: StoreTable) -> pyarrow.Schema:
    import pyarrow as pa

    kinds = {
        "int": pa.int64(), "float": pa.float64(), "text": pa.string(), "bool": pa.bool_(),
        "date": pa.date32(), "time": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    return pa.schema([(field.name, kinds[field.kind]) for field in table.fields])


def _write(path: Path, table: StoreTable, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows in pieces; returns how many there were."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(table)
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for piece in _pieces(rows):
            columns = [
                pa.array(list(column), type=field.type)
                for column, field in zip(zip(*piece, strict=True), schema, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            count += len(piece)
    return count


def _pieces(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    piece: list[Sequence[Any]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _rows(table: StoreTable, query: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    fields = [field.source for field in table.fields]
    return query.order_by("pk").values_list(*fields).iterator(chunk_size=PIECE)


def _units(sight: _Sight) -> Iterator[Sequence[Any]]:
    seen = set(sight.units.values_list("pk", flat=True))
    links = ParentLink.objects.filter(
        relation=ParentLink.Relation.TERRITORIAL, valid_to__isnull=True
    )
    above = dict(links.values_list("child_id", "parent_id"))
    fields = [field.source for field in UNITS.fields if field.name != "parent_id"]
    place = [field.name for field in UNITS.fields].index("parent_id")
    for row in sight.units.order_by("pk").values_list(*fields).iterator(chunk_size=PIECE):
        parent = above.get(row[0])
        yield (*row[:place], parent if parent in seen else None, *row[place:])


def _revisions(sight: _Sight) -> Iterator[Sequence[Any]]:
    """All accepted revisions series by series, in the order of acceptance within each."""
    fields = [field.source for field in REVISIONS.fields]
    for series in sight.series.order_by("pk").values_list("pk", flat=True):
        yield from (
            sight.revisions.filter(series=series)
            .order_by("batch__sequence", "pk")
            .values_list(*fields)
            .iterator(chunk_size=PIECE)
        )


def _values(sight: _Sight) -> Iterator[Sequence[Any]]:
    """What counts, series by series: the last revision of the authoritative source of each key."""
    fields = ["series_id", "unit_id", "period_id", "number", "qualifier", "missing", "status", "pk"]
    for series in sight.series.order_by("pk").values_list("pk", "authority_id"):
        last: dict[tuple[int, int], Sequence[Any]] = {}
        rows = (
            sight.revisions.filter(series=series[0], source=series[1])
            .order_by("batch__sequence", "pk")
            .values_list(*fields)
            .iterator(chunk_size=PIECE)
        )
        for row in rows:
            last[row[1], row[2]] = row
        yield from (last[key] for key in sorted(last))


def export_store(act: Act, *, area: Unit, folder: Path) -> dict[str, int]:
    """Write the store's tables, a schema and a README into an empty or new folder.

    A person gets what they may see; the house itself (no actor) gets all. What is accepted while
    the files are written stays out. Nothing is locked meanwhile; afterwards the counts, which are
    returned by table, are noted in the record of changes under ``area``.

    Raises:
        ValidationError: the extra is not installed, or the folder holds something.
    """
    act.require("publishing.export_store", area)
    if not can_export():
        raise ValidationError(_("Writing Parquet needs the extra “scale” (pyarrow)."))
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ValidationError(_("The folder %(folder)s is not empty.") % {"folder": folder})
    sight = _Sight(act.actor, watermark())
    versions = IndicatorVersion.objects.filter(indicator__in=sight.indicators.values("pk"))
    rows: dict[str, Iterable[Sequence[Any]]] = {
        UNITS.name: _units(sight),
        PERIODS.name: _rows(PERIODS, sight.periods),
        SOURCES.name: _rows(SOURCES, sight.sources),
        INDICATORS.name: _rows(INDICATORS, sight.indicators),
        DEFINITIONS.name: _rows(DEFINITIONS, versions),
        SERIES.name: _rows(SERIES, sight.series),
        REVISIONS.name: _revisions(sight),
        VALUES.name: _values(sight),
    }
    counts = {
        table.name: _write(folder / f"{table.name}.parquet", table, rows[table.name])
        for table in TABLES
    }
    described = {
        "format": FORMAT,
        "written_at": act.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "tables": {
            table.name: {
                "rows": counts[table.name],
                "columns": {
                    field.name: {"type": field.kind, "zh": field.zh, "en": field.en}
                    for field in table.fields
                },
            }
            for table in TABLES
        },
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    (folder / "schema.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(counts), encoding="utf-8")
    _record(act, area=area, counts=counts)
    return counts


@verb("store.export")
def _record(act: Act, *, area: Unit, counts: dict[str, int]) -> Unit:
    act.require("publishing.export_store", area)
    act.note(counts=counts)
    return area


def export_zip(act: Act, *, area: Unit) -> IO[bytes]:
    """Export what the actor may see and return the files as one open zip.

    Raises:
        ValidationError: the extra is not installed.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that sends it closes it
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "store"
        export_store(act, area=area, folder=folder)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as book:
            for path in sorted(folder.iterdir()):
                book.write(path, path.name)
    target.seek(0)
    return target
