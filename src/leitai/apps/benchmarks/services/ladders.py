"""Naming ladders and the places that units want on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.measures import same_kind
from leitai.apps.benchmarks.models import NamedLadder, RankGoal
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit, UnitKind
from leitai.apps.units.selectors import is_under


@dataclass(frozen=True)
class LadderSetup:
    """What makes a ladder: who stands on it, by which series, in which years, in which zones.

    ``members`` named here stand on it and no others; else the units of ``kinds`` below ``pool``,
    of each year the first ``top``. Without ``cuts`` it is in thirds; without ``years`` it has all
    with figures. The ``guest`` looks where it would stand by its own ``guest_series``.
    """

    name: str
    series: Series
    pool: Unit
    kinds: Sequence[str] = ()
    top: int | None = None
    members: Sequence[Unit] = ()
    direction: str = Direction.HIGHER
    measure: str = ""
    decimals: int = 2
    cuts: Sequence[int] = ()
    years: Sequence[int] = ()
    guest: Unit | None = None
    guest_series: Series | None = None
    source_note: str = ""
    position: int = 0


@verb("benchmark.name_ladder")
def name_ladder(act: Act, *, area: Unit, setup: LadderSetup) -> NamedLadder:
    """Name a ladder of an area.

    Raises:
        RefusedError: for a name in use, an unknown kind of unit, a series without direction,
            figures that do not convert, cuts or years that do not rise, or a guest of another
            area.
    """
    act.require("benchmarks.define", area)
    _check_name(area, setup.name)
    ladder = _made(act, area, setup)
    act.note(**_told(setup))
    return ladder


@verb("benchmark.revise_ladder")
def revise_ladder(act: Act, *, ladder: NamedLadder, setup: LadderSetup, reason: str) -> NamedLadder:
    """Put another version in the place of a ladder; goals in force go over to it.

    Raises:
        RefusedError: without a reason, without a change, for a ladder out of use, when a goal in
            force names a place that the new one does not have, or as :func:`name_ladder`.
    """
    act.require("benchmarks.define", ladder.area)
    old = (
        NamedLadder.objects.select_for_update(of=("self",))
        .select_related("area", "series__indicator", "pool", "guest")
        .get(pk=ladder.pk)
    )
    if old.ended_at is not None:
        raise RefusedError(_("“%(name)s” is out of use already.") % {"name": old})
    if not reason.strip():
        raise RefusedError(_("Give the reason for the change."))
    before, after = _told(setup_of(old)), _told(setup)
    changed = [key for key in after if before[key] != after[key]]
    if not changed:
        raise RefusedError(_("Nothing was changed."))
    goals = RankGoal.objects.select_for_update().filter(ladder=old, ended_at__isnull=True)
    for goal in goals.select_related("unit"):
        if setup.top is not None and goal.place > setup.top:
            raise RefusedError(
                _(
                    "%(unit)s wants place %(place)d; set that goal anew before the ladder ends at "
                    "%(top)d."
                )
                % {"unit": goal.unit, "place": goal.place, "top": setup.top}
            )
    _check_name(old.area, setup.name, but=old)
    old.ended_at, old.ended_because = act.at, reason.strip()
    old.save(update_fields=["ended_at", "ended_because"])
    new = _made(act, old.area, setup, supersedes=old)
    goals.update(ladder=new)
    act.note(
        name=setup.name,
        reason=reason,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    return new


def setup_of(ladder: NamedLadder) -> LadderSetup:
    """Return what makes a ladder as it stands."""
    return LadderSetup(
        name=ladder.name, series=ladder.series, pool=ladder.pool, kinds=tuple(ladder.kinds),
        top=ladder.top, members=tuple(ladder.members.all()), direction=ladder.direction,
        measure=ladder.measure, decimals=ladder.decimals, cuts=tuple(ladder.cuts),
        years=tuple(ladder.years), guest=ladder.guest, guest_series=ladder.guest_series,
        source_note=ladder.source_note, position=ladder.position,
    )  # fmt: skip


def _made(
    act: Act, area: Unit, setup: LadderSetup, supersedes: NamedLadder | None = None
) -> NamedLadder:
    """Check the setup and store the ladder."""
    _check_who(setup.kinds, setup.top, setup.members)
    if setup.direction == Direction.NONE or setup.direction not in Direction.values:
        raise RefusedError(_("Say whether higher or lower is better: a ladder needs a direction."))
    if list(setup.cuts) != sorted(set(setup.cuts)) or any(cut < 1 for cut in setup.cuts):
        raise RefusedError(_("The zones must end at places that rise, such as 10 and 30."))
    for year in setup.years:
        if not 1949 <= year <= 2200:
            raise RefusedError(_("%(year)s is no year to choose for.") % {"year": year})
    measure = setup.measure or setup.series.indicator.measure
    _check_measure(setup.series, measure)
    if setup.guest is not None:
        if setup.guest_series is None or not is_under(setup.guest.pk, {area.pk}):
            raise RefusedError(_("The guest must be a unit of the area, with a series of its own."))
        _check_measure(setup.guest_series, measure)
    ladder = NamedLadder.objects.create(
        area=area, name=setup.name.strip(), series=setup.series, direction=setup.direction,
        measure=measure, decimals=setup.decimals, pool=setup.pool, kinds=list(setup.kinds),
        top=setup.top, cuts=list(setup.cuts), years=sorted(set(setup.years)), guest=setup.guest,
        guest_series=setup.guest_series, source_note=setup.source_note.strip(),
        position=setup.position, supersedes=supersedes,
        version=supersedes.version + 1 if supersedes is not None else 1,
        named_by=act.actor, named_at=act.at,
    )  # fmt: skip
    ladder.members.set(setup.members)
    return ladder


def _check_name(area: Unit, name: str, but: NamedLadder | None = None) -> None:
    if not name.strip():
        raise RefusedError(_("Give the ladder a name."))
    taken = NamedLadder.objects.filter(area=area, name=name.strip(), ended_at__isnull=True)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise RefusedError(_("A ladder named “%(name)s” stands already.") % {"name": name})


def _told(setup: LadderSetup) -> dict[str, Any]:
    """Return a setup as the record tells it."""
    return {
        "name": setup.name.strip(),
        "series": str(setup.series),
        "pool": str(setup.pool),
        "kinds": list(setup.kinds),
        "top": setup.top,
        "members": sorted(unit.pk for unit in setup.members),
        "direction": str(setup.direction),
        "measure": setup.measure or setup.series.indicator.measure,
        "decimals": setup.decimals,
        "cuts": list(setup.cuts),
        "years": sorted(set(setup.years)),
        "guest": str(setup.guest or ""),
        "guest_series": str(setup.guest_series or ""),
        "source_note": setup.source_note.strip(),
    }


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
