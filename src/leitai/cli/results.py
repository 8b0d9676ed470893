"""Results as people and programs read them: a table on the screen, JSON, CSV."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping

from leitai.cli.words import both, language
from leitai.engine import GroupResult, Place, Result, Scheme, say
from leitai.engine.phrases import phrase
from leitai.workbooks import SheetOut, write_csv
from leitai.workbooks.writing import OutCell

ZONES = {
    "leading": ("先进", "leading"),
    "middle": ("中间", "middle"),
    "lagging": ("后进", "lagging"),
}
GRADES = {
    "excellent": ("优秀", "excellent"),
    "good": ("良好", "good"),
    "qualified": ("合格", "qualified"),
    "unqualified": ("不合格", "unqualified"),
}


def as_json(result: Result) -> str:
    """Return :meth:`Result.to_dict` as JSON text with a final line break."""
    return (
        json.dumps(result.to_dict(language()), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    )


def part_ids(group: GroupResult) -> list[str]:
    """Return the ids of the parts that add up to the scores, in the order of the tree."""
    ids: dict[str, None] = {}
    for place in group.standings:
        ids.update(dict.fromkeys(node for node, _score in place.parts))
    return list(ids)


def show(number: float | None, decimals: int | None) -> str:
    """Return a score with the decimals the scheme sets, a dash where there is none."""
    if number is None or number != number:
        return "—"
    return repr(number) if decimals is None else f"{number:.{decimals}f}"


def word(table: Mapping[str, tuple[str, str]], key: str) -> str:
    """Return the word for a zone or grade, the key itself where the scheme made it up."""
    return both(*table[key]) if key in table else key


def rows(scheme: Scheme, group: GroupResult) -> Iterator[list[str]]:
    """Yield one row a place: rank, unit, score, parts, zone, grade."""
    parts = part_ids(group)
    rounding = scheme.rounding
    for place in group.standings:
        scores = dict(place.parts)
        yield [
            str(place.rank) if place.rank else "—",
            place.unit,
            show(place.score, rounding.total),
            *(show(scores.get(node), rounding.nodes) for node in parts),
            word(ZONES, place.zone),
            grade(place),
        ]


def grade(place: Place) -> str:
    """Return the word for the grade of a place, and the vetoes that struck."""
    grade = word(GRADES, place.grade)
    if place.vetoed:
        vetoes = both("、", ", ").join(say(phrase(effect), language()) for effect in place.vetoed)
        return f"{grade} {both('否决', 'vetoed')}{both('：', ': ')}{vetoes}".strip()
    return grade


def headings(group: GroupResult) -> list[str]:
    """Return the headings of :func:`rows`."""
    return [
        both("名次", "rank"),
        both("单位", "unit"),
        both("得分", "score"),
        *(group.node(node).title(language()) for node in part_ids(group)),
        both("区段", "zone"),
        both("等次", "grade"),
    ]


def print_result(scheme: Scheme, result: Result) -> None:
    """Print one table a group."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for group in result.groups:
        table = Table(title=f"{scheme.name} · {group.name}", title_justify="left", box=None)
        for place, heading in enumerate(headings(group)):
            numeric = place == 0 or 2 <= place < 3 + len(part_ids(group))
            table.add_column(heading, justify="right" if numeric else "left", no_wrap=place == 1)
        for row in rows(scheme, group):
            table.add_row(*row)
        console.print(table)
        console.print()


def as_csv(result: Result) -> bytes:
    """Return all groups as one CSV with full figures, marked as UTF-8 for Excel."""
    parts = {node: g.node(node).title(language()) for g in result.groups for node in part_ids(g)}
    header = [
        both("组", "group"),
        both("名次", "rank"),
        both("单位", "unit"),
        both("得分", "score"),
        *parts.values(),
        both("区段", "zone"),
        both("等次", "grade"),
    ]
    lines: list[list[OutCell]] = []
    for group in result.groups:
        for place in group.standings:
            scores = dict(place.parts)
            lines.append(
                [
                    group.name,
                    place.rank or None,
                    place.unit,
                    place.score,
                    *(scores.get(node) for node in parts),
                    word(ZONES, place.zone),
                    grade(place),
                ]
            )
    stream = io.BytesIO()
    write_csv(stream, SheetOut("", [header], lines))
    return stream.getvalue()
