"""Access tokens for programs: a person's rights, narrowed to scopes and a term."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models.people import User
from leitai.apps.units.models.unit import Unit


class Scope(models.TextChoices):
    READ = "read", _("read what the person may read")
    UPLOAD = "upload", _("bring workbooks in")
    COMPUTE = "compute", _("compute and publish standings")
    RECORD = "record", _("enter, sign and withdraw records of bonus, penalty and veto")
    MATTERS = "matters", _("register and handle matters, and import holiday arrangements")
    RULES = "rules", _("write, approve and publish schemes")
    PEOPLE = "people", _("list people, switch accounts off and on")
    ISSUE = "issue", _("issue and withdraw official documents")
    GOALS = "goals", _("write goals, name who answers, approve proposed targets")
    NOTICES = "notices", _("mark one's notices as read")


class AccessToken(models.Model):
    """A token of a person for a program; only its digest is stored.

    ``secret`` is set on the object that :func:`issue_token` returns and nowhere else.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    secret: str = ""

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def governing_unit(self) -> Unit | None:
        """The area of the person whose token it is."""
        return self.user.governing_unit

    def usable(self, moment: dt.datetime) -> bool:
        """Tell whether the token opens anything at the moment."""
        return self.revoked_at is None and moment < self.expires_at and self.user.is_active


def token_digest(secret: str) -> str:
    """Return the digest under which a token is stored; long and random, it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
