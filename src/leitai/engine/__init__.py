"""Numbers in arrays: tables, formulas, scoring rules, ranks and their working."""

from leitai.engine.benchmark import CatchUp, catch_up, required_growth
from leitai.engine.experience import Experience, growth_experience
from leitai.engine.formula import Formula, FormulaError
from leitai.engine.gap_parts import AmountGap, decompose_amount
from leitai.engine.gaps import GapIndicator, GapRow, Intensity, gap_table, with_intensities
from leitai.engine.ladder import Ladder, build_ladder, movements, to_place
from leitai.engine.phrases import Phrase, say
from leitai.engine.quantity import Quantity
from leitai.engine.result import GroupResult, NodeInfo, Place, Result
from leitai.engine.robustness import rank_range
from leitai.engine.scheme.model import Scheme
from leitai.engine.scheme.problems import Problem, SchemeError
from leitai.engine.scheme.schema import scheme_schema
from leitai.engine.scheme_gap import GapError, SchemeGap, decompose_gap
from leitai.engine.scoring.problems import ScoreError, ScoreProblem
from leitai.engine.scoring.run import rescore, score
from leitai.engine.stated import Figure, StatedCheck, check_stated
from leitai.engine.steps import RankStep, Shift, closed_figures, decompose, rank_steps
from leitai.engine.suggest import suggest_benchmarks
from leitai.engine.suggestion import Reachable, Suggestions, Trait
from leitai.engine.table import Cell, Source, Table, TableError
from leitai.engine.working.check import check_working
from leitai.engine.working.model import Input, NodeWorking, Step
from leitai.engine.working.told import ToldInput, ToldNode, ToldStep, rule_name

__all__ = [
    "AmountGap",
    "CatchUp",
    "Cell",
    "Experience",
    "Figure",
    "Formula",
    "FormulaError",
    "GapError",
    "GapIndicator",
    "GapRow",
    "GroupResult",
    "Input",
    "Intensity",
    "Ladder",
    "NodeInfo",
    "NodeWorking",
    "Phrase",
    "Place",
    "Problem",
    "Quantity",
    "RankStep",
    "Reachable",
    "Result",
    "Scheme",
    "SchemeError",
    "SchemeGap",
    "ScoreError",
    "ScoreProblem",
    "Shift",
    "Source",
    "StatedCheck",
    "Step",
    "Suggestions",
    "Table",
    "TableError",
    "ToldInput",
    "ToldNode",
    "ToldStep",
    "Trait",
    "build_ladder",
    "catch_up",
    "check_stated",
    "check_working",
    "closed_figures",
    "decompose",
    "decompose_amount",
    "decompose_gap",
    "gap_table",
    "growth_experience",
    "movements",
    "rank_range",
    "rank_steps",
    "required_growth",
    "rescore",
    "rule_name",
    "say",
    "scheme_schema",
    "score",
    "suggest_benchmarks",
    "to_place",
    "with_intensities",
]
