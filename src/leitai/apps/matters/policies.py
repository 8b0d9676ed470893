"""Who may take which step of a matter.

The supervision office runs the list; lead and supporting units answer; leaders see, urge, raise
and instruct. A permission of a party of :mod:`leitai.apps.matters.life` is ``matters.<party>``.
"""

from __future__ import annotations

from typing import Any

import rules

from leitai.apps.matters.models import Matter, Party
from leitai.apps.units.policies import holds
from leitai.apps.units.selectors import is_under, unit_roots

#: People of a unit who answer for it.
ANSWERS_FOR = ("reporting_unit", "approver")
LEADERS = ("principal_leader", "leader_in_charge")

rules.add_perm("matters.view", holds())
rules.add_perm("matters.manage", holds("supervision_office"))
rules.add_perm("matters.choose_rules", holds("supervision_office"))
rules.add_perm("matters.arrange_map", holds("supervision_office"))
rules.add_perm("matters.store_statistics", holds("supervision_office", "assessment_office"))


@rules.predicate
def is_contact(user: Any, subject: Any = None) -> bool:
    """The leader who is named as the matter's contact."""
    return isinstance(subject, Matter) and subject.contact_id == getattr(user, "pk", None)


rules.add_perm("matters.instruct", holds("supervision_office", *LEADERS) | is_contact)


def _of_party(*parts: str) -> Any:
    def predicate(user: Any, subject: Any = None) -> bool:
        if not getattr(user, "is_active", False):
            return False
        roots = unit_roots(user, *ANSWERS_FOR)
        if subject is None or not roots:
            return bool(roots)
        units = (
            Party.objects.filter(matter=subject, part__in=parts).values_list("unit_id", flat=True)
            if isinstance(subject, Matter)
            else ()
        )
        return any(is_under(unit, roots) for unit in units)

    # The table of permissions in the docs reads the roles off the name.
    name = f"{'_or_'.join(ANSWERS_FOR)}_of_{'_or_'.join(parts)}_unit"
    return rules.predicate(predicate, name=name)


rules.add_perm("matters.answer", _of_party(Party.Part.LEAD))
rules.add_perm("matters.contribute", _of_party(Party.Part.LEAD, Party.Part.SUPPORTING))
