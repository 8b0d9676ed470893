"""Building the working of one unit from the arrays that were kept."""

from __future__ import annotations

import math

from leitai.engine.phrases import Label, phrase
from leitai.engine.rules.terms import (
    Call,
    Const,
    Expr,
    Floats,
    Op,
    Var,
    evaluate,
    settled,
)
from leitai.engine.scheme.tree import Node
from leitai.engine.scoring.combine import written
from leitai.engine.scoring.extras import ExtraRun, ExtrasRun
from leitai.engine.scoring.group import TOTAL, GroupRun, NodeRun
from leitai.engine.scoring.items import (
    APPLIES_FULL,
    APPLIES_MEAN,
    MISSING_MEAN,
    MISSING_ZERO,
    OFF,
    STATES,
    ItemRun,
)
from leitai.engine.table import Source
from leitai.engine.working.leaf import Leaf
from leitai.engine.working.model import Input, NodeWorking, Step


def build_working(run: GroupRun, unit: str) -> NodeWorking:
    """The whole tree of one unit, from the total down. ``KeyError`` for an unknown unit."""
    place = run.table.index(unit)
    children = tuple(_child(run, each.id, place) for each in run.group.tree)
    for extras in (run.bonus, run.penalty):
        if extras is not None:
            children = (*children, _extras(run, extras, place))
    expr, inputs, notes = _total(run, place)
    return _node(
        run, TOTAL, phrase("total"), "total", run.tree, place, expr,
        raw=run.raw, rounded=run.rounded, decimals=run.scheme.rounding.total,
        inputs=inputs, notes=notes, children=children,
    )  # fmt: skip


def _child(run: GroupRun, node_id: str, place: int) -> NodeWorking:
    if node_id in run.items:
        return _item(run, run.items[node_id], place)
    node = run.nodes[node_id]
    assert isinstance(node.node, Node)
    children = tuple(_child(run, each.id, place) for each in node.node.items)
    return _node(
        run, node_id, node.node.name, "node", node, place, _combined(node, place),
        raw=node.raw, rounded=node.rounded, decimals=run.scheme.rounding.nodes,
        inputs=_wins(node, place), notes=_left_out(node, place), children=children,
    )  # fmt: skip


def _combined(node: NodeRun, place: int) -> Expr:
    return written(
        node.how,
        node.children,
        node.full,
        place,
        power=node.node.power,
        on_zero=node.node.on_zero,
        wins=node.wins,
    )


def _wins(node: NodeRun, place: int) -> tuple[Input, ...]:
    if node.wins is None:
        return ()
    value = float(node.wins[place])
    source = Source("derived", "group:wins", phrase("wins_how"))
    number = None if math.isnan(value) else value
    return (Input("wins", phrase("wins"), number, "%", source=source),)


def _left_out(node: NodeRun, place: int) -> list[Label]:
    names = [each.name for each in node.children if math.isnan(float(each.scores[place]))]
    if not names:
        return []
    return [
        phrase("left_out_marks" if node.how == "sum" else "left_out_weight", names=_listed(names))
    ]


def _listed(names: list[str]) -> Label:
    found: Label = names[0]
    for each in names[1:]:
        found = phrase("and", first=found, second=each)
    return found


def _node(
    run: GroupRun,
    node_id: str,
    name: Label,
    kind: str,
    node: NodeRun,
    place: int,
    expr: Expr,
    *,
    raw: Floats,
    rounded: Floats,
    decimals: int | None,
    inputs: tuple[Input, ...],
    notes: list[Label],
    children: tuple[NodeWorking, ...],
) -> NodeWorking:
    value = float(raw[place])
    scored = not math.isnan(value)
    return NodeWorking(
        node_id,
        name,
        kind,
        node.how,
        node.full,
        inputs,
        settled(expr, place) if scored else None,
        (),
        _number(raw, place),
        _number(rounded, place),
        decimals,
        tuple(notes),
        "scored" if scored else "not_applicable",
        int(run.ranks(node_id)[place]),
        children,
    )


def _total(run: GroupRun, place: int) -> tuple[Expr, tuple[Input, ...], list[Label]]:
    """The expression of the total: tree × difficulty + bonus − penalty, unless vetoed to zero."""
    notes = _left_out(run.tree, place)
    for effect in run.struck.get(place, ()):
        notes.append(phrase("veto", effect=phrase(effect)))
    for name in run.veto_missing.get(place, ()):
        notes.append(phrase("veto_unknown", name=name))
    expr = _combined(run.tree, place)
    inputs = list(_wins(run.tree, place))
    if run.difficulty is not None:
        value = float(run.difficulty[place])
        source = Source("typed", "difficulty", phrase("difficulty_how"))
        inputs.append(Input("difficulty", phrase("difficulty"), value, source=source))
        expr = Op("*", expr, Var("difficulty", phrase("difficulty"), run.difficulty))
    if run.bonus is not None:
        expr = Op("+", expr, Var("bonus", phrase("bonus"), run.bonus.rounded))
    if run.penalty is not None:
        expr = Op("-", expr, Var("penalty", phrase("penalty"), run.penalty.rounded))
    if "zero_total" in run.struck.get(place, ()) and not math.isnan(float(run.raw[place])):
        expr = Op("*", Const(0.0, phrase("no_marks")), expr)
    return expr, tuple(inputs), notes


