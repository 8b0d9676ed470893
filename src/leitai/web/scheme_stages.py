"""Where a version of rules stands on its way, who may do what next, and how a new one begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.services.approval import first_free_day, writers_of
from leitai.apps.standings.services.drafts import next_number
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import unit_roots

State = SchemeVersion.State


@dataclass(frozen=True)
class Stage:
    """What a reader may do with a version now; ``why_not`` is the reason of a blocked approval."""

    may_write: bool
    may_decide: bool
    why_not: str
    may_withdraw: bool
    may_publish: bool
    words: str


def stage_of(user: Any, version: SchemeVersion) -> Stage:
    """Return what the reader may do with a version, and in words where it stands."""
    scheme = version.scheme
    writer = user.has_perm("standings.write_scheme", scheme)
    waits = version.state == State.SUBMITTED
    approver = waits and user.has_perm("standings.approve_scheme", scheme)
    own = approver and user.pk in writers_of(version)
    words = ""
    if waits:
        words = _("Sent for approval by %(who)s.") % {
            "who": version.submitted_by or _("the system")
        }
    elif version.state == State.APPROVED:
        words = _("Approved by %(who)s; it can be published.") % {
            "who": version.decided_by or _("the system")
        }
    return Stage(
        may_write=writer,
        may_decide=bool(approver and not own),
        why_not=_("You wrote part of these rules; somebody else must look at them (four eyes).")
        if own
        else "",
        may_withdraw=writer and version.state in (State.SUBMITTED, State.APPROVED),
        may_publish=version.state == State.APPROVED
        and user.has_perm("standings.publish_scheme", scheme),
        words=words,
    )


@dataclass(frozen=True)
class Begin:
    """What the dialog of a new draft offers."""

    number: str
    day: str
    earliest: str
    sources: tuple[tuple[str, str], ...]


def begin_offers(
    user: Any, scheme: Scheme, versions: list[SchemeVersion], shown: SchemeVersion
) -> Begin | None:
    """Return how a new version may begin, first as a copy of the one shown; None for readers."""
    if scheme.monitor or not user.has_perm("standings.write_scheme", scheme):
        return None
    own = [
        (f"{scheme.slug}:{one.number}", f"v{one.number} {one.get_state_display()}")
        for one in sorted(versions, key=lambda one: one.pk != shown.pk)
    ]
    others = []
    for other in visible_schemes(user).exclude(pk=scheme.pk).filter(monitor=False):
        newest = other.versions.filter(state=State.PUBLISHED).first()
        if newest is not None:
            others.append((f"{other.slug}:{newest.number}", f"{other.name} v{newest.number}"))
    free = first_free_day(scheme)
    day = free[0].isoformat() if free is not None else ""
    return Begin(
        next_number(scheme.versions.values_list("number", flat=True)),
        day,
        day,
        (*own, *others, ("", _("an empty scheme"))),
    )


def areas_of_writer(user: Any) -> list[tuple[str, str]]:
    """Return the areas for which a reader may open a scheme."""
    roots = unit_roots(user, "assessment_office")
    return [(str(unit.pk), unit.name) for unit in Unit.objects.filter(id__in=roots)]
