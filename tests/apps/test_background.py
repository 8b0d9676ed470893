"""Work that is put off is there exactly if its change is, and outlives the worker that held it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leitai.apps.audit.services import Act
from leitai.apps.background import MOST_TRIES, put_off, take_up_again
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.services import receive_upload
from leitai.apps.indicators.tasks import read_upload
from tests import factories
from tests.people import District

pytestmark = pytest.mark.django_db


@pytest.fixture
def _worker(settings: Any) -> None:
    """Tasks lie in the database, as in service."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.usefixtures("_worker")
def test_an_upload_and_its_reading_are_written_together(
    district: District, django_capture_on_commit_callbacks: Any
) -> None:
    """A kill right after the commit forgets nothing: nothing is left to do by then."""
    with django_capture_on_commit_callbacks() as left:
        upload = receive_upload(
            Act(), area=district.area, source=district.source, name="情况表.xlsx",
            content=factories.workbook(factories.investment_form(2026, 10), "招商引资"),
        )  # fmt: skip
    assert left == []
    assert DBTaskResult.objects.get().args_kwargs["args"] == [upload.pk]
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.RECEIVED


@pytest.mark.usefixtures("_worker")
def test_what_is_undone_puts_nothing_off() -> None:
    with transaction.atomic():
        put_off(read_upload, 1)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def held(*workers: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path="leitai.apps.indicators.tasks.read_upload", status="RUNNING",
        args_kwargs={"args": [1], "kwargs": {}}, backend_name="default", worker_ids=list(workers),
        run_after=timezone.now(),
    )  # fmt: skip


def test_what_a_dead_worker_held_is_taken_up_again_but_not_for_ever() -> None:
    once = held("worker-1")
    deadly = held(*(f"worker-{n}" for n in range(MOST_TRIES)))
    assert take_up_again() == 1
    once.refresh_from_db()
    deadly.refresh_from_db()
    assert (once.status, deadly.status) == ("READY", "FAILED")
    assert "workers died" in deadly.traceback
    assert take_up_again() == 0
