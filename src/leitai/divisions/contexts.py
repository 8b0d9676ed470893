"""What stands beside a name in a row: province and prefecture, and whether a place fits them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from leitai.divisions.history import History
from leitai.divisions.model import Division
from leitai.divisions.names import GROUPS, plain, stem
from leitai.divisions.resolution import Written

_PROVINCE_CUT = re.compile(r"[、,，;；/和]")


@dataclass(frozen=True, slots=True)
class Context:
    """Province and prefecture of a row, as far as they are given and known."""

    provinces: frozenset[str]
    prefecture: str
    unknown_province: bool

    @property
    def given(self) -> bool:
        return bool(self.provinces or self.prefecture or self.unknown_province)


class Contexts:
    """Reads contexts and compares places with them, over the years of one history."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def province_names(self) -> dict[str, str]:
        """Province as written → its name."""
        found: dict[str, str] = {}
        for province in self.history.provinces:
            found[province.name] = province.name
            found[stem(province.name)] = province.name
        found["内蒙"] = "内蒙古自治区"
        return found

    @cached_property
    def above(self) -> dict[str, list[tuple[str, str]]]:
        """Prefix as written → (province, prefecture stem), for names printed with those above."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for text, name in self.province_names.items():
            found[text].add((name, ""))
        for division in self.history.divisions:
            if division.level == "prefecture":
                short = stem(division.name)
                for text in (division.name, short):
                    found[text].add((division.province, short))
        return {text: sorted(meant) for text, meant in found.items()}

    def of(self, written: Written) -> Context:
        """What a row says beside the name."""
        texts = [part for part in _PROVINCE_CUT.split(plain(written.province)) if part]
        known = [self.province_names.get(text) for text in texts]
        prefecture = plain(written.prefecture)
        if prefecture in GROUPS or prefecture in self.province_names:
            prefecture = ""
        return Context(
            frozenset(name for name in known if name),
            stem(prefecture) if prefecture else "",
            bool(texts) and not any(known),
        )

    def fits(self, division: Division, context: Context) -> bool:
        """Tell whether nothing beside the name speaks against the place."""
        if context.unknown_province:
            return False
        if not self.province_fits(division, context):
            return False
        return not context.prefecture or self.prefecture_fits(division, context)

    def province_fits(self, division: Division, context: Context) -> bool:
        """Tell whether no province is given, or one of the place over time (四川 for 重庆)."""
        if not context.provinces or division.province in context.provinces:
            return True
        return any(d.province in context.provinces for d in self.history.line(division))

    def prefecture_fits(self, division: Division, context: Context) -> bool:
        """Tell whether a prefecture is given and is, or once was, the one above the place."""
        if not context.prefecture:
            return False
        above = {stem(d.prefecture) for d in self.history.line(division) if d.prefecture}
        own = stem(division.name) if not division.prefecture or division.level != "county" else ""
        return context.prefecture in above or context.prefecture == own
