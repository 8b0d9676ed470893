"""Choosing a benchmark: proposed by the unit, confirmed or returned by the office."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkPair
from leitai.apps.benchmarks.selectors.fields import field_of, is_candidate
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit

MAIN, REFERENCE = BenchmarkPair.Role.MAIN, BenchmarkPair.Role.REFERENCE
State = BenchmarkPair.State


@verb("benchmark.propose")
def propose_pair(
    act: Act, *, unit: Unit, benchmark: Unit, year: int, reason: str, topic: str = ""
) -> BenchmarkPair:
    """Propose the main benchmark of a unit for a year; the office confirms or returns it.

    A proposal that still waits is replaced by the new one and stays as withdrawn.

    Raises:
        RefusedError: without a reason, for a unit outside the field, or when it stands already.
    """
    act.require("benchmarks.propose", unit)
    field = _checked(unit, benchmark, year, reason)
    now = BenchmarkPair.objects.filter(
        unit=unit, year=year, role=MAIN, state=State.CONFIRMED
    ).first()
    if now is not None and now.benchmark_id == benchmark.pk:
        raise RefusedError(
            _("%(benchmark)s is the main benchmark of %(unit)s for %(year)d already.")
            % {"benchmark": benchmark, "unit": unit, "year": year}
        )
    for waiting in BenchmarkPair.objects.filter(
        unit=unit, year=year, role=MAIN, state=State.PROPOSED
    ):
        _close(act, waiting, State.WITHDRAWN, _("replaced by a new proposal"))
    pair = BenchmarkPair.objects.create(
        field=field,
        unit=unit,
        benchmark=benchmark,
        year=year,
        role=MAIN,
        state=State.PROPOSED,
        reason=reason.strip(),
        topic=topic.strip(),
        proposed_by=act.actor,
        proposed_at=act.at,
        supersedes=now,
    )
    act.note(
        unit=str(unit),
        benchmark=str(benchmark),
        year=year,
        reason=reason,
        old=str(now.benchmark) if now else None,
    )
    return pair


@verb("benchmark.confirm")
def confirm_pair(act: Act, *, pair: BenchmarkPair, decision: str = "") -> BenchmarkPair:
    """Confirm a proposed main benchmark; the one before it is superseded.

    Nobody confirms what they proposed themselves.

    Raises:
        RefusedError: when it does not wait any more, or was proposed by the same person.
    """
    act.require("benchmarks.confirm", pair.unit)
    pair = _waiting(pair)
    if act.actor is not None and pair.proposed_by_id == act.actor.pk:
        raise RefusedError(_("You proposed this yourself; another person of the office confirms."))
    before = (
        BenchmarkPair.objects.select_for_update()
        .filter(unit=pair.unit, year=pair.year, role=MAIN, state=State.CONFIRMED)
        .first()
    )
    if before is not None:
        before.state = State.SUPERSEDED
        before.save(update_fields=["state"])
        pair.supersedes = before
    _close(act, pair, State.CONFIRMED, decision)
    act.note(
        unit=str(pair.unit),
        benchmark=str(pair.benchmark),
        year=pair.year,
        reason=pair.reason,
        decision=decision,
        old=str(before.benchmark) if before else None,
        new=str(pair.benchmark),
    )
    return pair


@verb("benchmark.return")
def return_pair(act: Act, *, pair: BenchmarkPair, decision: str) -> BenchmarkPair:
    """Return a proposed main benchmark to the unit with a reason."""
    act.require("benchmarks.confirm", pair.unit)
    pair = _waiting(pair)
    if not decision.strip():
        raise RefusedError(_("Give the reason for returning it."))
    _close(act, pair, State.RETURNED, decision)
    act.note(unit=str(pair.unit), benchmark=str(pair.benchmark), year=pair.year, reason=decision)
    return pair


@verb("benchmark.withdraw")
def withdraw_pair(act: Act, *, pair: BenchmarkPair, reason: str) -> BenchmarkPair:
    """Take a proposal back before the office decides."""
    act.require("benchmarks.propose", pair.unit)
    pair = _waiting(pair)
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it back."))
    _close(act, pair, State.WITHDRAWN, reason)
    act.note(unit=str(pair.unit), benchmark=str(pair.benchmark), year=pair.year, reason=reason)
    return pair


@verb("benchmark.set_reference")
def set_reference(
    act: Act,
    *,
    unit: Unit,
    benchmark: Unit,
    year: int,
    distance: str,
    reason: str,
    topic: str = "",
) -> BenchmarkPair:
    """Set a unit beside the main benchmark as a reference, near, middle or far.

    Raises:
        RefusedError: for an unknown distance, without a reason, or when it is set already.
    """
    act.require("benchmarks.propose", unit)
    field = _checked(unit, benchmark, year, reason)
    if distance not in BenchmarkPair.Distance.values:
        raise RefusedError(_("“%(word)s” is no distance.") % {"word": distance})
    standing = BenchmarkPair.objects.filter(unit=unit, year=year, benchmark=benchmark).filter(
        Q(state=State.CONFIRMED)
    )
    if standing.exists():
        raise RefusedError(
            _("%(benchmark)s is set for %(unit)s and %(year)d already.")
            % {"benchmark": benchmark, "unit": unit, "year": year}
        )
    pair = BenchmarkPair.objects.create(
        field=field,
        unit=unit,
        benchmark=benchmark,
        year=year,
        role=REFERENCE,
        distance=distance,
        state=State.CONFIRMED,
        reason=reason.strip(),
        topic=topic.strip(),
        proposed_by=act.actor,
        proposed_at=act.at,
    )
    act.note(unit=str(unit), benchmark=str(benchmark), year=year, reason=reason, distance=distance)
    return pair


@verb("benchmark.end_reference")
def end_reference(act: Act, *, pair: BenchmarkPair, reason: str) -> BenchmarkPair:
    """Take a reference off; it stays in the record as superseded."""
    act.require("benchmarks.propose", pair.unit)
    pair = BenchmarkPair.objects.select_for_update().get(pk=pair.pk)
    if pair.role != REFERENCE or pair.state != State.CONFIRMED:
        raise RefusedError(_("%(pair)s is no reference in force.") % {"pair": pair})
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it off."))
    _close(act, pair, State.SUPERSEDED, reason)
    act.note(unit=str(pair.unit), benchmark=str(pair.benchmark), year=pair.year, reason=reason)
    return pair


def _checked(unit: Unit, benchmark: Unit, year: int, reason: str) -> BenchmarkField:
    """Return the field in which a unit may choose, refusing what cannot be chosen."""
    field = field_of(unit)
    if field is None:
        raise RefusedError(_("For %(unit)s no field of comparison is open.") % {"unit": unit})
    if not 1990 <= year <= 2200:
        raise RefusedError(_("%(year)s is no year to choose for.") % {"year": year})
    if not reason.strip():
        raise RefusedError(_("Give the reason for this choice."))
    if benchmark.pk == unit.pk or not is_candidate(field, benchmark):
        raise RefusedError(
            _("%(benchmark)s does not stand in the field “%(field)s”.")
            % {"benchmark": benchmark, "field": field}
        )
    return field


def _waiting(pair: BenchmarkPair) -> BenchmarkPair:
    """Return the pair as it is now, its row locked; refuse one that was decided meanwhile."""
    pair = (
        BenchmarkPair.objects.select_for_update(of=("self",))
        .select_related("unit", "benchmark", "field")
        .get(pk=pair.pk)
    )
    if pair.state != State.PROPOSED:
        raise RefusedError(
            _("%(pair)s does not wait any more: %(state)s.")
            % {"pair": pair, "state": pair.get_state_display()}
        )
    return pair


def _close(act: Act, pair: BenchmarkPair, state: str, decision: str) -> None:
    pair.state = state
    pair.decided_by = act.actor
    pair.decided_at = act.at
    pair.decision = decision.strip()
    pair.save(update_fields=["state", "decided_by", "decided_at", "decision", "supersedes"])
