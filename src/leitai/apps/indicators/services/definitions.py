"""Defining what is measured and where it comes from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import (
    DataSource,
    Extent,
    ImportCheck,
    Indicator,
    IndicatorVersion,
    Series,
)
from leitai.apps.indicators.models.definitions import Direction, FlowBasis, PriceBasis
from leitai.apps.indicators.services.batches import RefusedError
from leitai.apps.language import reader_language
from leitai.apps.units.models import Unit
from leitai.apps.units.services import spell
from leitai.engine.formula import FormulaError, parse


@verb("source.register")
def register_source(
    act: Act,
    *,
    name: str,
    code: str,
    unit: Unit | None = None,
    public: bool = False,
    statistical: bool = False,
    citation: str = "",
    licence: str = "",
) -> DataSource:
    """Enter a place where values come from."""
    act.require("indicators.define", unit)
    source = DataSource.objects.create(
        name=name,
        code=code,
        unit=unit,
        public=public,
        statistical=statistical,
        citation=citation,
        licence=licence,
    )
    act.note(name=name, code=code, unit=unit.pk if unit else None, public=public)
    return source


@verb("indicator.define")
def define_indicator(
    act: Act,
    *,
    area: Unit,
    code: str,
    name: str,
    measure: str,
    direction: str = Direction.HIGHER,
    text: str = "",
    valid_from: dt.date,
    name_en: str = "",
    theme: str = "",
    aliases: list[str] | None = None,
    decimals: int = 2,
    actionable: bool = True,
    formula: str = "",
    responsible: Unit | None = None,
    due_day: int = 10,
    position: int = 0,
    scope_note: str = "",
) -> Indicator:
    """Define an indicator of an area with its first definition."""
    act.require("indicators.define", area)
    if direction not in Direction.values:
        raise RefusedError(_("“%(word)s” is no direction.") % {"word": direction})
    if not 1 <= due_day <= 31:
        raise RefusedError(_("The due day %(day)d is no day of a month.") % {"day": due_day})
    _check_formula(formula)
    pinyin, initials = spell(name)
    indicator = Indicator.objects.create(
        area=area,
        code=code,
        name=name,
        name_en=name_en,
        pinyin=pinyin,
        initials=initials,
        aliases=aliases or [],
        theme=theme,
        measure=measure,
        decimals=decimals,
        direction=direction,
        actionable=actionable,
        formula=formula,
        responsible=responsible,
        due_day=due_day,
        position=position,
    )
    IndicatorVersion.objects.create(
        indicator=indicator, number=1, text=text, scope_note=scope_note, valid_from=valid_from
    )
    act.note(code=code, name=name, measure=measure, direction=direction, definition=text)
    return indicator


def _check_formula(text: str) -> None:
    if not text:
        return
    try:
        parse(text)
    except FormulaError as error:
        raise RefusedError(
            _("The formula “%(text)s” cannot be read: %(error)s")
            % {"text": text, "error": error.text(reader_language())}
        ) from error


@verb("indicator.revise_definition")
def revise_definition(
    act: Act,
    *,
    indicator: Indicator,
    text: str,
    valid_from: dt.date,
    scope_note: str = "",
    reason: str,
) -> IndicatorVersion:
    """Give an indicator a new definition from a day on; the earlier ones stay."""
    act.require("indicators.define", indicator)
    if not reason.strip():
        raise RefusedError(_("Give the reason for the new definition."))
    last = (
        IndicatorVersion.objects.select_for_update()
        .filter(indicator=indicator)
        .order_by("-number")
        .first()
    )
    if last is not None and valid_from <= last.valid_from:
        raise RefusedError(
            _("The new definition must hold from a day after %(day)s, when the present one began.")
            % {"day": last.valid_from.isoformat()}
        )
    version = IndicatorVersion.objects.create(
        indicator=indicator,
        number=last.number + 1 if last else 1,
        text=text,
        scope_note=scope_note,
        valid_from=valid_from,
    )
    act.note(
        old=last.text if last else None,
        new=text,
        valid_from=valid_from.isoformat(),
        reason=reason,
    )
    return version


@verb("series.define")
def define_series(
    act: Act,
    *,
    indicator: Indicator,
    flow: str,
    authority: DataSource,
    price: str = PriceBasis.NONE,
    extent: Extent | None = None,
) -> Series:
    """Define a series of an indicator and name the source that counts."""
    act.require("indicators.define", indicator)
    for word, known in ((flow, FlowBasis), (price, PriceBasis)):
        if word not in known.values:
            raise RefusedError(_("“%(word)s” is no basis of a series.") % {"word": word})
    series = Series.objects.create(
        indicator=indicator, flow=flow, price=price, extent=extent, authority=authority
    )
    act.note(indicator=indicator.code, flow=flow, price=price, authority=authority.code)
    return series


@verb("extent.define")
def define_extent(
    act: Act,
    *,
    unit: Unit,
    name: str,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Extent:
    """Name a part of a unit that values may cover."""
    act.require("indicators.define", unit)
    extent = Extent.objects.create(unit=unit, name=name, valid_from=valid_from, valid_to=valid_to)
    act.note(unit=unit.pk, name=name)
    return extent


@verb("indicators.set_check")
def set_import_check(
    act: Act,
    *,
    area: Unit,
    kind: str,
    indicator: Indicator | None = None,
    parts: list[str] | None = None,
    tolerance: float = 0.0,
    times: float | None = None,
    active: bool = True,
) -> ImportCheck:
    """Set the parameters of a check that imports run."""
    act.require("indicators.define", area)
    if kind == ImportCheck.Kind.PARTS_WHOLE and (indicator is None or not parts):
        raise RefusedError(_("A check of parts and whole needs the whole and its parts."))
    values: dict[str, Any] = {
        "parts": parts or [],
        "tolerance": tolerance,
        "times": times,
        "active": active,
    }
    old = ImportCheck.objects.filter(area=area, kind=kind, indicator=indicator).first()
    check, _created = ImportCheck.objects.update_or_create(
        area=area, kind=kind, indicator=indicator, defaults=values
    )
    act.note(
        old={name: getattr(old, name) for name in values} if old else None,
        new=values,
        kind=kind,
        indicator=indicator.code if indicator else None,
    )
    return check
