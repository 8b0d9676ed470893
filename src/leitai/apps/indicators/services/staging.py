"""Staged cells: settling them anew after an answer, and the questions that this brings up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet

from leitai.apps.indicators.models import Question, StagedCell, Upload
from leitai.apps.indicators.reading.cells import Cell
from leitai.apps.indicators.reading.headings import Dictionary
from leitai.apps.indicators.reading.measures import offers
from leitai.apps.indicators.reading.periods import Calendar
from leitai.apps.indicators.reading.settling import SETTLED, Answers, Needs, compare, key_of, settle
from leitai.apps.indicators.selectors.values import Key, pieces, stored_by

#: Fields that settling sets.
SETTLING = [
    "factor", "missing", "state", "value", "unit", "series", "period", "before", "before_missing",
]  # fmt: skip
#: Rows a statement; the database's limit on parameters is kept by Django.
ROWS = 4000


def settle_all(
    upload: Upload, cells: Sequence[Cell], answers: Answers, dictionary: Dictionary
) -> Needs:
    """Settle cells in memory and compare them with what the upload's source says now."""
    calendar, needs = Calendar(), Needs()
    for cell in cells:
        settle(cell, answers, dictionary.series, calendar, needs)
    keys = {key_of(cell) for cell in cells if cell.state in SETTLED}
    compare(cells, stored_by(upload.source_id, keys))
    return needs


def restage(upload: Upload, affected: QuerySet[StagedCell]) -> int:
    """Settle the affected cells anew and ask what came up; part of a service's transaction."""
    cells = list(affected)
    answers = Answers.of(upload, upload.questions.all())
    dictionary = Dictionary.of(upload.area, upload.source)
    needs = settle_all(upload, cells, answers, dictionary)
    for piece in pieces(cells, ROWS):
        StagedCell.objects.bulk_create(
            piece, update_conflicts=True, unique_fields=["id"], update_fields=SETTLING
        )
    ask_measures(upload, needs, dictionary)
    ask_repeats(upload)
    Upload.objects.filter(pk=upload.pk).update(edition=F("edition") + 1)
    return len(cells)


def leave_out(upload: Upload, affected: QuerySet[StagedCell]) -> int:
    """Leave cells out as settling would, in one statement; part of a service's transaction."""
    count = affected.update(
        state=StagedCell.State.SKIPPED,
        unit=None,
        series=None,
        period=None,
        value=None,
        factor=1.0,
        before=None,
        before_missing="",
    )
    ask_repeats(upload)
    Upload.objects.filter(pk=upload.pk).update(edition=F("edition") + 1)
    return count


def in_decided_columns(cells: QuerySet[StagedCell], upload: Upload) -> QuerySet[StagedCell]:
    """Cells that an answer about rows or tables can settle.

    A column that is not decided yet is settled with all answers once it is, one that is not needed
    stays out; in a census of 150 columns these are nearly all cells.
    """
    columns = Question.objects.filter(upload=upload, kind=Question.Kind.COLUMN)
    undecided = columns.filter(Q(answer__isnull=True) | Q(answer__ignore=True))
    return cells.exclude(heading__in=undecided.values("key"))


def ask_measures(upload: Upload, needs: Needs, dictionary: Dictionary) -> None:
    """Ask in which measure columns count that print none, or one of another kind."""
    questions = []
    for (heading, written), cell in needs.measures.items():
        known = dictionary.series[cell.series_id or 0]
        questions.append(
            Question(
                upload=upload,
                kind=Question.Kind.MEASURE,
                key=f"{heading}|{written}"[:240],
                sheet=cell.sheet,
                address=cell.address,
                text=heading[:200],
                because={
                    "code": "other_measure" if written else "no_measure",
                    "heading": heading,
                    "measure": written,
                    "wanted": known.measure,
                    "indicator": known.name,
                },
                options=[{"answer": {"measure": offer}} for offer in offers(known.measure)]
                or [{"answer": {"measure": ""}}],
            )
        )
    Question.objects.bulk_create(questions, ignore_conflicts=True)


