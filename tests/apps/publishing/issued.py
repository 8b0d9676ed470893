"""What tests of issued documents share: targets of towns, and a Word file as text."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import set_target
from leitai.apps.publishing.composing import Wording
from leitai.apps.publishing.composing.kept import kept_draft, seen_digest
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.services import issue_letter, keep_draft, sign_draft, submit_draft
from tests import factories
from tests.people import District

#: Floor and stretch of funds in place by town, and what was reached by March.
TARGETS = {"白沙镇": (12.0, 16.0), "青石镇": (10.0, 12.0), "安平镇": (8.0, None)}
REACHED = {"白沙镇": 3.5, "青石镇": 4.0, "安平镇": 1.0}


def set_targets(district: District) -> None:
    """Set the targets of three towns and store what they reached in March."""
    for name, (floor, stretch) in TARGETS.items():
        set_target(
            Act(), series=district.funds, unit=district.town(name), year=2026, floor=floor,
            stretch=stretch, sentence="到位资金不低于上年。" if name == "白沙镇" else "",
        )  # fmt: skip
    for name, number in REACHED.items():
        factories.store(district.funds, district.town(name), factories.month(2026, 3), number)


def issue(district: District, name: str = "白沙镇", actor: Any = None, **words: Any) -> Bulletin:
    """Issue a town's letter of 2026."""
    return issue_letter(
        Act(actor=actor), unit=district.town(name), year=2026, wording=Wording(**words)
    )


def signed(drafter: Any, signer: Any, topic: Any, **more: Any) -> Bulletin:
    """Let one person keep and send the draft of a bulletin, and another one sign it.

    ``more`` are its words, ``to_all`` and the moment ``at``.
    """
    at = {"at": more.pop("at")} if "at" in more else {}
    to_all = more.pop("to_all", False)
    draft = keep_draft(
        Act(actor=drafter, **at), topic=topic, wording=Wording(**more), to_all=to_all
    )
    submit_draft(Act(actor=drafter, **at), draft=draft)
    act = Act(actor=signer, **at)
    seen = seen_digest(kept_draft(signer, draft, timezone.localdate(act.at)))
    return sign_draft(act, draft=draft, seen=seen)


def opened(bulletin: Bulletin) -> Any:
    """Return the Word file as an independent reader finds it."""
    return docx.Document(io.BytesIO(bytes(Bulletin.objects.get(pk=bulletin.pk).file)))


def text_of(bulletin: Bulletin) -> str:
    """Return the paragraphs of a file."""
    return "\n".join(each.text for each in opened(bulletin).paragraphs)


def rows_of(bulletin: Bulletin, table: int = 0) -> list[list[str]]:
    """Return the cells of a table of a file."""
    return [[cell.text for cell in row.cells] for row in opened(bulletin).tables[table].rows]
