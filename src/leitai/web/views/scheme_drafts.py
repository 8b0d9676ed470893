"""Drafts of schemes: begun, edited field by field, undone, sent, approved, published."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors import indicators_for
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.selectors.versions import saved_states, undo_target
from leitai.apps.standings.services import (
    DraftMovedError,
    approve_version,
    create_scheme,
    discard_draft,
    edit_draft,
    publish_version,
    replace_draft,
    restore_draft,
    return_version,
    start_draft,
    submit_version,
    withdraw_version,
)
from leitai.apps.units.models import Unit
from leitai.engine.rules import RULES
from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.editing import EditError, apply, readable
from leitai.engine.scheme.rule_operations import unused_columns
from leitai.engine.scheme.splice import AbsentError
from leitai.web.acts import act_from
from leitai.web.lookups import scheme_or_404
from leitai.web.scheme_curve import columns_in, curve_of, item_trial
from leitai.web.scheme_detail import detail_of, find
from leitai.web.scheme_draft import draft_rows, errors_of, faults_of, rests
from leitai.web.scheme_forms import TypedError, edit_of
from leitai.web.scheme_stages import empty_text, stage_of
from leitai.web.scheme_words import saved_words
from leitai.web.views.schemes import version_or_404

#: Saved states that the page lists; older ones are reached by the API.
LISTED = 40
FOUND = 12


def editor_context(
    request: HttpRequest,
    scheme: Scheme,
    version: SchemeVersion,
    *,
    group_id: str = "",
    item_id: str | None = None,
    typed: Mapping[tuple[Any, ...], tuple[str, str]] | None = None,
    notice: str = "",
) -> dict[str, Any]:
    """Return everything the editor shows of a draft as it is stored now.

    Args:
        typed: what could not be taken: address → text and what is wrong with it.
        notice: a refusal or a conflict, said above the tree.
    """
    plain = readable(version.text)
    groups = [each for each in plain.get("groups") or () if isinstance(each, dict)]
    group_id = group_id or request.GET.get("group", "")
    group = next((each for each in groups if each.get("id") == group_id), None)
    if group is None:
        if group_id and request.method == "GET":
            raise Http404
        group = groups[0] if groups else {}
    here = str(group.get("id") or "")
    chosen = item_id if item_id is not None else request.GET.get("item", "")
    stage = stage_of(request.user, version)
    faults = faults_of(version.text)
    errors = errors_of(faults) | {at: why for at, (_text, why) in (typed or {}).items()}
    standing = published_standing(request, scheme)
    states = list(saved_states(version)[:LISTED])
    detail = detail_of(
        plain, group, chosen, errors, {at: text for at, (text, _why) in (typed or {}).items()},
        scheme, request.user,
    )  # fmt: skip
    if detail is None:
        if request.method == "GET" and chosen:
            raise Http404
        detail = detail_of(plain, group, "", errors, {}, scheme, request.user)
        chosen = ""
    given_out = rests(group, here)
    return {
        "scheme": scheme,
        "version": version,
        "stage": stage,
        "readonly": not stage.may_write,
        "here": reverse("scheme_version", args=[scheme.slug, version.number]),
        "groups": [
            (
                str(each.get("id")),
                str(each.get("name") or each.get("id")),
                f"{reverse('scheme_version', args=[scheme.slug, version.number])}"
                f"?group={each.get('id')}",
            )
            for each in groups
        ],
        "group": group,
        "group_id": here,
        "item_id": chosen,
        "rows": draft_rows(group, here, faults),
        "rests": given_out,
        "faults": [one for one in faults if not _is_rest(one, here, given_out)],
        "blocked": _blocked(faults, given_out),
        "detail": detail,
        "curve": _curve(plain, here, detail, standing),
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
    }


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
    if detail is None or detail.kind not in ("item", "extra") or not detail.plain.get("rule"):
        return None
    return curve_of(plain, group, detail.plain, standing)


def published_standing(request: HttpRequest, scheme: Scheme) -> Standing | None:
    """Return the newest published result of a scheme that the reader may see, if any."""
    newest = find_standing(request.user, scheme, None)
    if newest is None or newest.state != Standing.State.PUBLISHED:
        return None
    if not request.user.has_perm("standings.view_inputs", scheme):
        return None
    return newest


# -- edits ---------------------------------------------------------------------------------------


def _draft_or_404(request: HttpRequest, slug: str, number: str) -> tuple[Scheme, SchemeVersion]:
    scheme, version, _versions = version_or_404(request, slug, number)
    if scheme.monitor:
        raise Http404
    return scheme, version


def _looked_at(request: HttpRequest, slug: str, number: str) -> tuple[Scheme, SchemeVersion]:
    """Return a version for whoever reads drafts; to everybody else it has no such parts."""
    scheme, version = _draft_or_404(request, slug, number)
    if not request.user.has_perm("standings.view_draft", scheme):
        raise Http404
    return scheme, version


@require_POST
@login_required
def edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Save one edit and show the draft as it is then.

    ``op`` holds the operations as JSON; with ``raw`` the first one's value is what a person typed
    into its field. 409 when somebody saved a later state, 422 when the edit cannot be done: the
    page then shows what is stored and says what was not saved.
    """
    scheme, version = _draft_or_404(request, slug, number)
    if not request.user.has_perm("standings.write_scheme", scheme):
        raise PermissionDenied
    group, item = request.POST.get("group", ""), request.POST.get("item", "")
    typed: dict[tuple[Any, ...], tuple[str, str]] = {}
    notice, status = "", 200
    try:
        operations = _operations(request)
        before = readable(version.text)
        if "raw" in request.POST:
            operations = [_typed(before, operations[0], request.POST["raw"], typed)]
        saved = edit_draft(
            act_from(request),
            version=version,
            revision=_whole(request.POST.get("revision")),
            operations=operations,
        )
        version = saved.version
        item = _now_chosen(operations, before, readable(version.text), item)
        group = _now_group(operations, group)
    except TypedError as error:
        notice, status = str(error), 422
    except DraftMovedError as error:
        notice, status = " ".join(error.messages), 409
    except ValidationError as error:
        notice, status = " ".join(error.messages), 422
    version = SchemeVersion.objects.select_related("scheme__area", "base").get(pk=version.pk)
    if version.state != SchemeVersion.State.DRAFT:
        return _gone(request, version, notice)
    if request.headers.get("HX-Request") != "true":
        if notice:
            messages.warning(request, notice)
        to = reverse("scheme_version", args=[scheme.slug, version.number])
        return HttpResponseRedirect(f"{to}?group={group}&item={item}")
    context = editor_context(
        request, version.scheme, version, group_id=group, item_id=item, typed=typed, notice=notice
    )
    response = render(request, "schemes/_edited.html", context, status=status)
    if version.number != number:
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


