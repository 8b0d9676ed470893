"""Writing an area's own rules: forms that become a set, and faults back at their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from leitai.apps.matters.lights import SEVERITY, When
from leitai.apps.matters.rule_faults import MOST_ROWS, Fault, rule_faults
from leitai.apps.matters.rule_sets import Category
from leitai.apps.periods.deadlines import Count
from leitai.web.matter_forms import Day
from leitai.web.matter_rule_words import LIGHT_NAMES

COUNTS = [
    (str(Count.WORKING_DAYS), pgettext_lazy("matter term", "working days")),
    (str(Count.CALENDAR_DAYS), pgettext_lazy("matter term", "days")),
    (str(Count.DAY_OF_MONTH), pgettext_lazy("matter term", "day of each month")),
    (str(Count.NONE), pgettext_lazy("matter term", "given each time")),
]
WHENS = [
    (str(When.NEAR), gettext_lazy("the due day is near")),
    (str(When.BEHIND), gettext_lazy("progress is behind")),
    (str(When.LATE), gettext_lazy("the due day is past")),
]


def _text(label: Any, most: int = 40) -> forms.CharField:
    return forms.CharField(required=False, max_length=most, label=label)


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, label=label)


def _colours() -> list[tuple[str, str]]:
    return [(str(one), LIGHT_NAMES[one]()) for one in reversed(SEVERITY)]


class RowForm(forms.Form):
    """A row of a set; ``FIELDS`` names the field that a fault of the set stands at."""

    FIELDS: Mapping[str, str] = {}

    def row(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row as the set has it; ``known`` is the row that it was before."""
        raise NotImplementedError


class KindForm(RowForm):
    """A kind of matter with its term."""

    FIELDS = {"deadline": "count", "evidence_share": "evidence", "code": "name"}

    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = _text(pgettext_lazy("matter rules", "Kind"))
    count = forms.ChoiceField(required=False, choices=COUNTS, label=gettext_lazy("Term counted in"))
    number = _number(pgettext_lazy("matter rules", "Term"))
    extension_limit = _number(gettext_lazy("Extensions at most"))
    evidence = _number(gettext_lazy("Drawn for evidence (%)"))
    urge_before = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Urged so many working days before")
    )

    def clean_urge_before(self) -> list[int]:
        """Read “3, 1”."""
        parts = [
            part for part in re.split(r"[,，、;；\s]+", self.cleaned_data["urge_before"]) if part
        ]
        if not all(part.isdecimal() and len(part) < 4 for part in parts):
            raise forms.ValidationError(_("Write numbers of days, such as 3, 1."))
        return sorted({int(part) for part in parts}, reverse=True)

    def row(self, known: Mapping[str, Any]) -> dict[str, Any]:
        given = self.cleaned_data
        count = given["count"] or str(Count.NONE)
        deadline = {**(known.get("deadline") or {}), "count": count, "number": given["number"] or 0}
        return {
            "code": given["code"],
            "name": given["name"],
            "name_en": known.get("name_en", "") if known.get("name") == given["name"] else "",
            "deadline": deadline if count != Count.NONE else {},
            "extension_limit": given["extension_limit"] or 0,
            "evidence_share": (given["evidence"] or 0) / 100,
            "urge_before": given["urge_before"],
        }


class CheckForm(RowForm):
    """A question before a matter is closed out."""

    FIELDS = {"code": "name"}

    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = _text(gettext_lazy("What must hold before it is closed out"))

    def row(self, known: Mapping[str, Any]) -> dict[str, Any]:
        given = self.cleaned_data
        english = known.get("name_en", "") if known.get("name") == given["name"] else ""
        return {"code": given["code"], "name": given["name"], "name_en": english}


