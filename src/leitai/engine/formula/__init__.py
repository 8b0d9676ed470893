"""The safe formula language: what a clerk may write as a derived indicator, and nothing else.

``parse`` turns a text into a :class:`Formula` or raises :class:`FormulaError` with the place and
what to write instead. There is no ``eval`` anywhere: the text becomes a small tree whose leaves are
numbers and names, and the names are looked up by a :class:`Resolver` that the caller supplies.
"""

from leitai.engine.formula.catalogue import FUNCTIONS, Function
from leitai.engine.formula.errors import FormulaError
from leitai.engine.formula.nodes import NOW, Shift
from leitai.engine.formula.program import Formula, Resolver, parse
from leitai.engine.formula.resolvers import MappingResolver, SeriesResolver, TableResolver
from leitai.engine.formula.values import Values

__all__ = [
    "FUNCTIONS",
    "NOW",
    "Formula",
    "FormulaError",
    "Function",
    "MappingResolver",
    "Resolver",
    "SeriesResolver",
    "Shift",
    "TableResolver",
    "Values",
    "parse",
]
