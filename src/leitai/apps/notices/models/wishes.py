"""How a person wants to be told outside the site, and the group chats that read along."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leitai.apps.units.models import Unit

#: When the day's digest leaves, and between which hours nothing does, unless a person says else.
DIGEST_AT = dt.time(8, 30)
QUIET_FROM = dt.time(20, 0)
QUIET_TO = dt.time(8, 0)


class Wishes(models.Model):
    """What a person chose; who chose nothing has the values that stand here.

    Mail goes to ``address`` once its owner has shown, by the code sent there, that it is theirs.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes"
    )
    digest_at = models.TimeField(default=DIGEST_AT, help_text=_("when the day's digest leaves"))
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_to = models.TimeField(default=QUIET_TO)
    at_once = models.BooleanField(
        default=True, help_text=_("what is urgent does not wait for the digest")
    )
    by_mail = models.BooleanField(default=True)
    address = models.EmailField(blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("when the code was sent to the address")
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return str(self.person)

    @property
    def governing_unit(self) -> Unit | None:
        """The area that the person's account was made for."""
        return self.person.governing_unit

    @property
    def mailed(self) -> bool:
        """Whether mail goes out: wanted, and to an address that is proved."""
        return self.by_mail and bool(self.address) and self.confirmed_at is not None

    def quiet(self, moment: dt.time) -> bool:
        """Tell whether nothing may leave the house at a time of day; equal ends are no quiet."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= moment < self.quiet_to
        return moment >= self.quiet_from or moment < self.quiet_to


class Chat(models.Model):
    """A group chat that gets the digest of one account, by that account's rights and language.

    The address carries the robot's key, so it is never shown again. Without ``titles`` the chat
    learns only how many matters of which kind there are: more people read in it than the account.
    """

    class Shape(models.TextChoices):
        JSON = "json", _("JSON with a signature")
        WECOM = "wecom", _("WeCom robot")
        DINGTALK = "dingtalk", _("DingTalk robot")
        FEISHU = "feishu", _("Feishu robot")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_chat"
    )
    name = models.CharField(max_length=60, help_text=_("as the group is called"))
    shape = models.CharField(max_length=10, choices=Shape)
    url = models.URLField(max_length=500)
    secret = models.CharField(max_length=200, blank=True)
    titles = models.BooleanField(default=False, help_text=_("tell titles, not only counts"))
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def governing_unit(self) -> Unit | None:
        """The area of the account whose digest it gets."""
        return self.person.governing_unit
