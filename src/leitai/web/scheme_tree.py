"""A scheme for reading: its tree as rows, and one item with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Indicator
from leitai.apps.language import bracketed, chinese, named, reader_language
from leitai.apps.standings.models import Place, Scheme, Standing
from leitai.apps.standings.selectors.audience import audience_of
from leitai.apps.standings.selectors.words import column_names
from leitai.engine import Scheme as Rules
from leitai.engine import rule_name
from leitai.engine.scheme.beside import Extra
from leitai.engine.scheme.general import InputSpec, Missing
from leitai.engine.scheme.model import Group
from leitai.engine.scheme.shapes import Choice, Nullable
from leitai.engine.scheme.tree import Item, Node
from leitai.web.rule_words import parameters_of, read_rule


@dataclass(frozen=True)
class TreeRow:
    """A row of the tree. ``kind``: root, node, item, extra, part (a heading beside the tree)."""

    id: str
    name: str
    kind: str
    depth: int
    rule: str
    marks: str
    note: str = ""
    off: str = ""
    basis: str = ""


def _combine(name: str | None) -> str:
    key = name or "sum"
    return rule_name(key, reader_language())


def _worth(marks: float | None, weight: float | None) -> str:
    if marks is not None:
        return f"{marks:g}"
    if weight is None:
        return ""
    # Weights of a node add up to 1 or to 100.
    return f"{weight * 100:g}%" if weight <= 1 else f"{weight:g}%"


def tree_rows(group: Group) -> list[TreeRow]:
    """Return the rows of a group: root, nodes and items, then what stands beside the tree."""
    top = sum(child.marks or 0.0 for child in group.tree)
    whole = group.marks if group.marks is not None else top
    rows = [
        TreeRow("", group.name, "root", 0, _combine(group.combine), f"{whole:g}" if whole else "")
    ]

    def walk(child: Item | Node, depth: int) -> None:
        if isinstance(child, Node):
            count = sum(1 for each in child.items if isinstance(each, Node) or each.off is None)
            rows.append(
                TreeRow(
                    child.id,
                    child.name,
                    "node",
                    depth,
                    _combine(child.combine),
                    _worth(child.marks, child.weight),
                    _("%(n)d items") % {"n": count},
                )
            )
            for each in child.items:
                walk(each, depth + 1)
            return
        off = child.off
        rows.append(
            TreeRow(
                child.id,
                child.name,
                "item",
                depth,
                rule_name(child.rule.kind, reader_language()),
                _worth(child.marks, child.weight),
                off=off.reason if off else "",
                basis=off.basis if off else "",
            )
        )

    for child in group.tree:
        walk(child, 1)
    rows += _beside(group)
    return rows


def _beside(group: Group) -> list[TreeRow]:
    rows: list[TreeRow] = []
    for part, name, sign in (
        (group.bonus, _("Bonus"), "+"),
        (group.penalty, _("Penalty"), "−"),
    ):
        if part is None:
            continue
        cap = f"{sign}{part.cap:g}" if part.cap is not None else _("no cap")
        rows.append(TreeRow("", name, "part", 0, _("each by itself"), cap))
        for extra in part.items:
            rows.append(
                TreeRow(
                    extra.id,
                    extra.name,
                    "extra",
                    1,
                    rule_name(extra.rule.kind, reader_language()),
                    f"{sign}{extra.cap:g}" if extra.cap is not None else "",
                    off=extra.off.reason if extra.off else "",
                    basis=extra.off.basis if extra.off else "",
                )
            )
    return rows


@dataclass(frozen=True)
class InputRow:
    """A column that an item reads, with its scope and its indicator's page."""

    name: str
    words: tuple[str, ...]
    unit: str
    url: str
    formula: str
    statutory: bool


@dataclass(frozen=True)
class UnitRow:
    """What the item gave one unit on a published board."""

    name: str
    figure: float | None
    score: float | None
    url: str
    mine: bool


@dataclass(frozen=True)
class ItemPage:
    """One item with its rule in words, its inputs, its curve, and what the units got."""

    id: str
    name: str
    under: str
    marks: str
    rule: str
    kind: str
    parameters: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    inputs: tuple[InputRow, ...]
    missing: str
    note: str
    off: str
    basis: str
    difficulty: tuple[tuple[str, float], ...]
    chart: dict[str, Any] | None
    chart_words: str
    axis: str
    units: tuple[UnitRow, ...]


