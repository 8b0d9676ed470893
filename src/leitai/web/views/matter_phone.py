"""What a unit owes, for phones: the list, and one matter that is answered with three taps.

An answer given without a connection waits in the browser and comes later, as a script's POST with
the operation id that the page was rendered with; it is answered as JSON.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.audit.selectors import done_before
from leitai.apps.audit.services import OperationConflictError
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import life
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.desk import owed_by
from leitai.apps.matters.selectors.lists import rows_of
from leitai.apps.matters.selectors.page import matter_for, page_of
from leitai.apps.matters.services import take_step
from leitai.web.acts import act_from
from leitai.web.matter_answers import (
    ANSWERS,
    choices,
    extension,
    number_of,
    returned,
    verb_name,
    with_words,
)
from leitai.web.matter_forms import StepForm
from leitai.web.sentences.matters import owed_sentence

#: Matters of a page of the list.
ROWS = 50


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """List what the reader's units owe, the most pressing first."""
    day = timezone.localdate()
    page = Paginator(owed_by(request.user), ROWS).get_page(request.GET.get("page"))
    rows = rows_of(list(page.object_list), day)
    context = {
        "page": page,
        "rows": rows,
        "sentence": owed_sentence(request.user, page.paginator.count, day),
    }
    return render(request, "matters/mine.html", context)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one matter with the answers that are open to the reader."""
    return _shown(request, _matter(request, pk))


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer, of a plain form or of a script."""
    return _taken_later(request, pk) if _is_script(request) else _taken(request, pk)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _matter(request: HttpRequest, pk: int) -> Matter:
    matter = matter_for(request.user, pk)
    if matter is None:
        raise Http404
    return matter


def _shown(
    request: HttpRequest, matter: Matter, form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    day = timezone.localdate()
    page = page_of(request.user, matter, day)
    wanted = form.verb if form is not None else request.GET.get("do", "")
    open_ = choices(page, wanted)
    chosen = next((one.verb for one in open_ if one.chosen), "")
    owed = list(owed_by(request.user).values_list("pk", flat=True))
    place = owed.index(matter.pk) + 1 if matter.pk in owed else 0
    may_ask, why_not = extension(page)
    context = {
        "matter": matter,
        "one": page,
        "row": page.row,
        "choices": open_,
        "chosen": chosen,
        "number": number_of(matter, chosen, form.data if form is not None else {}),
        "sent": form.data if form is not None else {},
        "form": form,
        "returned": returned(page),
        "place": place,
        "owed": len(owed),
        "next": owed[place % len(owed)] if place and len(owed) > 1 else None,
        "may_ask": may_ask,
        "why_not": why_not,
    }
    return render(request, "matters/answer.html", context, status=status)


def _step(request: HttpRequest, matter: Matter) -> StepForm:
    """Take the step that was sent; the form carries why it could not be taken.

    Raises:
        Http404: for a verb that is no answer.
        PermissionDenied: for who may not give it.
    """
    verb = request.POST.get("verb", "")
    if verb not in ANSWERS:
        raise Http404
    if not request.user.has_perm(f"matters.{life.STEPS[verb].who}", matter):
        raise PermissionDenied(_("This page is not open to you."))
    page = page_of(request.user, matter, timezone.localdate())
    data = with_words(matter, verb, request.POST)
    form = StepForm(verb, matter, page, data, request.FILES)
    if form.is_valid():
        try:
            take_step(act_from(request), verb, matter, form.given())
        except (RefusedError, OperationConflictError) as error:
            form.add_error(None, str(error))
    return form


def _said(matter: Matter, verb: str) -> str:
    return _("%(title)s: %(step)s, sent.") % {"title": matter.title, "step": verb_name(verb)}


def _taken(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer of a plain form: 422 with the form and the reason when it cannot be taken."""
    matter = _matter(request, pk)
    form = _step(request, matter)
    if not form.is_valid():
        return _shown(request, matter, form, status=422)
    messages.success(request, _said(matter, form.verb))
    return HttpResponseRedirect(reverse("matters_mine"))


def _taken_later(request: HttpRequest, pk: int) -> JsonResponse:
    """Take an answer that a script sends, perhaps again and long after it was given.

    200 with where to go; 409 when somebody else has signed in meanwhile, so that nobody's answer
    goes out under another name; 403, 404 and 422 with the reason why it is not taken. What
    arrived before is told as done, whatever became of the matter since.
    """
    if request.POST.get("person") != str(request.user.pk):
        return JsonResponse({"error": _("Somebody else is signed in now.")}, status=409)
    done: dict[str, Any] = {"next": reverse("matters_mine")}
    if done_before(request.user, act_from(request).operation_id):
        return JsonResponse(done)
    matter = matter_for(request.user, pk)
    if matter is None or request.POST.get("verb", "") not in ANSWERS:
        return JsonResponse({"error": _("The matter is no longer with you.")}, status=404)
    try:
        form = _step(request, matter)
    except PermissionDenied as error:
        return JsonResponse({"error": str(error)}, status=403)
    if not form.is_valid():
        reasons = [str(one) for errors in form.errors.values() for one in errors]
        return JsonResponse({"error": " ".join(reasons)}, status=422)
    messages.success(request, _said(matter, form.verb))
    return JsonResponse(done)
