"""Breaking targets down and changing them: one person proposes, another one approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import MonthShape, ProposalLine, Target, TargetProposal
from leitai.apps.goals.selectors.months import with_history
from leitai.apps.goals.services.targets import NewTarget, check_target, store_targets
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import area_of, is_under
from leitai.engine.apportion import adds_up

State = TargetProposal.State


@dataclass(frozen=True)
class Part:
    """A unit's part in a proposal; without a floor the unit takes no part.

    ``shape`` and ``shares`` are the unit's own spread over the months, as in :class:`NewTarget`.
    """

    unit_id: int
    floor: float | None
    stretch: float | None = None
    shape: str = MonthShape.EVEN
    shares: tuple[float, ...] = ()


@verb("proposal.begin_breakdown")
def begin_breakdown(
    act: Act,
    *,
    whole: Target,
    parts: Sequence[Part],
    basis: str,
) -> TargetProposal:
    """Begin to break an area's target down over units below it, with parts proposed for each.

    Raises:
        RefusedError: when the target does not count any more, another breakdown of it is open, or a
            part is of a unit that is not below the area.
    """
    act.require("goals.break_down", whole.unit)
    _lock(whole.series_id)
    if latest_target(whole.series_id, whole.unit_id, whole.year) != whole:
        raise RefusedError(_("The target was changed meanwhile. Begin with the one that counts."))
    _refuse_second(TargetProposal.Kind.BREAKDOWN, whole.unit, whole.series, whole.year)
    proposal = TargetProposal.objects.create(
        kind=TargetProposal.Kind.BREAKDOWN, unit=whole.unit, series=whole.series, year=whole.year,
        whole=whole, basis=basis, made_by=act.actor, made_at=act.at,
    )  # fmt: skip
    _write(proposal, parts)
    act.note(name=str(proposal), basis=basis, count=len(parts))
    return proposal


@verb("proposal.begin_adjustment")
def begin_adjustment(
    act: Act,
    *,
    target: Target,
    floor: float,
    stretch: float | None,
    reason: str,
    shape: str = MonthShape.EVEN,
    shares: Sequence[float] = (),
) -> TargetProposal:
    """Propose another floor, stretch or shape for a unit's target, and send it for approval.

    Raises:
        RefusedError: without a reason, when the target does not count any more, another change of
            it is open, numbers or shares cannot be, or months shall follow a last year that the
            unit has no figures of.
    """
    act.require("goals.break_down", target.unit)
    _lock(target.series_id)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if latest_target(target.series_id, target.unit_id, target.year) != target:
        raise RefusedError(_("The target was changed meanwhile. Begin with the one that counts."))
    _refuse_second(TargetProposal.Kind.ADJUSTMENT, target.unit, target.series, target.year)
    proposal = TargetProposal(
        kind=TargetProposal.Kind.ADJUSTMENT, unit=target.unit, series=target.series,
        year=target.year, reason=reason.strip(), state=State.SUBMITTED, made_by=act.actor,
        made_at=act.at, submitted_by=act.actor, submitted_at=act.at,
    )  # fmt: skip
    part = Part(target.unit_id, floor, stretch, shape, tuple(shares))
    if (floor, stretch, shape, list(shares)) == (
        target.floor, target.stretch, target.shape, target.shares,
    ):  # fmt: skip
        raise RefusedError(_("The target is set like this already. Nothing was changed."))
    check_target(_new(proposal, part), str(target.unit))
    if shape != target.shape:
        _check_history(proposal, [(target.unit, shape)])
    proposal.save()
    _write(proposal, [part])
    act.note(
        name=str(proposal), reason=reason, old={"floor": target.floor, "stretch": target.stretch},
        new={"floor": floor, "stretch": stretch},
    )  # fmt: skip
    return proposal


@verb("proposal.edit")
def edit_proposal(
    act: Act,
    *,
    proposal: TargetProposal,
    revision: int,
    parts: Sequence[Part],
    basis: str = TargetProposal.Basis.BY_HAND,
) -> TargetProposal:
    """Write the parts of a draft breakdown; ``revision`` is the one that the editor has seen.

    Raises:
        RefusedError: when somebody else edited it meanwhile, it is not a draft, or a number or unit
            cannot be.
    """
    act.require("goals.break_down", proposal.unit)
    row = _held(proposal)
    if not row.open:
        raise RefusedError(_("This is not a draft any more."))
    if row.revision != revision:
        raise RefusedError(_("Somebody else edited this meanwhile. Load it again."))
    row.basis, row.state, row.revision = basis, State.DRAFT, row.revision + 1
    row.save(update_fields=["basis", "state", "revision"])
    old = {
        line.unit_id: (line.floor, line.stretch, line.shape, line.shares)
        for line in row.lines.all()
    }
    _write(row, parts)
    changed = sum(
        old.get(part.unit_id) != (part.floor, part.stretch, part.shape, list(part.shares))
        for part in parts
    )
    act.note(name=str(row), changed=changed)
    return row


@verb("proposal.submit")
def submit_proposal(act: Act, *, proposal: TargetProposal, reason: str) -> TargetProposal:
    """Send a breakdown for approval: its parts add up to the area's target to the last digit.

    Raises:
        RefusedError: without a reason, without parts, when parts do not add up, numbers cannot be,
            months shall follow a last year that a unit has no figures of, or a target was changed
            meanwhile.
    """
    act.require("goals.break_down", proposal.unit)
    row = _held(proposal)
    if not row.open:
        raise RefusedError(_("This is not a draft any more."))
    if not reason.strip():
        raise RefusedError(_("Give the reason for these targets."))
    lines = _check(row)
    _check_history(row, [(line.unit, line.shape) for line in lines if line.floor is not None])
    row.state, row.reason = State.SUBMITTED, reason.strip()
    row.submitted_by, row.submitted_at = act.actor, act.at
    row.decided_by, row.decided_at, row.decision = None, None, ""
    row.save(
        update_fields=["state", "reason", "submitted_by", "submitted_at", "decided_by",
                       "decided_at", "decision"]
    )  # fmt: skip
    act.note(name=str(row), reason=reason)
    return row


@verb("proposal.approve")
def approve_proposal(act: Act, *, proposal: TargetProposal, decision: str = "") -> TargetProposal:
    """Approve: the lines become targets that count, all at one place in the order of changes.

    Raises:
        RefusedError: for one's own proposal, one that does not wait, or when a target was changed
            meanwhile.
    """
    row = _waiting(act, proposal)
    lines = _check(row)
    row.state, row.decision = State.APPROVED, decision.strip()
    row.decided_by, row.decided_at = act.actor, act.at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    store_targets(
        act,
        area_of(row.unit),
        [_new(row, _part(line), line.before) for line in lines if line.floor is not None],
        row.reason,
        row.submitted_by,
    )
    act.note(name=str(row), decision=decision)
    return row


@verb("proposal.return")
def return_proposal(act: Act, *, proposal: TargetProposal, decision: str) -> TargetProposal:
    """Send a proposal back with the reason; a breakdown may then be edited and sent again.

    Raises:
        RefusedError: without a reason, for one's own proposal, or one that does not wait.
    """
    row = _waiting(act, proposal)
    if not decision.strip():
        raise RefusedError(_("Give the reason for the decision."))
    # A returned adjustment is one form filled in again; nothing is left to edit.
    adjustment = row.kind == TargetProposal.Kind.ADJUSTMENT
    row.state = State.WITHDRAWN if adjustment else State.RETURNED
    row.decision, row.decided_by, row.decided_at = decision.strip(), act.actor, act.at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    act.note(name=str(row), reason=decision)
    return row


@verb("proposal.withdraw")
def withdraw_proposal(act: Act, *, proposal: TargetProposal, reason: str) -> TargetProposal:
    """Take a proposal back before it is approved.

    Raises:
        RefusedError: without a reason, or when it is decided or withdrawn already.
    """
    act.require("goals.break_down", proposal.unit)
    row = _held(proposal)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    if not row.open and row.state != State.SUBMITTED:
        raise RefusedError(_("This is not a draft any more."))
    row.state, row.decision = State.WITHDRAWN, reason.strip()
    row.save(update_fields=["state", "decision"])
    act.note(name=str(row), reason=reason)
    return row


def latest_target(series_id: int, unit_id: int, year: int) -> Target | None:
    """Return the revision of a target that counts, or None."""
    return (
        Target.objects.filter(series=series_id, unit=unit_id, year=year)
        .order_by("-revision")
        .first()
    )


def _lock(series_id: int) -> None:
    """Let proposals of one series come one after the other: each looks at the targets of all."""
    Series.objects.select_for_update(of=("self",)).get(pk=series_id)


def _held(proposal: TargetProposal) -> TargetProposal:
    _lock(proposal.series_id)
    return TargetProposal.objects.select_related("unit", "series__indicator", "whole").get(
        pk=proposal.pk
    )


def _waiting(act: Act, proposal: TargetProposal) -> TargetProposal:
    """Return a proposal that waits for the actor's decision."""
    act.require("goals.approve_targets", proposal.unit)
    row = _held(proposal)
    if row.state != State.SUBMITTED:
        raise RefusedError(_("This does not wait for a decision."))
    if act.actor is not None and row.submitted_by_id == act.actor.pk:
        raise RefusedError(_("A second person decides: not the one who proposed it."))
    return row


