"""Rules tried on past figures, and two versions side by side."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from leitai.apps.language import reader_language
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Place, Scheme, SchemeVersion
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors.trial import (
    Trial,
    TrialRow,
    compare_on,
    trial_on,
    trial_periods,
)
from leitai.engine import Scheme as Rules
from leitai.engine.attribution import ROUNDING, VETO
from leitai.engine.redundancy import alike_pairs, influences
from leitai.engine.scheme.difference import SchemeChange, compare_schemes
from leitai.web.lookups import version_or_404
from leitai.web.sentences.trials import (
    ChangeLine,
    alike_sentence,
    change_line,
    comparison_sentence,
    influence_sentence,
    trial_sentence,
)
from leitai.web.views.schemes import complete_rules

#: Periods offered in the switch.
OFFERED = 24
#: Thresholds offered for pairs of items that say the same.
THRESHOLDS = ("0.8", "0.9", "0.95")
#: Lines of text kept around a difference.
AROUND = 2
#: Units that one page of a trial lists.
PAGE = 50


@require_GET
@login_required
@complete_rules
def trial(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Run this version on any period with figures, beside the published result."""
    scheme, version, versions = version_or_404(request, slug, number)
    if scheme.monitor or not request.user.has_perm("standings.view_inputs", scheme):
        raise Http404
    periods = trial_periods(scheme, version)
    period = _period(request, periods)
    threshold = _threshold(request)
    outcome, problem = None, ""
    try:
        outcome = trial_on(scheme, version, period) if period is not None else None
    except ValidationError as error:
        problem = " ".join(error.messages)
    rules = rules_of(version)
    group_id = request.GET.get("group", rules.groups[0].id)
    if group_id not in {group.id for group in rules.groups}:
        raise Http404
    here = reverse("scheme_trial", args=[scheme.slug, version.number])
    kept = {"period": period.code if period else "", "threshold": threshold}
    context: dict[str, Any] = {
        "scheme": scheme,
        "version": version,
        "versions": [
            (v.number, f"v{v.number}", _address("scheme_trial", scheme, v, **kept))
            for v in versions
        ],
        "group": group_id,
        "groups": [
            (g.id, g.name, f"{here}?{urlencode({**kept, 'group': g.id})}") for g in rules.groups
        ],
        "trial": outcome,
        "problem": problem,
        "period_name": period_name(period) if period else "",
        "period": period,
    } | _switch(here, periods, period, group=group_id, threshold=threshold)
    if outcome is not None:
        context |= _results(request, outcome, group_id, _names(rules, _before_rules(outcome)))
        context |= _deciding(outcome, group_id, threshold)
        context["absent"] = _absent(rules, outcome, group_id)
        context["thresholds"] = [
            (t, t, f"{here}?{urlencode({**kept, 'group': group_id, 'threshold': t})}#alike")
            for t in THRESHOLDS
        ]
        context["threshold"] = threshold
    return render(request, "schemes/trial.html", context)


