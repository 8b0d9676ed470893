"""What the units do with a matter: sign for it, refuse it, tell progress, report completion."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.secrecy import secrecy_mark
from leitai.apps.indicators.services import RefusedError
from leitai.apps.indicators.storage import keep_content
from leitai.apps.matters.models import Evidence, Matter, MatterEvent
from leitai.apps.matters.services.steps import begin, day_of, finish


@dataclass(frozen=True)
class File:
    """A file that comes with a step."""

    name: str
    content: bytes


@verb("matter.sign_for")
def sign_for(act: Act, *, matter: Matter, responsible_person: str = "", words: str = "") -> Matter:
    """Take a matter on (签收), naming who does it.

    Raises:
        RefusedError: when it was signed for or taken away already.
    """
    found = begin(act, matter, "sign_for")
    person = " ".join(responsible_person.split())[:40] or found.responsible_person
    finish(
        act, found, "sign_for", words=words, detail={"responsible_person": person},
        responsible_person=person,
    )  # fmt: skip
    return found


@verb("matter.refuse")
def refuse(act: Act, *, matter: Matter, words: str) -> Matter:
    """Say why it is not the unit's to do; the office assigns it again, there or elsewhere.

    Raises:
        RefusedError: without a reason, or after it was signed for.
    """
    found = begin(act, matter, "refuse", words=words)
    finish(act, found, "refuse", words=words, asked_due=None)
    return found


@verb("matter.report_progress")
def report_progress(
    act: Act,
    *,
    matter: Matter,
    words: str,
    progress: int | None = None,
    measure_done: float | None = None,
    files: Sequence[File] = (),
) -> Matter:
    """Tell how far it is: in words, in percent, or by what is counted.

    Where something is counted, progress follows from it unless given.

    Raises:
        RefusedError: without words, outside 0 to 100 percent, or counting beyond the total.
    """
    found = begin(act, matter, "report_progress", words=words)
    changes = _progress(found, progress, measure_done)
    event = finish(act, found, "report_progress", words=words, detail=_told(found, changes),
                   **changes)  # fmt: skip
    keep_evidence(event, files)
    return found


@verb("matter.report_completion")
def report_completion(
    act: Act,
    *,
    matter: Matter,
    words: str,
    measure_done: float | None = None,
    files: Sequence[File] = (),
) -> Matter:
    """Report that it is done (复命); the office verifies, and then closes it out.

    Raises:
        RefusedError: without words, without the evidence that was drawn, or when what is counted
            is not all done.
    """
    found = begin(act, matter, "report_completion", evidence_given=bool(files), words=words)
    changes = _progress(found, 100, measure_done)
    done = changes.get("measure_done", found.measure_done)
    if found.measure_total is not None and (done or 0) < found.measure_total:
        raise RefusedError(
            _("%(done)g of %(total)g %(unit)s are done; completion is reported when all are.")
            % {"done": done or 0, "total": found.measure_total, "unit": found.measure_unit}
        )
    event = finish(
        act, found, "report_completion", words=words, detail=_told(found, changes),
        reported_by=act.actor, reported_on=day_of(act), accepted_on=None, asked_due=None,
        report_wanted_on=None, **changes,
    )  # fmt: skip
    keep_evidence(event, files)
    return found


@verb("matter.ask_extension")
def ask_extension(act: Act, *, matter: Matter, due: dt.date, words: str) -> Matter:
    """Ask for a later day, with reason and progress, before the due day.

    Raises:
        RefusedError: on the due day or later, without a reason, for a day that is not later,
            beyond the kind's limit, or while one is asked for.
    """
    found = begin(act, matter, "ask_extension", due=due, words=words)
    finish(
        act, found, "ask_extension", words=words,
        detail={"asked": due.isoformat(), "count": found.extensions + 1}, asked_due=due,
    )  # fmt: skip
    return found


def _progress(matter: Matter, progress: int | None, done: float | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if done is not None:
        if matter.measure_total is None:
            raise RefusedError(_("Nothing is counted in this matter."))
        if not 0 <= done <= matter.measure_total:
            raise RefusedError(
                _("%(done)g is not between 0 and %(total)g.")
                % {"done": done, "total": matter.measure_total}
            )
        changes["measure_done"] = done
        if progress is None:
            progress = int(done / matter.measure_total * 100)
    if progress is not None:
        if not 0 <= progress <= 100:
            raise RefusedError(_("Progress is between 0 and 100 percent."))
        changes["progress"] = progress
    return changes


def _told(matter: Matter, changes: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in changes.items() if name == "progress"}
    if "measure_done" in changes:
        told |= {
            "measure_done": changes["measure_done"],
            "measure_before": matter.measure_done,
            "measure_total": matter.measure_total,
        }
    return told


def keep_evidence(event: MatterEvent, files: Sequence[File]) -> None:
    """Keep the files of a step under their digests.

    Raises:
        RefusedError: for a file that is too large or bears a secrecy mark in its name.
    """
    limit: int = settings.LEITAI_MAX_UPLOAD_BYTES
    for file in files:
        name = PurePath(file.name.replace("\\", "/")).name[-200:]
        if len(file.content) > limit:
            raise RefusedError(
                _("“%(name)s” has %(size)d MB, the limit is %(limit)d MB.")
                % {
                    "name": name,
                    "size": -(-len(file.content) // 1048576),
                    "limit": limit // 1048576,
                }
            )
        mark = secrecy_mark([PurePath(name).stem])
        if mark:
            raise RefusedError(
                _("“%(name)s” bears the secrecy mark %(mark)s. Nothing of it was stored.")
                % {"name": name, "mark": mark}
            )
        sha256 = hashlib.sha256(file.content).hexdigest()
        keep_content(sha256, file.content)
        Evidence.objects.create(event=event, name=name, sha256=sha256, size=len(file.content))
