"""Limits hold over all processes of a site, not in each by itself."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from leitai.apps.units.models import CallerCount
from leitai.apps.units.rates import PATIENCE, count_request
from leitai.server import settings as site

KEY, CALLER, WINDOW = "one-time-code-123456", "token 7", 29_000_000
#: What a second process of the site does with what the first has done already.
SECOND = f"""
import django
django.setup()
from django.core.cache import cache
from leitai.apps.units.rates import count_request
print(cache.add({KEY!r}, "y", 30), count_request({CALLER!r}, {WINDOW}))
"""


def second_process() -> str:
    """Run another process of the site on the database of the test, with the site's settings."""
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{os.path.abspath(there['NAME'])}"
    else:
        place = f"{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT'] or 5432}"
        url = f"postgresql://{place}/{there['NAME']}"
    environment = {
        **os.environ,
        "LEITAI_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "leitai.server.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SECOND], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_a_code_used_here_is_used_there_and_requests_add_up(settings: Any) -> None:
    settings.CACHES = site.CACHES
    assert cache.add(KEY, "y", 30)
    assert [count_request(CALLER, WINDOW) for _ in range(3)] == [1, 2, 3]
    assert second_process() == "False 4"
    assert count_request(CALLER, WINDOW) == 5


@pytest.mark.django_db(transaction=True)
def test_a_cache_of_each_process_would_not_do(settings: Any) -> None:
    """The negative control: what one process keeps to itself, the other does not know."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.add(KEY, "y", 30)
    assert second_process() == "True 1"


@pytest.mark.django_db
def test_a_new_window_begins_at_one_and_callers_are_apart() -> None:
    assert [count_request("a", 1), count_request("a", 1), count_request("b", 1)] == [1, 2, 1]
    assert count_request("a", 2) == 1
    assert CallerCount.objects.count() == 2


@pytest.mark.django_db
def test_the_cache_of_the_site_works_on_the_table_that_migrations_make() -> None:
    there = site.CACHES["default"]
    assert there["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert there["BACKEND"] != django_settings.CACHES["default"]["BACKEND"]
    first, second = (DatabaseCache(there["LOCATION"], {}) for _ in range(2))
    assert first.add("code", "y", 30)
    assert not second.add("code", "y", 30)
    assert second.get("code") == "y"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite shuts other writers out")
def test_a_count_does_not_wait_for_the_end_of_a_long_write() -> None:
    assert count_request(CALLER, WINDOW) == 1
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        assert count_request(CALLER, WINDOW) == 0
        other.execute("ROLLBACK")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] > PATIENCE
    assert count_request(CALLER, WINDOW) == 2
