"""The rules of an area's matters: what is in force, taking a ready set, and writing one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import chinese, named
from leitai.apps.matters.models import RuleChoice
from leitai.apps.matters.rule_sets import Category, shipped
from leitai.apps.matters.selectors.rules import rule_versions, rules_for
from leitai.apps.matters.services import choose_rules
from leitai.apps.units.models import Unit
from leitai.web.acts import act_from
from leitai.web.context import home_area
from leitai.web.matter_rule_forms import RuleForms
from leitai.web.matter_rule_words import RuleSet, rule_changes, rule_sets, set_titles


def _area(request: HttpRequest) -> Unit:
    area = home_area(request.user)
    if area is None:
        raise Http404
    return area


def _own_area(request: HttpRequest) -> Unit:
    area = _area(request)
    if not request.user.has_perm("matters.choose_rules", area):
        raise Http404
    return area


def _category(name: str) -> str:
    if name not in list(Category):
        raise Http404
    return name


@require_GET
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """Show by which rules an area's matters are judged, and which may be chosen."""
    area = _area(request)
    may = request.user.has_perm("matters.choose_rules", area)
    sets: list[RuleSet] = rule_sets(rules_for(area.pk))
    ready = {str(category): _ready(category) for category in Category}
    context = {"area": area, "sets": sets, "ready": ready, "may": may}
    return render(request, "matters/rules.html", context)


def _ready(category: str) -> list[tuple[str, str]]:
    """Return slug and name of the sets that come with the software."""
    return [
        (slug, row["name"] if chinese() else row.get("name_en") or row["name"])
        for (of, slug), row in shipped().items()
        if of == category
    ]


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Take another set of rules for the area."""
    area = _own_area(request)
    category, slug = request.POST.get("category", ""), request.POST.get("slug", "")
    try:
        choose_rules(
            act_from(request), area=area, category=category, slug=slug,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The rules are chosen; they count from now on."))
    return HttpResponseRedirect(reverse("matter_rules"))


def _begun(area: Unit, category: str, slug: str) -> tuple[Mapping[str, Any], str]:
    """Return content and name from which a set is written: a ready one, or what is in force."""
    found = shipped().get((category, slug))
    if found is not None:
        return found, found["name"]
    if slug:
        raise Http404
    rules = rules_for(area.pk)
    return rules.contents[category], named(rules.source(category))


@require_GET
@login_required
def edit(request: HttpRequest, category: str) -> HttpResponse:
    """Show the form of an area's own set, begun from what is in force or a ready one."""
    area, category = _own_area(request), _category(category)
    slug = request.GET.get("from", "")
    content, name = _begun(area, category, slug)
    return _form(request, area, RuleForms(category, content, name), slug)


@require_POST
@login_required
def save(request: HttpRequest, category: str) -> HttpResponse:
    """Put a new version of an area's own set in force; 422 with the faults at their fields.

    Asked for more rows, the form comes back with them and nothing is kept.
    """
    area, category = _own_area(request), _category(category)
    slug = request.POST.get("begun", "")
    content, name = _begun(area, category, slug)
    if more := request.POST.get("more", ""):
        try:
            grown = RuleForms.with_more(category, content, name, request.POST, more)
        except KeyError as error:
            raise Http404 from error
        return _form(request, area, grown, slug)
    made = RuleForms(category, content, name, request.POST)
    if made.is_valid():
        given = made.version.cleaned_data
        try:
            choice = choose_rules(
                act_from(request), area=area, category=category, content=made.content(),
                name=given["name"], reason=given["reason"], valid_from=given["valid_from"],
            )  # fmt: skip
        except RefusedError as error:
            made.version.add_error(None, str(error))
        else:
            messages.success(request, _("Version %(n)d is kept.") % {"n": choice.number})
            return HttpResponseRedirect(reverse("matter_rules_versions", args=[category]))
    return _form(request, area, made, slug, 422)


def _form(
    request: HttpRequest, area: Unit, forms: RuleForms, begun: str, status: int = 200
) -> HttpResponse:
    here = reverse("matter_rules_edit", args=[forms.category])
    ready = [("", _("what is in force"), here)]
    ready += [(slug, name, f"{here}?from={slug}") for slug, name in _ready(forms.category)]
    context = {
        "area": area, "forms": forms, "category": forms.category, "begun": begun, "ready": ready,
        "title": set_titles()[forms.category],
    }  # fmt: skip
    return render(request, "matters/rule_edit.html", context, status=status)


@dataclass(frozen=True)
class VersionShown:
    """A version and what it changed, in words."""

    choice: RuleChoice
    name: str
    changes: tuple[str, ...]


@require_GET
@login_required
def versions(request: HttpRequest, category: str) -> HttpResponse:
    """Show the versions of an area's set, the latest first, each with what it changed."""
    area, category = _area(request), _category(category)
    shown = [
        VersionShown(
            choice,
            named(choice) or _("no tickets"),
            tuple(rule_changes(category, before, choice.content)),
        )
        for choice, before in rule_versions(area.pk, category)
    ]
    context = {"area": area, "versions": shown, "title": set_titles()[category]}
    return render(request, "matters/rule_versions.html", context)
