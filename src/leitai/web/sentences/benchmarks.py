"""What the pages of benchmarks say first."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.benchmarks.selectors.gaps import Reading, all_of
from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.benchmarks.selectors.pairs import Choice
from leitai.apps.benchmarks.selectors.suggested import SuggestionsPage
from leitai.apps.language import named
from leitai.engine.rounding import format_number
from leitai.web.sentences.segments import Figure, Segment, listed, sentence


def index_sentence(
    year: int, found: Sequence[Choice], waiting: Sequence[BenchmarkPair]
) -> tuple[Segment, ...]:
    """Say how many units have a confirmed benchmark for the year, and what waits for the reader."""
    if not found:
        return ()
    chosen = [one for one in found if one.main is not None]
    said: list[Segment] = []
    if len(found) == 1 and chosen and chosen[0].main is not None:
        said += sentence(
            _("For {year}, {unit} measures itself against {benchmark}. "),
            year=str(year),
            unit=named(chosen[0].unit),
            benchmark=named(chosen[0].main.benchmark),
        )
    else:
        said += sentence(
            ngettext(
                "For {year}, {chosen} of {count} unit has a confirmed benchmark. ",
                "For {year}, {chosen} of {count} units have a confirmed benchmark. ",
                len(found),
            ),
            year=str(year),
            chosen=str(len(chosen)),
            count=str(len(found)),
        )
    if waiting:
        said += sentence(
            ngettext(
                "{count} proposal waits for you: {names}.",
                "{count} proposals wait for you: {names}.",
                len(waiting),
            ),
            count=Figure(str(len(waiting)), "#waiting"),
            names=listed(named(pair.unit) for pair in waiting),
        )
    return tuple(said)


def pair_sentence(page: PairPage) -> tuple[Segment, ...]:
    """Say how the unit stands to its benchmark under each extent, where the gap lies, what leads.

    The figures open their way down: both values and the division.
    """
    if page.benchmark is None or page.period is None or not page.lines:
        return _nothing_to_say(page)
    lead = page.lines[0]
    shown = page.reading
    said: list[Segment] = []
    if shown is None or shown.percent is None:
        said += sentence(
            _("{item} of {unit} has no figure {extent} to compare. "),
            item=named(lead.item),
            unit=named(page.unit),
            extent=page.extent_name,
        )
    else:
        pattern = (
            _("{item} is {percent} of that of {name} ({extent})")
            if page.extent_name
            else _("{item} is {percent} of that of {name}")
        )
        said += sentence(
            pattern,
            item=named(lead.item),
            percent=_share(page, shown),
            name=named(page.benchmark),
            extent=page.extent_name,
        )
    for other in page.readings:
        if other is not shown and other.percent is not None:
            said += sentence(
                _("; {extent} it is {percent}"), extent=other.name, percent=_share(page, other)
            )
    if shown is not None:
        said += sentence(_(". "))
    said += _where(page)
    leading = [named(line.item) for line in all_of(page.lines, "leading") if line is not lead]
    lagging = [line for line in all_of(page.lines, "lagging") if line is not lead]
    if leading:
        said += sentence(_("{names} lead already."), names=listed(leading))
    elif lagging:
        said += sentence(
            ngettext(
                "The other line lags behind too.",
                "The other {count} lines lag behind too.",
                len(lagging),
            ),
            count=str(len(lagging)),
        )
    return tuple(said)


def _nothing_to_say(page: PairPage) -> tuple[Segment, ...]:
    if page.benchmark is None:
        return sentence(
            _("{unit} has no benchmark for {year} yet; {more}."),
            unit=named(page.unit),
            year=str(page.choice.year),
            more=Figure(
                _("choose from explained suggestions"),
                reverse("benchmark_suggestions", args=[page.unit.pk]),
            ),
        )
    return sentence(
        _("There is no period in which both {unit} and {name} have a figure open to you."),
        unit=named(page.unit),
        name=named(page.benchmark),
    )


def _share(page: PairPage, reading: Reading) -> Figure:
    assert page.benchmark is not None
    assert page.period is not None
    assert page.frame.lead is not None
    asked: dict[str, int | str] = {
        "against": page.benchmark.pk,
        "period": page.period.code,
        "scope": reading.extent,
    }
    query = urlencode(asked)
    url = reverse("trace_benchmark", args=[page.unit.pk, page.frame.lead.code])
    return Figure(f"{format_number(reading.percent or 0.0, 2)}%", f"{url}?{query}", trace=True)


def _where(page: PairPage) -> tuple[Segment, ...]:
    """Say in which part most of the gap lies."""
    split = page.split
    if split is None or split.largest.share is None or split.whole.gap >= 0:
        return ()
    return sentence(
        _("{share}% of the gap lies in {part}. "),
        share=format_number(split.largest.share, 0),
        part=split.largest.name,
    )


def suggestions_sentence(page: SuggestionsPage) -> tuple[Segment, ...]:
    """Say how many units are better, how they are sorted, and what kept some out."""
    if page.period is None:
        return sentence(
            _("{unit} has no figure open to you from which candidates could be found."),
            unit=named(page.unit),
        )
    if page.missing:
        return sentence(
            _("{unit} has no figure of {items} in this extent: choose other items."),
            unit=named(page.unit),
            items=listed(named(item) for item in page.missing),
        )
    said = list(
        sentence(
            ngettext(
                "Of {considered} units {better} is better in {items}. ",
                "Of {considered} units {better} are better in {items}. ",
                page.better,
            ),
            considered=f"{page.considered:,}",
            better=f"{page.better:,}",
            items=listed(named(item) for item in page.asked.cares),
        )
    )
    if page.reach is not None:
        said += sentence(
            _(
                "Near is whom {growth}% a year reaches within {near} years, middle within "
                "{middle}; the most alike stand first."
            ),
            growth=format_number(page.reach.growth, 2),
            near=format_number(page.reach.near, 0),
            middle=format_number(page.reach.middle, 0),
        )
    return tuple(said)
