"""The report card (成绩单): what came of each line of a letter by a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import ReportLine, report_lines, unit_quarters
from leitai.apps.goals.selectors.targets import targets
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.selectors.values import current_values
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.composing.draft import Draft, Wording, dressed
from leitai.apps.publishing.composing.letters import (
    CHINESE,
    LetterLine,
    indicator_name,
    kept_lines,
    plain,
)
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import area_of
from leitai.bulletins import Block, Column, Heading, Paragraph, Table, official_date
from leitai.engine.pace import completion_rate
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import format_number

#: Lines told one by one that fell short; the table has them all.
MOST_SHORT = 10
#: What a quarter or a line came to, in one sign for the strip and in a word.
SIGNS = {"red": "红", "steady": "稳", "short": "欠", "": "—"}
OUTCOMES = {"stretch": "冲刺进度", "floor": "保底进度", "short": "未达进度", "": "暂不能定"}


@dataclass(frozen=True)
class CardLine:
    """A line of the card: the letter's figures, what was reached, and how that stands.

    Rates are in percent of the floor and stretch that the letter names. ``outcome`` is
    ``stretch``, ``floor``, ``short`` or empty while it cannot be told, and ``quarters`` are
    ``red``, ``steady``, ``short`` or empty by the area's thresholds; both are seen against the
    targets that count now. ``rank`` is among the ``size`` units that hold a target of the series,
    by the part of the floor reached; None where it is not open.
    """

    number: int
    series_id: int | None
    indicator: str
    scope: tuple[str, ...]
    measure: str
    decimals: int
    direction: str
    floor: float | None
    stretch: float | None
    floor_now: float | None
    stretch_now: float | None
    value: float | None
    revision_id: int | None
    of_floor: float | None
    of_stretch: float | None
    due: float | None
    of_due: float | None
    outcome: str
    rank: int | None
    size: int
    quarters: tuple[str, ...]
    leader: str
    person: str

    @property
    def changed(self) -> bool:
        """Whether the target is another now than in the letter."""
        return (self.floor, self.stretch) != (self.floor_now, self.stretch_now)


@dataclass(frozen=True)
class Card:
    """A unit's card of a month, answering its letter where one was issued."""

    unit: Unit
    period: Period
    letter: Bulletin | None
    lines: tuple[CardLine, ...]

    def count(self, outcome: str) -> int:
        """How many lines came to an outcome."""
        return sum(line.outcome == outcome for line in self.lines)


def letter_in_force(unit: Unit, year: int) -> Bulletin | None:
    """Return the letter of a unit that counts for a year: the newest not withdrawn."""
    return (
        Bulletin.objects.filter(
            kind=BulletinKind.LETTER, unit=unit, year=year, withdrawn_at__isnull=True
        )
        .defer("file", "content")
        .order_by("-number")
        .first()
    )


def card(user: Any, unit: Unit, period: Period, *, ranks: bool) -> Card:
    """Return a unit's card of a month as ``user`` may see it, in the reader's language.

    ``user`` None is the house itself. ``ranks`` tells where the unit stands among others: for those
    who see the others.
    """
    reported = report_lines(unit, period.year, period, user=user)
    quarters = unit_quarters(unit, period, user=user)
    letter = letter_in_force(unit, period.year)
    promised = {line.key: line for line in kept_lines(letter)} if letter is not None else {}
    places = _places(unit, reported, period) if ranks else {}
    lines: list[CardLine] = []
    for line in reported:
        kept = promised.get(("series", line.line.series_id))
        lines.append(_line(len(lines) + 1, line, kept, places, quarters))
    return Card(unit, period, letter, tuple(lines))


def _line(
    number: int,
    told: ReportLine,
    kept: LetterLine | None,
    places: dict[int, tuple[int | None, int]],
    quarters: Mapping[int, tuple[str, ...]],
) -> CardLine:
    line = told.line
    floor, stretch = (kept.floor, kept.stretch) if kept else (line.floor, line.stretch)
    series = line.series_id or 0
    rank, size = places.get(series, (None, 0))
    return CardLine(
        number=number,
        series_id=line.series_id,
        indicator=line.indicator,
        scope=tuple(str(part) for part in line.scope),
        measure=line.measure,
        decimals=line.decimals,
        direction=line.direction,
        floor=floor,
        stretch=stretch,
        floor_now=line.floor,
        stretch_now=line.stretch,
        value=told.value,
        revision_id=told.revision_id,
        of_floor=_rate(told.value, floor),
        of_stretch=_rate(told.value, stretch),
        due=told.due_floor,
        of_due=told.of_due,
        outcome=told.outcome,
        rank=rank,
        size=size,
        quarters=quarters.get(series, ("", "", "", "")),
        leader=line.responsible_leader,
        person=line.person,
    )


def _rate(value: float | None, plan: float | None) -> float | None:
    if value is None or plan is None:
        return None
    found = completion_rate(value, plan)
    return found.number if isinstance(found, Quantity) else None


def _places(
    unit: Unit, reported: Sequence[ReportLine], period: Period
) -> dict[int, tuple[int | None, int]]:
    """Return series → rank and number of units of the same level that hold a target of it.

    Ranked by the part of the floor reached, the other way round where lower is better; units
    without a value have no rank and units alike share one.
    """
    wanted = {line.line.series_id: line.line.direction for line in reported if line.line.series_id}
    peers = Target.objects.filter(series_id__in=wanted, year=period.year)
    units = set(peers.values_list("unit_id", flat=True)) & _beside(unit)
    held = targets(wanted, units, period.year)
    values = current_values(wanted, units, [period])
    rates: dict[int, dict[int, float]] = {}
    sizes: dict[int, int] = {}
    for (series, other), target in held.items():
        sizes[series] = sizes.get(series, 0) + 1
        value = values.get((series, other, period.pk))
        found = _rate(value.number if value is not None else None, target.floor)
        if found is not None:
            rates.setdefault(series, {})[other] = (
                -found if wanted[series] == Direction.LOWER else found
            )
    return {
        series: (
            1 + sum(rate > mine for rate in rates[series].values())
            if (mine := rates.get(series, {}).get(unit.pk)) is not None
            else None,
            size,
        )
        for series, size in sizes.items()
    }


