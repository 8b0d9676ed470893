"""What the pages of ladders say first."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.benchmarks.selectors.ladders import LadderView
from leitai.engine.rounding import format_number
from leitai.web.sentences.segments import Figure, Segment, sentence


def ladders_sentence(ladders: Sequence[NamedLadder]) -> tuple[Segment, ...]:
    """Say how many ladders are looked at."""
    if not ladders:
        return ()
    return sentence(
        ngettext("{count} ladder is looked at.", "{count} ladders are looked at.", len(ladders)),
        count=str(len(ladders)),
    )


def ladder_sentence(view: LadderView) -> tuple[Segment, ...]:
    """Say where the unit looked at stands and what the wished-for place takes, then who moved."""
    if view.now is None or not view.now.listed.ranked:
        return ()
    said: list[Segment] = [*_own(view)]
    first = view.now.listed.rungs[0]
    if not said:
        said += sentence(
            _("In {year}, {unit} stands first with {value}{measure}. "),
            year=str(view.now.year),
            unit=view.units[first.unit].name,
            value=_figure(view, first.unit, first.value),
            measure=view.ladder.measure,
        )
    if view.before is not None:
        ups, downs = len(view.movers("up")), len(view.movers("down"))
        ins, outs = len(view.movers("entered")), len(view.movers("left"))
        said += sentence(
            _(
                "Since {year}, {ups} moved up a zone and {downs} down; "
                "{ins} came onto the ladder, {outs} fell off."
            ),
            year=str(view.before.year),
            ups=Figure(str(ups), "#movers"),
            downs=Figure(str(downs), "#movers"),
            ins=Figure(str(ins), "#movers"),
            outs=Figure(str(outs), "#movers"),
        )
    return tuple(said)


def _own(view: LadderView) -> Sequence[Segment]:
    focus, now = view.focus, view.now
    if focus is None or now is None:
        return ()
    said = [
        *sentence(
            _("In {year}, {unit} with {value}{measure} stands at place {place}. "),
            year=str(now.year),
            unit=focus.unit.name,
            value=_figure(view, str(focus.unit.pk), focus.rung.value),
            measure=view.ladder.measure,
            place=str(focus.place),
        )
    ]
    climb = focus.climb
    if climb is None or not climb.places:
        return said
    growth = climb.required_growth.number
    said += sentence(
        _("To place {wished} ({holder}) {distance}{measure} are missing"),
        wished=str(focus.wished),
        holder=view.units[climb.holder].name,
        distance=format_number(climb.distance, view.ladder.decimals),
        measure=view.ladder.measure,
    )
    if growth is not None:
        said += sentence(
            ngettext(
                "; drawing level in {years} year takes {growth} % a year",
                "; drawing level in {years} years takes {growth} % a year",
                focus.years,
            ),
            years=str(focus.years),
            growth=Figure(format_number(growth, 2), "#climb"),
        )
    said += sentence(_(". "))
    return said


def _figure(view: LadderView, key: str, value: float | None) -> Figure:
    assert view.now is not None
    revision = view.now.revisions.get(key)
    address = reverse("trace_value", args=[revision]) if revision else ""
    return Figure(format_number(value, view.ladder.decimals), address, trace=bool(revision))
