"""Edits of a draft: one change, saved at once, answered with the draft as it is then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leitai.apps.standings.models import SchemeVersion
from leitai.apps.standings.services import DraftMovedError, edit_draft
from leitai.apps.standings.services.drafts import in_words
from leitai.engine.scheme.editing import EditError, apply, readable
from leitai.web.acts import act_from
from leitai.web.lookups import ranked_version_or_404
from leitai.web.scheme_detail import detail_of
from leitai.web.scheme_draft import draft_rows
from leitai.web.scheme_editor import editor_context, groups_in
from leitai.web.scheme_page_form import Typed, operations_in, page_operations, typed_operation
from leitai.web.scheme_posts import whole
from leitai.web.scheme_typed import TypedError


@require_POST
@login_required
def edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Save an edit and show the draft as it is then.

    A script sends ``op``, the operations as JSON; with ``raw`` the first one's value is what a
    person typed into its field, and the parts of the page come back. Without script the whole page
    is sent as a form (``page``) and comes back whole; with ``try`` nothing is saved, and the page
    shows the curve and who moves by what is typed. 409 when somebody saved a later state, 422
    when the edit cannot be done: the page then shows what is stored and says what was not saved.
    """
    scheme, version = ranked_version_or_404(request, slug, number)
    if not request.user.has_perm("standings.write_scheme", scheme):
        raise PermissionDenied
    group, item = request.POST.get("group", ""), request.POST.get("item", "")
    typed: Typed = {}
    notice, status = "", 200
    tried: Mapping[str, Any] | None = None
    try:
        before = readable(version.text)
        operations = _operations(request, version, before, typed)
        if "try" in request.POST and "page" in request.POST:
            tried = _tried(version, operations)
            notice = _("This is a trial: what you typed is not saved yet.")
        elif operations is not None:
            saved = edit_draft(
                act_from(request),
                version=version,
                revision=whole(request.POST.get("revision")),
                operations=operations,
            )
            version = saved.version
            item = _now_chosen(operations, before, readable(version.text), item)
            group = _now_group(before, readable(version.text), group)
    except TypedError as error:
        notice, status = str(error), 422
    except DraftMovedError as error:
        notice, status, typed = " ".join(error.messages), 409, {}
    except ValidationError as error:
        notice, status = " ".join(error.messages), 422
    version = SchemeVersion.objects.select_related("scheme__area", "base").get(pk=version.pk)
    if version.state != SchemeVersion.State.DRAFT:
        return _gone(request, version, notice)
    return _answer(request, version, number, Shown(group, item, typed, notice, status, tried))


def _tried(version: SchemeVersion, operations: list[dict[str, Any]] | None) -> Mapping[str, Any]:
    """Return the draft as it would be with what is typed. Raises ValidationError."""
    try:
        return readable(apply(version.text, operations or []).text)
    except EditError as error:
        raise ValidationError(in_words(error)) from error


@dataclass(frozen=True)
class Shown:
    """What the answer to an edit shows: where in the draft, and what could not be saved."""

    group: str
    item: str
    typed: Typed
    notice: str
    status: int
    tried: Mapping[str, Any] | None = None


def _answer(
    request: HttpRequest, version: SchemeVersion, number: str, shown: Shown
) -> HttpResponse:
    by_script = request.headers.get("HX-Request") == "true"
    if not by_script and not shown.notice:
        query = {"group": shown.group, "item": shown.item}
        if "find" in request.POST:
            query["q"] = request.POST.get("q", "")[:60]
        to = reverse("scheme_version", args=[version.scheme.slug, version.number])
        return HttpResponseRedirect(f"{to}?{urlencode(query)}")
    context = editor_context(
        request,
        version.scheme,
        version,
        group_id=shown.group,
        item_id=shown.item,
        typed=shown.typed,
        notice=shown.notice,
        tried=shown.tried,
    )
    template = "schemes/_edited.html" if by_script else "schemes/editor.html"
    response = render(request, template, context, status=shown.status)
    if by_script and version.number != number:
        response["HX-Push-Url"] = context["here"]
    return response


def _gone(request: HttpRequest, version: SchemeVersion, notice: str) -> HttpResponse:
    messages.warning(request, notice or _("This draft was sent for approval meanwhile."))
    response = HttpResponseRedirect(
        reverse("scheme_version", args=[version.scheme.slug, version.number])
    )
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = response.url
        return answer
    return response


def _operations(
    request: HttpRequest, version: SchemeVersion, plain: Any, typed: Typed
) -> list[dict[str, Any]] | None:
    """Return what is to be done; None when a page was sent on which nothing differs."""
    post = request.POST
    if "page" in post:
        if whole(post.get("revision")) != version.revision:
            return []  # refused as a conflict; what differs from a later state tells nothing
        group_id = post.get("group", "")
        group = next((each for each in groups_in(plain) if each.get("id") == group_id), {})
        detail = detail_of(plain, group, post.get("item", ""), {}, {}, version.scheme, request.user)
        rows = draft_rows(group, group_id, ())
        return page_operations(post, plain, rows, detail, typed) or None
    operations = operations_in(post.get("op", ""))
    if "raw" not in post:
        return operations
    at, raw = operations[0].get("at"), post["raw"]
    if not isinstance(at, list):
        raise ValidationError(_("This edit cannot be read."))
    try:
        return [typed_operation(plain, at, raw)]
    except TypedError as error:
        typed[tuple(at)] = (raw[:200], str(error))
        raise


def _now_chosen(operations: list[dict[str, Any]], before: Any, after: Any, item: str) -> str:
    """Return the item to show after an edit: a new one, or the one above a removed one."""
    if operations[-1].get("do") in ("add_item", "insert"):
        known, now = _ids(before), _ids(after)
        new = [name for name in now if name not in known]
        if new:
            return new[0]
    if item and item not in _ids(after):
        return ""
    return item


def _now_group(before: Any, after: Any, group: str) -> str:
    """Return the group to show after an edit: a new one where there is one."""
    known = {each.get("id") for each in groups_in(before)}
    return next((str(each["id"]) for each in groups_in(after) if each["id"] not in known), group)


def _ids(plain: Any) -> list[str]:
    found: list[str] = []
    for group in plain.get("groups") or ():
        if not isinstance(group, dict):
            continue
        stack = [group.get("tree")] + [
            (group.get(part) or {}).get("items") for part in ("bonus", "penalty")
        ]
        while stack:
            for each in stack.pop() or ():
                if isinstance(each, dict):
                    found.append(str(each.get("id")))
                    stack.append(each.get("items"))
    return [*found, "bonus", "penalty"]
