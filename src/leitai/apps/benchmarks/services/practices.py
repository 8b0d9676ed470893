"""Noting practices of others, and deciding on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import Practice, StudyTrip
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under

State = Practice.State
#: What a correction may change.
TEXTS = ("title", "topic", "source_name", "done_there", "adaptation", "source_text")


@verb("benchmark.note_practice")
def note_practice(
    act: Act,
    *,
    unit: Unit,
    title: str,
    source_name: str,
    done_there: str,
    source_text: str,
    source_unit: Unit | None = None,
    topic: str = "",
    figures: Sequence[str] = (),
    adaptation: str = "",
    responsible: Unit | None = None,
    responsible_person: str = "",
    trip: StudyTrip | None = None,
) -> Practice:
    """Note a practice of another place on a card.

    Raises:
        RefusedError: without a title, a place, what they did or where it is told, for an owner
            outside the unit, or a trip of another unit.
    """
    act.require("benchmarks.keep_practices", unit)
    given = (title, source_name, done_there, source_text)
    if not all(text.strip() for text in given):
        raise RefusedError(
            _("A card needs a title, whose practice it is, what they did, and where it is told.")
        )
    _check_owner(unit, responsible)
    if trip is not None and trip.unit_id != unit.pk:
        raise RefusedError(
            _("The trip “%(trip)s” was not made by %(unit)s.") % {"trip": trip, "unit": unit}
        )
    practice = Practice.objects.create(
        unit=unit, title=title.strip(), topic=topic.strip(), source_unit=source_unit,
        source_name=source_name.strip(), done_there=done_there.strip(),
        figures=[line.strip() for line in figures if line.strip()],
        adaptation=adaptation.strip(), responsible=responsible,
        responsible_person=responsible_person.strip(), source_text=source_text.strip(), trip=trip,
        entered_by=act.actor, entered_at=act.at,
    )  # fmt: skip
    act.note(unit=str(unit), name=practice.title, source=practice.source_name)
    return practice


@verb("benchmark.revise_practice")
def revise_practice(
    act: Act, *, practice: Practice, reason: str, changes: Mapping[str, Any]
) -> Practice:
    """Correct a card or say who does it; the words before stay in the record.

    Raises:
        RefusedError: without a reason, without a change, or for a card that is withdrawn.
    """
    act.require("benchmarks.keep_practices", practice.unit)
    practice = _locked(practice)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if "responsible" in changes:
        _check_owner(practice.unit, changes["responsible"])
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in changes.items():
        if name not in (*TEXTS, "figures", "responsible", "responsible_person"):
            raise TypeError(f"a card has no {name}")
        new = new.strip() if isinstance(new, str) else new
        old = getattr(practice, name)
        if old != new:
            setattr(practice, name, new)
            before[name], after[name] = _told(old), _told(new)
    if not after:
        raise RefusedError(_("Nothing was changed."))
    if not practice.title or not practice.done_there or not practice.source_text:
        raise RefusedError(
            _("A card needs a title, whose practice it is, what they did, and where it is told.")
        )
    _check_adopted(practice)
    practice.save(update_fields=list(after))
    act.note(name=practice.title, reason=reason, before=before, after=after)
    return practice


@verb("benchmark.decide_practice")
def decide_practice(act: Act, *, practice: Practice, adopt: bool, decision: str) -> Practice:
    """Adopt a practice, or decide not to, with the reason; another decision may follow later.

    Raises:
        RefusedError: without a reason, or to adopt what has no owner or no word on how.
    """
    act.require("benchmarks.decide_practice", practice.unit)
    practice = _locked(practice)
    if not decision.strip():
        raise RefusedError(_("Give the reason for the decision."))
    old = practice.state
    practice.state = State.ADOPTED if adopt else State.DECLINED
    _check_adopted(practice)
    practice.decision = decision.strip()
    practice.decided_by, practice.decided_at = act.actor, act.at
    practice.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    act.note(name=practice.title, old=old, new=practice.state, reason=decision)
    return practice


@verb("benchmark.withdraw_practice")
def withdraw_practice(act: Act, *, practice: Practice, reason: str) -> Practice:
    """Take a card off the list, with a reason."""
    act.require("benchmarks.keep_practices", practice.unit)
    practice = _locked(practice)
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it off."))
    old = practice.state
    practice.state, practice.decision = State.WITHDRAWN, reason.strip()
    practice.decided_by, practice.decided_at = act.actor, act.at
    practice.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    act.note(name=practice.title, old=old, new=practice.state, reason=reason)
    return practice


def _locked(practice: Practice) -> Practice:
    found = (
        Practice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=practice.pk)
    )
    if found.state == State.WITHDRAWN:
        raise RefusedError(_("The card “%(name)s” is withdrawn.") % {"name": found})
    return found


def _check_owner(unit: Unit, responsible: Unit | None) -> None:
    if responsible is not None and not is_under(responsible.pk, {unit.pk}):
        raise RefusedError(
            _("%(owner)s does not belong to %(unit)s.") % {"owner": responsible, "unit": unit}
        )


def _check_adopted(practice: Practice) -> None:
    if practice.state == State.ADOPTED and (
        practice.responsible_id is None or not practice.adaptation
    ):
        raise RefusedError(_("Before it is adopted, say how we adapt it and who does it."))


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Unit) else value
