"""Accounts, roles and a person's own settings."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from leitai.apps.audit.services import Act, verb
from leitai.apps.units.models import Assignment, Unit, User


@verb("user.register")
def register_user(
    act: Act,
    *,
    username: str,
    password: str,
    display_name: str,
    post: str = "",
    home: Unit | None = None,
    staff: bool = False,
) -> User:
    """Make an account; the password is never part of the record."""
    act.require("units.manage_people", home)
    user = User(username=username, display_name=display_name, post=post, home=home, is_staff=staff)
    user.set_password(password)
    user.save()
    act.note(username=username, post=post)
    return user


@verb("user.assign_role")
def assign_role(act: Act, *, user: User, role: str, unit: Unit) -> Assignment:
    """Give a person a role on a unit and everything below it."""
    act.require("units.manage_people", unit)
    assignment, _created = Assignment.objects.get_or_create(user=user, role=role, unit=unit)
    today = timezone.localtime(act.at).date()
    if assignment.valid_to is not None and assignment.valid_to < today:
        # The role was held before and ended; from today it is held again.
        assignment.valid_from, assignment.valid_to = today, None
        assignment.save(update_fields=["valid_from", "valid_to"])
    act.note(user=user.username, role=role, unit=unit.pk)
    return assignment


@verb("user.end_role")
def end_role(act: Act, *, assignment: Assignment) -> Assignment:
    """Take a role from a person at once; that it was held stays on record."""
    act.require("units.manage_people", assignment.unit)
    assignment.valid_to = timezone.localtime(act.at).date() - dt.timedelta(days=1)
    assignment.save(update_fields=["valid_to"])
    act.note(user=assignment.user.username, role=assignment.role, unit=assignment.unit_id)
    return assignment


@verb("user.set_preferences")
def set_preferences(
    act: Act,
    *,
    language: str | None = None,
    density: str | None = None,
    single_keys: bool | None = None,
) -> User:
    """Keep the acting person's own choice of language, row height and keys."""
    user: User = act.actor
    changed = {
        name: value
        for name, value in (
            ("language", language),
            ("density", density),
            ("single_keys", single_keys),
        )
        if value is not None
    }
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))
    act.note(**changed)
    return user
