"""What a unit answers on a phone: choices, the number to set, words where it says enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from leitai.apps.matters.life import State
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.page import MatterPage
from leitai.apps.matters.wording import VERBS
from leitai.web.matter_words import day_words

#: Verb → the choice, and what its one button says.
ANSWERS: dict[str, tuple[Promise, Promise]] = {
    "sign_for": (
        pgettext_lazy("phone answer", "Sign for it"),
        pgettext_lazy("phone button", "Sign for it"),
    ),
    "refuse": (pgettext_lazy("phone answer", "Refuse it"), pgettext_lazy("phone button", "Refuse")),
    "report_progress": (
        pgettext_lazy("phone answer", "Report progress"),
        pgettext_lazy("phone button", "Send the progress"),
    ),
    "report_completion": (
        pgettext_lazy("phone answer", "Report completion"),
        pgettext_lazy("phone button", "Send the completion report"),
    ),
    "ask_extension": (
        pgettext_lazy("phone answer", "Ask for an extension"),
        pgettext_lazy("phone button", "Ask for the extension"),
    ),
}
#: Asked for by a link of its own, not beside the others.
APART = "ask_extension"
REPORTS = ("report_progress", "report_completion")


@dataclass(frozen=True)
class Choice:
    """An answer that is open now."""

    verb: str
    name: str
    button: str
    chosen: bool


@dataclass(frozen=True)
class Number:
    """The number that a report sets.

    Attributes:
        field: its name in the form.
        before: as it was told last.
        value: as it stands in the field.
        total: the most that it can be; reporting completion sets it.
        step: by how much a tap moves it.
        verbs: reports that ask for it.
    """

    field: str
    label: str
    before: float
    value: Any
    total: float
    unit: str
    step: int
    verbs: tuple[str, ...]


@dataclass(frozen=True)
class Returned:
    """Why the last completion report came back."""

    day: str
    words: str


def choices(page: MatterPage, wanted: str) -> tuple[Choice, ...]:
    """Return the answers open to the reader; ``wanted`` is chosen where it is among them."""
    open_ = [one.verb for one in page.actions if one.verb in ANSWERS and not one.why]
    if wanted == APART and APART in open_:
        verbs = [APART]
    else:
        verbs = [verb for verb in ANSWERS if verb in open_ and verb != APART]
    returned = page.row.returns and "report_completion" in verbs
    first = "report_completion" if returned else next(iter(verbs), "")
    chosen = wanted if wanted in verbs else first
    return tuple(
        Choice(verb, str(ANSWERS[verb][0]), str(ANSWERS[verb][1]), verb == chosen) for verb in verbs
    )


def number_of(matter: Matter, verb: str, sent: Mapping[str, Any]) -> Number | None:
    """Return the number that the reports of a matter set; None while nothing is reported."""
    if matter.state != State.IN_HAND:
        return None
    if matter.measure_total is None:
        now = sent.get("progress", matter.progress)
        label = _("Progress, in percent")
        return Number("progress", label, matter.progress, now, 100, "%", 5, REPORTS[:1])
    before = matter.measure_done or 0
    now = matter.measure_total if verb == "report_completion" else before
    return Number(
        "measure_done", matter.measure_name or _("Done"), before, sent.get("measure_done", now),
        matter.measure_total, matter.measure_unit, 1, REPORTS,
    )  # fmt: skip


def with_words(matter: Matter, verb: str, sent: QueryDict) -> QueryDict:
    """Return what was sent, with words where none were written and the number says enough.

    A number that has moved is a report; one that has not asks for words, and so does completion
    where nothing is counted.
    """
    given = sent.copy()
    number = number_of(matter, verb, {})
    if number is None or verb not in number.verbs or given.get("words", "").strip():
        return given
    try:
        now = float(given.get(number.field, ""))
    except ValueError:
        return given
    if now != number.before or verb == "report_completion":
        given["words"] = _("%(what)s: %(now)g %(unit)s, before %(before)g %(unit)s.") % {
            "what": number.label, "now": now, "before": number.before, "unit": number.unit,
        }  # fmt: skip
    return given


def returned(page: MatterPage) -> Returned | None:
    """Return why the last completion report came back, until completion is reported again."""
    if page.row.state != State.IN_HAND or not page.row.returns:
        return None
    for event in reversed(page.events):
        if event.verb == "return_for_rework":
            return Returned(day_words(event.at.date()), event.words)
    return None


def extension(page: MatterPage) -> tuple[bool, str]:
    """Return whether an extension can be asked for now, and why not where it cannot."""
    for one in page.actions:
        if one.verb == APART:
            return not one.why, one.why
    return False, ""


def verb_name(verb: str) -> str:
    """Return what a step is called in a sentence."""
    return str(VERBS[verb])
