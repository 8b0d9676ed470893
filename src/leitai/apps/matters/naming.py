"""Units and people as somebody writes them: on the command line, and in a sheet of new matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from leitai.apps.language import reader_language
from leitai.apps.units.models import Unit, UnitAlias, User
from leitai.apps.units.selectors import subtree_ids, valid_on
from leitai.workbooks import Candidate, match_names

#: Units offered for a name that is in doubt.
OFFERED = 4


@dataclass(frozen=True)
class UnitRead:
    """What a written name means: the unit, or those that it may mean, and why it is in doubt."""

    written: str
    unit: Unit | None
    offers: tuple[Unit, ...] = ()
    why: str = ""


class UnitNames:
    """The units of an area that can have a matter, by name, code, English name and alias."""

    def __init__(self, area: Unit, day: dt.date) -> None:
        inside = Unit.objects.filter(pk__in=subtree_ids((area.pk,))).exclude(pk=area.pk)
        self.units = {unit.pk: unit for unit in valid_on(inside, day)}
        spellings: dict[int, list[str]] = {}
        for text, pk in UnitAlias.objects.filter(within=area).values_list("text", "unit_id"):
            spellings.setdefault(pk, []).append(text)
        self._candidates = [
            Candidate(
                str(unit.pk),
                unit.name,
                unit.division_code,
                tuple(text for text in (*spellings.get(unit.pk, ()), unit.name_en) if text),
            )
            for unit in self.units.values()
        ]

    def read(self, names: Iterable[str]) -> dict[str, UnitRead]:
        """Read names: name → what it means; only the exact name, code or alias is settled."""
        written = list(dict.fromkeys(names))
        found = {}
        for match in match_names(written, self._candidates, limit=OFFERED):
            english = reader_language() == "en"
            found[match.raw] = UnitRead(
                match.raw,
                self.units[int(match.key)] if match.key is not None else None,
                tuple(self.units[int(one.key)] for one in match.alternatives[:OFFERED]),
                match.message_en if english else match.message,
            )
        return found


def person_in(area: Unit, **by: Any) -> User | None:
    """Return the active person with a role in the area, found by ``pk`` or ``username``."""
    people = User.objects.filter(
        is_active=True, assignments__unit__in=subtree_ids((area.pk,)), **by
    )
    return people.distinct().first()
