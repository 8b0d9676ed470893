"""The JSON Schema of scheme files, made from the same declarations that read them."""

from __future__ import annotations

from typing import Any

from leitai.engine.rules import RULES
from leitai.engine.scheme.beside import Extras, Gate, Grades, Veto
from leitai.engine.scheme.general import DerivedSpec, InputSpec
from leitai.engine.scheme.model import SCHEME, Group, Members, MembersShape
from leitai.engine.scheme.shapes import Fields
from leitai.engine.scheme.tree import Item, Node


def scheme_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scheme file.

    It knows keys, types and bounds. What takes more than one place to see (sums of marks, repeated
    ids, unknown columns) only ``Scheme.from_yaml`` can tell.
    """
    parts = {
        "input": Fields(InputSpec),
        "derived": Fields(DerivedSpec),
        "members": MembersShape(Members),
        "group": Fields(Group),
        "node": Fields(Node),
        "item": Fields(Item),
        "extras": Fields(Extras),
        "gate": Fields(Gate),
        "veto": Fields(Veto),
        "grades": Fields(Grades),
    }
    definitions = {name: shape.full_schema() for name, shape in parts.items()}
    definitions["rule"] = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(RULES)}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"#/$defs/rule_{kind}"},
            }
            for kind in RULES
        ],
    }
    for kind, rule in RULES.items():
        schema = Fields(rule).full_schema(kind={"const": kind})
        definitions[f"rule_{kind}"] = {"title": f"{rule.name_zh} / {rule.name_en}", **schema}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://leitai.example/scheme.schema.json",
        "title": "Leitai scheme / 擂台方案",
        **SCHEME.full_schema(),
        "$defs": definitions,
    }
