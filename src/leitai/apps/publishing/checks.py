"""The checks behind ``leitai verify``, the page of verification and the nightly schedule.

Each compares something with its seal, or with what it repeats, and notes when it ran and what it
found. Published standings are computed again elsewhere: see ``standings.verification``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.models import Check
from leitai.apps.audit.verification import verify_chain
from leitai.apps.indicators.verification import verify_columns
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import verify_bulletin
from leitai.apps.units.models import Unit
from leitai.apps.units.verification import ancestry_faults


@dataclass(frozen=True)
class Found:
    """How many things a check looked at, and the first fault; "" where there is none."""

    looked_at: int
    fault: str = ""


def _chain() -> Found:
    report = verify_chain()
    return Found(report.height, report.fault or "")


def _ancestry() -> Found:
    first = next(ancestry_faults(), None)
    return Found(Unit.objects.count(), first.name if first is not None else "")


def _columns() -> Found:
    report = verify_columns()
    return Found(report.columns, report.fault or "")


def _documents() -> Found:
    looked_at = 0
    for row in Bulletin.objects.order_by("pk").iterator(chunk_size=20):
        looked_at += 1
        found = verify_bulletin(row)
        if not found.sound:
            what = {
                "content": _("its content"), "file": _("its file"),
                "entry": _("its entry in the record of changes"),
            }[found.fault]  # fmt: skip
            return Found(
                looked_at, _("“%(title)s”: %(what)s.") % {"title": row.title, "what": what}
            )
    return Found(looked_at)


CHAIN, ANCESTRY, COLUMNS, DOCUMENTS = "chain", "ancestry", "columns", "documents"
#: Each check by its name, in the order in which they are told.
CHECKS: Final[dict[str, Callable[[], Found]]] = {
    CHAIN: _chain,
    ANCESTRY: _ancestry,
    COLUMNS: _columns,
    DOCUMENTS: _documents,
}


def run_checks(names: Iterable[str] = tuple(CHECKS)) -> dict[str, Check]:
    """Run checks and note what they found, in the language of whoever asks."""
    found: dict[str, Check] = {}
    for name in names:
        outcome = CHECKS[name]()
        found[name], _made = Check.objects.update_or_create(
            name=name,
            defaults={
                "ran_at": timezone.now(),
                "looked_at": outcome.looked_at,
                "fault": outcome.fault,
            },
        )
    return found


def last_checks() -> list[tuple[str, Check | None]]:
    """Return each check with its last outcome, or None where it never ran."""
    rows = {row.name: row for row in Check.objects.filter(name__in=CHECKS)}
    return [(name, rows.get(name)) for name in CHECKS]


def run_nightly() -> None:
    """Run all checks, once a day at most: the schedule asks every hour."""
    day = timezone.localdate()
    due = [
        name for name, row in last_checks() if row is None or timezone.localdate(row.ran_at) != day
    ]
    run_checks(due)
