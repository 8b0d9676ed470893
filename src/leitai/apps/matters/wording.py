"""What a refused step says to the person who tried it, and what verbs are called."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from leitai.apps.matters.life import State

#: Code of :func:`leitai.apps.matters.life.refusal` → the sentence.
REFUSALS: dict[str, Promise] = {
    "wrong_state": gettext_lazy("The matter is %(state)s; that is not open now."),
    "needs_title": gettext_lazy("Give the matter a title."),
    "needs_lead_unit": gettext_lazy("Name the lead unit."),
    "needs_due": gettext_lazy("Give the exact due day."),
    "needs_words": gettext_lazy("Say it in words: the reason, the progress, or what is asked."),
    "needs_until": gettext_lazy("Say until which day."),
    "needs_ticket": gettext_lazy("Choose the level of the ticket."),
    "needs_checks": gettext_lazy("Answer the checks before the report is accepted."),
    "needs_into": gettext_lazy("Name the matter that it becomes part of."),
    "no_due_day": gettext_lazy("The matter has no due day, so nothing can be extended."),
    "extension_too_late": gettext_lazy("An extension is asked for before the due day only."),
    "extension_limit": gettext_lazy(
        "The matter was extended %(extensions)d times; its kind allows no more."
    ),
    "extension_pending": gettext_lazy("An extension is asked for and not decided yet."),
    "no_extension_asked": gettext_lazy("No extension is asked for."),
    "new_day_not_later": gettext_lazy("The new day must be after the due day and after today."),
    "day_not_in_future": gettext_lazy("The day must be after today."),
    "due_in_past": gettext_lazy("The due day has passed already."),
    "open_parts": gettext_lazy("%(open_parts)d parts of it are still open; they end first."),
    "parent_ended": gettext_lazy("The matter that it is a part of is at an end; open that first."),
    "person_needed": gettext_lazy("A person decides this, not a rule."),
    "own_report": gettext_lazy(
        "Who reported the completion does not judge it; a second person does."
    ),
    "no_accepted_report": gettext_lazy(
        "Nothing is closed out without an accepted completion report."
    ),
    "evidence_asked": gettext_lazy("This report was drawn for a check: attach the evidence."),
    "urged_today": gettext_lazy("It was urged today already."),
    "ticket_not_higher": gettext_lazy("A ticket of this level or a higher one was issued already."),
}

#: What is done, on buttons and in the time line.
VERBS: dict[str, Promise] = {
    "draft": pgettext_lazy("matter step", "draft"),
    "revise": pgettext_lazy("matter step", "change the draft"),
    "register": pgettext_lazy("matter step", "register"),
    "assign": pgettext_lazy("matter step", "assign"),
    "transfer": pgettext_lazy("matter step", "transfer"),
    "sign_for": pgettext_lazy("matter step", "sign for"),
    "refuse": pgettext_lazy("matter step", "refuse"),
    "report_progress": pgettext_lazy("matter step", "report progress"),
    "urge": pgettext_lazy("matter step", "urge"),
    "escalate": pgettext_lazy("matter step", "raise the ticket"),
    "ask_extension": pgettext_lazy("matter step", "ask for an extension"),
    "grant_extension": pgettext_lazy("matter step", "grant the extension"),
    "deny_extension": pgettext_lazy("matter step", "deny the extension"),
    "suspend": pgettext_lazy("matter step", "suspend"),
    "resume": pgettext_lazy("matter step", "resume"),
    "report_completion": pgettext_lazy("matter step", "report completion"),
    "verify": pgettext_lazy("matter step", "accept the report"),
    "return_for_rework": pgettext_lazy("matter step", "return for rework"),
    "close_out": pgettext_lazy("matter step", "close out"),
    "recheck": pgettext_lazy("matter step", "recheck"),
    "reopen": pgettext_lazy("matter step", "open again"),
    "restore": pgettext_lazy("matter step", "restore"),
    "withdraw": pgettext_lazy("matter step", "withdraw"),
    "merge": pgettext_lazy("matter step", "merge"),
    "instruct": pgettext_lazy("matter step", "instruct"),
    "continue": pgettext_lazy("matter step", "order to go on"),
    "rule_reminds": pgettext_lazy("matter step", "remind"),
    "want_report": pgettext_lazy("matter step", "ask for the completion report"),
}


def refusal_words(code: str, **told: Any) -> str:
    """Return the sentence of a refusal in the reader's language."""
    from leitai.apps.matters.models.matter import STATES

    if code == "wrong_state":
        told["state"] = dict(STATES)[State(told["state"])]
    text = REFUSALS.get(code)
    return str(text) % told if text is not None else _("That is not open now.")
