"""Readers by what they may, what an entry says, and the addresses of programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.world import NINE, Site

OVERSEERS = frozenset(
    {
        "principal_leader",
        "leader_in_charge",
        "assessment_office",
        "supervision_office",
        "analyst",
        "auditor",
        "administrator",
    }
)


BUREAU = frozenset({"reporting_unit", "approver"})


TOWN = frozenset({"town"})


OUTSIDER = frozenset({"outsider"})


NOBODY = frozenset({"nobody"})


AREA = OVERSEERS | BUREAU | TOWN


SIGNED_IN = AREA | OUTSIDER | NOBODY


EVERYBODY = SIGNED_IN | {"anonymous"}


NONE: frozenset[str] = frozenset()


OFFICE = frozenset({"assessment_office"})


ADMINISTRATOR = frozenset({"administrator"})


MANAGES = frozenset({"assessment_office", "administrator", "outsider"})


TAKES_STORE = frozenset({"assessment_office", "analyst", "outsider"})


READS_RECORD = frozenset({"auditor", "assessment_office", "administrator", "outsider"})


DECIDES = frozenset({"assessment_office", "supervision_office", "reporting_unit", "approver"})


ACCEPTS = frozenset({"assessment_office", "approver"})


UPLOADS = frozenset(
    {
        "assessment_office",
        "supervision_office",
        "reporting_unit",
        "approver",
        "administrator",
    }
)


assert set(NINE) == OVERSEERS | BUREAU


Readers = frozenset[str]


Names = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A route with its method.

    Attributes:
        route: the pattern as the address map has it.
        method: GET or POST.
        let_in: object → readers who get in; the object ``any`` for addresses that name nothing.
        names: object and site → what fills the placeholders of the pattern.
        query: added to the address of every object.
        data: what a POST sends, by object and reader.
        refused: readers who see the object and are refused with 403.
        corrected: readers who are told to choose otherwise, with 422.
        absent: nothing is there for anybody, signed in or not.
        api: a program's address: the signed-out get 401 and no redirect.
        json: the data goes as JSON.
    """

    route: str
    method: str
    let_in: Mapping[str, Readers]
    names: Callable[[Site, str, str], Names] = lambda site, what, reader: {}
    query: str = ""
    data: Callable[[Site, str, str], Names] = lambda site, what, reader: {}
    refused: Mapping[str, Readers] = field(default_factory=dict)
    corrected: Mapping[str, Readers] = field(default_factory=dict)
    api: bool = False
    json: bool = False
    absent: bool = False


#: Who works on records: enters them, signs and withdraws them; who sees which.
RECORDS = frozenset({"assessment_office", "supervision_office"})


SIGNS = frozenset({"assessment_office", "leader_in_charge"})


RECORD_SEEN = {
    "waiting": RECORDS | SIGNS, "own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER,
}  # fmt: skip


RENAME = [{"do": "set", "at": ["name"], "value": "新名"}]


EDIT = {"revision": 1, "op": json.dumps(RENAME[0]), "group": "towns"}


SEEN = {"revision": 1}


#: Who reads drafts; a draft of the own scheme has no twin elsewhere.
DRAFTS = {"own": OFFICE | ADMINISTRATOR, "other": NONE}


WRITES_DRAFT = {"own": OFFICE, "other": NONE}


READS_ONLY = {"own": ADMINISTRATOR}


LEADERS = frozenset({"principal_leader", "leader_in_charge"})


DECIDES_RULES = {"own": OFFICE | LEADERS, "other": NONE}


SEES_WAITING = {"own": ADMINISTRATOR | LEADERS}


BOARD = {"own": AREA, "other": OUTSIDER}


UPLOAD = {"own": OVERSEERS | BUREAU, "sibling": OVERSEERS, "parent": OVERSEERS, "other": OUTSIDER}


DECIDE = {
    "own": DECIDES,
    "sibling": DECIDES - BUREAU,
    "parent": DECIDES - BUREAU,
    "other": OUTSIDER,
}


MAY_NOT_DECIDE = {
    "own": OVERSEERS - DECIDES,
    "sibling": OVERSEERS - DECIDES,
    "parent": OVERSEERS - DECIDES,
}


ACCEPT = {"own": ACCEPTS, "sibling": OFFICE, "parent": OFFICE, "other": OUTSIDER}


MAY_NOT_ACCEPT = {
    "own": (OVERSEERS | BUREAU) - ACCEPTS,
    "sibling": OVERSEERS - OFFICE,
    "parent": OVERSEERS - OFFICE,
}


