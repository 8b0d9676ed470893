"""Connections to the database are kept for a while, and none is kept past its time."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from leitai.server.config import CONNECTION_AGE, Config, database


@pytest.mark.parametrize("url", ["", "postgresql://a:b@localhost:5432/leitai"])
def test_both_databases_keep_connections(tmp_path: Path, url: str) -> None:
    there = database(Config(var=tmp_path, database_url=url))
    assert there["CONN_MAX_AGE"] == CONNECTION_AGE > 0
    if url:
        assert there["CONN_HEALTH_CHECKS"]


@pytest.mark.django_db
def test_the_next_request_finds_the_connection_of_the_last(tmp_path: Path) -> None:
    """Django ends each request by closing what is broken or too old, and nothing else."""
    connection = ConnectionHandler({"default": database(Config(var=tmp_path, database_url=""))})[
        "default"
    ]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        assert cursor.fetchone() == (-16384,)
    opened = connection.connection
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is opened
    connection.close_at = 0
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None


def test_postgresql_compiles_no_query_of_a_page_unless_the_address_asks_for_it() -> None:
    url = "postgresql://a:b@localhost:5432/leitai"
    assert database(Config(database_url=url))["OPTIONS"] == {"options": "-c jit=off"}
    wanted = database(Config(database_url=f"{url}?options=-c%20jit%3Don&sslmode=require"))
    assert wanted["OPTIONS"] == {"options": "-c jit=on", "sslmode": "require"}
    none = database(Config(database_url=f"{url}?options="))
    assert none["OPTIONS"] == {"options": ""}
