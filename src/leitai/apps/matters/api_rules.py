"""The rules of an area's matters over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.matters.api_shapes import area_seen
from leitai.apps.matters.models import RuleChoice
from leitai.apps.matters.rule_sets import Category, shipped
from leitai.apps.matters.selectors.rules import rule_versions, rules_for
from leitai.apps.matters.services import choose_rules
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope

router = Router(tags=["matters"])


class RuleSetOut(Schema):
    """A set in force (``number`` 0: as shipped) or, in ``shipped``, one to choose."""

    category: str
    slug: str
    number: int
    name: str
    name_en: str
    source: str


class RulesOut(Schema):
    in_force: list[RuleSetOut]
    shipped: list[RuleSetOut]
    kinds: list[dict[str, Any]]
    checks: list[dict[str, str]]
    levels: list[dict[str, Any]]


class ChooseIn(Schema):
    """A shipped set by its slug, or an own one by its content."""

    area: int
    category: str
    slug: str = ""
    content: dict[str, Any] | None = None
    name: str = ""
    reason: str = ""
    valid_from: dt.date | None = None


class VersionOut(Schema):
    """A version of an area's set, as it is written; without ``valid_from`` it counted at once."""

    category: str
    number: int
    slug: str
    name: str
    reason: str
    valid_from: dt.date | None
    chosen_at: dt.datetime
    content: dict[str, Any]


class ChosenOut(Schema):
    category: str
    slug: str
    number: int
    name: str


@router.get(
    "/matters/rules/{int:area}", response=RulesOut, summary="The rules of an area's matters"
)
def show_rules(request: HttpRequest, area: int) -> dict[str, Any]:
    """Return which sets are in force for an area, and which may be chosen."""
    unit = area_seen(request, area)
    rules = rules_for(unit.pk)
    return {
        "in_force": [vars(one) for one in rules.sources],
        "shipped": [
            {
                "category": category,
                "slug": slug,
                "number": 0,
                **{name: row.get(name, "") for name in ("name", "name_en", "source")},
            }
            for (category, slug), row in shipped().items()
        ],
        "kinds": [{**vars(kind), "deadline": vars(kind.deadline)} for kind in rules.kinds.kinds],
        "checks": [vars(check) for check in rules.kinds.checks],
        "levels": [vars(level) for level in rules.ladder.levels],
    }


@router.get(
    "/matters/rules/{int:area}/{category}",
    response=list[VersionOut],
    summary="The versions of an area's rules",
)
def list_versions(request: HttpRequest, area: int, category: str) -> list[RuleChoice]:
    """List the versions of a set, the latest first."""
    if category not in list(Category):
        raise Http404
    unit = area_seen(request, area)
    return [choice for choice, _before in rule_versions(unit.pk, category)]


@router.post("/matters/rules", response=ChosenOut, summary="Choose the rules of an area's matters")
def choose(request: HttpRequest, data: ChooseIn) -> RuleChoice:
    """Take a shipped set, or one of one's own, for an area; it counts from now on."""
    need_scope(request, Scope.MATTERS)
    return choose_rules(
        act_of(request),
        area=area_seen(request, data.area),
        category=data.category,
        slug=data.slug,
        content=data.content,
        name=data.name,
        reason=data.reason,
        valid_from=data.valid_from,
    )
