"""Settling a contradiction: which figure stands, or a question to a unit and its answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import Settlement, StatedComparison
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under

Word = Settlement.Word


@verb("benchmark.settle_comparison")
def settle_comparison(
    act: Act, *, stated: StatedComparison, stands: str, reason: str
) -> Settlement:
    """Decide which of two figures that contradict each other stands; neither is changed.

    Raises:
        RefusedError: without a reason, for another word than stored or stated, or for a comparison
            that is taken off.
    """
    act.require("benchmarks.confirm", stated.unit)
    if stands not in (Word.STORED, Word.STATED):
        raise RefusedError(_("Say which figure stands: the stored or the stated one."))
    return _said(act, stated, stands, reason, None)


@verb("benchmark.ask_comparison")
def ask_comparison(act: Act, *, stated: StatedComparison, asked: Unit, question: str) -> Settlement:
    """Hand a contradiction to a unit as a question.

    Raises:
        RefusedError: without a question, for a unit outside the area of the comparison, or for a
            comparison that is taken off.
    """
    act.require("benchmarks.confirm", stated.unit)
    if not is_under(asked.pk, {stated.unit_id}):
        raise RefusedError(
            _("%(owner)s does not belong to %(unit)s.") % {"owner": asked, "unit": stated.unit}
        )
    return _said(act, stated, Word.ASKED, question, asked)


@verb("benchmark.answer_comparison")
def answer_comparison(act: Act, *, settlement: Settlement, answer: str) -> Settlement:
    """Answer the question; the office decides afterwards which figure stands.

    Raises:
        RefusedError: without an answer, or when nothing is asked any more.
    """
    assert settlement.asked is not None
    act.require("benchmarks.state_comparison", settlement.asked)
    settlement = (
        Settlement.objects.select_for_update(of=("self",))
        .select_related("stated", "asked")
        .get(pk=settlement.pk)
    )
    if settlement.ended_at is not None or not settlement.waits:
        raise RefusedError(_("This question does not wait any more."))
    if not answer.strip():
        raise RefusedError(_("Write the answer."))
    settlement.answer = answer.strip()
    settlement.answered_by, settlement.answered_at = act.actor, act.at
    settlement.save(update_fields=["answer", "answered_by", "answered_at"])
    act.note(text=settlement.stated.quote, unit=str(settlement.asked), answer=answer)
    return settlement


def _said(
    act: Act, stated: StatedComparison, word: str, reason: str, asked: Unit | None
) -> Settlement:
    """End the word before and store this one; the comparison is locked meanwhile."""
    stated = (
        StatedComparison.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=stated.pk)
    )
    if stated.withdrawn_at is not None:
        raise RefusedError(_("It was taken off already."))
    if not reason.strip():
        raise RefusedError(
            _("Write the question.") if word == Word.ASKED else _("Give the reason.")
        )
    old = Settlement.objects.filter(stated=stated, ended_at__isnull=True).first()
    if old is not None:
        old.ended_at = act.at
        old.save(update_fields=["ended_at"])
    made = Settlement.objects.create(
        stated=stated, word=word, reason=reason.strip(), asked=asked, made_by=act.actor,
        made_at=act.at,
    )  # fmt: skip
    act.note(
        text=stated.quote,
        old=old.word if old else "",
        new=word,
        reason=reason,
        unit=str(asked) if asked else "",
    )
    return made
