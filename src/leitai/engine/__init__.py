"""Numbers in arrays: tables, formulas, scoring rules, ranks and their working."""

from leitai.engine.formula import Formula, FormulaError
from leitai.engine.quantity import Quantity
from leitai.engine.result import GroupResult, NodeInfo, Place, Result
from leitai.engine.robustness import rank_range
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Problem, SchemeError
from leitai.engine.scheme.schema import scheme_schema
from leitai.engine.scoring.problems import ScoreError, ScoreProblem
from leitai.engine.scoring.run import rescore, score
from leitai.engine.steps import RankStep, Shift, decompose, rank_steps
from leitai.engine.table import Cell, Source, Table, TableError
from leitai.engine.working.check import check_working
from leitai.engine.working.model import Input, NodeWorking, Step

__all__ = [
    "Cell",
    "Formula",
    "FormulaError",
    "GroupResult",
    "Input",
    "NodeInfo",
    "NodeWorking",
    "Place",
    "Problem",
    "Quantity",
    "RankStep",
    "Result",
    "Scheme",
    "SchemeError",
    "ScoreError",
    "ScoreProblem",
    "Shift",
    "Source",
    "Step",
    "Table",
    "TableError",
    "check_working",
    "decompose",
    "rank_range",
    "rank_steps",
    "rescore",
    "scheme_schema",
    "score",
]
