"""From current-period figures to year-to-date ones and back, over the periods of one year.

Chinese monthly statistics publish many series as year-to-date (累计) only, and January and February
only together. Both are declared here, never guessed: a gap makes everything that depends on it
missing, with the periods named, unless the caller says that January and February stand together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from leitai.engine.quantity import Missing, Outcome, Quantity

__all__ = ["PeriodFigure", "current_periods", "falling_periods", "year_to_date"]

Figure = float | int | Quantity | None
_COMBINED: Final = 2


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """A current-period figure and the periods that it covers, counted from 1."""

    outcome: Outcome
    covers: tuple[int, ...]


def _quantities(figures: Sequence[Figure]) -> list[Quantity | None]:
    return [
        figure if figure is None or isinstance(figure, Quantity) else Quantity(figure)
        for figure in figures
    ]


def _listed(periods: Sequence[int]) -> str:
    return "、".join(str(period) for period in periods)


def _gap(periods: Sequence[int]) -> Missing:
    names = ", ".join(str(period) for period in periods)
    return Missing(
        "gap", f"缺第 {_listed(periods)} 期的数据", f"figures of period {names} are absent"
    )


def _together(period: int) -> Missing:
    return Missing(
        "combined",
        f"第 {period} 期与下一期合并公布",
        f"period {period} is published together with the next",
    )


def year_to_date(current: Sequence[Figure], *, combined_start: bool = False) -> tuple[Outcome, ...]:
    """Add current-period figures up from the start of the year; one result a period.

    ``current`` holds the periods of one year from the first on, None where a figure is absent; a
    gap makes that period and all later ones missing, and names every absent period. With
    ``combined_start`` the second figure covers the first two periods: the first must be None.

    Raises ``ValueError`` when ``combined_start`` is declared and a first figure is given.
    """
    figures = _quantities(current)
    if combined_start and figures and figures[0] is not None:
        raise ValueError(
            "the first two periods are declared as combined, but the first has a figure"
        )
    results: list[Outcome] = []
    total = Quantity(0.0)
    absent: list[int] = []
    for period, figure in enumerate(figures, start=1):
        if combined_start and period == 1:
            results.append(_together(1))
            continue
        if figure is None:
            absent.append(period)
        else:
            total = total + figure
        results.append(_gap(tuple(absent)) if absent else total)
    return tuple(results)


def current_periods(
    to_date: Sequence[Figure],
    *,
    combined_start: bool = False,
    gaps: Literal["missing", "combined"] = "missing",
) -> tuple[PeriodFigure, ...]:
    """Subtract year-to-date figures: what each period added, and which periods the figure covers.

    With ``combined_start`` the second figure is that of the first two periods. After a gap in the
    middle, ``gaps="missing"`` leaves the next period missing too, because what it added alone is
    unknown; ``gaps="combined"`` gives what was added since the last known figure, and ``covers``
    lists all those periods.
    """
    figures = _quantities(to_date)
    if combined_start and figures and figures[0] is not None:
        raise ValueError(
            "the first two periods are declared as combined, but the first has a figure"
        )
    results: list[PeriodFigure] = []
    last = Quantity(0.0)
    since: list[int] = []  # periods after the last known figure
    for period, figure in enumerate(figures, start=1):
        since.append(period)
        if figure is None:
            declared = combined_start and period < _COMBINED
            results.append(
                PeriodFigure(_together(period) if declared else _gap((period,)), (period,))
            )
            continue
        before = since[:-1]
        if combined_start and period == _COMBINED:
            before = []
        if before and gaps == "missing":
            results.append(PeriodFigure(_gap(tuple(before)), (period,)))
        else:
            results.append(PeriodFigure(figure - last, tuple(since)))
        last, since = figure, []
    return tuple(results)


def falling_periods(to_date: Sequence[Figure]) -> tuple[int, ...]:
    """Periods whose year-to-date figure is below an earlier one: a correction, or a mistake."""
    highest: float | None = None
    found: list[int] = []
    for period, figure in enumerate(_quantities(to_date), start=1):
        if figure is None:
            continue
        if highest is not None and figure.number < highest:
            found.append(period)
        highest = figure.number if highest is None else max(highest, figure.number)
    return tuple(found)
