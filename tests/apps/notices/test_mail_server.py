"""From an urging to a mailbox: the job of the minute, its task, a server that takes the mail."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters.services import urge
from leitai.apps.notices.models import Delivery
from leitai.server.run import jobs
from tests.apps.matters.world import Desk
from tests.apps.notices.world import at, mailed

pytestmark = pytest.mark.django_db


class Conversation(socketserver.StreamRequestHandler):
    """The part of SMTP that a client without extensions speaks."""

    server: Mailbox

    def handle(self) -> None:
        self._say("220 ready")
        for line in self.rfile:
            word = line.strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                self.server.mails.append(self._mail())
            self._say("250 fine" if word != b"QUIT" else "221 good-bye")
            if word == b"QUIT":
                return

    def _mail(self) -> EmailMessage:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        plain = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        found = email.message_from_bytes(plain, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        return found

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it takes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: list[EmailMessage] = []


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.LEITAI_MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.TASKS = {
            "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
        }
        yield server
        server.shutdown()


def test_the_job_of_the_minute_brings_an_urging_into_the_mailbox(
    desk: Desk, mailbox: Mailbox, django_capture_on_commit_callbacks: Any
) -> None:
    no_quiet = {"quiet_from": dt.time(), "quiet_to": dt.time()}
    mailed(desk.reporter, since=timezone.now(), at_once=True, **no_quiet)
    matter = desk.in_hand(
        timezone.localdate() + dt.timedelta(days=60), day=at(timezone.localdate())
    )
    urge(Act(actor=desk.office), matter=matter, words="请抓紧")
    tell = next(job for job in jobs() if job.name == "tell people what waits for them")
    for _minute in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell.work()
    (mail,) = mailbox.mails
    assert mail["To"] == "reporting_unit@example.cn"
    assert matter.title in mail.get_content()
    assert "被催办" in mail.get_content()
    assert Delivery.objects.get().state == Delivery.State.SENT
