"""A supervision office, a lead unit and a supporting one, with days that are named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.matters.models import Matter
from leitai.apps.matters.services import (
    Source,
    assign,
    close_out,
    register_matter,
    report_completion,
    sign_for,
    verify,
)
from leitai.apps.periods.services import fill_from_library
from leitai.apps.units.models import Unit, User
from tests import factories
from tests.people import District, People

#: A Tuesday without holidays near: the day on which matters are assigned here.
START = dt.date(2026, 11, 3)
ALL_CHECKS = dict.fromkeys(("facts", "solved", "done", "conclusion", "lawful", "form"), True)


def on(day: dt.date | str, actor: Any = None, **more: Any) -> Act:
    """Return an act of a person at ten in the morning of a day."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
    return Act(actor=actor, at=at, **more)


@dataclass(frozen=True)
class Desk:
    """Who takes part, and short ways to bring a matter somewhere."""

    area: Unit
    lead: Unit
    helper: Unit
    office: User
    second: User
    leader: User
    reporter: User
    supporter: User
    stranger: User
    outsider: User

    def registered(
        self, title: str = "柳河水厂二期管网改造", day: Any = START, **more: Any
    ) -> Matter:
        more.setdefault("kind", "document")
        more.setdefault(
            "source", Source("meeting", "区政府第31次常务会议纪要，第4条", "确保供水。")
        )
        return register_matter(on(day, self.office), area=self.area, title=title, **more)

    def assigned(self, due: dt.date | None = None, day: Any = START, **more: Any) -> Matter:
        matter = self.registered(day=day, **more)
        return assign(
            on(day, self.office),
            matter=matter,
            lead_unit=self.lead,
            supporting=[self.helper],
            due=due,
        )

    def in_hand(self, due: dt.date | None = None, day: Any = START, **more: Any) -> Matter:
        matter = self.assigned(due, day, **more)
        return sign_for(on(day, self.reporter), matter=matter, responsible_person="何志远")

    def reported(self, due: dt.date | None = None, day: Any = START, **more: Any) -> Matter:
        matter = self.in_hand(due, day, **more)
        return report_completion(on(day, self.reporter), matter=matter, words="管网已通水")

    def verified(self, due: dt.date | None = None, day: Any = START, **more: Any) -> Matter:
        matter = self.reported(due, day, **more)
        return verify(on(day, self.office), matter=matter, checks=ALL_CHECKS)

    def closed(self, due: dt.date | None = None, day: Any = START, **more: Any) -> Matter:
        return close_out(on(day, self.office), matter=self.verified(due, day, **more))


def make_desk(district: District, people: People) -> Desk:
    """Put people at their desks: the bureau leads, 白沙镇 supports, 青石镇 has no part in it."""
    fill_from_library(Act())
    other_town = district.town("青石镇")
    return Desk(
        area=district.area,
        lead=district.bureau,
        helper=district.town("白沙镇"),
        office=people["supervision_office"],
        second=factories.make_user("second", "supervision_office", district.area),
        leader=people["leader_in_charge"],
        reporter=people["reporting_unit"],
        supporter=people["town"],
        stranger=factories.make_user("stranger", "reporting_unit", other_town),
        outsider=factories.make_user("far_office", "supervision_office", district.other_area),
    )
