"""Who may read the record of changes."""

from __future__ import annotations

from typing import Any

import rules


@rules.predicate
def reads_everything(user: Any, _subject: Any = None) -> bool:
    """Auditors, the assessment office and administrators read all entries."""
    if not hasattr(user, "roles_held"):
        return False
    held: frozenset[str] = user.roles_held()
    return bool(held & {"auditor", "assessment_office", "administrator"})


rules.add_perm("audit.read_all", reads_everything)
