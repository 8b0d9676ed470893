"""Registering many matters from a sheet: brought, looked through, and put on the list as one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import MatterSheet
from leitai.apps.matters.selectors.sheets import read_sheet, registered_before, sheets_for
from leitai.apps.matters.services import answer_sheet, bring_sheet, register_sheet
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import valid_on
from leitai.web.acts import act_from
from leitai.web.matter_desk import desk_area
from leitai.web.matter_forms import units_of
from leitai.web.matter_sheet_tables import row_words, sheet_table, template_file
from leitai.web.tables import table_file


class SheetForm(forms.Form):
    """The file with the matters."""

    file = forms.FileField(
        label=gettext_lazy("File with the matters"),
        help_text=gettext_lazy("Excel or CSV, one matter a row; the columns in any order."),
    )


def _area_or_404(request: HttpRequest) -> Unit:
    area: Unit | None = desk_area(request)
    if area is None:
        raise Http404
    return area


def _sheet_or_404(request: HttpRequest, pk: int) -> MatterSheet:
    found = MatterSheet.objects.visible_to(request.user).select_related("area", "brought_by")
    sheet = found.filter(pk=pk).first()
    if sheet is None:
        raise Http404
    return sheet


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the form for a file, and the sheets that were brought."""
    return _index(request, _area_or_404(request), SheetForm())


def _index(request: HttpRequest, area: Unit, form: SheetForm, status: int = 200) -> HttpResponse:
    context = {"area": area, "form": form, "sheets": sheets_for(request.user)}
    return render(request, "matters/sheets.html", context, status=status)


@require_GET
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """Give out the sheet to fill in, with the kinds, sources and units of the area."""
    return template_file(_area_or_404(request))


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Take a file in; nothing is registered yet."""
    area = _area_or_404(request)
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = bring_sheet(act_from(request), area=area, name=file.name, content=file.read())
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("matter_sheet", args=[sheet.pk]))
    return _index(request, area, form, 422)


@require_GET
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each row as it was read, and what keeps the sheet from being registered."""
    sheet = _sheet_or_404(request, pk)
    read = read_sheet(sheet, timezone.localdate())
    if file := table_file(request, lambda: sheet_table(sheet, read)):
        return file
    units = valid_on(units_of(sheet.area), timezone.localdate())
    context: dict[str, Any] = {
        "sheet": sheet,
        "read": read,
        "rows": [(row, row_words(row)) for row in read.rows],
        "wrong": len({(row.sheet, row.row) for row, _fault in read.faults}),
        "before": registered_before(sheet),
        "units": units if read.doubts else (),
    }
    return render(request, "matters/sheet.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which units the names in doubt mean; they are asked once."""
    sheet = _sheet_or_404(request, pk)
    names, chosen = request.POST.getlist("name"), request.POST.getlist("unit")
    units = {str(unit.pk): unit for unit in units_of(sheet.area).filter(
        pk__in=[one for one in chosen if one.isdecimal() and len(one) < 18])}  # fmt: skip
    answers = {name: units[one] for name, one in zip(names, chosen, strict=False) if one in units}
    if answers:
        try:
            answer_sheet(act_from(request), sheet=sheet, answers=answers)
        except RefusedError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, _("Choose a unit first."))
    return HttpResponseRedirect(reverse("matter_sheet", args=[pk]))


@require_POST
@login_required
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Put all of them on the list."""
    sheet = _sheet_or_404(request, pk)
    again = bool(request.POST.get("again"))
    try:
        register_sheet(act_from(request), sheet=sheet, again=again)
    except RefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("matter_sheet", args=[pk]))
    count = len(sheet.rows)
    messages.success(request, _("%(n)d matters are on the list.") % {"n": count})
    return HttpResponseRedirect(f"{reverse('matters')}?scope=all")