@require_GET
@login_required
@complete_rules
def compare(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Compare this version with another: as trees, as results of a period, as text."""
    scheme, version, versions = version_or_404(request, slug, number)
    others = [v for v in versions if v.pk != version.pk]
    wanted = request.GET.get("with", "")
    other = (
        next((v for v in others if v.number == wanted), None)
        if wanted
        else _before(version, others)
    )
    if scheme.monitor or (wanted and other is None):
        raise Http404
    view = request.GET.get("view", "tree")
    context: dict[str, Any] = {
        "scheme": scheme,
        "version": version,
        "other": other,
        "others": [
            (
                v.number,
                f"v{v.number}",
                _address("scheme_compare", scheme, version, **{"with": v.number}),
            )
            for v in others
        ],
        "view": view,
        "may_try": request.user.has_perm("standings.view_inputs", scheme),
    }
    if other is not None:
        context["views"] = _views(request, scheme, version, other)
        old, new = rules_of(other), rules_of(version)
        names = old.column_names() | new.column_names()
        changes = compare_schemes(old, new)
        lines = [change_line(change, names) for change in changes]
        context["sentence"] = comparison_sentence(lines, other.number, version.number)
        if view == "text":
            context["lines"] = list(text_lines(other.text, version.text))
        elif view == "results":
            if not context["may_try"]:
                raise Http404
            context |= _compared_results(request, scheme, other, version)
        else:
            context["sections"] = _sections(changes, lines, new, old)
    return render(request, "schemes/compare.html", context)


def _before(version: SchemeVersion, others: list[SchemeVersion]) -> SchemeVersion | None:
    """Return what a version is compared with unasked: what it was copied from, or bound before."""
    binding = [v for v in others if v.state == SchemeVersion.State.PUBLISHED]
    first = [v for v in others if v.pk == version.base_id]
    earlier = [v for v in binding if v.valid_from <= version.valid_from]
    return next(iter([*first, *earlier, *binding, *others]), None)


def _views(
    request: HttpRequest, scheme: Scheme, version: SchemeVersion, other: SchemeVersion
) -> list[tuple[str, str, str]]:
    names = [("tree", _("Items and rules")), ("text", _("Text of the file"))]
    if request.user.has_perm("standings.view_inputs", scheme):
        names.insert(1, ("results", _("Results")))
    return [
        (
            key,
            name,
            _address("scheme_compare", scheme, version, **{"with": other.number, "view": key}),
        )
        for key, name in names
    ]


def _compared_results(
    request: HttpRequest, scheme: Scheme, old: SchemeVersion, new: SchemeVersion
) -> dict[str, Any]:
    periods = trial_periods(scheme, new)
    period = _period(request, periods)
    rules = rules_of(new)
    group = request.GET.get("group", rules.groups[0].id)
    if group not in {each.id for each in rules.groups}:
        raise Http404
    kept = {"with": old.number, "view": "results"}
    code = period.code if period is not None else ""
    here = reverse("scheme_compare", args=[scheme.slug, new.number])
    context: dict[str, Any] = {
        "period": period,
        "period_name": period_name(period) if period else "",
        "group": group,
        "groups": [
            (g.id, g.name, f"{here}?{urlencode({**kept, 'group': g.id, 'period': code})}")
            for g in rules.groups
        ],
    } | _switch(here, periods, period, group=group, **kept)
    if period is None:
        return context
    try:
        outcome = compare_on(scheme, old, new, period)
    except ValidationError as error:
        return context | {"problem": " ".join(error.messages)}
    return (
        context
        | {"trial": outcome}
        | _results(request, outcome, group, _names(rules, rules_of(old)))
    )


def _sections(
    changes: Sequence[SchemeChange], lines: Sequence[ChangeLine], new: Rules, old: Rules
) -> list[tuple[str, list[ChangeLine]]]:
    """Lines by what they belong to: the head, then each group."""
    names = {group.id: group.name for group in (*old.groups, *new.groups)}
    found: dict[str, list[ChangeLine]] = {}
    for change, line in zip(changes, lines, strict=True):
        found.setdefault(names.get(change.group, _("For all groups")), []).append(line)
    return list(found.items())


def _address(route: str, scheme: Scheme, version: SchemeVersion, **query: str) -> str:
    here = reverse(route, args=[scheme.slug, version.number])
    return f"{here}?{urlencode(query)}" if query else here


def _period(request: HttpRequest, periods: list[Period]) -> Period | None:
    """Return the period asked for, the newest with figures unless one is named."""
    code = request.GET.get("period", "")
    if not code:
        return periods[0] if periods else None
    found = next((each for each in periods if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _threshold(request: HttpRequest) -> str:
    text = request.GET.get("threshold", "0.9")
    try:
        inside = 0 <= float(text) <= 1
    except ValueError:
        inside = False
    if not inside:
        raise Http404
    return text


def _switch(here: str, periods: list[Period], period: Period | None, **kept: str) -> dict[str, Any]:
    def address(code: str) -> str:
        return f"{here}?{urlencode({'period': code, **kept})}"

    at = periods.index(period) if period is not None else -1
    return {
        "periods": [(p.code, period_name(p), address(p.code)) for p in periods[:OFFERED]],
        "earlier": address(periods[at + 1].code) if 0 <= at < len(periods) - 1 else "",
        "later": address(periods[at - 1].code) if at > 0 else "",
    }


def _absent(rules: Rules, outcome: Trial, group_id: str) -> tuple[str, ...]:
    """Return the members by the list whom the figures of the trial lack."""
    listed = next(group for group in rules.groups if group.id == group_id)
    units = next((part.units for part in outcome.groups if part.id == group_id), ())
    return listed.listed_but_absent(units)


def _before_rules(outcome: Trial) -> Rules | None:
    return rules_of(outcome.before.version) if outcome.before is not None else None


def _names(*schemes: Rules | None) -> dict[str, str]:
    """Return item id → name, of the first scheme that has it."""
    found = {ROUNDING: _("rounding"), VETO: _("veto")}
    for rules in reversed([each for each in schemes if each is not None]):
        for group in rules.groups:
            found |= {item.id: item.name for item in group.items()}
            found |= {extra.id: extra.name for extra in group.extras()}
    return found


@dataclass(frozen=True)
class PartLine:
    """An item's share in a change, named; where its scores come from, empty where nowhere."""

    name: str
    change: float
    before: float | None
    after: float | None
    before_url: str
    after_url: str


@dataclass(frozen=True)
class MoveLine:
    """A unit before and after, and where both totals come from."""

    row: TrialRow
    before_url: str
    after_url: str
    parts: tuple[PartLine, ...]


def _results(
    request: HttpRequest, outcome: Trial, group: str, names: Mapping[str, str]
) -> dict[str, Any]:
    rows = [row for row in outcome.rows if row.group == group]
    shown = [row for row in rows if outcome.before is None or row.changed]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    before, after = _ways(outcome)
    return {
        "sentence": trial_sentence(outcome),
        "page": page,
        "rows": [_move_line(row, names, before, after) for row in page.object_list],
        "same": len(rows) - sum(row.changed for row in rows) if outcome.before is not None else 0,
        "size": len(rows),
        "decimals": outcome.decimals,
    }


#: From a unit and a node of its tree to where their score comes from.
Way = Callable[[int, str], str]


def _ways(outcome: Trial) -> tuple[Way, Way]:
    """Return the ways down on both sides: a published total opens its own, others the trial's."""
    slug, period = outcome.scheme.slug, outcome.period.code

    def of_version(version: SchemeVersion) -> Way:
        return lambda unit, node: reverse(
            "trace_trial", args=[slug, version.number, period, unit, node]
        )

    if outcome.before is None:
        return (lambda _unit, _node: ""), of_version(outcome.after.version)
    standing = outcome.before.standing
    if standing is None:
        return of_version(outcome.before.version), of_version(outcome.after.version)
    places = dict(Place.objects.filter(standing=standing).values_list("unit_id", "pk"))

    def published(unit: int, node: str) -> str:
        return reverse("trace_score", args=[places[unit], node]) if unit in places else ""

    return published, of_version(outcome.after.version)


def _move_line(row: TrialRow, names: Mapping[str, str], before: Way, after: Way) -> MoveLine:
    return MoveLine(
        row,
        before(row.unit, "total") if row.score[0] is not None else "",
        after(row.unit, "total") if row.score[1] is not None else "",
        tuple(
            PartLine(
                names.get(part.id, part.id),
                part.change,
                part.before,
                part.after,
                before(row.unit, part.id) if part.before is not None else "",
                after(row.unit, part.id) if part.after is not None else "",
            )
            for part in row.parts
        ),
    )


def _deciding(outcome: Trial, group: str, threshold: str) -> dict[str, Any]:
    result = next(each for each in outcome.groups if each.id == group)
    found = influences(result, reader_language())
    names = {node.id: node.title(reader_language()) for node in result.nodes}
    pairs = alike_pairs(result, threshold=float(threshold))
    return {
        "influences": sorted(found, key=lambda each: -(each.spread or 0)),
        "influence_sentence": influence_sentence(found, len(result.units)),
        "pairs": [(names[p.first], names[p.second], p.correlation, p.units) for p in pairs],
        "pairs_sentence": alike_sentence(pairs, names, float(threshold)),
    }


def text_lines(old: str, new: str) -> Iterator[tuple[str, str, str, str]]:
    """Lines that differ with a little around: mark (−, +, blank, …), old and new number, text."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for number, block in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            yield "…", "", "", ""
        for tag, a, b, c, d in block:
            if tag == "equal":
                for at in range(b - a):
                    yield "", str(a + at + 1), str(c + at + 1), before[a + at]
                continue
            for at in range(a, b):
                yield "−", str(at + 1), "", before[at]
            for at in range(c, d):
                yield "+", "", str(at + 1), after[at]
