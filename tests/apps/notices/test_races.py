"""Several workers at once, on real connections: nobody is told twice.

Two negative controls take a lock away and show that the race then happens.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest

from leitai.apps.audit.models import Counter
from leitai.apps.notices import gathering, outgoing
from leitai.apps.notices.channels import mail as by_mail
from leitai.apps.notices.models import Delivery, Notice
from tests.apps.matters.world import Desk, make_desk
from tests.apps.notices.world import TUESDAY, at, mailed
from tests.people import make_district, make_people
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)

DUE = dt.date(2026, 11, 20)
MORNING = at("2026-11-04", 9)


@pytest.fixture
def table() -> Desk:
    """A desk whose rows other connections see."""
    needs_shared_database()
    district = make_district()
    return make_desk(district, make_people(district))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """The mails that a server took."""
    settings.LEITAI_MAIL = True
    taken: list[str] = []
    monkeypatch.setattr(by_mail, "send_mail", lambda address, *_rest: taken.append(address))
    return taken


def together(count: int, do: Any) -> list[Any]:
    """Let several do the same at the same moment."""
    barrier = threading.Barrier(count, timeout=30)

    def job() -> Any:
        barrier.wait()
        return do()

    return run_together(*[job] * count)


def test_several_who_gather_at_once_make_each_notice_once(table: Desk) -> None:
    for number in range(3):
        table.assigned(DUE, title=f"事项{number}")
    counts = together(4, lambda: gathering.gather(at(TUESDAY, 11)))
    assert all(isinstance(count, int) for count in counts), counts
    # Three matters, each told to the two who answer for the lead unit and one who supports.
    assert sum(counts) == Notice.objects.count() == 9


def test_without_the_lock_the_same_places_are_read_by_all(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: who reads the height without holding its row works twice."""
    table.assigned(DUE)
    gathering.seal()
    Counter.objects.get_or_create(name=gathering.CHAIN)
    barrier = threading.Barrier(2, timeout=30)

    def seen(name: str) -> Counter:
        # What both saw before either wrote.
        counter = Counter(name=name, value=0)
        if name == gathering.DAYS:
            counter.value = 10**9
            return counter
        counter.value = heights.setdefault(threading.get_ident(), 0)
        heights[threading.get_ident()] = 10**9
        return counter

    heights: dict[int, int] = {}
    monkeypatch.setattr(gathering, "locked", seen)

    def gather() -> int:
        barrier.wait()
        return gathering.gather(at(TUESDAY, 11))

    counts = run_together(gather, gather)
    assert sum(counts) == 2 * Notice.objects.count()


def test_several_workers_send_one_digest(table: Desk, sent: list[str]) -> None:
    mailed(table.reporter)
    table.assigned(DUE)
    gathering.gather(at(TUESDAY, 11))

    def work() -> None:
        outgoing.make_deliveries(MORNING)
        for number in outgoing.due(MORNING):
            outgoing.send(number, MORNING)
        # A queue that hands a task to two workers.
        for number in Delivery.objects.values_list("pk", flat=True):
            outgoing.send(number, MORNING)

    assert together(4, work) == [None] * 4
    assert sent == ["reporting_unit@example.cn"]
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_without_the_claim_it_is_sent_by_each(
    table: Desk, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: who sends without claiming sends what another sends."""
    mailed(table.reporter)
    table.assigned(DUE)
    gathering.gather(at(TUESDAY, 11))
    outgoing.make_deliveries(MORNING)
    (number,) = outgoing.due(MORNING)
    barrier = threading.Barrier(2, timeout=30)

    def unclaimed(pk: uuid.UUID, now: dt.datetime) -> bool:
        barrier.wait()
        return True

    monkeypatch.setattr(outgoing, "claim", unclaimed)
    run_together(*[lambda: outgoing.send(number, MORNING)] * 2)
    assert len(sent) == 2
