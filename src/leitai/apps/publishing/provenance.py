"""Where the figures of a standing came from, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leitai.apps.indicators.models import Revision
from leitai.apps.indicators.selectors.values import pieces
from leitai.engine import ToldNode


@dataclass(frozen=True)
class Origin:
    """The cell that a figure was read from, and who said it."""

    period: str
    source: str
    file: str
    sheet: str
    address: str
    raw: str


def origins_of(user: Any, workings: Iterable[ToldNode]) -> dict[int, Origin]:
    """Return revision id → origin for the figures of the workings that are open to the reader."""
    wanted = {ref for working in workings for ref in _revisions(working)}
    found: dict[int, Origin] = {}
    for piece in pieces(sorted(wanted)):
        rows = Revision.objects.visible_to(user).filter(pk__in=piece)
        for row in rows.select_related("batch__upload", "source", "period"):
            upload = row.batch.upload
            found[row.pk] = Origin(
                row.period.code,
                row.source.name,
                upload.name if upload else "",
                row.sheet,
                row.address,
                row.raw,
            )
    return found


def _revisions(working: ToldNode) -> Iterable[int]:
    for each in working.inputs:
        if each.source is not None and each.source.kind == "revision":
            yield int(each.source.ref)
    for child in working.children:
        yield from _revisions(child)
