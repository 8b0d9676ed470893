"""Loading the matters of 云溪区: each step through its service, at its moment, by its person."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter
from leitai.apps.matters.rule_sets import Category
from leitai.apps.matters.selectors.rules import rules_kept
from leitai.apps.periods.selectors.calendars import calendar_for
from leitai.apps.periods.services import ensure_period
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import tree_kept
from leitai.demo.load.battle_map import lay_tiles
from leitai.demo.load.rank_alerts import Alerts
from leitai.demo.matters import CLOSED, KINDS, LADDER, LIGHTS, district_matters
from leitai.demo.matters_making import Days
from leitai.demo.matters_script import OFFICE, Script, Step, in_order

#: Working days before today on which the daily rules have run.
RULE_DAYS = 60
#: When they run.
RULE_TIME = dt.time(8, 30)


def load_matters(
    progress: Callable[[str, float], None], *, today: dt.date | None = None, closed: int = CLOSED
) -> None:
    """Play three years of matters up to the day before ``today`` (the day of loading)."""
    today = today or timezone.localdate()
    area = Unit.objects.get(name="云溪区", kind="district", fictional=True)
    calendar = calendar_for(area.pk)
    player = Player(area)
    with transaction.atomic():
        days = Days(today, calendar)
        alerts = Alerts(area, days)
        scripts = district_matters(today, calendar, closed=closed, beside=alerts.count)
        first = min(script.steps[0].at for script in scripts)
        player.choose_rules(_aware(first - dt.timedelta(days=3)))
    with transaction.atomic(), rules_kept(), tree_kept():
        count = sum(len(script.steps) for script in scripts)
        taken = itertools.count()

        def take(script: Script, step: Step) -> None:
            alerts.raise_by(step.at)
            if (number := next(taken)) % 250 == 0:
                progress("督办事项", number / count)
            player.take(script, step)

        play(scripts, take, [days.back(back) for back in range(RULE_DAYS - 1, -1, -1)])
        alerts.answer()
    _store_statistics(area, player.people[OFFICE], today)
    lay_tiles(area, player.people[OFFICE])
    progress("督办事项", 1.0)


def play(
    scripts: tuple[Script, ...], take: Callable[[Script, Step], None], rule_days: Sequence[dt.date]
) -> None:
    """Take all steps as time goes by, and between them do what the daily rules do on these days.

    ``take`` is the way by which a step is taken: the services, or any other door of the house.
    """
    waiting = [dt.datetime.combine(day, RULE_TIME) for day in sorted(rule_days)]
    for script, step in in_order(scripts):
        while waiting and waiting[0] < step.at:
            services.keep_rules(_aware(waiting.pop(0)))
        take(script, step)
    for at in waiting:
        services.keep_rules(_aware(at))


def _store_statistics(area: Unit, office: User, today: dt.date) -> None:
    """Store the closing rates of the last twelve months that have ended."""
    month = today.replace(day=1)
    for _back in range(12):
        at = dt.datetime.combine(month, dt.time(9, 30))
        month = (month - dt.timedelta(days=1)).replace(day=1)
        period = ensure_period("month", month.year, month.month)
        with suppress(RefusedError):  # nothing was due in that month
            services.store_statistics(Act(actor=office, at=_aware(at)), area=area, period=period)


class Player:
    """Takes the steps of scripts by the services of the room."""

    def __init__(self, area: Unit) -> None:
        self.area = area
        units = Unit.objects.filter(above__ancestor=area)
        self.units: Mapping[str, Unit] = {unit.name: unit for unit in units}
        self.people = {user.username: user for user in User.objects.filter(home__in=units)}
        self.matters: dict[str, Matter] = {}

    def choose_rules(self, at: dt.datetime) -> None:
        """Take the district's sets, as its office did before its first matter."""
        for category, slug in (
            (Category.KINDS, KINDS), (Category.LIGHTS, LIGHTS), (Category.LADDER, LADDER),
        ):  # fmt: skip
            services.choose_rules(
                self._act(OFFICE, at), area=self.area, category=category, slug=slug,
                reason="区委督查室建议，区委办公会同意",
            )  # fmt: skip

    def take(self, script: Script, step: Step) -> None:
        """Take one step; the first of a script brings its matter about."""
        act = self._act(step.by, _aware(step.at))
        if step is script.steps[0]:
            self.matters[script.key] = self._begin(act, script, step)
            return
        given = {name: self._meant(name, value) for name, value in step.given.items()}
        if step.words:
            given["words"] = step.words
        services.take_step(act, step.verb, self.matters[script.key], given)

    def _begin(self, act: Act, script: Script, step: Step) -> Matter:
        begin = services.draft_matter if step.verb == "draft" else services.register_matter
        return begin(
            act,
            area=self.area,
            title=script.title,
            kind=script.kind,
            source=services.Source(script.source, script.source_name, script.source_words),
            measure=services.Measure(*script.measure) if script.measure else None,
            contact=self.people[script.contact] if script.contact else None,
            parent=self.matters[script.parent] if script.parent else None,
        )

    def _meant(self, name: str, value: Any) -> Any:
        if name == "lead_unit":
            return self.units[value]
        if name == "supporting":
            return [self.units[one] for one in value]
        if name == "into":
            return self.matters[value]
        if name == "checks":
            return dict.fromkeys(value, True)
        if name == "files":
            return [services.File(file, text.encode()) for file, text in value]
        return value

    def _act(self, by: str, at: dt.datetime) -> Act:
        return Act(actor=self.people[by], at=at)


def _aware(moment: dt.datetime) -> dt.datetime:
    return timezone.make_aware(moment)
