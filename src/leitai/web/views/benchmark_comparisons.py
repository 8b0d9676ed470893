"""Stated comparisons: entered as they were printed, checked, taken off with a reason."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem, StatedComparison
from leitai.apps.benchmarks.selectors.settlements import settlement_for
from leitai.apps.benchmarks.services import (
    answer_comparison,
    ask_comparison,
    settle_comparison,
    state_comparison,
    withdraw_comparison,
)
from leitai.apps.indicators.models import Extent
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.views.benchmark_choices import (
    allowed_unit,
    named_unit,
    page_of,
    posted_year,
    told,
)

PRINTED = re.compile(r"\d{1,12}(?:\.(\d{1,6}))?")


def printed_number(text: str, what: str) -> tuple[float | None, int | None]:
    """Return a number as printed and with how many decimals; both None for nothing.

    Raises:
        RefusedError: for what is no plain number, naming the field and the text.
    """
    text = text.strip().replace(",", "").replace("，", "").removesuffix("%").removesuffix("％")
    if not text:
        return None, None
    match = PRINTED.fullmatch(text)
    if match is None:
        raise RefusedError(
            _("%(what)s: “%(text)s” is no plain number.") % {"what": what, "text": text[:40]}
        )
    return float(text), len(match[1] or "")


def _item(request: HttpRequest, field: BenchmarkField) -> BenchmarkItem:
    code = request.POST.get("item", "")
    found = field.items.select_related("field__area").filter(code=code).first()
    if found is None or found.role == BenchmarkItem.Role.INTENSITY:
        raise RefusedError(_("“%(text)s” is no indicator to compare.") % {"text": code[:40]})
    return found


def _period(request: HttpRequest, field: BenchmarkField) -> Period:
    code = request.POST.get("period", "").strip().removesuffix("年")
    found = period_by_code(code)
    if found is None or found.kind != field.period_kind:
        raise RefusedError(_("No figures are kept for “%(text)s”.") % {"text": code[:20]})
    return found


@require_POST
@login_required
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a stated comparison; the page then shows whether what is stored bears it out."""
    unit, field = allowed_unit(request, pk, "benchmarks.state_comparison")

    def act() -> tuple[str, str]:
        year = posted_year(request)
        share, share_decimals = printed_number(request.POST.get("share", ""), _("Percent"))
        value, decimals = printed_number(request.POST.get("value", ""), _("The other's figure"))
        own, own_decimals = printed_number(request.POST.get("own_value", ""), _("Own figure"))
        scope = request.POST.get("scope", "")
        extent = (
            Extent.objects.filter(unit=unit, pk=int(scope)).first()
            if scope.isdecimal() and 0 < len(scope) < 19
            else None
        )
        stated = state_comparison(
            act_from(request),
            unit=unit,
            other=named_unit(field, request.POST.get("other", "")),
            item=_item(request, field),
            period=_period(request, field),
            quote=request.POST.get("quote", "")[:300],
            place=request.POST.get("place", "")[:200],
            share=share,
            value=value,
            decimals=share_decimals if share is not None else decimals,
            own_value=own,
            own_decimals=own_decimals,
            extent=extent,
        )
        return _("Entered and checked: “%(quote)s”.") % {"quote": stated.quote}, page_of(unit, year)

    return told(request, act, page_of(unit, timezone.localdate().year))


def _stated(request: HttpRequest, pk: int, permission: str) -> StatedComparison:
    """Return a stated comparison that exists for the reader and on which they may act."""
    stated = (
        StatedComparison.objects.visible_to(request.user).select_related("unit").filter(pk=pk)
    ).first()
    if stated is None:
        raise Http404
    if not request.user.has_perm(permission, stated.unit):
        raise PermissionDenied
    return stated


@require_POST
@login_required
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of two figures that contradict each other stands, or ask a unit."""
    stated = _stated(request, pk, "benchmarks.confirm")
    back = page_of(stated.unit, timezone.localdate().year)
    reason = request.POST.get("reason", "")[:500]

    def act() -> tuple[str, str]:
        word = request.POST.get("word", "")
        if word != "asked":
            settle_comparison(act_from(request), stated=stated, stands=word, reason=reason)
            return _("Settled: “%(quote)s”.") % {"quote": stated.quote}, back
        asked = request.POST.get("asked", "")
        known = asked.isdecimal() and len(asked) < 19
        unit = Unit.objects.filter(pk=int(asked)).first() if known else None
        if unit is None:
            raise RefusedError(_("Say which unit is asked."))
        ask_comparison(act_from(request), stated=stated, asked=unit, question=reason)
        return _("Handed to %(unit)s as a question.") % {"unit": unit}, back

    return told(request, act, back)


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the office's question on a contradiction."""
    found = settlement_for(request.user, pk)
    if found is None or found.asked is None:
        raise Http404
    if not request.user.has_perm("benchmarks.state_comparison", found.asked):
        raise PermissionDenied
    back = page_of(found.stated.unit, timezone.localdate().year)

    def act() -> tuple[str, str]:
        text = request.POST.get("answer", "")[:500]
        answer_comparison(act_from(request), settlement=found, answer=text)
        return _("Answered; the office decides which figure stands."), back

    return told(request, act, back)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a stated comparison off with a reason."""
    stated = _stated(request, pk, "benchmarks.state_comparison")

    def act() -> tuple[str, str]:
        withdraw_comparison(
            act_from(request), stated=stated, reason=request.POST.get("reason", "")[:300]
        )
        return _("Taken off: “%(quote)s”.") % {"quote": stated.quote}, back

    back = page_of(stated.unit, timezone.localdate().year)
    return told(request, act, back)
