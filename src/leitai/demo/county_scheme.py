"""The county scheme file: one tree for all groups, groups by province and type.

``python -m leitai.demo.county_scheme`` writes ``schemes/counties.yaml`` anew from the county
tables; a test keeps the committed file equal to what it would write. The written reasons, inputs
and derived columns stand in ``scheme_head.yaml``, the tree in ``scheme_tree.yaml``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from leitai.demo.counties import COUNTY_TYPES, CountyRow, load_counties
from leitai.demo.places import COUNTIES_ROOT, SCHEMES_ROOT

SMALLEST_GROUP: Final = 4
"""A type with fewer counties in a province joins the other small types of the province."""


def county_scheme_text() -> str:
    """The scheme file as text; groups come from the counties of 2023."""
    head = (COUNTIES_ROOT / "scheme_head.yaml").read_text(encoding="utf-8")
    tree = (COUNTIES_ROOT / "scheme_tree.yaml").read_text(encoding="utf-8")
    lines = [head]
    for number, (group, name, members) in enumerate(county_groups(load_counties(2023))):
        lines.append(f"  - id: {group}\n    name: {name}\n    combine: arithmetic\n")
        lines.append(f"    members: {{absent: leave_out, units: [{', '.join(members)}]}}\n")
        lines.append(tree if number == 0 else "    tree: *tree\n")
    return "".join(lines)


def county_groups(rows: tuple[CountyRow, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Groups as (id, name, county names), in order of province code and type."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        found[row.division_code[:2], row.province, row.type].append(row.name)
    groups: list[tuple[str, str, tuple[str, ...]]] = []
    for code, province in sorted({(key[0], key[1]) for key in found}):
        by_type = {kind: found.get((code, province, kind), []) for kind in COUNTY_TYPES}
        rest: list[str] = []
        for kind, names in by_type.items():
            if len(names) < SMALLEST_GROUP:
                rest += names
                continue
            label = f"{province}{COUNTY_TYPES[kind]}"
            groups.append((f"p{code}-{kind.replace('_', '-')}", label, tuple(names)))
        if rest:
            groups.append((f"p{code}-other", f"{province}其他县级单位", tuple(rest)))
    return groups


if __name__ == "__main__":
    (SCHEMES_ROOT / "counties.yaml").write_text(county_scheme_text(), encoding="utf-8")
