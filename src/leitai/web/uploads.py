"""What an upload's page needs beside its reading: other answers, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from leitai.apps.indicators.models import Batch, Question, Revision, Series, Upload
from leitai.apps.indicators.selectors.upload_page import UploadPage
from leitai.apps.indicators.services import RefusedError
from leitai.apps.language import named
from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.models import Restatement, Round, Scheme, Standing
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.restatements import search_state
from leitai.apps.units.models import Unit
from leitai.apps.units.selectors import search_units
from leitai.workbooks.numbers import read_number

#: Names offered while typing; a larger area is answered by its exact name.
MOST_NAMES = 400
#: Boards and rows of changed values that the page of an accepted upload lists.
LISTED = 12


@dataclass(frozen=True)
class Alternatives:
    """What may be chosen when none of the offered answers fits."""

    units: tuple[str, ...]
    series: tuple[tuple[int, str], ...]


def _units_of(upload: Upload) -> Any:
    return Unit.objects.filter(above__ancestor=upload.area_id)


def alternatives(upload: Upload, page: UploadPage) -> Alternatives:
    """Return names of units and series for the kinds of question that are asked."""
    kinds = {question.kind for question in page.questions}
    units: list[str] = []
    if Question.Kind.UNIT in kinds:
        units = list(_units_of(upload).values_list("name", flat=True)[: MOST_NAMES + 1])
    series: list[tuple[int, str]] = []
    if Question.Kind.COLUMN in kinds:
        rows = Series.objects.filter(indicator__area=upload.area_id, indicator__formula="")
        series = [
            (row.pk, str(row))
            for row in rows.select_related("indicator", "extent").order_by("indicator__position")
        ]
    return Alternatives(tuple(units) if len(units) <= MOST_NAMES else (), tuple(series))


def typed_answer(upload: Upload, question: Question, text: str) -> dict[str, Any]:
    """Return what a person typed as an answer of the question's kind.

    Raises:
        RefusedError: naming what was typed, when it cannot be the answer.
    """
    if not text:
        raise RefusedError(_("Type an answer or choose one offered."))
    if question.kind == Question.Kind.UNIT:
        return {"unit": _unit_named(upload, text)}
    if question.kind == Question.Kind.COLUMN:
        if not text.isdigit():
            raise RefusedError(_("Choose an indicator from the list."))
        return {"series": int(text)}
    if question.kind == Question.Kind.PERIOD:
        return {"period": text}
    if question.kind == Question.Kind.MEASURE and "wanted" in question.because:
        return {"measure": text}
    reading = read_number(text)
    number = getattr(reading, "number", None)
    if number is None:
        raise RefusedError(
            _("“%(text)s” is no number. Type digits, for example 86000.") % {"text": text}
        )
    return {"number": float(number)}


def _unit_named(upload: Upload, text: str) -> int:
    exact = list(_units_of(upload).filter(name=text).values_list("pk", flat=True)[:2])
    if len(exact) == 1:
        return int(exact[0])
    near = search_units(text, _units_of(upload), 2)
    if len(near) == 1:
        return near[0].pk
    if near:
        raise RefusedError(
            _("Several units match “%(text)s”. Type the whole name.") % {"text": text}
        )
    raise RefusedError(_("%(area)s has no unit “%(text)s”.") % {"area": upload.area, "text": text})


@dataclass(frozen=True)
class TouchedBoard:
    """A published board that an accepted upload touches, with how many units change."""

    name: str
    url: str
    units: int
    moved: tuple[str, ...]


@dataclass(frozen=True)
class OpenBoard:
    """A board that waits to be computed from the new values."""

    name: str
    scheme: str
    period: str


@dataclass(frozen=True)
class NewValueRow:
    """A stored value, openable."""

    revision_id: int
    unit: str
    indicator: str
    scope: tuple[str, ...]
    period: str
    number: float | None
    missing: str
    measure: str
    decimals: int
    address: str


@dataclass(frozen=True)
class Outcome:
    """What came of an accepted upload; ``search`` is how far the search for boards has come."""

    batch: Batch
    values: int
    missing: int
    rows: tuple[NewValueRow, ...]
    search: str
    touched: tuple[TouchedBoard, ...]
    open_boards: tuple[OpenBoard, ...]
    boards: tuple[tuple[str, str], ...]


def outcome_of(upload: Upload, user: Any) -> Outcome | None:
    """Return what came of an accepted upload, as far as the reader may see it."""
    batch = Batch.objects.filter(upload=upload).select_related("actor", "checker").first()
    if batch is None:
        return None
    revisions = Revision.objects.filter(batch=batch)
    shown = (
        revisions.visible_to(user)
        .select_related("unit", "series__indicator", "series__extent", "period")
        .order_by("id")[:LISTED]
    )
    schemes = list(visible_schemes(user).filter(area=upload.area_id, monitor=False))
    return Outcome(
        batch=batch,
        values=revisions.filter(number__isnull=False).count(),
        missing=revisions.filter(number__isnull=True).count(),
        rows=tuple(_row(revision) for revision in shown),
        search=search_state(batch),
        touched=_touched(batch, schemes),
        open_boards=_open_boards(user, batch, schemes),
        boards=tuple(
            (named(scheme), reverse("board", args=[scheme.slug]))
            for scheme in schemes
            if visible_standings(user, scheme).exists()
        ),
    )


def _row(revision: Revision) -> NewValueRow:
    indicator = revision.series.indicator
    return NewValueRow(
        revision_id=revision.pk,
        unit=named(revision.unit),
        indicator=named(indicator),
        scope=revision.series.scope,
        period=period_name(revision.period),
        number=revision.number,
        missing=revision.missing,
        measure=indicator.measure,
        decimals=indicator.decimals,
        address=revision.address,
    )


def _touched(batch: Batch, schemes: list[Scheme]) -> tuple[TouchedBoard, ...]:
    noted = (
        Restatement.objects.filter(batch=batch, standing__round__scheme__in=schemes)
        .select_related("standing__round__scheme", "standing__round__period")
        .order_by("-standing__round__period__start")[:LISTED]
    )
    found = []
    for row in noted:
        played = row.standing.round
        changed = [unit for unit in row.difference if unit["changed"]]
        found.append(
            TouchedBoard(
                name=f"{named(played.scheme)} {period_name(played.period)}",
                url=reverse("board_period", args=[played.scheme.slug, played.period.code]),
                units=len(changed),
                moved=(),
            )
        )
    return tuple(found)


def _open_boards(user: Any, batch: Batch, schemes: list[Scheme]) -> tuple[OpenBoard, ...]:
    """Boards of the periods of this batch that are not published yet, for those who compute."""
    able = [scheme for scheme in schemes if user.has_perm("standings.compute", scheme)]
    if not able:
        return ()
    periods = list(
        Period.objects.filter(
            pk__in=Revision.objects.filter(batch=batch).values("period_id")
        ).order_by("-start")[:3]
    )
    done = set(
        Round.objects.filter(
            scheme__in=able, period__in=periods, standings__state=Standing.State.PUBLISHED
        ).values_list("scheme_id", "period_id")
    )
    return tuple(
        OpenBoard(f"{named(scheme)} {period_name(period)}", scheme.slug, period.code)
        for scheme in able
        for period in periods
        if period.kind == scheme.period_kind and (scheme.pk, period.pk) not in done
    )
