"""What a rule of a draft does: its curve with the published period's units, and only its change.

Both come from the engine itself. The curve runs the rule on swept figures and on those that the
published board stored; the trial runs the published rules with this one item replaced, on exactly
the values that the board saw.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.language import chinese, reader_language
from leitai.apps.standings.comparison import compare_with
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import rules_of, score_group
from leitai.apps.standings.tables import build_table
from leitai.engine import Scheme as Rules
from leitai.engine import ScoreError, rule_name
from leitai.engine.rules import Rule
from leitai.engine.rules.base import columns_of
from leitai.engine.scheme.beside import Extra
from leitai.engine.scheme.checks import declared_columns
from leitai.engine.scheme.general import MISSING, DerivedSpec, InputSpec, Ranking
from leitai.engine.scheme.located import from_plain
from leitai.engine.scheme.model import Group
from leitai.engine.scheme.shapes import INVALID, Fields, Reading
from leitai.engine.scheme.shares import number_of
from leitai.engine.scheme.tree import CHILD, RULE, Item, Node
from leitai.web.rule_words import _bench, read_rule


@dataclass(frozen=True)
class Dot:
    """A unit of the published period on the curve."""

    name: str
    x: float
    y: float
    url: str
    own: bool


@dataclass(frozen=True)
class CurveView:
    """A rule in words and as a curve; ``chart`` is None where no single figure decides it."""

    name: str
    lines: tuple[str, ...]
    chart: dict[str, Any] | None
    words: str
    axis: str
    dots: tuple[Dot, ...]
    missing: str = ""
    ties: str = ""
    notes: str = ""


def read_part(shape: Any, plain: Any, columns: Mapping[str, str]) -> Any:
    """Return a part of a draft as the engine reads it, None while it is incomplete."""
    located = from_plain(plain)
    made = shape.read(located, (), Reading(located, columns))
    return None if made is INVALID else made


def columns_in(plain: Mapping[str, Any]) -> dict[str, str]:
    """Return id and name of every column that a draft declares."""
    return declared_columns(from_plain(plain))


def curve_of(
    plain: Mapping[str, Any], group: str, item: Mapping[str, Any], standing: Standing | None
) -> CurveView | None:
    """Return what an item's rule does, None while the rule is incomplete."""
    names = columns_in(plain)
    rule = read_part(RULE, item.get("rule"), names)
    if rule is None:
        return None
    full = number_of(item.get("marks"))
    full = full if full else 100.0
    figures, units = _figures(plain, group, columns_of(rule), standing)
    reading = read_rule(rule, full, names, figures)
    curve = reading.curve
    lines = reading.lines
    title = rule_name(rule.kind, reader_language())
    missing, ties = _manners(plain, item)
    if curve is None:
        return CurveView(title, lines, None, "", "", (), missing, ties)
    dots = _dots(rule, full, names, figures, units, curve.in_percent)
    axis = f"{curve.axis}（%）" if curve.in_percent else curve.axis
    low, high = curve.points[0][0], curve.points[-1][0]
    if curve.in_percent and dots:
        low = max(0.0, 10 * ((min(dot.x for dot in dots) - 20) // 10))
    points = [list(point) for point in curve.points if low <= point[0] <= high]
    bends = _notes(rule, points)
    chart = {
        "kind": "curve",
        "points": points,
        "marks": [
            {"name": dot.name, "x": min(max(dot.x, low), high), "y": dot.y, "own": dot.own}
            for dot in dots
        ],
        "notes": bends,
        "x": axis,
        "y": _("marks"),
        "low": low,
        "high": high,
    }
    words = _("Marks of %(name)s over %(axis)s") % {"name": item.get("name") or "", "axis": axis}
    notes = ("，" if chinese() else ", ").join(str(one["text"]) for one in bends)
    return CurveView(title, lines, chart, words, axis, dots, missing, ties, notes)


def _manners(plain: Mapping[str, Any], item: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an unreported value does, and how ties stand, in words."""
    from leitai.web.scheme_tree import choice_words, missing_words

    missing = read_part(MISSING, item.get("missing") or plain.get("missing") or {}, {})
    ranking = read_part(Fields(Ranking), plain.get("ranking") or {}, {})
    return (
        missing_words(missing) if missing is not None else "—",
        choice_words(ranking, "ties") if ranking is not None else "—",
    )


def _notes(rule: Rule, points: list[list[float]]) -> list[dict[str, Any]]:
    """Return what the bends of a completion's curve mean, in words at their place."""
    notes = []
    below = getattr(rule, "zero_below", None)
    if isinstance(below, int | float) and below > 0:
        words = _("nothing below %(n)s%%") % {"n": f"{below * 100:g}"}
        notes.append({"x": below * 100, "y": 0, "text": words, "side": "right"})
    cap = getattr(rule, "cap", None)
    if rule.kind == "completion" and isinstance(cap, int | float) and points:
        words = _("capped at %(n)s%%") % {"n": f"{cap * 100:g}"}
        notes.append(
            {"x": cap * 100, "y": max(y for _x, y in points), "text": words, "side": "top"}
        )
    return notes


def _figures(
    plain: Mapping[str, Any], group: str, columns: tuple[str, ...], standing: Standing | None
) -> tuple[dict[str, list[float]], list[int]]:
    """Return what the published board stored of the columns that mean the same in the draft."""
    if standing is None or group not in standing.snapshot["groups"]:
        return {}, []
    stored = standing.snapshot["groups"][group]
    base = {spec.id: _scope(spec) for spec in rules_of(standing.version).inputs}
    by_scope = {scope: name for name, scope in base.items()}
    found = {}
    for each in plain.get("inputs") or ():
        spec = read_part(Fields(InputSpec), each, {})
        if spec is None or spec.id not in columns:
            continue
        known = by_scope.get(_scope(spec))
        if known in stored["columns"]:
            found[spec.id] = [
                float("nan") if row[0] is None else float(row[0])
                for row in stored["columns"][known]
            ]
    return found, [unit for _key, unit in stored["units"]]


def _scope(spec: InputSpec) -> tuple[Any, ...]:
    return (spec.indicator or spec.id, spec.flow, spec.price, spec.extent, spec.take)


def _dots(
    rule: Rule,
    full: float,
    names: Mapping[str, str],
    figures: Mapping[str, list[float]],
    units: list[int],
    in_percent: bool,
) -> tuple[Dot, ...]:
    columns = columns_of(rule)
    if not units or any(column not in figures for column in columns):
        return ()
    arrays = {column: np.array(figures[column], dtype=np.float64) for column in columns}
    bench = _bench(len(units), full, names, lambda column: arrays[column])
    try:
        with np.errstate(all="ignore"):
            marks = np.broadcast_to(
                np.asarray(rule.score(bench).values, dtype=np.float64), (len(units),)
            )
    except (ArithmeticError, ValueError, KeyError, AttributeError):
        return ()
    value = arrays[columns[0]]
    if in_percent:
        target = getattr(rule, "target", None) or getattr(rule, "base", None)
        with np.errstate(all="ignore"):
            value = 100 * arrays[getattr(rule, "actual", columns[0])] / arrays[str(target)]
    from leitai.apps.units.models import Unit

    titles = dict(Unit.objects.filter(id__in=units).values_list("id", "name"))
    dots = [
        Dot(titles.get(unit, ""), round(float(x), 4), round(float(y), 4), "", False)
        for unit, x, y in zip(units, value, marks, strict=True)
        if np.isfinite(x) and np.isfinite(y)
    ]
    return tuple(sorted(dots, key=lambda dot: dot.x))


# -- only this change ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """A unit that the change of one item touches."""

    name: str
    figure: str
    before: float | None
    after: float | None
    rank_before: int | None
    rank_after: int | None
    url: str


@dataclass(frozen=True)
class ItemTrial:
    """The published result beside the same rules with one item as the draft has it.

    ``changes`` say what differs in the item; ``problem`` why it cannot be run.
    """

    changes: str
    rows: tuple[Moved, ...] = ()
    same: int = 0
    problem: str = ""


def item_trial(
    plain: Mapping[str, Any], group_id: str, item: Mapping[str, Any], standing: Standing
) -> ItemTrial | None:
    """Return who moves when only this item changes; None when the item is as published."""
    base = rules_of(standing.version)
    group = next((each for each in base.groups if each.id == group_id), None)
    if group is None:
        return None
    every: list[Item | Extra] = [*group.items(), *group.extras()]
    old = next((each for each in every if each.id == item["id"]), None)
    if old is None:
        return ItemTrial("", problem=_("This item is new; try the whole version to see it."))
    names = columns_in(plain)
    shape = Fields(Extra) if isinstance(old, Extra) else CHILD
    new = read_part(shape, item, names)
    if new is None:
        return ItemTrial("", problem=_("The item is not complete yet."))
    changes = _changes(old, new, base.column_names() | names)
    if not changes:
        return None
    rules = _with(base, group, new, plain)
    scheme = standing.round.scheme
    try:
        table = build_table(
            scheme,
            rules,
            rules.group(group_id),
            standing.round.period,
            upto=standing.watermark,
        )
        scored = score_group(rules, table, ranges=False)
    except (ScoreError, ValidationError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return ItemTrial(changes, problem=words)
    listed = compare_with(standing, [scored])
    places = dict(
        Place.objects.filter(standing=standing, group=group_id).values_list("unit_id", "pk")
    )
    rows = tuple(
        Moved(
            row["name"],
            "",
            row["score"][0],
            row["score"][1],
            row["rank"][0],
            row["rank"][1],
            reverse("trace_score", args=[places[row["unit"]], "total"])
            if row["unit"] in places
            else "",
        )
        for row in sorted(listed, key=lambda row: row["rank"][0] or 999)
        if row["changed"]
    )
    return ItemTrial(changes, rows, len(listed) - len(rows))


def _changes(old: Any, new: Any, names: Mapping[str, str]) -> str:
    """Say what differs between two states of an item: 起算线 50% → 60%."""
    from leitai.web.rule_words import parameters_of

    if getattr(old.rule, "kind", "") != getattr(new.rule, "kind", ""):
        first, then = (rule_name(each.rule.kind, reader_language()) for each in (old, new))
        words = [f"{_('rule')} {first} → {then}"]
    else:
        before, after = dict(parameters_of(old.rule, names)), dict(parameters_of(new.rule, names))
        words = [
            f"{name.split('，')[0].split(',')[0]} {before.get(name, '—')} → {after.get(name, '—')}"
            for name in dict.fromkeys([*before, *after])
            if before.get(name) != after.get(name)
        ]
    for key, label in (("marks", _("marks")), ("weight", _("weight")), ("cap", _("cap"))):
        one, two = getattr(old, key, None), getattr(new, key, None)
        if one != two:
            words.append(f"{label} {_short(one)} → {_short(two)}")
    for key, label in (
        ("missing", _("not reported")),
        ("difficulty", _("difficulty")),
        ("off", _("switched off")),
        ("not_applicable", _("not applicable")),
        ("corrections", _("corrections")),
    ):
        if getattr(old, key, None) != getattr(new, key, None):
            words.append(label)
    return ("，" if chinese() else ", ").join(words)


def _short(number: Any) -> str:
    return f"{number:g}" if isinstance(number, int | float) else "—"


def _with(base: Rules, group: Group, new: Any, plain: Mapping[str, Any]) -> Rules:
    """Return the published rules with one item replaced, and the columns it may need added."""

    def replaced(child: Item | Node) -> Item | Node:
        if isinstance(child, Node):
            return dataclasses.replace(child, items=tuple(replaced(each) for each in child.items))
        return new if child.id == new.id else child

    def beside(part: Any) -> Any:
        if part is None:
            return None
        items = tuple(new if each.id == new.id else each for each in part.items)
        return dataclasses.replace(part, items=items)

    changed = dataclasses.replace(
        group,
        tree=tuple(replaced(each) for each in group.tree),
        bonus=beside(group.bonus),
        penalty=beside(group.penalty),
    )
    needed = set(columns_of(new.rule))
    inputs = {spec.id: spec for spec in base.inputs}
    derived = {spec.id: spec for spec in base.derived}
    for part, kind, known in (("inputs", InputSpec, inputs), ("derived", DerivedSpec, derived)):
        for each in plain.get(part) or ():
            spec: Any = read_part(Fields(kind), each, {})
            if spec is not None and (spec.id in needed or spec.id not in known):
                known[spec.id] = spec
    groups = tuple(changed if each.id == group.id else each for each in base.groups)
    return dataclasses.replace(
        base, groups=groups, inputs=tuple(inputs.values()), derived=tuple(derived.values())
    )
