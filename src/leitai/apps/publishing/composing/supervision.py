"""The bulletin of supervision (督查通报): how a period's matters went, and what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from leitai.apps.matters.life import State
from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.lists import MatterRow, rows_of
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.selectors.statistics import (
    Statistics,
    counted_list,
    statistics_by,
)
from leitai.apps.publishing.composing.draft import Draft, Wording, dressed
from leitai.apps.publishing.composing.letters import CHINESE
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.units.models import Unit
from leitai.bulletins import Block, Column, Heading, Paragraph, Table, official_date
from leitai.engine.rounding import format_number

#: Overdue matters that a document lists; more belong into a workbook.
MOST_LISTED = 100
#: Units named as good or bad examples.
MOST_NAMED = 5


@dataclass(frozen=True)
class SupervisionPeriod:
    """What a bulletin of supervision speaks of: an area's matters due from a day to a day."""

    area: Unit
    start: dt.date
    end: dt.date

    @property
    def words(self) -> str:
        """The span as a document says it; a whole month, quarter or year by its name."""
        after = self.end + dt.timedelta(days=1)
        if self.start.day == 1 and after.day == 1 and self.start.year == self.end.year:
            months = self.end.month - self.start.month + 1
            if months == 1:
                return f"{self.start.year}年{self.start.month}月"
            if months == 3 and self.end.month % 3 == 0:
                return f"{self.start.year}年第{'一二三四'[self.end.month // 3 - 1]}季度"
            if months == 12:
                return f"{self.start.year}年"
        if self.start.year == self.end.year:
            end = f"{self.end.month}月{self.end.day}日"
            return f"{official_date(self.start)}至{end}"
        return f"{official_date(self.start)}至{official_date(self.end)}"


@dataclass(frozen=True)
class Supervised:
    """How the matters of a period went: in all, by lead unit, and those that are overdue."""

    period: SupervisionPeriod
    day: dt.date
    overall: Statistics
    units: tuple[Statistics, ...]
    overdue: tuple[MatterRow, ...]
    tickets: dict[int, str]

    @property
    def good(self) -> list[Statistics]:
        """Units that closed all and were never late, the most first."""
        found = [one for one in self.units if one.due and one.on_time == one.due]
        return found[:MOST_NAMED]

    @property
    def bad(self) -> list[Statistics]:
        """Units with the largest part overdue."""
        late = [one for one in self.units if one.overdue]
        late.sort(key=lambda one: (-(one.overdue_rate or 0), -one.overdue, one.name))
        return late[:MOST_NAMED]


def supervised(user: Any, period: SupervisionPeriod, day: dt.date) -> Supervised:
    """Return how the matters of a period that ``user`` sees went, judged on a day.

    Raises:
        ValidationError: for days in the wrong order, and when no matter was due.
    """
    if period.end < period.start:
        raise ValidationError(_("The last day lies before the first."))
    area = period.area.pk
    with translation.override(CHINESE):
        overall, units = statistics_by(user, "unit", period.start, period.end, day, area)
    if not overall.due:
        raise ValidationError(_("No matter was due in these days."))
    with translation.override(CHINESE):
        late = counted_list(user, "overdue", period.start, period.end, day, Filter(area=area))
        matters = list(late[:MOST_LISTED])
        ladder = rules_for(area).ladder
        names = {str(level.level): level.name for level in ladder.levels}
        tickets = {
            matter.pk: names.get(matter.ticket_level, matter.ticket_level)
            for matter in matters
            if matter.ticket_level
        }
        rows = tuple(rows_of(matters, day))
    return Supervised(period, day, overall, tuple(units), rows, tickets)


