"""The forms of what is done to many matters at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leitai.apps.units.models import Unit
from leitai.web.matter_forms import READY, WORDS, area_text
from leitai.web.matter_parties import PartiesForm


class UrgeManyForm(forms.Form):
    """The same words to every lead unit."""

    words = forms.CharField(
        max_length=2000, widget=area_text(2), label=gettext_lazy("What the unit is told")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"words": READY["urge"]})
        kwargs.setdefault("auto_id", "urge_%s")
        super().__init__(*args, **kwargs)


class AssignManyForm(PartiesForm):
    """One lead unit for all of them."""

    words = forms.CharField(max_length=2000, required=False, widget=area_text(2))

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "assign_%s")
        super().__init__(area, *args, **kwargs)
        self.fields["lead_unit"].required = True
        self.fields["due"].help_text = _("Left empty, each gets the term of its kind.")
        self.fields["words"].label = str(WORDS["assign"])
