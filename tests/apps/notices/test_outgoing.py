"""What leaves the house: one digest a working day, what is urgent at once, nothing in quiet hours.

Mail goes to a box in memory. The days are those of November 2026: the 3rd is a Tuesday.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail

from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import transfer, urge
from leitai.apps.notices.channels import NotSentError, UnsureError
from leitai.apps.notices.channels import mail as by_mail
from leitai.apps.notices.gathering import gather
from leitai.apps.notices.models import Delivery, Notice
from leitai.apps.notices.outgoing import AGAIN, due, make_deliveries, send
from leitai.apps.notices.services import mark_read
from leitai.apps.units.services import end_role, switch_off
from tests.apps.matters.world import Desk, on
from tests.apps.notices.world import TUESDAY, at, mailed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_mail")]

DUE = dt.date(2026, 11, 20)
State = Delivery.State


@pytest.fixture
def _mail(settings: Any) -> None:
    """The site has a mail server, which keeps what it gets."""
    settings.LEITAI_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def run(now: dt.datetime) -> list[str]:
    """Do what the schedule does at a moment; return the mails that left."""
    before = len(mail.outbox)
    gather(now)
    make_deliveries(now)
    for number in due(now):
        send(number, now)
    return [str(one.body) for one in mail.outbox[before:]]


def test_everything_of_a_day_goes_in_one_mail_at_the_hour_chosen(desk: Desk) -> None:
    mailed(desk.reporter, since=at(TUESDAY, 10), digest_at=dt.time(9, 15))
    first, second = desk.assigned(DUE), desk.assigned(DUE, title="园区道路修复")
    assert run(at(TUESDAY, 11)) == []
    assert run(at("2026-11-04", 9, 14)) == []
    assert mail.outbox == []
    (text,) = run(at("2026-11-04", 9, 15))
    assert first.title in text
    assert second.title in text
    assert mail.outbox[0].to == ["reporting_unit@example.cn"]
    assert run(at("2026-11-04", 9, 16)) == []
    assert run(at("2026-11-05", 9, 15)) == []


def test_a_mail_speaks_the_readers_language(desk: Desk) -> None:
    desk.reporter.language = "en"
    desk.reporter.save()
    mailed(desk.reporter)
    mailed(desk.supporter)
    desk.assigned(DUE)
    texts = set(run(at("2026-11-04", 9)))
    assert any("was assigned to your unit; due on 2026-11-20" in text for text in texts)
    assert any("交办给您的单位；2026-11-20 前办结" in text for text in texts)


def test_after_a_standstill_one_digest_tells_all(desk: Desk) -> None:
    mailed(desk.reporter)
    for day in ("2026-11-03", "2026-11-04", "2026-11-05"):
        desk.assigned(DUE, day=day, title=f"事项 {day}")
    (text,) = run(at("2026-11-10", 15))
    assert text.count("· ") == 3
    assert Delivery.objects.get().day == dt.date(2026, 11, 10)


def test_no_digest_on_days_off(desk: Desk) -> None:
    mailed(desk.reporter)
    desk.assigned(DUE, day="2026-11-06")
    assert run(at("2026-11-07", 9)) == []
    assert run(at("2026-11-08", 9)) == []
    assert len(run(at("2026-11-09", 9))) == 1


def test_what_is_urgent_goes_at_once_but_not_in_quiet_hours(desk: Desk) -> None:
    mailed(desk.reporter, at_once=True)
    matter = desk.in_hand(DUE)
    run(at("2026-11-04", 9))
    urge(on("2026-11-04", desk.office), matter=matter, words="请抓紧")
    (text,) = run(at("2026-11-04", 10, 5))
    assert "被催办" in text
    other = desk.in_hand(DUE, day="2026-11-04", title="另一件")
    urge(on("2026-11-04", desk.second), matter=other, words="请抓紧")
    assert run(at("2026-11-04", 10, 30)) == [], "at most one an hour"
    assert run(at("2026-11-04", 20, 0)) == []
    assert run(at("2026-11-05", 7, 59)) == []
    (text,) = run(at("2026-11-05", 8, 0))
    assert "另一件" in text
    assert matter.title not in text
    assert run(at("2026-11-05", 8, 30)) == [], "what left at once is not in the digest again"


def test_what_is_urgent_leaves_on_a_day_off_as_well(desk: Desk) -> None:
    mailed(desk.reporter, at_once=True)
    matter = desk.in_hand(DUE)
    run(at("2026-11-06", 9))
    urge(on("2026-11-07", desk.office), matter=matter, words="周一前报来")
    (text,) = run(at("2026-11-07", 11))
    assert "被催办" in text
    assert run(at("2026-11-08", 7, 59)) == [], "quiet hours hold on days off too"


def test_who_wants_no_haste_gets_the_urgent_with_the_digest(desk: Desk) -> None:
    mailed(desk.reporter, at_once=False)
    matter = desk.in_hand(DUE)
    run(at("2026-11-04", 9))
    urge(on("2026-11-04", desk.office), matter=matter, words="请抓紧")
    assert run(at("2026-11-04", 11)) == []
    assert len(run(at("2026-11-05", 9))) == 1


def test_what_was_read_in_the_site_is_not_sent(desk: Desk) -> None:
    mailed(desk.reporter)
    desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    assert mark_read(desk.reporter, now=at(TUESDAY, 12)) == 1
    assert run(at("2026-11-04", 9)) == []
    desk.assigned(DUE, day="2026-11-04", title="迟到的")
    assert run(at("2026-11-04", 11)) == [], "the hour of the digest has passed, with nothing to say"
    assert len(run(at("2026-11-05", 9))) == 1


def test_rights_are_asked_when_the_mail_is_written(desk: Desk) -> None:
    """A matter goes to another unit between the gathering and the sending."""
    mailed(desk.reporter)
    matter = desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    transfer(
        on("2026-11-03", desk.office), matter=matter, lead_unit=desk.helper, supporting=[],
        words="职责调整",
    )  # fmt: skip
    assert run(at("2026-11-04", 9)) == []
    assert Notice.objects.filter(person=desk.reporter).exists()


def test_who_lost_the_role_or_the_account_is_sent_nothing(desk: Desk) -> None:
    for person in (desk.reporter, desk.supporter):
        mailed(person)
    desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    end_role(on("2026-11-03"), assignment=desk.reporter.assignments.get())
    switch_off(on("2026-11-03"), user=desk.supporter)
    assert run(at("2026-11-04", 9)) == []


def test_what_waits_for_somebody_switched_off_ends_without_a_try(desk: Desk) -> None:
    mailed(desk.reporter)
    desk.assigned(DUE)
    gather(at(TUESDAY, 11))
    make_deliveries(at("2026-11-04", 9))
    switch_off(on("2026-11-04"), user=desk.reporter)
    assert run(at("2026-11-04", 9)) == []
    assert Delivery.objects.get().state == State.EMPTY


def test_an_address_that_nobody_proved_gets_nothing(desk: Desk) -> None:
    wishes = mailed(desk.reporter)
    wishes.confirmed_at = None
    wishes.save()
    desk.assigned(DUE)
    assert run(at("2026-11-04", 9)) == []
    assert not Delivery.objects.exists()


def test_a_way_opened_after_the_hour_begins_the_next_day(desk: Desk) -> None:
    desk.assigned(DUE)
    mailed(desk.reporter, since=at("2026-11-04", 10))
    assert run(at("2026-11-04", 11)) == []
    assert len(run(at("2026-11-05", 9))) == 1


class Server:
    """A mail server that does what a test says, in place of Django's."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.asked = 0

    def __call__(self, address: str, subject: str, text: str, name: str) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    found = Server()
    monkeypatch.setattr(by_mail, "send_mail", found)
    return found


