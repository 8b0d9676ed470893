"""A pair as a workbook on which an analyst can work: figures as values, all else as formulas.

Change a figure on the first sheet, or a rate on the third, and gaps, shares, needed growth and the
years follow. Names, sentences and reasons are text cells and never formulas.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.catching import Catching
from leitai.apps.benchmarks.selectors.figures import Figure
from leitai.apps.benchmarks.selectors.gaps import Line
from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.excel import CellRef, literal, quoted
from leitai.apps.units.models import Unit
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
#: Columns of the first sheet.
OWN, THEIRS, GAP, RATIO = 3, 4, 5, 6
#: Rows above the first figure: title, one note, one row of headings.
TOP = 3


def number_format(decimals: int) -> str:
    """Return the format of a figure with fixed decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def pair_workbook(page: PairPage) -> bytes:
    """Return a pair as an .xlsx file; the page must have a benchmark, a period and lines."""
    book = _Book(page)
    stream = io.BytesIO()
    sheets = [book.gaps(), *book.parts(), *book.catching(), book.candidates(), *book.stated()]
    write_workbook(stream, sheets, title=book.title)
    return stream.getvalue()


class _Book:
    def __init__(self, page: PairPage) -> None:
        assert page.benchmark is not None
        assert page.period is not None
        self.page = page
        self.benchmark = page.benchmark
        self.first = _("Gaps")
        self.title = _("%(unit)s against %(name)s") % {
            "unit": page.unit.name,
            "name": page.benchmark.name,
        }
        self.lines: Sequence[Line] = page.lines
        self.row = {line.item.pk: TOP + at for at, line in enumerate(page.lines)}
        self.period = period_name(page.period)

    def note(self) -> str:
        words = [self.period]
        if self.page.extent_name:
            words.append(self.page.extent_name)
        words.append(
            _("figures are values, the rest are formulas: change a figure and the rest follows")
        )
        return "，".join(words) if _chinese() else ", ".join(words)

    def ref(self, item: BenchmarkItem, column: int, home: str) -> str:
        return CellRef(self.first, self.row[item.pk], column).at(home)

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
        )

    def _line(self, line: Line) -> list[OutCell]:
        item = line.item
        row = self.row[item.pk] + 1
        scope = "，".join(line.own.scope) if _chinese() else ", ".join(line.own.scope)
        cells: list[OutCell] = [
            Text(("　" if line.part else "") + item.name),
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
                    Text(line.item.name),
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
                Text(lead.name),
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
                title=f"{lead.name}（{lead.measure}）",
                notes=(self.note(),),
                header=([Text(text) for text in header],),
                rows=rows,
                total_rows=2,
            )
        ]

    # -- catching up -----------------------------------------------------------------------------

    def catching(self) -> list[SheetOut]:
        """Needed growth and years as formulas over rates that may be changed, and the history."""
        found = self.page.catching
        lead = self.page.frame.lead
        if found is None or lead is None or self.page.period is None:
            return []
        name = _("Catching up")
        sheets = [self._plan(found, lead, name)]
        if found.experience is not None:
            sheets.append(self._history(found))
        return sheets

    def _plan(self, found: Catching, lead: BenchmarkItem, name: str) -> SheetOut:
        """B4 own, B5 benchmark, B6 years, B7 own growth, B8 growth of the benchmark."""
        own_rate = found.own_growth.rate if found.own_growth else None
        their_rate = found.their_growth.rate if found.their_growth else None
        level = next((one.rate for one in found.of("level")), None)
        moving = next((one.rate for one in found.of("moving")), None)
        still = found.still.years if found.still else None
        grown = found.moving.years if found.moving else None
        never = _("never at these rates")
        years = 'IF({top}>=0,0,IF({rate}<=0,"{never}",{top2}))'
        distance = "LN(B5/B4)"
        rows: list[list[OutCell]] = [
            [Text(self.page.unit.name), Formula(f"={self.ref(lead, OWN, name)}", found.own.number,
                                                number_format(lead.decimals)), Text(lead.measure)],
            [Text(self.benchmark.name), Formula(f"={self.ref(lead, THEIRS, name)}",
                                                found.theirs.number,
                                                number_format(lead.decimals)), Text(lead.measure)],
            [Text(_("Years to be level in")), Number(found.term, "0"), Text(_("may be changed"))],
            [Text(_("Own growth a year (%)")), _rate(own_rate),
             Text(_("last year's; may be changed"))],
            [Text(_("Growth of the benchmark a year (%)")), _rate(their_rate),
             Text(_("mean of the years before; may be changed"))],
            [Text(_("Growth needed, benchmark standing (%)")),
             Formula("=((B5/B4)^(1/B6)-1)*100", level, "0.00"), Text("")],
            [Text(_("Growth needed, benchmark growing on (%)")),
             Formula("=((B5/B4)^(1/B6)*(1+B8/100)-1)*100", moving, "0.00"), Text("")],
            [Text(_("Years at own growth, benchmark standing")),
             Formula("=" + years.format(top="B4-B5", rate="B7", never=never,
                                        top2=f"{distance}/LN(1+B7/100)"),
                     still if still is not None else never, "0.0"), Text("")],
            [Text(_("Years at own growth, benchmark growing on")),
             Formula("=" + years.format(top="B4-B5", rate="B7-B8", never=never,
                                        top2=f"{distance}/LN((1+B7/100)/(1+B8/100))"),
                     grown if grown is not None else never, "0.0"), Text("")],
        ]  # fmt: skip
        for one in found.of("target"):
            label = _("Growth to reach %(amount)s by %(year)s (%%)") % {
                "amount": f"{one.amount:g}{lead.measure}",
                "year": one.year,
            }
            formula = f"=(({literal(one.amount)}/{literal(one.own or 0.0)})^(1/{one.years})-1)*100"
            rows.append([Text(label), Formula(formula, one.rate, "0.00"), Text(one.extent)])
        rows += self._path(found, lead, len(rows))
        return SheetOut(
            name=name,
            title=name,
            notes=(self.note(),),
            header=([Text(_("What")), Text(_("Figure")), Text(_("Remark"))],),
            rows=rows,
        )

    def _path(self, found: Catching, lead: BenchmarkItem, before: int) -> list[list[OutCell]]:
        """Year by year: own at the growth needed, benchmark standing, benchmark growing on."""
        assert self.page.period is not None
        if found.ahead or found.path_still is None:
            return []
        rows: list[list[OutCell]] = [
            [Text(""), Text(""), Text("")],
            [Text(_("Year")), Text(_("own, at the growth needed")),
             Text(_("benchmark, growing on"))],
        ]  # fmt: skip
        first = TOP + before + len(rows) + 1
        own, theirs = found.own.number or 0.0, found.theirs.number or 0.0
        needed = next((one.rate for one in found.of("moving")), None)
        rate = needed if needed is not None else next((w.rate for w in found.of("level")), 0.0)
        growth = found.their_growth.rate if found.their_growth else 0.0
        source = "B10" if needed is not None else "B9"
        form = number_format(lead.decimals)
        for year in range(found.term + 1):
            at = first + year
            rows.append(
                [
                    Number(self.page.period.year + year, "0"),
                    Formula(
                        f"=$B$4*(1+${source[0]}${source[1:]}/100)^(A{at}-$A${first})",
                        own * (1 + rate / 100) ** year,
                        form,
                    ),
                    Formula(
                        f"=$B$5*(1+$B$8/100)^(A{at}-$A${first})",
                        theirs * (1 + growth / 100) ** year,
                        form,
                    ),
                ]
            )
        return rows

    def _history(self, found: Catching) -> SheetOut:
        """The growth that all units had, in order, with live percentiles beside it."""
        known = found.experience
        assert known is not None
        names = dict(
            Unit.objects.filter(pk__in=[int(pk) for pk in known.units]).values_list("pk", "name")
        )
        first, last = TOP + 1, TOP + len(known.rates)
        span = f"$B${first}:$B${last}"
        marks = list(known.marks.items())
        plan = quoted(_("Catching up"))
        rows: list[list[OutCell]] = []
        for at, (unit, rate) in enumerate(zip(known.units, known.rates, strict=True)):
            row: list[OutCell] = [Text(names.get(int(unit), unit)), Number(rate, "0.00")]
            if at < len(marks):
                share, value = marks[at]
                formula = f"=SMALL({span},INT({share}/100*(COUNT({span})-1))+1)"
                row += [Text(f"P{share}"), Formula(formula, value, "0.00")]
            elif at == len(marks):
                level = next((one for one in found.of("level")), None)
                if level is not None and level.place is not None:
                    formula = f'=COUNTIF({span},"<"&{plan}!B9)/COUNT({span})*100'
                    row += [
                        Text(_("units with less than the growth needed (%)")),
                        Formula(formula, level.place.share_below, "0.0"),
                    ]
            rows.append(row)
        return SheetOut(
            name=_("Experience"),
            title=_("Growth a year that all units had (%)"),
            notes=(
                _("mean over %(years)g years, current prices, unchanged territory")
                % {"years": known.years},
            ),
            header=([Text(_("Unit")), Text(_("Growth (%)")), Text(_("Mark")), Text(_("Rate"))],),
            rows=rows,
        )

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
            _("Unit"), _("Area"), _("Distance"), f"{lead.name}（{lead.measure}）", _("Of own (%)"),
            _("Place"), _("Role"), _("Reasons"),
        ]  # fmt: skip
        return SheetOut(
            name=name,
            title=name,
            notes=(self.note(),),
            header=([Text(text) for text in header],),
            rows=rows,
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
            )
        ]


def _rate(rate: float | None) -> OutCell:
    return Number(rate, "0.00") if rate is not None else Missing(_("unknown"))


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


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
