"""The measured site: what is stored, what pages answer, what an import leaves behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from leitai.apps.indicators.models import Batch, Revision, Series
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit
from leitai.bench import exporting, importing, pages, site, store
from leitai.bench.measurement import Size

TINY = Size("tiny", 20, 3, 2, 20, 6, 30, 20, 2, 2, 4)


@pytest.fixture
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.django_db
def test_the_large_area_holds_what_counts() -> None:
    store.make_large_area(TINY.units, TINY.series)
    assert store.store_values(TINY.periods) == 20 * 3 * 2
    assert Revision.objects.count() == 20 * 3 * 2
    assert Batch.objects.filter(state="accepted").count() == 2
    area = Unit.objects.get(name=store.LARGE)
    values = current_values(
        Series.objects.filter(indicator__area=area), None, [ensure_period("month", 2026, 10)]
    )
    assert len(values) == 20 * 3, "the values count, so the batches were accepted"


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_an_import_stores_every_cell() -> None:
    store.make_large_area(TINY.rows, TINY.columns)
    (found,) = importing.measure_import(TINY)
    assert found.failed == ""
    assert len(found.seconds) == 3
    assert Revision.objects.count() == 20 * 6 * 4


@pytest.mark.django_db
def test_the_store_is_written_whole_within_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    store.make_large_area(TINY.units, TINY.series)
    store.store_values(TINY.periods)
    (found,) = exporting.measure_parquet(TINY, {"told": 1})
    assert found.failed == ""
    assert len(found.seconds) == 2
    assert found.facts["rows"]["revisions"] == found.facts["rows"]["values"] == 20 * 3 * 2
    assert found.facts["told"] == 1
    peaks = iter((100.0, 100.0, 100.0, 100.0 + exporting.MEMORY + 1))
    monkeypatch.setattr(exporting, "_peak", lambda: next(peaks))
    (grown,) = exporting.measure_parquet(TINY, {})
    assert "MiB of memory were needed" in grown.failed
    assert grown.met is False


@pytest.mark.django_db
def test_a_page_that_does_not_answer_is_reported() -> None:
    store.make_large_area(2, 1)
    one = pages.Page("health", "health", store.PERSON, ("/health/",))
    assert pages.measure_page(one, 3, {}).failed == ""
    assert len(pages.measure_page(one, 3, {}).seconds) == 3
    gone = replace(one, addresses=("/health/", "/no-such-page/"))
    assert "answered 404" in pages.measure_page(gone, 3, {}).failed
    nothing = replace(one, addresses=())
    assert pages.measure_page(nothing, 3, {}).failed


def test_a_process_that_breaks_is_reported(tmp_path: Path) -> None:
    (found,) = site.in_a_site("no-such-work", TINY, root=tmp_path)
    assert "KeyError" in found.failed
    assert found.met is False


def test_a_measured_site_keeps_to_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEITAI_DATABASE_URL", "postgresql://elsewhere/real")
    given = site.environment(tmp_path)
    assert "LEITAI_DATABASE_URL" not in given
    assert given["LEITAI_VAR"] == str(tmp_path)
