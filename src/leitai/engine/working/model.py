"""The working of one unit as plain frozen data: codes, ids and numbers, no sentence of its own.

The words follow the reader: ``NodeWorking.told(lang)`` tells the whole tree in a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leitai.engine.phrases import Label, from_json, to_json
from leitai.engine.table import Source
from leitai.engine.written import Written, as_json, in_formula, written

if TYPE_CHECKING:
    from leitai.engine.working.told import ToldNode


@dataclass(frozen=True)
class Input:
    """A figure that went in, with its qualifier and the decimals that show all of it.

    ``number`` is None exactly when ``missing_reason`` is given. A figure of the whole group (its
    smallest value, a place) has a source of kind ``derived``.
    """

    id: str
    name: Label
    number: float | None
    unit: str = ""
    qualifier: str = "exact"
    decimals: int | None = None
    source: Source | None = None
    missing_reason: Label | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        source, reason = self.source, self.missing_reason
        return {
            **self.__dict__,
            "name": to_json(self.name),
            "source": None
            if source is None
            else {
                "kind": source.kind,
                "ref": source.ref,
                "label": to_json(source.label),
                "note": to_json(source.note),
            },
            "missing_reason": None if reason is None else to_json(reason),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Input:
        """The inverse of ``to_dict``."""
        source, reason = data["source"], data["missing_reason"]
        return Input(
            **{
                **data,
                "name": from_json(data["name"]),
                "source": None
                if source is None
                else Source(
                    source["kind"],
                    source["ref"],
                    from_json(source["label"]),
                    from_json(source["note"]),
                ),
                "missing_reason": None if reason is None else from_json(reason),
            }
        )


@dataclass(frozen=True)
class Step:
    """An intermediate value. ``name`` is what later expressions call it, if they do.

    A step with a ``condition`` (``>=``, ``>``, ``<=``, ``<``, ``==``, ``!=``) decided a branch: its
    value, a difference, stands in that relation to zero. It has no label: its two sides say it.
    """

    label: Label
    formula: Written
    value: float
    name: str = ""
    condition: str = ""

    @property
    def expression(self) -> str:
        """The step in the formula language."""
        return in_formula(self.formula)

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {**self.__dict__, "label": to_json(self.label), "formula": as_json(self.formula)}

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Step:
        """The inverse of ``to_dict``."""
        formula = written(data["formula"])
        return Step(**{**data, "label": from_json(data["label"]), "formula": formula})


@dataclass(frozen=True)
class NodeWorking:
    """How one unit came to the score of one node.

    ``formula`` is written over the names of inputs, steps and children; None without a score.
    ``raw`` is its value, ``rounded`` that at ``decimals`` places; None without a score.
    ``rule`` is the kind of the scoring rule, or the way in which children are combined.
    ``state`` is ``scored`` or says why not (``missing_zero``, ``off`` …).
    """

    node_id: str
    name: Label
    kind: str
    rule: str
    full_marks: float | None
    inputs: tuple[Input, ...]
    formula: Written | None
    steps: tuple[Step, ...]
    raw: float | None
    rounded: float | None
    decimals: int | None
    notes: tuple[Label, ...]
    state: str
    rank: int
    children: tuple[NodeWorking, ...] = ()

    @property
    def expression(self) -> str:
        """The formula in the formula language; empty without a score."""
        return "" if self.formula is None else in_formula(self.formula)

    def told(self, lang: str = "zh", names: Mapping[str, str] | None = None) -> ToldNode:
        """The tree in words of a language.

        Parameters
        ----------
        names
            What columns are called in that language, by id; others keep the name of the scheme.
        """
        from leitai.engine.working.told import tell

        return tell(self, lang, names or {})

    def find(self, node_id: str) -> NodeWorking:
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
            "name": to_json(self.name),
            "inputs": [each.to_dict() for each in self.inputs],
            "formula": None if self.formula is None else as_json(self.formula),
            "steps": [each.to_dict() for each in self.steps],
            "notes": [to_json(each) for each in self.notes],
            "children": [each.to_dict() for each in self.children],
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> NodeWorking:
        """The inverse of ``to_dict``."""
        return NodeWorking(
            **{
                **data,
                "name": from_json(data["name"]),
                "inputs": tuple(Input.from_dict(each) for each in data["inputs"]),
                "formula": None if data["formula"] is None else written(data["formula"]),
                "steps": tuple(Step.from_dict(each) for each in data["steps"]),
                "notes": tuple(from_json(each) for each in data["notes"]),
                "children": tuple(NodeWorking.from_dict(each) for each in data["children"]),
            }
        )
