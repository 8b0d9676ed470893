"""What a report card says first: why the total stands where it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from leitai.apps.standings.selectors import UnitPage
from leitai.engine.rounding import format_number, half_up
from leitai.web.sentences.segments import Segment, listed, sentence


def unit_sentence(page: UnitPage) -> tuple[Segment, ...]:
    """Set the composite rank against the ranks of single items and name where points were lost."""
    items = [item for part in page.parts for item in part.items if item.rank is not None]
    row = page.row
    if not items or row.rank is None:
        return ()
    ahead = [item for item in items if item.rank is not None and item.rank <= row.rank]
    said = list(
        sentence(
            _("{ahead} of {items} items rank at or above the total rank {rank}. "),
            ahead=str(len(ahead)),
            items=str(len(items)),
            rank=str(row.rank),
        )
    )
    costly = sorted((item for item in items if item.lost), key=lambda item: -(item.lost or 0))[:2]
    if costly:
        total_lost = sum(item.lost or 0 for item in items)
        two = half_up(sum(item.lost or 0 for item in costly), 2)
        names = listed(
            _("%(name)s (rank %(rank)s)") % {"name": item.name, "rank": item.rank}
            for item in costly
        )
        said += sentence(
            _(
                "Most points were lost on {names}: "
                "{points} of the {total} points short of full marks."
            ),
            names=names,
            points=format_number(two, 2),
            total=format_number(half_up(total_lost, 2), 2),
        )
    return tuple(said)
