from leitai.apps.units.models.people import Assignment, Role, User
from leitai.apps.units.models.shared import CacheRow, CallerCount
from leitai.apps.units.models.tokens import AccessToken, Scope
from leitai.apps.units.models.unit import (
    Ancestry,
    ParentLink,
    Succession,
    Unit,
    UnitAlias,
    UnitKind,
)

__all__ = [
    "AccessToken",
    "Ancestry",
    "Assignment",
    "CacheRow",
    "CallerCount",
    "ParentLink",
    "Role",
    "Scope",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "User",
]
