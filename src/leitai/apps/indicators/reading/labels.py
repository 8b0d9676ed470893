"""What the unit names of a table mean: the area's units, with spellings decided before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leitai.apps.units.models import Ancestry, Unit, UnitAlias
from leitai.workbooks.names import Candidate, Match, match_names
from leitai.workbooks.texts import squeeze

#: Proposals for one doubtful name.
OFFERED = 4


@dataclass
class Directory:
    """The units that a file of an area may speak of, the area itself included."""

    candidates: list[Candidate] = field(default_factory=list)
    aliases: dict[str, int] = field(default_factory=dict)
    plain_names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, area: Unit, governing: Unit) -> Directory:
        """Load it; spellings remembered for the source's own unit go before the area's."""
        within = Ancestry.objects.filter(ancestor=area).values("descendant_id")
        units = list(Unit.objects.filter(pk__in=within).values_list("pk", "name", "division_code"))
        aliases: dict[str, int] = {}
        for scope in dict.fromkeys((area.pk, governing.pk)):
            aliases.update(UnitAlias.objects.filter(within_id=scope).values_list("text", "unit_id"))
        spellings: dict[int, list[str]] = {}
        for text, unit in aliases.items():
            spellings.setdefault(unit, []).append(text)
        return cls(
            [
                Candidate(str(pk), name, code, tuple(spellings.get(pk, ())))
                for pk, name, code in units
            ],
            aliases,
            frozenset(squeeze(name) for _pk, name, _code in units),
        )

    def knows(self, label: str, code: str) -> bool:
        """Tell, cheaply, whether a label or code is plainly one of ours."""
        return (
            squeeze(label) in self.plain_names
            or label in self.aliases
            or f"{label} {code}" in self.aliases
        )

    def settle(
        self, labels: dict[str, tuple[str, str]]
    ) -> tuple[dict[str, int], dict[str, dict[str, Any]]]:
        """Match labels: key → (name as written, code beside it).

        Returns the settled (key → unit id) and the open ones (key → reason and offers).
        """
        settled: dict[str, int] = {}
        rest: list[str] = []
        for key in labels:
            if key in self.aliases:
                settled[key] = self.aliases[key]
            else:
                rest.append(key)
        matches = match_names(
            [labels[key][0] for key in rest],
            self.candidates,
            codes=[labels[key][1] for key in rest],
        )
        doubtful: dict[str, dict[str, Any]] = {}
        for key, match in zip(rest, matches, strict=True):
            if match.key is not None:
                settled[key] = int(match.key)
            else:
                doubtful[key] = _asked(match)
        return settled, doubtful


def _asked(match: Match) -> dict[str, Any]:
    return {
        "because": {"code": match.kind, "zh": match.message, "en": match.message_en},
        "options": [
            *(
                {"answer": {"unit": int(alternative.key)}, "name": alternative.name}
                for alternative in match.alternatives[:OFFERED]
            ),
            {"answer": {"leave_out": True}},
        ],
    }
