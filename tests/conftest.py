"""Fixtures that all tests may use.

Models are imported inside the fixtures, so that tests of the pure packages need no Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.people import District, People

# The same examples in every run, and no example judged by the clock of a busy machine.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let a test on real transactions empty the tables that it filled, not truncate all there are.

    PostgreSQL makes new files for every table and index that is truncated: seconds for each test.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    operations = type(connection.ops)

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **_kept: bool) -> list[str]:
        asked = " union all ".join(
            f"select '{table}' where exists (select from {self.quote_name(table)})"
            for table in tables
        )
        with self.connection.cursor() as cursor:
            cursor.execute(asked)
            filled = [name for (name,) in cursor.fetchall()]
        # Foreign keys are checked at the end of the transaction, so any order will do.
        return [f"DELETE FROM {self.quote_name(name)};" for name in filled]

    operations.sql_flush = sql_flush


@pytest.fixture
def _english() -> Iterator[None]:
    """Messages are compared in English, whatever translations are compiled."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def _own_files(tmp_path: Path, settings: Any) -> None:
    """Uploaded files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def district(db: None, _own_files: None) -> District:
    """云溪区 with six towns and a bureau as a source of three monthly series."""
    from tests.people import make_district

    return make_district()


@pytest.fixture
def people(district: District) -> People:
    """Accounts for every role, one of another district, and one without any role."""
    from tests.people import make_people

    return make_people(district)
