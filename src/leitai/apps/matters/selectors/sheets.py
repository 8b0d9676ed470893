"""What the rows of a sheet of new matters mean, and what keeps them from being registered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.language import named
from leitai.apps.matters.models import Matter, MatterSheet, SourceKind
from leitai.apps.matters.naming import UnitNames, UnitRead
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.periods.deadlines import due_day
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import subtree_ids

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:前|底前)?")
#: Between the names of several units in one cell.
BETWEEN = re.compile(r"[、,，;；/\s]+")
#: Sheets whose answers are remembered.
REMEMBERED = 50
LENGTHS = {"title": 120, "source_name": 200, "source_words": 2000, "person": 40, "counted_in": 12}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, by its address; ``unit`` is the name of a unit in doubt."""

    field: str
    address: str
    written: str
    words: str
    unit: str = ""


@dataclass
class RowRead:
    """A row as it was understood; ``faults`` keep the whole sheet from being registered.

    ``notice`` says of a matter on the list that has the same title.
    """

    sheet: str
    row: int
    title: str = ""
    kind: str = ""
    kind_name: str = ""
    source: str = SourceKind.OTHER
    source_name: str = ""
    source_words: str = ""
    lead: Unit | None = None
    support: tuple[Unit, ...] = ()
    person: str = ""
    due: dt.date | None = None
    due_by_term: bool = False
    contact: User | None = None
    total: float | None = None
    counted_in: str = ""
    notice: str = ""
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class SheetRead:
    """All rows, and the names of units that wait for a person, each once."""

    rows: tuple[RowRead, ...]
    doubts: tuple[UnitRead, ...]

    @property
    def faults(self) -> list[tuple[RowRead, Fault]]:
        """What keeps it from being registered, in the order of the file."""
        return [(row, fault) for row in self.rows for fault in row.faults]


def sheets_for(user: Any) -> list[MatterSheet]:
    """Return the sheets that the person may go on with, the latest first, without their rows."""
    seen = MatterSheet.objects.visible_to(user).select_related("area", "brought_by")
    return list(seen.defer("rows")[:20])


def registered_before(sheet: MatterSheet) -> MatterSheet | None:
    """Return the sheet of the same content whose matters are on the list already."""
    same = MatterSheet.objects.filter(area=sheet.area_id, sha256=sheet.sha256)
    return same.filter(registered_at__isnull=False).exclude(pk=sheet.pk).first()


def remembered_answers(area: Unit) -> dict[str, int]:
    """Return what was said of names in this area's sheets; the latest word counts."""
    found: dict[str, int] = {}
    latest = MatterSheet.objects.filter(area=area).exclude(answers={})[:REMEMBERED]
    for answers in reversed([sheet.answers for sheet in latest]):
        found |= answers
    return found


def read_sheet(sheet: MatterSheet, day: dt.date) -> SheetRead:
    """Understand a sheet by the rules, units and people of its area as they are now."""
    reader = _Reader(sheet, day)
    rows = tuple(reader.row(row) for row in sheet.rows)
    _tell_twins(sheet.area, rows)
    asked = {fault.unit for row in rows for fault in row.faults if fault.unit}
    return SheetRead(rows, tuple(one for name, one in reader.units.items() if name in asked))


