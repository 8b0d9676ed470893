"""Work of the notices room that needs nobody waiting."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from leitai.apps.background import put_off
from leitai.apps.notices.gathering import gather
from leitai.apps.notices.outgoing import due, make_deliveries, send

log = logging.getLogger("leitai.notices")


@task()
def send_delivery(number: str) -> None:
    """Send one message, once."""
    send(uuid.UUID(number))


@task()
def send_code(wishes_id: int) -> None:
    """Send the code that proves an address."""
    from leitai.apps.notices.services import mail_code

    mail_code(wishes_id)


def tell() -> None:
    """Gather what happened, say what is to leave now, and ask for its sending."""
    now = timezone.now()
    gathered = gather(now)
    made = make_deliveries(now)
    with transaction.atomic():
        for number in due(now):
            put_off(send_delivery, str(number))
    if gathered or made:
        log.info("notices: %d made, %d messages to send", gathered, made)