def _refuse_second(kind: str, unit: Unit, series: Series, year: int) -> None:
    waiting = TargetProposal.objects.filter(
        kind=kind, unit=unit, series=series, year=year,
        state__in=[State.DRAFT, State.SUBMITTED, State.RETURNED],
    )  # fmt: skip
    if waiting.exists():
        raise RefusedError(_("A proposal for this target is open already. Finish that one first."))


def _write(proposal: TargetProposal, parts: Sequence[Part]) -> None:
    """Replace the lines of a draft; a breakdown's units lie below its own."""
    units = [part.unit_id for part in parts]
    if len(units) != len(set(units)):
        raise RefusedError(_("A unit stands there twice. Nothing was stored."))
    breakdown = proposal.kind == TargetProposal.Kind.BREAKDOWN
    names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=units)}
    for part in parts:
        if not is_under(part.unit_id, {proposal.unit_id}) or (
            breakdown and part.unit_id == proposal.unit_id
        ):
            raise RefusedError(_("A unit does not belong to %(area)s. Nothing was stored.")
                               % {"area": proposal.unit})  # fmt: skip
        if part.floor is None and part.stretch is not None:
            raise RefusedError(_("A stretch needs a floor. Nothing was stored."))
        if part.shape not in MonthShape.values:
            raise RefusedError(_("unknown shape of the year “%(shape)s”") % {"shape": part.shape})
        if part.floor is not None:
            check_target(_new(proposal, part), names.get(part.unit_id, f"#{part.unit_id}"))
    before = _counting(proposal, units)
    proposal.lines.all().delete()
    ProposalLine.objects.bulk_create(
        ProposalLine(
            proposal=proposal, unit_id=part.unit_id, floor=part.floor, stretch=part.stretch,
            shape=part.shape, shares=list(part.shares), before=before.get(part.unit_id),
        )
        for part in parts
    )  # fmt: skip


