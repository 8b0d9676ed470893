"""The small forms of the steps of a matter, one for each verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leitai.apps.language import named
from leitai.apps.matters import life
from leitai.apps.matters.models import Matter
from leitai.apps.matters.selectors.page import MatterPage
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services import File
from leitai.apps.periods.deadlines import due_day
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import subtree_ids, valid_on
from leitai.web.matter_words import working_days

#: What is asked for in words, by verb; other verbs ask for "words".
WORDS: dict[str, Promise] = {
    "assign": gettext_lazy("What is asked for"),
    "transfer": gettext_lazy("Why it goes to another unit"),
    "refuse": gettext_lazy("Why it is not this unit's to do"),
    "report_progress": gettext_lazy("What has been done"),
    "urge": gettext_lazy("What the unit is told"),
    "escalate": gettext_lazy("Why the ticket is issued"),
    "ask_extension": gettext_lazy("Why more time is needed, and how far it is"),
    "deny_extension": gettext_lazy("Why not"),
    "suspend": gettext_lazy("Why it rests, and who approved it"),
    "resume": gettext_lazy("Why it goes on"),
    "report_completion": gettext_lazy("What was done and what came of it"),
    "return_for_rework": gettext_lazy("What is wanting"),
    "recheck": gettext_lazy("What was seen"),
    "reopen": gettext_lazy("Why it is opened again"),
    "restore": gettext_lazy("Why it is put back"),
    "withdraw": gettext_lazy("Why it is withdrawn"),
    "merge": gettext_lazy("Why it is merged"),
    "instruct": gettext_lazy("The leader's word"),
    "continue": gettext_lazy("The leader's word"),
}
#: Words that stand in the field already, to be changed or sent as they are.
READY: dict[str, Promise] = {
    "urge": gettext_lazy("Please get it done by the due day."),
}


class Day(forms.DateInput):
    """A day, chosen from the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files as a list, empty where none was chosen."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        clean: list[Any] = [super(FilesField, self).clean(one, initial) for one in given if one]
        if self.required and not clean:
            raise forms.ValidationError(_("Attach the evidence."))
        return clean


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit under its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Units to tick, under their names."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


def units_of(area: Unit) -> Any:
    """Return the units of an area that can have a matter, in the area's order."""
    inside = Unit.objects.filter(pk__in=subtree_ids((area.pk,))).exclude(pk=area.pk)
    return valid_on(inside, timezone.localdate()).order_by("position", "pk")


def area_text(rows: int) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


class StepForm(forms.Form):
    """What a step asks for; the fields follow from the verb and from the matter."""

    def __init__(self, verb: str, matter: Matter, page: MatterPage, *args: Any, **kw: Any) -> None:
        kw.setdefault("auto_id", "step_%s")
        super().__init__(*args, **kw)
        self.verb = verb
        needs = life.STEPS[verb].needs
        for add in BEFORE.get(verb, ()):
            add(self, matter, page)
        if verb not in WORDLESS:
            label = WORDS.get(verb, gettext_lazy("Words"))
            self.fields["words"] = forms.CharField(
                max_length=2000,
                required="words" in needs,
                label=str(label),
                initial=READY.get(verb, ""),
                widget=area_text(3),
            )
        for add in AFTER.get(verb, ()):
            add(self, matter, page)

    def given(self) -> dict[str, Any]:
        """Return what the service takes, by name."""
        given = dict(self.cleaned_data)
        if "files" in given:
            given["files"] = [File(one.name, one.read()) for one in given["files"]]
        if "checks" in given:
            names = [code for code, _name in self.fields["checks"].choices]  # type: ignore[attr-defined]
            given["checks"] = {code: code in given["checks"] for code in names}
        return given


Add = Callable[[StepForm, Matter, MatterPage], None]


