"""Building the working of one unit from the arrays that were kept."""

from __future__ import annotations

import math

from leitai.engine.rules.terms import (
    Call,
    Const,
    Expr,
    Floats,
    Op,
    Var,
    evaluate,
    in_figures,
    in_formula,
    in_words,
)
from leitai.engine.scheme.tree import COMBINES, Node
from leitai.engine.scoring.combine import written
from leitai.engine.scoring.extras import ExtraRun, ExtrasRun
from leitai.engine.scoring.group import TOTAL, GroupRun, NodeRun
from leitai.engine.scoring.items import (
    APPLIES_FULL,
    APPLIES_MEAN,
    EXCLUDED,
    MISSING_MEAN,
    MISSING_ZERO,
    NOT_APPLICABLE,
    OFF,
    STATES,
    ItemRun,
)
from leitai.engine.table import Source
from leitai.engine.working.leaf import Leaf, figure_text
from leitai.engine.working.model import Input, NodeWorking, Step

_REMARKS = {
    MISSING_ZERO: "缺报，计零分并公示。",
    EXCLUDED: "缺报，不计此项，分值分摊到同级其他项。",
    MISSING_MEAN: "缺报，取同组平均得分。",
    NOT_APPLICABLE: "不适用，分值分摊到同级其他项。",
    APPLIES_MEAN: "不适用，取同组平均得分。",
    APPLIES_FULL: "不适用，给满分。",
}
_EFFECTS = {
    "not_excellent": "不得评为最高等次",
    "drop_one_grade": "降一个等次",
    "lowest_grade": "定为最低等次",
    "zero_total": "总分记零",
}


