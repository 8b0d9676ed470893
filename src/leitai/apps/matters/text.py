"""The full text of matters: title, number, source, units, people and the words of every step.

The index is written in the transaction of the step itself; its table is made after migrations and
can be filled again from the rows at any time (``leitai matter index``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch

from leitai.apps.fulltext import TextIndex
from leitai.apps.matters.models import Matter, MatterEvent, Party

INDEX = TextIndex("matter_text", "matters_matter")
#: Matters read at a time when all are written again.
PIECE = 500


def text_of(matter: Matter) -> str:
    """Return all that a matter is found by; the pieces stand apart, so no phrase runs over."""
    units = [party.unit for party in matter.parties.all()]
    parts = [
        matter.title,
        matter.number,
        matter.source_name,
        matter.source_words,
        matter.responsible_person,
        *(name for unit in units for name in (unit.name, unit.name_en)),
        *(event.words for event in matter.events.all()),
    ]
    return "\n".join(part for part in parts if part)


def write_text(matter: Matter) -> None:
    """Write what a matter says now; three queries, part of the change's transaction."""
    INDEX.put((one.pk, text_of(one)) for one in _read([matter.pk]))


def refill() -> int:
    """Make the table, write all matters again, and return how many."""
    INDEX.make()
    count = 0
    ids = list(Matter.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PIECE):
        rows = [(one.pk, text_of(one)) for one in _read(ids[start : start + PIECE])]
        INDEX.put(rows)
        count += len(rows)
    return count


def _read(ids: Iterable[int]) -> Iterator[Matter]:
    units = Party.objects.select_related("unit")
    words = MatterEvent.objects.only("matter_id", "words", "place").order_by("place")
    yield from Matter.objects.filter(pk__in=list(ids)).prefetch_related(
        Prefetch("parties", queryset=units), Prefetch("events", queryset=words)
    )