class _Reader:
    """Reads the cells of one sheet, after looking up all names at once."""

    def __init__(self, sheet: MatterSheet, day: dt.date) -> None:
        self.day = day
        self.rules: AreaRules = rules_for(sheet.area_id)
        self.kinds = {
            text: one
            for one in self.rules.kinds.kinds
            for text in (one.code, one.name, one.name_en)
            if text
        }
        self.sources = _source_names()
        names = UnitNames(sheet.area, day)
        written = {
            name
            for row in sheet.rows
            for of in ("lead", "support")
            for name in _names(row["cells"].get(of, ("", ""))[1])
        }
        self.units: Mapping[str, UnitRead] = names.read(sorted(written))
        answers = remembered_answers(sheet.area)
        self.answered = {name: names.units[pk] for name, pk in answers.items() if pk in names.units}
        people = User.objects.filter(
            is_active=True, assignments__unit__in=subtree_ids((sheet.area_id,))
        ).distinct()
        self.people: dict[str, list[User]] = {}
        for person in people:
            for text in {person.username, str(person)}:
                self.people.setdefault(text, []).append(person)

    def row(self, given: Mapping[str, Any]) -> RowRead:
        """Read one row."""
        cells: dict[str, tuple[str, str]] = {
            name: (at, text) for name, (at, text) in given["cells"].items()
        }
        read = RowRead(given["sheet"], given["row"])

        def wrong(name: str, words: str, unit: str = "") -> None:
            at, text = cells.get(name, ("", ""))
            read.faults.append(Fault(name, at, text, words, unit))

        for name, most in LENGTHS.items():
            text = cells.get(name, ("", ""))[1]
            setattr(read, name, text)
            if len(text) > most:
                wrong(name, _("has %(n)d characters, at most %(most)d fit")
                      % {"n": len(text), "most": most})  # fmt: skip
        if not read.title:
            wrong("title", _("the title is missing"))
        mark = secrecy_mark([read.title, read.source_name, *read.source_words.splitlines()])
        if mark:
            wrong("title", _("bears the secrecy mark %(mark)s") % {"mark": mark})
        self._kind(read, cells, wrong)
        self._source(read, cells, wrong)
        self._units(read, cells, wrong)
        self._due(read, cells, wrong)
        self._person_and_count(read, cells, wrong)
        return read

    def _kind(self, read: RowRead, cells: Mapping[str, Any], wrong: Any) -> None:
        text = cells.get("kind", ("", ""))[1]
        kind = self.kinds.get(text)
        if kind is None:
            known = "、".join(named(one) for one in self.rules.kinds.kinds)
            words = _("is no kind of matter here; there are: %(kinds)s") % {"kinds": known}
            wrong("kind", words if text else _("the kind is missing"))
            return
        read.kind, read.kind_name = kind.code, named(kind)

    def _source(self, read: RowRead, cells: Mapping[str, Any], wrong: Any) -> None:
        text = cells.get("source", ("", ""))[1]
        if text in self.sources:
            read.source = self.sources[text]
        elif text:
            known = "、".join(str(kind.label) for kind in SourceKind)
            wrong("source", _("is no source of matters; there are: %(all)s") % {"all": known})

    def _units(self, read: RowRead, cells: Mapping[str, Any], wrong: Any) -> None:
        found: dict[str, list[Unit]] = {"lead": [], "support": []}
        for of, units in found.items():
            for name in _names(cells.get(of, ("", ""))[1]):
                unit = self.units[name].unit or self.answered.get(name)
                if unit is None:
                    told = _("“%(name)s” is no unit on record") % {"name": name}
                    alone = name == cells[of][1]
                    wrong(of, _("is no unit on record") if alone else told, name)
                else:
                    units.append(unit)
        if len(found["lead"]) > 1:
            wrong("lead", _("names several units; one leads, the others support"))
        read.lead = found["lead"][0] if found["lead"] else None
        read.support = tuple(unit for unit in dict.fromkeys(found["support"]) if unit != read.lead)
        if "lead" not in cells and (found["support"] or "due" in cells):
            wrong("lead", _("the lead unit is missing"))

    def _due(self, read: RowRead, cells: Mapping[str, Any], wrong: Any) -> None:
        text = cells.get("due", ("", ""))[1]
        if text:
            match = DATE.fullmatch(text)
            try:
                read.due = dt.date(*(int(part) for part in match.groups())) if match else None
            except ValueError:
                read.due = None
            if read.due is None:
                wrong("due", _("is no day; write it as 2026-10-31"))
            elif read.due < self.day:
                wrong("due", _("has passed already"))
            return
        kind = self.rules.kinds.kind(read.kind)
        if read.lead is None or kind is None:
            return
        read.due, read.due_by_term = due_day(kind.deadline, self.day, self.rules.calendar), True
        if read.due is None:
            wrong("due", _("the due day is missing; this kind has no term"))

    def _person_and_count(self, read: RowRead, cells: Mapping[str, Any], wrong: Any) -> None:
        text = cells.get("contact", ("", ""))[1]
        if text:
            people = self.people.get(text, [])
            if len(people) == 1:
                read.contact = people[0]
            else:
                wrong("contact", _("%(n)d people of the area have this name; write the account")
                      % {"n": len(people)})  # fmt: skip
        text = cells.get("total", ("", ""))[1]
        if text:
            try:
                read.total = float(text.replace(",", ""))
            except ValueError:
                read.total = None
            if read.total is None or not 0 < read.total < 1e12:
                wrong("total", _("is no number above 0"))


def _source_names() -> dict[str, str]:
    """Return the sources by code and by their names in both languages, whoever reads."""
    found = {kind.value: kind.value for kind in SourceKind}
    for language in ("zh-hans", "en"):
        with override(language):
            found |= {str(kind.label): kind.value for kind in SourceKind}
    return found


def _names(text: str) -> list[str]:
    return [name for name in BETWEEN.split(text) if name]


def _tell_twins(area: Unit, rows: tuple[RowRead, ...]) -> None:
    """Tell of matters on the list with the title of a row; whether it is the same, people know."""
    titles = {row.title for row in rows if row.title}
    there = dict(Matter.objects.filter(area=area, title__in=titles).open()
                 .values_list("title", "number"))  # fmt: skip
    for row in rows:
        if row.title in there:
            row.notice = _("%(number)s on the list has this title") % {"number": there[row.title]}