def supervision_draft(
    user: Any,
    period: SupervisionPeriod,
    wording: Wording,
    day: dt.date,
    *,
    to_all: bool = False,
) -> Draft:
    """Return the bulletin of a period; ``to_all`` opens it to all units of the area.

    Raises:
        ValidationError: for days in the wrong order, and when no matter was due.
    """
    found = supervised(user, period, day)
    blocks: list[Block] = [
        Paragraph(_summary(found)),
        Heading("总体情况"),
        unit_table(found.units),
        *_examples(found),
        *_late(found),
    ]
    return Draft(
        kind=BulletinKind.SUPERVISION,
        unit=period.area,
        year=period.end.year,
        document=dressed(
            wording,
            title=f"关于{period.words}督查督办情况的通报",
            issuer=f"{period.area.name}督查室",
            blocks=blocks,
            day=day,
        ),
        facts={
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "day": day.isoformat(),
            "due": found.overall.due,
            "closed": found.overall.closed,
            "on_time": found.overall.on_time,
            "overdue": found.overall.overdue,
            "returned": found.overall.returned,
            "matters": [row.id for row in found.overdue],
        },
        audience=Bulletin.Audience.AREA if to_all else Bulletin.Audience.OVERSEERS,
    )


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{format_number(rate, 1)}%"


def _summary(found: Supervised) -> str:
    """Say how many were due, closed, closed on time, late and returned."""
    all_of = found.overall
    mean = (
        f"，平均办理{format_number(all_of.mean_days, 1)}天" if all_of.mean_days is not None else ""
    )
    return (
        f"{found.period.words}到期的督办事项{all_of.due}件，截至{official_date(found.day)}已办结"
        f"{all_of.closed}件，办结率{_percent(all_of.closing_rate)}；按时办结{all_of.on_time}件，"
        f"按时办结率{_percent(all_of.on_time_rate)}；逾期{all_of.overdue}件，逾期率"
        f"{_percent(all_of.overdue_rate)}；退回重办{all_of.returned}件，退回率"
        f"{_percent(all_of.return_rate)}{mean}。现将有关情况通报如下。"
    )


def unit_table(units: Sequence[Statistics]) -> Table:
    """Return the figures of each lead unit."""
    rows = tuple(
        (
            one.name, str(one.due), str(one.closed), _percent(one.closing_rate),
            str(one.on_time), _percent(one.on_time_rate), str(one.overdue), str(one.returned),
        )
        for one in units
    )  # fmt: skip
    return Table(
        (
            Column("牵头单位", 2.0, "left"), Column("到期"), Column("办结"), Column("办结率", 1.2),
            Column("按时办结", 1.3), Column("按时办结率", 1.5), Column("逾期"), Column("退回"),
        ),
        rows,
        unit="单位：件",
    )  # fmt: skip


def _examples(found: Supervised) -> list[Block]:
    blocks: list[Block] = []
    if found.good:
        told = "、".join(f"{one.name}（{one.due}件）" for one in found.good)
        blocks.append(Paragraph(f"{told}到期事项全部按时办结。", lead="办理较好的单位。"))
    if found.bad:
        told = "；".join(
            f"{one.name}到期{one.due}件、逾期{one.overdue}件，逾期率{_percent(one.overdue_rate)}"
            for one in found.bad
        )
        blocks.append(Paragraph(f"{told}。", lead="办理较差的单位。"))
    return [Heading("正反典型"), *blocks] if blocks else []


def _late(found: Supervised) -> list[Block]:
    if not found.overdue:
        return [Heading("逾期事项"), Paragraph("无逾期事项。")]
    left_out = found.overall.overdue - len(found.overdue)
    said = f"逾期{found.overall.overdue}件，见下表。"
    if left_out:
        said = f"逾期{found.overall.overdue}件，下表列出到期最早的{len(found.overdue)}件。"
    return [Heading("逾期事项"), Paragraph(said), late_table(found)]


def late_table(found: Supervised) -> Table:
    """Return the overdue matters with unit, person, days and ticket."""
    rows = tuple(
        (
            row.number, row.title, row.lead_unit or "—", row.responsible_person or "—",
            _day(row.due), str(-row.days) if row.days is not None and row.days < 0 else "—",
            found.tickets.get(row.id, "—"), "已办结" if row.state == State.CLOSED else "未办结",
        )
        for row in found.overdue
    )  # fmt: skip
    return Table(
        (
            Column("编号", 1.8), Column("事项", 2.6, "left"), Column("牵头单位", 1.3),
            Column("责任人", 1.0), Column("到期日", 1.3), Column("逾期", 0.7),
            Column("督办单", 0.9), Column("状态", 0.9),
        ),
        rows,
        unit="逾期以工作日计",
    )  # fmt: skip


def _day(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day is not None else "—"
