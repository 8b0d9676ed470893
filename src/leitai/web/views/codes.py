"""Units from the list of division codes, and those whose code has changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.units.models import Unit
from leitai.apps.units.places import Changed, Planned, changed_units, plan_from_list
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.apps.units.services import enter_from_list, follow_code
from leitai.divisions import LEVELS, Entry, UnknownCodeError, register
from leitai.web.acts import act_from
from leitai.web.list_tables import changed_codes_table, planned_units_table
from leitai.web.tables import PageTable, table_file

#: Hits of a search, and changed units, shown on the page.
LISTED = 30
LEVEL_NAMES = {
    "province": gettext_lazy("province"),
    "prefecture": gettext_lazy("prefecture"),
    "county": gettext_lazy("county"),
    "township": gettext_lazy("town or subdistrict"),
    "village": gettext_lazy("village or community"),
}


def managed_roots(user: Any) -> list[Unit]:
    """Return the units under which the reader may enter others."""
    roots = unit_roots(user, "administrator", "assessment_office")
    return list(Unit.objects.filter(pk__in=roots))


def managed_units(user: Any) -> list[Unit]:
    """Return the units that the reader may change."""
    roots = unit_roots(user, "administrator", "assessment_office")
    return list(Unit.objects.filter(pk__in=subtree_ids(tuple(roots))))


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Search the list, show what a place would add, and name units whose code has changed."""
    roots = managed_roots(request.user)
    if not roots:
        raise Http404
    if file := table_file(request, lambda: _table(request, roots)):
        return file
    return _page(request, roots)


def _table(request: HttpRequest, roots: list[Unit]) -> PageTable:
    """The units that a place would add, or those whose code has changed."""
    under, down_to = _asked(request.GET, roots)
    planned = _planned(under, request.GET.get("code", ""), down_to)
    if planned is not None:
        return planned_units_table(planned)
    return changed_codes_table(_changed(request.user))


def _asked(asked: QueryDict, roots: list[Unit]) -> tuple[Unit, str]:
    under = next((root for root in roots if str(root.pk) == asked.get("under")), roots[0])
    down_to = asked.get("down_to", "")
    return under, down_to if down_to in LEVELS else "village"


def _page(
    request: HttpRequest, roots: list[Unit], problem: str = "", status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    words = asked.get("q", "").strip()[:40]
    under, down_to = _asked(asked, roots)
    planned = _planned(under, asked.get("code", ""), down_to)
    levels = [
        (level, LEVEL_NAMES[level])
        for level in LEVELS
        if planned is None or LEVELS.index(level) >= LEVELS.index(planned.entry.level)
    ]
    return render(
        request,
        "units/codes.html",
        {
            "roots": [(str(root.pk), root.name) for root in roots],
            "under": under,
            "words": words,
            "found": [_hit(entry, words, under, down_to) for entry in _search(words)],
            "planned": planned,
            "place": register().full_name(planned.entry) if planned else "",
            "counts": [
                (LEVEL_NAMES[level], planned.counts[level])
                for level in LEVELS
                if planned and level in planned.counts
            ],
            "first": planned.rows[:LISTED] if planned else (),
            "down_to": down_to,
            "levels": levels,
            "changed": _changed(request.user)[:LISTED],
            "problem": problem,
        },
        status=status,
    )


def _search(words: str) -> list[Entry]:
    return register().search(words, LISTED) if words else []


def _hit(entry: Entry, words: str, under: Unit, down_to: str) -> tuple[Entry, str, str]:
    asked: dict[str, str | int] = {
        "q": words,
        "code": entry.code,
        "under": under.pk,
        "down_to": down_to,
    }
    return entry, register().full_name(entry), f"?{urlencode(asked)}"


def _planned(under: Unit, code: str, down_to: str) -> Planned | None:
    if not code:
        return None
    try:
        return plan_from_list(under, code[:12], down_to)  # type: ignore[arg-type]
    except UnknownCodeError:
        raise Http404 from None


def _changed(user: Any) -> list[dict[str, Any]]:
    return [_said(one) for one in changed_units(managed_units(user))]


def _said(one: Changed) -> dict[str, Any]:
    if one.now is not None:
        words = _("is %(name)s (%(code)s) since %(year)d") % {
            "name": one.now.name,
            "code": one.now.code,
            "year": one.change.year,
        }
    else:
        heirs = _(", ").join(heir.name for heir in one.change.heirs) or "—"
        words = _("went into %(heirs)s in %(year)d") % {"heirs": heirs, "year": one.change.year}
    return {"unit": one.unit, "words": words, "goes_on": one.now is not None}


@require_POST
@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the chosen place with what lies below it."""
    roots = managed_roots(request.user)
    if not roots:
        raise Http404
    under = next((root for root in roots if str(root.pk) == request.POST.get("under")), None)
    if under is None:
        raise Http404
    act = act_from(request)
    try:
        enter_from_list(
            act,
            under=under,
            code=request.POST.get("code", ""),
            down_to=request.POST.get("down_to", ""),
        )
    except ValidationError as error:
        return _page(request, roots, " ".join(error.messages), status=422)
    count = act.detail.get("count")
    if count is None:
        messages.success(request, _("These units were entered before."))
    else:
        messages.success(
            request,
            _("%(count)d units entered under %(under)s.") % {"count": count, "under": under.name},
        )
    return HttpResponseRedirect(reverse("unit_codes"))


@require_POST
@login_required
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit the code and name that its place has now."""
    unit = next((one for one in managed_units(request.user) if one.pk == pk), None)
    if unit is None:
        raise Http404
    try:
        follow_code(act_from(request), unit=unit)
    except ValidationError as error:
        return _page(request, managed_roots(request.user), " ".join(error.messages), status=422)
    unit.refresh_from_db()
    messages.success(request, _("%(name)s is up to date.") % {"name": unit.name})
    return HttpResponseRedirect(reverse("unit_codes"))