def parents_of(group: Group) -> dict[str, str]:
    """Return item or node id → name of the node above it."""
    found: dict[str, str] = {}

    def walk(child: Item | Node, above: str) -> None:
        found[child.id] = above
        if isinstance(child, Node):
            for each in child.items:
                walk(each, child.name)

    for child in group.tree:
        walk(child, group.name)
    for extra in group.extras():
        found[extra.id] = group.name
    return found


def find_item(group: Group, item_id: str) -> Item | Extra | None:
    """Return the item, bonus or penalty with this id; None if there is none."""
    every: list[Item | Extra] = [*group.items(), *group.extras()]
    return next((each for each in every if each.id == item_id), None)


def choice_words(owner: Any, field: str) -> str:
    """Return the words of a field whose shape is a choice."""
    value = getattr(owner, field)
    shape = type(owner).__dataclass_fields__[field].metadata["shape"]
    if isinstance(shape, Nullable):
        if value is None:
            return shape.null_zh if chinese() else shape.null_en
        shape = shape.inner
    assert isinstance(shape, Choice)
    return shape.meaning(str(value), reader_language())


def missing_words(missing: Missing) -> str:
    """Say what an unreported value does."""
    return choice_words(missing, "policy")


def general_facts(rules: Rules) -> list[tuple[str, str]]:
    """Return the general part of a scheme as name and words."""
    zones = rules.zones
    decimals = rules.rounding
    return [
        (_("Rounding"), _("items %(items)s, nodes %(nodes)s, total %(total)s decimals, half up") % {
            "items": "—" if decimals.items is None else decimals.items,
            "nodes": "—" if decimals.nodes is None else decimals.nodes,
            "total": "—" if decimals.total is None else decimals.total,
        }),
        (_("Ranked"), choice_words(rules.ranking, "on")),
        (_("Ties"), choice_words(rules.ranking, "ties")),
        (_("Zones"), _("leading %(leading)s, lagging %(lagging)s") % {
            "leading": zones.leading, "lagging": zones.lagging,
        }),
        (_("Not reported"), missing_words(rules.missing)),
        (_("Ranks are shown to"), choice_words(rules.release, "ranks")),
        (_("Scores are shown to"), choice_words(rules.release, "scores")),
        (_("Figures are shown to"), choice_words(rules.release, "inputs")),
    ]  # fmt: skip


def input_rows(scheme: Scheme, rules: Rules, columns: tuple[str, ...]) -> tuple[InputRow, ...]:
    """Return the columns that an item reads, those behind computed ones too."""
    inputs = {spec.id: spec for spec in rules.inputs}
    derived = {spec.id: spec for spec in rules.derived}
    codes = {spec.indicator or spec.id for spec in rules.inputs}
    pages = dict(
        Indicator.objects.filter(area=scheme.area, code__in=codes).values_list("code", "pk")
    )
    rows: list[InputRow] = []
    for column in columns:
        if column in derived:
            made = derived[column]
            words = (_("computed"),)
            rows.append(InputRow(made.name, words, made.unit, "", made.formula, False))
        elif column in inputs:
            rows.append(_input_row(inputs[column], pages))
    return tuple(rows)


def _input_row(spec: InputSpec, pages: Mapping[str, int]) -> InputRow:
    words = []
    if spec.flow is not None:
        words.append(choice_words(spec, "flow"))
    if spec.price not in (None, "none"):
        words.append(choice_words(spec, "price"))
    if spec.extent:
        words.append(spec.extent)
    if spec.take != "value":
        words.append(choice_words(spec, "take"))
    pk = pages.get(spec.indicator or spec.id)
    url = reverse("indicator", args=[pk]) if pk is not None else ""
    return InputRow(spec.name, tuple(words), spec.unit, url, "", spec.statutory)


