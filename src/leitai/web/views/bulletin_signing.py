"""A kept draft of a bulletin: its words, its figures of now, and who signs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.publishing.composing import Draft
from leitai.apps.publishing.composing.kept import kept_draft, kept_wording, seen_digest
from leitai.apps.publishing.models import BulletinDraft, BulletinKind
from leitai.apps.publishing.selectors import draft_for
from leitai.apps.publishing.services import (
    drop_draft,
    edit_draft,
    permission_for,
    return_draft,
    sign_draft,
    signing_permission,
    submit_draft,
)
from leitai.bulletins import to_docx
from leitai.web.acts import act_from
from leitai.web.bulletin_subjects import FORMS, WordingForm
from leitai.web.documents import shown
from leitai.web.views.bulletins import word_file


def _draft(request: HttpRequest, pk: int) -> BulletinDraft:
    found = draft_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _today() -> dt.date:
    return timezone.localdate()


def _composed(request: HttpRequest, row: BulletinDraft) -> Draft | str:
    """Return the document as it would be issued now, or why there is none any more."""
    try:
        return kept_draft(request.user, row, _today())
    except KeyError:
        return _("The scheme has no such group any more.")
    except ValidationError as error:
        return " ".join(error.messages)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a kept draft with the figures of now; its office edits words, another one signs."""
    row = _draft(request, pk)
    writes = request.user.has_perm(permission_for(row.kind), row.unit)
    signs = request.user.has_perm(signing_permission(row.kind), row.unit)
    waiting = row.state == BulletinDraft.State.SUBMITTED
    own = request.user.pk in (row.made_by_id, row.submitted_by_id)
    made = _composed(request, row) if row.open or waiting else None
    context: dict[str, Any] = {
        "draft": row,
        "signs": signs and waiting and not own,
        "own_waiting": signs and waiting and own,
        "drops": writes and (row.open or waiting),
    }
    if isinstance(made, Draft):
        context |= {"shown": shown(made.document), "seen": seen_digest(made)}
        if writes and row.open:
            context["form"] = _form_class(row)(initial=_initial(row, made))
    elif made is not None:
        context["why_not"] = made
    return render(request, "bulletins/kept.html", context)


def _form_class(row: BulletinDraft) -> type[WordingForm]:
    return FORMS.get(BulletinKind(row.kind), WordingForm)


def _initial(row: BulletinDraft, made: Draft) -> dict[str, Any]:
    """The words as kept; what was left open as it is proposed."""
    words = asdict(kept_wording(row))
    document = made.document
    return {
        **words,
        "title": words["title"] or document.title,
        "mark": words["mark"] or (document.head.mark if document.head else ""),
        "issuer": words["issuer"] or getattr(document.signature, "issuer", ""),
        "demands": "\n".join(words["demands"]),
        "copies_to": ", ".join(words["copies_to"]),
        "to_all": row.to_all,
    }


@require_GET
@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out a kept draft as Word, marked as one."""
    row = _draft(request, pk)
    made = _composed(request, row)
    if not isinstance(made, Draft):
        messages.error(request, made)
        return HttpResponseRedirect(reverse("bulletin_kept", args=[pk]))
    return word_file(to_docx(made.marked()), f"draft-{row.kind}", row.title)


def _tried(
    request: HttpRequest, row: BulletinDraft, write: Callable[[], object], done: str
) -> HttpResponse:
    try:
        write()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("bulletin_kept", args=[row.pk]))


@require_POST
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words as typed, or keep them and send the draft for signature."""
    row = _draft(request, pk)
    if not request.user.has_perm(permission_for(row.kind), row.unit):
        raise PermissionDenied
    form = _form_class(row)(request.POST)
    if not form.is_valid():
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {' '.join(map(str, errors))}")
        return HttpResponseRedirect(reverse("bulletin_kept", args=[pk]))
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() else 0
    act, sends = act_from(request), request.POST.get("action") == "submit"
    to_all = bool(form.cleaned_data.get("to_all"))

    def write() -> None:
        edited = edit_draft(
            act, draft=row, revision=revision, wording=form.wording(), to_all=to_all
        )
        if sends:
            submit_draft(act.within(), draft=edited)

    return _tried(
        request, row, write, _("Sent for signature.") if sends else _("The words are kept.")
    )


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a draft as it was seen, or send it back."""
    row = _draft(request, pk)
    if not request.user.has_perm(signing_permission(row.kind), row.unit):
        raise PermissionDenied
    act = act_from(request)
    if request.POST.get("outcome") != "sign":
        words = request.POST.get("decision", "")
        return _tried(
            request, row, lambda: return_draft(act, draft=row, decision=words), _("Sent back.")
        )
    try:
        made = sign_draft(act, draft=row, seen=request.POST.get("seen", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("bulletin_kept", args=[pk]))
    messages.success(request, _("Issued and kept; the record of changes has its digest."))
    return HttpResponseRedirect(reverse("bulletin", args=[made.pk]))


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a draft, with the reason."""
    row = _draft(request, pk)
    if not request.user.has_perm(permission_for(row.kind), row.unit):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    return _tried(
        request, row, lambda: drop_draft(act_from(request), draft=row, reason=reason),
        _("The draft is dropped."),
    )  # fmt: skip
