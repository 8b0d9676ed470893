"""A result as an Excel workbook whose formulas are live: raw score → item → part → total → rank.

A cell gets a formula only where Excel will come to the same figure; elsewhere (other ways of
combining, difficulty coefficients, tie-breaks) it holds the figure, and the working sheet tells
in words how it came about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leitai.cli.results import ZONES, grade, part_ids, word
from leitai.cli.words import both, language
from leitai.engine import GroupResult, Place, Result, ToldNode
from leitai.engine.rounding import half_up
from leitai.workbooks import Formula, Number, SheetOut, column_letter, write_workbook
from leitai.workbooks.writing import OutCell, sheet_name


def write_result(path: Path, result: Result) -> None:
    """Write two sheets a group: the standing, and the working it rests on."""
    taken: set[str] = set()
    sheets: list[SheetOut] = []
    for group in result.groups:
        standing = sheet_name(f"{both('榜单', 'Standing')} {group.name}", taken)
        working = sheet_name(f"{both('过程', 'Working')} {group.name}", taken)
        lines = _Working(result, group, working)
        sheets += [_standing(result, group, standing, lines), lines.sheet()]
    write_workbook(path, sheets, title=result.scheme.name)


def _decimals(places: int | None) -> str:
    return "General" if places is None else "0" + ("." + "0" * places if places else "")


def _facts(result: Result) -> tuple[str, ...]:
    scheme = result.scheme
    digest = result.digest()
    return (
        both(
            f"方案 {scheme.id} {scheme.version} 版，算法 {result.engine}，摘要 {digest[:16]}",
            f"Scheme {scheme.id}, version {scheme.version}, engine {result.engine}, "
            f"digest {digest[:16]}",
        ),
    )


@dataclass
class _Working:
    """Rows of the working sheet, and in which row each node of each unit stands."""

    result: Result
    group: GroupResult
    name: str
    rows: list[list[OutCell]] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    #: Columns of the unrounded and the rounded score.
    RAW, ROUNDED = "G", "H"

    def __post_init__(self) -> None:
        self.first = 1 + len(_facts(self.result)) + 1 + 1
        for place in self.group.standings:
            if place.score is None:
                continue
            tree = self.result.working(place.unit).told(language())
            for node in _below(tree):
                self._add(place.unit, node)

    def _add(self, unit: str, node: ToldNode) -> None:
        # Children come first, so that a sum can point at them.
        for child in node.children:
            self._add(unit, child)
        row = self.first + len(self.rows)
        self.places[unit, node.node_id] = row
        form = _decimals(node.decimals)
        self.rows.append(
            [
                unit,
                node.name,
                node.rule_name,
                node.words,
                node.figures,
                both("；", "; ").join(_input(node)),
                self._raw(unit, node),
                self._rounded(node, row, form),
                both("；", "; ").join(node.notes),
            ]
        )

    def _raw(self, unit: str, node: ToldNode) -> OutCell:
        if node.raw is None:
            return None
        cells = [self.places[unit, child.node_id] for child in node.children]
        scores = [child.rounded for child in node.children]
        if cells and _is_sum(scores, node.raw):
            return Formula("=" + "+".join(f"{self.ROUNDED}{cell}" for cell in cells), node.raw)
        return Number(node.raw)

    def _rounded(self, node: ToldNode, row: int, form: str) -> OutCell:
        if node.rounded is None:
            return None
        if node.raw is None or node.raw < 0 or node.decimals is None:
            return Number(node.rounded, form)
        if half_up(node.raw, node.decimals) != node.rounded:
            return Number(node.rounded, form)
        return Formula(f"=ROUND({self.RAW}{row},{node.decimals})", node.rounded, form)

    def cell(self, unit: str, node: str) -> str | None:
        """Return the address of a node's score for formulas of another sheet."""
        row = self.places.get((unit, node))
        quoted = self.name.replace("'", "''")
        return None if row is None else f"'{quoted}'!{self.ROUNDED}{row}"

    def sheet(self) -> SheetOut:
        header: list[OutCell] = [
            both("单位", "unit"),
            both("考核项", "item"),
            both("计分方法", "rule"),
            both("公式", "formula"),
            both("代入数字", "with figures"),
            both("数据及来源", "inputs and sources"),
            both("舍入前", "unrounded"),
            both("得分", "score"),
            both("说明", "notes"),
        ]
        return SheetOut(
            self.name,
            [header],
            self.rows,
            title=f"{self.result.scheme.name} · {self.group.name} · {both('过程', 'working')}",
            notes=_facts(self.result),
            freeze_columns=2,
        )


