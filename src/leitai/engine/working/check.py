"""Checking a working by computing it again from its own expressions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from leitai.engine.formula import FormulaError, parse
from leitai.engine.phrases import say
from leitai.engine.rounding import half_up
from leitai.engine.scheme.problems import Words
from leitai.engine.working.model import NodeWorking, Step

#: Relative difference allowed between the arrays and the formula language (powers differ in the
#: last bit between processors).
TOLERANCE = 1e-12
_AMONG_ITSELF = ("copeland",)


def check_working(working: NodeWorking) -> list[Words]:
    """Everything in a working that does not follow from its inputs and children; empty if all does.

    Each finding is Chinese text that knows its English twin (``finding("en")``).

    Steps, conditions, raw and rounded scores are computed again through the formula language, down
    to the leaves. Figures of the group (a place, the smallest value) are taken as given: to check
    those, score the table again.
    """
    return [
        Words(f"{place}：{what}", f"{place.en}: {what.en}") for place, what in _check(working, [])
    ]


def _check(node: NodeWorking, above: list[Words]) -> list[tuple[Words, Words]]:
    path = [*above, Words(say(node.name, "zh"), say(node.name, "en"))]
    place = Words(" › ".join(path), " › ".join(each.en for each in path))
    found = [(place, what) for what in _check_node(node)]
    for child in node.children:
        found += _check(child, path)
    return found


def _check_node(node: NodeWorking) -> list[Words]:
    known: dict[str, object] = {
        each.id: each.number for each in node.inputs if each.number is not None
    }
    known |= {each.node_id: each.rounded for each in node.children if each.rounded is not None}
    found: list[Words] = []
    for step in node.steps:
        found += _check_step(step, known)
        if step.name:
            known[step.name] = step.value
    found += _check_children(node)
    if not node.expression:
        if node.raw is not None or node.rounded is not None:
            found.append(Words("没有算式，却有得分", "a score without a formula"))
        return found
    if node.raw is None or node.rounded is None:
        return [*found, Words("有算式，却没有得分", "a formula without a score")]
    value = _value(node.expression, known)
    if isinstance(value, Words):
        found.append(Words(f"算式不能重算：{value}", f"the formula cannot be computed: {value.en}"))
    elif not _same(value, node.raw):
        found.append(
            Words(
                f"按算式应得 {value!r}，写的是 {node.raw!r}",
                f"the formula gives {value!r}, written is {node.raw!r}",
            )
        )
    if half_up(node.raw, node.decimals) != node.rounded:
        expected = half_up(node.raw, node.decimals)
        found.append(
            Words(
                f"舍入后应为 {expected!r}，写的是 {node.rounded!r}",
                f"rounded it is {expected!r}, written is {node.rounded!r}",
            )
        )
    return found


def _check_step(step: Step, known: Mapping[str, object]) -> list[Words]:
    label = Words(
        say(step.label, "zh") or step.expression, say(step.label, "en") or step.expression
    )
    value = _value(step.expression, known)
    if isinstance(value, Words):
        return [
            Words(
                f"步骤“{label}”不能重算：{value}",
                f"step “{label.en}” cannot be computed: {value.en}",
            )
        ]
    if not _same(value, step.value):
        return [
            Words(
                f"步骤“{label}”应为 {value!r}，写的是 {step.value!r}",
                f"step “{label.en}” is {value!r}, written is {step.value!r}",
            )
        ]
    holds = {
        "": True,
        ">=": step.value >= 0,
        ">": step.value > 0,
        "<=": step.value <= 0,
        "<": step.value < 0,
        "==": step.value == 0,
        "!=": step.value != 0,
    }
    if holds.get(step.condition, False):
        return []
    shown = f"{step.expression} {step.condition} 0"
    return [Words(f"条件“{shown}”不成立", f"the condition “{shown}” does not hold")]


def _check_children(node: NodeWorking) -> list[Words]:
    """Every scored child stands in the expression, and nothing but children and inputs."""
    if not node.children or not node.expression or node.rule in _AMONG_ITSELF:
        return []
    try:
        names = set(parse(node.expression).names)
    except FormulaError:
        return []  # reported with the expression itself
    children = {each.node_id for each in node.children if each.rounded is not None}
    left_out = sorted(children - names)
    if not left_out:
        return []
    return [
        Words(
            f"下级 {'、'.join(left_out)} 没有进入算式",
            f"the formula leaves out {', '.join(left_out)}",
        )
    ]


def _value(expression: str, known: Mapping[str, object]) -> float | Words:
    try:
        formula = parse(expression)
        value = formula.number(known)
    except FormulaError as error:
        return Words(error.text("zh"), error.text("en"))
    return Words("没有结果", "no result") if math.isnan(value) else value


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))
