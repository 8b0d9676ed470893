"""Correcting how a sheet was read: mark rows and columns on the sheet itself, then read again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.models import Series, SourceLayout, Upload
from leitai.apps.indicators.selectors.layouts import (
    LayoutPage,
    layout_page,
    preview_reading,
)
from leitai.apps.indicators.selectors.uploads import uploads_for
from leitai.apps.indicators.services import RefusedError, correct_reading, forget_layout
from leitai.web.acts import act_from
from leitai.web.layout_form import (
    COLUMN_USE_NAMES,
    ORIENTATIONS,
    ROW_USES,
    TableFields,
    carried,
    empty_fields,
    fields_of,
    layouts_in,
    posted_fields,
)
from leitai.web.sentences.layouts import layout_sentence, preview_words
from leitai.web.views.uploads import upload_or_404
from leitai.workbooks import WorkbookError


def _page(
    request: HttpRequest, pk: int, sheet: str, first: int = 1, left: int = 1
) -> tuple[Upload, LayoutPage]:
    """The upload and its sheet, for those who may decide it.

    Raises:
        Http404: where the upload is not to be seen.
        PermissionDenied: where it may be seen and not decided.
    """
    upload = upload_or_404(request, pk)
    if not request.user.has_perm("indicators.decide_upload", upload):
        raise PermissionDenied
    page = layout_page(upload, request.user, sheet, first, left)
    if page is None:
        raise Http404
    return upload, page


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else 1


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sheet with the use of its rows and columns, to be corrected."""
    sheet = request.GET.get("sheet", "").replace("\x00", "")
    upload = upload_or_404(request, pk)
    if not request.user.has_perm("indicators.decide_upload", upload):
        raise PermissionDenied
    if upload.state != Upload.State.STAGED:
        return HttpResponseRedirect(reverse("upload", args=[pk]))
    first, left = _number(request.GET.get("from")), _number(request.GET.get("left"))
    upload, page = _page(request, pk, sheet, first, left)
    if getattr(request, "htmx", False) and request.GET.get("from"):
        return render(request, "uploads/_layout_grid.html", {"upload": upload, "page": page})
    return _shown(request, upload, page, fields_of(page))


def _shown(
    request: HttpRequest,
    upload: Upload,
    page: LayoutPage,
    fields: list[TableFields],
    *,
    problem: str = "",
    preview: Any = None,
) -> HttpResponse:
    names = Series.objects.filter(
        indicator__area=upload.area_id, indicator__formula=""
    ).values_list("indicator__name", flat=True)
    context = {
        "upload": upload,
        "page": page,
        "sentence": layout_sentence(page),
        "tables": [
            (table, [c for c in table.columns if page.window.shows(c.index)], carried(table, page))
            for table in fields
        ],
        "row_uses": [(at, use, name) for at, (use, name) in enumerate(ROW_USES, 1)],
        "column_uses": COLUMN_USE_NAMES,
        "orientations": ORIENTATIONS,
        "indicators": sorted(set(names)),
        "problem": problem,
        "preview": preview,
    }
    return render(request, "uploads/layout.html", context, status=422 if problem else 200)


@require_POST
@login_required
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the sheet as marked: try it first, or have the upload read again by it."""
    action = request.POST.get("action", "apply")
    left = request.POST.get("left", "")
    if action.startswith("columns-"):
        left = action.removeprefix("columns-")
    sheet = request.POST.get("sheet", "").replace("\x00", "")
    upload, page = _page(request, pk, sheet, _number(request.POST.get("from")), _number(left))
    post = {key: str(value).replace("\x00", "") for key, value in request.POST.items()}
    fields = posted_fields(post, page)
    if action.startswith("columns-"):
        return _shown(request, upload, page, fields)
    if action == "add":
        return _shown(
            request, upload, page, [*fields, empty_fields(len(fields), page.window.width)]
        )
    if action.startswith("remove-"):
        return _shown(request, upload, page, _without(fields, action.removeprefix("remove-")))
    try:
        if upload.state != Upload.State.STAGED:
            raise RefusedError(
                _("“%(name)s” was decided or is being read; its reading stays.")
                % {"name": upload.name}
            )
        layouts = [] if action == "afresh" else layouts_in(fields, page)
        if action == "preview":
            return _previewed(request, upload, page, fields, layouts)
        correct_reading(
            act_from(request),
            upload=upload,
            sheet=page.sheet,
            layouts=layouts,
            remember=request.POST.get("remember", "") == "yes",
        )
    except RefusedError as error:
        if action == "preview" and getattr(request, "htmx", False):
            return render(
                request, "uploads/_layout_preview.html", {"problem": str(error)}, status=422
            )
        return _shown(request, upload, page, fields, problem=str(error))
    messages.success(request, _("Sheet “%(sheet)s” is being read again.") % {"sheet": page.sheet})
    return HttpResponseRedirect(reverse("upload", args=[pk]))


def _without(fields: list[TableFields], place: str) -> list[TableFields]:
    """The tables without one, numbered anew; the last one stays."""
    if len(fields) < 2 or not place.isdigit():
        return fields
    kept = [one for one in fields if str(one.number) != place]
    return [
        replace(
            one,
            number=at,
            columns=tuple(replace(c, key=f"t{at}-c{c.index}") for c in one.columns),
        )
        for at, one in enumerate(kept)
    ]


def _previewed(
    request: HttpRequest,
    upload: Upload,
    page: LayoutPage,
    fields: list[TableFields],
    layouts: list[Any],
) -> HttpResponse:
    """What the sheet reads by layouts that are not kept yet."""
    from leitai.apps.indicators.services.layouts import check_layouts

    check_layouts(upload, page.sheet, layouts)
    try:
        tables = preview_reading(upload, request.user, page.sheet, layouts)
    except WorkbookError as error:
        raise RefusedError(error.message) from error
    preview = [preview_words(table) for table in tables]
    if getattr(request, "htmx", False):
        return render(request, "uploads/_layout_preview.html", {"preview": preview})
    return _shown(request, upload, page, fields, preview=preview)


@require_POST
@login_required
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Read files of a source no longer by a remembered form."""
    layout = (
        SourceLayout.objects.filter(pk=pk, upload__in=uploads_for(request.user))
        .select_related("upload__area", "upload__source__unit")
        .first()
    )
    if layout is None or not request.user.has_perm("indicators.view_upload", layout.upload):
        raise Http404
    if not request.user.has_perm("indicators.decide_upload", layout.upload):
        raise PermissionDenied
    forget_layout(act_from(request), layout=layout)
    messages.success(
        request, _("The layout of “%(sheet)s” is forgotten.") % {"sheet": layout.sheet}
    )
    back = _number(request.POST.get("upload"))
    known = uploads_for(request.user).filter(pk=back, source=layout.source_id).exists()
    return HttpResponseRedirect(
        reverse("upload_layout", args=[back]) if known else reverse("uploads")
    )
