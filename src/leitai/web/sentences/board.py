"""What a board says before its table."""

from __future__ import annotations

from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.language import named
from leitai.apps.standings.monitors import MonitorPage
from leitai.apps.standings.selectors import Board, BoardRow
from leitai.engine.rounding import format_number, half_up
from leitai.web.sentences.segments import Figure, Segment, sentence


def board_sentence(page: Board, explain: dict[int, str] | None = None) -> tuple[Segment, ...]:
    """Say who leads and how firmly, who stands close together, and who fell most and why.

    Args:
        page: the board as the reader sees it; where anything is withheld nothing is said, since
            the rows that are open need not be neighbours.
        explain: unit id → name of the item that cost it most, for units that fell.
    """
    ranked = [row for row in page.rows if row.rank is not None and row.score is not None]
    if len(ranked) < 2 or any(row.withheld for row in page.rows):
        return ()
    said: list[Segment] = []
    said += _lead(page, ranked)
    said += _pack(page, ranked)
    said += _fall(page, ranked, explain or {})
    return tuple(said)


def _unit(row: BoardRow, page: Board, text: str | None = None) -> Figure:
    url = reverse("unit", args=[row.unit_id])
    query = f"?scheme={page.scheme.slug}&period={page.period.code}"
    return Figure(text or named(row), url + query)


def _points(value: float, page: Board) -> str:
    return format_number(value, page.decimals)


def _lead(page: Board, ranked: list[BoardRow]) -> tuple[Segment, ...]:
    first, second = ranked[0], ranked[1]
    lead = half_up((first.score or 0) - (second.score or 0), page.decimals)
    if lead == 0:
        return sentence(
            _("{first} and {second} share the lead. "),
            first=_unit(first, page),
            second=_unit(second, page),
        )
    if first.rank_high is not None and first.rank_high > 1:
        pattern = _(
            "{first} leads by {lead} points, yet a 10% shift of weights could change that. "
        )
    else:
        pattern = _("{first} leads by {lead} points, and firmly. ")
    return sentence(pattern, first=_unit(first, page), lead=Figure(_points(lead, page)))


def _pack(page: Board, ranked: list[BoardRow]) -> tuple[Segment, ...]:
    """Find the highest run of at least two places whose rank intervals overlap."""
    run: list[BoardRow] = []
    for before, after in pairwise(ranked):
        low, high = after.rank_low, before.rank_high
        close = (
            low is not None
            and high is not None
            and low <= (before.rank or 0)
            and high >= (after.rank or 0)
        )
        if close:
            run = run or [before]
            run.append(after)
        elif run:
            break
    if len(run) < 2:
        return ()
    spread = half_up((run[0].score or 0) - (run[-1].score or 0), page.decimals)
    return sentence(
        _(
            "Places {top} to {bottom} lie within {spread} points; "
            "a 10% shift of any weight may swap them. "
        ),
        top=str(run[0].rank),
        bottom=str(run[-1].rank),
        spread=Figure(_points(spread, page)),
    )


def _fall(page: Board, ranked: list[BoardRow], explain: dict[int, str]) -> tuple[Segment, ...]:
    fallen = [row for row in ranked if row.change is not None and row.change < 0]
    if not fallen:
        return ()
    worst = min(fallen, key=lambda row: (row.change or 0, row.rank or 0))
    places = -(worst.change or 0)
    reason = explain.get(worst.unit_id)
    if reason:
        pattern = ngettext(
            "{unit} fell {places} place, mainly through {item}.",
            "{unit} fell {places} places, mainly through {item}.",
            places,
        )
        return sentence(pattern, unit=_unit(worst, page), places=str(places), item=reason)
    pattern = ngettext("{unit} fell {places} place.", "{unit} fell {places} places.", places)
    return sentence(pattern, unit=_unit(worst, page), places=str(places))


def worst_faller(page: Board) -> BoardRow | None:
    """Return the row that fell most, if any fell."""
    fallen = [row for row in page.rows if row.change is not None and row.change < 0]
    return min(fallen, key=lambda row: (row.change or 0, row.rank or 0)) if fallen else None


def monitor_sentence(page: MonitorPage) -> tuple[Segment, ...]:
    """Say how many units rose, fell and stayed in the month; movement, not merit."""
    rose = sum(1 for row in page.rows if (row.month or 0) > 0)
    fell = sum(1 for row in page.rows if (row.month or 0) < 0)
    same = sum(1 for row in page.rows if row.month == 0)
    gone = len(page.rows) - rose - fell - same
    said = list(
        sentence(
            _("Of {all} units {rose} rose on the month before, {fell} fell, {same} stayed. "),
            all=str(len(page.rows)),
            rose=str(rose),
            fell=str(fell),
            same=str(same),
        )
    )
    if gone:
        said += sentence(_("For {gone} nothing was published."), gone=str(gone))
    return tuple(said)
