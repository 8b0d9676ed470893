"""Official documents over HTTP: what was issued, its file, issuing and withdrawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.errors import HttpError

from leitai.apps.paging import PageInfo, cut
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.publishing.composing import (
    CardLine,
    LetterLine,
    Wording,
    card,
    letter_lines,
)
from leitai.apps.publishing.models import Bulletin, BulletinKind
from leitai.apps.publishing.selectors import bulletin_for, bulletins_for
from leitai.apps.publishing.services import (
    issue_card,
    issue_letter,
    permission_for,
    withdraw_bulletin,
)
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit

router = Router(tags=["bulletins"])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BulletinOut(Schema):
    """A document as it was issued; ``kind`` is ``responsibility_letter``, ``report_card``,
    ``standing`` or ``supervision``.
    """

    id: int
    kind: str
    unit_id: int
    unit: str
    year: int
    number: int
    period: str | None
    title: str
    document_number: str
    content_sha256: str
    file_sha256: str
    chain_height: int
    chain_hash: str
    issued_by: str
    issued_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str


class BulletinsOut(Schema):
    page: PageInfo
    items: list[BulletinOut]


class LetterLineOut(Schema):
    """A target that a unit answers for; figures in ``measure``."""

    number: int
    indicator: str
    scope: list[str]
    measure: str
    floor: float | None
    stretch: float | None
    conditions: list[str]
    leader: str
    person: str
    sentence: str


class CardLineOut(Schema):
    """A target beside what was reached; rates in percent of the letter's floor and stretch."""

    number: int
    indicator: str
    scope: list[str]
    measure: str
    floor: float | None
    stretch: float | None
    changed: bool
    value: float | None
    revision_id: int | None
    of_floor: float | None
    of_stretch: float | None
    due: float | None
    outcome: str
    rank: int | None
    size: int
    quarters: list[str]


class WordingIn(Schema):
    """What the issuer says; empty parts are as proposed or left out."""

    title: str = ""
    mark: str = ""
    document_number: str = ""
    issuer: str = ""
    addressee: str = ""
    demands: list[str] = []
    copies_to: list[str] = []

    def wording(self) -> Wording:
        """Return the words as the room takes them."""
        return Wording(
            self.title, self.mark, self.document_number, self.issuer, self.addressee,
            tuple(self.demands), tuple(self.copies_to),
        )  # fmt: skip


class ReasonIn(Schema):
    reason: str