def build_working(run: GroupRun, unit: str) -> NodeWorking:
    """The whole tree of one unit, from the total down. ``KeyError`` for an unknown unit."""
    place = run.table.index(unit)
    children = tuple(_child(run, each.id, place) for each in run.group.tree)
    for extras in (run.bonus, run.penalty):
        if extras is not None:
            children = (*children, _extras(run, extras, place))
    expr, inputs, notes = _total(run, place)
    return _node(
        run, TOTAL, "总分", "total", run.tree, place, expr,
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
    source = Source("derived", "group:wins", "与同组各单位两两比较，胜一次计 1，平一次计 0.5")
    number = None if math.isnan(value) else value
    return (Input("wins", "两两比较胜率（%）", number, figure_text(value), "%", source=source),)


def _left_out(node: NodeRun, place: int) -> list[str]:
    names = [each.name for each in node.children if math.isnan(float(each.scores[place]))]
    if not names:
        return []
    what = "分值" if node.how == "sum" else "权重"
    return [f"{'、'.join(names)}不计，{what}分摊到其他项。"]


def _node(
    run: GroupRun,
    node_id: str,
    name: str,
    kind: str,
    node: NodeRun,
    place: int,
    expr: Expr,
    *,
    raw: Floats,
    rounded: Floats,
    decimals: int | None,
    inputs: tuple[Input, ...],
    notes: list[str],
    children: tuple[NodeWorking, ...],
) -> NodeWorking:
    value = float(raw[place])
    scored = not math.isnan(value)
    return NodeWorking(
        node_id,
        name,
        kind,
        node.how,
        COMBINES[node.how],
        node.full,
        inputs,
        in_words(expr, place) if scored else "",
        in_figures(expr, place) if scored else "",
        in_formula(expr, place) if scored else "",
        (),
        _number(raw, place),
        _number(rounded, place),
        decimals,
        tuple(notes),
        "scored" if scored else "not_applicable",
        int(run.ranks(node_id)[place]),
        children,
    )


def _total(run: GroupRun, place: int) -> tuple[Expr, tuple[Input, ...], list[str]]:
    """The expression of the total: tree × difficulty + bonus − penalty, unless vetoed to zero."""
    notes = _left_out(run.tree, place)
    for effect in run.struck.get(place, ()):
        notes.append(f"一票否决：{_EFFECTS[effect]}。")
    for name in run.veto_missing.get(place, ()):
        notes.append(f"“{name}”没有报，视为未发生。")
    expr = _combined(run.tree, place)
    inputs = list(_wins(run.tree, place))
    if run.difficulty is not None:
        value = float(run.difficulty[place])
        source = Source("typed", "difficulty", "方案规定的难度系数")
        inputs.append(Input("difficulty", "难度系数", value, figure_text(value), source=source))
        expr = Op("*", expr, Var("difficulty", "难度系数", run.difficulty))
    if run.bonus is not None:
        expr = Op("+", expr, Var("bonus", "加分", run.bonus.rounded))
    if run.penalty is not None:
        expr = Op("-", expr, Var("penalty", "扣分", run.penalty.rounded))
    if "zero_total" in run.struck.get(place, ()) and not math.isnan(float(run.raw[place])):
        expr = Op("*", Const(0.0, "零分"), expr)
    return expr, tuple(inputs), notes


def _item(run: GroupRun, item: ItemRun, place: int) -> NodeWorking:
    state = int(item.states[place])
    spec = item.item
    kept: tuple[tuple[Input, ...], tuple[Step, ...], list[str], Expr | None] = ((), (), [], None)
    words = figures = ""
    if state == OFF:
        assert spec.off is not None
        basis = f"（{spec.off.basis}）" if spec.off.basis else ""
        kept = ((), (), [f"停用：{spec.off.reason}{basis}。"], None)
    else:
        assert item.bench is not None
        assert item.marks is not None
        leaf = Leaf(run.columns, item.bench, place)
        notes = leaf.notes()
        if STATES[state] == "scored":
            expr = item.marks.expr
            used = leaf.used(expr)
            kept = (leaf.inputs(used), leaf.records(used, expr), notes, expr)
            shown = leaf.inlined(expr)
            words, figures = in_words(shown, place), in_figures(shown, place)
        else:
            inputs = leaf.inputs(())
            expr_or_none: Expr | None = None
            if state in (MISSING_MEAN, APPLIES_MEAN):
                mean = _mean(item)
                inputs = (*inputs, mean)
                expr_or_none = Var("item_mean", "同组平均得分", item.raw)
            elif state == MISSING_ZERO:
                expr_or_none = Const(0.0, "零分")
            elif state == APPLIES_FULL:
                expr_or_none = Const(item.full, "满分")
            kept = (inputs, (), [_REMARKS[state], *notes], expr_or_none)
            if expr_or_none is not None:
                words, figures = in_words(expr_or_none, place), in_figures(expr_or_none, place)
    inputs, steps, notes, final = kept
    return NodeWorking(
        spec.id,
        spec.name,
        "item",
        spec.rule.kind,
        spec.rule.name_zh,
        item.full,
        inputs,
        words,
        figures,
        "" if final is None else in_formula(final, place),
        steps,
        _number(item.raw, place),
        _number(item.rounded, place),
        run.scheme.rounding.items,
        tuple(notes),
        STATES[state],
        int(run.ranks(spec.id)[place]),
    )


def _mean(item: ItemRun) -> Input:
    source = Source("derived", "group:item_mean", "同组其他单位此项得分的平均")
    return Input("item_mean", "同组平均得分", item.mean, figure_text(item.mean), source=source)


def _extras(run: GroupRun, extras: ExtrasRun, place: int) -> NodeWorking:
    children = tuple(_extra(run, each, extras, place) for each in extras.runs)
    expr: Expr | None = None
    for each in extras.runs:
        if each.extra.off is None:
            own = Var(each.extra.id, each.extra.name, each.counted)
            expr = own if expr is None else Op("+", expr, own)
    expr = Const(0.0) if expr is None else expr
    if extras.extras.cap is not None:
        expr = Call("min", (expr, Const(extras.extras.cap, "封顶")))
    return NodeWorking(
        extras.part,
        "加分" if extras.part == "bonus" else "扣分",
        extras.part,
        "sum",
        COMBINES["sum"],
        extras.extras.cap,
        (),
        in_words(expr, place),
        in_figures(expr, place),
        in_formula(expr, place),
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
    notes: list[str] = []
    state = "scored"
    expr: Expr | None = None
    shown: Expr = Const(0.0)
    if spec.off is not None:
        notes.append(f"停用：{spec.off.reason}。")
        state = "off"
    else:
        assert extra.bench is not None
        assert extra.marks is not None
        leaf = Leaf(run.columns, extra.bench, place)
        notes += leaf.notes()
        if extra.missing is not None and bool(extra.missing[place]):
            state, expr = "missing_zero", Const(0.0, "零分")
            inputs = leaf.inputs(())
            notes.append("没有报，按没有发生计。")
        else:
            expr = extra.marks.expr
            if extra.cap is not None:
                expr = Call("min", (expr, Const(extra.cap, "封顶")))
            used = leaf.used(expr)
            inputs, steps = leaf.inputs(used), leaf.records(used, expr)
            shown = leaf.inlined(expr)
        closed = [name for name, shut in extra.shut.items() if bool(shut[place])]
        superseded = extra.superseded is not None and bool(extra.superseded[place])
        if (closed or superseded) and state == "scored":
            value = evaluate(expr, place)
            steps = (*steps, Step("原可得分", in_formula(expr, place), value, "earned"))
            gates = {gate.id: gate.name for gate in run.group.gates}
            notes += [f"“{gates[name]}”不满足，不计。" for name in closed]
            if superseded:
                notes.append(f"“{spec.matter}”已按最高的一项计分，本项不重复计。")
            expr = shown = Const(0.0, "不计")
    counted = float(extra.counted[place])
    raw = None if expr is None else evaluate(expr, place)
    return NodeWorking(
        spec.id,
        spec.name,
        "extra",
        spec.rule.kind,
        spec.rule.name_zh,
        extra.cap,
        inputs,
        "" if expr is None else in_words(shown if steps or inputs else expr, place),
        "" if expr is None else in_figures(shown if steps or inputs else expr, place),
        "" if expr is None else in_formula(expr, place),
        steps,
        raw,
        None if expr is None else counted + 0.0,
        run.scheme.rounding.items,
        tuple(notes),
        state,
        int(run.ranks(spec.id)[place]),
    )


def _number(values: Floats, place: int) -> float | None:
    value = float(values[place])
    return None if math.isnan(value) else value + 0.0
