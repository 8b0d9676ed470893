"""Reads of the standings room, one page a file."""

from leitai.apps.standings.selectors.audience import Audience, audience_of, visible_schemes
from leitai.apps.standings.selectors.board import Board, BoardRow, Neighbour, board, board_periods
from leitai.apps.standings.selectors.trace import Stop, score_trace, trial_trace
from leitai.apps.standings.selectors.trial import Trial, trial
from leitai.apps.standings.selectors.unit import ItemLine, UnitPage, unit_page

__all__ = [
    "Audience",
    "Board",
    "BoardRow",
    "ItemLine",
    "Neighbour",
    "Stop",
    "Trial",
    "UnitPage",
    "audience_of",
    "board",
    "board_periods",
    "score_trace",
    "trial",
    "trial_trace",
    "unit_page",
    "visible_schemes",
]
