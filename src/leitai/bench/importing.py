"""Importing a large workbook the way an office does: received, read, checked, accepted."""

from __future__ import annotations

import time

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Upload
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.indicators.services import accept_upload, receive_upload
from leitai.apps.indicators.services.reading import read_file
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period, shift_period
from leitai.apps.units.models import Unit
from leitai.bench import made
from leitai.bench.measurement import Measurement, Size
from leitai.bench.store import LARGE


def measure_import(size: Size) -> list[Measurement]:
    """Import a workbook of rows × columns cells, each run another month."""
    area = Unit.objects.get(name=LARGE)
    source = DataSource.objects.get(code="bench")
    seconds, steps, failed = [], [], ""
    period = _first_free(area, source)
    for run in range(max(3, size.runs // 2) + 1):
        numbers = made.figures(size.rows, size.columns, seed=made.SEED + watermark())
        title = f"{LARGE}{period.year}年{period.number}月主要指标完成情况"
        content = made.workbook(numbers, title)
        start = time.perf_counter()
        upload = receive_upload(
            Act(), area=area, source=source, name=f"{title}.xlsx", content=content, period=period
        )
        read_file(upload.pk)
        read = time.perf_counter()
        upload.refresh_from_db()
        failed = failed or trouble(upload)
        if failed:
            break
        batch = accept_upload(Act(), upload=upload)
        end = time.perf_counter()
        stored = batch.revisions.count()
        if stored != size.rows * size.columns:
            failed = f"{stored} values were stored"
        if run:  # the first warms up
            seconds.append(end - start)
            steps.append({"receive_and_read": read - start, "accept": end - read})
        period = shift_period(period, 1)
    return [
        Measurement(
            "import",
            f"import a workbook of {size.rows * size.columns:,} cells with all checks",
            "receive_upload(), read_file() (cells staged, names, columns, measures and periods "
            "matched, checks run) and accept_upload(), on SQLite with synchronous=FULL; each run "
            "stores another month",
            tuple(seconds),
            10.0,
            failed=failed,
            facts={"steps": steps},
        )
    ]


def trouble(upload: Upload) -> str:
    """Why an upload cannot be accepted as it is; empty when it can."""
    if upload.state != Upload.State.STAGED:
        return f"{upload.state}: {upload.trouble}"
    question = upload.questions.first()
    return "" if question is None else f"question: {question}"


def _first_free(area: Unit, source: DataSource) -> Period:
    used = Period.objects.filter(revisions__source=source).order_by("-start").first()
    return shift_period(used, 1) if used else ensure_period("month", 2024, 1)
