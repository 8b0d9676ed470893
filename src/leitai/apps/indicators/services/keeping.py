"""Answers that outlive a new reading of the same file, where they still fit."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime

from leitai.apps.indicators.models import Question, Upload
from leitai.apps.indicators.services.answers import checked
from leitai.apps.indicators.services.batches import RefusedError
from leitai.apps.indicators.services.staging import restage


def answers_given(upload: Upload) -> list[dict[str, Any]]:
    """Return the answers of an upload with what they were about, to be put back later."""
    rows = upload.questions.exclude(answer__isnull=True)
    return [
        {
            "about": _about(question),
            "answer": question.answer,
            "by": question.answered_by_id,
            "at": question.answered_at.isoformat() if question.answered_at else "",
        }
        for question in rows
    ]


def _about(question: Question) -> list[str]:
    """What a question asks, in words that another reading of the same file uses too.

    A table's number may change, so a period is known by the table's title; a cell by its place and
    the text in it.
    """
    if question.kind == Question.Kind.PERIOD:
        return [question.kind, question.sheet, question.text]
    return [question.kind, question.key, question.text]


def put_back(upload: Upload) -> int:
    """Answer the new questions as before where the answer still fits; return how many.

    Part of the verb that ends a reading.
    """
    if not upload.kept:
        return 0
    given = {tuple(kept["about"]): kept for kept in upload.kept}
    done = 0
    # A meaning given to a column brings up questions of measure, which may be known too.
    for _round in range(2):
        fitting = []
        for question in upload.questions.filter(answer__isnull=True):
            kept = given.get(tuple(_about(question)))
            if kept is None:
                continue
            try:
                question.answer = checked(question, upload, kept["answer"])
            except RefusedError:
                continue
            question.answered_by_id = kept["by"]
            question.answered_at = parse_datetime(kept["at"]) if kept["at"] else None
            fitting.append(question)
        if not fitting:
            break
        Question.objects.bulk_update(fitting, ["answer", "answered_by", "answered_at"])
        restage(upload, upload.cells.all())
        done += len(fitting)
    return done
