"""Drafts of official documents, put together from what the rooms know.

The documents are official acts and so in Chinese, whatever language their maker reads pages in:
their words stand here and not in the catalogue of messages.
"""

from leitai.apps.publishing.composing.cards import Card, CardLine, card, card_draft
from leitai.apps.publishing.composing.draft import Draft, Wording
from leitai.apps.publishing.composing.letters import (
    Changed,
    LetterLine,
    changed_since,
    kept_lines,
    letter_draft,
    letter_lines,
    official_lines,
)
from leitai.apps.publishing.composing.standing import standing_draft
from leitai.apps.publishing.composing.supervision import (
    Supervised,
    SupervisionPeriod,
    supervised,
    supervision_draft,
)

__all__ = [
    "Card",
    "CardLine",
    "Changed",
    "Draft",
    "LetterLine",
    "Supervised",
    "SupervisionPeriod",
    "Wording",
    "card",
    "card_draft",
    "changed_since",
    "kept_lines",
    "letter_draft",
    "letter_lines",
    "official_lines",
    "standing_draft",
    "supervised",
    "supervision_draft",
]
