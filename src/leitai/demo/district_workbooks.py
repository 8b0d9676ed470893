"""Writing the forms of 云溪区 as real workbooks, with a manifest of every value's cell.

For the last six months each department sends one workbook a month; a form whose figures were
corrected comes twice, first marked （初报） and then under its plain name. Earlier months come as
one workbook a department and year, with a sheet for each indicator.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from xlsxwriter import Workbook

from leitai.demo.district import SEED, build_district
from leitai.demo.district_drawing import CellContent, DrawnCell, Heads, SheetPen
from leitai.demo.district_events import RECENT_MONTHS
from leitai.demo.district_figures import (
    CORRECTED,
    FIRST,
    RESENT,
    TOUR_REASON,
    FormFigures,
    in_form,
)
from leitai.demo.district_forms import FORMS, Form, FormColumn, FormSheet
from leitai.demo.district_manifest import (
    Doubt,
    FileKind,
    Manifest,
    ManifestColumn,
    ManifestFile,
    ManifestValue,
)
from leitai.demo.district_model import (
    DemoIndicator,
    DemoUnit,
    DemoValue,
    District,
    year_month,
)
from leitai.demo.district_people import reporter_of

TOUR_FILE: Final = "十一月招商引资情况表.xlsx"
TOUR_LABELS: Final = {"青石镇": "青石 镇", "南浦镇": "南浦"}
"""The two names of the tour's workbook that a person has to settle."""
_CHECKER: Final = "hanli"
_MADE: Final = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
LATE_FORMS: Final = {
    ("区城管局", "2026-09"): (13, "迟报：抽查汇总晚于往月"),
    ("区经信局", "2026-07"): (12, "迟报：供电单位结算推迟"),
}
"""Forms sent after the tenth, by department and month: the day they came, and why."""
_SUBTOTALS: Final = {"towns": "乡镇（街道）", "departments": "部门", "parks": "园区"}


