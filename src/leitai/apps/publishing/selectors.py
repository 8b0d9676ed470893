"""Reads of what was issued."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from leitai.apps.audit.digests import digest
from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import entry_content
from leitai.apps.goals.models import Target
from leitai.apps.goals.selectors import year_targets
from leitai.apps.indicators.models import Revision
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.publishing.composing import (
    Changed,
    Wording,
    changed_since,
    kept_lines,
    official_lines,
)
from leitai.apps.publishing.models import Bulletin, BulletinDraft, BulletinKind
from leitai.apps.units.models import Unit
from leitai.apps.units.policies import LEADERS
from leitai.apps.units.selectors import subtree_ids, unit_roots
from leitai.bulletins import from_dict, to_dict


def bulletins_for(
    user: Any, *, kind: str = "", year: int | None = None, unit: int | None = None
) -> QuerySet[Bulletin]:
    """Return what was issued and is open to the user, newest first; files deferred."""
    rows = (
        Bulletin.objects.visible_to(user)
        .select_related("unit", "issued_by", "period")
        .defer("file", "content", "facts")
    )
    if kind:
        rows = rows.filter(kind=kind)
    if year is not None:
        rows = rows.filter(year=year)
    return rows.filter(unit_id=unit) if unit is not None else rows


def bulletin_for(user: Any, pk: int, *, file: bool = False) -> Bulletin | None:
    """Return one that is open to the user, or None; with its file if asked."""
    rows = Bulletin.objects.visible_to(user).select_related(
        "unit", "issued_by", "withdrawn_by", "period", "answers", "standing__round__scheme"
    )
    return (rows if file else rows.defer("file")).filter(pk=pk).first()


def drafts_for(user: Any) -> QuerySet[BulletinDraft]:
    """Return the drafts of bulletins on their way that are open to the user, newest first."""
    return (
        BulletinDraft.objects.visible_to(user)
        .filter(state__in=["draft", "submitted", "returned"])
        .select_related("unit", "made_by", "submitted_by")
    )


def draft_for(user: Any, pk: int) -> BulletinDraft | None:
    """Return a draft of a bulletin that is open to the user, or None."""
    return (
        BulletinDraft.objects.visible_to(user)
        .filter(pk=pk)
        .select_related(
            "unit", "standing__round__scheme__area", "standing__round__period", "made_by",
            "submitted_by", "decided_by", "bulletin",
        )
        .first()
    )  # fmt: skip


def drafts_to_sign(user: Any) -> QuerySet[BulletinDraft]:
    """Return the drafts that wait for the user's signature: others' alone."""
    boards = unit_roots(user, "assessment_office", *LEADERS)
    supervision = unit_roots(user, "supervision_office", *LEADERS)
    if not boards and not supervision:
        return BulletinDraft.objects.none()
    return BulletinDraft.objects.filter(
        Q(kind=BulletinKind.STANDING, unit__in=subtree_ids(list(boards)))
        | Q(kind=BulletinKind.SUPERVISION, unit__in=subtree_ids(list(supervision))),
        ~Q(submitted_by=user.pk) | Q(submitted_by__isnull=True),
        ~Q(made_by=user.pk) | Q(made_by__isnull=True),
        state=BulletinDraft.State.SUBMITTED,
    )


def letters_of(user: Any, unit: Unit, year: int) -> list[Bulletin]:
    """Return the letters of a unit for a year that are open to the user, the newest first."""
    rows = bulletins_for(user, kind=BulletinKind.LETTER, year=year, unit=unit.pk)
    return list(rows.defer(None).defer("file", "content").order_by("-number"))


def changes_since(user: Any, letter: Bulletin) -> tuple[Changed, ...]:
    """Return which lines of a letter are otherwise now, as far as the user sees the targets."""
    return changed_since(letter, official_lines(user, letter.unit, letter.year))


@dataclass(frozen=True)
class UnitLetters:
    """Where a unit stands with its letter: how many targets it holds, the letter that counts, and
    how many of its figures are otherwise now (None without a letter).
    """

    unit: Unit
    targets: int
    letter: Bulletin | None
    changed: int | None


def letters_of_year(user: Any, area: Unit, year: int) -> list[UnitLetters]:
    """Return the units of an area that hold targets or letters of a year, as the user sees them.

    Four queries, however many units. Figures alone are compared here; the page of a letter also
    tells conditions.
    """
    of = year_targets(user, area, year)
    held: dict[int, dict[int, tuple[float, float | None]]] = {}
    for (series, unit), target in of.held.items():
        held.setdefault(unit, {})[series] = (target.floor, target.stretch)
    rows = (
        bulletins_for(user, kind=BulletinKind.LETTER, year=year)
        .filter(withdrawn_at__isnull=True, unit__above__ancestor=area)
        .defer(None)
        .defer("file", "content")
        .order_by("number")
    )
    letters = {row.unit_id: row for row in rows}
    units = Unit.objects.filter(pk__in={*held, *letters}).order_by("position", "pk")
    return [
        UnitLetters(
            unit,
            len(held.get(unit.pk, {})),
            letters.get(unit.pk),
            _differing(letters[unit.pk], held.get(unit.pk, {})) if unit.pk in letters else None,
        )
        for unit in units
    ]


def _differing(letter: Bulletin, now: Mapping[int, tuple[float, float | None]]) -> int:
    then = {
        line.series_id: (line.floor, line.stretch)
        for line in kept_lines(letter)
        if line.series_id is not None and line.floor is not None
    }
    return sum(then.get(series) != now.get(series) for series in {*then, *now})


def months_of(user: Any, unit: Unit, year: int) -> list[Period]:
    """Return the months of a year of which the user sees figures of the unit's targets."""
    series = Target.objects.filter(unit=unit, year=year).values("series_id")
    some = Revision.objects.visible_to(user).filter(
        unit=unit, series_id__in=series, period_id=OuterRef("pk"), batch__state="accepted"
    )
    months = Period.objects.filter(Exists(some), kind=PeriodKind.MONTH, year=year)
    return list(months.order_by("number"))