def _counting(proposal: TargetProposal, units: Sequence[int]) -> dict[int, Target]:
    """Return the targets of the units that count now."""
    rows = Target.objects.filter(
        series=proposal.series_id, year=proposal.year, unit__in=units
    ).order_by("revision")
    return {row.unit_id: row for row in rows}


def _part(line: ProposalLine) -> Part:
    return Part(line.unit_id, line.floor, line.stretch, line.shape, tuple(line.shares))


def _new(proposal: TargetProposal, part: Part, before: Target | None = None) -> NewTarget:
    assert part.floor is not None
    return NewTarget(
        proposal.series_id, part.unit_id, proposal.year, part.floor, part.stretch, part.shape,
        part.shares, before.sentence if before is not None else "",
    )  # fmt: skip


def _check_history(proposal: TargetProposal, shapes: Sequence[tuple[Unit, str]]) -> None:
    """Refuse months by last year's shape where the unit has no whole last year of its own."""
    asked = [unit for unit, shape in shapes if shape == MonthShape.LAST_YEAR]
    known = with_history(proposal.series, asked, proposal.year)
    for unit in asked:
        if unit.pk not in known:
            raise RefusedError(
                _("%(unit)s has no figures for every month of %(year)d. Choose another spread "
                  "over the months.")
                % {"unit": unit, "year": proposal.year - 1}
            )  # fmt: skip


def _check(proposal: TargetProposal) -> list[ProposalLine]:
    """Refuse parts that do not add up, and targets changed since; return the lines."""
    lines = list(proposal.lines.select_related("unit", "before"))
    taking = [line for line in lines if line.floor is not None]
    if not taking:
        raise RefusedError(_("No unit has a part yet."))
    now = _counting(proposal, [line.unit_id for line in lines])
    for line in lines:
        current = now.get(line.unit_id)
        if (current.pk if current else None) != line.before_id:
            raise RefusedError(
                _("The target of %(unit)s was changed meanwhile. Look at the parts again.")
                % {"unit": line.unit}
            )
    for line in taking:
        check_target(_new(proposal, _part(line)), str(line.unit))
    whole = proposal.whole
    if whole is None:
        return lines
    if latest_target(whole.series_id, whole.unit_id, whole.year) != whole:
        raise RefusedError(_("The area's target was changed meanwhile. Begin a new breakdown."))
    for name, left in left_over(whole, taking).items():
        if left:
            raise RefusedError(
                _("%(what)s: the parts do not add up, %(left)s is left to give.")
                % {"what": name, "left": f"{left:.10g}"}
            )
    return lines


def left_over(whole: Target, lines: Sequence[ProposalLine]) -> Mapping[str, Any]:
    """Return by the name of the sum what is left of an area's target after the parts.

    Targets that stay the same all year (ratios) do not add up, and so nothing is left of them.
    """
    if whole.shape == MonthShape.WHOLE:
        return {}
    found = {
        str(_("Floor")): adds_up([line.floor for line in lines if line.floor is not None],
                                 whole.floor)
    }  # fmt: skip
    stretches = [line.stretch for line in lines if line.stretch is not None]
    if whole.stretch is not None and stretches:
        found[str(_("Stretch"))] = adds_up(stretches, whole.stretch)
    return found
