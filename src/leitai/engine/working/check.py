"""Checking a working by computing it again from its own expressions."""

from __future__ import annotations

import math
from collections.abc import Mapping

from leitai.engine.formula import FormulaError, parse
from leitai.engine.rounding import half_up
from leitai.engine.working.model import NodeWorking, Step

#: Relative difference allowed between the arrays and the formula language (powers differ in the
#: last bit between processors).
TOLERANCE = 1e-12
_AMONG_ITSELF = ("copeland",)


def check_working(working: NodeWorking) -> list[str]:
    """Everything in a working that does not follow from its inputs and children; empty if all does.

    Steps, conditions, raw and rounded scores are computed again through the formula language, down
    to the leaves. Figures of the group (a place, the smallest value) are taken as given: to check
    those, score the table again.
    """
    return [f"{place}：{what}" for place, what in _check(working, ())]


def _check(node: NodeWorking, above: tuple[str, ...]) -> list[tuple[str, str]]:
    path = (*above, node.name)
    found = [(" › ".join(path), what) for what in _check_node(node)]
    for child in node.children:
        found += _check(child, path)
    return found


def _check_node(node: NodeWorking) -> list[str]:
    known: dict[str, object] = {
        each.id: each.number for each in node.inputs if each.number is not None
    }
    known |= {each.node_id: each.rounded for each in node.children if each.rounded is not None}
    found: list[str] = []
    for step in node.steps:
        found += _check_step(step, known)
        if step.name:
            known[step.name] = step.value
    found += _check_children(node)
    if not node.expression:
        if node.raw is not None or node.rounded is not None:
            found.append("没有算式，却有得分")
        return found
    if node.raw is None or node.rounded is None:
        return [*found, "有算式，却没有得分"]
    value = _value(node.expression, known)
    if isinstance(value, str):
        found.append(f"算式不能重算：{value}")
    elif not _same(value, node.raw):
        found.append(f"按算式应得 {value!r}，写的是 {node.raw!r}")
    if half_up(node.raw, node.decimals) != node.rounded:
        expected = half_up(node.raw, node.decimals)
        found.append(f"舍入后应为 {expected!r}，写的是 {node.rounded!r}")
    return found


def _check_step(step: Step, known: Mapping[str, object]) -> list[str]:
    value = _value(step.expression, known)
    if isinstance(value, str):
        return [f"步骤“{step.label}”不能重算：{value}"]
    if not _same(value, step.value):
        return [f"步骤“{step.label}”应为 {value!r}，写的是 {step.value!r}"]
    holds = {
        "": True,
        ">=": step.value >= 0,
        ">": step.value > 0,
        "<=": step.value <= 0,
        "<": step.value < 0,
        "==": step.value == 0,
        "!=": step.value != 0,
    }
    return [] if holds.get(step.condition, False) else [f"条件“{step.label}”不成立"]


def _check_children(node: NodeWorking) -> list[str]:
    """Every scored child stands in the expression, and nothing but children and inputs."""
    if not node.children or not node.expression or node.rule in _AMONG_ITSELF:
        return []
    try:
        names = set(parse(node.expression).names)
    except FormulaError:
        return []  # reported with the expression itself
    children = {each.node_id for each in node.children if each.rounded is not None}
    left_out = sorted(children - names)
    return [f"下级 {'、'.join(left_out)} 没有进入算式"] if left_out else []


def _value(expression: str, known: Mapping[str, object]) -> float | str:
    try:
        formula = parse(expression)
        value = formula.number(known)
    except FormulaError as error:
        return error.text()
    return "没有结果" if math.isnan(value) else value


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))
