"""Late revisions: which published standings they touch, and by how much."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.standings.comparison import compare_with
from leitai.apps.standings.models import Place, Restatement, Standing
from leitai.apps.standings.scoring import rules_of, score_round


def touched_standings(batch: Batch) -> list[Standing]:
    """Return published standings whose units and year a batch speaks of."""
    keys = Revision.objects.filter(batch=batch).values_list("unit_id", "period__year").distinct()
    units = {unit for unit, _year in keys}
    years = {year for _unit, year in keys}
    if not units:
        return []
    # A value feeds its own period and, through comparisons, the year after.
    near = Q(round__period__year__in=years) | Q(round__period__year__in=[y + 1 for y in years])
    with_unit = Place.objects.filter(unit_id__in=list(units)[:900]).values("standing_id")
    return list(
        Standing.objects.filter(near, state=Standing.State.PUBLISHED, id__in=with_unit)
        .filter(watermark__lt=batch.sequence or 0)
        .select_related("round__scheme__area", "round__period", "version")
    )


def note_restatements(batch: Batch) -> list[Restatement]:
    """Record, for every published standing that a batch changes, the whole-table difference."""
    found = []
    for standing in touched_standings(batch):
        groups = score_round(
            standing.round.scheme.area,
            rules_of(standing.version),
            standing.round.period,
            upto=batch.sequence,
        )
        difference = compare_with(standing, groups)
        if any(row["changed"] for row in difference):
            found.append(
                _note(Act(actor=None), standing=standing, batch=batch, difference=difference)
            )
    return found


@verb("standing.note_restatement")
def _note(
    act: Act, *, standing: Standing, batch: Batch, difference: list[dict[str, object]]
) -> Restatement:
    restatement, _created = Restatement.objects.get_or_create(
        standing=standing,
        batch=batch,
        defaults={"found_at": timezone.now(), "difference": difference},
    )
    act.note(
        standing=standing.pk,
        batch=batch.pk,
        units=sum(1 for row in difference if row["changed"]),
    )
    return restatement
