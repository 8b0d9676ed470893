"""Accounts, roles and a person's own settings."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

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


@verb("user.switch_off")
def switch_off(act: Act, *, user: User, reason: str = "") -> User:
    """Close an account: signed out everywhere at once, its access tokens dead, its roles kept.

    Raises:
        ValidationError: for one's own account, which nobody closes by mistake.
    """
    act.require("units.manage_people", user)
    if act.actor is not None and act.actor.pk == user.pk:
        raise ValidationError(_("You cannot switch off your own account."))
    _set_active(user, False)
    act.note(user=user.username, reason=reason.strip()[:300], sessions=_sign_out(user))
    return user


@verb("user.switch_on")
def switch_on(act: Act, *, user: User) -> User:
    """Open an account again; it has the roles that it held, and signs in anew."""
    act.require("units.manage_people", user)
    _set_active(user, True)
    act.note(user=user.username)
    return user


def _set_active(user: User, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


def _sign_out(user: User) -> int:
    """End every session of a person; return how many there were.

    A session names its person inside its signed content, so all that have not run out are read:
    some thousands at most, and an account is switched off once in a while.
    """
    own = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if str(session.get_decoded().get(SESSION_KEY)) == str(user.pk)
    ]
    return Session.objects.filter(session_key__in=own).delete()[0]


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
