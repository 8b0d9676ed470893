"""Two people accept at once, on real connections: nobody's change is overwritten unseen.

A negative control takes the look at newer changes away and asserts that the race then happens.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from leitai.apps.audit.models import Counter
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Upload
from leitai.apps.indicators.selectors import current_values
from leitai.apps.indicators.selectors.values import watermark
from leitai.apps.indicators.services import (
    RefusedError,
    StaleError,
    accept_upload,
    acceptance,
    batches,
    receive_upload,
)
from leitai.apps.indicators.services.reading import read_file
from tests import factories
from tests.people import District, make_district
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)


def staged_form(district: District, funds: int) -> Upload:
    """An upload that waits for acceptance with one town's figure."""
    rows = factories.investment_form(D6=funds)
    upload = receive_upload(
        Act(), area=district.area, source=district.source, name=f"{funds}.xlsx",
        content=factories.workbook(rows, "招商引资"),
    )  # fmt: skip
    read_file(upload.pk)
    return Upload.objects.get(pk=upload.pk)


def meet_before_the_flip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both writers finish staging before either accepts."""
    barrier = threading.Barrier(2, timeout=30)
    stage = acceptance.stage

    def staged(*args: Any) -> None:
        stage(*args)
        barrier.wait()

    monkeypatch.setattr(acceptance, "stage", staged)


def funds_of(district: District) -> float | None:
    town, when = district.town("白沙镇"), factories.month(2026, 10)
    values = current_values([district.funds], [town], [when])
    return values[district.funds.pk, town.pk, when.pk].number


def race(district: District, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    first, second = staged_form(district, 95600), staged_form(district, 94800)
    meet_before_the_flip(monkeypatch)
    return run_together(
        lambda: accept_upload(Act(), upload=first),
        lambda: accept_upload(Act(), upload=second),
    )


def test_of_two_uploads_of_the_same_cells_the_second_must_look_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs_shared_database()
    district = make_district()
    results = race(district, monkeypatch)
    assert sorted(type(result).__name__ for result in results) == ["Batch", "StaleError"]
    loser = Upload.objects.get(state="staged")
    assert loser.cells.filter(state="changed").count() == 1
    winner = next(result for result in results if isinstance(result, Batch))
    kept = winner.revisions.get(series=district.funds, unit=district.town("白沙镇"))
    assert funds_of(district) == kept.number


def test_without_the_look_the_race_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: both are accepted, and one overwrites the other without a word."""
    needs_shared_database()
    district = make_district()
    monkeypatch.setattr(batches, "changed_since", lambda *args: set())
    monkeypatch.setattr(acceptance, "changed_since", lambda *args: set())
    results = race(district, monkeypatch)
    assert [type(result).__name__ for result in results] == ["Batch", "Batch"]


def test_two_clicks_on_one_upload_accept_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    needs_shared_database()
    district = make_district()
    upload = staged_form(district, 95600)
    results = run_together(
        lambda: accept_upload(Act(), upload=upload),
        lambda: accept_upload(Act(), upload=upload),
    )
    accepted = [result for result in results if isinstance(result, Batch)]
    assert len(accepted) == 1
    assert sum(isinstance(result, RefusedError) for result in results) == 1
    assert Batch.objects.get(state="accepted").revisions.count() == 18


def test_the_watermark_never_runs_ahead_of_what_is_visible() -> None:
    """Whoever reads a watermark sees every batch up to it, while others accept."""
    needs_shared_database()
    district = make_district()
    town = district.town("白沙镇")
    periods = [factories.month(2025, n) for n in range(1, 13)]
    gaps: list[tuple[int, int]] = []

    def write() -> None:
        for number, period in enumerate(periods):
            factories.store(district.funds, town, period, float(number))

    def read() -> None:
        for _look in range(60):
            mark = watermark()
            seen = Batch.objects.filter(state="accepted", sequence__lte=mark).count()
            if seen != mark:
                gaps.append((mark, seen))

    assert run_together(write, read) == [None, None]
    assert gaps == []
    assert Counter.objects.get(name="accepted").value == 12


def test_refused_and_stale_are_told_apart() -> None:
    assert issubclass(StaleError, RefusedError)
