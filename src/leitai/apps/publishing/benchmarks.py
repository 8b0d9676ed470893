"""A pair as a workbook on which an analyst can work: figures as values, all else as formulas.

Change a figure on the first sheet, or a rate on the third, and gaps, shares, needed growth and the
years follow. Names, sentences and reasons are text cells and never formulas.
"""

from __future__ import annotations

import io

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.figures import Figure
from leitai.apps.benchmarks.selectors.gaps import Line
from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.language import named
from leitai.apps.publishing.benchmark_board import board_sheets
from leitai.apps.publishing.benchmark_book import (
    GAP,
    OWN,
    THEIRS,
    TOP,
    Book,
    chinese,
    number_format,
)
from leitai.apps.publishing.benchmark_catching import catching_sheets
from leitai.apps.publishing.excel import CellRef, literal
from leitai.engine.gaps import VERDICTS
from leitai.workbooks.writing import (
    Formula,
    Missing,
    Number,
    OutCell,
    SheetOut,
    Text,
    write_workbook,
)

Role = BenchmarkItem.Role


def pair_workbook(page: PairPage) -> bytes:
    """Return a pair as an .xlsx file; the page must have a benchmark, a period and lines."""
    book = _Sheets(page)
    stream = io.BytesIO()
    sheets = [
        book.gaps(), *book.parts(), *board_sheets(book), *catching_sheets(book),
        book.candidates(), *book.stated(),
    ]  # fmt: skip
    write_workbook(stream, sheets, title=book.title)
    return stream.getvalue()