#: The bureau reported them all, so it reads them beside those who may see the towns.
VALUE = {
    "own": OVERSEERS | TOWN | BUREAU,
    "sibling": OVERSEERS | BUREAU,
    "parent": OVERSEERS | BUREAU,
    "other": OUTSIDER,
}


ANY = {"any": SIGNED_IN}


#: A ladder is open to whoever belongs to its area; the figures on it only so far as they are.
LADDER = {"own": AREA, "other": OUTSIDER}


#: Whoever stands over a unit, in it or below it opens its benchmark; the figures are another
#: matter: a town does not see its sibling's.
KEEPERS = frozenset({"principal_leader", "leader_in_charge", "assessment_office"}) | (
    BUREAU | TOWN | OUTSIDER
)


#: A town's card or trip is open to the town and to whoever oversees it.
CARD = {"own": OVERSEERS | TOWN, "other": OUTSIDER}


PROPOSERS = frozenset({"principal_leader", "leader_in_charge", "assessment_office"})


KEEP = {"own": PROPOSERS | TOWN, "other": OUTSIDER}


MAY_NOT_KEEP = {"own": OVERSEERS - PROPOSERS}


STATERS = PROPOSERS | {"supervision_office", "analyst"}


COMPARING = {
    "own": OVERSEERS | TOWN,
    "sibling": OVERSEERS,
    "parent": OVERSEERS | TOWN | BUREAU,
    "other": OUTSIDER,
}


COMPARED = {"own": OVERSEERS, "sibling": NONE, "parent": AREA, "other": NONE}


PROPOSE = {
    "own": PROPOSERS | TOWN,
    "sibling": PROPOSERS,
    "parent": PROPOSERS,
    "other": OUTSIDER,
}


MAY_NOT_PROPOSE = {
    "own": OVERSEERS - PROPOSERS,
    "sibling": OVERSEERS - PROPOSERS,
    "parent": AREA - PROPOSERS,
}


STATE = {"own": STATERS | TOWN, "sibling": STATERS, "parent": STATERS, "other": OUTSIDER}


MAY_NOT_STATE = {
    "own": OVERSEERS - STATERS,
    "sibling": OVERSEERS - STATERS,
    "parent": AREA - STATERS,
}


#: Letters of 白沙镇, 青石镇 and of the other district: who reads them, who issues and withdraws.
LETTER = {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER}


ISSUE = {"own": OFFICE, "sibling": OFFICE, "other": OUTSIDER}


MAY_NOT_ISSUE = {"own": OVERSEERS - OFFICE | TOWN, "sibling": OVERSEERS - OFFICE}


ROLE = {"role": "analyst", "unit": "白沙镇"}


ACCOUNT = {
    "username": "xinren", "display_name": "新人", "password": "kuayue-shanhe-2026", **ROLE,
}  # fmt: skip


def api(
    route: str,
    method: str,
    let_in: Mapping[str, Readers],
    names: Callable[[Site, str, str], Names] = lambda site, what, reader: {},
    query: str = "",
    data: Callable[[Site, str, str], Names] = lambda site, what, reader: {},
    json: bool = True,
) -> Entry:
    return Entry("/api/v1" + route, method, let_in, names, query, data, api=True, json=json)


#: Who runs the list, who else may press and instruct, and who sees which matter.
RUNS = frozenset({"supervision_office"})


INSTRUCTS = RUNS | {"principal_leader", "leader_in_charge"}


MATTER = {
    "own": AREA, "sibling": OVERSEERS, "other": OUTSIDER, "draft": RUNS,
}  # fmt: skip


#: Verb → who may take it on the matter that the bureau leads and 白沙镇 supports.
STEPS = {
    "urge": INSTRUCTS, "escalate": INSTRUCTS, "instruct": INSTRUCTS, "continue": INSTRUCTS,
    "report_completion": BUREAU, "sign_for": BUREAU, "refuse": BUREAU, "ask_extension": BUREAU,
    "report_progress": BUREAU | TOWN,
    **dict.fromkeys(
        (
            "assign", "transfer", "grant_extension", "deny_extension", "suspend", "resume",
            "verify", "return_for_rework", "close_out", "recheck", "reopen", "restore",
            "withdraw", "merge", "want_report", "register", "revise",
        ),
        RUNS,
    ),
    "forget": NONE,
}  # fmt: skip


CALENDAR_OFFICES = frozenset({"assessment_office", "supervision_office", "administrator"})
