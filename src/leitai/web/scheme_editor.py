"""Everything the editor shows of a draft as it is stored now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.selectors.versions import saved_states, undo_target, visible_versions
from leitai.engine.scheme.editing import EditError, readable
from leitai.engine.scheme.rule_operations import unused_columns
from leitai.web.scheme_curve import columns_in, curve_of, item_trial
from leitai.web.scheme_detail import Detail, detail_of, find
from leitai.web.scheme_draft import DraftRow, draft_rows, rests
from leitai.web.scheme_faults import Fault, doubts_of, errors_of, faults_of
from leitai.web.scheme_figures import Offers, figure_offers
from leitai.web.scheme_page_form import Typed
from leitai.web.scheme_stages import stage_of
from leitai.web.scheme_words import saved_words

#: Saved states that the page lists; older ones are reached by the API.
LISTED = 40


def editor_context(
    request: HttpRequest,
    scheme: Scheme,
    version: SchemeVersion,
    *,
    group_id: str = "",
    item_id: str | None = None,
    typed: Typed | None = None,
    notice: str = "",
    tried: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return everything the editor shows of a draft as it is stored now.

    Args:
        typed: what was not taken: address → text and what is wrong with it.
        notice: a refusal or a conflict, said above the tree.
        tried: the draft as it would be with what is typed; the curve and the trial are its own.
    """
    plain = readable(version.text)
    group = _group(request, plain, group_id)
    here = str(group.get("id") or "")
    stage = stage_of(request.user, version)
    faults = faults_of(version.text, scheme.area) or doubts_of(rules_of(version))
    detail, chosen = _detail(request, scheme, plain, group, item_id, faults, typed or {})
    standing = published_standing(request, scheme)
    states = list(saved_states(version)[:LISTED])
    given_out = rests(group, here)
    address = reverse("scheme_version", args=[scheme.slug, version.number])
    return {
        "scheme": scheme,
        "version": version,
        "versions": visible_versions(request.user, scheme),
        "stage": stage,
        "readonly": not stage.may_write,
        "here": address,
        "groups": [
            (
                str(each.get("id")),
                str(each.get("name") or each.get("id")),
                f"{address}?group={each.get('id')}",
            )
            for each in groups_in(plain)
        ],
        "group": group,
        "group_id": here,
        "item_id": chosen,
        "rows": [_as_typed(row, typed or {}) for row in draft_rows(group, here, faults)],
        "rests": given_out,
        "faults": [one for one in faults if not _is_rest(one, here, given_out)],
        "blocked": _blocked(faults, given_out),
        "detail": detail,
        "curve": _curve(tried or plain, here, detail, standing),
        "tried": tried is not None,
        "trial": _item_trial(tried, here, detail, standing),
        "standing": standing,
        "trial_period": standing.round.period.code if standing is not None else "",
        "trial_period_name": period_name(standing.round.period) if standing is not None else "",
        "may_try": request.user.has_perm("standings.view_inputs", scheme),
        "states": saved_words(states, plain),
        "undo": undo_target(states) if stage.may_write else None,
        "unused": unused_columns(plain) if stage.may_write else [],
        "changes": _changed(version, plain),
        "notice": notice,
        "columns": columns_in(plain),
        "found": _found(request, scheme, detail),
    }


