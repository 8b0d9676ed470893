"""Writes of the benchmarks room, one topic a file."""

from leitai.apps.benchmarks.services.comparisons import state_comparison, withdraw_comparison
from leitai.apps.benchmarks.services.fields import define_field, define_item
from leitai.apps.benchmarks.services.ladders import (
    LadderSetup,
    end_ladder,
    name_ladder,
    revise_ladder,
    set_rank_goal,
)
from leitai.apps.benchmarks.services.pairs import (
    confirm_pair,
    end_reference,
    propose_pair,
    return_pair,
    set_reference,
    withdraw_pair,
)
from leitai.apps.benchmarks.services.practices import (
    decide_practice,
    note_practice,
    revise_practice,
    withdraw_practice,
)
from leitai.apps.benchmarks.services.settlements import (
    answer_comparison,
    ask_comparison,
    settle_comparison,
)
from leitai.apps.benchmarks.services.traits import (
    note_territory,
    set_terrain,
    withdraw_territory,
)
from leitai.apps.benchmarks.services.trips import (
    add_measure,
    cancel_trip,
    close_measure,
    plan_trip,
    report_trip,
)

__all__ = [
    "LadderSetup",
    "add_measure",
    "answer_comparison",
    "ask_comparison",
    "cancel_trip",
    "close_measure",
    "confirm_pair",
    "decide_practice",
    "define_field",
    "define_item",
    "end_ladder",
    "end_reference",
    "name_ladder",
    "note_practice",
    "note_territory",
    "plan_trip",
    "propose_pair",
    "report_trip",
    "return_pair",
    "revise_ladder",
    "revise_practice",
    "set_rank_goal",
    "set_reference",
    "set_terrain",
    "settle_comparison",
    "state_comparison",
    "withdraw_comparison",
    "withdraw_pair",
    "withdraw_practice",
    "withdraw_territory",
]