def ask_repeats(upload: Upload) -> None:
    """Ask which cell counts where two settled cells of the upload say the same value differently.

    Cells that agree need no question: the first is stored. Questions that an answer made moot go.
    """
    differing = _differing(upload)
    open_questions = {
        question.key: question
        for question in Question.objects.filter(
            upload=upload, kind=Question.Kind.NUMBER, key__startswith="twice:", answer__isnull=True
        )
    }
    questions: list[Question] = []
    held: set[int] = set()
    for key, cells in differing.items():
        held.update(cell.pk for cell in cells)
        name = "twice:{}/{}/{}".format(*key)
        if open_questions.pop(name, None) is None:
            questions.append(_repeat_question(upload, name, cells))
    Question.objects.bulk_create(questions, ignore_conflicts=True)
    Question.objects.filter(pk__in=[question.pk for question in open_questions.values()]).delete()
    for piece in pieces(held):
        StagedCell.objects.filter(pk__in=piece).update(state=StagedCell.State.DOUBTFUL)
    freed = list(StagedCell.objects.filter(_held(), upload=upload).exclude(pk__in=held))
    for cell in freed:
        cell.state = StagedCell.State.MISSING if cell.missing else StagedCell.State.READ
    compare(freed, stored_by(upload.source_id, {key_of(cell) for cell in freed}))
    StagedCell.objects.bulk_update(freed, ["state", "before", "before_missing"])


def _held() -> Q:
    """Cells that wait only because another cell says the same value differently."""
    return Q(
        state=StagedCell.State.DOUBTFUL,
        unit__isnull=False,
        series__isnull=False,
        period__isnull=False,
    ) & (Q(value__isnull=False) | ~Q(missing=""))


def _differing(upload: Upload) -> dict[Key, list[StagedCell]]:
    """Return the values that several cells of the upload say differently, with those cells."""
    cells = StagedCell.objects.filter(Q(state__in=SETTLED) | _held(), upload=upload)
    key = ("series_id", "unit_id", "period_id")
    twice = cells.order_by().values(*key).annotate(times=Count("id")).filter(times__gt=1)
    if not twice.exists():
        return {}
    rows = cells.order_by("id").values_list(*key, "id", "value", "missing")
    said: dict[tuple[int | None, ...], tuple[int, float | None, str]] = {}
    several: dict[tuple[int | None, ...], list[int]] = defaultdict(list)
    for series, unit, period, pk, value, missing in rows.iterator(chunk_size=ROWS):
        at = (series, unit, period)
        standing = said.setdefault(at, (pk, value, missing))
        if standing[1:] != (value, missing):
            several[at].append(pk)
    found: dict[Key, list[StagedCell]] = defaultdict(list)
    wanted = [pk for at, others in several.items() for pk in (said[at][0], *others)]
    for piece in pieces(wanted):
        for cell in StagedCell.objects.filter(pk__in=piece).order_by("id"):
            found[key_of(cell)].append(cell)
    return found


def _repeat_question(upload: Upload, name: str, cells: list[StagedCell]) -> Question:
    first = cells[0]
    return Question(
        upload=upload,
        kind=Question.Kind.NUMBER,
        key=name,
        sheet=first.sheet,
        address=first.address,
        text=first.raw[:200],
        because={
            "code": "twice",
            "cells": [[cell.sheet, cell.address] for cell in cells],
            "label": first.label,
            "heading": first.heading,
        },
        options=[
            {"answer": {"cell": [cell.sheet, cell.address]}, "raw": cell.raw[:40]} for cell in cells
        ],
    )


def concerned(question: Question) -> QuerySet[StagedCell]:
    """Return the staged cells that depend on a question."""
    cells = StagedCell.objects.filter(upload=question.upload)
    match question.kind:
        case Question.Kind.UNIT:
            return in_decided_columns(cells.filter(label=question.key), question.upload)
        case Question.Kind.COLUMN:
            return cells.filter(heading=question.key)
        case Question.Kind.PERIOD:
            return in_decided_columns(cells.filter(table=int(question.key)), question.upload)
        case Question.Kind.MEASURE if "measure" in question.because:
            return cells.filter(
                heading=question.because["heading"], measure=question.because["measure"]
            )
    if "cells" in question.because:
        places = Q(pk__in=[])
        for sheet, address in question.because["cells"]:
            places |= Q(sheet=sheet, address=address)
        return cells.filter(places)
    return cells.filter(sheet=question.sheet, address=question.address)