def last_wording(user: Any, kind: str, unit: Unit) -> Wording:
    """Return the words of the last document of the kind, to begin the next one with."""
    last = (
        Bulletin.objects.visible_to(user)
        .filter(kind=kind, unit=unit)
        .defer("file", "facts")
        .order_by("-issued_at", "-pk")
        .first()
    )
    if last is None:
        return Wording()
    document = from_dict(last.content)
    issuer = getattr(document.signature, "issuer", "")
    return Wording(
        mark=document.head.mark if document.head else "",
        issuer=issuer,
        addressee=document.addressee,
        copies_to=document.colophon.copies_to if document.colophon else (),
    )


@dataclass(frozen=True)
class Soundness:
    """Whether a document is as it was issued; ``fault`` names what is not: ``content``, ``file``,
    or ``entry`` where the record of changes knows of no such document.
    """

    fault: str = ""

    @property
    def sound(self) -> bool:
        return not self.fault


def verify_bulletin(bulletin: Bulletin) -> Soundness:
    """Check content and file against their digests in the sealed record of changes.

    The digests beside the document alone would prove nothing: whoever can change a file can change
    them too.
    """
    entry = Entry.objects.filter(
        subject_type=bulletin._meta.label_lower,
        subject_id=str(bulletin.pk),
        verb__startswith="bulletin.issue_",
    ).first()
    if entry is None or entry.digest != digest(entry_content(entry)):
        return Soundness("entry")
    content = digest(to_dict(replace(from_dict(bulletin.content), proofs=())))
    if not content == bulletin.content_sha256 == entry.detail["content_sha256"]:
        return Soundness("content")
    file = hashlib.sha256(bytes(bulletin.file)).hexdigest()
    if not file == bulletin.file_sha256 == entry.detail["file_sha256"]:
        return Soundness("file")
    return Soundness()
