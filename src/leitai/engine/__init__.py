"""Numbers in arrays: tables, formulas, scoring rules, ranks and their working."""

from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Problem, SchemeError
from leitai.engine.scheme.schema import scheme_schema

__all__ = ["Problem", "Scheme", "SchemeError", "scheme_schema"]
