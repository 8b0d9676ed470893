"""What waits for a person's decision, counted for the entries of the bar."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from leitai.apps.benchmarks.selectors.pairs import pairs_to_confirm
from leitai.apps.indicators.selectors import uploads_to_decide
from leitai.apps.matters.selectors.desk import on_my_desk
from leitai.apps.publishing.selectors import drafts_to_sign
from leitai.apps.standings.selectors.records import records_to_sign
from leitai.apps.standings.selectors.versions import versions_to_approve

#: Entry of the bar → what is decided there; each takes a person and says what waits for them.
DUTIES: tuple[tuple[str, Callable[[Any], QuerySet[Any]]], ...] = (
    ("data", uploads_to_decide),
    ("schemes", versions_to_approve),
    ("schemes", records_to_sign),
    ("benchmarks", pairs_to_confirm),
    ("matters", on_my_desk),
    ("bulletins", drafts_to_sign),
)


def waiting_counts(
    user: Any, entries: Collection[str], known: Mapping[str, int] = MappingProxyType({})
) -> dict[str, int]:
    """Return how much waits under each of the entries; where nothing waits, the entry is absent.

    One query, none for who has no duty. It counts what the person may decide, and nothing else.
    ``known`` has what the page itself has counted already.
    """
    parts = [
        _counted(key, waiting)
        for key, duty in DUTIES
        if key in entries and key not in known and not (waiting := duty(user)).query.is_empty()
    ]
    found = {key: known[key] for key in entries if key in known}
    for key, count in parts[0].union(*parts[1:], all=True) if parts else ():
        found[key] = found.get(key, 0) + count
    return {key: count for key, count in found.items() if count}


def _counted(key: str, waiting: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return one row of the entry and how many rows wait, for a union."""
    entries = waiting.order_by().annotate(entry=Value(key, output_field=CharField()))
    rows: QuerySet[Any, Any] = entries.values_list("entry").annotate(count=Count("pk"))
    return rows
