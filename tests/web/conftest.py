"""One site for all tests of a module; what a test changes is taken back after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test.utils import override_settings
from django.utils import translation

from tests.web.world import Site, make_site


@pytest.fixture(autouse=True)
def _rates_begin_anew() -> None:
    """What one test asked does not count towards the rate limit of the next."""
    cache.clear()


@pytest.fixture(scope="module")
def _module_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Uploaded files of the module go to one folder."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def shared_site(
    django_db_setup: None, django_db_blocker: Any, _module_files: Path
) -> Iterator[Site]:
    """Both districts, built once inside a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield make_site()
        transaction.set_rollback(True)


@pytest.fixture
def site(shared_site: Site, db: None) -> Site:
    """The module's site, seen from inside a transaction of the test's own."""
    shared_site.clients.clear()
    return shared_site
