"""Who may see and change units, people and roles.

Every permission is a predicate over a user and the unit concerned; :func:`holds` builds the usual
one: the user holds one of the roles on the unit or on one above it.
"""

from __future__ import annotations

from typing import Any

import rules

from leitai.apps.audit.services import governing_unit_id
from leitai.apps.units.selectors import is_under, unit_roots

#: Who leads an area.
LEADERS = ("principal_leader", "leader_in_charge")
#: Roles whose work spans all units below theirs.
OVERSEEING = (
    "principal_leader",
    "leader_in_charge",
    "assessment_office",
    "supervision_office",
    "analyst",
    "auditor",
    "administrator",
)


def holds(*roles: str) -> Any:
    """Return a predicate: the user holds one of ``roles`` on the subject's unit or above it.

    The subject may be a unit or an object with ``governing_unit``; with no subject the question
    is whether the role is held anywhere.
    """

    def predicate(user: Any, subject: Any = None) -> bool:
        if not getattr(user, "is_active", False):
            return False
        roots = unit_roots(user, *roles)
        if not roots:
            return False
        if subject is None:
            return True
        unit_id = governing_unit_id(subject)
        return unit_id is not None and is_under(unit_id, roots)

    return rules.predicate(predicate, name=f"holds_{'_or_'.join(roles) or 'any_role'}")


rules.add_perm("units.manage", holds("administrator", "assessment_office"))
rules.add_perm("units.manage_people", holds("administrator"))
rules.add_perm("units.view", holds())
