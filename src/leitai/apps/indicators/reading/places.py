"""Names of counties, cities and provinces in a table, read by the division codes of all years.

Units on record are known by their codes. A name of another year (龙海市 for 龙海区), a name without
its ending or with blanks inside, and namesakes told apart by the province beside them are settled;
a name or code that means a place other than the unit it looks like is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from leitai.apps.units.places import place_of
from leitai.divisions import Division, Resolution, Resolver, Written, history

#: Doubts in which the name on record is not believed either.
AGAINST = frozenset({"province_doubted", "context", "code_and_name", "changed"})


@dataclass(frozen=True, slots=True)
class Label:
    """How a row names its unit: name and code as written, and the places above it, if printed.

    ``above`` are units of the area printed beside it that have others under them; ``years`` are
    those of the figures that stand under this name, where the sheet says them.
    """

    name: str
    code: str = ""
    province: str = ""
    prefecture: str = ""
    above: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """What the code list makes of a label: the unit on record, or those to offer.

    ``elsewhere`` says that a place was found which is no unit on record; ``doubted`` that the row
    contradicts itself.
    """

    unit: int | None
    offers: tuple[int, ...]
    elsewhere: bool
    doubted: bool
    resolution: Resolution

    def warning(self, on_record: str) -> dict[str, Any] | None:
        """What the page says of a label read otherwise than printed; ``on_record`` is the unit."""
        found = self.resolution
        wrong = found.remark("wrong_province")
        if wrong is not None:
            return {"code": "wrong_province", "printed": wrong.printed, "meant": wrong.meant}
        if found.division is None:
            return None
        other = found.remark("earlier_name") or found.remark("later_name")
        printed = other.printed if other is not None else found.division.name
        if printed != on_record:
            return {"code": "other_name", "printed": printed, "meant": on_record}
        return None


@dataclass
class Places:
    """The units of an area that stand in the code list, by place."""

    units: dict[Division, int] = field(default_factory=dict)
    area: Division | None = None

    @classmethod
    def of(cls, units: Iterable[tuple[int, str, str]], area_code: str) -> Places:
        """Take the units (id, name, code) whose code and name agree with the list."""
        found = cls()
        for pk, name, code in units:
            division = place_of(name, code)
            if division is not None:
                found.units.setdefault(division, pk)
                if code == area_code:
                    found.area = division
        return found

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(history())

    def read(self, labels: Mapping[str, Label], year: int | None) -> dict[str, PlaceRead]:
        """Read the labels of one file; empty where no unit stands in the list.

        ``year`` is that of the file, for labels without one of their own. A label that stands in
        several years is settled where it means the same unit in all of them.
        """
        if not self.units:
            return {}
        written = {
            (key, each): Written(label.name, label.code, label.province, label.prefecture, each)
            for key, label in labels.items()
            for each in label.years or (year,)
        }
        found = dict(zip(written, self._resolver.resolve_all(list(written.values())), strict=True))
        read: dict[str, list[PlaceRead]] = {}
        for (key, _each), resolution in found.items():
            read.setdefault(key, []).append(self._read(self._nearer(resolution)))
        return {key: _agreed(each) for key, each in read.items()}

    def _nearer(self, found: Resolution) -> Resolution:
        """A short name without anything above it is one of the area's own, if one fits."""
        written = found.written
        if found.settled or written.province or written.prefecture or self.area is None:
            return found
        area = self.area
        inside = replace(
            written,
            province=area.province,
            prefecture=area.name if area.level == "prefecture" else area.prefecture,
        )
        again = self._resolver.resolve(inside)
        if again.division is not None and self._unit(again.division) is not None:
            return again
        return found

    def _unit(self, division: Division) -> int | None:
        return self.units.get(history().line(division)[-1])

    def _read(self, found: Resolution) -> PlaceRead:
        unit = self._unit(found.division) if found.division is not None else None
        offers = [self._unit(offer) for offer in found.offers]
        return PlaceRead(
            unit,
            tuple(dict.fromkeys(offer for offer in offers if offer is not None)),
            elsewhere=found.division is not None and unit is None,
            doubted=found.doubt in AGAINST,
            resolution=found,
        )


def _agreed(read: Sequence[PlaceRead]) -> PlaceRead:
    """What the years of one label agree on; a name that changed hands between them is doubted."""
    last = read[-1]
    if len({each.unit for each in read}) == 1:
        return last
    offers = dict.fromkeys(
        pk for each in read for pk in (each.unit, *each.offers) if pk is not None
    )
    places = dict.fromkeys(
        place
        for each in read
        for place in (each.resolution.division, *each.resolution.offers)
        if place is not None
    )
    doubt = replace(last.resolution, division=None, doubt="several", offers=tuple(places))
    return PlaceRead(None, tuple(offers), elsewhere=False, doubted=True, resolution=doubt)
