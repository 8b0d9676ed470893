"""Writes of the publishing room, one topic a file."""

from leitai.apps.publishing.services.drafts import (
    drop_draft,
    edit_draft,
    keep_draft,
    return_draft,
    sign_draft,
    signing_permission,
    submit_draft,
)
from leitai.apps.publishing.services.issuing import (
    issue_card,
    issue_letter,
    lock_numbers,
    permission_for,
    withdraw_bulletin,
)

__all__ = [
    "drop_draft",
    "edit_draft",
    "issue_card",
    "issue_letter",
    "keep_draft",
    "lock_numbers",
    "permission_for",
    "return_draft",
    "sign_draft",
    "signing_permission",
    "submit_draft",
    "withdraw_bulletin",
]