def write_workbooks(folder: Path, seed: int = SEED) -> Manifest:
    """Write all workbooks of a seed into ``folder`` and return what stands where.

    The same seed writes the same bytes. The folder is made if need be; files of other names in
    it stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer(folder, build_district(np.random.default_rng(seed)))
    writer.write_history()
    writer.write_months()
    writer.write_tour()
    return Manifest(
        seed,
        tuple(writer.files),
        tuple(writer.columns),
        tuple(writer.values),
        tuple(writer.doubts),
    )


class _Writer:
    """Collects the manifest while it writes one workbook after another."""

    def __init__(self, folder: Path, district: District) -> None:
        self.folder = folder
        self.district = district
        self.files: list[ManifestFile] = []
        self.columns: list[ManifestColumn] = []
        self.values: list[ManifestValue] = []
        self.doubts: list[Doubt] = []
        self.recent = district.periods[-RECENT_MONTHS:]
        self._figures = FormFigures(district)

    def write_history(self) -> None:
        """One workbook a department and year, a sheet an indicator: units by months."""
        older = [period for period in self.district.periods if period not in self.recent]
        for form in FORMS:
            for year in sorted({period[:4] for period in older}):
                months = [period for period in older if period.startswith(year)]
                self._write_book(form, int(year), months)

    def write_months(self) -> None:
        """The forms of the recent months; corrected ones come twice."""
        for period in self.recent:
            for form in FORMS:
                corrected = self._corrections(form, period)
                month = year_month(period)[1]
                plain = f"{month}月{form.stem}.xlsx"
                if corrected:
                    first = f"{month}月{form.stem}（初报）.xlsx"
                    self._write_form(form, period, first, "monthly", FIRST, "")
                    reasons = "；".join(
                        f"{value.unit}{self.district.indicator(value.indicator).name}："
                        f"{value.remark}"
                        for value in corrected
                    )
                    self._write_form(form, period, plain, "corrected", CORRECTED, reasons)
                else:
                    self._write_form(form, period, plain, "monthly", FIRST, "")

    def write_tour(self) -> None:
        """The workbook of the newcomer's tour: October sent again, two names doubtful."""
        form = next(form for form in FORMS if form.department == "区招商局")
        self._write_form(
            Form(form.department, form.stem, form.sheets[:1]),
            self.recent[-1],
            TOUR_FILE,
            "tour",
            RESENT,
            TOUR_REASON,
        )

    def _corrections(self, form: Form, period: str) -> list[DemoValue]:
        wanted = {
            column.indicator
            for sheet in form.sheets
            for column in sheet.columns
            if column.kind == "value"
        }
        return [
            value
            for value in self.district.values
            if value.period == period and value.revision == 2 and value.indicator in wanted
        ]

    def _write_form(
        self, form: Form, period: str, name: str, kind: FileKind, edition: int, reason: str
    ) -> None:
        year, month = year_month(period)
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        day = {"monthly": 4, "corrected": 6, "history": 4, "tour": 19}[kind]
        if kind == "monthly" and (form.department, period) in LATE_FORMS:
            day, reason = LATE_FORMS[form.department, period]
        sent = following.replace(day=day)
        self._record_file(name, kind, form.department, period, sent, reason)
        book = self._open(name)
        for sheet in form.sheets:
            self._draw_sheet(book, form, sheet, period, name, kind, edition)
        book.close()

    def _draw_sheet(
        self,
        book: Workbook,
        form: Form,
        sheet: FormSheet,
        period: str,
        name: str,
        kind: FileKind,
        edition: int,
    ) -> None:
        year, month = year_month(period)
        labels = TOUR_LABELS if kind == "tour" else {}
        measures = [
            self.district.indicator(column.indicator).form_measure
            for column in sheet.columns
            if column.indicator
        ]
        measure = "万元" if "万元" in measures else measures[0]
        suffix = "（11月更正）" if kind == "tour" else ""
        heads = Heads(
            f"云溪区{year}年{month}月{sheet.title}{suffix}", form.department, measure, month
        )
        groups = [
            (_SUBTOTALS[audience], self.district.units_of(audience)) for audience in sheet.audiences
        ]

        def content(column: FormColumn, unit: DemoUnit) -> CellContent | str:
            return self._figures.content(sheet, column, unit, period, edition)

        cells = SheetPen(book, sheet).draw(heads, groups, content, labels)
        self._record_cells(cells, sheet, period, name, edition)
        for written in labels:
            address = next(cell.address for cell in cells if cell.unit == written)
            row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            self.doubts.append(Doubt(name, sheet.name, f"A{row}", labels[written], written))

    def _write_book(self, form: Form, year: int, months: list[str]) -> None:
        name = f"{year}年{form.stem}汇总.xlsx"
        last_year, last_month = year_month(months[-1])
        sent = datetime.date(last_year + last_month // 12, last_month % 12 + 1, 10)
        self._record_file(name, "history", form.department, "", sent, "")
        book = self._open(name)
        seen: list[str] = []
        for sheet in form.sheets:
            for column in sheet.columns:
                if column.kind == "value" and column.indicator not in seen:
                    seen.append(column.indicator)
        for identifier in seen:
            self._draw_history(book, form, self.district.indicator(identifier), year, months, name)
        book.close()

    def _draw_history(
        self,
        book: Workbook,
        form: Form,
        indicator: DemoIndicator,
        year: int,
        months: list[str],
        name: str,
    ) -> None:
        # A line "单位：%" above a table is easily overlooked; in the heads it is not.
        mark = "（%）" if indicator.form_measure == "%" else ""
        columns = tuple(
            FormColumn((f"{year}年{year_month(period)[1]}月{mark}",), "value", period)
            for period in months
        )
        sheet = FormSheet(
            indicator.name.replace("/", ""),
            "",
            indicator.audiences,
            columns,
            label="单位",
            unit_place="header" if mark else "preamble",
        )
        flow = {
            "year_to_date": "（各月累计数）",
            "current": "（各月当月数）",
            "stock": "（各月末数）",
        }
        heads = Heads(
            f"云溪区{year}年{indicator.name}{flow[indicator.flow]}",
            form.department,
            indicator.form_measure,
            12,
        )

        def content(column: FormColumn, unit: DemoUnit) -> CellContent | str:
            # In a year's book the column is a month.
            value = self._figures.value(indicator.id, unit.name, column.indicator, CORRECTED)
            return in_form(indicator, value.number, value.missing or "not_reported")

        groups = [
            (_SUBTOTALS[audience], self.district.units_of(audience))
            for audience in indicator.audiences
        ]
        cells = SheetPen(book, sheet).draw(heads, groups, content, {})
        for cell in cells:
            self._record_value(indicator, cell, cell.column.indicator, name, sheet.name, CORRECTED)
        for letter, column in {cell.letter: cell.column for cell in cells}.items():
            self._record_column(name, sheet.name, letter, column, indicator, column.indicator)

    def _record_cells(
        self,
        cells: Iterable[DrawnCell],
        sheet: FormSheet,
        period: str,
        name: str,
        edition: int,
    ) -> None:
        month = year_month(period)[1]
        known: dict[str, FormColumn] = {}
        for cell in cells:
            known[cell.letter] = cell.column
            if cell.column.kind != "value":
                continue
            indicator = self.district.indicator(cell.column.indicator)
            if self._figures.has(indicator.id, cell.unit, period):
                self._record_value(indicator, cell, period, name, sheet.name, edition)
        for letter, column in known.items():
            heading = tuple(part.format(m=month) for part in column.heading)
            meant = self.district.indicator(column.indicator) if column.kind == "value" else None
            self._record_column(
                name, sheet.name, letter, FormColumn(heading, column.kind), meant, period
            )

    def _record_value(
        self,
        indicator: DemoIndicator,
        cell: DrawnCell,
        period: str,
        name: str,
        sheet: str,
        edition: int,
    ) -> None:
        value = self._figures.value(indicator.id, cell.unit, period, edition)
        self.values.append(
            ManifestValue(
                indicator.id,
                cell.unit,
                period,
                value.revision,
                value.number,
                cell.number,
                indicator.form_measure,
                value.missing or "",
                value.remark,
                name,
                sheet,
                cell.address,
                cell.text,
            )
        )

    def _record_column(
        self,
        name: str,
        sheet: str,
        letter: str,
        column: FormColumn,
        indicator: DemoIndicator | None,
        period: str,
    ) -> None:
        self.columns.append(
            ManifestColumn(
                name,
                sheet,
                letter,
                column.heading,
                indicator.id if indicator else "",
                indicator.form_measure if indicator else "",
                indicator.form_factor if indicator else 1,
                period,
            )
        )

    def _record_file(
        self,
        name: str,
        kind: FileKind,
        department: str,
        period: str,
        sent: datetime.date,
        reason: str,
    ) -> None:
        self.files.append(
            ManifestFile(
                len(self.files) + 1,
                name,
                kind,
                department,
                period,
                sent.isoformat(),
                reporter_of(department).username,
                _CHECKER if department == "区发改局" else "zhoumin",
                reason,
            )
        )

    def _open(self, name: str) -> Workbook:
        book = Workbook(str(self.folder / name))
        # A fixed making time, so that the same seed writes the same bytes.
        book.set_properties({"created": _MADE, "author": "云溪区（虚构演示）"})
        return book