def _below(tree: ToldNode) -> Sequence[ToldNode]:
    """Return the nodes under the total, whose own row is the standing itself."""
    return tree.children or (tree,)


def _is_sum(scores: Sequence[float | None], total: float) -> bool:
    known = [score for score in scores if score is not None]
    return len(known) == len(scores) and abs(sum(known) - total) < 1e-9


def _input(node: ToldNode) -> Iterator[str]:
    for each in node.inputs:
        figure = each.text if each.number is not None else (each.missing_reason or "—")
        source = ""
        if each.source is not None:
            source = both(f"（{each.source.label}）", f" ({each.source.label})")
        yield f"{each.name} {figure}{each.unit if each.number is not None else ''}{source}"


def _standing(result: Result, group: GroupResult, name: str, lines: _Working) -> SheetOut:
    parts = part_ids(group)
    scored = [place for place in group.standings if place.score is not None]
    facts = _facts(result)
    first = 1 + len(facts) + 1 + 1
    last = first + len(scored) - 1
    rows: list[list[OutCell]] = []
    for offset, place in enumerate(group.standings):
        rows.append(_row(result, place, parts, lines, first + offset, (first, last), scored))
    header: list[OutCell] = [
        both("名次", "rank"),
        both("单位", "unit"),
        both("得分", "score"),
        *(group.node(node).title(language()) for node in parts),
        both("区段", "zone"),
        both("等次", "grade"),
    ]
    return SheetOut(
        name,
        [header],
        rows,
        title=f"{result.scheme.name} · {group.name}",
        notes=facts,
        footnotes=[note(language()) for note in group.notes],
        freeze_columns=2,
    )


def _row(
    result: Result,
    place: Place,
    parts: Sequence[str],
    lines: _Working,
    row: int,
    block: tuple[int, int],
    scored: Sequence[Place],
) -> list[OutCell]:
    rounding = result.scheme.rounding
    scores = dict(place.parts)
    cells: list[OutCell] = []
    for node in parts:
        score = scores.get(node)
        address = lines.cell(place.unit, node)
        if score is None:
            cells.append(None)
        elif address is not None:
            cells.append(Formula(f"={address}", score, _decimals(rounding.nodes)))
        else:
            cells.append(Number(score, _decimals(rounding.nodes)))
    total = _total(place, scores, parts, row, rounding.total)
    return [
        _rank(place, row, block, scored),
        place.unit,
        total,
        *cells,
        word(ZONES, place.zone),
        grade(place),
    ]


def _total(
    place: Place,
    scores: dict[str, float | None],
    parts: Sequence[str],
    row: int,
    decimals: int | None,
) -> OutCell:
    if place.score is None:
        return None
    form = _decimals(decimals)
    known = [scores.get(node) for node in parts]
    if all(score is not None for score in known) and decimals is not None:
        total = sum(score for score in known if score is not None)
        if total >= 0 and half_up(total, decimals) == place.score:
            span = f"D{row}:{column_letter(2 + len(parts))}{row}"
            return Formula(f"=ROUND(SUM({span}),{decimals})", place.score, form)
    return Number(place.score, form)


def _rank(place: Place, row: int, block: tuple[int, int], scored: Sequence[Place]) -> OutCell:
    """Return the rank as a formula where it follows from the scores alone."""
    if not place.rank or place.score is None:
        return "—"
    better = sum(1 for other in scored if (other.score or 0.0) > place.score)
    if better + 1 != place.rank:
        return Number(place.rank)
    return Formula(f"=RANK(C{row},C${block[0]}:C${block[1]},0)", place.rank, "0")
