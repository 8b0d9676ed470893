"""The tables of targets, proposals and compound targets as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from leitai.apps.goals.models import PaceRule, Target, TargetProposal
from leitai.apps.goals.selectors.compounds import CompoundNow
from leitai.apps.goals.selectors.planned import Figure
from leitai.apps.goals.selectors.targets import TargetSaying
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.units.models import Unit
from leitai.web.tables import Column, PageTable, Value


def _name(target: Target | TargetProposal) -> str:
    return f"{named(target.unit)} {named(target.series.indicator)} {target.year}"


def _scope(target: Target) -> list[str]:
    return [" ".join(target.series.scope), target.series.indicator.measure]


def months_table(
    target: Target, months: Sequence[tuple[Period, Figure | None, Figure | None]]
) -> PageTable:
    """Floor and stretch month by month, months across as on the page."""
    decimals = target.series.indicator.decimals
    floor = [due.number if due else None for _month, due, _beyond in months]
    stretch = [beyond.number if beyond else None for _month, _due, beyond in months]
    rows: list[list[Value]] = [[_("Floor"), *floor]]
    if target.stretch is not None:
        rows.append([_("Stretch"), *stretch])
    return PageTable(
        f"{_name(target)} {_('Month by month')}",
        f"target-{target.pk}",
        [
            Column(_("Target")),
            *(Column(str(month.number), "number", decimals=decimals) for month, _d, _b in months),
        ],
        rows,
        _scope(target),
    )


def revisions_table(target: Target, sayings: Iterable[TargetSaying]) -> PageTable:
    """Every revision of a target with who set it, when and why."""
    decimals = target.series.indicator.decimals
    return PageTable(
        f"{_name(target)} {_('Revisions')}",
        f"target-{target.pk}-revisions",
        [
            Column(_("Revision"), "number", decimals=0),
            Column(_("Floor"), "number", decimals=decimals),
            Column(_("Stretch"), "number", decimals=decimals),
            Column(_("Spread over the months")),
            Column(_("Who and when")),
            Column(_("Reason")),
        ],
        (
            [
                one.revision,
                one.floor,
                one.stretch,
                one.shape,
                f"{one.actor} {one.at:%Y-%m-%d}".strip(),
                one.reason,
            ]
            for one in sayings
        ),
        _scope(target),
    )


def proposals_table(proposals: Iterable[TargetProposal]) -> PageTable:
    """The breakdowns and changes of the list."""
    return PageTable(
        _("Breakdown and changes"),
        "target-proposals",
        [
            Column(_("Target")),
            Column(_("Kind")),
            Column(_("Reason")),
            Column(_("Proposed by")),
            Column(_("When")),
            Column(_("State")),
        ],
        (
            [
                _name(one),
                one.get_kind_display(),
                one.reason,
                str(one.made_by) if one.made_by else "",
                one.made_at,
                one.get_state_display(),
            ]
            for one in proposals
        ),
    )


def compounds_table(found: Iterable[CompoundNow], year: int, when: str) -> PageTable:
    """Each condition of the compound targets with its working and the values used."""
    states = {None: _("not told yet"), True: _("holds"), False: _("does not hold")}
    return PageTable(
        _("Compound, rank and ratio targets") + f" {year}",
        "compound-targets",
        [
            Column(_("Compound target")),
            Column(_("Unit")),
            Column(_("Condition")),
            Column(_("Scope")),
            Column(_("Working")),
            Column(_("Values")),
            Column(_("State")),
        ],
        (
            [
                one.name,
                one.unit,
                part.wanted,
                " ".join(part.scope),
                part.words,
                _(", ").join(figure.text for figure in part.figures),
                states[part.held],
            ]
            for one in found
            for part in one.conditions
        ),
        [when],
    )


def quarters_table(versions: Iterable[PaceRule], area: Unit) -> PageTable:
    """The thresholds of the quarters, every version with who set it, when and why."""
    return PageTable(
        _("Thresholds of the quarters") + f" {named(area)}",
        "quarter-thresholds",
        [
            Column(_("Version"), "number", decimals=0),
            Column(_("Holds from the year")),
            Column(_("Red")),
            Column(_("Steady")),
            Column(_("Red every quarter")),
            Column(_("Reason")),
            Column(_("Set by")),
            Column(_("Set on")),
        ],
        (
            [
                one.version,
                str(one.from_year),
                f"{one.get_red_of_display()} {one.red_percent:g}%",
                f"{one.get_steady_of_display()} {one.steady_percent:g}%",
                str(one.get_every_quarter_display()),
                one.reason,
                str(one.set_by) if one.set_by else "",
                one.set_at,
            ]
            for one in versions
        ),
    )
