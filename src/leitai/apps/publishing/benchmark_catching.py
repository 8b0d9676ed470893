"""The sheets on catching up: rates that may be changed, the path, what all units have done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.catching import Catching
from leitai.apps.publishing.benchmark_book import OWN, THEIRS, TOP, Book, number_format
from leitai.apps.publishing.excel import literal, quoted
from leitai.apps.units.models import Unit
from leitai.workbooks.writing import (
    Formula,
    Missing,
    Number,
    OutCell,
    SheetOut,
    Text,
)


def catching_sheets(book: Book) -> list[SheetOut]:
    """Needed growth and years as formulas over rates that may be changed, and the history."""
    found = book.page.catching
    lead = book.page.frame.lead
    if found is None or lead is None or book.page.period is None:
        return []
    name = _("Catching up")
    sheets = [_plan(book, found, lead, name)]
    if found.experience is not None:
        sheets.append(_history(book, found))
    return sheets


def _plan(book: Book, found: Catching, lead: BenchmarkItem, name: str) -> SheetOut:
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
        [Text(book.page.unit.name), Formula(f"={book.ref(lead, OWN, name)}", found.own.number,
                                            number_format(lead.decimals)), Text(lead.measure)],
        [Text(book.benchmark.name), Formula(f"={book.ref(lead, THEIRS, name)}",
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
    rows += _path(book, found, lead, len(rows))
    return SheetOut(
        name=name,
        title=name,
        notes=(book.note(),),
        header=([Text(_("What")), Text(_("Figure")), Text(_("Remark"))],),
        rows=rows,
    )


def _path(book: Book, found: Catching, lead: BenchmarkItem, before: int) -> list[list[OutCell]]:
    """Year by year: own at the growth needed, benchmark standing, benchmark growing on."""
    assert book.page.period is not None
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
                Number(book.page.period.year + year, "0"),
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


def _history(book: Book, found: Catching) -> SheetOut:
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


def _rate(rate: float | None) -> OutCell:
    return Number(rate, "0.00") if rate is not None else Missing(_("unknown"))
