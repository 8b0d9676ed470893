"""Into a group chat: a signed POST to a listed host, no redirect followed, no proxy asked."""

from __future__ import annotations

import datetime as dt
import http.client
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.notices.channels.base import Message, NotSentError, UnsureError
from leitai.apps.notices.channels.origins import allowed, origin_of
from leitai.apps.notices.channels.robots import Request, refusal, request_of
from leitai.apps.notices.models import Chat

#: Bytes of an answer that are looked at.
ANSWER = 64 * 1024


class Webhook:
    """To the group chat that reads along with a person's account."""

    def reached(self) -> dict[int, dt.datetime]:
        chats = Chat.objects.filter(left_at__isnull=True, person__is_active=True)
        return dict(chats.values_list("person_id", "joined_at"))

    def send(self, person: Any, message: Message) -> None:
        chat = Chat.objects.filter(person=person, left_at__isnull=True).first()
        if chat is None:
            raise NotSentError(_("The group chat reads along no more."))
        request = request_of(
            chat.shape, message, secret=chat.secret, titles=chat.titles, now=timezone.now()
        )
        post(chat.url, request)


def post(url: str, request: Request) -> None:
    """Post to a listed host.

    Raises:
        NotSentError: when the host is not listed, cannot be reached, or says no.
        UnsureError: when it took the message and gave no answer.
    """
    origin = origin_of(url)
    if origin is None or not allowed(url, settings.LEITAI_WEBHOOK_HOSTS):
        raise NotSentError(_("The host of the address is not in LEITAI_WEBHOOK_HOSTS."))
    scheme, host, port = origin
    maker = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    connection = maker(host, port, timeout=settings.LEITAI_WEBHOOK_TIMEOUT)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise NotSentError(_told(error)) from error
        try:
            connection.request("POST", _path(url, request.query), request.body, _headers(request))
            answer = connection.getresponse()
            status, words = answer.status, answer.read(ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise UnsureError(_told(error)) from error
    finally:
        connection.close()
    if status // 100 != 2:
        raise NotSentError(_("The chat answered %(status)d.") % {"status": status})
    if said := refusal(words):
        raise NotSentError(_("The chat refused: %(words)s") % {"words": said})


def _path(url: str, query: str) -> str:
    parts = urlsplit(url)
    whole = "&".join(part for part in (parts.query, query) if part)
    return (parts.path or "/") + (f"?{whole}" if whole else "")


def _headers(request: Request) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Leitai",
        **request.headers,
    }


def _told(error: Exception) -> str:
    return _("The chat could not be reached: %(words)s") % {"words": str(error)[:200]}
