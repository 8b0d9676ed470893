"""Bulletins under four eyes: one person keeps and sends a draft, another signs it.

What a draft says in words may be edited; its figures are those of the store at every look.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.publishing.composing import SupervisionPeriod, Wording
from leitai.apps.publishing.composing.kept import kept_draft, seen_digest, wording_to_keep
from leitai.apps.publishing.models import Bulletin, BulletinDraft, BulletinKind
from leitai.apps.publishing.services.issuing import issued, permission_for
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Unit

State = BulletinDraft.State


def signing_permission(kind: str) -> str:
    """Return the permission to sign bulletins of a kind, or send them back."""
    supervision = kind == BulletinKind.SUPERVISION
    return "publishing.sign_supervision" if supervision else "publishing.sign"


@verb("bulletin_draft.keep")
def keep_draft(
    act: Act,
    *,
    topic: SupervisionPeriod | tuple[Standing, str],
    wording: Wording,
    to_all: bool = False,
) -> BulletinDraft:
    """Keep a draft of the bulletin of a board's group, or of supervision for a span of days.

    Raises:
        KeyError: when the scheme has no such group.
        ValidationError: where no such bulletin can be issued; see :func:`kept_draft`.
    """
    row = BulletinDraft(wording=wording_to_keep(wording), made_by=act.actor, made_at=act.at)
    if isinstance(topic, SupervisionPeriod):
        row.kind, row.unit = BulletinKind.SUPERVISION, topic.area
        row.start, row.end, row.to_all = topic.start, topic.end, to_all
    else:
        row.kind, row.standing, row.group = BulletinKind.STANDING, *topic
        row.unit = row.standing.round.scheme.area
    act.require(permission_for(row.kind), row.unit)
    _entitle(act, row)
    row.save(force_insert=True)
    act.note(name=row.title)
    return row


@verb("bulletin_draft.edit")
def edit_draft(
    act: Act,
    *,
    draft: BulletinDraft,
    revision: int,
    wording: Wording,
    to_all: bool | None = None,
) -> BulletinDraft:
    """Edit the words of a draft; ``revision`` is the one that the editor has seen.

    Raises:
        ValidationError: when somebody else edited it meanwhile, or it is not a draft any more.
    """
    act.require(permission_for(draft.kind), draft.unit)
    row = _open(draft)
    if row.revision != revision:
        raise ValidationError(_("Somebody else edited this meanwhile. Load it again."))
    old, row.wording = row.wording, wording_to_keep(wording)
    if to_all is not None:
        row.to_all = to_all and row.kind == BulletinKind.SUPERVISION
    row.state, row.revision = State.DRAFT, row.revision + 1
    _entitle(act, row)
    row.save(update_fields=["wording", "to_all", "title", "state", "revision"])
    act.note(changed=sorted(key for key, new in row.wording.items() if old.get(key) != new))
    return row


@verb("bulletin_draft.submit")
def submit_draft(act: Act, *, draft: BulletinDraft) -> BulletinDraft:
    """Send a draft for signature.

    Raises:
        ValidationError: when it is not a draft any more, or could not be issued.
    """
    act.require(permission_for(draft.kind), draft.unit)
    row = _open(draft)
    _entitle(act, row)
    row.state, row.submitted_by, row.submitted_at = State.SUBMITTED, act.actor, act.at
    row.decided_by, row.decided_at, row.decision = None, None, ""
    row.save(
        update_fields=["title", "state", "submitted_by", "submitted_at", "decided_by",
                       "decided_at", "decision"]
    )  # fmt: skip
    act.note(name=row.title)
    return row


@verb("bulletin.issue_signed")
def sign_draft(act: Act, *, draft: BulletinDraft, seen: str) -> Bulletin:
    """Sign a draft of somebody else, and so issue it as the signer saw it.

    ``seen`` is the digest of the document that the signer looked at.

    Raises:
        ValidationError: for one's own draft, one that does not wait, and when a figure or word is
            otherwise now than the signer saw it.
    """
    row = _waiting(act, draft)
    made = kept_draft(act.actor, row, timezone.localdate(act.at))
    if seen_digest(made) != seen:
        raise ValidationError(
            _("Figures or words changed since you looked. Look at it again, then sign.")
        )
    bulletin = issued(act, made)
    row.state, row.bulletin = State.ISSUED, bulletin
    row.decided_by, row.decided_at = act.actor, act.at
    row.save(update_fields=["state", "bulletin", "decided_by", "decided_at"])
    act.note(drafted_by=str(row.made_by or ""), sent_by=str(row.submitted_by or ""))
    return bulletin


@verb("bulletin_draft.return")
def return_draft(act: Act, *, draft: BulletinDraft, decision: str) -> BulletinDraft:
    """Send a draft back with the reason; it may then be edited and sent again.

    Raises:
        ValidationError: without a reason, for one's own draft, or one that does not wait.
    """
    row = _waiting(act, draft)
    if not decision.strip():
        raise ValidationError(_("Give the reason for the decision."))
    row.state, row.decision = State.RETURNED, decision.strip()[:300]
    row.decided_by, row.decided_at = act.actor, act.at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    act.note(reason=row.decision)
    return row


@verb("bulletin_draft.drop")
def drop_draft(act: Act, *, draft: BulletinDraft, reason: str) -> BulletinDraft:
    """Drop a draft before it is signed.

    Raises:
        ValidationError: without a reason, or when it was signed or dropped already.
    """
    act.require(permission_for(draft.kind), draft.unit)
    row = _held(draft)
    if not reason.strip():
        raise ValidationError(_("Give the reason for the decision."))
    if not row.open and row.state != State.SUBMITTED:
        raise ValidationError(_("This is not a draft any more."))
    row.state, row.decision = State.DROPPED, reason.strip()[:300]
    row.decided_by, row.decided_at = act.actor, act.at
    row.save(update_fields=["state", "decision", "decided_by", "decided_at"])
    act.note(reason=row.decision)
    return row


def _entitle(act: Act, row: BulletinDraft) -> None:
    """Put the document together, which refuses what could not be issued, and keep its title."""
    made = kept_draft(act.actor, row, timezone.localdate(act.at))
    row.title = made.document.title.replace("\n", "")[:200]


def _held(draft: BulletinDraft) -> BulletinDraft:
    """Return a draft locked, as it is now."""
    Unit.objects.select_for_update().get(pk=draft.unit_id)
    return BulletinDraft.objects.select_related(
        "unit", "standing__round__scheme__area", "made_by", "submitted_by"
    ).get(pk=draft.pk)


def _open(draft: BulletinDraft) -> BulletinDraft:
    row = _held(draft)
    if not row.open:
        raise ValidationError(_("This is not a draft any more."))
    return row


def _waiting(act: Act, draft: BulletinDraft) -> BulletinDraft:
    """Return a draft that waits for the actor's signature."""
    act.require(signing_permission(draft.kind), draft.unit)
    row = _held(draft)
    if row.state != State.SUBMITTED:
        raise ValidationError(_("This does not wait for a decision."))
    if act.actor is not None and act.actor.pk in (row.submitted_by_id, row.made_by_id):
        raise ValidationError(_("A second person signs: not the one who drafted or sent it."))
    return row
