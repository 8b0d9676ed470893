from leitai.apps.benchmarks.models.comparisons import StatedComparison
from leitai.apps.benchmarks.models.fields import BenchmarkField, BenchmarkItem
from leitai.apps.benchmarks.models.ladders import NamedLadder, RankGoal
from leitai.apps.benchmarks.models.pairs import BenchmarkPair
from leitai.apps.benchmarks.models.practices import Practice
from leitai.apps.benchmarks.models.settlements import Settlement
from leitai.apps.benchmarks.models.traits import TerritoryChange, UnitTerrain
from leitai.apps.benchmarks.models.trips import StudyTrip, TripMeasure

__all__ = [
    "BenchmarkField",
    "BenchmarkItem",
    "BenchmarkPair",
    "NamedLadder",
    "Practice",
    "RankGoal",
    "Settlement",
    "StatedComparison",
    "StudyTrip",
    "TerritoryChange",
    "TripMeasure",
    "UnitTerrain",
]
