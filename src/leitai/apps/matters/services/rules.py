"""Choosing the rules of an area's matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import listed, named
from leitai.apps.matters.models import Matter, RuleChoice
from leitai.apps.matters.rule_faults import rule_faults
from leitai.apps.matters.rule_sets import Category, shipped
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.turning import turn_again
from leitai.apps.units.models import Unit

#: Faults of a set that a refusal names.
TOLD = 5


@verb("matter.choose_rules")
def choose_rules(
    act: Act,
    *,
    area: Unit,
    category: str,
    slug: str = "",
    content: Mapping[str, Any] | None = None,
    name: str = "",
    reason: str = "",
    valid_from: dt.date | None = None,
) -> RuleChoice:
    """Take a shipped set for an area, or one of its own, from now on or from a day to come.

    The set is copied. Without slug and content, a ladder is switched off: no rule issues tickets.
    Matters that run keep their due day, how often they may be extended, and whether they were
    drawn for evidence; lights, checks and tickets are those in force on the day of looking.

    Raises:
        RefusedError: for an unknown category or set, a content with faults, an own set without a
            reason, a kind left out that open matters are of, or a day that has passed.
    """
    act.require("matters.choose_rules", area)
    if category not in list(Category):
        raise RefusedError(_("“%(word)s” is no category of rules.") % {"word": category})
    row = _content(category, slug, content)
    if content is not None and not reason.strip():
        raise RefusedError(_("Give the reason for rules of your own."))
    if valid_from is not None and valid_from <= timezone.localdate(act.at):
        if valid_from < timezone.localdate(act.at):
            raise RefusedError(_("The day from which it counts has passed already."))
        valid_from = None
    if category == Category.KINDS:
        _keeps_open_kinds(area, row)
    before = (
        RuleChoice.objects.select_for_update()
        .filter(area=area, category=category)
        .order_by("-number")
        .first()
    )
    choice = RuleChoice.objects.create(
        area=area,
        category=category,
        number=before.number + 1 if before else 1,
        slug=slug,
        name=(name or row.get("name", ""))[:120],
        name_en=("" if name else row.get("name_en", ""))[:160],
        source=row.get("source", "")[:300],
        content=row,
        reason=reason.strip()[:300],
        valid_from=valid_from,
        chosen_by=act.actor,
        chosen_at=act.at,
    )
    at_once = category == Category.LIGHTS and valid_from is None
    turned = turn_again(area.pk) if at_once else 0
    act.note(
        category=category, slug=slug, number=choice.number, name=choice.name, reason=choice.reason,
        valid_from=valid_from.isoformat() if valid_from else None,
        before=before.slug if before else None, content=row, turned=turned,
    )  # fmt: skip
    return choice


def _content(category: str, slug: str, content: Mapping[str, Any] | None) -> dict[str, Any]:
    if content is None:
        if not slug and category == Category.LADDER:
            return {}
        found = shipped().get((category, slug))
        if found is None:
            known = "、".join(name for of, name in shipped() if of == category)
            raise RefusedError(_("The sets are: %(sets)s.") % {"sets": known})
        return dict(found)
    row = dict(content)
    faults = rule_faults(category, row)
    if faults:
        told = listed(str(fault) for fault in faults[:TOLD])
        raise RefusedError(_("This is no set of rules: %(error)s") % {"error": told})
    return row


def _keeps_open_kinds(area: Unit, row: Mapping[str, Any]) -> None:
    """Refuse to leave out kinds that open matters are of: their words would be gone."""
    codes = {kind["code"] for kind in row["kinds"]}
    left = (
        Matter.objects.open()
        .filter(area=area)
        .exclude(kind__in=codes)
        .order_by()
        .values("kind")
        .annotate(n=Count("pk"))
        .order_by("-n")
        .first()
    )
    if left is not None:
        raise RefusedError(
            _("%(n)d open matters are of the kind “%(kind)s”, which the set leaves out.")
            % {"n": left["n"], "kind": kind_name(area, left["kind"])}
        )


def kind_name(area: Unit, code: str) -> str:
    """Return what a kind is called in the area now."""
    found = rules_for(area.pk).kinds.kind(code)
    return named(found) if found is not None else code
