"""Issuing and revoking access tokens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.units.models import AccessToken, Scope
from leitai.apps.units.models.tokens import token_digest

LONGEST_TERM_DAYS = 366


@verb("token.issue")
def issue_token(act: Act, *, name: str, scopes: Sequence[str], days: int = 90) -> AccessToken:
    """Make a token for the acting person; its secret is on the returned object once.

    Raises:
        ValidationError: for an unknown scope or a term beyond a year.
    """
    unknown = [scope for scope in scopes if scope not in Scope.values]
    if unknown or not scopes:
        raise ValidationError(_("Scopes are %(known)s.") % {"known": ", ".join(Scope.values)})
    if not 1 <= days <= LONGEST_TERM_DAYS:
        raise ValidationError(_("A token lasts from 1 to 366 days."))
    secret = "lt_" + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=act.actor,
        name=name,
        prefix=secret[:10],
        digest=token_digest(secret),
        scopes=list(scopes),
        issued_at=act.at,
        expires_at=act.at + dt.timedelta(days=days),
    )
    token.secret = secret
    act.note(name=name, scopes=list(scopes), days=days)
    return token


@verb("token.revoke")
def revoke_token(act: Act, *, token: AccessToken) -> AccessToken:
    """End a token of the acting person at once."""
    if token.user_id != act.actor.pk:
        act.require("units.manage_people", token)
    token.revoked_at = act.at
    token.save(update_fields=["revoked_at"])
    act.note(name=token.name)
    return token
