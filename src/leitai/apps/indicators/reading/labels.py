"""What the unit names of a table mean: the area's units, with spellings decided before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from leitai.apps.indicators.reading.places import Label, PlaceRead, Places
from leitai.apps.units.models import Ancestry, Unit, UnitAlias
from leitai.workbooks.names import Alternative, Candidate, Match, match_names
from leitai.workbooks.texts import squeeze

#: Proposals for one doubtful name.
OFFERED = 4


@dataclass(frozen=True)
class Standing:
    """Which unit stands under which inside an area: id → ids above it, the area itself left out."""

    above: dict[int, frozenset[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, area: Unit, names: dict[int, str]) -> Standing:
        """Load it; ``names`` are the units' names without spaces."""
        links: dict[int, set[int]] = {}
        for pk, over in (
            Ancestry.objects.filter(descendant__in=names, ancestor__in=names, depth__gt=0)
            .exclude(ancestor=area)
            .values_list("descendant_id", "ancestor_id")
        ):
            links.setdefault(pk, set()).add(over)
        return cls({pk: frozenset(over) for pk, over in links.items()}, names)

    @cached_property
    def over(self) -> frozenset[str]:
        """Names of the units that have others under them."""
        return frozenset(self.names[pk] for held in self.above.values() for pk in held)

    def under(self, units: Iterable[int], beside: tuple[str, ...]) -> list[int]:
        """Keep the units that stand under every one of the names printed beside them."""
        wanted = {squeeze(name) for name in beside}
        return [
            pk for pk in units if wanted <= {self.names[over] for over in self.above.get(pk, ())}
        ]


@dataclass
class Directory:
    """The units that a file of an area may speak of, the area itself included."""

    candidates: list[Candidate] = field(default_factory=list)
    aliases: dict[str, int] = field(default_factory=dict)
    plain_names: frozenset[str] = frozenset()
    places: Places = field(default_factory=Places)
    standing: Standing = field(default_factory=lambda: Standing())
    warnings: dict[str, dict[str, Any]] = field(default_factory=dict)

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
            Places.of(units, area.division_code),
            Standing.of(area, {pk: squeeze(name) for pk, name, _code in units}),
        )

    def knows(self, label: str, code: str) -> bool:
        """Tell, cheaply, whether a label or code is plainly one of ours."""
        return (
            squeeze(label) in self.plain_names
            or label in self.aliases
            or f"{label} {code}" in self.aliases
        )

    def settle(
        self, labels: dict[str, Label], year: int | None = None
    ) -> tuple[dict[str, int], dict[str, dict[str, Any]]]:
        """Match labels: key → how a row names its unit; ``year`` is that of the data, if known.

        Returns the settled (key → unit id) and the open ones (key → reason and offers). What was
        read otherwise than printed stands in ``warnings``.
        """
        settled: dict[str, int] = {}
        rest: list[str] = []
        for key in labels:
            if key in self.aliases:
                settled[key] = self.aliases[key]
            else:
                rest.append(key)
        matches = match_names(
            [labels[key].name for key in rest],
            self.candidates,
            codes=[labels[key].code for key in rest],
        )
        read = self.places.read({key: labels[key] for key in rest}, year)
        doubtful: dict[str, dict[str, Any]] = {}
        for key, match in zip(rest, matches, strict=True):
            match = self._told_apart(match, labels[key].above)
            unit = self._decided(match, read.get(key))
            if unit is not None:
                settled[key] = unit
                warning = read[key].warning(self._names[unit]) if key in read else None
                if warning:
                    self.warnings[key] = warning
            else:
                doubtful[key] = _asked(match, read.get(key), self._names)
        return settled, doubtful

    @cached_property
    def _names(self) -> dict[int, str]:
        return {int(candidate.key): candidate.name for candidate in self.candidates}

    @cached_property
    def _placed(self) -> frozenset[int]:
        return frozenset(self.places.units.values())

    def _told_apart(self, match: Match, beside: tuple[str, ...]) -> Match:
        """Choose among namesakes by the town printed beside; doubt a name under another town."""
        if not beside or match.kind not in ("exact", "near", "spaces"):
            return match
        if match.key is not None:
            unit = int(match.key)
            if unit not in self.standing.above or self.standing.under([unit], beside):
                return match
            return replace(
                match,
                kind="near",
                key=None,
                alternatives=(Alternative(match.key, self._names[unit], 90.0),),
                message=f"在册的“{match.raw}”不在{'、'.join(beside)}下面。",
                message_en=f"“{match.raw}” on record is not under {', '.join(beside)}.",
            )
        written = squeeze(match.raw)
        same = [one for one in match.alternatives if squeeze(one.name) == written]
        found = self.standing.under([int(one.key) for one in same], beside)
        if len(found) != 1:
            return match
        return replace(match, kind="exact", key=str(found[0]), alternatives=())

    def _decided(self, match: Match, read: PlaceRead | None) -> int | None:
        """The unit that name and code list agree on, or the one that either knows alone."""
        named = int(match.key) if match.key is not None else None
        if read is None or (read.unit is None and not (read.elsewhere or read.doubted)):
            return named
        if named is None:
            return read.unit
        if named not in self._placed and read.unit is None:
            return named  # a town or a department: the list of counties says nothing of it
        if read.resolution.doubt == "changed" and named in read.offers:
            return named  # ended since, but on record as what it was
        return named if read.unit == named else None


