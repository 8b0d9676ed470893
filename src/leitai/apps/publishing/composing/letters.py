"""The responsibility letter (责任书): what a unit signs for a year, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from leitai.apps.goals.selectors import ResponsibilityLine, responsibility_lines
from leitai.apps.publishing.composing.draft import Draft, Wording
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of
from leitai.bulletins import Block, Column, Document, Heading, Paragraph, SignedBy, Table
from leitai.bulletins.wording import clean
from leitai.engine.rounding import format_number

CHINESE = "zh-hans"


@dataclass(frozen=True)
class LetterLine:
    """A line as a letter keeps it; figures in ``measure``, None for a compound target."""

    number: int
    target_id: int | None
    compound_id: int | None
    revision: int
    series_id: int | None
    indicator: str
    scope: tuple[str, ...]
    measure: str
    decimals: int
    direction: str
    floor: float | None
    stretch: float | None
    sentence: str
    leader: str
    person: str
    conditions: tuple[str, ...]

    @property
    def key(self) -> tuple[str, int | None]:
        """What the line is about, whatever its figures."""
        if self.compound_id is not None:
            return "compound", self.compound_id
        return "series", self.series_id

    @property
    def figures(self) -> tuple[Any, ...]:
        """What was promised: a line whose figures differ was changed."""
        return self.floor, self.stretch, self.conditions


@dataclass(frozen=True)
class Changed:
    """A line of a letter that is otherwise now; ``now`` None where the target is gone, ``then``
    None where it was not in the letter.
    """

    then: LetterLine | None
    now: LetterLine | None

    @property
    def line(self) -> LetterLine:
        """Either of them, to name it by."""
        found = self.then or self.now
        assert found is not None
        return found


def letter_lines(user: Any, unit: Unit, year: int) -> tuple[LetterLine, ...]:
    """Return what the unit answers for in a year as it stands now, in the reader's language.

    ``user`` None is the house.
    """
    return tuple(_line(line) for line in responsibility_lines(unit, year, user=user))


def official_lines(user: Any, unit: Unit, year: int) -> tuple[LetterLine, ...]:
    """Return the same in the words that a letter prints."""
    with translation.override(CHINESE):
        return letter_lines(user, unit, year)


def _line(line: ResponsibilityLine) -> LetterLine:
    return LetterLine(
        number=line.number,
        target_id=line.target_id,
        compound_id=line.compound_id,
        revision=line.revision,
        series_id=line.series_id,
        indicator=line.indicator,
        scope=tuple(str(part) for part in line.scope),
        measure=line.measure,
        decimals=line.decimals,
        direction=line.direction,
        floor=line.floor,
        stretch=line.stretch,
        sentence=line.sentence,
        leader=line.responsible_leader,
        person=line.person,
        conditions=tuple(line.conditions),
    )


def kept_lines(letter: Bulletin) -> tuple[LetterLine, ...]:
    """Return the lines of a letter as they were issued."""
    return tuple(
        LetterLine(
            **{
                **line,
                "scope": tuple(line["scope"]),
                "conditions": tuple(line["conditions"]),
            }
        )
        for line in letter.facts["lines"]
    )


def changed_since(letter: Bulletin, now: Iterable[LetterLine]) -> tuple[Changed, ...]:
    """Return the lines that differ from the letter now, in the letter's order, new ones last."""
    present = {line.key: line for line in now}
    found = []
    for then in kept_lines(letter):
        line = present.pop(then.key, None)
        if line is None or line.figures != then.figures:
            found.append(Changed(then, line))
    return (*found, *(Changed(None, line) for line in present.values()))


def letter_draft(user: Any, unit: Unit, year: int, wording: Wording, day: dt.date) -> Draft:
    """Return the letter of a unit for a year, of the targets that ``user`` sees.

    Raises:
        ValidationError: when the unit has no target for the year.
    """
    lines = official_lines(user, unit, year)
    if not lines:
        raise ValidationError(
            _("%(unit)s has no target for %(year)d: there is nothing to sign.")
            % {"unit": unit, "year": year}
        )
    area = area_of(unit)
    issuer = clean(wording.issuer) or (
        "上级人民政府" if area.pk == unit.pk else f"{area.name}人民政府"
    )
    sentences = [line for line in lines if line.sentence]
    blocks: list[Block] = [
        Paragraph(
            f"为完成{year}年度各项目标任务，明确责任，{issuer}（以下称发责单位）与"
            f"{unit.name}（以下称责任单位）签订本责任书。"
        ),
        Heading("责任目标"),
        Paragraph(f"责任单位{year}年度承担目标{len(lines)}项，见下表。"),
        letter_table(lines),
    ]
    if sentences:
        blocks += [
            Heading("目标出处"),
            *(Paragraph(f"{line.indicator}：“{clean(line.sentence)}”") for line in sentences),
        ]
    blocks += [
        Heading("考核与调整"),
        Paragraph("本责任书各项目标，每期对照实绩逐项出具成绩单，年终据以考核。"),
        Paragraph("目标确需调整的，按程序报批，另行签订；本责任书原件保留，不作改动。"),
    ]
    if wording.demands:
        blocks += [Heading("工作要求"), *(Paragraph(text) for text in wording.demands)]
    sign = ("（盖章）", "负责人：", "\u3000\u3000年\u3000\u3000月\u3000\u3000日")
    document = Document(
        clean(wording.title) or f"{unit.name}{year}年度目标责任书",
        tuple(blocks),
        signature=SignedBy(
            (
                (f"发责单位：{issuer}", *sign),
                (f"责任单位：{unit.name}", *sign),
            )
        ),
    )
    return Draft(
        kind=BulletinKind.LETTER,
        unit=unit,
        year=year,
        document=document,
        facts={"lines": [plain(line) for line in lines], "day": day.isoformat()},
        issuer=issuer,
    )


def plain(line: Any) -> dict[str, Any]:
    """Return a line as JSON has it."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(line).items()
    }


def letter_table(lines: Sequence[LetterLine]) -> Table:
    """Return the lines as the letter prints them."""
    people = any(line.leader or line.person for line in lines)
    columns = [
        Column("序号", 0.6), Column("指标（口径）", 2.8, "left"), Column("单位", 0.9),
        Column("保底目标", 1.2), Column("冲刺目标", 1.2),
    ]  # fmt: skip
    if people:
        columns += [Column("责任领导", 1.2), Column("责任人", 1.2)]
    rows = []
    for line in lines:
        row = [str(line.number), indicator_name(line), line.measure]
        if line.conditions:
            row += ["；".join(line.conditions), ""]
        else:
            row += [
                format_number(line.floor, line.decimals),
                format_number(line.stretch, line.decimals),
            ]
        rows.append(tuple(row + ([line.leader or "—", line.person or "—"] if people else [])))
    return Table(tuple(columns), tuple(rows))


def indicator_name(line: Any) -> str:
    """Return indicator and scope as one cell has them."""
    return f"{line.indicator}（{'、'.join(line.scope)}）" if line.scope else str(line.indicator)
