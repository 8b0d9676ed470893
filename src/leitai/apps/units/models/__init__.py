from leitai.apps.units.models.people import Assignment, Role, User
from leitai.apps.units.models.unit import (
    Ancestry,
    ParentLink,
    Succession,
    Unit,
    UnitAlias,
    UnitKind,
)

__all__ = [
    "Ancestry",
    "Assignment",
    "ParentLink",
    "Role",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "User",
]