def _asked(match: Match, read: PlaceRead | None, names: dict[int, str]) -> dict[str, Any]:
    units = {int(alternative.key): alternative.name for alternative in match.alternatives}
    because = {"code": match.kind, "zh": match.message, "en": match.message_en}
    if read is not None and (read.elsewhere or read.doubted or read.offers or read.unit):
        first = [read.unit] if read.unit else []
        if match.key is not None:
            first.append(int(match.key))
        if read.elsewhere or read.doubted:
            units = {}  # which place it is stands in the list; names that merely look alike mislead
        units = {pk: names[pk] for pk in (*first, *read.offers) if pk in names} | units
        if match.kind == "near" and read.offers:
            like = names[read.offers[0]]
            because |= {
                "zh": f"没有这个单位，像“{like}”。",
                "en": f"No such unit, probably “{like}”.",
            }
        if match.key is not None or read.elsewhere or read.doubted:
            because = {"code": "place", **_doubt(read)}
    return {
        "because": because,
        "options": [
            *({"answer": {"unit": pk}, "name": name} for pk, name in list(units.items())[:OFFERED]),
            {"answer": {"leave_out": True}},
        ],
    }


def _doubt(read: PlaceRead) -> dict[str, str]:
    """Why the code list does not agree with a name on record, in both languages."""
    found = read.resolution
    name = found.written.name
    if found.division is not None:
        meant = found.division.full_name
        return {
            "zh": f"“{name}”是{meant}，在册单位里没有。",
            "en": f"“{name}” is {meant}, which is no unit on record.",
        }
    if found.doubt == "code_and_name":
        code = found.written.code
        return {
            "zh": f"“{name}”和代码 {code} 不是同一个地方。",
            "en": f"“{name}” and code {code} are different places.",
        }
    if found.doubt == "changed":
        heirs = [offer.full_name for offer in found.offers if offer.name != name]
        return {
            "zh": f"“{name}”已经并入别处或拆分，去向：{'、'.join(heirs)}。",
            "en": f"“{name}” was merged or split since; see {', '.join(heirs)}.",
        }
    where = [offer.full_name for offer in found.offers]
    if found.doubt == "several":
        return {
            "zh": f"在这张表的各年里，“{name}”不是同一个地方：{'、'.join(where)}。",
            "en": f"“{name}” was not the same place in all years here: {', '.join(where)}.",
        }
    return {
        "zh": f"“{name}”旁边的省名靠不住，可能是：{'、'.join(where)}。",
        "en": f"The province beside “{name}” cannot be relied on; it may be {', '.join(where)}.",
    }
