"""Forms of targets: setting, changing, breaking down, compound targets, thresholds."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leitai.apps.goals.models import (
    RATIOS,
    WITH_AMOUNT,
    ConditionKind,
    MonthShape,
    PaceRule,
    Target,
    TargetProposal,
)
from leitai.apps.goals.services import NewCondition
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit
from leitai.web.goal_forms import series_of, several_lines, units_of, year_field

#: Rooms for conditions on the form of a compound target.
ROOMS = 6


def parse_number(text: str) -> float | None:
    """Return a number as typed, without thousands separators; None for nothing.

    Raises:
        forms.ValidationError: naming what is no number.
    """
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise forms.ValidationError(_("“%(text)s” is not a number."), params={"text": text})
    return number


def parse_shares(text: str) -> tuple[float, ...]:
    """Return twelve cumulative shares typed in percent, as parts of one.

    Raises:
        forms.ValidationError: naming what is no number.
    """
    parts = [part for part in text.replace("，", " ").replace(",", " ").split() if part]
    found = []
    for part in parts:
        number = parse_number(part.rstrip("%％"))
        assert number is not None
        found.append(number / 100)
    return tuple(found)


class ShapeFields(forms.Form):
    """How a target spreads over the months."""

    shape = forms.ChoiceField(
        choices=MonthShape.choices, initial=MonthShape.EVEN, label=_("Spread over the months")
    )
    shares = forms.CharField(
        max_length=200, required=False, label=_("Twelve cumulative percents"),
        help_text=_("only for the shape by hand, January to December, rising to 100"),
    )  # fmt: skip

    def clean_shares(self) -> tuple[float, ...]:
        return parse_shares(self.cleaned_data["shares"])


class SetForm(ShapeFields):
    """A target that is not set yet."""

    series = forms.ModelChoiceField(Series.objects.none(), label=_("Indicator"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    year = year_field(_("Year"))
    floor = forms.FloatField(label=_("Floor"))
    stretch = forms.FloatField(required=False, label=_("Stretch"))
    sentence = forms.CharField(
        max_length=2000, required=False, widget=several_lines(2), label=_("The plan's own words")
    )
    reason = forms.CharField(max_length=300, label=_("Reason or document"))
    field_order = ("series", "unit", "year", "floor", "stretch", "shape", "shares", "sentence",
                   "reason")  # fmt: skip

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["series"].queryset = series_of(area)
        fields["unit"].queryset = units_of(area)


class AdjustForm(ShapeFields):
    """Another floor, stretch or shape, with the reason."""

    floor = forms.FloatField(label=_("Floor"))
    stretch = forms.FloatField(required=False, label=_("Stretch"))
    reason = forms.CharField(max_length=300, label=_("Reason for the change"))
    field_order = ("floor", "stretch", "shape", "shares", "reason")

    @classmethod
    def of(cls, target: Target) -> AdjustForm:
        """The form as it stands for a target."""
        shares = " ".join(f"{share * 100:g}" for share in target.shares)
        return cls(
            initial={
                "floor": target.floor, "stretch": target.stretch, "shape": target.shape,
                "shares": shares,
            }
        )  # fmt: skip


class BreakDownForm(ShapeFields):
    """How a breakdown begins."""

    basis = forms.ChoiceField(
        choices=TargetProposal.Basis.choices, initial=TargetProposal.Basis.LAST_YEAR,
        label=_("Propose parts"),
    )  # fmt: skip
    field_order = ("basis", "shape", "shares")


class CompoundForm(forms.Form):
    """A compound target; its conditions are forms of their own."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    year = year_field(_("Year"))
    name = forms.CharField(max_length=120, label=_("Name of the target"))
    sentence = forms.CharField(
        max_length=2000, required=False, widget=several_lines(2), label=_("The plan's own words")
    )

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(area)  # type: ignore[attr-defined]


class ConditionForm(forms.Form):
    """One thing that must hold; a room without an indicator is left out."""

    series = forms.ModelChoiceField(Series.objects.none(), required=False, label=_("Indicator"))
    kind = forms.ChoiceField(choices=ConditionKind.choices, required=False, label=_("Condition"))
    amount = forms.FloatField(required=False, label=_("Number, place or percent"))
    divisor = forms.ModelChoiceField(
        Series.objects.none(), required=False, label=_("of which indicator (ratios)")
    )

    def __init__(self, series: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["series"].queryset = fields["divisor"].queryset = series

    def condition(self) -> NewCondition | None:
        """The condition that the form describes, or None for a room left empty."""
        given = self.cleaned_data
        if given.get("series") is None:
            return None
        kind = given["kind"]
        return NewCondition(
            kind,
            given["series"],
            given["amount"] if kind in WITH_AMOUNT else None,
            given["divisor"] if kind in RATIOS else None,
        )


def condition_rooms(area: Unit, data: Any = None) -> list[ConditionForm]:
    """Return the rooms for conditions, filled in where there is data."""
    series = series_of(area)
    return [ConditionForm(series, data, prefix=f"c{number}") for number in range(ROOMS)]


class PaceRuleForm(forms.Form):
    """When quarters count as red or steady."""

    from_year = year_field(_("Holds from the year"))
    red_of = forms.ChoiceField(choices=PaceRule.Line.choices, label=_("Red is measured by"))
    red_percent = forms.FloatField(label=_("Red from (percent of the plan)"))
    steady_of = forms.ChoiceField(choices=PaceRule.Line.choices, label=_("Steady is measured by"))
    steady_percent = forms.FloatField(label=_("Steady from (percent of the plan)"))
    every_quarter = forms.ChoiceField(
        choices=PaceRule.Quarter.choices, label=_("“Red every quarter” asks each quarter for")
    )
    reason = forms.CharField(max_length=300, label=_("Reason or document"))