def _operations(request: HttpRequest) -> list[dict[str, Any]]:
    try:
        given = json.loads(request.POST.get("op", ""))
    except ValueError:
        raise ValidationError(_("This edit cannot be read.")) from None
    listed = given if isinstance(given, list) else [given]
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise ValidationError(_("This edit cannot be read."))
    return listed


def _typed(
    plain: Any, operation: dict[str, Any], raw: str, typed: dict[tuple[Any, ...], tuple[str, str]]
) -> dict[str, Any]:
    """Return the operation for what was typed into a field; remember it where it is no value."""
    at = operation.get("at")
    if not isinstance(at, list):
        raise ValidationError(_("This edit cannot be read."))
    try:
        address = resolve(plain, at)
    except (AbsentError, KeyError) as error:
        raise ValidationError(
            _("This place is no longer in the scheme; somebody may just have removed it.")
        ) from error
    try:
        made = edit_of(plain, at, address, raw.replace("\x00", ""))
    except TypedError as error:
        typed[tuple(at)] = (raw[:200], str(error))
        raise
    return made


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


def _now_group(operations: list[dict[str, Any]], group: str) -> str:
    last = operations[-1]
    return str(last.get("id") or group) if last.get("do") == "add_group" else group


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


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


@require_GET
@login_required
def preview(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the curve of an item as it would be with what is being typed; nothing is stored."""
    _scheme, version = _looked_at(request, slug, number)
    group, item = request.GET.get("group", ""), request.GET.get("item", "")
    text = version.text
    problem = ""
    if "op" in request.GET:
        try:
            plain = readable(text)
            operation = json.loads(request.GET["op"])
            at = operation["at"]
            made = edit_of(plain, at, resolve(plain, at), request.GET.get("raw", ""))
            text = apply(text, [made]).text
        except (TypedError, EditError, AbsentError, KeyError, TypeError, ValueError) as error:
            problem = str(error) if isinstance(error, TypedError) else ""
    plain = readable(text)
    found = find(plain, group, item)
    if found is None:
        raise Http404
    standing = published_standing(request, version.scheme)
    return render(
        request,
        "schemes/_curve.html",
        {
            "curve": curve_of(plain, group, found, standing) if found.get("rule") else None,
            "problem": problem,
            "detail_name": found.get("name") or "",
            "trial_period_name": period_name(standing.round.period) if standing else "",
        },
    )


@require_GET
@login_required
def item_trial_part(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show who moves when only this item of the published rules changes."""
    scheme, version = _looked_at(request, slug, number)
    standing = published_standing(request, scheme)
    plain = readable(version.text)
    found = find(plain, request.GET.get("group", ""), request.GET.get("item", ""))
    if found is None:
        raise Http404
    outcome = None
    if standing is not None:
        outcome = item_trial(plain, request.GET.get("group", ""), found, standing)
    return render(
        request,
        "schemes/_item_trial.html",
        {
            "trial": outcome,
            "standing": standing,
            "period_name": period_name(standing.round.period) if standing is not None else "",
        },
    )


@require_GET
@login_required
def figures(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Find indicators of the site for a rule to read, by name, pinyin or code."""
    scheme, version = _looked_at(request, slug, number)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    low = text.lower()
    series = Series.objects.filter(
        indicator__in=indicators_for(request.user).filter(area=scheme.area)
    ).select_related("indicator", "extent", "authority")
    if text:
        series = series.filter(
            Q(indicator__name__icontains=text)
            | Q(indicator__pinyin__startswith=low)
            | Q(indicator__initials__startswith=low)
            | Q(indicator__code__icontains=low)
        )
    listed = list(series.order_by("indicator__position", "indicator__code", "id")[: FOUND + 1])
    at = request.GET.get("at", "[]")
    return render(
        request,
        "schemes/_figures.html",
        {
            "offers": [_offer(one, at, request.GET.get("beside", "")) for one in listed[:FOUND]],
            "more": len(listed) > FOUND,
            "q": text,
            "version": version,
        },
    )


def _offer(series: Series, at: str, beside: str) -> tuple[str, str, str]:
    indicator = series.indicator
    chosen = {
        "indicator": indicator.code,
        "name": indicator.name,
        "flow": series.flow,
        "price": series.price,
        "extent": series.extent.name if series.extent is not None else None,
        "unit": indicator.measure,
        "decimals": indicator.decimals,
        "direction": indicator.direction,
        "actionable": indicator.actionable,
        "statutory": bool(series.authority is not None and series.authority.statistical),
    }
    words = [series.get_flow_display()]
    if series.price != "none":
        words.append(series.get_price_display())
    if series.extent is not None:
        words.append(series.extent.name)
    words.append(indicator.measure)
    try:
        address = json.loads(at)
    except ValueError:
        address = []
    operation: dict[str, Any] = {"do": "choose_figure", "at": address, "input": chosen}
    if beside:
        operation["beside"] = beside
    return indicator.name, "，".join(words), json.dumps(operation, ensure_ascii=False)


# -- going back, files ---------------------------------------------------------------------------


def _after(request: HttpRequest, version: SchemeVersion) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("scheme_version", args=[version.scheme.slug, version.number])
    )


def _try(request: HttpRequest, version: SchemeVersion, do: Callable[[], Any]) -> HttpResponse:
    """Do it, or say on the page why not."""
    try:
        do()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    version.refresh_from_db()
    return _after(request, version)


@require_POST
@login_required
def restore(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Go back to an earlier saved state."""
    _scheme, version = _draft_or_404(request, slug, number)
    return _try(
        request,
        version,
        lambda: restore_draft(
            act_from(request),
            version=version,
            revision=_whole(request.POST.get("revision")),
            to=_whole(request.POST.get("to")),
        ),
    )


@require_POST
@login_required
def replace(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Put an uploaded or pasted file in the place of the draft's text."""
    _scheme, version = _draft_or_404(request, slug, number)
    return _try(
        request,
        version,
        lambda: replace_draft(
            act_from(request),
            version=version,
            revision=_whole(request.POST.get("revision")),
            text=_file_text(request),
        ),
    )


def _file_text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is no UTF-8 text.")) from None
    return text


@require_POST
@login_required
def discard(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Throw a draft away."""
    _scheme, version = _draft_or_404(request, slug, number)
    try:
        discard_draft(
            act_from(request), version=version, revision=_whole(request.POST.get("revision"))
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return _after(request, version)
    return HttpResponseRedirect(reverse("schemes"))


@require_POST
@login_required
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a draft: a copy of a version of this or another scheme, empty, or a file."""
    scheme = scheme_or_404(request, slug)
    number = request.POST.get("number", "").strip()[:20]
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        day = timezone.localdate()
    base: SchemeVersion | None = None
    try:
        if request.FILES.get("file") is not None or request.POST.get("text", "").strip():
            text = _file_text(request)
            made = start_draft(act_from(request), scheme=scheme, text=text, number=number)
        else:
            source = request.POST.get("source", "")
            if source:
                other, _colon, at = source.partition(":")
                _owner, base, _versions = version_or_404(request, other, at)
                text = base.text
            else:
                text = empty_text(scheme, number or "1.0", day.isoformat())
            made = start_draft(
                act_from(request),
                scheme=scheme,
                text=text,
                number=number,
                valid_from=day,
                base=base if base is not None and base.scheme_id == scheme.pk else None,
            )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("scheme", args=[scheme.slug]))
    return _after(request, made)


@require_POST
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Open a scheme with an empty first draft."""
    area = Unit.objects.filter(pk=_whole(request.POST.get("area"))).first()
    if area is None or not request.user.has_perm("standings.write_scheme", area):
        raise PermissionDenied
    name = request.POST.get("name", "").replace("\x00", "").strip()[:120]
    kind = request.POST.get("period", "")
    if not name or kind not in ("month", "quarter", "half", "year"):
        messages.warning(request, _("Give the scheme a name and choose its period."))
        return HttpResponseRedirect(reverse("schemes"))
    stem = slugify(request.POST.get("slug", ""))[:50] or "scheme"
    slug, count = stem, 2
    while Scheme.objects.filter(slug=slug).exists():
        slug, count = f"{stem}-{count}", count + 1
    act = act_from(request)
    scheme = create_scheme(act, area=area, slug=slug, name=name, period_kind=kind)
    made = scheme.versions.first()
    if made is None:
        day = timezone.localdate().replace(month=1, day=1)
        made = start_draft(
            act.within(), scheme=scheme, text=empty_text(scheme, "1.0", day.isoformat())
        )
    return _after(request, made)


# -- on the way to publication -----------------------------------------------------------------


@require_POST
@login_required
def submit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Send a draft for approval."""
    _scheme, version = _draft_or_404(request, slug, number)
    revision = _whole(request.POST.get("revision"))
    return _try(
        request,
        version,
        lambda: submit_version(act_from(request), version=version, revision=revision),
    )


@require_POST
@login_required
def decide(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Approve rules, or return them with a reason."""
    _scheme, version = _draft_or_404(request, slug, number)
    if request.POST.get("decision") == "approve":
        return _try(request, version, lambda: approve_version(act_from(request), version=version))
    reason = request.POST.get("reason", "").replace("\x00", "")
    answer = _try(
        request,
        version,
        lambda: return_version(act_from(request), version=version, reason=reason),
    )
    if version.state == SchemeVersion.State.DRAFT and not request.user.has_perm(
        "standings.view_draft", version.scheme
    ):
        messages.success(request, _("The rules were returned to their writers."))
        return HttpResponseRedirect(reverse("schemes"))
    return answer


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take rules back from approval to go on writing."""
    _scheme, version = _draft_or_404(request, slug, number)
    return _try(request, version, lambda: withdraw_version(act_from(request), version=version))


@require_POST
@login_required
def publish(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Make approved rules binding from their date on."""
    _scheme, version = _draft_or_404(request, slug, number)
    return _try(request, version, lambda: publish_version(act_from(request), version=version))


# -- groups side by side -------------------------------------------------------------------------


@require_GET
@login_required
def compare_groups(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show the groups of a version side by side: each item with its marks and rule."""
    scheme, version = _draft_or_404(request, slug, number)
    plain = readable(version.text)
    groups = [each for each in plain.get("groups") or () if isinstance(each, dict)]
    order: list[tuple[str, int]] = []
    cells: dict[tuple[str, int], dict[int, tuple[str, str]]] = {}
    for at, group in enumerate(groups):
        for row in draft_rows(group, str(group.get("id")), ()):
            if row.kind not in ("node", "item") or row.off:
                continue
            key = (row.name.removesuffix("（逆向）"), row.depth)
            if key not in cells:
                cells[key] = {}
                order.append(key)
            cells[key][at] = (row.worth, row.rule)
    columns = range(len(groups))
    shared = sum(1 for key in order if len(cells[key]) == len(groups) > 1)
    return render(
        request,
        "schemes/groups.html",
        {
            "scheme": scheme,
            "version": version,
            "groups": [str(each.get("name") or each.get("id")) for each in groups],
            "rows": [
                (name, depth, [cells[(name, depth)].get(at) for at in columns])
                for name, depth in order
            ],
            "shared": shared,
            "count": len(order),
            "rules": len(RULES),
            "columns": columns_in(plain),
        },
    )