def _beside(unit: Unit) -> set[int]:
    """Return the units of the area that stand as far below it as the unit does."""
    above = Ancestry.objects.filter(descendant=unit).order_by("-depth").first()
    if above is None:
        return {unit.pk}
    level = Ancestry.objects.filter(ancestor_id=above.ancestor_id, depth=above.depth)
    return set(level.values_list("descendant_id", flat=True))


def card_draft(user: Any, unit: Unit, period: Period, wording: Wording, day: dt.date) -> Draft:
    """Return a unit's card of a month as a document, with ranks.

    Raises:
        ValidationError: when no target of the unit has a figure for the month.
    """
    with translation.override(CHINESE):
        found = card(user, unit, period, ranks=True)
        when = period_name(period, cumulative=True).removesuffix("累计")
    if not any(line.value is not None for line in found.lines):
        raise ValidationError(
            _("No target of %(unit)s has a figure for %(period)s.")
            % {"unit": unit, "period": period.code}
        )
    area = area_of(unit)
    letter = found.letter
    against = (
        f"对照{official_date(dt.date.fromisoformat(letter.facts['day']))}签发的"
        f"{period.year}年度目标责任书"
        if letter is not None
        else f"对照{period.year}年度目标"
    )
    blocks: list[Block] = [
        Paragraph(
            f"{against}，{unit.name}承担目标{len(found.lines)}项，{when}达到冲刺进度"
            f"{found.count('stretch')}项、达到保底进度{found.count('floor')}项、"
            f"未达进度{found.count('short')}项，尚不能定{found.count('')}项。逐项情况如下。"
        ),
        card_table(found.lines),
    ]
    short = [line for line in found.lines if line.outcome == "short"]
    if short:
        worst = sorted(short, key=_distance)[:MOST_SHORT]
        of_all = f"（差距最大的{MOST_SHORT}项）" if len(short) > MOST_SHORT else ""
        blocks += [
            Heading(f"未达进度的目标{of_all}"),
            *(Paragraph(_shortfall(line, when)) for line in worst),
        ]
    changed = [line for line in found.lines if letter is not None and line.changed]
    if changed:
        blocks += [
            Heading("签发后调整过的目标"),
            *(
                Paragraph(
                    f"{line.indicator}：责任书保底{_figure(line, line.floor)}、冲刺"
                    f"{_figure(line, line.stretch)}，现为保底{_figure(line, line.floor_now)}、"
                    f"冲刺{_figure(line, line.stretch_now)}。完成比例按责任书计，进度按现行目标计。"
                )
                for line in changed
            ),
        ]
    document = dressed(
        wording,
        title=f"{unit.name}{when}目标成绩单",
        issuer=f"{area.name}考核办公室",
        blocks=blocks,
        day=day,
    )
    return Draft(
        kind=BulletinKind.CARD,
        unit=unit,
        year=period.year,
        document=document,
        facts={"lines": [plain(line) for line in found.lines]},
        period=period,
        answers=letter,
    )


def _figure(line: CardLine, number: float | None) -> str:
    return f"{format_number(number, line.decimals)}{line.measure if number is not None else ''}"


def _distance(line: CardLine) -> float:
    """Return how far a line is from what was due, the furthest first."""
    if line.of_due is None or line.of_due <= 0:
        return 0.0
    return -line.of_due if line.direction == Direction.LOWER else line.of_due


def _shortfall(line: CardLine, when: str) -> str:
    held = f"，责任人{line.person}" if line.person else ""
    lower = line.direction == Direction.LOWER
    share = f"，为应达的{format_number(line.of_due, 1)}%" if line.of_due is not None else ""
    return (
        f"{line.indicator}：{when}应{'不高于' if lower else '达'}{_figure(line, line.due)}，实绩"
        f"{_figure(line, line.value)}{'' if lower else share}{held}。"
    )


def card_table(lines: Sequence[CardLine]) -> Table:
    """Return the lines as the card prints them."""
    ranked = any(line.rank is not None for line in lines)
    columns = [
        Column("序号", 0.7), Column("指标（口径）", 2.4, "left"), Column("单位", 0.95),
        Column("保底"), Column("冲刺"), Column("实绩"), Column("占保底%", 0.95),
        Column("占冲刺%", 0.95), *([Column("位次", 0.95)] if ranked else []),
        Column("四个季度", 1.4),
    ]  # fmt: skip
    rows = []
    for line in lines:
        figures = [format_number(n, line.decimals) for n in (line.floor, line.stretch, line.value)]
        shares = [format_number(n, 1) for n in (line.of_floor, line.of_stretch)]
        place = [f"{line.rank}/{line.size}" if line.rank is not None else "—"] if ranked else []
        strip = "".join(SIGNS[quarter] for quarter in line.quarters)
        rows.append(
            (str(line.number), indicator_name(line), line.measure, *figures, *shares, *place, strip)
        )
    note = (
        "注：季度栏依次为一至四季度，按本区域季度标准，红为开门红、季季红，稳为开门稳，欠为未达，"
        "—为未到或缺数。"
    )
    if ranked:
        note += "位次按占保底的比例，在承担同一指标的同级单位中排。"
    return Table(tuple(columns), tuple(rows), note=note)