def _lead(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["lead_unit"] = UnitChoice(
        units_of(matter.area), label=_("Lead unit"), initial=matter.lead_unit_id
    )


def _supporting(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["supporting"] = UnitChoices(
        units_of(matter.area),
        required=False,
        label=_("Supporting units"),
        initial=[pk for pk, _name in page.supporting],
        widget=forms.CheckboxSelectMultiple,
    )


def _person(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["responsible_person"] = forms.CharField(
        max_length=40,
        required=False,
        label=_("Person in charge"),
        initial=matter.responsible_person,
    )


def _due(form: StepForm, matter: Matter, page: MatterPage) -> None:
    """Ask for the due day; where the kind has a term, it stands there already."""
    initial, told = matter.due, ""
    if form.verb == "assign":
        rules = rules_for(matter.area_id)
        kind = rules.kinds.kind(matter.kind)
        today = timezone.localdate()
        if kind is not None:
            initial = due_day(kind.deadline, today, rules.calendar)
        if initial is not None:
            told = _("By the term of the kind: %(days)s from today.") % {
                "days": working_days(rules.calendar.working_days_between(today, initial))
            }
    if form.verb == "reopen":
        initial = None
    form.fields["due"] = forms.DateField(
        label=_("Due day"),
        required="due" in life.STEPS[form.verb].needs,
        initial=initial,
        widget=Day(),
        help_text=told,
    )


def _asked_due(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["due"] = forms.DateField(
        label=_("Until which day"),
        required=form.verb == "ask_extension",
        initial=matter.asked_due,
        widget=Day(),
    )


def _until(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["until"] = forms.DateField(label=_("Until which day"), widget=Day())


def _level(form: StepForm, matter: Matter, page: MatterPage) -> None:
    levels = page.tickets[matter.ticket :]
    form.fields["level"] = forms.ChoiceField(
        choices=levels, label=_("Ticket"), initial=levels[0][0] if levels else None
    )


def _checks(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["checks"] = forms.MultipleChoiceField(
        choices=page.checks,
        label=_("What you have checked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what holds; if something does not, return it.")},
    )


def _progress(form: StepForm, matter: Matter, page: MatterPage) -> None:
    if matter.measure_total is not None:
        return
    form.fields["progress"] = forms.IntegerField(
        min_value=0,
        max_value=100,
        required=False,
        label=_("Progress (%)"),
        initial=matter.progress,
        widget=forms.NumberInput(attrs={"step": 5}),
    )


def _measure(form: StepForm, matter: Matter, page: MatterPage) -> None:
    if matter.measure_total is None:
        return
    all_of = form.verb == "report_completion"
    form.fields["measure_done"] = forms.FloatField(
        min_value=0,
        max_value=matter.measure_total,
        required=False,
        label=_("%(what)s (of %(total)g %(unit)s)")
        % {
            "what": matter.measure_name or _("Done"),
            "total": matter.measure_total,
            "unit": matter.measure_unit,
        },
        initial=matter.measure_total if all_of else matter.measure_done,
    )


def _evidence(form: StepForm, matter: Matter, page: MatterPage) -> None:
    """Ask for files only where the matter was drawn for it, or with progress where wanted."""
    asked = form.verb == "report_completion" and matter.evidence_asked
    if not asked:
        return
    form.fields["files"] = FilesField(
        required=True,
        label=_("Evidence"),
        widget=Files(attrs={"multiple": True}),
        help_text=_("This matter was drawn for a check. No secret papers."),
    )


def _into(form: StepForm, matter: Matter, page: MatterPage) -> None:
    form.fields["into"] = forms.CharField(max_length=24, label=_("Number of the other matter"))


#: Fields before the words, and after them.
BEFORE: dict[str, tuple[Add, ...]] = {
    "assign": (_lead, _supporting, _person, _due),
    "transfer": (_lead, _supporting, _person, _due),
    "sign_for": (_person,),
    "report_progress": (_progress, _measure),
    "report_completion": (_measure,),
    "escalate": (_level,),
    "ask_extension": (_asked_due,),
    "grant_extension": (_asked_due,),
    "suspend": (_until,),
    "verify": (_checks,),
    "reopen": (_due,),
    "merge": (_into,),
}
AFTER: dict[str, tuple[Add, ...]] = {"report_completion": (_evidence,)}
#: Steps that take no words.
WORDLESS = frozenset({"register"})


def step_form(
    request: HttpRequest, verb: str, matter: Matter, page: MatterPage, *, sent: bool = False
) -> StepForm:
    """Return the form of a step, filled with what was sent when it was."""
    if sent:
        return StepForm(verb, matter, page, request.POST, request.FILES)
    return StepForm(verb, matter, page)
