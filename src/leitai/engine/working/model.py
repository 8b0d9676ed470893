"""The working of one unit as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.table import Source


@dataclass(frozen=True)
class Input:
    """A figure that went in. ``text`` is the figure as people read it, with its qualifier.

    ``number`` is None exactly when ``missing_reason`` is given. A figure of the whole group (its
    smallest value, a place) has a source of kind ``derived``.
    """

    id: str
    name: str
    number: float | None
    text: str
    unit: str = ""
    qualifier: str = "exact"
    source: Source | None = None
    missing_reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        source = self.source
        return {
            **self.__dict__,
            "source": None
            if source is None
            else {
                "kind": source.kind,
                "ref": source.ref,
                "label": source.label,
                "note": source.note,
            },
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Input:
        """The inverse of ``to_dict``."""
        source = data["source"]
        return Input(**{**data, "source": None if source is None else Source(**source)})


@dataclass(frozen=True)
class Step:
    """An intermediate value. ``name`` is what later expressions call it, if they do.

    A step with a ``condition`` (``>=``, ``>``, ``<=``, ``<``, ``==``, ``!=``) decided a branch: its
    value, a difference, stands in that relation to zero.
    """

    label: str
    expression: str
    value: float
    name: str = ""
    condition: str = ""
    words: str = ""
    figures: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return dict(self.__dict__)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Step:
        """The inverse of ``to_dict``."""
        return Step(**data)


@dataclass(frozen=True)
class NodeWorking:
    """How one unit came to the score of one node.

    ``words`` is the formula in Chinese words, ``figures`` the same with the figures put in,
    ``expression`` the same in the formula language over the names of inputs, steps and children.
    ``raw`` is its value, ``rounded`` that at ``decimals`` places; None without a score.
    ``state`` is ``scored`` or says why not (``missing_zero``, ``off`` …).
    """

    node_id: str
    name: str
    kind: str
    rule: str
    rule_name: str
    full_marks: float | None
    inputs: tuple[Input, ...]
    words: str
    figures: str
    expression: str
    steps: tuple[Step, ...]
    raw: float | None
    rounded: float | None
    decimals: int | None
    notes: tuple[str, ...]
    state: str
    rank: int
    children: tuple[NodeWorking, ...] = ()

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
            "inputs": [each.to_dict() for each in self.inputs],
            "steps": [each.to_dict() for each in self.steps],
            "notes": list(self.notes),
            "children": [each.to_dict() for each in self.children],
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> NodeWorking:
        """The inverse of ``to_dict``."""
        return NodeWorking(
            **{
                **data,
                "inputs": tuple(Input.from_dict(each) for each in data["inputs"]),
                "steps": tuple(Step.from_dict(each) for each in data["steps"]),
                "notes": tuple(data["notes"]),
                "children": tuple(NodeWorking.from_dict(each) for each in data["children"]),
            }
        )
