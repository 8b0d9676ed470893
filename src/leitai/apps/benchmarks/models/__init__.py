from leitai.apps.benchmarks.models.comparisons import StatedComparison
from leitai.apps.benchmarks.models.fields import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.models.ladders import NamedLadder, RankGoal
from leitai.apps.benchmarks.models.pairs import BenchmarkPair

__all__ = [
    "BenchmarkField",
    "BenchmarkItem",
    "BenchmarkPair",
    "NamedLadder",
    "RankGoal",
    "StatedComparison",
]
