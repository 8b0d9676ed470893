"""Made-up input of a given size, the same on every machine."""

from __future__ import annotations

import io

import numpy as np

from leitai.engine import Scheme, Table
from leitai.workbooks.writing import Number, SheetOut, Text, write_workbook

SEED = 20261031
PARTS = 10


def unit_names(count: int) -> list[str]:
    """Names that no two of are alike: 甲0001县 …"""
    return [f"甲{number:04d}县" for number in range(1, count + 1)]


def column_names(count: int) -> list[str]:
    """Names of columns without figures in them, so that none is taken for a period."""
    digits = "零一二三四五六七八九"
    return [
        f"指标{digits[n // 100 % 10]}{digits[n // 10 % 10]}{digits[n % 10]}" for n in range(count)
    ]


def figures(rows: int, columns: int, *, seed: int = SEED) -> np.ndarray:
    """Positive figures with two decimals, shape (rows, columns), one in a hundred missing (nan)."""
    rng = np.random.default_rng(seed)
    numbers = np.round(rng.lognormal(4.0, 0.6, (rows, columns)), 2)
    numbers[rng.random((rows, columns)) < 0.01] = np.nan
    return numbers


def table(numbers: np.ndarray) -> Table:
    """The figures as a table that :func:`scheme` scores."""
    rows, columns = numbers.shape
    return Table.from_columns(
        unit_names(rows),
        {f"x{n}": [None if x != x else x for x in numbers[:, n].tolist()] for n in range(columns)},
    )


#: The rules in turn, one for each column; each worth one mark.
RULES = (
    "{{kind: efficacy, value: {c}, base: 60, top: 100}}",
    "{{kind: min_max, value: {c}, lowest: 0}}",
    "{{kind: z_score, value: {c}, centre: 80, scale: 8, low: 50, high: 100}}",
    "{{kind: goalposts, value: {c}, low: 0, high: 200}}",
    "{{kind: rank_ladder, form: linear, value: {c}, high: 1, low: 0}}",
)


def scheme(columns: int) -> Scheme:
    """A scheme over the columns: parts of equal size, the rules in turn, scores to two decimals."""
    inputs = "\n".join(f"  - {{id: x{n}, name: 列{n}}}" for n in range(columns))
    parts = min(PARTS, columns)
    tree = []
    for part in range(parts):
        items = "\n".join(
            f"          - {{id: i{n}, name: 项{n}, marks: 1, rule: "
            + RULES[n % len(RULES)].format(c=f"x{n}")
            + "}"
            for n in range(part, columns, parts)
        )
        marks = len(range(part, columns, parts))
        tree.append(
            f"      - id: p{part}\n        name: 部分{part}\n        marks: {marks}\n"
            f"        combine: sum\n        items:\n{items}"
        )
    return Scheme.from_yaml(
        "leitai: scheme/1\nid: bench\nname: 测速方案\nversion: '1'\neffective: 2026-01-01\n"
        "period: year\nrounding: {items: 2, nodes: 2, total: 2}\n"
        "ranking: {on: rounded, ties: same}\nmissing: {policy: zero_and_show}\n"
        f"inputs:\n{inputs}\ngroups:\n  - id: all\n    name: 全部\n    members: all\n    tree:\n"
        + "\n".join(tree)
        + "\n"
    )


def workbook(numbers: np.ndarray, title: str, measure: str = "亿元") -> bytes:
    """The figures as a workbook with a title line, a line for the unit, a header, and units."""
    rows, columns = numbers.shape
    header = [Text("地区"), *(Text(name) for name in column_names(columns))]
    body = [
        [Text(name), *(Text("…") if x != x else Number(x) for x in line)]
        for name, line in zip(unit_names(rows), numbers.tolist(), strict=True)
    ]
    stream = io.BytesIO()
    sheet = SheetOut(
        name="报表", title=title, notes=(f"单位：{measure}",), header=(header,), rows=body
    )
    write_workbook(stream, [sheet])
    return stream.getvalue()
