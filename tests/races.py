"""Running things at once, on real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections


def needs_shared_database() -> None:
    """A SQLite database in memory cannot be opened by two connections that write at once."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and ("memory" in name or name == ":memory:"):
        pytest.skip("needs a database file or PostgreSQL: set TEST NAME to a file")


def run_together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run jobs in threads with connections of their own; return results or refusals in order."""
    results: list[Any] = [None] * len(jobs)

    def run(at: int, job: Callable[[], Any]) -> None:
        try:
            results[at] = job()
        except Exception as error:
            results[at] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results
