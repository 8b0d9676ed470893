"""What is said of catching up: the growth it takes, whether it comes, and who ever had it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.selectors.catching import Catching, Wanted
from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.language import named
from leitai.engine.benchmark import CatchUp
from leitai.engine.experience import GrowthPlace
from leitai.engine.rounding import format_number


def _rate(number: float) -> str:
    return format_number(number, 2).replace("-", "−")


def _amount(number: float) -> str:
    return format_number(number, 2 if number != int(number) else 0)


def place_words(place: GrowthPlace | None) -> str:
    """Say where a rate stands among all that there were."""
    if place is None:
        return ""
    if place.falling:
        return _fall_words(place)
    if place.at_least == 0:
        return _("higher than any of %(of)s units had") % {"of": f"{place.of:,}"}
    if place.mark is None:
        return _("within what nearly all had")
    return _("higher than %(share)d%% of %(of)s units") % {
        "share": place.mark,
        "of": f"{place.of:,}",
    }


def _fall_words(place: GrowthPlace) -> str:
    """Say where the speed of a fall stands, for figures of which less is better."""
    of = f"{place.of:,}"
    if place.at_least == 0:
        return _("a faster fall than any of %(of)s units had") % {"of": of}
    if place.mark is None:
        return _("within what nearly all had")
    words = {"share": place.mark, "of": of}
    return _("a faster fall than %(share)d%% of %(of)s units had") % words


def catching_words(page: PairPage, found: Catching, moving: bool) -> list[tuple[str, bool]]:
    """Return the sentences of the card; the flag makes a sentence a warning."""
    assert page.benchmark is not None
    assert page.period is not None
    said: list[tuple[str, bool]] = []
    name, item = named(page.benchmark), named(found.item)
    if found.ahead:
        said.append((_("%(item)s is level with %(name)s or ahead.") % locals_of(item, name), False))
    for one in found.of("moving" if moving else "level"):
        said.append(_needed(one, page, moving))
    for one in found.of("target"):
        said.append(_target(one, found))
    outcome = found.moving if moving else found.still
    if not found.ahead:
        said.append((_outcome(found, outcome, name, moving), False))
    return said


def locals_of(item: str, name: str) -> dict[str, str]:
    return {"item": item, "name": name}


def _needed(one: Wanted, page: PairPage, moving: bool) -> tuple[str, bool]:
    assert page.benchmark is not None
    assert page.period is not None
    pattern = (
        ngettext(
            "To be level with %(name)s in %(years)d year from %(year)s on, while it grows on at "
            "its present rate, takes %(rate)s%% a year",
            "To be level with %(name)s in %(years)d years from %(year)s on, while it grows on at "
            "its present rate, takes %(rate)s%% a year",
            one.years,
        )
        if moving
        else ngettext(
            "To be level with what %(name)s has now in %(years)d year from %(year)s on takes "
            "%(rate)s%% a year",
            "To be level with what %(name)s has now in %(years)d years from %(year)s on takes "
            "%(rate)s%% a year",
            one.years,
        )
    )
    text = pattern % {
        "name": named(page.benchmark),
        "years": one.years,
        "year": page.period.year,
        "rate": _rate(one.rate),
    }
    return _ended(text, one), one.unheard_of


def _target(one: Wanted, found: Catching) -> tuple[str, bool]:
    text = _(
        "The plan's %(amount)s%(measure)s by %(year)s takes %(rate)s%% a year from "
        "%(own)s%(measure)s%(extent)s"
    ) % {
        "amount": _amount(one.amount),
        "measure": found.item.measure,
        "year": one.year,
        "rate": _rate(one.rate),
        "own": _amount(one.own or 0.0),
        "extent": _(" (%(extent)s)") % {"extent": one.extent} if one.extent else "",
    }
    return _ended(text, one), one.unheard_of


def _ended(text: str, one: Wanted) -> str:
    return with_place(text, one.place)


def with_place(text: str, stands: GrowthPlace | None) -> str:
    """Return a sentence on a growth needed, ended by where it stands among all that there were."""
    place = place_words(stands)
    if stands is not None and stands.reach == "out_of_experience":
        return _("%(text)s, %(place)s: out of all experience.") % {"text": text, "place": place}
    if place:
        return _("%(text)s, %(place)s.") % {"text": text, "place": place}
    return _("%(text)s.") % {"text": text}


def _outcome(found: Catching, outcome: CatchUp | None, name: str, moving: bool) -> str:
    """Say what comes of present growth."""
    if found.own_growth is None:
        return _("The unit's own growth is unknown: there is no figure of the year before.")
    words = {
        "own": _rate(found.own_growth.rate),
        "name": name,
        "theirs": _rate(found.their_growth.rate) if found.their_growth else "",
    }
    if moving and found.their_growth is None:
        return _("The growth of %(name)s is unknown.") % words
    if outcome is None:
        return ""
    if outcome.verdict == "never":
        if moving:
            return (
                _(
                    "At last year's %(own)s%% against the %(theirs)s%% of %(name)s it never "
                    "catches up: the gap widens every year."
                )
                % words
            )
        return _("At last year's %(own)s%% it never catches up.") % words
    years = format_number(outcome.years or 0.0, 1)
    pattern = (
        _("At last year's %(own)s%% against %(theirs)s%% it takes %(years)s years.")
        if moving
        else _("At last year's %(own)s%%, with %(name)s standing still, it takes %(years)s years.")
    )
    return pattern % {**words, "years": years}


def wanted_pins(page: PairPage, found: Catching, moving: bool) -> list[tuple[str, float, bool]]:
    """Return the rates that are pinned on the line of experience."""
    assert page.benchmark is not None
    pins: list[tuple[str, float, bool]] = []
    if found.own_growth is not None:
        pins.append((_("own last year"), found.own_growth.rate, False))
    for one in found.of("moving" if moving else "level"):
        name = _("level with %(name)s") % {"name": named(page.benchmark)}
        pins.append((name, one.rate, one.unheard_of))
    for one in found.of("target"):
        if one.extent in ("", page.extent_name):
            name = _("reach %(amount)s%(measure)s") % {
                "amount": _amount(one.amount),
                "measure": found.item.measure,
            }
            pins.append((name, one.rate, one.unheard_of))
    return pins
