"""Tables without a single figure: lists of names, and forms that are not yet filled in."""

from __future__ import annotations

from leitai.workbooks.bodies import BodyFinder
from leitai.workbooks.cuts import Cut
from leitai.workbooks.texts import squeeze


class WordTables(BodyFinder):
    """Finds tables of words."""

    def word_tables(self, position: int, least_rows: int = 1) -> list[Cut]:
        """Tables without a single figure: lists of names, and forms not yet filled in."""
        tables: list[Cut] = []
        row = position
        preamble: list[int] = []
        while row < len(self.shapes):
            run = self.word_run(row)
            if run and len(run) >= least_rows and self.is_word_table(run):
                cut = Cut(self.left, self.right, preamble=preamble)
                self.split_words(cut, run)
                if tables and not preamble and self.goes_on(tables[-1], cut):
                    tables[-1].body += cut.body
                    row = self.find_footnotes(tables[-1], run[-1] + 1)
                    continue
                row = self.find_footnotes(cut, run[-1] + 1)
                tables.append(cut)
                preamble = []
                continue
            if self.shapes[row].filled:
                preamble.append(row)
            row += 1
        if tables and preamble:
            tables[-1].footnotes += preamble
        return tables

    def goes_on(self, before: Cut, cut: Cut) -> bool:
        """Whether a list without a header only goes on after a gap."""
        if cut.header or before.header or before.footnotes or not (before.body and cut.body):
            return False
        return self.shapes[before.body[-1]].filled == self.shapes[cut.body[0]].filled

    def word_run(self, row: int) -> list[int]:
        """Rows from ``row`` on that are words, numberings or covered by merges, without a gap."""
        run: list[int] = []
        for shape in self.shapes[row:]:
            inner = shape.shape in ("cover", "single", "note") and run
            if shape.shape in ("text", "numbering", "units") or inner:
                run.append(shape.row)
            elif not (shape.shape == "blank" and run and self.numbers_follow(shape.row)):
                break
        while run and self.shapes[run[-1]].shape in ("cover", "single", "note"):
            run.pop()
        return run

    def numbers_follow(self, row: int) -> bool:
        """Whether nothing but blanks lies before a row of column numbers."""
        below = [s.shape for s in self.shapes[row : row + 6] if s.shape not in ("blank", "cover")]
        return below[:1] == ["numbering"]

    def is_word_table(self, run: list[int]) -> bool:
        widest = max(len(self.shapes[row].filled) for row in run)
        return widest >= 3 or (widest == 2 and len(run) >= 3)

    def split_words(self, cut: Cut, run: list[int]) -> None:
        """Part a run of words into header and body."""
        numbering = [row for row in run if self.shapes[row].shape == "numbering"]
        merged = any(
            run[0] <= top <= run[-1]
            and (bottom > top or last > at)
            and self.left <= at <= self.right
            for top, at, bottom, last in self.grid.marks.merges
        )
        if numbering:
            cut.header = [row for row in run if row < numbering[0]]
            cut.quiet = numbering[:1]
            cut.body = [row for row in run if row > numbering[0]]
        elif len(run) == 1 or (merged and len(run) <= 6):
            cut.header = run
        else:
            repeated = any(
                squeeze(self.grid.text(run[0], column))
                and any(
                    self.grid.text(run[0], column) == self.grid.text(row, column) for row in run[1:]
                )
                for column in range(self.left, self.right + 1)
            )
            cut.header = [] if repeated else run[:1]
            cut.body = run if repeated else run[1:]
        if not cut.header and not cut.body:
            cut.body = run
