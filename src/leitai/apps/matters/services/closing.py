"""How a matter ends: verified and closed out, or returned; rechecked, withdrawn, merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters.models import Matter, Party
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services.steps import begin, day_of, finish


@verb("matter.verify")
def verify(act: Act, *, matter: Matter, checks: Mapping[str, bool], words: str = "") -> Matter:
    """Accept the completion report; who reported does not verify.

    ``checks`` answers every check of the area's rules by its code; one that fails means a return.

    Raises:
        RefusedError: for one's own report, or unless every check is answered with yes.
    """
    found = begin(act, matter, "verify", checks=dict(checks) or None)
    wanted = rules_for(found.area_id).kinds.checks
    failing = [check for check in wanted if checks.get(check.code) is not True]
    if failing:
        raise RefusedError(
            _("Not accepted while this does not hold: %(checks)s. Return it with the reason.")
            % {"checks": "、".join(check.name for check in failing)}
        )
    finish(
        act, found, "verify", words=words,
        detail={"checks": [check.code for check in wanted],
                "rules": rules_for(found.area_id).label("kinds")},
        accepted_on=day_of(act),
    )  # fmt: skip
    return found


@verb("matter.return_for_rework")
def return_for_rework(act: Act, *, matter: Matter, words: str) -> Matter:
    """Return a reported matter to its lead unit with what is wanting (退回重办).

    Raises:
        RefusedError: without words, or by the person who reported.
    """
    found = begin(act, matter, "return_for_rework", words=words)
    finish(
        act, found, "return_for_rework", words=words, detail={"count": found.returns + 1},
        returns=found.returns + 1, reported_on=None, accepted_on=None,
    )  # fmt: skip
    return found


@verb("matter.close_out")
def close_out(act: Act, *, matter: Matter, words: str = "") -> Matter:
    """Take a verified matter off the list (销号).

    Raises:
        RefusedError: without an accepted completion report, or while parts are open.
    """
    found = begin(act, matter, "close_out")
    finish(act, found, "close_out", words=words, closed_on=day_of(act))
    return found


@verb("matter.recheck")
def recheck(act: Act, *, matter: Matter, words: str) -> Matter:
    """Record that a closed matter was looked at again and holds (回头看).

    Raises:
        RefusedError: without words, or by the person who reported.
    """
    found = begin(act, matter, "recheck", words=words)
    finish(act, found, "recheck", words=words, rechecked_on=day_of(act))
    return found


@verb("matter.reopen")
def reopen(act: Act, *, matter: Matter, due: dt.date, words: str) -> Matter:
    """Open a closed matter again for its lead unit, with a new due day and the reason.

    Raises:
        RefusedError: without reason or day, or while its parent is at an end.
    """
    found = begin(act, matter, "reopen", due=due, words=words)
    finish(
        act, found, "reopen", words=words, detail={"closed_on": str(found.closed_on)},
        due=due, assigned_on=day_of(act), reported_on=None, accepted_on=None, closed_on=None,
        rechecked_on=None, progress=0, measure_done=None, ticket=0, ticket_level="", ticket_on=None,
        extensions=0, asked_due=None,
    )  # fmt: skip
    return found


@verb("matter.withdraw")
def withdraw(act: Act, *, matter: Matter, words: str) -> Matter:
    """Take a matter off the list without its being done, with the reason.

    Raises:
        RefusedError: without a reason, or while parts are open.
    """
    found = begin(act, matter, "withdraw", words=words)
    finish(act, found, "withdraw", words=words, asked_due=None)
    return found


@verb("matter.restore")
def restore(act: Act, *, matter: Matter, words: str) -> Matter:
    """Put a withdrawn matter back on the list, to be assigned.

    Raises:
        RefusedError: without a reason, or for a draft that was thrown away.
    """
    found = begin(act, matter, "restore", words=words)
    if not found.number:
        raise RefusedError(_("A draft that was thrown away is written anew."))
    finish(
        act, found, "restore", words=words, reported_on=None, accepted_on=None,
        suspended_on=None, suspended_until=None,
    )  # fmt: skip
    return found


@verb("matter.merge")
def merge(act: Act, *, matter: Matter, into: Matter, words: str) -> Matter:
    """Let a matter go on as part of another one about the same thing (并案).

    Its units support the other matter from then on, so nobody loses sight of it.

    Raises:
        RefusedError: without a reason, into itself, another area's, or one that is not open; or
            while its parts are open.
    """
    # Both rows in the order of their numbers, so that two mergings cannot wait for each other.
    list(Matter.objects.select_for_update().filter(pk__in=[matter.pk, into.pk]).order_by("pk"))
    found = begin(act, matter, "merge", into=into.pk, words=words)
    other = Matter.objects.get(pk=into.pk)
    if other.pk == found.pk or other.area_id != found.area_id or not other.is_open:
        raise RefusedError(_("It can be merged into another open matter of the same area only."))
    if other.parent_id == found.pk:
        raise RefusedError(_("A matter does not become part of its own part."))
    present = set(other.parties.values_list("unit_id", flat=True))
    Party.objects.bulk_create(
        [
            Party(matter=other, unit_id=unit, part=Party.Part.SUPPORTING)
            for unit in found.parties.values_list("unit_id", flat=True)
            if unit not in present
        ]
        if other.lead_unit_id is not None
        else []
    )
    finish(
        act, found, "merge", words=words, detail={"into": other.number},
        merged_into=other, asked_due=None,
    )  # fmt: skip
    return found
