"""Breaking targets down over units and changing them, with a second person's approval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.goals.models import MonthShape, ProposalLine, Target, TargetProposal
from leitai.apps.goals.selectors.months import month_plan, shares_to_begin_with
from leitai.apps.goals.selectors.proposals import (
    breakdown,
    proposal_for,
    proposals_for,
    proposed_parts,
    spread_like,
    spread_over,
    takers,
)
from leitai.apps.goals.services import (
    Part,
    approve_proposal,
    begin_adjustment,
    begin_breakdown,
    edit_proposal,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
)
from leitai.apps.indicators.services import RefusedError
from leitai.web.acts import act_from
from leitai.web.breakdown_files import parts_from_file
from leitai.web.goal_frame import area_for, tried
from leitai.web.goal_tables import breakdown_months_table, breakdown_table
from leitai.web.sentences.goals import breakdown_sentence, proposals_sentence
from leitai.web.tables import PageTable, table_file
from leitai.web.target_forms import AdjustForm, BreakDownForm, parse_number, parse_shares
from leitai.web.target_tables import proposals_table
from leitai.web.views.target_setting import show_target, target_of

#: What the buttons that spread the parts anew over the months begin with.
MONTHS = "months-"
#: Buttons that propose something anew.
ANEW = frozenset(
    {*TargetProposal.Basis.values, MONTHS + MonthShape.EVEN, MONTHS + MonthShape.LAST_YEAR}
)
STATES = {"submitted": ("submitted",), "draft": ("draft", "returned"), "approved": ("approved",)}


def sees_proposals(user: Any, area: Any) -> bool:
    """Tell whether proposals of an area are open to the user at all."""
    return bool(
        user.has_perm("goals.break_down", area) or user.has_perm("goals.approve_targets", area)
    )


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List breakdowns and changes of targets that the reader writes or approves."""
    area = area_for(request)
    if not sees_proposals(request.user, area):
        raise PermissionDenied
    wanted = request.GET.get("state", "")
    if wanted and wanted not in STATES:
        raise Http404
    every = proposals_for(request.user, area)
    rows = [one for one in every if not wanted or one.state in STATES[wanted]]
    if file := table_file(request, lambda: proposals_table(rows)):
        return file
    return render(
        request,
        "targets/proposals.html",
        {
            "tab": "proposals",
            "area": area,
            "proposals": rows,
            "state": wanted,
            "sentence": proposals_sentence(every),
        },
    )


def _proposal(request: HttpRequest, pk: int) -> TargetProposal:
    found = proposal_for(request.user, pk)
    if found is None:
        raise Http404
    return found


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal: its parts, what is left to give, what they ask for."""
    proposal = _proposal(request, pk)
    shown = breakdown(request.user, proposal)
    months = shown.months
    more: dict[str, Callable[[], PageTable]] = {}
    if months is not None:
        more["months"] = lambda: breakdown_months_table(proposal, months)
    if file := table_file(request, lambda: breakdown_table(shown), **more):
        return file
    writes = request.user.has_perm("goals.break_down", proposal.unit)
    decides = request.user.has_perm("goals.approve_targets", proposal.unit)
    waiting = proposal.state == TargetProposal.State.SUBMITTED
    own = proposal.submitted_by_id == request.user.pk
    before = [line.before_floor for line in shown.lines if line.before_floor is not None]
    last = [line.last for line in shown.lines if line.last is not None]
    return render(
        request,
        "targets/proposal.html",
        {
            "tab": "proposals",
            "proposal": proposal,
            "shown": shown,
            "before_sum": sum(before) if before else None,
            "last_sum": sum(last) if last else None,
            "decimals": proposal.series.indicator.decimals,
            "measure": proposal.series.indicator.measure,
            "edits": writes and proposal.open,
            "decides": decides and waiting and not own,
            "own_waiting": decides and waiting and own,
            "withdraws": writes and (proposal.open or waiting),
            "shapes": [one for one in MonthShape.choices if one[0] != MonthShape.WHOLE],
            "sentence": breakdown_sentence(shown),
        },
    )


@require_POST
@login_required
def break_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to break a target down over the units below."""
    target = target_of(request, pk)
    if not request.user.has_perm("goals.break_down", target.unit):
        raise PermissionDenied
    form = BreakDownForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        units = takers(target)
        parts = proposed_parts(
            request.user, target, given["basis"], units, target.series.indicator.decimals,
            spread_like(target, units, given["shape"], given["shares"]),
        )  # fmt: skip
        try:
            proposal = begin_breakdown(
                act_from(request), whole=target, parts=parts, basis=given["basis"]
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("target_proposal", args=[proposal.pk]))
    return show_target(request, target, down=form, status=422)


