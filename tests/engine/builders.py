"""Short ways to write schemes and tables in tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leitai.engine import Result, Scheme, Table, check_working, score


def table(columns: Mapping[str, Sequence[float | None]], units: Sequence[str] = ()) -> Table:
    """A table whose units are 甲, 乙, 丙 … unless named."""
    size = len(next(iter(columns.values())))
    names = list(units) or [
        "甲乙丙丁戊己庚辛壬癸"[i] if i < 10 else f"单位{i}" for i in range(size)
    ]
    return Table.from_columns(names, columns)


def one_item(rule: Mapping[str, Any], columns: Sequence[str], **item: Any) -> dict[str, Any]:
    """A scheme with one group and one item ``x`` of 10 marks, unrounded."""
    item = {"marks": 10, **item}
    return {
        "leitai": "scheme/1",
        "id": "s",
        "name": "方案",
        "rounding": {"items": None, "nodes": None, "total": None},
        "inputs": [{"id": each, "name": each} for each in columns],
        "groups": [
            {
                "id": "g",
                "name": "组",
                "tree": [{"id": "x", "name": "项", "rule": dict(rule), **item}],
            }
        ],
    }


def run(
    rule: Mapping[str, Any], columns: Mapping[str, Sequence[float | None]], **item: Any
) -> list[float | None]:
    """Scores of one item, every working checked."""
    scheme = Scheme.from_dict(one_item(rule, list(columns), **item))
    given = table(columns)
    result = score(scheme, given)
    return checked(result)


def checked(result: Result, node: str = "x") -> list[float | None]:
    """Scores of a node in the order of units, after checking the working of every unit."""
    for group in result.groups:
        for unit in group.units:
            assert check_working(result.working(unit)) == []
    return list(result.scores[node].values())
