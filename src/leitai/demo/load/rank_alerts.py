"""The matters that the district's last board opened: items that fell into the lagging zone."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.audience import round_before
from leitai.apps.standings.services import raise_rank_alerts, set_rank_alerts
from leitai.apps.standings.services.alerts import item_ranks
from leitai.apps.units.models import Unit, User
from leitai.demo.district_people import reporter_of
from leitai.demo.matters_making import Days

#: An alert of a board published longer ago would be at its due day; then none is raised.
FRESH_DAYS = 24
GOING = "已查明失分原因，整改措施落到项目和责任人"


class Alerts:
    """Raises the alerts of the last board at its moment, and lets the units answer them."""

    def __init__(self, area: Unit, days: Days) -> None:
        self.days = days
        self.opened: list[Matter] = []
        self.standing = _last_board(area, days.today)
        self.count = _fallen(self.standing) if self.standing is not None else 0
        self.waiting = self.count > 0

    def raise_by(self, moment: dt.datetime) -> None:
        """Raise them once the script has come to the board's publication."""
        if not self.waiting or self.standing is None or self.standing.published_at is None:
            return
        if timezone.make_naive(self.standing.published_at) <= moment:
            self.waiting = False
            self.opened = raise_rank_alerts(self.standing)

    def answer(self) -> None:
        """Let each unit sign for its alert and tell that it keeps up with time."""
        self.raise_by(dt.datetime.max)
        calendar = self.days.calendar
        for number, matter in enumerate(self.opened):
            assert matter.assigned_on is not None
            assert matter.due is not None
            assert matter.lead_unit is not None
            person = User.objects.get(username=reporter_of(matter.lead_unit.name).username)
            signed = calendar.add_working_days(matter.assigned_on, 1)
            told = self.days.back(number % 3)
            if told <= signed:
                continue
            services.sign_for(_act(person, signed), matter=matter, responsible_person=str(person))
            gone = calendar.working_days_between(matter.assigned_on, self.days.today)
            span = calendar.working_days_between(matter.assigned_on, matter.due)
            services.report_progress(
                _act(person, told), matter=matter, words=GOING,
                progress=min(95, round(100 * gone / span) + 3 + number % 7),
            )  # fmt: skip


def _last_board(area: Unit, today: dt.date) -> Standing | None:
    """Return the last published board, its scheme asked to raise alerts; None when it is old."""
    scheme = Scheme.objects.filter(area=area, slug="yunxi").first()
    if scheme is None:
        return None
    office = User.objects.get(username="zhoumin")
    set_rank_alerts(Act(actor=office), scheme=scheme, on=True, reason="后位指标要有人管到底")
    standing = (
        Standing.objects.filter(round__scheme=scheme, state=Standing.State.PUBLISHED)
        .select_related("version", "round__period", "round__scheme__area")
        .order_by("-published_at", "-pk")
        .first()
    )
    if standing is None or standing.published_at is None:
        return None
    age = (today - timezone.localdate(standing.published_at)).days
    return standing if 1 <= age < FRESH_DAYS else None


def _fallen(standing: Standing) -> int:
    before = round_before(standing)
    if before is None:
        return 0
    now = item_ranks(rules_of(standing.version), standing.places.all())
    then = item_ranks(rules_of(before.version), before.places.all())
    return sum(one.lagging and key in then and not then[key].lagging for key, one in now.items())


def _act(person: User, day: dt.date) -> Act:
    return Act(actor=person, at=timezone.make_aware(dt.datetime.combine(day, dt.time(10, 30))))
