"""What the pages of ladders say first."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import NamedLadder
from leitai.apps.benchmarks.selectors.ladders import LadderView
from leitai.engine.rounding import format_number
from leitai.web.sentences.catching import place_words, with_place
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
        apart = len(view.movers("changed"))
        if apart:
            said += sentence(
                ngettext(
                    " {n} unit whose territory changed is no mover.",
                    " {n} units whose territory changed are no movers.",
                    apart,
                ),
                n=Figure(str(apart), "#movers"),
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
            growth=Figure(_signed(growth), "#climb"),
        )
        if focus.growths.needed_place is not None:
            words = place_words(focus.growths.needed_place)
            said += sentence(
                _(", {place}: out of all experience")
                if focus.growths.unheard_of
                else _(", {place}"),
                place=words,
            )
    said += sentence(_(". "))
    return said


def climb_words(view: LadderView) -> list[tuple[str, bool]]:
    """Return what the climb is held against; the flag makes a sentence a warning."""
    focus = view.focus
    if focus is None or view.now is None or view.before is None:
        return []
    words: dict[str, object] = {
        "unit": focus.unit.name, "from": view.before.year, "to": view.now.year,
    }  # fmt: skip
    growths, said = focus.growths, list[tuple[str, bool]]()
    climb = focus.climb
    needed = climb.required_growth.number if climb is not None and climb.places else None
    if needed is not None:
        text = ngettext(
            "Place %(place)d in %(years)d year takes %(rate)s%% a year",
            "Place %(place)d in %(years)d years takes %(rate)s%% a year",
            focus.years,
        ) % {"place": focus.wished, "years": focus.years, "rate": _signed(needed)}
        said.append((with_place(text, growths.needed_place), growths.unheard_of))
    if str(focus.unit.pk) in view.changed:
        text = _(
            "The territory of %(unit)s changed between %(from)d and %(to)d: no growth is told."
        )
        said.append((text % words, True))
    elif growths.own is not None:
        text = _("From %(from)d to %(to)d, %(unit)s grew by %(rate)s%% a year") % {
            **words, "rate": _signed(growths.own),
        }  # fmt: skip
        said.append((with_place(text, growths.own_place), False))
    if focus.holder_changed and climb is not None:
        text = _("The territory of %(unit)s changed; it is taken as standing still.")
        said.append((text % {"unit": view.units[climb.holder].name}, True))
    return said


def climb_pins(view: LadderView) -> list[tuple[str, float, bool]]:
    """Return the rates that are pinned on the line of experience."""
    focus = view.focus
    if focus is None or focus.growths.experience is None:
        return []
    turn = -1 if focus.growths.experience.falling else 1
    pins: list[tuple[str, float, bool]] = []
    if focus.growths.own is not None:
        pins.append((focus.unit.name, turn * focus.growths.own, False))
    climb = focus.climb
    if climb is not None and climb.places and climb.required_growth.number is not None:
        name = _("to place %(place)d") % {"place": focus.wished}
        pins.append((name, turn * climb.required_growth.number, focus.growths.unheard_of))
    return pins


def _signed(rate: float) -> str:
    return format_number(rate, 2).replace("-", "−")


def _figure(view: LadderView, key: str, value: float | None) -> Figure:
    assert view.now is not None
    revision = view.now.revisions.get(key)
    address = reverse("trace_value", args=[revision]) if revision else ""
    return Figure(format_number(value, view.ladder.decimals), address, trace=bool(revision))
