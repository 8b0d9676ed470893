"""Writes of the benchmarks room, one topic a file."""

from leitai.apps.benchmarks.services.comparisons import state_comparison, withdraw_comparison
from leitai.apps.benchmarks.services.fields import define_field, define_item
from leitai.apps.benchmarks.services.ladders import end_ladder, name_ladder, set_rank_goal
from leitai.apps.benchmarks.services.pairs import (
    confirm_pair,
    end_reference,
    propose_pair,
    return_pair,
    set_reference,
    withdraw_pair,
)

__all__ = [
    "confirm_pair",
    "define_field",
    "define_item",
    "end_ladder",
    "end_reference",
    "name_ladder",
    "propose_pair",
    "return_pair",
    "set_rank_goal",
    "set_reference",
    "state_comparison",
    "withdraw_comparison",
    "withdraw_pair",
]
