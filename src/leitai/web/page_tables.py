"""The tables of the pages as files: columns, scope and source of each, from the rows it shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.goals.selectors import PaceLine
from leitai.apps.indicators.models import Indicator, Revision, Series, Upload
from leitai.apps.indicators.selectors import values_for
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.monitors import MonitorPage
from leitai.apps.standings.selectors import UnitPage
from leitai.apps.units.models import Unit
from leitai.engine.steps import RankStep
from leitai.web.audit_words import Line
from leitai.web.tables import Column, PageTable, Value


def targets_table(lines: Sequence[PaceLine], area: Unit, when: str) -> PageTable:
    """Floor, stretch, due and reached of every unit shown."""

    def row(line: PaceLine) -> list[Value]:
        indicator = line.series.indicator
        value = line.value
        number = value.number if value is not None else None
        state = ""
        if line.behind:
            state = _("behind")
        elif number is not None and line.due:
            state = _("on pace")
        return [
            indicator.name,
            " ".join(line.series.scope),
            indicator.measure,
            line.unit.name,
            line.target.floor,
            line.target.stretch,
            line.planned,
            number,
            _missing(value.missing if value is not None else "not_reported", number),
            line.ratio,
            state,
        ]

    return PageTable(
        _("Targets") + (f" {when}" if when else ""),
        "targets",
        [
            Column(_("Indicator")),
            Column(_("Scope")),
            Column(_("Measure")),
            Column(_("Unit")),
            Column(_("Floor"), "number"),
            Column(_("Stretch"), "number"),
            Column(_("Due by now"), "number"),
            Column(_("Reached"), "number"),
            Column(_("Why there is no figure")),
            Column(_("Share of due"), "number", "%", 1),
            Column(_("State")),
        ],
        (row(line) for line in lines),
        [area.name, when],
    )


def _missing(reason: str, number: float | None) -> str:
    if number is not None or not reason:
        return ""
    return str(Revision.Missing(reason).label)


def uploads_table(uploads: Iterable[Upload]) -> PageTable:
    """The uploads of the list, with what is still to be decided."""
    return PageTable(
        _("Uploads"),
        "uploads",
        [
            Column(_("File")),
            Column(_("State")),
            Column(_("Places to decide"), "number"),
            Column(_("Source")),
            Column(_("Brought in by")),
            Column(_("Brought in")),
        ],
        (
            [
                upload.name,
                str(upload.get_state_display()),
                getattr(upload, "asks", 0),
                upload.source.name,
                str(upload.uploaded_by) if upload.uploaded_by else "",
                upload.uploaded_at,
            ]
            for upload in uploads
        ),
    )


def audit_table(lines: Iterable[tuple[Line, Sequence[Any]]]) -> PageTable:
    """The entries of the record, one line a changed figure where an entry names figures."""

    def rows() -> Iterable[list[Value]]:
        for line, changes in lines:
            facts = "; ".join(f"{name} {text}" for name, text in line.facts)
            head: list[Value] = [line.entry.at, line.actor, line.words, line.subject, facts]
            if not changes:
                yield [*head, "", None, None]
            for change in changes:
                yield [*head, change.name, change.before, change.after]

    return PageTable(
        _("Record of changes"),
        "audit",
        [
            Column(_("When")),
            Column(_("Who")),
            Column(_("What")),
            Column(_("Name of the thing")),
            Column(_("Detail")),
            Column(_("Value of")),
            Column(_("Before"), "number"),
            Column(_("After"), "number"),
        ],
        rows(),
    )


def indicators_table(rows: Iterable[Any], area: Unit | None) -> PageTable:
    """The indicators of an area with how complete their newest period is."""
    return PageTable(
        _("Indicators"),
        "indicators",
        [
            Column(_("Theme")),
            Column(_("Indicator")),
            Column(_("Code")),
            Column(_("Measure")),
            Column(_("Scope")),
            Column(_("Direction")),
            Column(_("Source")),
            Column(_("Period")),
            Column(_("Reported"), "number"),
            Column(_("Expected"), "number"),
            Column(_("Days late"), "number"),
        ],
        (
            [
                row.indicator.theme,
                row.indicator.name,
                row.indicator.code,
                row.indicator.measure,
                " ".join(row.series.scope) if row.series else "",
                str(row.indicator.get_direction_display()),
                row.series.authority.name if row.series and row.series.authority else "",
                row.period,
                row.have,
                row.expected,
                row.late_days,
            ]
            for row in rows
        ),
        [area.name if area is not None else ""],
    )


def indicator_table(
    user: Any, indicator: Indicator, series: Series, periods: Sequence[Period]
) -> PageTable:
    """The values of a series for the periods of the page, all units that the reader may see."""
    found = values_for(user, [series], None, periods)
    units = Unit.objects.in_bulk({key[1] for key in found})
    names = {period.pk: period_name(period) for period in periods}
    order = {period.pk: place for place, period in enumerate(periods)}
    ordered = sorted(
        found.values(),
        key=lambda v: (order[v.period_id], units[v.unit_id].position, v.unit_id),
    )
    source = series.authority
    return PageTable(
        indicator.name,
        f"indicator-{indicator.pk}",
        [
            Column(_("Period")),
            Column(_("Unit")),
            Column(_("Division code")),
            Column(indicator.name, "number", indicator.measure, indicator.decimals),
            Column(_("Why there is no figure")),
            Column(_("Status")),
            Column(_("Scope")),
        ],
        (
            [
                names[value.period_id],
                units[value.unit_id].name,
                units[value.unit_id].division_code,
                value.number,
                _missing(value.missing, value.number),
                str(Revision.Status(value.status).label),
                " ".join(series.scope),
            ]
            for value in ordered
        ),
        [" ".join(series.scope), (source.citation or source.name) if source else ""],
    )


def unit_table(page: UnitPage, unit: Unit, scheme: Scheme, when: str) -> PageTable:
    """The items of a report card as far as they are open to the reader."""
    return PageTable(
        f"{unit.name} {when}",
        f"unit-{unit.pk}",
        [
            Column(_("Part")),
            Column(_("Item")),
            Column(_("Scope")),
            Column(_("Due"), "number"),
            Column(_("Reached"), "number"),
            Column(_("Measure")),
            Column(_("Completion"), "number", "%", 1),
            Column(_("Points"), "number", decimals=2),
            Column(_("Full marks"), "number"),
            Column(_("Place"), "number"),
        ],
        (
            [
                part.name,
                item.name,
                " ".join(item.scope),
                item.target.number if item.target else None,
                item.actual.number if item.actual else None,
                item.actual.unit if item.actual else "",
                item.ratio,
                item.score,
                item.marks,
                item.rank,
            ]
            for part in page.parts
            for item in part.items
        ),
        [f"{scheme.name} {when}", page.board.group_name],
    )


def steps_table(steps: Iterable[tuple[RankStep, str]], unit: Unit, when: str) -> PageTable:
    """What would move a unit up, item by item, or why nothing of an item would."""
    return PageTable(
        f"{unit.name} {_('What would move it up')} {when}",
        f"unit-{unit.pk}-steps",
        [
            Column(_("Item")),
            Column(_("Now"), "number"),
            Column(_("To reach"), "number"),
            Column(_("Measure")),
            Column(_("Points"), "number", decimals=2),
            Column(_("Place"), "number"),
            Column(_("Place then"), "number"),
            Column(_("Outcome")),
        ],
        (
            [
                step.item_name,
                step.before,
                step.after,
                step.unit,
                step.gain,
                step.rank_before,
                step.rank_after,
                reason,
            ]
            for step, reason in steps
        ),
    )


def monitor_table(page: MonitorPage, name: str) -> PageTable:
    """The movement of every unit in the month shown."""
    return PageTable(
        f"{name} {period_name(page.period)}",
        "monitor",
        [
            Column(_("Unit")),
            Column(_("Index"), "number", decimals=1),
            Column(_("On the month before"), "number", _("index points"), 1),
            Column(_("Last twelve months"), "number", "%", 1),
            Column(_("From own peak"), "number", "%", 1),
            Column(_("Months in the same direction"), "number"),
        ],
        (
            [row.unit.name, row.value, row.month, row.year, row.since_peak, row.run]
            for row in page.rows
        ),
        [str(page.input["name"]), page.series.authority.citation if page.series.authority else ""],
    )


def schemes_table(entries: Iterable[dict[str, Any]]) -> PageTable:
    """The schemes with their newest version."""
    return PageTable(
        _("Rules"),
        "schemes",
        [
            Column(_("Scheme")),
            Column(_("Area")),
            Column(_("Version")),
            Column(_("State")),
            Column(_("In force from")),
            Column(_("Period")),
            Column(_("Earlier versions")),
        ],
        (
            [
                entry["scheme"].name,
                entry["scheme"].area.name,
                f"v{entry['newest'].number}",
                str(entry["newest"].get_state_display()),
                entry["newest"].valid_from,
                str(PeriodKind(entry["scheme"].period_kind).label),
                " ".join(f"v{version.number}" for version in entry["versions"][1:]),
            ]
            for entry in entries
        ),
    )
