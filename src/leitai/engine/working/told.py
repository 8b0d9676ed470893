"""A working in the words of one language, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.absence import gap
from leitai.engine.phrases import Label, english, say
from leitai.engine.quantity import Quantity
from leitai.engine.rounding import format_number, half_up, plain
from leitai.engine.rules import RULES
from leitai.engine.scheme.tree import COMBINES
from leitai.engine.working.model import Input, NodeWorking, Step
from leitai.engine.written import Applied, AsGiven, Teller, Written


@dataclass(frozen=True)
class ToldSource:
    """Where a figure came from. ``label`` and ``note`` are for people."""

    kind: str
    ref: str
    label: str
    note: str


@dataclass(frozen=True)
class ToldInput:
    """A figure that went in. ``text`` is the figure as people read it, with its qualifier."""

    id: str
    name: str
    number: float | None
    text: str
    unit: str
    qualifier: str
    source: ToldSource | None
    missing_reason: str | None


@dataclass(frozen=True)
class ToldStep:
    """An intermediate value in words, in figures and in the formula language.

    A condition has its comparison as label, and neither words nor figures of its own.
    """

    label: str
    words: str
    figures: str
    expression: str
    value: float
    name: str
    condition: str


@dataclass(frozen=True)
class ToldNode:
    """A node of a working as people read it.

    ``words`` is the formula in words, ``figures`` the same with the figures put in, ``expression``
    the same in the formula language over the ids of inputs, steps and children.
    """

    node_id: str
    name: str
    kind: str
    rule: str
    rule_name: str
    full_marks: float | None
    inputs: tuple[ToldInput, ...]
    words: str
    figures: str
    expression: str
    steps: tuple[ToldStep, ...]
    raw: float | None
    rounded: float | None
    decimals: int | None
    notes: tuple[str, ...]
    state: str
    rank: int
    children: tuple[ToldNode, ...] = ()

    def find(self, node_id: str) -> ToldNode:
        """This node or the one below it with this id; ``KeyError``."""
        if self.node_id == node_id:
            return self
        for child in self.children:
            try:
                return child.find(node_id)
            except KeyError:
                continue
        raise KeyError(node_id)

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            **self.__dict__,
            "inputs": [
                {
                    **each.__dict__,
                    "source": None if each.source is None else dict(each.source.__dict__),
                }
                for each in self.inputs
            ],
            "steps": [dict(each.__dict__) for each in self.steps],
            "notes": list(self.notes),
            "children": [each.to_dict() for each in self.children],
        }


def rule_name(kind: str, lang: str = "zh") -> str:
    """What people call a scoring rule, or a way to combine children; an unknown one its kind."""
    if kind in RULES:
        return RULES[kind].name_en if english(lang) else RULES[kind].name_zh
    return COMBINES[kind](lang) if kind in COMBINES else kind


def figure_text(number: float) -> str:
    """A computed figure for reading: at most six decimals."""
    text = format_number(number, None)
    return text if len(text) <= 12 else plain(half_up(number, 6))


def tell(node: NodeWorking, lang: str, names: Mapping[str, str]) -> ToldNode:
    """A node and everything below it in words of a language."""
    labels: dict[str, Label] = {each.id: each.name for each in node.inputs}
    labels |= {each.name: each.label for each in node.steps if each.name}
    labels |= names
    labels |= {each.node_id: each.name for each in node.children}
    numbers = {each.id: each.number for each in node.inputs if each.number is not None}
    numbers |= {each.name: each.value for each in node.steps if each.name}
    numbers |= {each.node_id: each.rounded for each in node.children if each.rounded is not None}
    teller = Teller(lang, labels, numbers, {each.name: each.formula for each in node.steps})
    formula = None if node.formula is None else teller.opened(node.formula)
    return ToldNode(
        node.node_id,
        say(node.name, lang),
        node.kind,
        node.rule,
        rule_name(node.rule, lang),
        node.full_marks,
        tuple(_input(each, lang, names) for each in node.inputs),
        "" if formula is None else teller.words(formula),
        "" if formula is None else teller.figures(formula),
        node.expression,
        tuple(_step(each, teller) for each in node.steps),
        node.raw,
        node.rounded,
        node.decimals,
        tuple(say(each, lang) for each in node.notes),
        node.state,
        node.rank,
        tuple(tell(each, lang, names) for each in node.children),
    )


def _input(given: Input, lang: str, names: Mapping[str, str]) -> ToldInput:
    source, reason = given.source, given.missing_reason
    return ToldInput(
        given.id,
        names.get(given.id, say(given.name, lang)),
        given.number,
        _text(given, lang),
        given.unit,
        given.qualifier,
        None
        if source is None
        else ToldSource(source.kind, source.ref, say(source.label, lang), say(source.note, lang)),
        None if reason is None else gap(say(reason, lang), lang),
    )


def _text(given: Input, lang: str) -> str:
    if given.number is None:
        return "—"
    computed = given.source is not None and given.source.kind in ("derived", "typed")
    if computed and given.decimals is None and given.qualifier == "exact":
        return figure_text(given.number)
    quantity = Quantity(given.number, given.qualifier)
    return quantity.text(given.decimals, language=lang)


def _step(step: Step, teller: Teller) -> ToldStep:
    label, words, figures = say(step.label, teller.lang), "", ""
    if step.condition:
        label = _condition(step.formula, step.condition, teller)
    elif isinstance(step.formula, AsGiven):
        label = say(teller.labels.get(step.name, step.label), teller.lang)
        words = teller.words(step.formula)
    else:
        words, figures = teller.words(step.formula), teller.figures(step.formula)
    return ToldStep(label, words, figures, step.expression, step.value, step.name, step.condition)


def _condition(difference: Written, relation: str, teller: Teller) -> str:
    assert isinstance(difference, Applied)
    left, right = difference.args
    return teller.condition(left, relation, right)