class _Sheets(Book):
    """The sheets of the workbook, in their order."""

    # -- gaps ------------------------------------------------------------------------------------

    def gaps(self) -> SheetOut:
        """The gap table: own, benchmark, difference, ratio, verdict, places, sources."""
        header = [
            _("Indicator"), _("Measure"), _("Scope"), self.page.unit.name, self.benchmark.name,
            _("Gap"), _("Ratio (%)"), _("Verdict"), _("Own place"),
            _("Place of the benchmark"), _("Units placed"), _("Source, own"),
            _("Source, benchmark"),
        ]  # fmt: skip
        return SheetOut(
            name=self.first,
            title=self.title,
            notes=(self.note(),),
            header=([Text(text) for text in header],),
            rows=[self._line(line) for line in self.lines],
            footnotes=(
                _("Differences are of the figures as printed, ratios of the unrounded ones."),
            ),
            landscape=True,
        )

    def _line(self, line: Line) -> list[OutCell]:
        item = line.item
        row = self.row[item.pk] + 1
        scope = "，".join(line.own.scope) if chinese() else ", ".join(line.own.scope)
        cells: list[OutCell] = [
            Text(("　" if line.part else "") + named(item)),
            Text(item.measure),
            Text(scope),
            self._figure(line, line.own, OWN, item.decimals),
            self._figure(line, line.theirs, THEIRS, line.their_decimals),
        ]
        if line.own.number is None or line.theirs.number is None:
            return [*cells, Missing(), Missing(), Text(_verdict(line)), *self._places(line)]
        d = item.decimals
        cells += [
            Formula(f"=ROUND(D{row},{d})-ROUND(E{row},{d})", line.row.difference, number_format(d)),
            Formula(f"=D{row}/E{row}*100", line.percent, "0.00"),
        ]
        if not line.judged:
            return [*cells, Text(_verdict(line)), *self._places(line)]
        ahead, behind = _word("leading"), _word("lagging")
        sign = "<" if item.direction == "lower_is_better" else ">"
        verdict = (
            f'=IF(D{row}=E{row},"{_word("level")}",IF(D{row}{sign}E{row},"{ahead}","{behind}"))'
        )
        return [*cells, Formula(verdict, _verdict(line)), *self._places(line)]

    def _figure(self, line: Line, figure: Figure, column: int, decimals: int) -> OutCell:
        if figure.number is None:
            return Missing(figure.missing)
        item = line.item
        form = number_format(decimals)
        if item.numerator is not None and item.denominator is not None and figure.inputs:
            above = CellRef(self.first, self.row[item.numerator_id or 0], column).at(self.first)
            below = CellRef(self.first, self.row[item.denominator_id or 0], column).at(self.first)
            times = f"*{literal(item.factor)}" if item.factor != 1 else ""
            return Formula(f"={above}/{below}{times}", figure.number, form)
        return Number(figure.number, form)

    def _places(self, line: Line) -> list[OutCell]:
        return [
            Number(line.own_rank or None, "0"),
            Number(line.their_rank or None, "0"),
            Number(line.ranked or None, "0"),
            Text(line.own.source),
            Text(line.theirs.source),
        ]

    # -- parts -----------------------------------------------------------------------------------

    def parts(self) -> list[SheetOut]:
        """Where the gap of the leading item lies: each part's gap and share."""
        lead = self.page.frame.lead
        parts = [line for line in self.lines if lead and line.item.whole_id == lead.pk]
        if lead is None or self.page.split is None or not parts:
            return []
        name = _("Parts of the gap")
        whole = f"({self.ref(lead, OWN, name)}-{self.ref(lead, THEIRS, name)})"
        rows: list[list[OutCell]] = []
        for line, part in zip(parts, self.page.split.parts, strict=True):
            own, theirs = self.ref(line.item, OWN, name), self.ref(line.item, THEIRS, name)
            rows.append(
                [
                    Text(named(line.item)),
                    Formula(f"={own}", part.own, number_format(lead.decimals)),
                    Formula(f"={theirs}", part.benchmark, number_format(lead.decimals)),
                    Formula(
                        f"=ROUND({own},{lead.decimals})-ROUND({theirs},{lead.decimals})",
                        part.gap,
                        number_format(lead.decimals),
                    ),
                    Formula(f"=({own}-{theirs})/{whole}*100", part.share, "0.0"),
                ]
            )
        last = TOP + len(rows)
        split = self.page.split
        rows.append(
            [
                Text(_("sum of the parts")),
                Formula(f"=SUM(B{TOP + 1}:B{last})", sum(p.own for p in split.parts), "0.00"),
                Formula(f"=SUM(C{TOP + 1}:C{last})", sum(p.benchmark for p in split.parts), "0.00"),
                Formula(f"=SUM(D{TOP + 1}:D{last})", split.shown_sum, "0.00"),
                Formula(f"=SUM(E{TOP + 1}:E{last})", sum(p.share or 0 for p in split.parts), "0.0"),
            ]
        )
        rows.append(
            [
                Text(named(lead)),
                Formula(f"={self.ref(lead, OWN, name)}", split.whole.own, "0.00"),
                Formula(f"={self.ref(lead, THEIRS, name)}", split.whole.benchmark, "0.00"),
                Formula(f"={self.ref(lead, GAP, name)}", split.whole.gap, "0.00"),
                Number(100, "0.0"),
            ]
        )
        header = [
            _("Part"), self.page.unit.name, self.benchmark.name, _("Gap"), _("Share (%)")
        ]  # fmt: skip
        return [
            SheetOut(
                name=name,
                title=f"{named(lead)}（{lead.measure}）",
                notes=(self.note(),),
                header=([Text(text) for text in header],),
                rows=rows,
                total_rows=2,
            )
        ]

    # -- candidates and sentences ------------------------------------------------------------------

    def candidates(self) -> SheetOut:
        """The chosen ones and the suggestions with their ratio to the unit."""
        name = _("Candidates")
        lead = self.page.frame.lead
        assert lead is not None
        language = get_language() or "zh"
        own = self.ref(lead, OWN, name)
        rows: list[list[OutCell]] = []
        for at, one in enumerate(self.page.candidates):
            reasons = one.suggestion.reasons if one.suggestion else ()
            words = "；".join(reason(language) for reason in reasons)
            figure = one.figure.number
            rows.append(
                [
                    Text(one.unit.name),
                    Text(one.place),
                    Text(_tier(one.tier)),
                    Number(figure, number_format(lead.decimals)),
                    Formula(f"=D{TOP + at + 1}/{own}*100", one.percent, "0")
                    if figure is not None
                    else Missing(),
                    Number(one.rank or None, "0"),
                    Text(str(one.pair.get_role_display()) if one.pair else ""),
                    Text(words or (one.pair.reason if one.pair else "")),
                ]
            )
        header = [
            _("Unit"), _("Area"), _("Distance"), f"{named(lead)}（{lead.measure}）",
            _("Of own (%)"), _("Place"), _("Role"), _("Reasons"),
        ]  # fmt: skip
        return SheetOut(
            name=name,
            title=name,
            notes=(self.note(),),
            header=([Text(text) for text in header],),
            rows=rows,
            landscape=True,
        )

    def stated(self) -> list[SheetOut]:
        """Stated comparisons: what they imply and what is stored."""
        shown = [one for one in self.page.stated if one.check is not None and one.stored]
        if not shown:
            return []
        rows: list[list[OutCell]] = []
        for at, one in enumerate(shown):
            row = TOP + at + 1
            check, stated = one.check, one.stated
            assert check is not None
            stored = one.stored[0]
            rows.append(
                [
                    Text(stated.quote),
                    Text(stated.place),
                    Text(stated.other.name),
                    Number(one.own[0].figure.number, number_format(stated.item.decimals)),
                    Number(check.share, "0.00"),
                    Formula(
                        f"=D{row}/E{row}*100",
                        check.implied.value,
                        number_format(stated.item.decimals),
                    ),
                    Number(stored.figure.number, number_format(stated.item.decimals)),
                    Formula(
                        f"=G{row}-F{row}", check.difference, number_format(stated.item.decimals)
                    ),
                    Formula(f"=D{row}/G{row}*100", check.own_share, "0.00"),
                    Text(stored.label),
                    Text(_("agrees") if check.agrees else _("does not agree")),
                ]
            )
        header = [
            _("The sentence, word for word"), _("Where it stands"), _("The other unit"),
            _("Own figure"), _("Stated (%)"), _("Implied"), _("Stored"), _("Gap"),
            _("Ratio by what is stored (%)"), _("Source"), _("Outcome"),
        ]  # fmt: skip
        name = _("Stated comparisons")
        return [
            SheetOut(
                name=name,
                title=name,
                notes=(self.note(),),
                header=([Text(text) for text in header],),
                rows=rows,
                landscape=True,
            )
        ]


def _tier(tier: str) -> str:
    return {
        "near": pgettext("distance", "near"),
        "middle": pgettext("distance", "middle"),
        "far": pgettext("distance", "far"),
    }.get(tier, "")


def _word(verdict: str) -> str:
    words = VERDICTS[verdict]
    return words(get_language() or "zh")


def _verdict(line: Line) -> str:
    return _word(line.verdict)
