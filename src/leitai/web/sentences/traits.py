"""What the page of traits says first."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import TerritoryChange, UnitTerrain
from leitai.apps.language import named
from leitai.apps.units.models import Unit
from leitai.web.sentences.segments import Figure, Segment, sentence


def traits_sentence(
    area: Unit, terrains: Sequence[UnitTerrain], changes: Sequence[TerritoryChange]
) -> tuple[Segment, ...]:
    """Say of how many units the terrain is known, and how many changed their territory."""
    said = list(
        sentence(
            ngettext(
                "{area} knows the terrain of {count} unit; of all others it is unknown. ",
                "{area} knows the terrain of {count} units; of all others it is unknown. ",
                len(terrains),
            ),
            area=named(area),
            count=Figure(str(len(terrains)), "#terrain"),
        )
    )
    if changes:
        said += sentence(
            ngettext(
                "{count} change of territory is noted: no growth is told across it.",
                "{count} changes of territory are noted: no growth is told across them.",
                len(changes),
            ),
            count=Figure(str(len(changes)), "#territory"),
        )
    else:
        said += sentence(_("No change of territory is noted."))
    return tuple(said)