@require_POST
@login_required
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another floor, stretch or shape of a target."""
    target = target_of(request, pk)
    if not request.user.has_perm("goals.break_down", target.unit):
        raise PermissionDenied
    form = AdjustForm(request.POST)
    if form.is_valid():
        try:
            proposal = begin_adjustment(act_from(request), target=target, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("target_proposal", args=[proposal.pk]))
    return show_target(request, target, adjust=form, status=422)


def _typed_parts(
    request: HttpRequest, proposal: TargetProposal, lines: Sequence[ProposalLine]
) -> tuple[Part, ...]:
    """Return the parts as typed on the page; what it does not show stays as it is.

    A part that is newly spread by hand begins with the months that it had.

    Raises:
        RefusedError: for what is no number, naming unit and text.
    """
    plan = month_plan(proposal, lines)
    spread = {row.unit.pk: row for row in plan.rows} if plan is not None else {}
    found = []
    for line in lines:
        try:
            floor = parse_number(request.POST.get(f"floor-{line.unit_id}", ""))
            stretch = parse_number(request.POST.get(f"stretch-{line.unit_id}", ""))
            shape = request.POST.get(f"shape-{line.unit_id}", line.shape)
            shares = tuple(line.shares)
            if typed := request.POST.get(f"shares-{line.unit_id}"):
                shares = parse_shares(typed)
        except forms.ValidationError as error:
            raise RefusedError(f"{line.unit}: {error.messages[0]}") from error
        if shape != MonthShape.BY_HAND:
            shares = ()
        elif not shares:
            shares = shares_to_begin_with(spread.get(line.unit_id))
        found.append(Part(line.unit_id, floor, stretch, shape, shares))
    return tuple(found)


def _proposed_anew(
    request: HttpRequest, proposal: TargetProposal, whole: Target, action: str,
    lines: Sequence[ProposalLine],
) -> tuple[Part, ...]:  # fmt: skip
    """Return parts proposed by a basis with the spread there is, or the parts there are, spread
    anew: ``months-even`` and ``months-last_year``."""
    units = [line.unit for line in lines]
    if action.startswith(MONTHS):
        spread = spread_like(whole, units, action.removeprefix(MONTHS))
        return tuple(spread_over(part, spread) for part in _typed_parts(request, proposal, lines))
    return proposed_parts(
        request.user, whole, action, units, proposal.series.indicator.decimals,
        {line.unit_id: (line.shape, tuple(line.shares)) for line in lines},
    )  # fmt: skip


@require_POST
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the parts as typed, propose them anew, or send them for approval."""
    proposal = _proposal(request, pk)
    if not request.user.has_perm("goals.break_down", proposal.unit):
        raise PermissionDenied
    action = request.POST.get("action", "save")
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() else 0
    act = act_from(request)

    lines = list(proposal.lines.select_related("unit"))

    def write() -> None:
        if action in ANEW and proposal.whole is not None:
            edit_proposal(
                act, proposal=proposal, revision=revision,
                parts=_proposed_anew(request, proposal, proposal.whole, action, lines),
                basis=proposal.basis if action.startswith(MONTHS) else action,
            )  # fmt: skip
            return
        edited = edit_proposal(
            act, proposal=proposal, revision=revision, parts=_typed_parts(request, proposal, lines)
        )
        if action == "submit":
            submit_proposal(
                act.within(), proposal=edited, reason=request.POST.get("reason", "")[:300]
            )

    done = _("Sent for approval.") if action == "submit" else _("The parts are kept.")
    tried(request, write, done)
    return HttpResponseRedirect(reverse("target_proposal", args=[pk]))


@require_POST
@login_required
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the parts from a sheet that was filled in."""
    proposal = _proposal(request, pk)
    if not request.user.has_perm("goals.break_down", proposal.unit):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file."))
        return HttpResponseRedirect(reverse("target_proposal", args=[pk]))
    content = file.read()
    tried(
        request,
        lambda: edit_proposal(
            act_from(request), proposal=proposal, revision=proposal.revision,
            parts=parts_from_file(proposal, content),
        ),
        _("The parts of the sheet are kept."),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("target_proposal", args=[pk]))


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a proposal or send it back."""
    proposal = _proposal(request, pk)
    if not request.user.has_perm("goals.approve_targets", proposal.unit):
        raise PermissionDenied
    words = request.POST.get("decision", "")[:300]
    if request.POST.get("outcome") == "approve":
        tried(
            request,
            lambda: approve_proposal(act_from(request), proposal=proposal, decision=words),
            _("Approved: the targets count from now on."),
        )
    else:
        tried(
            request,
            lambda: return_proposal(act_from(request), proposal=proposal, decision=words),
            _("Sent back."),
        )
    return HttpResponseRedirect(reverse("target_proposal", args=[pk]))


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    proposal = _proposal(request, pk)
    tried(
        request,
        lambda: withdraw_proposal(
            act_from(request), proposal=proposal, reason=request.POST.get("reason", "")[:300]
        ),
        _("Taken back."),
    )
    return HttpResponseRedirect(reverse("target_proposal", args=[pk]))
