"""Whom a matter goes to: the part that forms of one new matter and of many have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from leitai.apps.matters.services.opening import Assignment
from leitai.apps.units.models import Unit
from leitai.web.matter_forms import Day, UnitChoice, UnitChoices, units_of


class PartiesForm(forms.Form):
    """Lead and supporting units of an area, the person in charge, and the due day."""

    lead_unit = UnitChoice(Unit.objects.none(), required=False, label=gettext_lazy("Lead unit"))
    supporting = UnitChoices(
        Unit.objects.none(),
        required=False,
        label=gettext_lazy("Supporting units"),
        widget=forms.CheckboxSelectMultiple,
    )
    responsible_person = forms.CharField(
        max_length=40, required=False, label=gettext_lazy("Person in charge")
    )
    due = forms.DateField(required=False, widget=Day(), label=gettext_lazy("Due day"))

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        for name in ("lead_unit", "supporting"):
            self.fields[name].queryset = units_of(area)  # type: ignore[attr-defined]

    def assignment(self) -> Assignment:
        """Return to whom it goes."""
        given = self.cleaned_data
        return Assignment(
            given["lead_unit"],
            tuple(given["supporting"]),
            given["responsible_person"],
            given["due"],
        )