@router.get("/bulletins", response=BulletinsOut, summary="Issued documents")
def list_bulletins(
    request: HttpRequest,
    kind: str = "",
    year: int | None = None,
    unit: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> dict[str, Any]:
    """List what was issued and is open to the person, the newest first."""
    if kind and kind not in BulletinKind.values:
        raise Http404
    rows = bulletins_for(request.user, kind=kind, year=year, unit=unit)
    return cut(rows, limit, offset, bulletin_out)


@router.get("/bulletins/{int:bulletin_id}", response=BulletinOut, summary="An issued document")
def get_bulletin(request: HttpRequest, bulletin_id: int) -> BulletinOut:
    """Give what is kept of a document beside its file."""
    return bulletin_out(_bulletin(request, bulletin_id))


@router.get("/bulletins/{int:bulletin_id}/file", summary="The Word file as it was issued")
def get_file(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Give the file whose digest stands in the record of changes."""
    found = _bulletin(request, bulletin_id, file=True)
    response = HttpResponse(bytes(found.file), content_type=DOCX)
    response["Content-Disposition"] = (
        f'attachment; filename="bulletin-{found.pk}.docx"; '
        f"filename*=UTF-8''{quote(found.title)}.docx"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/bulletins/{int:bulletin_id}/withdraw", response=BulletinOut, summary="Withdraw a document"
)
def withdraw(request: HttpRequest, bulletin_id: int, data: ReasonIn) -> BulletinOut:
    """Withdraw a document with a reason; it is kept."""
    need_scope(request, Scope.ISSUE)
    found = _bulletin(request, bulletin_id)
    may_issue(request, found.kind, found.unit)
    return _tried(lambda: withdraw_bulletin(act_of(request), bulletin=found, reason=data.reason))


@router.get(
    "/letters/{int:unit_id}/{int:year}",
    response=list[LetterLineOut],
    summary="What a unit answers for in a year",
)
def get_letter(request: HttpRequest, unit_id: int, year: int) -> list[LetterLineOut]:
    """Give the lines that a letter would have now."""
    unit = unit_for(request, unit_id)
    return [_letter_line(line) for line in letter_lines(request.user, unit, _year(year))]


@router.post("/letters/{int:unit_id}/{int:year}", response=BulletinOut, summary="Issue a letter")
def post_letter(request: HttpRequest, unit_id: int, year: int, data: WordingIn) -> BulletinOut:
    """Issue the responsibility letter of a unit for a year."""
    need_scope(request, Scope.ISSUE)
    unit = unit_for(request, unit_id)
    may_issue(request, BulletinKind.LETTER, unit)
    words, when = data.wording(), _year(year)
    return _tried(lambda: issue_letter(act_of(request), unit=unit, year=when, wording=words))


@router.get(
    "/cards/{int:unit_id}/{period}", response=list[CardLineOut], summary="A unit's report card"
)
def get_card(request: HttpRequest, unit_id: int, period: str) -> list[CardLineOut]:
    """Give what came of a unit's letter by a month; ranks for those who oversee the unit."""
    unit, month = unit_for(request, unit_id), _month(period)
    oversees = request.user.has_perm("standings.view_inputs", unit)
    found = card(request.user, unit, month, ranks=oversees)
    if not any(line.value is not None for line in found.lines):
        raise Http404
    return [_card_line(line) for line in found.lines]


@router.post("/cards/{int:unit_id}/{period}", response=BulletinOut, summary="Issue a report card")
def post_card(request: HttpRequest, unit_id: int, period: str, data: WordingIn) -> BulletinOut:
    """Issue the report card of a unit for a month."""
    need_scope(request, Scope.ISSUE)
    unit, month = unit_for(request, unit_id), _month(period)
    may_issue(request, BulletinKind.CARD, unit)
    words = data.wording()
    return _tried(lambda: issue_card(act_of(request), unit=unit, period=month, wording=words))


def _tried(issue: Callable[[], Bulletin]) -> BulletinOut:
    try:
        return bulletin_out(issue())
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error


def may_issue(request: HttpRequest, kind: str, unit: Unit) -> None:
    """Let in who may issue documents of a kind.

    Raises:
        Http404: for anybody else.
    """
    if not request.user.has_perm(permission_for(kind), unit):
        raise Http404


def _bulletin(request: HttpRequest, pk: int, *, file: bool = False) -> Bulletin:
    found = bulletin_for(request.user, pk, file=file)
    if found is None:
        raise Http404
    return found


def unit_for(request: HttpRequest, pk: int) -> Unit:
    """Return a unit whose documents the person may open.

    Raises:
        Http404: for any other.
    """
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not request.user.has_perm("publishing.view", unit):
        raise Http404
    return unit


def _year(year: int) -> int:
    if not 1949 <= year <= 2999:
        raise Http404
    return year


def _month(code: str) -> Period:
    found = Period.objects.filter(code=code, kind=PeriodKind.MONTH).first()
    if found is None:
        raise Http404
    return found


def bulletin_out(row: Bulletin) -> BulletinOut:
    """Return what is kept of a document beside its file."""
    return BulletinOut(
        id=row.pk, kind=row.kind, unit_id=row.unit_id, unit=row.unit.name, year=row.year,
        number=row.number, period=row.period.code if row.period else None, title=row.title,
        document_number=row.document_number, content_sha256=row.content_sha256,
        file_sha256=row.file_sha256, chain_height=row.chain_height, chain_hash=row.chain_hash,
        issued_by=str(row.issued_by or ""), issued_at=row.issued_at,
        withdrawn_at=row.withdrawn_at, withdrawn_reason=row.withdrawn_reason,
    )  # fmt: skip


def _letter_line(line: LetterLine) -> LetterLineOut:
    return LetterLineOut(
        number=line.number, indicator=line.indicator, scope=list(line.scope),
        measure=line.measure, floor=line.floor, stretch=line.stretch,
        conditions=list(line.conditions), leader=line.leader, person=line.person,
        sentence=line.sentence,
    )  # fmt: skip


def _card_line(line: CardLine) -> CardLineOut:
    return CardLineOut(
        number=line.number, indicator=line.indicator, scope=list(line.scope),
        measure=line.measure, floor=line.floor, stretch=line.stretch, changed=line.changed,
        value=line.value, revision_id=line.revision_id, of_floor=line.of_floor,
        of_stretch=line.of_stretch, due=line.due, outcome=line.outcome, rank=line.rank,
        size=line.size, quarters=list(line.quarters),
    )  # fmt: skip