def item_page(
    user: Any,
    scheme: Scheme,
    rules: Rules,
    group: Group,
    item: Item | Extra,
    standing: Standing | None,
) -> ItemPage:
    """Return an item's page; units appear as far as the reader may see the published board."""
    from leitai.engine.rules.base import columns_of

    names = rules.column_names() | column_names(rules, scheme.area_id)
    columns = columns_of(item.rule)
    figures, order = _figures(standing, group.id, columns)
    full = item.marks if item.marks is not None else 100.0
    reading = read_rule(item.rule, full, names, figures)
    axis = reading.curve.axis if reading.curve is not None else ""
    in_percent = reading.curve is not None and reading.curve.in_percent
    units = _units(user, standing, group.id, item.id, columns, figures, order, in_percent)
    extra = isinstance(item, Extra)
    missing = "" if isinstance(item, Extra) else missing_words(item.missing or rules.missing)
    return ItemPage(
        id=item.id,
        name=item.name,
        under=parents_of(group).get(item.id, ""),
        marks=_worth(item.marks, None if isinstance(item, Extra) else item.weight),
        rule=rule_name(item.rule.kind, reader_language()),
        kind="extra" if extra else "item",
        parameters=parameters_of(item.rule, names),
        lines=reading.lines,
        inputs=input_rows(scheme, rules, columns),
        missing=missing,
        note=item.note,
        off=item.off.reason if item.off else "",
        basis=item.off.basis if item.off else "",
        difficulty=() if isinstance(item, Extra) else item.difficulty,
        chart=_chart(reading.curve, units, axis, in_percent),
        chart_words=_("Marks of %(name)s over %(axis)s") % {"name": item.name, "axis": axis},
        axis=bracketed(axis, "%") if in_percent else axis,
        units=units,
    )


def _figures(
    standing: Standing | None, group: str, columns: tuple[str, ...]
) -> tuple[dict[str, list[float]], list[int]]:
    if standing is None or group not in standing.snapshot["groups"]:
        return {}, []
    stored = standing.snapshot["groups"][group]
    found = {
        column: [float("nan") if row[0] is None else float(row[0]) for row in rows]
        for column, rows in stored["columns"].items()
        if column in columns
    }
    return found, [unit for _key, unit in stored["units"]]


def _units(
    user: Any,
    standing: Standing | None,
    group: str,
    item: str,
    columns: tuple[str, ...],
    figures: Mapping[str, list[float]],
    order: list[int],
    in_percent: bool,
) -> tuple[UnitRow, ...]:
    if standing is None:
        return ()
    audience = audience_of(user, standing)
    at = {unit: place for place, unit in enumerate(order)}
    rows: list[UnitRow] = []
    places = (
        Place.objects.filter(standing=standing, group=group)
        .select_related("unit")
        .defer("working")
        .order_by("rank", "id")[:60]
    )
    for place in places:
        if item not in place.items or not audience.sees("scores", place.unit_id):
            continue
        figure: float | None = None
        here = at.get(place.unit_id)
        if here is not None and audience.sees("inputs", place.unit_id):
            figure = _figure_at(columns, figures, here, in_percent)
        rows.append(
            UnitRow(
                named(place.unit),
                figure,
                place.items[item][0],
                reverse("trace_score", args=[place.pk, item]),
                place.unit_id in audience.own,
            )
        )
    return tuple(sorted(rows, key=lambda row: -(row.score or 0)))


def _figure_at(
    columns: tuple[str, ...], figures: Mapping[str, list[float]], here: int, in_percent: bool
) -> float | None:
    known = [figures[column][here] for column in columns if column in figures]
    if in_percent and len(known) == 2:
        value = 100 * known[0] / known[1] if known[1] else float("nan")
    elif len(columns) == 1 and known:
        value = known[0]
    else:
        return None
    return None if value != value else value


def _chart(
    curve: Any, units: tuple[UnitRow, ...], axis: str, in_percent: bool
) -> dict[str, Any] | None:
    if curve is None:
        return None
    low, high = curve.points[0][0], curve.points[-1][0]
    shown = [row for row in units if row.figure is not None and row.score is not None]
    if in_percent and shown:
        # Begin near the units: nobody stands at a tenth of the target.
        low = max(0.0, 10 * ((min(row.figure or 0.0 for row in shown) - 20) // 10))
    return {
        "kind": "curve",
        "points": [list(point) for point in curve.points if low <= point[0] <= high],
        "marks": [
            {
                "name": row.name,
                "x": min(max(row.figure or 0.0, low), high),
                "y": row.score,
                "own": row.mine,
            }
            for row in shown
        ],
        "x": bracketed(axis, "%") if in_percent else axis,
        "y": _("marks"),
        "low": low,
        "high": high,
    }
