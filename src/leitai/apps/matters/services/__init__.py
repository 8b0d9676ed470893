"""Writes of the matters room, one topic a file."""

from leitai.apps.matters.services.answering import (
    File,
    ask_extension,
    refuse,
    report_completion,
    report_progress,
    sign_for,
)
from leitai.apps.matters.services.battle_map import (
    Point,
    arrange_tiles,
    bring_map,
    place_spots,
    withdraw_map,
)
from leitai.apps.matters.services.bulk import Outcome, assign_many, urge_many
from leitai.apps.matters.services.closing import (
    close_out,
    merge,
    recheck,
    reopen,
    restore,
    return_for_rework,
    verify,
    withdraw,
)
from leitai.apps.matters.services.daily import keep_rules
from leitai.apps.matters.services.overseeing import (
    assign,
    deny_extension,
    grant_extension,
    instruct,
    resume,
    suspend,
    transfer,
    urge,
    want_report,
)
from leitai.apps.matters.services.registering import (
    Measure,
    Source,
    draft_matter,
    open_from_source,
    register_draft,
    register_matter,
    revise_matter,
)
from leitai.apps.matters.services.rules import choose_rules
from leitai.apps.matters.services.sheets import answer_sheet, bring_sheet, register_sheet
from leitai.apps.matters.services.storing import store_statistics
from leitai.apps.matters.services.taking import TAKEN, fields_of, missing, take_step
from leitai.apps.matters.services.tickets import escalate

__all__ = [
    "TAKEN",
    "File",
    "Measure",
    "Outcome",
    "Point",
    "Source",
    "answer_sheet",
    "arrange_tiles",
    "ask_extension",
    "assign",
    "assign_many",
    "bring_map",
    "bring_sheet",
    "choose_rules",
    "close_out",
    "deny_extension",
    "draft_matter",
    "escalate",
    "fields_of",
    "grant_extension",
    "instruct",
    "keep_rules",
    "merge",
    "missing",
    "open_from_source",
    "place_spots",
    "recheck",
    "refuse",
    "register_draft",
    "register_matter",
    "register_sheet",
    "reopen",
    "report_completion",
    "report_progress",
    "restore",
    "resume",
    "return_for_rework",
    "revise_matter",
    "sign_for",
    "store_statistics",
    "suspend",
    "take_step",
    "transfer",
    "urge",
    "urge_many",
    "verify",
    "want_report",
    "withdraw",
    "withdraw_map",
]
