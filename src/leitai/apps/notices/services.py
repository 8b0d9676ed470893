"""What a person chooses about notices, which chats read along, and what counts as read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.background import put_off
from leitai.apps.notices.channels.mail import offered, send_mail
from leitai.apps.notices.channels.origins import allowed, origin_of
from leitai.apps.notices.models import Chat, Notice, Wishes
from leitai.apps.notices.selectors import notices_since, told
from leitai.apps.units.models import User

#: How long a code holds, and how soon another may be asked for.
CODE_HOLDS = dt.timedelta(hours=24)
CODE_AGAIN = dt.timedelta(minutes=2)
#: Characters that the secret of a signed message has at least.
SECRET = 16


@verb("notice.set_wishes")
def set_wishes(
    act: Act,
    *,
    digest_at: dt.time,
    quiet_from: dt.time,
    quiet_to: dt.time,
    at_once: bool,
    by_mail: bool,
) -> Wishes:
    """Keep when and how the acting person wants to be told outside the site.

    Raises:
        ValidationError: for a digest at an hour at which nothing may leave.
    """
    if Wishes(quiet_from=quiet_from, quiet_to=quiet_to).quiet(digest_at):
        raise ValidationError(
            _("The digest at %(hour)s falls into the quiet hours, when nothing leaves.")
            % {"hour": digest_at.strftime("%H:%M")}
        )
    wishes = _own(act)
    wishes.digest_at, wishes.quiet_from, wishes.quiet_to = digest_at, quiet_from, quiet_to
    wishes.at_once, wishes.by_mail = at_once, by_mail
    wishes.save()
    act.note(
        digest_at=f"{digest_at:%H:%M}", quiet=f"{quiet_from:%H:%M}–{quiet_to:%H:%M}",
        at_once=at_once, by_mail=by_mail,
    )  # fmt: skip
    return wishes


@verb("notice.enter_address")
def enter_address(act: Act, *, address: str) -> Wishes:
    """Note an address of the acting person and send a code there; an empty one ends the mail.

    Raises:
        ValidationError: for what is no address, without a mail server, or right after another code.
    """
    address = address.strip()
    wishes = _kept(act)
    if address:
        validate_email(address)
        if not offered():
            raise ValidationError(_("This site sends no mail: its operator has set no server."))
        asked_at = wishes.asked_at if wishes is not None else None
        if asked_at is not None and act.at - asked_at < CODE_AGAIN:
            raise ValidationError(_("A code was sent a moment ago; look into the mailbox first."))
    wishes = wishes or _own(act)
    wishes.address, wishes.confirmed_at = address, None
    wishes.asked_at = act.at if address else None
    wishes.save()
    act.note_personal(address=address)
    if address:
        _ask_for_mail(wishes)
    return wishes


@verb("notice.confirm_address")
def confirm_address(act: Act, *, code: str) -> Wishes:
    """Show by the code that the address is the acting person's own.

    Raises:
        ValidationError: for another code, or one that was sent too long ago.
    """
    wishes = _kept(act)
    if wishes is None or wishes.asked_at is None or act.at - wishes.asked_at > CODE_HOLDS:
        raise ValidationError(_("No code is waited for; enter the address again."))
    if not constant_time_compare(code.strip().lower(), code_of(wishes)):
        raise ValidationError(_("This is not the code that was sent."))
    wishes.confirmed_at, wishes.asked_at = act.at, None
    wishes.save()
    return wishes


def code_of(wishes: Wishes) -> str:
    """Return the code for an address: it follows from address, person and moment of asking."""
    assert wishes.asked_at is not None
    about = f"{wishes.person_id} {wishes.address} {wishes.asked_at.isoformat()}"
    return salted_hmac("leitai.notices.address", about, algorithm="sha256").hexdigest()[:8]


def mail_code(wishes_id: int) -> None:
    """Send the code to the address that waits for its proof."""
    wishes = Wishes.objects.select_related("person").filter(pk=wishes_id).first()
    if wishes is None or wishes.asked_at is None:
        return
    code = code_of(wishes)
    with translation.override(wishes.person.language or settings.LANGUAGE_CODE):
        holds = _(
            "It holds for a day. If you did not ask for it, leave it: without the code nothing "
            "is sent to this address."
        )
        line = _("The code for notices by e-mail is: %(code)s") % {"code": code}
        text = f"{line}\n\n{holds}"
        send_mail(wishes.address, _("Leitai: your code"), text, f"code-{uuid.uuid4()}")


def _ask_for_mail(wishes: Wishes) -> None:
    from leitai.apps.notices.tasks import send_code

    put_off(send_code, wishes.pk)


def _kept(act: Act) -> Wishes | None:
    return Wishes.objects.select_for_update().filter(person=act.actor).first()


def _own(act: Act) -> Wishes:
    Wishes.objects.get_or_create(person=act.actor)
    return Wishes.objects.select_for_update().get(person=act.actor)


@verb("notice.join_chat")
def join_chat(
    act: Act, *, person: User, name: str, shape: str, url: str, secret: str, titles: bool
) -> Chat:
    """Let a group chat read along with an account: it gets that account's digest.

    Raises:
        ValidationError: for a host that the operator has not listed, or a secret that is too short.
    """
    act.require("units.manage_people", person)
    if shape not in Chat.Shape.values:
        raise ValidationError(_("“%(shape)s” is no kind of group chat.") % {"shape": shape})
    url, secret, name = url.strip(), secret.strip(), " ".join(name.split())[:60]
    if not name:
        raise ValidationError(_("Give the group a name."))
    if not allowed(url, settings.LEITAI_WEBHOOK_HOSTS):
        raise ValidationError(
            _("Messages go to listed hosts only: %(hosts)s. The operator lists them.")
            % {"hosts": ", ".join(settings.LEITAI_WEBHOOK_HOSTS) or _("none so far")}
        )
    if shape == Chat.Shape.JSON and len(secret) < SECRET:
        raise ValidationError(
            _("The secret needs at least %(count)d characters.") % {"count": SECRET}
        )
    chat, _created = Chat.objects.update_or_create(
        person=person,
        defaults={
            "name": name, "shape": shape, "url": url, "secret": secret, "titles": titles,
            "joined_by": act.actor, "joined_at": act.at, "left_at": None,
        },
    )  # fmt: skip
    origin = origin_of(url)
    # The rest of the address is the robot's key: who has it can write into the group.
    act.note(user=person.username, name=name, host=origin[1] if origin else "", titles=titles)
    return chat


@verb("notice.leave_chat")
def leave_chat(act: Act, *, chat: Chat) -> Chat:
    """Send a group chat nothing any more; its address and secret are forgotten."""
    act.require("units.manage_people", chat.person)
    chat.left_at, chat.url, chat.secret = act.at, "", ""
    chat.save(update_fields=["left_at", "url", "secret"])
    act.note(user=chat.person.username, name=chat.name)
    return chat


def mark_read(
    person: Any, numbers: Collection[uuid.UUID] | None = None, now: dt.datetime | None = None
) -> int:
    """Count notices as read, with all others about their subjects; return how many lines.

    None for ``numbers`` means all. Only what is open to the person is looked at, so a number that
    is not theirs is as good as none. Nothing of it goes into the record of changes.
    """
    now = now or timezone.now()
    groups = told(person, notices_since(now).filter(read_at__isnull=True))
    wanted = None if numbers is None else set(numbers)
    read = [group for group in groups if wanted is None or any(one.id in wanted for one in group)]
    ids = [one.id for group in read for one in group]
    Notice.objects.filter(person=person, pk__in=ids).update(read_at=now)
    return len(read)
