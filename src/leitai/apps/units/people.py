"""Whose accounts an administrator looks after."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from leitai.apps.units.models import Assignment, Unit, User
from leitai.apps.units.selectors import subtree_ids, unit_roots


def governed_units(user: Any) -> QuerySet[Unit]:
    """Return the units whose people the administrator looks after."""
    return Unit.objects.filter(id__in=subtree_ids(tuple(unit_roots(user, "administrator"))))


def governed_people(user: Any) -> QuerySet[User]:
    """Return the people at home in these units or with a role there."""
    units = governed_units(user).values("id")
    return (
        User.objects.filter(
            Q(home__in=units) | Q(pk__in=Assignment.objects.filter(unit__in=units).values("user"))
        )
        .select_related("home")
        .order_by("username")
    )
