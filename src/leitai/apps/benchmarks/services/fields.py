"""Saying among whom units compare themselves, and by what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.benchmarks.measures import same_kind
from leitai.apps.benchmarks.models import BenchmarkField, BenchmarkItem
from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.units.models import Unit, UnitKind


@verb("benchmark.define_field")
def define_field(
    act: Act,
    *,
    area: Unit,
    name: str,
    own_kinds: list[str],
    candidates: Unit,
    candidate_kinds: list[str] | None = None,
    period_kind: str = PeriodKind.YEAR,
    near_years: int = 5,
    middle_years: int = 10,
    term: int = 2,
    position: int = 0,
) -> BenchmarkField:
    """Open a field of comparison for units of an area.

    Raises:
        RefusedError: for an unknown kind of unit or distances that do not follow one another.
    """
    act.require("benchmarks.define", area)
    for kind in (*own_kinds, *(candidate_kinds or ())):
        if kind not in UnitKind.values:
            raise RefusedError(_("“%(word)s” is no kind of unit.") % {"word": kind})
    if not own_kinds:
        raise RefusedError(_("Say which kinds of units compare themselves."))
    if not 0 < near_years < middle_years or term < 1:
        raise RefusedError(
            _(
                "Near must be at least one year and less than middle; given are %(near)s and "
                "%(middle)s, and %(term)s to draw level in."
            )
            % {"near": near_years, "middle": middle_years, "term": term}
        )
    field = BenchmarkField.objects.create(
        area=area,
        name=name,
        own_kinds=own_kinds,
        candidates=candidates,
        candidate_kinds=candidate_kinds or [],
        period_kind=period_kind,
        near_years=near_years,
        middle_years=middle_years,
        term=term,
        position=position,
    )
    act.note(
        name=name, area=area.pk, candidates=candidates.pk, near=near_years, middle=middle_years
    )
    return field


@verb("benchmark.define_item")
def define_item(
    act: Act,
    *,
    field: BenchmarkField,
    code: str,
    name: str,
    role: str,
    measure: str,
    decimals: int = 2,
    direction: str = Direction.HIGHER,
    own: Indicator | None = None,
    theirs: Indicator | None = None,
    whole: BenchmarkItem | None = None,
    numerator: BenchmarkItem | None = None,
    denominator: BenchmarkItem | None = None,
    factor: float = 1.0,
    their_decimals: int | None = None,
    base: Indicator | None = None,
    base_years: int = 1,
    trait: bool = False,
    name_en: str = "",
    position: int = 0,
) -> BenchmarkItem:
    """Put an indicator of the units beside one of the candidates, shown in one measure.

    Without an English name it has that of its indicator.

    Raises:
        RefusedError: when figures are missing or measures cannot be brought together.
    """
    act.require("benchmarks.define", field)
    item = BenchmarkItem(
        field=field,
        code=code,
        name=name,
        name_en=name_en or next((one.name_en for one in (own, theirs) if one is not None), ""),
        role=role,
        measure=measure,
        decimals=decimals,
        direction=direction,
        own=own,
        theirs=theirs,
        whole=whole,
        numerator=numerator,
        denominator=denominator,
        factor=factor,
        their_decimals=their_decimals,
        base=base,
        base_years=base_years,
        trait=trait,
        position=position,
    )
    _check(item)
    item.save(force_insert=True)
    act.note(code=code, name=name, role=role, measure=measure, field=field.pk)
    return item


def _check(item: BenchmarkItem) -> None:
    """Refuse an item whose figures could not be put side by side, naming it."""
    words: dict[str, Any] = {"name": item.name}
    if item.role not in BenchmarkItem.Role.values:
        raise RefusedError(_("“%(word)s” is no role of an item.") % {"word": item.role})
    if item.role == BenchmarkItem.Role.INTENSITY:
        if item.numerator is None or item.denominator is None:
            raise RefusedError(_("%(name)s needs what is divided and by what.") % words)
        return
    if item.own is None or item.theirs is None:
        raise RefusedError(_("%(name)s needs an indicator on both sides.") % words)
    if item.role == BenchmarkItem.Role.PART and item.whole is None:
        raise RefusedError(_("%(name)s is a part; say of which level.") % words)
    if item.base is not None and item.base_years < 1:
        raise RefusedError(_("%(name)s: the earlier figure must be a year or more older.") % words)
    for indicator in filter(None, (item.own, item.theirs, item.base)):
        if indicator.measure == item.measure:
            continue
        if not same_kind(indicator.measure, item.measure):
            raise RefusedError(
                _("%(name)s: figures in %(stored)s cannot be shown in %(shown)s.")
                % {**words, "stored": indicator.measure, "shown": item.measure}
            )
