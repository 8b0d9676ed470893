"""Setting targets: one by hand, or many from a plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.goals.models import MonthShape, Target
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.selectors.values import pieces
from leitai.apps.indicators.sequence import draw_place
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import is_under


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target to be set, in the indicator's measure; ``shares`` only for the shape by hand."""

    series_id: int
    unit_id: int
    year: int
    floor: float
    stretch: float | None = None
    shape: str = MonthShape.EVEN
    shares: tuple[float, ...] = ()
    sentence: str = ""


@verb("target.set")
def set_target(
    act: Act,
    *,
    series: Series,
    unit: Unit,
    year: int,
    floor: float,
    stretch: float | None = None,
    shape: str = MonthShape.EVEN,
    shares: Sequence[float] = (),
    sentence: str = "",
    reason: str = "",
) -> Target:
    """Set or correct the target of a unit for a year; a correction needs a reason.

    Persons set what is missing: what is set they change by a proposal that a second person
    approves. The house itself (plans taken in) corrects directly.

    Raises:
        RefusedError: for a correction by one person alone or without a reason, a unit of another
            area, numbers or shares that cannot be, or when the target is set like this already.
    """
    act.require("goals.set_target", unit)
    if not is_under(unit.pk, {series.indicator.area_id}):
        raise RefusedError(
            _("%(unit)s is not a unit of %(area)s.") % {"unit": unit, "area": series.indicator.area}
        )
    new = NewTarget(series.pk, unit.pk, year, floor, stretch, shape, tuple(shares), sentence)
    check_target(new, str(unit))
    place = draw_place()
    old = Target.objects.filter(series=series, unit=unit, year=year).order_by("-revision").first()
    if old is not None:
        if act.actor is not None:
            raise RefusedError(
                _(
                    "%(unit)s has a target for %(year)d already. Propose a change of it; "
                    "a second person approves."
                )
                % {"unit": unit, "year": year}
            )
        if not reason.strip():
            raise RefusedError(
                _("%(unit)s has a target for %(year)d already. Give the reason for changing it.")
                % {"unit": unit, "year": year}
            )
        if _same(new, old):
            raise RefusedError(_("The target is set like this already. Nothing was changed."))
    target = _row(act, new, old, place, reason)
    target.save(force_insert=True)
    act.note(
        series=str(series),
        unit=unit.pk,
        year=year,
        old={"floor": old.floor, "stretch": old.stretch, "shape": old.shape} if old else None,
        new={"floor": floor, "stretch": stretch, "shape": shape},
        reason=reason,
        sequence=place,
    )
    return target


def _same(new: NewTarget, old: Target) -> bool:
    return (new.floor, new.stretch, new.shape, list(new.shares), new.sentence) == (
        old.floor,
        old.stretch,
        old.shape,
        old.shares,
        old.sentence,
    )


def _row(
    act: Act, new: NewTarget, old: Target | None, place: int, reason: str, set_by: Any = None
) -> Target:
    return Target(
        series_id=new.series_id,
        unit_id=new.unit_id,
        year=new.year,
        revision=old.revision + 1 if old else 1,
        floor=new.floor,
        stretch=new.stretch,
        shape=new.shape,
        shares=list(new.shares),
        sentence=new.sentence,
        reason=reason,
        sequence=place,
        set_by=set_by or act.actor,
        set_at=act.at,
    )


def check_target(new: NewTarget, unit: str) -> None:
    """Refuse numbers and shares that cannot be, naming the unit and year."""
    fault = ""
    if not all(math.isfinite(n) for n in (new.floor, new.stretch or 0.0, *new.shares)):
        fault = _("a number is not finite")
    elif new.shape not in MonthShape.values:
        fault = _("unknown shape of the year “%(shape)s”") % {"shape": new.shape}
    elif new.shape == MonthShape.BY_HAND:
        if len(new.shares) != 12:
            fault = _("%(count)d shares instead of twelve") % {"count": len(new.shares)}
        elif any(b < a for a, b in zip((0.0, *new.shares), new.shares, strict=False)):
            fault = _("the cumulative shares fall from one month to the next")
        elif new.shares[-1] != 1:
            fault = _("the share of December is %(share)s instead of 1") % {"share": new.shares[-1]}
    elif new.shares:
        fault = _("shares are given, but the shape is not by hand")
    if fault:
        raise RefusedError(
            _("Target of %(unit)s for %(year)d: %(fault)s. Nothing was stored.")
            % {"unit": unit, "year": new.year, "fault": fault}
        )


@verb("target.import")
def import_targets(act: Act, *, area: Unit, rows: Iterable[NewTarget], reason: str) -> Unit:
    """Set many targets at once, at one place in the order; returns the area.

    Targets that are set like this already are left out; the others become new revisions.
    """
    act.require("goals.set_target", area)
    store_targets(act, area, rows, reason)
    return area


def store_targets(
    act: Act, area: Unit, rows: Iterable[NewTarget], reason: str, set_by: Any = None
) -> None:
    """Store targets for a verb that has asked who may, and note them.

    They are the actor's, or those of ``set_by`` where the actor approves what that person proposed.
    """
    if not reason.strip():
        raise RefusedError(_("Give the reason for these targets."))
    wanted = list(rows)
    seen: set[tuple[int, int, int]] = set()
    for new in wanted:
        check_target(new, f"#{new.unit_id}")
        key = (new.series_id, new.unit_id, new.year)
        if key in seen:
            raise RefusedError(
                _("Two targets for the same series, unit and year (%(key)s). Nothing was stored.")
                % {"key": "/".join(str(part) for part in key)}
            )
        seen.add(key)
    _check_area(area, wanted)
    place = draw_place()
    latest = _latest(wanted)
    fresh: list[Target] = []
    changes = []
    for new in wanted:
        old = latest.get((new.series_id, new.unit_id, new.year))
        if old is not None and _same(new, old):
            continue
        fresh.append(_row(act, new, old, place, reason, set_by))
        if old is not None:
            changes.append(
                {
                    "series": new.series_id,
                    "unit": new.unit_id,
                    "year": new.year,
                    "old": old.floor,
                    "new": new.floor,
                }
            )
    Target.objects.bulk_create(fresh, batch_size=500)
    act.note(
        count=len(fresh),
        changed=len(changes),
        changes=changes[:200],
        reason=reason,
        sequence=place,
    )


def _check_area(area: Unit, wanted: Sequence[NewTarget]) -> None:
    """Refuse series and units of other areas."""
    series_ids = {new.series_id for new in wanted}
    ours = set(
        Series.objects.filter(indicator__area=area, pk__in=series_ids).values_list("pk", flat=True)
    )
    unit_ids = {new.unit_id for new in wanted}
    found: set[int] = set()
    for piece in pieces(unit_ids):
        found.update(
            Unit.objects.filter(pk__in=piece, above__ancestor=area).values_list("pk", flat=True)
        )
    if series_ids - ours or unit_ids - found:
        raise RefusedError(
            _("A series or unit does not belong to %(area)s. Nothing was stored.") % {"area": area}
        )


def _latest(wanted: Sequence[NewTarget]) -> dict[tuple[int, int, int], Target]:
    """Return the highest revision of each target concerned."""
    latest: dict[tuple[int, int, int], Target] = {}
    rows = Target.objects.filter(
        series_id__in={new.series_id for new in wanted}, year__in={new.year for new in wanted}
    ).order_by("revision")
    for row in rows:
        latest[row.series_id, row.unit_id, row.year] = row
    return latest
