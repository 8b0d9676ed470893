"""Forms of the goals room: goals, responsibilities, teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leitai.apps.goals.models import (
    CompoundTarget,
    GoalNode,
    NodeKind,
    ResponsibilityRole,
)
from leitai.apps.goals.models.responsibility import OF_PERSONS
from leitai.apps.goals.services import people_of
from leitai.apps.indicators.models import Series
from leitai.apps.units.models import Unit, User
from leitai.apps.units.selectors import subtree_ids


def year_field(label: Any) -> forms.IntegerField:
    """Return a field for a year that a plan may speak of."""
    return forms.IntegerField(min_value=1949, max_value=2199, label=label)


def day(required: bool = True, label: Any = "") -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(
        required=required, label=label, widget=forms.DateInput(attrs={"type": "date"})
    )


def several_lines(rows: int) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


def units_of(area: Unit) -> Any:
    """Return the units of an area, itself first."""
    return Unit.objects.filter(pk__in=subtree_ids([area.pk]), valid_to=None)


def series_of(area: Unit) -> Any:
    """Return the series of an area's indicators with what their names need."""
    return (
        Series.objects.filter(indicator__area=area)
        .select_related("indicator", "extent")
        .order_by("indicator__position", "pk")
    )


class GoalForm(forms.Form):
    """A new goal, or what may change of one."""

    parent = forms.ModelChoiceField(
        GoalNode.objects.none(), required=False, label=_("Under which goal"),
        empty_label=_("the root"),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=NodeKind.choices, label=_("Kind of goal"))
    name = forms.CharField(max_length=120, label=_("Name of the goal"))
    first_year = year_field(_("First year"))
    last_year = year_field(_("Last year"))
    series = forms.ModelChoiceField(
        Series.objects.none(), required=False, label=_("Indicator of a target")
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, label=_("Unit of a target"))
    compound = forms.ModelChoiceField(
        CompoundTarget.objects.none(), required=False, label=_("or a compound target")
    )
    due = day(required=False, label=_("A task's due day"))
    sentence = forms.CharField(
        max_length=2000, required=False, widget=several_lines(2), label=_("The plan's own words")
    )
    implements = forms.CharField(
        max_length=300, required=False, label=_("Which demand from above it carries out")
    )

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["parent"].queryset = GoalNode.objects.filter(
            area=area, state=GoalNode.State.OPEN
        ).exclude(kind=NodeKind.TASK)
        fields["series"].queryset = series_of(area)
        fields["unit"].queryset = units_of(area)
        fields["compound"].queryset = CompoundTarget.objects.filter(
            unit__above__ancestor=area, withdrawn_at=None
        )


class ChangeForm(forms.Form):
    """What may change of a goal, with the reason."""

    name = forms.CharField(max_length=120, label=_("Name of the goal"))
    first_year = year_field(_("First year"))
    last_year = year_field(_("Last year"))
    due = day(required=False, label=_("A task's due day"))
    sentence = forms.CharField(
        max_length=2000, required=False, widget=several_lines(2), label=_("The plan's own words")
    )
    implements = forms.CharField(
        max_length=300, required=False, label=_("Which demand from above it carries out")
    )
    reason = forms.CharField(max_length=300, label=_("Reason for the change"))

    @classmethod
    def of(cls, node: GoalNode) -> ChangeForm:
        """The form as it stands for a goal."""
        return cls(
            initial={name: getattr(node, name) for name in cls.base_fields if name != "reason"}
        )


class CloseForm(forms.Form):
    """Closing a goal."""

    state = forms.ChoiceField(
        choices=[(s.value, s.label) for s in GoalNode.State if s != GoalNode.State.OPEN],
        label=_("How it ended"),
    )
    closing = forms.CharField(max_length=300, label=_("Reason for closing it"))


class NameForm(forms.Form):
    """Naming who answers for something: an account or a unit, or a person without an account."""

    role = forms.ChoiceField(choices=ResponsibilityRole.choices, label=_("Role in the matrix"))
    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Person with an account")
    )
    name = forms.CharField(max_length=40, required=False, label=_("or a person without one"))
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, label=_("or a unit"))
    valid_from = day(required=False, label=_("From which day"))

    def __init__(self, area: Unit, *args: Any, own_person: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["person"].queryset = people_of(area)
        fields["unit"].queryset = units_of(area)
        if own_person:
            only = ResponsibilityRole.RESPONSIBLE_PERSON
            fields["role"].choices = [(only.value, only.label)]
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        person, unit, name = given.get("person"), given.get("unit"), given.get("name", "").strip()
        of_person = given.get("role") in OF_PERSONS
        given["who"] = (person or name) if of_person else unit
        if not given["who"]:
            self.add_error(
                "person" if of_person else "unit" if "unit" in self.fields else "role",
                _("Choose who it is."),
            )
        return given


class TaskForceForm(forms.Form):
    """A new task force."""

    name = forms.CharField(max_length=80, label=_("Name of the task force"))
    head = forms.ModelChoiceField(User.objects.none(), label=_("Head"))
    node = forms.ModelChoiceField(
        GoalNode.objects.none(), required=False, label=_("For which goal")
    )
    purpose = forms.CharField(max_length=300, required=False, label=_("What it is for"))
    meets = forms.CharField(max_length=60, required=False, label=_("How often it meets"))

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["head"].queryset = people_of(area)
        fields["node"].queryset = GoalNode.objects.filter(area=area, state=GoalNode.State.OPEN)


class MemberForm(forms.Form):
    """A person who joins a task force."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who joins"))
    duty = forms.CharField(max_length=80, required=False, label=_("What they do there"))

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(area)  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """A unit and the leader who keeps contact with it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    leader = forms.ModelChoiceField(User.objects.none(), label=_("Contact leader"))

    def __init__(self, area: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = units_of(area).exclude(pk=area.pk)
        fields["leader"].queryset = people_of(area)


class DelegateForm(forms.Form):
    """Who stands in, from when to when, and why."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Who stands in"))
    valid_from = day(label=_("First day"))
    valid_to = day(label=_("Last day"))
    reason = forms.CharField(max_length=300, label=pgettext_lazy("standing in", "Reason"))

    def __init__(self, area: Unit, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_of(area).exclude(pk=person.pk)  # type: ignore[attr-defined]
