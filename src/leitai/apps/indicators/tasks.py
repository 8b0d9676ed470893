"""Work in the background of the indicators room."""

from __future__ import annotations

from django_tasks import task


@task()
def read_upload(upload_id: int) -> None:
    """Read a received file into staged cells and questions."""
    from leitai.apps.indicators.services.reading import read_file

    read_file(upload_id)
