"""Writes of the units room, one topic a file."""

from leitai.apps.units.services.codes import enter_from_list, follow_code
from leitai.apps.units.services.people import (
    assign_role,
    end_role,
    register_user,
    set_preferences,
    switch_off,
    switch_on,
)
from leitai.apps.units.services.tokens import issue_token, revoke_token
from leitai.apps.units.services.units import (
    record_succession,
    register_unit,
    register_units,
    remember_alias,
    repair_ancestry,
    spell,
)

__all__ = [
    "assign_role",
    "end_role",
    "enter_from_list",
    "follow_code",
    "issue_token",
    "record_succession",
    "register_unit",
    "register_units",
    "register_user",
    "remember_alias",
    "repair_ancestry",
    "revoke_token",
    "set_preferences",
    "spell",
    "switch_off",
    "switch_on",
]
