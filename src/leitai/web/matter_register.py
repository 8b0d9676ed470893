"""The form by which a matter is registered, and what it tells of terms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leitai.apps.language import bracketed, named
from leitai.apps.matters.models import Matter, SourceKind
from leitai.apps.matters.policies import LEADERS
from leitai.apps.matters.selectors.rules import AreaRules, rules_for
from leitai.apps.matters.services import Measure, Source
from leitai.apps.periods.deadlines import due_day
from leitai.apps.units.models import Unit, User
from leitai.web.matter_forms import area_text
from leitai.web.matter_parties import PartiesForm
from leitai.web.matter_words import day_words, weekday_words, working_days

#: Parts of one form; more come by a sheet.
MOST_PARTS = 30


def kind_choices(rules: AreaRules, today: dt.date) -> list[tuple[str, str]]:
    """Return the kinds with the due day that each would get today."""
    found = []
    for kind in rules.kinds.kinds:
        due = due_day(kind.deadline, today, rules.calendar)
        name = named(kind)
        if due is not None:
            name = bracketed(name, _("due %(day)s") % {"day": day_words(due)})
        found.append((kind.code, name))
    return found


def term_words(rules: AreaRules, kind_code: str, due: dt.date | None, today: dt.date) -> str:
    """Say when a matter would be due, with its weekday and its working days."""
    kind = rules.kinds.kind(kind_code)
    if due is None and kind is not None:
        due = due_day(kind.deadline, today, rules.calendar)
    if due is None:
        return _("This kind has no term: give the due day.")
    days = rules.calendar.working_days_between(today, due)
    told = _("Due %(day)s, %(days)s from today.") % {
        "day": weekday_words(due),
        "days": working_days(days),
    }
    if not rules.calendar.is_working_day(due):
        told += _(" That is no working day.")
    if rules.calendar.provisional(today, due):
        told += _(" Provisional: the holidays of that year are not announced yet.")
    return told


class RegisterForm(PartiesForm):
    """A new matter, or a draft; the second half says to whom it goes at once."""

    title = forms.CharField(max_length=120, label=gettext_lazy("Title"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of matter"))
    source_kind = forms.ChoiceField(choices=SourceKind, label=gettext_lazy("Where it comes from"))
    source_name = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Document, meeting or comment, with its place"),
    )
    source_words = forms.CharField(
        max_length=2000,
        required=False,
        widget=area_text(3),
        label=gettext_lazy("The sentence itself"),
    )
    contact = forms.ModelChoiceField(
        User.objects.none(), required=False, label=gettext_lazy("Contact leader")
    )
    measure_total = forms.FloatField(
        min_value=0, required=False, label=gettext_lazy("How many are to be done")
    )
    measure_unit = forms.CharField(max_length=12, required=False, label=gettext_lazy("Counted in"))
    measure_name = forms.CharField(
        max_length=40, required=False, label=gettext_lazy("What is counted")
    )
    parts = forms.CharField(
        required=False,
        max_length=4000,
        widget=area_text(3),
        label=gettext_lazy("Parts, one a line"),
        help_text=gettext_lazy("Each becomes a matter of its own; the whole closes after them."),
    )

    def __init__(self, area: Unit, *args: Any, draft: Matter | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs.setdefault("initial", _of_draft(draft))
        super().__init__(area, *args, **kwargs)
        self.rules = rules_for(area.pk)
        self.today = timezone.localdate()
        leaders = User.objects.filter(
            is_active=True, assignments__role__in=LEADERS, assignments__unit=area
        ).distinct()
        self.fields["kind"].choices = kind_choices(self.rules, self.today)  # type: ignore[attr-defined]
        self.fields["contact"].queryset = leaders  # type: ignore[attr-defined]

    @property
    def term(self) -> str:
        """Say the term of what is chosen now."""
        kind = str(self["kind"].value() or self.rules.kinds.kinds[0].code)
        try:
            due = self.fields["due"].clean(self["due"].value())
        except forms.ValidationError:
            due = None
        return term_words(self.rules, kind, due, self.today)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.data.get("do") == "assign" and not given.get("lead_unit"):
            self.add_error("lead_unit", _("Name the lead unit."))
        lines = [" ".join(line.split()) for line in given.get("parts", "").splitlines()]
        given["parts"] = [line for line in lines if line]
        if len(given["parts"]) > MOST_PARTS:
            self.add_error("parts", _("At most %(n)d parts; bring more by a sheet.")
                           % {"n": MOST_PARTS})  # fmt: skip
        if any(len(line) > 120 for line in given["parts"]):
            self.add_error("parts", _("A title has at most 120 characters."))
        return given

    def matter(self) -> dict[str, Any]:
        """Return what a matter is registered with."""
        given = self.cleaned_data
        total = given["measure_total"]
        return {
            "title": given["title"],
            "kind": given["kind"],
            "source": Source(given["source_kind"], given["source_name"], given["source_words"]),
            "measure": Measure(given["measure_name"], total, given["measure_unit"])
            if total
            else None,
            "contact": given["contact"],
        }


def _of_draft(draft: Matter) -> dict[str, Any]:
    names = (
        "title", "kind", "source_kind", "source_name", "source_words", "measure_total",
        "measure_unit", "measure_name",
    )  # fmt: skip
    return {name: getattr(draft, name) for name in names} | {"contact": draft.contact_id}
