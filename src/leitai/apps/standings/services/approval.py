"""From a draft to binding rules: sent for approval, approved by a second person, published."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import DraftRevision, Scheme, SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.services.drafts import locked, require_latest
from leitai.apps.standings.unit_names import draft_problems
from leitai.engine.scheme.bans import cautions

State = SchemeVersion.State


def first_free_day(scheme: Scheme) -> tuple[dt.date, str] | None:
    """Return the first day after every period whose board is published, and that period's name."""
    last = (
        Standing.objects.filter(round__scheme=scheme)
        .exclude(state=Standing.State.DRAFT)
        .select_related("round__period")
        .order_by("-round__period__end")
        .first()
    )
    if last is None:
        return None
    period = last.round.period
    return period.end + dt.timedelta(days=1), period_name(period)


def _require_free(version: SchemeVersion) -> None:
    """Refuse a first day on which a published period would come under other rules."""
    free = first_free_day(version.scheme)
    if free is not None and version.valid_from < free[0]:
        raise ValidationError(
            _(
                "The board of %(period)s is published already, and its rules stay as they were. "
                "The new rules can hold from %(day)s at the earliest, not from %(given)s."
            )
            % {
                "period": free[1],
                "day": free[0].isoformat(),
                "given": version.valid_from.isoformat(),
            }
        )


def writers_of(version: SchemeVersion) -> set[int]:
    """Return ids of everybody who wrote a state of the draft or sent it for approval."""
    wrote = set(
        DraftRevision.objects.filter(version=version, by__isnull=False).values_list("by", flat=True)
    )
    return wrote | {pk for pk in (version.created_by_id, version.submitted_by_id) if pk is not None}


@verb("scheme.submit_version")
def submit_version(act: Act, *, version: SchemeVersion, revision: int) -> SchemeVersion:
    """Send a draft for approval; from here its text stands still.

    Raises:
        DraftMovedError: when somebody saved a later state than the sender saw.
        ValidationError: when problems are open, when an item sounds like what national rules forbid
            to judge by and nobody confirmed it, or when its first day is in a published period.
    """
    act.require("standings.write_scheme", version.scheme.area)
    found = locked(version)
    _require_state(found, State.DRAFT, _("Only a draft can be sent for approval."))
    require_latest(found, revision)
    problems = draft_problems(found.scheme.area, found.text)
    if problems:
        raise ValidationError(
            _("%(n)s problems are open; the draft can be sent once they are settled.")
            % {"n": len(problems)}
        )
    doubtful = cautions(rules_of(found))
    if doubtful:
        english = (get_language() or "zh").startswith("en")
        raise ValidationError([each.text("en" if english else "zh") for each in doubtful])
    _require_free(found)
    found.state = State.SUBMITTED
    found.submitted_by, found.submitted_at = act.actor, act.at
    found.return_reason = ""
    found.save(update_fields=["state", "submitted_by", "submitted_at", "return_reason"])
    _note(act, found)
    return found


@verb("scheme.approve_version")
def approve_version(act: Act, *, version: SchemeVersion) -> SchemeVersion:
    """Approve rules that somebody else wrote.

    Raises:
        ValidationError: when the actor wrote any state of the draft, or it does not wait.
    """
    found = _deciding(act, version)
    _require_free(found)
    found.state = State.APPROVED
    found.decided_by, found.decided_at = act.actor, act.at
    found.save(update_fields=["state", "decided_by", "decided_at"])
    _note(act, found)
    return found


@verb("scheme.return_version")
def return_version(act: Act, *, version: SchemeVersion, reason: str) -> SchemeVersion:
    """Send rules back to their writers with a reason; they are a draft again."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Say why it is returned."))
    found = _deciding(act, version)
    found.state = State.DRAFT
    found.decided_by, found.decided_at = act.actor, act.at
    found.return_reason = reason[:300]
    found.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])
    _note(act, found)
    act.note(reason=reason)
    return found


@verb("scheme.withdraw_version")
def withdraw_version(act: Act, *, version: SchemeVersion) -> SchemeVersion:
    """Take rules back from approval, or approved but not yet published, to go on writing."""
    act.require("standings.write_scheme", version.scheme.area)
    found = locked(version)
    if found.state not in (State.SUBMITTED, State.APPROVED):
        raise ValidationError(_("This version does not wait for approval."))
    found.state = State.DRAFT
    found.save(update_fields=["state"])
    _note(act, found)
    return found


@verb("scheme.publish_version")
def publish_version(act: Act, *, version: SchemeVersion) -> SchemeVersion:
    """Make a version binding from its date on; from then it never changes.

    The system itself (loading a site, a command) publishes without approval.

    Raises:
        ValidationError: when it is published already or not approved, or when a period of its
            time has a published board.
    """
    act.require("standings.publish_scheme", version.scheme.area)
    found = locked(version)
    if found.state == State.PUBLISHED:
        raise ValidationError(_("This version is published already."))
    if act.actor is not None:
        _require_state(
            found, State.APPROVED, _("A second person must approve the rules before that.")
        )
        _require_free(found)
    found.state = State.PUBLISHED
    found.published_at = act.at
    found.save(update_fields=["state", "published_at"])
    _note(act, found)
    return found


def _deciding(act: Act, version: SchemeVersion) -> SchemeVersion:
    act.require("standings.approve_scheme", version.scheme.area)
    found = locked(version)
    _require_state(found, State.SUBMITTED, _("This version does not wait for approval."))
    if act.actor is not None and act.actor.pk in writers_of(found):
        raise ValidationError(
            _("You wrote part of these rules; somebody else must look at them (four eyes).")
        )
    return found


def _require_state(version: SchemeVersion, state: str, words: str) -> None:
    if version.state != state:
        raise ValidationError(words)


def _note(act: Act, version: SchemeVersion) -> None:
    act.note(
        scheme=version.scheme.slug,
        number=version.number,
        sha256=version.sha256,
        valid_from=version.valid_from.isoformat(),
    )
