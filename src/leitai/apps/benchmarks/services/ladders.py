"""Naming ladders and the places that units want on them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.measures import same_kind
from leitai.apps.benchmarks.models import NamedLadder, RankGoal
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit, UnitKind
from leitai.apps.units.selectors import is_under


@verb("benchmark.name_ladder")
def name_ladder(
    act: Act,
    *,
    area: Unit,
    name: str,
    series: Series,
    pool: Unit,
    kinds: Sequence[str] = (),
    top: int | None = None,
    members: Sequence[Unit] = (),
    direction: str = Direction.HIGHER,
    measure: str = "",
    decimals: int = 2,
    cuts: Sequence[int] = (),
    guest: Unit | None = None,
    guest_series: Series | None = None,
    source_note: str = "",
    position: int = 0,
) -> NamedLadder:
    """Name a ladder of an area.

    Raises:
        RefusedError: for a name in use, an unknown kind of unit, a series without direction,
            figures that do not convert, cuts that do not rise, or a guest of another area.
    """
    act.require("benchmarks.define", area)
    name = name.strip()
    if not name:
        raise RefusedError(_("Give the ladder a name."))
    if NamedLadder.objects.filter(area=area, name=name, ended_at__isnull=True).exists():
        raise RefusedError(_("A ladder named “%(name)s” stands already.") % {"name": name})
    _check_who(kinds, top, members)
    if direction == Direction.NONE or direction not in Direction.values:
        raise RefusedError(_("Say whether higher or lower is better: a ladder needs a direction."))
    if list(cuts) != sorted(set(cuts)) or any(cut < 1 for cut in cuts):
        raise RefusedError(_("The zones must end at places that rise, such as 10 and 30."))
    measure = measure or series.indicator.measure
    _check_measure(series, measure)
    if guest is not None:
        if guest_series is None or not is_under(guest.pk, {area.pk}):
            raise RefusedError(_("The guest must be a unit of the area, with a series of its own."))
        _check_measure(guest_series, measure)
    ladder = NamedLadder.objects.create(
        area=area, name=name, series=series, direction=direction, measure=measure,
        decimals=decimals, pool=pool, kinds=list(kinds), top=top, cuts=list(cuts), guest=guest,
        guest_series=guest_series, source_note=source_note, position=position,
    )  # fmt: skip
    ladder.members.set(members)
    act.note(
        name=name,
        series=str(series),
        pool=str(pool),
        kinds=list(kinds),
        top=top,
        members=[unit.pk for unit in members],
        cuts=list(cuts),
    )
    return ladder


def _check_who(kinds: Sequence[str], top: int | None, members: Sequence[Unit]) -> None:
    for kind in kinds:
        if kind not in UnitKind.values:
            raise RefusedError(_("“%(word)s” is no kind of unit.") % {"word": kind})
    if top is not None and top < 2:
        raise RefusedError(_("A ladder has at least two places."))
    if len(members) == 1:
        raise RefusedError(_("A ladder has at least two places."))


def _check_measure(series: Series, measure: str) -> None:
    if not same_kind(series.indicator.measure, measure):
        raise RefusedError(
            _("%(series)s is in %(from)s, which does not convert into %(to)s.")
            % {"series": series, "from": series.indicator.measure, "to": measure}
        )


@verb("benchmark.end_ladder")
def end_ladder(act: Act, *, ladder: NamedLadder, reason: str) -> NamedLadder:
    """Take a ladder out of use, with a reason; it stays in the record."""
    act.require("benchmarks.define", ladder.area)
    ladder = NamedLadder.objects.select_for_update(of=("self",)).get(pk=ladder.pk)
    if ladder.ended_at is not None:
        raise RefusedError(_("“%(name)s” is out of use already.") % {"name": ladder})
    if not reason.strip():
        raise RefusedError(_("Give the reason for taking it off."))
    ladder.ended_at = act.at
    ladder.ended_because = reason.strip()
    ladder.save(update_fields=["ended_at", "ended_because"])
    act.note(name=ladder.name, reason=reason)
    return ladder


@verb("benchmark.set_rank_goal")
def set_rank_goal(
    act: Act, *, ladder: NamedLadder, unit: Unit, place: int, by_year: int, reason: str
) -> RankGoal:
    """Say which place a unit wants on a ladder by a year; the goal before is ended by it.

    Raises:
        RefusedError: without a reason, or for a place or year that cannot be.
    """
    act.require("benchmarks.propose", unit)
    if not reason.strip():
        raise RefusedError(_("Give the reason for this choice."))
    if place < 1 or (ladder.top is not None and place > ladder.top):
        raise RefusedError(_("The ladder has no place %(place)d.") % {"place": place})
    if not act.at.year <= by_year <= 2200:
        raise RefusedError(_("%(year)s is no year to choose for.") % {"year": by_year})
    old = (
        RankGoal.objects.select_for_update()
        .filter(ladder=ladder, unit=unit, ended_at__isnull=True)
        .first()
    )
    if old is not None:
        old.ended_at = act.at
        old.save(update_fields=["ended_at"])
    goal = RankGoal.objects.create(
        ladder=ladder, unit=unit, place=place, by_year=by_year, reason=reason.strip(),
        set_by=act.actor, set_at=act.at,
    )  # fmt: skip
    act.note(
        ladder=ladder.name,
        unit=str(unit),
        old=old.place if old else None,
        new=place,
        year=by_year,
        reason=reason,
    )
    return goal