class ConditionForm(RowForm):
    """When a light turns on."""

    light = forms.ChoiceField(required=False, label=pgettext_lazy("matter rules", "Light"))
    when = forms.ChoiceField(
        required=False, choices=[("", "—"), *WHENS], label=gettext_lazy("Turns on when")
    )
    days = _number(gettext_lazy("Working days"))
    share = _number(gettext_lazy("Share of the term left (%)"))
    points = _number(gettext_lazy("Points behind"))
    min_term = _number(gettext_lazy("For terms of at least (working days)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["light"].choices = [("", "—"), *_colours()]  # type: ignore[attr-defined]

    def row(self, known: Mapping[str, Any]) -> dict[str, Any]:
        given = self.cleaned_data
        row = {name: given[name] for name in ("light", "when")}
        row |= {name: given[name] for name in ("days", "points", "min_term") if given[name]}
        if given["share"]:
            row["share"] = given["share"] / 100
        return row


class LevelForm(RowForm):
    """A level of the ladder of tickets."""

    FIELDS = {"raise_when": "near"}

    level = forms.ChoiceField(required=False, label=pgettext_lazy("matter rules", "Colour"))
    name = _text(pgettext_lazy("matter rules", "Ticket"), 20)
    near = forms.BooleanField(required=False, label=gettext_lazy("the due day is near"))
    behind = forms.BooleanField(required=False, label=gettext_lazy("progress is behind"))
    late = _number(gettext_lazy("Overdue more than (working days)"))
    after = _number(gettext_lazy("Working days after the ticket before"))
    goes_to = _text(gettext_lazy("Goes to, beside the lead unit"))
    consequence = _text(gettext_lazy("What follows"), 120)
    marks = forms.FloatField(required=False, label=gettext_lazy("Marks"))
    marks_from = _number(gettext_lazy("from the so-many-th ticket of the year on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "—"), *_colours()]  # type: ignore[attr-defined]

    def row(self, known: Mapping[str, Any]) -> dict[str, Any]:
        given = self.cleaned_data
        when = {name: True for name in ("near", "behind") if given[name]}
        when |= {name: given[name] for name in ("late", "after") if given[name] is not None}
        return {
            "level": given["level"],
            "name": given["name"],
            "name_en": known.get("name_en", "") if known.get("name") == given["name"] else "",
            "raise_when": when,
            "goes_to": given["goes_to"],
            "consequence": given["consequence"],
            "consequence_en": known.get("consequence_en", "")
            if known.get("consequence") == given["consequence"]
            else "",
            "marks": given["marks"] or 0,
            "marks_from": given["marks_from"] or 1,
        }


class VersionForm(forms.Form):
    """What a version is called, why it is made, and from when it counts."""

    name = forms.CharField(max_length=120, label=gettext_lazy("Name of the set"))
    reason = forms.CharField(max_length=300, label=gettext_lazy("Reason"))
    valid_from = forms.DateField(
        required=False,
        widget=Day(),
        label=gettext_lazy("Counts from"),
        help_text=gettext_lazy("Left empty, it counts at once."),
    )


#: Category → its lists, each with the form of a row.
PARTS: Mapping[str, tuple[tuple[str, type[RowForm]], ...]] = {
    Category.KINDS: (("kinds", KindForm), ("checks", CheckForm)),
    Category.LIGHTS: (("conditions", ConditionForm),),
    Category.LADDER: (("levels", LevelForm),),
}
#: By which a row is known again.
_KEYS = {"kinds": "code", "checks": "code", "levels": "level"}
EXTRA = 2


class RuleForms:
    """All forms of a set: its version, and a formset for each of its lists."""

    def __init__(self, category: str, content: Mapping[str, Any], name: str, data: Any = None):
        self.category = category
        self.before = content
        self.version = VersionForm(data, initial={"name": name})
        self.parts = []
        for part, form in PARTS[category]:
            made = forms.formset_factory(
                form, extra=EXTRA, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 5
            )
            initial = [_shown(part, row) for row in content.get(part, ())]
            self.parts.append((part, made(data, initial=initial, prefix=part)))
        self._rows: dict[tuple[str, int], Any] = {}

    @classmethod
    def with_more(
        cls, category: str, content: Mapping[str, Any], name: str, data: QueryDict, part: str
    ) -> RuleForms:
        """Return the forms as they were sent, with blank rows added to one list.

        Raises:
            KeyError: for a list that the set does not have.
        """
        if part not in dict(PARTS[category]):
            raise KeyError(part)
        grown = data.copy()
        total = grown.get(f"{part}-TOTAL_FORMS", "")
        rows = int(total) if total.isdecimal() and len(total) < 4 else 0
        grown[f"{part}-TOTAL_FORMS"] = str(min(rows + EXTRA, MOST_ROWS))
        return cls(category, content, name, grown)

    def is_valid(self) -> bool:
        """Whether the forms make a set without faults; else the faults stand at their fields."""
        sound = all([self.version.is_valid(), *(one.is_valid() for _part, one in self.parts)])
        if not sound:
            return False
        faults = rule_faults(self.category, self.content())
        for fault in faults:
            self._tell(fault)
        return not faults

    def _tell(self, fault: Fault) -> None:
        form = self._rows.get((fault.part, fault.row))
        if form is None:
            self.version.add_error(None, str(fault))
            return
        field = form.FIELDS.get(fault.field, fault.field)
        form.add_error(field if field in form.fields else None, fault.words)

    def content(self) -> dict[str, Any]:
        """Return the set that the forms say; a row left blank is none."""
        made: dict[str, Any] = {}
        for part, formset in self.parts:
            key = _KEYS.get(part, "")
            known = {row.get(key): row for row in self.before.get(part, ())} if key else {}
            rows: list[dict[str, Any]] = []
            for form in formset.forms:
                given = form.cleaned_data
                if not given or given.get("DELETE") or not _says(given):
                    continue
                if "code" in given and not given["code"]:
                    given["code"] = _new_code(part, {row["code"] for row in rows} | known.keys())
                self._rows[part, len(rows)] = form
                rows.append(form.row(known.get(given.get(key), {})))
            made[part] = rows
        if self.category == Category.LADDER and not made["levels"]:
            return {}
        return made


def _says(given: Mapping[str, Any]) -> bool:
    return bool(given.get("name") or given.get("light") or given.get("level"))


def _new_code(part: str, taken: Any) -> str:
    stem = "own_kind" if part == "kinds" else "own_check"
    return next(f"{stem}_{n}" for n in range(1, 1000) if f"{stem}_{n}" not in taken)


def _shown(part: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a set as its form shows it."""
    shown = dict(row)
    if part == "kinds":
        deadline = row.get("deadline") or {}
        shown |= {
            "count": deadline.get("count", str(Count.NONE)),
            "number": deadline.get("number"),
            "extension_limit": row.get("extension_limit", 1),
            "evidence": round(row.get("evidence_share", 0) * 100),
            "urge_before": ", ".join(str(n) for n in row.get("urge_before", (3,))),
        }
    if part == "conditions" and row.get("share"):
        shown["share"] = round(row["share"] * 100)
    if part == "levels":
        shown |= row.get("raise_when") or {}
    return shown
