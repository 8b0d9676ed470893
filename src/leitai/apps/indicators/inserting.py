"""Inserting many plain rows.

Building a model object and a statement for every few dozen rows takes most of the time of a large
import; a prepared statement takes a tenth of it. Only for models whose fields are numbers, texts
and keys, and only where nothing reads the new ids back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows given in the order of ``fields``; fields left out must have a database default.

    Part of the caller's transaction; constraints are checked by the database as always.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    column_of = {field.name: field.column for field in model._meta.concrete_fields}
    columns = ", ".join(quote(str(column_of[name])) for name in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))
