"""Writes of the standings room, one topic a file."""

from leitai.apps.standings.services.alerts import raise_rank_alerts, set_rank_alerts
from leitai.apps.standings.services.approval import (
    approve_version,
    publish_version,
    return_version,
    submit_version,
    withdraw_version,
)
from leitai.apps.standings.services.drafts import (
    DraftMovedError,
    discard_draft,
    edit_draft,
    replace_draft,
    restore_draft,
    start_draft,
)
from leitai.apps.standings.services.library import draft_from_library
from leitai.apps.standings.services.openings import open_scheme
from leitai.apps.standings.services.records import enter_record, sign_record, withdraw_record
from leitai.apps.standings.services.restatements import note_record, note_restatements
from leitai.apps.standings.services.results import (
    compute_standing,
    keep_missing_seals,
    publish_standing,
)
from leitai.apps.standings.services.schemes import add_version, create_scheme, open_round

__all__ = [
    "DraftMovedError",
    "add_version",
    "approve_version",
    "compute_standing",
    "create_scheme",
    "discard_draft",
    "draft_from_library",
    "edit_draft",
    "enter_record",
    "keep_missing_seals",
    "note_record",
    "note_restatements",
    "open_round",
    "open_scheme",
    "publish_standing",
    "publish_version",
    "raise_rank_alerts",
    "replace_draft",
    "restore_draft",
    "return_version",
    "set_rank_alerts",
    "sign_record",
    "start_draft",
    "submit_version",
    "withdraw_record",
    "withdraw_version",
]
