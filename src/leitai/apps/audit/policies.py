"""Who may read the record of changes."""

from __future__ import annotations

from typing import Any

import rules

from leitai.apps.audit.services import governing_unit_id

#: Roles that read every entry of the units on and under which they are held.
READS_RECORD = ("auditor", "assessment_office", "administrator")


@rules.predicate
def reads_record(user: Any, subject: Any = None) -> bool:
    """Auditors, the assessment office and administrators, each for their own area.

    Without a subject the question is whether the role is held anywhere.
    """
    if not getattr(user, "is_active", False) or not user.roles_held() & set(READS_RECORD):
        return False
    if subject is None:
        return True
    unit_id = governing_unit_id(subject)
    reached: bool = user.units_reached(*READS_RECORD).filter(descendant_id=unit_id).exists()
    return reached


rules.add_perm("audit.read_all", reads_record)
