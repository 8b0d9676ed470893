"""Writing the whole store as Parquet: how long it takes, and that memory does not grow with it."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Revision
from leitai.apps.publishing.store import export_store
from leitai.apps.units.models import Unit
from leitai.bench.measurement import Measurement, Size
from leitai.bench.store import LARGE

#: Mebibytes that writing may need beside what the process has; the rows alone would take more.
MEMORY = 400
BUDGET = 180.0


def measure_parquet(size: Size, facts: dict[str, Any]) -> list[Measurement]:
    """Write all tables of the store, as ``leitai export --format parquet`` does."""
    area = Unit.objects.get(name=LARGE)
    seconds, failed, counts, grown = [], "", {}, 0.0
    for _run in range(2):
        with tempfile.TemporaryDirectory() as place:
            before = _peak()
            start = time.perf_counter()
            counts = export_store(Act(), area=area, folder=Path(place) / "store")
            seconds.append(time.perf_counter() - start)
            grown = max(grown, _peak() - before)
    stored = Revision.objects.count()
    if counts.get("revisions") != stored:
        failed = f"{counts.get('revisions')} of {stored} revisions were written"
    elif grown > MEMORY:
        failed = f"{grown:.0f} MiB of memory were needed, {MEMORY} are allowed"
    return [
        Measurement(
            "parquet",
            f"export the store of {stored:,} revisions as Parquet",
            "export_store(): values, revisions, series, indicators, units, periods and sources "
            "streamed from the database into files of an empty folder, for the house itself",
            tuple(seconds),
            BUDGET,
            failed=failed,
            facts=facts | {"rows": counts, "memory_grown_mib": round(grown)},
        )
    ]


def _peak() -> float:
    """The most memory that the process has had so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1024 * 1024 if sys.platform == "darwin" else 1024)
