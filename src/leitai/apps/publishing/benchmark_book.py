"""Where the figures of a pair stand in its workbook, for the formulas of every sheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leitai.apps.benchmarks.models import BenchmarkItem
from leitai.apps.benchmarks.selectors.gaps import Line
from leitai.apps.benchmarks.selectors.page import PairPage
from leitai.apps.periods.selectors import period_name
from leitai.apps.publishing.excel import CellRef

#: Columns of the first sheet.
OWN, THEIRS, GAP, RATIO = 3, 4, 5, 6
#: Rows above the first figure: title, one note, one row of headings.
TOP = 3


def number_format(decimals: int) -> str:
    """Return the format of a figure with fixed decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def chinese() -> bool:
    """Tell whether the reader's language is Chinese."""
    return (get_language() or "zh").startswith("zh")


class Book:
    """A page with where its figures stand on the first sheet of its workbook."""

    def __init__(self, page: PairPage) -> None:
        assert page.benchmark is not None
        assert page.period is not None
        self.page = page
        self.benchmark = page.benchmark
        self.first = _("Gaps")
        self.title = _("%(unit)s against %(name)s") % {
            "unit": page.unit.name,
            "name": page.benchmark.name,
        }
        self.lines: Sequence[Line] = page.lines
        self.row = {line.item.pk: TOP + at for at, line in enumerate(page.lines)}
        self.period = period_name(page.period)

    def note(self) -> str:
        words = [self.period]
        if self.page.extent_name:
            words.append(self.page.extent_name)
        words.append(
            _("figures are values, the rest are formulas: change a figure and the rest follows")
        )
        return "，".join(words) if chinese() else ", ".join(words)

    def ref(self, item: BenchmarkItem, column: int, home: str) -> str:
        return CellRef(self.first, self.row[item.pk], column).at(home)
