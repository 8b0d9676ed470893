"""One's notices: read them, open what they are about, count them as read."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.notices.selectors import failures_for, lines_of, notices_since, told
from leitai.apps.notices.services import mark_read
from leitai.apps.units.people import governed_people
from leitai.web.notice_words import (
    by_day,
    failures_table,
    notices_sentence,
    notices_table,
    page_of,
)
from leitai.web.tables import table_file

PAGE = 50


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """List what the reader is told by day, the newest first."""
    groups = told(request.user, notices_since(timezone.now()))
    fresh = [group for group in groups if any(one.unread for one in group)]
    unread_only = request.GET.get("show") == "unread"
    shown = fresh if unread_only else groups
    if file := table_file(request, lambda: notices_table(lines_of(shown))):
        return file
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    urgent = sum(any(one.unread and one.urgent for one in group) for group in fresh)
    return render(
        request,
        "notices/index.html",
        {
            "page": page,
            "days": by_day(lines_of(list(page.object_list))),
            "unread": len(fresh),
            "unread_only": unread_only,
            "show": "unread" if unread_only else "all",
            "choices": [("all", _("All"), "?"), ("unread", _("New"), "?show=unread")],
            "sentence": notices_sentence(len(fresh), urgent),
            "manages": request.user.has_perm("units.manage_people"),
        },
    )


@require_POST
@login_required
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open what a notice is about; from now on it counts as read."""
    groups = told(request.user, notices_since(timezone.now()))
    found = [group for group in groups if any(one.id == pk for one in group)]
    lines = lines_of(found)
    if not lines:
        raise Http404
    mark_read(request.user, [pk])
    return HttpResponseRedirect(page_of(lines[0]))


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Count one notice, or all of them, as read."""
    number = request.POST.get("notice", "")
    if number:
        try:
            mark_read(request.user, [uuid.UUID(number)])
        except ValueError:
            raise Http404 from None
    else:
        count = mark_read(request.user)
        words = ngettext("%(count)d notice is read.", "%(count)d notices are read.", count)
        messages.success(request, words % {"count": count})
    back = "?show=unread" if request.POST.get("show") == "unread" else ""
    return HttpResponseRedirect(reverse("notices") + back)


@require_GET
@login_required
def failures(request: HttpRequest) -> HttpResponse:
    """List what could not be sent to the people whom the reader looks after."""
    if not request.user.has_perm("units.manage_people"):
        raise Http404
    rows = failures_for(governed_people(request.user).values("pk"))
    if file := table_file(request, lambda: failures_table(rows)):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/failures.html", {"page": page})
