"""Finding units that somebody typed or pasted: names, names after their province, codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from leitai.apps.benchmarks.selectors.figures import place_of
from leitai.apps.benchmarks.selectors.traits import units_of_interest
from leitai.apps.language import bracketed
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import search_units

#: More names than this in one list are cut off with a message.
MOST = 500
#: Options told for a name that means several units.
OPTIONS = 6
BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class Unnamed:
    """A word that means no unit, or several: those are the ``options``."""

    text: str
    options: tuple[Unit, ...]


@dataclass(frozen=True)
class Resolved:
    """The units that a list means, in its order and once each, and what is left in doubt."""

    units: tuple[Unit, ...]
    doubts: tuple[Unnamed, ...]
    by_word: Mapping[str, Unit]


def resolve_units(area: Unit, text: str) -> Resolved:
    """Return the units that a pasted list means, among those that an area looks at.

    A word is a name (博罗县), a name after its province (广东省博罗县), or a division code. Two
    queries, whatever the length.

    Raises:
        ValueError: for more than :data:`MOST` words.
    """
    words = [word for word in BETWEEN.split(text) if word]
    if len(words) > MOST:
        raise ValueError(len(words))
    known = units_of_interest(area)
    provinces = set(known.filter(kind="province").values_list("name", flat=True))
    split = {word: _split(word, provinces) for word in words}
    names = set(words) | {name for _province, name in split.values()}
    rows = list(known.filter(Q(name__in=names) | Q(division_code__in=words)))
    units: dict[str, Unit] = {}
    doubts: list[Unnamed] = []
    for word in words:
        province, name = split[word]
        found = [unit for unit in rows if unit.division_code and unit.division_code == word]
        found = found or [unit for unit in rows if unit.name == word]
        if not found and province:
            found = [
                unit
                for unit in rows
                if unit.name == name and unit.attributes.get("province") == province
            ]
        if len(found) == 1:
            units[word] = found[0]
        else:
            doubts.append(Unnamed(word, tuple(found[:OPTIONS])))
    once = {unit.pk: unit for unit in units.values()}
    return Resolved(tuple(once.values()), tuple(dict.fromkeys(doubts)), units)


def _split(word: str, provinces: set[str]) -> tuple[str, str]:
    for province in provinces:
        if word.startswith(province) and len(word) > len(province):
            return province, word.removeprefix(province)
    return "", word


def find_units(area: Unit, text: str, limit: int = 20) -> list[Unit]:
    """Return units that an area looks at by a part of their name, their pinyin or code."""
    return search_units(text, units_of_interest(area), limit)


def written(units: tuple[Unit, ...] | list[Unit]) -> str:
    """Return units as a list that reads back as the same units: the code where there is one."""
    return "\n".join(unit.division_code or unit.name for unit in units)


def placed(unit: Unit) -> str:
    """Return a unit with where it lies: 博罗县（广东惠州）."""
    where = place_of(unit)
    return bracketed(unit.name, where) if where else unit.name