def waiting(desk: Desk) -> Matter:
    mailed(desk.reporter)
    return desk.assigned(DUE)


def test_what_did_not_arrive_is_tried_again_and_then_given_up(desk: Desk, server: Server) -> None:
    waiting(desk)
    server.error = NotSentError("no route")
    now = at("2026-11-04", 8, 30)
    run(now)
    for tried, minutes in enumerate(AGAIN, 1):
        assert (server.asked, Delivery.objects.get().state) == (tried, State.WAITING)
        run(now + dt.timedelta(minutes=minutes - 1))
        assert server.asked == tried, "not before its time"
        now += dt.timedelta(minutes=minutes)
        run(now)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.trouble) == (State.FAILED, "no route")
    assert server.asked == len(AGAIN) + 1
    # What failed goes along with the next digest.
    server.error = None
    run(at("2026-11-05", 8, 30))
    assert Delivery.objects.get(day="2026-11-05").state == State.SENT


def test_a_try_waits_out_the_quiet_hours(desk: Desk, server: Server) -> None:
    mailed(desk.reporter, digest_at=dt.time(19, 59))
    desk.assigned(DUE)
    server.error = NotSentError("busy")
    run(at(TUESDAY, 19, 59))
    assert server.asked == 1
    run(at(TUESDAY, 20, 5))
    run(at("2026-11-04", 7, 59))
    assert server.asked == 1
    server.error = None
    run(at("2026-11-04", 8, 1))
    assert Delivery.objects.get(day=TUESDAY).state == State.SENT


def test_what_may_have_arrived_is_not_sent_again(desk: Desk, server: Server) -> None:
    waiting(desk)
    server.error = UnsureError("the line broke")
    run(at("2026-11-04", 8, 30))
    run(at("2026-11-04", 12))
    assert server.asked == 1
    assert Delivery.objects.get().state == State.FAILED


def test_a_sending_that_was_cut_off_is_not_repeated(desk: Desk, server: Server) -> None:
    """The process is killed after the server took the mail: as a kill, no handler sees it."""
    waiting(desk)
    server.error = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        run(at("2026-11-04", 8, 30))
    server.error = None
    run(at("2026-11-04", 8, 40))
    assert (server.asked, Delivery.objects.get().state) == (1, State.SENDING)
    run(at("2026-11-04", 9))
    delivery = Delivery.objects.get()
    assert (server.asked, delivery.state) == (1, State.FAILED)
    assert delivery.trouble


@pytest.mark.parametrize(
    ("step", "error", "kind"),
    [
        ("open", ConnectionRefusedError(), NotSentError),
        ("open", smtplib.SMTPAuthenticationError(535, b"no"), NotSentError),
        ("send", smtplib.SMTPRecipientsRefused({}), NotSentError),
        ("send", smtplib.SMTPDataError(552, b"full"), NotSentError),
        ("send", smtplib.SMTPServerDisconnected("gone"), UnsureError),
        ("send", TimeoutError(), UnsureError),
    ],
)
def test_mail_tells_what_failed_from_what_may_have_arrived(
    step: str, error: Exception, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def open(self) -> None:
            if step == "open":
                raise error

        def send_messages(self, messages: Any) -> int:
            raise error

        def close(self) -> None:
            pass

    monkeypatch.setattr(by_mail, "get_connection", lambda **_more: Broken())
    with pytest.raises(kind):
        by_mail.send_mail("a@example.cn", "主题", "内容", "1")


def test_a_subject_never_begins_another_header() -> None:
    by_mail.send_mail("a@example.cn", "标题\nBcc: b@example.cn", "内容", "1")
    assert mail.outbox[0].subject == "标题 Bcc: b@example.cn"
    assert mail.outbox[0].recipients() == ["a@example.cn"]