def _item(run: GroupRun, item: ItemRun, place: int) -> NodeWorking:
    state = int(item.states[place])
    spec = item.item
    inputs: tuple[Input, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: list[Label]
    expr: Expr | None = None
    if state == OFF:
        assert spec.off is not None
        notes = [_switched_off(spec.off.reason, spec.off.basis)]
    else:
        assert item.bench is not None
        assert item.marks is not None
        leaf = Leaf(run.columns, item.bench, place)
        notes = leaf.notes()
        if STATES[state] == "scored":
            expr = item.marks.expr
            used = leaf.used(expr)
            inputs, steps = leaf.inputs(used), leaf.records(used, expr)
        else:
            inputs = leaf.inputs(())
            notes = [phrase(STATES[state]), *notes]
            if state in (MISSING_MEAN, APPLIES_MEAN):
                inputs = (*inputs, _mean(item))
                expr = Var("item_mean", phrase("item_mean"), item.raw)
            elif state == MISSING_ZERO:
                expr = Const(0.0, phrase("no_marks"))
            elif state == APPLIES_FULL:
                expr = Const(item.full, phrase("full_marks"))
    return NodeWorking(
        spec.id,
        spec.name,
        "item",
        spec.rule.kind,
        item.full,
        inputs,
        None if expr is None else settled(expr, place),
        steps,
        _number(item.raw, place),
        _number(item.rounded, place),
        run.scheme.rounding.items,
        tuple(notes),
        STATES[state],
        int(run.ranks(spec.id)[place]),
    )


def _switched_off(reason: str, basis: str) -> Label:
    if basis:
        return phrase("off_by", reason=reason, basis=basis)
    return phrase("off", reason=reason)


def _mean(item: ItemRun) -> Input:
    source = Source("derived", "group:item_mean", phrase("item_mean_how"))
    return Input("item_mean", phrase("item_mean"), item.mean, source=source)


def _extras(run: GroupRun, extras: ExtrasRun, place: int) -> NodeWorking:
    children = tuple(_extra(run, each, extras, place) for each in extras.runs)
    expr: Expr | None = None
    for each in extras.runs:
        if each.extra.off is None:
            own = Var(each.extra.id, each.extra.name, each.counted)
            expr = own if expr is None else Op("+", expr, own)
    expr = Const(0.0) if expr is None else expr
    if extras.extras.cap is not None:
        expr = Call("min", (expr, Const(extras.extras.cap, phrase("cap"))))
    return NodeWorking(
        extras.part,
        phrase(extras.part),
        extras.part,
        "sum",
        extras.extras.cap,
        (),
        settled(expr, place),
        (),
        _number(extras.raw, place),
        _number(extras.rounded, place),
        run.scheme.rounding.nodes,
        (),
        "scored",
        int(run.ranks(extras.part)[place]),
        children,
    )


def _extra(run: GroupRun, extra: ExtraRun, extras: ExtrasRun, place: int) -> NodeWorking:
    spec = extra.extra
    inputs: tuple[Input, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: list[Label] = []
    state = "scored"
    expr: Expr | None = None
    if spec.off is not None:
        notes.append(_switched_off(spec.off.reason, ""))
        state = "off"
    else:
        assert extra.bench is not None
        assert extra.marks is not None
        leaf = Leaf(run.columns, extra.bench, place)
        notes += leaf.notes()
        if extra.missing is not None and bool(extra.missing[place]):
            state, expr = "missing_zero", Const(0.0, phrase("no_marks"))
            inputs = leaf.inputs(())
            notes.append(phrase("no_event"))
        else:
            expr = extra.marks.expr
            if extra.cap is not None:
                expr = Call("min", (expr, Const(extra.cap, phrase("cap"))))
            used = leaf.used(expr)
            inputs, steps = leaf.inputs(used), leaf.records(used, expr)
        closed = [name for name, shut in extra.shut.items() if bool(shut[place])]
        superseded = extra.superseded is not None and bool(extra.superseded[place])
        if (closed or superseded) and state == "scored":
            value = evaluate(expr, place)
            steps = (*steps, Step(phrase("earned"), settled(expr, place), value, "earned"))
            gates = {gate.id: gate.name for gate in run.group.gates}
            notes += [phrase("gate_shut", name=gates[name]) for name in closed]
            if superseded:
                notes.append(phrase("superseded", name=spec.matter or ""))
            expr = Const(0.0, phrase("not_counted"))
    counted = float(extra.counted[place])
    return NodeWorking(
        spec.id,
        spec.name,
        "extra",
        spec.rule.kind,
        extra.cap,
        inputs,
        None if expr is None else settled(expr, place),
        steps,
        None if expr is None else evaluate(expr, place),
        None if expr is None else counted + 0.0,
        run.scheme.rounding.items,
        tuple(notes),
        state,
        int(run.ranks(spec.id)[place]),
    )


def _number(values: Floats, place: int) -> float | None:
    value = float(values[place])
    return None if math.isnan(value) else value + 0.0
