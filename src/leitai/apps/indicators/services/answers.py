"""Answering what an upload asks, once: the answer is applied at once and remembered."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import ColumnMemory, Question, Revision, Series, Upload
from leitai.apps.indicators.reading.measures import factor_to
from leitai.apps.indicators.services.batches import RefusedError
from leitai.apps.indicators.services.staging import (
    concerned,
    in_decided_columns,
    leave_out,
    restage,
)
from leitai.apps.indicators.services.uploads import decided
from leitai.apps.units.models import Ancestry, Unit, UnitAlias
from leitai.apps.units.services import remember_alias
from leitai.workbooks.periods import read_period

Answer = dict[str, Any]


@verb("upload.answer")
def answer_question(
    act: Act, *, question: Question, answer: Answer, remember: bool = True
) -> Question:
    """Decide a question of a staged upload and apply the answer to all cells it concerns.

    The answer by kind: unit ``{"unit": id}`` or ``{"leave_out": true}``; column ``{"series": id}``
    or ``{"ignore": true}``; period ``{"period": "2026-10"}``; measure ``{"measure": "万元"}``, and
    for a single cell ``{"keep": true}``, ``{"number": 86000}`` (in the column's measure) or
    ``{"refuse": true}``; number ``{"number": …}``, ``{"missing": "not_reported"}``,
    ``{"refuse": true}``, and for a value that stands twice ``{"cell": [sheet, address]}``.

    Raises:
        RefusedError: when the upload was decided already or the answer does not fit the question.
    """
    question = Question.objects.select_related("upload__area", "upload__source__unit").get(
        pk=question.pk
    )
    upload = open_upload(act, question.upload_id)
    before = question.answer
    clean = checked(question, upload, answer)
    question.upload = upload
    question.answer = clean
    question.answered_by, question.answered_at = act.actor, act.at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    if question.kind == Question.Kind.COLUMN:
        _forget_measures(question)
    if remember:
        _remember(act, question, upload)
    out = clean in ({"leave_out": True}, {"ignore": True})
    cells = (leave_out if out else restage)(upload, concerned(question))
    act.note(
        upload=upload.pk,
        kind=question.kind,
        place=f"{question.sheet}!{question.address}",
        text=question.text,
        old=before,
        new=clean,
        remembered=remember,
        cells=cells,
    )
    return question


@verb("upload.reopen_question")
def reopen_question(act: Act, *, question: Question) -> Question:
    """Take an answer back; what was remembered of it is forgotten."""
    question = Question.objects.get(pk=question.pk)
    upload = open_upload(act, question.upload_id)
    before = question.answer
    question.upload = upload
    question.answer, question.answered_by, question.answered_at = None, None, None
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    if question.kind == Question.Kind.COLUMN:
        _forget_measures(question)
        ColumnMemory.objects.filter(source=upload.source, heading=question.key).delete()
    elif question.kind == Question.Kind.UNIT and before:
        scopes = (upload.area_id, upload.governing_unit.pk)
        UnitAlias.objects.filter(within_id__in=scopes, text=question.key).delete()
    cells = restage(upload, concerned(question))
    act.note(upload=upload.pk, kind=question.kind, text=question.text, old=before, cells=cells)
    return question


@verb("upload.leave_out_open")
def leave_out_open(act: Act, *, upload: Upload, kind: str) -> Upload:
    """Answer all open questions of units or columns with "leave out"; nothing is remembered."""
    upload = open_upload(act, upload.pk)
    if kind not in (Question.Kind.UNIT, Question.Kind.COLUMN):
        raise RefusedError(_("Only units and columns can be left out together."))
    answer = {"leave_out": True} if kind == Question.Kind.UNIT else {"ignore": True}
    questions = Question.objects.filter(upload=upload, kind=kind, answer__isnull=True)
    texts = list(questions.values_list("text", flat=True))
    keys = list(questions.values_list("key", flat=True))
    questions.update(answer=answer, answered_by=act.actor, answered_at=act.at)
    if kind == Question.Kind.UNIT:
        leave_out(upload, in_decided_columns(upload.cells.filter(label__in=keys), upload))
    else:
        leave_out(upload, upload.cells.filter(heading__in=keys))
    act.note(upload=upload.pk, kind=kind, count=len(texts), texts=texts[:200])
    return upload


def open_upload(act: Act, upload_id: int) -> Upload:
    """Lock the upload; refuse the actor without the right, and an upload that was decided."""
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("area", "source__unit")
        .get(pk=upload_id)
    )
    act.require("indicators.decide_upload", upload)
    if upload.state != Upload.State.STAGED:
        raise decided(upload)
    return upload


def checked(question: Question, upload: Upload, answer: Answer) -> Answer:
    """Return the answer reduced to what the question's kind knows.

    Raises:
        RefusedError: for anything else.
    """
    match question.kind, answer:
        case Question.Kind.UNIT, {"unit": int(unit)}:
            if Ancestry.objects.filter(ancestor=upload.area, descendant_id=unit).exists():
                return {"unit": unit}
        case Question.Kind.UNIT, {"leave_out": True}:
            return {"leave_out": True}
        case Question.Kind.COLUMN, {"series": int(series)}:
            if Series.objects.filter(pk=series, indicator__area=upload.area).exists():
                return {"series": series}
        case Question.Kind.COLUMN, {"ignore": True}:
            return {"ignore": True}
        case Question.Kind.PERIOD, {"period": str(code)}:
            period = read_period(code)
            if period is not None and period.is_complete:
                return {"period": code}
        case Question.Kind.MEASURE, {"measure": str(measure)} if "measure" in question.because:
            if factor_to(measure, question.because["wanted"]) is not None:
                return {"measure": measure}
        case Question.Kind.NUMBER, {"cell": [str(sheet), str(address)]}:
            if [sheet, address] in question.because.get("cells", []):
                return {"cell": [sheet, address]}
        case ((Question.Kind.NUMBER | Question.Kind.MEASURE), _) if (
            "cells" not in question.because and "measure" not in question.because
        ):
            return _cell_decision(question, answer)
    raise _misfit(question, answer)


def _cell_decision(question: Question, answer: Answer) -> Answer:
    match answer:
        case {"number": bool()}:
            pass
        case {"number": int(number) | float(number)} if math.isfinite(number):
            return {"number": float(number)}
        case {"missing": str(reason)} if reason in Revision.Missing.values:
            return {"missing": reason}
        case {"refuse": True}:
            return {"refuse": True}
        case {"keep": True} if {"answer": {"keep": True}} in [
            {"answer": option["answer"]} for option in question.options
        ]:
            return {"keep": True}
    raise _misfit(question, answer)


def _misfit(question: Question, answer: Answer) -> RefusedError:
    return RefusedError(
        _("Sheet “%(sheet)s” %(address)s “%(text)s”: the answer does not fit. Choose one offered.")
        % {"sheet": question.sheet, "address": question.address, "text": question.text}
    )


def _forget_measures(question: Question) -> None:
    """Questions of measure hang on the column's meaning; they are asked anew if need be."""
    Question.objects.filter(
        upload_id=question.upload_id,
        kind=Question.Kind.MEASURE,
        because__heading=question.key,
        because__has_key="measure",
    ).delete()


def _remember(act: Act, question: Question, upload: Upload) -> None:
    """Keep the answer so that the next file of the same layout need not ask."""
    answer: Answer = question.answer or {}
    if question.kind == Question.Kind.UNIT and "unit" in answer:
        # An area-wide spelling is for those who decide for the area; others keep it to the files
        # of their own unit.
        everywhere = act.actor is None or act.actor.has_perm(
            "indicators.decide_upload", upload.area
        )
        remember_alias(
            act.within(),
            unit=Unit.objects.get(pk=answer["unit"]),
            within=upload.area if everywhere else upload.governing_unit,
            text=question.key,
        )
    elif question.kind == Question.Kind.COLUMN:
        ColumnMemory.objects.update_or_create(
            source=upload.source,
            heading=question.key,
            defaults={
                "series_id": answer.get("series"),
                "ignored": "series" not in answer,
                "measure": "",
            },
        )
    elif (
        question.kind == Question.Kind.MEASURE
        and answer.get("measure")
        and not (question.because.get("measure"))
    ):
        heading = question.because["heading"]
        series = (
            upload.cells.filter(heading=heading, series__isnull=False)
            .values_list("series_id", flat=True)
            .first()
        )
        ColumnMemory.objects.update_or_create(
            source=upload.source,
            heading=heading,
            defaults={"measure": answer["measure"], "series_id": series, "ignored": False},
        )


def open_questions(upload: Upload) -> int:
    """Return how many questions still wait for an answer."""
    return Question.objects.filter(upload=upload, answer__isnull=True).count()
