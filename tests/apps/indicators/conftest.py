"""What the tests of the indicators room share: uploading the bureau's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Question, StagedCell, Upload
from leitai.apps.indicators.services import receive_upload
from tests import factories
from tests.people import District

Uploading = Callable[..., Upload]


@pytest.fixture
def upload_rows(district: District, django_capture_on_commit_callbacks: Any) -> Uploading:
    """Upload rows as the bureau's workbook and read them."""

    def uploading(
        rows: list[list[Any]],
        *,
        name: str = "情况表.xlsx",
        sheet: str = "招商引资",
        actor: Any = None,
        **more: Any,
    ) -> Upload:
        with django_capture_on_commit_callbacks(execute=True):
            upload = receive_upload(
                Act(actor=actor),
                area=district.area,
                source=district.source,
                name=name,
                content=factories.workbook(rows, sheet),
                **more,
            )
        return Upload.objects.get(pk=upload.pk)

    return uploading


@pytest.fixture
def upload_form(upload_rows: Uploading) -> Uploading:
    """Upload the bureau's monthly form with some cells overwritten."""

    def uploading(actor: Any = None, month: int = 10, **cells: Any) -> Upload:
        return upload_rows(
            factories.investment_form(2026, month, **cells),
            name=f"{month}月招商引资情况表.xlsx",
            actor=actor,
        )

    return uploading


def cell(upload: Upload, address: str) -> StagedCell:
    """Return a staged cell as it is now."""
    return StagedCell.objects.get(upload=upload, address=address)


def asked(upload: Upload) -> list[tuple[str, str, str]]:
    """Return kind, address and text of the open questions."""
    return list(
        Question.objects.filter(upload=upload, answer__isnull=True).values_list(
            "kind", "address", "text"
        )
    )
