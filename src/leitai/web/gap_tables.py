"""Where a gap lies, as files: by parts of a total, by items of a board, and what would close it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from leitai.apps.benchmarks.selectors.page import Candidate, PairPage
from leitai.apps.language import named, reader_language
from leitai.apps.periods.selectors import period_name
from leitai.web.benchmark_tables import candidates_table, pair_table, places_table
from leitai.web.page_tables import steps_table
from leitai.web.tables import Column, PageTable, table_file


def pair_file(
    request: HttpRequest, page: PairPage, reasons: Callable[[Candidate], str]
) -> HttpResponse | None:
    """Return the table of a pair's page that the address asks for as a file, if it asks."""
    more: dict[str, Callable[[], PageTable]] = {
        "candidates": lambda: candidates_table(page, reasons),
        "places": lambda: places_table(page),
    }
    if page.course:
        more["course"] = lambda: course_table(page)
    if page.split is not None:
        more["parts"] = lambda: parts_table(page)
    if page.weighed is not None:
        more |= {"weighed": lambda: weighed_table(page), "closing": lambda: closing_table(page)}
    return table_file(request, lambda: pair_table(page, reasons), **more)


def course_table(page: PairPage) -> PageTable:
    """Both sides of the leading indicator through the periods, then the years of the plan."""
    lead = page.frame.lead
    return PageTable(
        _name(page, _("How the gap went")),
        f"gap-course-{page.unit.pk}",
        [Column(_("Period")), Column(_("State")), *_sides(page), Column(_("Ratio"), "number", "%")],
        (
            [
                period_name(one.period) if one.period else str(one.year),
                _("when chosen") if one.baseline else "" if one.period else _("plan"),
                one.own.number,
                one.theirs.number,
                one.percent,
            ]
            for one in page.course
        ),
        [f"{named(lead)}（{lead.measure}）" if lead else "", page.extent_name],
    )


def parts_table(page: PairPage) -> PageTable:
    """The gap of a total by its parts, the total last."""
    split = page.split
    parts = [*split.parts, split.whole] if split is not None else []
    return PageTable(
        _name(page, _("The gap by parts")),
        f"gap-parts-{page.unit.pk}",
        [Column(_("Part")), *_sides(page), Column(_("Gap"), "number"), _share()],
        (
            [
                str(part.name),
                part.own,
                part.benchmark,
                part.gap,
                part.share if split is not None and part is not split.whole else 100,
            ]
            for part in parts
        ),
    )


def weighed_table(page: PairPage) -> PageTable:
    """The gap of the totals on a board by its items; the parts add up."""
    weighed = page.weighed
    return PageTable(
        _name(page, _("The gap of the totals by items")),
        f"gap-items-{page.unit.pk}",
        [Column(_("Item")), *_sides(page), Column(_("Part of the gap"), "number"), _share()],
        (
            [node.name(reader_language()), node.own, node.benchmark, node.effect, node.share]
            for node in (weighed.lines if weighed is not None else ())
        ),
        [weighed.scheme.name] if weighed is not None else [],
    )


def closing_table(page: PairPage) -> PageTable:
    """What would move the unit up on that board, each change tried in full."""
    steps = page.weighed.steps if page.weighed is not None else ()
    told = [(step, step.reason(reader_language()) if step.reason else "") for step in steps]
    return steps_table(told, page.unit, page.weighed.scheme.name if page.weighed else "")


def _name(page: PairPage, what: str) -> str:
    assert page.benchmark is not None
    return f"{named(page.unit)} {named(page.benchmark)} {what}"


def _sides(page: PairPage) -> list[Column]:
    assert page.benchmark is not None
    return [Column(named(page.unit), "number"), Column(named(page.benchmark), "number")]


def _share() -> Column:
    return Column(_("Share"), "number", "%", 1)
