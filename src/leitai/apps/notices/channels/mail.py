"""By e-mail, as plain text, through the mail server of the settings."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from leitai.apps.notices.channels.base import Message, NotSentError, UnsureError
from leitai.apps.notices.models import Wishes


def offered() -> bool:
    """Tell whether the site has a mail server."""
    return bool(settings.LEITAI_MAIL)


def send_mail(address: str, subject: str, text: str, name: str) -> None:
    """Send one mail; ``name`` makes its Message-ID, the same at every try.

    Raises:
        NotSentError: when no connection came about or the server refused.
        UnsureError: when the connection broke while the mail was on its way.
    """
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    mail = EmailMessage(
        # A line break in a header would begin another header.
        " ".join(subject.split()), text, to=[address], connection=connection,
        headers={"Message-ID": f"<{name}@leitai>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(_trouble(error)) from error
    try:
        mail.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise NotSentError(_trouble(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise UnsureError(_trouble(error)) from error
    finally:
        _close(connection)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return  # the mail was taken or refused already


def _trouble(error: Exception) -> str:
    return _("The mail server says: %(words)s") % {"words": str(error)[:200]}


class Mail:
    """To the confirmed address of a person."""

    def reached(self) -> dict[int, dt.datetime]:
        if not offered():
            return {}
        rows = Wishes.objects.filter(
            by_mail=True, confirmed_at__isnull=False, person__is_active=True
        ).exclude(address="")
        return {pk: at for pk, at in rows.values_list("person_id", "confirmed_at") if at}

    def send(self, person: Any, message: Message) -> None:
        wishes = Wishes.objects.filter(person=person).first()
        if wishes is None or not wishes.mailed:
            raise NotSentError(_("There is no confirmed address any more."))
        send_mail(wishes.address, message.title, message.text, str(message.id))
