"""The gap on a board in a pair's workbook: the split that adds up, and what moves a unit up."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leitai.apps.benchmarks.selectors.weighed import Weighed
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.benchmark_book import TOP, Book, number_format
from leitai.engine.scheme_gap import GapNode
from leitai.engine.steps import RankStep
from leitai.workbooks.writing import Formula, Number, OutCell, SheetOut, Text


def board_sheets(book: Book) -> list[SheetOut]:
    """Return the sheets of the split gap; none where no board scores both units."""
    found = book.page.weighed
    if found is None:
        return []
    return [_split(book, found), *([_steps(book, found)] if found.steps or found.closed else [])]


def _split(book: Book, found: Weighed) -> SheetOut:
    """The gap of the totals by items: leaves are values, every part the sum of its own."""
    lines = found.lines
    form = number_format(found.gap.decimals)
    rows: list[list[OutCell]] = []
    for at, node in enumerate(lines):
        below = [f"E{TOP + 1 + place}" for place in _children(lines, at)]
        effect: OutCell = Number(node.effect, form)
        if below:
            effect = Formula("=" + "+".join(below), node.effect, form)
        share: OutCell = Number(node.share, "0.0")
        if node.share is not None:
            share = Formula(f"=E{TOP + 1 + at}/E${TOP + 1}*100", node.share, "0.0")
        rows.append(
            [
                Text("　" * node.depth + node.name(get_language() or "zh")),
                Number(node.full_marks),
                Number(node.own, form),
                Number(node.benchmark, form),
                effect,
                share,
            ]
        )
    header = [
        _("Item"), _("Full marks"), book.page.unit.name, book.benchmark.name,
        _("Part of the gap"), _("Share (%)"),
    ]  # fmt: skip
    return SheetOut(
        name=_("Gap on the board"),
        title=_("The gap on the board: %(name)s") % {"name": found.scheme.name},
        notes=(period_name(found.period),),
        header=([Text(text) for text in header],),
        rows=rows,
    )


def _children(lines: Sequence[GapNode], at: int) -> list[int]:
    """Return the places of the lines directly below one."""
    found = []
    for place in range(at + 1, len(lines)):
        if lines[place].depth <= lines[at].depth:
            break
        if lines[place].depth == lines[at].depth + 1:
            found.append(place)
    return found


def _steps(book: Book, found: Weighed) -> SheetOut:
    """Single changes of figures open to action, each tried in full; the others are left alone."""
    name = _("What would move us up")
    header = [
        _("Item"), _("Now"), _("To reach"), _("Measure"), _("Points"), _("Place"),
        _("Place then"), _("Remark"),
    ]  # fmt: skip
    closed = [[Text(one.item_name), *[Text("")] * 6, _words(one.reason)] for one in found.closed]
    return SheetOut(
        name=name,
        title=name,
        notes=(_("single changes of figures open to action, each tried in full"),),
        header=([Text(text) for text in header],),
        rows=[*map(_step, found.steps), *closed],
    )


def _step(step: RankStep) -> list[OutCell]:
    return [
        Text(step.item_name),
        Number(step.before),
        Number(step.after),
        Text(step.unit),
        Number(step.gain, "0.00"),
        Number(step.rank_before),
        Number(step.rank_after),
        _words(step.reason) if step.reason else Text(""),
    ]


def _words(reason: object) -> Text:
    return Text(reason(get_language() or "zh") if callable(reason) else str(reason))
