"""Reading a sheet by what is remembered, and saying so; or saying what keeps it from that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.workbooks.fitting import Fit, fit_form, words_of_sheet
from leitai.workbooks.forms import SheetForm, plain_sheet_name
from leitai.workbooks.grid import Grid
from leitai.workbooks.model import Layout, Problem

#: Share of header words in common from which a sheet is taken for a changed one, not another one.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Recalled:
    """What remembered forms say of a sheet; ``problems`` tells it in words."""

    layouts: tuple[Layout, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: str = ""
    near: str = ""


def recall(grid: Grid, forms: Sequence[SheetForm]) -> Recalled:
    """The form that a sheet has, or the one that it nearly has; forms of its own name go first."""
    name = plain_sheet_name(grid.name)
    near: tuple[float, SheetForm, Fit] | None = None
    here = words_of_sheet(grid) if forms else frozenset()
    for form in sorted(forms, key=lambda form: form.sheet != name):
        heads = [text for table in form.tables for _row, _column, text in table.heads]
        if sum(text in here for text in heads) < ALIKE * len(heads):
            continue
        fit = fit_form(grid, form)
        if fit.layouts:
            return Recalled(fit.layouts, _applied(grid, fit), form.key)
        likeness = fit.likeness if form.sheet == name else fit.likeness - 0.2
        if fit.changes and likeness >= ALIKE and (near is None or likeness > near[0]):
            near = (likeness, form, fit)
    if near is None:
        return Recalled()
    _likeness, form, fit = near
    shown = fit.changes[:6]
    more, more_en = ("等", " and more") if len(fit.changes) > 6 else ("", "")
    zh = "；".join(change.message for change in shown) + more
    en = "; ".join(change.message_en for change in shown) + more_en
    problem = Problem(
        "notice", "layout_changed", grid.name, "A1", "",
        f"“{grid.name}”表的版式变了，没有按记住的读法读：{zh}。请核对，不对就改读法。",
        f"The layout of sheet “{grid.name}” has changed, so it was not read as remembered: {en}. "
        "Check it, and correct the reading where it is wrong.",
    )  # fmt: skip
    return Recalled((), (problem,), "", form.key)


def _applied(grid: Grid, fit: Fit) -> tuple[Problem, ...]:
    """Say that a remembered form was used, and where the table stands lower or higher than then."""
    by, by_en = "", ""
    if fit.moved:
        rows, down = abs(fit.moved), fit.moved > 0
        by = f"表头{'下' if down else '上'}移了 {rows} 行，"
        by_en = f", its header {rows} rows {'lower' if down else 'higher'}"
    return (
        Problem(
            "notice", "layout_applied", grid.name, "A1", "",
            f"“{grid.name}”表{by}按记住的读法读取。",
            f"Sheet “{grid.name}” was read as remembered{by_en}.",
        ),
    )  # fmt: skip
