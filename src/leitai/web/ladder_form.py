"""The form that sets a ladder up: from what is typed to what the verb takes, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leitai.apps.benchmarks.models import BenchmarkField, NamedLadder
from leitai.apps.benchmarks.selectors.naming import (
    MOST,
    Resolved,
    resolve_units,
    written,
)
from leitai.apps.benchmarks.services import LadderSetup
from leitai.apps.benchmarks.services.ladders import setup_of
from leitai.apps.indicators.models import Series
from leitai.apps.indicators.models.definitions import Direction
from leitai.apps.language import bracketed, named
from leitai.apps.units.models import Ancestry, Unit, UnitKind
from leitai.web.sentences import listed

KINDS = [
    (kind.value, kind.label)
    for kind in UnitKind
    if kind not in (UnitKind.COUNTRY, UnitKind.VILLAGE, UnitKind.COMMUNITY)
]


if TYPE_CHECKING:
    OneSeries = forms.ModelChoiceField[Series]
else:
    OneSeries = forms.ModelChoiceField


class SeriesChoice(OneSeries):
    """A series by its indicator, measure and scope."""

    def label_from_instance(self, obj: Series) -> str:
        scope = " ".join(obj.scope)
        name = bracketed(named(obj.indicator), obj.indicator.measure)
        return f"{name} {scope} · {obj.authority.name}"


def numbers_of(text: str) -> list[int]:
    """Return whole numbers typed with anything between them.

    Raises:
        ValidationError: for what is no whole number, naming it.
    """
    found = []
    for word in re.split(r"[\s,，、;；年]+", text):
        if word and not (word.isascii() and word.isdigit() and len(word) < 7):
            raise forms.ValidationError(_("“%(text)s” is no whole number.") % {"text": word[:20]})
        if word:
            found.append(int(word))
    return found


class LadderForm(forms.Form):
    """A ladder as the office sets it up."""

    name = forms.CharField(max_length=80, label=gettext_lazy("Name of the ladder"))
    series = SeriesChoice(Series.objects.none(), label=gettext_lazy("Ranked by"))
    direction = forms.ChoiceField(
        choices=(
            (Direction.HIGHER, gettext_lazy("more is better")),
            (Direction.LOWER, gettext_lazy("less is better")),
        ),
        label=gettext_lazy("Which way"),
    )
    measure = forms.CharField(
        max_length=20,
        required=False,
        label=gettext_lazy("Shown in"),
        help_text=gettext_lazy("empty: as it is stored"),
    )
    decimals = forms.IntegerField(
        min_value=0, max_value=6, initial=2, label=gettext_lazy("Decimals")
    )
    pool = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Units of"))
    kinds = forms.MultipleChoiceField(
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Which kinds of units"),
    )
    top = forms.IntegerField(
        min_value=2, max_value=5000, required=False, label=gettext_lazy("Only the first so many")
    )
    members = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=gettext_lazy("Or these units alone"),
        help_text=gettext_lazy(
            "paste names or division codes, one a line; of a name that occurs twice write the "
            "province before it"
        ),
    )
    years = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Years shown"),
        help_text=gettext_lazy("such as 2020 2023; empty: all years with figures"),
    )
    cuts = forms.CharField(
        required=False,
        max_length=60,
        label=gettext_lazy("Zones end at the places"),
        help_text=gettext_lazy("such as 10 50; empty: thirds"),
    )
    guest = forms.ModelChoiceField(
        Unit.objects.none(),
        required=False,
        label=gettext_lazy("Unit of ours to be placed beside it"),
        help_text=gettext_lazy("it takes nobody's place"),
    )
    guest_series = SeriesChoice(
        Series.objects.none(), required=False, label=gettext_lazy("By its own series")
    )
    source_note = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Source and what to bear in mind"),
    )

    def __init__(self, area: Unit, *args: Any, ladder: NamedLadder | None = None, **more: Any):
        if ladder is not None:
            more.setdefault("initial", initial_of(ladder))
        super().__init__(*args, **more)
        self.area, self.ladder = area, ladder
        self.resolved: Resolved | None = None
        roots = {area.pk, *_candidates(area)} | ({ladder.pool_id} if ladder is not None else set())
        fields: dict[str, Any] = self.fields
        series = Series.objects.select_related("indicator", "extent", "authority").order_by(
            "indicator__area__position", "indicator__position", "pk"
        )
        fields["series"].queryset = series.filter(indicator__area__in=roots)
        fields["guest_series"].queryset = series.filter(indicator__area=area)
        below = Ancestry.objects.filter(ancestor__in=roots).values("descendant_id")
        fields["pool"].queryset = Unit.objects.filter(
            Q(pk__in=roots) | Q(pk__in=below, kind__in=["province", "prefecture"])
        )
        mine = Ancestry.objects.filter(ancestor=area).values("descendant_id")
        fields["guest"].queryset = Unit.objects.filter(pk__in=mine)
        if ladder is not None:
            fields["reason"] = forms.CharField(
                max_length=300, label=gettext_lazy("Reason for the change")
            )

    def clean_years(self) -> list[int]:
        return numbers_of(self.cleaned_data["years"])

    def clean_cuts(self) -> list[int]:
        return numbers_of(self.cleaned_data["cuts"])

    def clean_members(self) -> tuple[Unit, ...]:
        try:
            self.resolved = resolve_units(self.area, self.cleaned_data["members"])
        except ValueError:
            raise forms.ValidationError(
                _("A list has at most %(most)d units.") % {"most": MOST}
            ) from None
        if self.resolved.doubts:
            raise forms.ValidationError(
                _("Say which unit is meant: %(names)s.")
                % {"names": listed(one.text for one in self.resolved.doubts[:10])}
            )
        return self.resolved.units

    def setup(self) -> LadderSetup:
        """What the verb takes; the form must be valid."""
        given = dict(self.cleaned_data)
        given.pop("reason", None)
        position = self.ladder.position if self.ladder is not None else 0
        return LadderSetup(**given, position=position)


def _candidates(area: Unit) -> list[int]:
    return list(BenchmarkField.objects.filter(area=area).values_list("candidates_id", flat=True))


def initial_of(ladder: NamedLadder) -> dict[str, Any]:
    """Return a ladder as the form shows it."""
    setup = setup_of(ladder)
    return {
        "name": setup.name,
        "series": ladder.series_id,
        "direction": setup.direction,
        "measure": setup.measure,
        "decimals": setup.decimals,
        "pool": ladder.pool_id,
        "kinds": list(setup.kinds),
        "top": setup.top,
        "members": written(list(setup.members)),
        "years": " ".join(map(str, setup.years)),
        "cuts": " ".join(map(str, setup.cuts)),
        "guest": ladder.guest_id,
        "guest_series": ladder.guest_series_id,
        "source_note": setup.source_note,
    }
