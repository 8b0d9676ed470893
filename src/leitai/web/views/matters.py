"""The desk of matters: the list, one matter beside it, and the steps of its life."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.indicators.storage import stored_file
from leitai.apps.matters import life
from leitai.apps.matters.models import Evidence, Matter
from leitai.apps.matters.selectors.page import matter_for, page_of
from leitai.apps.matters.selectors.rules import rules_kept
from leitai.apps.matters.services import TAKEN, take_step
from leitai.apps.matters.wording import VERBS
from leitai.web.acts import act_from, way_back
from leitai.web.matter_desk import (
    address,
    desk_context,
    first_on,
    matter_context,
)
from leitai.web.matter_forms import StepForm, step_form
from leitai.web.matter_query import Asked, asked
from leitai.web.matter_tables import matters_table
from leitai.web.tables import table_file

DETAIL = "matter-detail"


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the list, what waits first; the first matter of it stands open beside."""
    wanted = asked(request)
    if file := table_file(request, lambda: matters_table(request.user, wanted)):
        return file
    return _desk(request, wanted)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one matter; a script asks for its pane alone."""
    wanted = asked(request)
    matter = _matter(request, pk)
    if _wants_pane(request):
        return _pane(request, wanted, matter)
    return _desk(request, wanted, matter)


def _wants_pane(request: HttpRequest) -> bool:
    """Tell whether a script asks for the pane of the matter alone."""
    return request.headers.get("HX-Target") == DETAIL


def _matter(request: HttpRequest, pk: int) -> Matter:
    matter = matter_for(request.user, pk)
    if matter is None:
        raise Http404
    return matter


@rules_kept()
def _desk(
    request: HttpRequest,
    wanted: Asked,
    opened: Matter | None = None,
    *,
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the list and one matter beside it: the one that is opened, or the first."""
    context = desk_context(request, wanted)
    top = first_on(context["page"]) if opened is None else None
    matter = matter_for(request.user, top.pk) if top is not None else opened
    if matter is not None:
        context |= matter_context(request, wanted, matter, form)
    context |= {"asked": wanted, "query": wanted.query, "opened": opened is not None}
    return render(request, "matters/index.html", context, status=status)


@rules_kept()
def _pane(
    request: HttpRequest,
    wanted: Asked,
    matter: Matter,
    form: StepForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer a script: the pane of the matter, and after a step the list and the counts too."""
    context = matter_context(request, wanted, matter, form) | {"asked": wanted}
    if said:
        context |= desk_context(request, wanted)
        context |= {"said": said, "asked": wanted, "query": wanted.query}
    return render(request, "matters/_answer.html", context, status=status)


@require_POST
@login_required
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take a step: 422 with the form and the reason when it cannot be taken."""
    wanted = asked(request)
    matter = _matter(request, pk)
    if verb not in TAKEN or verb == "revise":  # a draft has a page of its own
        raise Http404
    party = life.STEPS[verb].who
    if not request.user.has_perm(f"matters.{party}", matter):
        raise PermissionDenied(_("This page is not open to you."))
    page = page_of(request.user, matter, timezone.localdate())
    form = step_form(request, verb, matter, page, sent=True)
    if form.is_valid():
        try:
            given = form.given()
            if "into" in given:
                given["into"] = _other(request, matter, given["into"])
            take_step(act_from(request), verb, matter, given)
        except RefusedError as error:
            form.add_error(None, str(error))
    script = _wants_pane(request)
    if not form.is_valid():
        if script:
            return _pane(request, wanted, matter, form, status=422)
        return _desk(request, wanted, matter, form=form, status=422)
    said = _("%(number)s: %(step)s, done.") % {"number": matter.number, "step": VERBS[verb]}
    if script:
        return _pane(request, wanted, _matter(request, pk), said=said)
    messages.success(request, said)
    return HttpResponseRedirect(way_back(request, address(wanted, pk)))


def _other(request: HttpRequest, matter: Matter, number: str) -> Matter:
    """Return the matter into which one is merged, among those that the person sees.

    Raises:
        RefusedError: when there is none of that number.
    """
    found = (
        Matter.objects.visible_to(request.user)
        .filter(number=number.strip().upper(), area=matter.area_id)
        .first()
    )
    if found is None:
        raise RefusedError(_("There is no matter of the number %(number)s.") % {"number": number})
    return found


@require_GET
@login_required
def evidence(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out a file of a step to whoever sees the matter."""
    found = Evidence.objects.select_related("event").filter(pk=pk).first()
    if found is None or matter_for(request.user, found.event.matter_id) is None:
        raise Http404
    response = FileResponse(
        stored_file(found.sha256).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    return response
