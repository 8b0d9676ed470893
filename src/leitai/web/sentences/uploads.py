"""What the pages of uploads say: counts, marks, what a cell was read as, what a board would do."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.indicators.models import StagedCell, Upload
from leitai.apps.indicators.selectors.upload_page import UploadPage
from leitai.apps.indicators.selectors.upload_sheets import MarkedSheet
from leitai.apps.language import named
from leitai.apps.periods.selectors import period_name
from leitai.apps.standings.selectors.impact import BoardImpact, Impact
from leitai.engine.rounding import format_number
from leitai.web.sentences.segments import Figure, Segment, listed, sentence

State = StagedCell.State

#: State of an upload → kind of tag.
KINDS = {
    Upload.State.RECEIVED: "inf",
    Upload.State.UNREADABLE: "bad",
    Upload.State.STAGED: "warn",
    Upload.State.ACCEPTED: "ok",
    Upload.State.DISCARDED: "",
}


def state_kind(state: str) -> str:
    """Return the kind of tag that shows an upload's state."""
    return KINDS.get(Upload.State(state), "")


def list_sentence(waiting: int, uploads: Iterable[Upload]) -> tuple[Segment, ...]:
    """Say what waits in the list of uploads, and where to begin."""
    if not waiting:
        return sentence(_("No upload waits. What is uploaded is staged first; nothing counts yet."))
    asking = [
        upload
        for upload in uploads
        if upload.state == Upload.State.STAGED and int(getattr(upload, "asks", 0)) > 0
    ]
    said = list(
        sentence(
            ngettext("{n} upload waits. ", "{n} uploads wait. ", waiting), n=Figure(str(waiting))
        )
    )
    if asking:
        first = asking[0]
        asks = int(getattr(first, "asks", 0))
        said += sentence(
            ngettext(
                "{file} asks about {n} place first.", "{file} asks about {n} places first.", asks
            ),
            file=Figure(first.name, reverse("upload", args=[first.pk])),
            n=str(asks),
        )
    return tuple(said)


def counts_of(page: UploadPage, sheet: str) -> list[tuple[str, str, int]]:
    """Return mark, name and number of what was read on a sheet; empty kinds are left out."""
    here = next((one.counts for one in page.sheets if one.name == sheet), {})
    asked = [question for question in page.questions if question.sheet == sheet]
    decided = sum(question.answered for question in asked)
    doubtful = _("doubtful, %(n)d decided") % {"n": decided} if decided else _("doubtful")
    rows = [
        ("", _("understood"), here.get(State.READ, 0) + here.get(State.SAME, 0)),
        ("changed", _("differs from the store"), here.get(State.CHANGED, 0)),
        ("doubtful", doubtful, len(asked)),
        ("rewritten", _("written otherwise"), here.get("rewritten", 0)),
        ("missing", _("missing"), here.get(State.MISSING, 0)),
        ("unreadable", _("unreadable"), here.get(State.UNREADABLE, 0)),
        ("skipped", _("left out"), here.get(State.SKIPPED, 0)),
    ]
    return [row for place, row in enumerate(rows) if row[2] or place == 0]


def marks_of(marked: MarkedSheet | None, page: UploadPage, sheet: str) -> dict[str, str]:
    """Return address → mark for a sheet's grid: what most needs a look wins."""
    if marked is None:
        return {}
    marks: dict[str, str] = {}
    for address, cell in marked.cells.items():
        if cell.state in (State.CHANGED, State.MISSING, State.SKIPPED, State.UNREADABLE):
            marks[address] = str(cell.state)
        elif cell.rewritten:
            marks[address] = "rewritten"
    for address in marked.asked:
        if marks.get(address) != "skipped":
            marks[address] = "doubtful"
    return marks


def said_of(upload: Upload, sheet: str, at: str, cell: StagedCell | None) -> tuple[Segment, ...]:
    """Say what one cell was read as: unit, indicator, period, number, and against the store."""
    if cell is None:
        return sentence(
            _("{at} is no figure: it was read as a name, a heading or a note."),
            at=Figure(at, trace=True),
        )
    said = list(sentence(_("{at} “{raw}” reads: "), at=Figure(at, trace=True), raw=cell.raw))
    if cell.state == State.SKIPPED:
        return (*said, *sentence(_("left out.")))
    if cell.state in (State.UNREADABLE, State.DOUBTFUL):
        return (*said, *sentence(_("waits for a decision.")))
    if cell.series is None or cell.unit is None or cell.period is None:
        return (*said, *sentence(_("not settled yet.")))
    indicator = cell.series.indicator
    who = f"{named(cell.unit)} {named(indicator)}"
    scope = _(", ").join([period_name(cell.period), *cell.series.scope])
    if cell.missing:
        said += sentence(
            _("{who} ({scope}), missing, not 0. "), who=Figure(who, trace=True), scope=scope
        )
    else:
        said += sentence(
            _("{who} ({scope}), {value}{measure}. "),
            who=Figure(who, trace=True),
            scope=scope,
            value=Figure(format_number(cell.value, None), trace=True),
            measure=indicator.measure,
        )
    if cell.number is not None and cell.factor != 1 and cell.measure:
        said += sentence(
            _("Written as {number}{written}. "),
            written=cell.measure,
            number=format_number(cell.number, None, grouping=True),
        )
    if cell.rewritten:
        said += sentence(_("Read otherwise than written: {why}. "), why=cell.rewritten)
    if cell.state == State.CHANGED:
        before = format_number(cell.before, None) if cell.before is not None else _("missing")
        said += sentence(_("In the store: {before}."), before=before)
    elif cell.state == State.SAME:
        said += sentence(_("The same as stored."))
    return tuple(said)


def impact_words(impact: Impact) -> tuple[tuple[Segment, ...], ...]:
    """Say for each published board what accepting would do; one line each."""
    if not impact.boards:
        return (sentence(_("No published board uses these values.")),)
    lines = [_board(board) for board in impact.boards]
    if impact.more:
        lines.append(
            sentence(
                ngettext(
                    "{n} earlier board may change too; it is computed after acceptance.",
                    "{n} earlier boards may change too; they are computed after acceptance.",
                    impact.more,
                ),
                n=str(impact.more),
            )
        )
    return tuple(lines)


def _board(board: BoardImpact) -> tuple[Segment, ...]:
    played = board.standing.round
    link = Figure(
        _("board of %(period)s") % {"period": period_name(played.period)},
        reverse("board_period", args=[played.scheme.slug, played.period.code]),
    )
    if board.problem:
        return sentence(
            _("The published {board} could not be scored with these values: {why}"),
            board=link,
            why=board.problem,
        )
    if not board.touched and not board.moves:
        return sentence(_("The published {board} uses these values; no score changes."), board=link)
    points = format_number(board.largest, board.decimals) if board.largest is not None else "—"
    if not board.moves:
        return sentence(
            _(
                "Touches the published {board}: {ranks}, no total changes by more than {points} "
                "points. A restatement follows the acceptance."
            ),
            board=link,
            ranks=Figure(_("no rank changes"), trace=True),
            points=points,
        )
    moved = listed(
        _("%(unit)s %(before)s → %(after)s")
        % {"unit": move.unit, "before": move.before or "—", "after": move.after or "—"}
        for move in board.moves[:6]
    )
    return sentence(
        _(
            "Touches the published {board}: ranks change ({moves}), totals by up to {points} "
            "points. A restatement follows the acceptance."
        ),
        board=link,
        moves=Figure(moved, trace=True),
        points=points,
    )
