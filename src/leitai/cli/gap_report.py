"""The tables of ``leitai gap``: indicators, parts of a whole, the split of a scheme's gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from leitai.cli.report import Cell, Figure, Report, Sheet
from leitai.cli.words import both, language
from leitai.engine import (
    AmountGap,
    GapIndicator,
    GapRow,
    SchemeGap,
    Table,
    decompose_amount,
    gap_table,
)
from leitai.engine.benchmark import required_growth, years_to_catch_up
from leitai.engine.quantity import Missing, Outcome
from leitai.engine.rounding import plain

_MOST_DECIMALS = 4


@dataclass(frozen=True)
class Asked:
    """Who is compared with whom, and what of catching up is wanted."""

    unit: str
    benchmark: str
    years: int | None
    growth: float | None
    benchmark_growth: float


def build(
    table: Table,
    indicators: Sequence[GapIndicator],
    wholes: Sequence[tuple[str, list[str]]],
    asked: Asked,
    split: SchemeGap | None,
) -> Report:
    """All tables of the comparison."""
    rows = gap_table(table, asked.unit, asked.benchmark, indicators)
    names = {each.id: each.name for each in indicators}
    amounts = [_amount(table, whole, parts, names, asked) for whole, parts in wholes]
    sheets = [_gaps(rows, asked)]
    sheets += [_parts(each) for each in amounts]
    values: dict[str, Any] = {
        "leitai": "gap/1",
        "unit": asked.unit,
        "benchmark": asked.benchmark,
        "indicators": [_row_values(row, asked) for row in rows],
        "parts": [asdict(each) for each in amounts],
    }
    if split is not None:
        sheets.append(_split(split))
        values["scheme"] = _split_values(split)
    return Report(sheets, values)


# -- indicators ------------------------------------------------------------------------------------


def _gaps(rows: Sequence[GapRow], asked: Asked) -> Sheet:
    headings = [
        both("指标", "indicator"),
        asked.unit,
        asked.benchmark,
        both("差值", "difference"),
        both("比率（%）", "ratio (%)"),
        both("名次", "rank"),
        both("标杆名次", "its rank"),
        both("判断", "verdict"),
    ]
    if asked.years is not None:
        headings.append(
            both(f"{asked.years}年追平须年增（%）", f"growth to draw level in {asked.years} y (%)")
        )
    if asked.growth is not None:
        headings.append(both("追平年数", "years to draw level"))
    lines = [_line(row, asked) for row in rows]
    notes = [_sentence(rows, asked)]
    ranked = {row.ranked for row in rows}
    if len(ranked) == 1:
        count = ranked.pop()
        notes.append(both(f"名次在 {count} 个有数单位中排。", f"Ranks are among {count} units."))
    return Sheet(
        both(f"{asked.unit}与{asked.benchmark}", f"{asked.unit} and {asked.benchmark}"),
        headings, lines, notes,
    )  # fmt: skip


def _line(row: GapRow, asked: Asked) -> list[Cell]:
    decimals = _decimals(row)
    name = row.indicator.name
    if row.indicator.unit:
        name = both(f"{name}（{row.indicator.unit}）", f"{name} ({row.indicator.unit})")
    line: list[Cell] = [
        name,
        _figure(row.own, decimals),
        _figure(row.benchmark, decimals),
        Figure(row.difference, decimals, sign=True),
        Figure(None if row.ratio.number is None else row.ratio.number * 100, 2),
        Figure(float(row.own_rank) if row.own_rank else None, 0),
        Figure(float(row.benchmark_rank) if row.benchmark_rank else None, 0),
        row.word(language()),
    ]
    if asked.years is not None:
        line.append(Figure(_growth(row, asked), 2))
    if asked.growth is not None:
        line.append(_years(row, asked))
    return line


def _decimals(row: GapRow) -> int:
    """Those of the indicator, or as many as the figures have, up to four."""
    if row.indicator.decimals is not None:
        return row.indicator.decimals
    texts = [plain(each.number) for each in (row.own, row.benchmark) if each is not None]
    return min(_MOST_DECIMALS, max((len(t.partition(".")[2]) for t in texts), default=0))


def _figure(quantity: Outcome | None, decimals: int) -> Cell:
    """A figure; an inexact one keeps its mark and stands as text."""
    if quantity is None or isinstance(quantity, Missing):
        return Figure(None)
    if quantity.exact:
        return Figure(quantity.number, decimals)
    return quantity.text(decimals, language=language())


def _growth(row: GapRow, asked: Asked) -> float | None:
    if row.verdict != "lagging" or row.own is None:
        return None
    assert asked.years is not None
    assert row.benchmark is not None
    return required_growth(
        row.own.number,
        row.benchmark.number,
        asked.years,
        benchmark_growth=asked.benchmark_growth,
    ).number


def _years(row: GapRow, asked: Asked) -> Cell:
    if row.own is None or row.benchmark is None or row.verdict in ("size", "open", "missing"):
        return Figure(None)
    assert asked.growth is not None
    found = years_to_catch_up(
        row.own.number,
        row.benchmark.number,
        own_growth=asked.growth,
        benchmark_growth=asked.benchmark_growth,
        direction=row.indicator.direction,
    )
    if isinstance(found, Missing):
        return found.text(language=language())
    verdict, years = found
    if verdict == "never":
        return both("永远追不上", "never")
    return Figure(years, 1) if verdict == "reaches" else both("已领先", "ahead already")


def _sentence(rows: Sequence[GapRow], asked: Asked) -> str:
    counts = {word: sum(row.verdict == word for row in rows) for word in ("leading", "lagging")}
    return both(
        f"{counts['leading']} 项领先，{counts['lagging']} 项落后。",
        f"Leading in {counts['leading']}, lagging in {counts['lagging']}.",
    )


def _row_values(row: GapRow, asked: Asked) -> dict[str, Any]:
    indicator = row.indicator
    found: dict[str, Any] = {
        "id": indicator.id,
        "name": str(indicator.name),
        "unit": indicator.unit,
        "direction": indicator.direction,
        "own": None if row.own is None else row.own.number,
        "benchmark": None if row.benchmark is None else row.benchmark.number,
        "difference": row.difference,
        "ratio": row.ratio.number,
        "gap": row.gap.number,
        "lead_percent": row.lead.number,
        "verdict": row.verdict,
        "own_rank": row.own_rank,
        "benchmark_rank": row.benchmark_rank,
        "ranked": row.ranked,
    }
    if asked.years is not None:
        found["required_growth"] = _growth(row, asked)
    if asked.growth is not None:
        years = _years(row, asked)
        found["years"] = years.number if isinstance(years, Figure) else None
    return found


# -- parts of a whole ------------------------------------------------------------------------------


def _amount(
    table: Table, whole: str, parts: list[str], names: dict[str, str], asked: Asked
) -> AmountGap:
    from leitai.cli.site import stop

    def pair(column: str) -> tuple[float, float]:
        own = table.cell(asked.unit, column).number
        other = table.cell(asked.benchmark, column).number
        if own is None or other is None:
            lacking = asked.unit if own is None else asked.benchmark
            raise stop(
                f"“{lacking}”没有“{column}”，差距拆不开。",
                f"{lacking} has no {column}: the gap cannot be split.",
            )
        return own, other

    pairs = {column: pair(column) for column in (whole, *parts)}
    texts = [plain(number) for both_numbers in pairs.values() for number in both_numbers]
    decimals = min(_MOST_DECIMALS, max(len(text.partition(".")[2]) for text in texts))
    return decompose_amount(
        pairs[whole],
        [(names.get(part, part), *pairs[part]) for part in parts],
        name=names.get(whole, whole),
        decimals=decimals,
    )


def _parts(found: AmountGap) -> Sheet:
    rows: list[list[Cell]] = []
    for part in (*found.parts, found.whole):
        rows.append(
            [
                part.name,
                Figure(part.own),
                Figure(part.benchmark),
                Figure(part.gap, None, sign=True),
                Figure(part.share, 2),
            ]
        )
    notes = []
    if found.cause != "none":
        why = {
            "rounding": both("是四舍五入所致", "by rounding"),
            "unexplained": both(
                "舍入解释不了：各部分加不成总数", "more than rounding: the parts do not add up"
            ),
        }[found.cause]
        notes.append(
            both(
                f"各部分显示值相加为 {plain(found.shown_sum)}，与总差相差 "
                f"{plain(abs(found.remainder))}，{why}。",
                f"The printed parts add up to {plain(found.shown_sum)}, "
                f"{plain(abs(found.remainder))} from the whole, {why}.",
            )
        )
    return Sheet(
        both(f"{found.whole.name}差在哪", f"Where the gap of {found.whole.name} lies"),
        [
            both("部分", "part"),
            both("本单位", "own"),
            both("标杆", "benchmark"),
            both("差值", "difference"),
            both("占差距（%）", "share (%)"),
        ],
        rows,
        notes,
    )


# -- the split of a scheme's gap -------------------------------------------------------------------


def _split(split: SchemeGap) -> Sheet:
    rows: list[list[Cell]] = []
    for node in split.nodes:
        rows.append(
            [
                "　" * node.depth + node.name(language()),
                Figure(node.own, split.decimals),
                Figure(node.benchmark, split.decimals),
                Figure(node.effect, split.decimals, sign=True),
                Figure(node.share, 1),
            ]
        )
    return Sheet(
        both("总分差距拆到各项", "The gap of the totals, item by item"),
        [
            both("考核项", "item"),
            split.unit,
            split.benchmark,
            both("占总分差距", "part of the gap"),
            both("占比（%）", "share (%)"),
        ],
        rows,
        [both("每一层各行相加等于上一层。", "At every level the lines add up to the one above.")],
    )


def _split_values(split: SchemeGap) -> dict[str, Any]:
    return {
        "own": split.own,
        "benchmark": split.benchmark_score,
        "gap": split.gap,
        "nodes": [
            {**node.__dict__, "name": str(node.name), "absent": list(node.absent)}
            for node in split.nodes
        ],
    }
