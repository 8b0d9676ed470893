"""A ladder as a workbook that an analyst can work on: distances are live formulas."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from leitai.apps.benchmarks.selectors.ladders import LadderView
from leitai.engine.ladder import Rung
from leitai.workbooks import Formula, Number, SheetOut, write_workbook
from leitai.workbooks.writing import OutCell, sheet_name


def ladder_workbook(view: LadderView) -> bytes:
    """Return the workbook: the rungs, and who moved since the year before."""
    assert view.now is not None
    taken: set[str] = set()
    sheets = [_rungs(view, sheet_name(f"{_('Rungs')} {view.now.year}", taken))]
    if view.before is not None:
        sheets.append(_moves(view, sheet_name(_("Movement"), taken)))
    stream = io.BytesIO()
    write_workbook(stream, sheets, title=view.ladder.name)
    return stream.getvalue()


def _form(view: LadderView) -> str:
    decimals = view.ladder.decimals
    return "0." + "0" * decimals if decimals else "0"


def _rungs(view: LadderView, name: str) -> SheetOut:
    assert view.now is not None
    ladder, form = view.ladder, _form(view)
    notes = [
        f"{ladder.series.indicator.name} {' '.join(ladder.series.scope)} {ladder.measure}",
        f"{_('Source')} {ladder.series.authority.name}",
    ]
    # The title, the notes and the head come before the first rung.
    first = 1 + 1 + len(notes) + 1
    rows: list[list[OutCell]] = []
    ranked = [rung for rung in view.now.listed.rungs if rung.place]
    for at, rung in enumerate(ranked):
        unit = view.units[rung.unit]
        move = view.moves.get(rung.unit)
        row = first + at
        above: OutCell = None
        if rung.distance_above is not None:
            # Tied rungs share the one above them, which stands where their place begins.
            other = first + _above(ranked, at)
            above = Formula(f"=ABS(D{other}-D{row})", rung.distance_above, form)
        rows.append(
            [
                rung.place,
                unit.name,
                str(unit.attributes.get("province", "")),
                Number(rung.value, form),
                above,
                rung.zone,
                move.place_before or None if move else None,
                move.places if move else None,
            ]
        )
    header = [
        _("Rank"),
        _("Unit"),
        _("Province"),
        f"{ladder.series.indicator.name}（{ladder.measure}）",
        _("To the one above"),
        _("Zone"),
        _("Place before"),
        _("Places gained"),
    ]
    return SheetOut(
        name, [header], rows, title=f"{ladder.name} {view.now.year}", notes=notes, freeze_columns=2
    )


def _above(ranked: list[Rung], at: int) -> int:
    """Return where the unit just above a rung stands in the list."""
    above = ranked[at].above
    return next(i for i, rung in enumerate(ranked) if rung.unit == above)


def _moves(view: LadderView, name: str) -> SheetOut:
    assert view.now is not None
    assert view.before is not None
    words = {
        "entered": _("Came onto the ladder"),
        "left": _("Fell off the ladder"),
        "up": _("Up a zone"),
        "down": _("Down a zone"),
        "same": _("Same zone"),
    }
    form = _form(view)
    rows: list[list[OutCell]] = [
        [
            view.units[move.unit].name,
            move.place_before or None,
            move.place_after or None,
            move.places,
            words[move.zone_kind],
            Number(move.value_before, form),
            Number(move.value_after, form),
        ]
        for move in view.moves.values()
    ]
    header = [
        _("Unit"),
        f"{_('Rank')} {view.before.year}",
        f"{_('Rank')} {view.now.year}",
        _("Places gained"),
        _("Zone"),
        f"{view.ladder.measure} {view.before.year}",
        f"{view.ladder.measure} {view.now.year}",
    ]
    return SheetOut(name, [header], rows, title=f"{view.ladder.name} {_('Movement')}")