def groups_in(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the groups of a draft, as far as they can be read."""
    return [each for each in plain.get("groups") or () if isinstance(each, dict)]


def _group(request: HttpRequest, plain: Mapping[str, Any], group_id: str) -> dict[str, Any]:
    groups = groups_in(plain)
    wanted = group_id or request.GET.get("group", "")
    found = next((each for each in groups if each.get("id") == wanted), None)
    if found is None:
        if wanted and request.method == "GET":
            raise Http404
        found = groups[0] if groups else {}
    return found


def _detail(
    request: HttpRequest,
    scheme: Scheme,
    plain: Mapping[str, Any],
    group: Mapping[str, Any],
    item_id: str | None,
    faults: tuple[Fault, ...],
    typed: Typed,
) -> tuple[Detail | None, str]:
    """Return the form of what is chosen and its id; the group's where it is there no more."""
    chosen = item_id if item_id is not None else request.GET.get("item", "")
    errors = errors_of(faults) | {at: why for at, (_text, why) in typed.items() if why}
    texts = {at: text for at, (text, _why) in typed.items()}
    found = detail_of(plain, group, chosen, errors, texts, scheme, request.user)
    if found is not None:
        return replace(found, aim=_aim(found, request.GET.get("at", ""))), chosen
    if request.method == "GET" and chosen:
        raise Http404
    return detail_of(plain, group, "", errors, {}, scheme, request.user), ""


def _aim(detail: Detail, wanted: str) -> str:
    """Return the id of the field that holds an address, given as JSON, or of the part around it."""
    try:
        goal = json.loads(wanted)
    except ValueError:
        return ""
    if not isinstance(goal, list):
        return ""
    held = []
    for one in detail.controls():
        at = json.loads(one.at)
        if goal[: len(at)] == at:
            held.append((len(at), one.id))
    return max(held)[1] if held else next((one.id for one in detail.first), "")


def _as_typed(row: DraftRow, typed: Typed) -> DraftRow:
    """Return a row with the marks that a person typed, where they were not taken."""
    text, why = typed.get(tuple(json.loads(row.at)), ("", "")) if row.at else ("", "")
    return replace(row, worth=text, wrong=why) if text else row


def _found(request: HttpRequest, scheme: Scheme, detail: Detail | None) -> Offers | None:
    """Return what a search by a page without script found."""
    if detail is None or not detail.search_at or "q" not in request.GET:
        return None
    return figure_offers(request.user, scheme, request.GET["q"], detail.search_at, detail.beside)


def _is_rest(fault: Any, group: str, given_out: list[Any]) -> bool:
    """Tell whether a problem is said already by what is left to give."""
    return fault.group == group and any(
        one.node == fault.item and fault.address[-1:] in (("items",), ("tree",))
        for one in given_out
    )


def _blocked(faults: tuple[Any, ...], given_out: list[Any]) -> str:
    """Say why a draft cannot be sent yet; empty when it can."""
    if given_out:
        one = given_out[0]
        if one.over:
            return _("%(name)s gives out %(n)s too many.") % {"name": one.name, "n": one.left}
        return _("%(name)s has %(n)s left to give.") % {"name": one.name, "n": one.left}
    if faults:
        return _("%(n)s problems are open; the draft can be sent once they are settled.") % {
            "n": len(faults)
        }
    return ""


def _changed(version: SchemeVersion, plain: Any) -> int:
    """Return in how many places a draft differs from what it was copied from."""
    if version.base is None:
        return 0
    try:
        base = readable(version.base.text)
    except EditError:
        return 0
    return _differences(base, plain, ("version", "effective", "id"))


def _differences(one: Any, two: Any, besides: tuple[str, ...] = ()) -> int:
    if isinstance(one, dict) and isinstance(two, dict):
        return sum(
            _differences(one.get(key), two.get(key)) for key in {*one, *two} if key not in besides
        )
    if (
        isinstance(one, list)
        and isinstance(two, list)
        and all(isinstance(each, dict) and "id" in each for each in (*one, *two))
    ):
        before = {each["id"]: each for each in one}
        after = {each["id"]: each for each in two}
        return sum(_differences(before.get(name), after.get(name)) for name in {*before, *after})
    return 0 if one == two else 1


def _curve(plain: Any, group: str, detail: Any, standing: Standing | None) -> Any:
    item = _scored(plain, group, detail)
    return curve_of(plain, group, item, standing) if item is not None else None


def _item_trial(tried: Any, group: str, detail: Any, standing: Standing | None) -> Any:
    """Who would move by what is tried; elsewhere the page asks for it once it stands."""
    item = _scored(tried, group, detail) if tried is not None else None
    if item is None or standing is None:
        return None
    return item_trial(tried, group, item, standing)


def _scored(plain: Any, group: str, detail: Any) -> Mapping[str, Any] | None:
    """Return the chosen item as the draft has it, where it is scored by a rule."""
    if detail is None or detail.kind not in ("item", "extra"):
        return None
    item = find(plain, group, detail.id)
    return item if item is not None and item.get("rule") else None


def published_standing(request: HttpRequest, scheme: Scheme) -> Standing | None:
    """Return the newest published result of a scheme that the reader may see, if any."""
    newest = find_standing(request.user, scheme, None)
    if newest is None or newest.state != Standing.State.PUBLISHED:
        return None
    if not request.user.has_perm("standings.view_inputs", scheme):
        return None
    return newest
