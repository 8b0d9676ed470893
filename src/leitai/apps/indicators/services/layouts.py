"""Correcting how a sheet was read: the upload is read again, and the form is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.models import SourceLayout, Upload
from leitai.apps.indicators.selectors.layouts import tables_read
from leitai.apps.indicators.selectors.windows import sheet_size
from leitai.apps.indicators.services.answers import open_upload
from leitai.apps.indicators.services.batches import RefusedError
from leitai.apps.indicators.services.keeping import answers_given
from leitai.apps.indicators.services.uploads import put_off_reading
from leitai.apps.indicators.storage import stored_file
from leitai.workbooks import (
    Layout,
    Limits,
    SheetForm,
    WorkbookError,
    column_letter,
    parse_unit,
    read_period,
    sheet_form,
)
from leitai.workbooks.model import ColumnUse

#: Tables that one sheet may be said to hold.
MOST_TABLES = 20


def correct_reading(
    act: Act, *, upload: Upload, sheet: str, layouts: Sequence[Layout], remember: bool = True
) -> Upload:
    """Say where the tables of a sheet stand and what its columns hold; the file is read again.

    An empty ``layouts`` has the sheet read afresh, without what is remembered. What was staged
    before is replaced once the new reading is there; answers are kept where they still fit.

    Raises:
        RefusedError: naming table, row, column and value, when the layouts do not fit the sheet;
            nothing is changed then.
    """
    act.require("indicators.decide_upload", upload)
    check_layouts(upload, sheet, layouts)
    form: SheetForm | None = None
    if layouts and remember:
        try:
            form = sheet_form(
                stored_file(upload.sha256),
                sheet,
                layouts,
                limits=Limits(max_bytes=settings.LEITAI_MAX_UPLOAD_BYTES),
            )
        except WorkbookError as error:
            raise RefusedError(error.message) from error
    return _correct(act, upload=upload, sheet=sheet, layouts=layouts, form=form)


@verb("upload.correct_reading")
def _correct(
    act: Act, *, upload: Upload, sheet: str, layouts: Sequence[Layout], form: SheetForm | None
) -> Upload:
    upload = open_upload(act, upload.pk)
    before = [asdict(table.layout) for table in tables_read(upload.reading, sheet)]
    upload.layouts = {**upload.layouts, sheet: [asdict(layout) for layout in layouts]}
    upload.kept = answers_given(upload)
    upload.state = Upload.State.RECEIVED
    upload.edition += 1
    upload.save(update_fields=["layouts", "kept", "state", "edition"])
    if form is not None:
        _remember(act, upload, form)
    act.note(
        name=upload.name,
        sheet=sheet,
        old=before,
        new=upload.layouts[sheet],
        remembered=form.key if form is not None else "",
        cells=upload.cells.count(),
        answers=len(upload.kept),
    )
    put_off_reading(upload)
    return upload


def _remember(act: Act, upload: Upload, form: SheetForm) -> None:
    SourceLayout.objects.update_or_create(
        source=upload.source,
        area=upload.area,
        key=form.key,
        dropped_at=None,
        defaults={
            "sheet": form.sheet[:120],
            "form": form.to_dict(),
            "upload": upload,
            "made_by": act.actor,
            "made_at": act.at,
        },
    )


@verb("upload.forget_layout")
def forget_layout(act: Act, *, layout: SourceLayout) -> SourceLayout:
    """No longer read files of the source by a remembered form; uploads already read stay."""
    layout = (
        SourceLayout.objects.select_for_update(of=("self",))
        .select_related("upload__area", "upload__source__unit")
        .get(pk=layout.pk)
    )
    act.require("indicators.decide_upload", layout)
    if layout.dropped_at is None:
        layout.dropped_at = act.at
        layout.save(update_fields=["dropped_at"])
    act.note(source=layout.source_id, sheet=layout.sheet, key=layout.key)
    return layout


def check_layouts(upload: Upload, sheet: str, layouts: Sequence[Layout]) -> None:
    """Refuse layouts that do not fit a sheet of the upload.

    Raises:
        RefusedError: with the number of the table and what does not fit.
    """
    height, width = sheet_size(upload, sheet)
    if not height:
        raise RefusedError(_("The file has no sheet “%(sheet)s” to read.") % {"sheet": sheet})
    if len(layouts) > MOST_TABLES:
        raise RefusedError(_("At most %(n)d tables can be set on a sheet.") % {"n": MOST_TABLES})
    for number, layout in enumerate(layouts, 1):
        _check_rows(number, layout, height)
        _check_columns(number, layout, width)
    for number, layout in enumerate(layouts, 1):
        for other, second in enumerate(layouts[: number - 1], 1):
            if _overlap(layout, second):
                raise RefusedError(
                    _("Tables %(a)d and %(b)d cover the same cells. Part their rows or columns.")
                    % {"a": other, "b": number}
                )


def _check_rows(number: int, layout: Layout, height: int) -> None:
    spans = {
        _("preamble"): layout.preamble,
        _("head rows"): layout.header,
        _("data rows"): layout.body,
        _("footnote"): layout.footnotes,
    }
    for name, span in spans.items():
        if span is not None and not 1 <= span[0] <= span[1] <= height:
            raise RefusedError(
                _("Table %(n)d, %(name)s: rows %(first)d to %(last)d are not in the sheet "
                  "(1 to %(height)d).")
                % {"n": number, "name": name, "first": span[0], "last": span[1], "height": height}
            )  # fmt: skip
    for row, _role in layout.rows:
        if not 1 <= row <= height:
            raise RefusedError(
                _("Table %(n)d: row %(row)d is not in the sheet (1 to %(height)d).")
                % {"n": number, "row": row, "height": height}
            )
    if layout.header is not None and layout.header[1] >= layout.body[0]:
        raise RefusedError(
            _("Table %(n)d: the data begin in row %(first)d, but the header goes on to row "
              "%(last)d. The header stands above the data.")
            % {"n": number, "first": layout.body[0], "last": layout.header[1]}
        )  # fmt: skip


def _check_columns(number: int, layout: Layout, width: int) -> None:
    left, right = layout.columns
    if not 0 <= left <= right < width:
        raise RefusedError(
            _("Table %(n)d: columns %(left)s to %(right)s are not in the sheet (A to %(edge)s).")
            % {"n": number, "left": column_letter(max(left, 0)),
               "right": column_letter(max(right, 0)), "edge": column_letter(width - 1)}
        )  # fmt: skip
    uses = [use for use in layout.uses if left <= use.index <= right]
    for use in uses:
        _check_use(number, use)
    roles = {use.role for use in uses}
    if len(uses) == right - left + 1 and "number" not in roles:
        raise RefusedError(
            _("Table %(n)d has no column of figures. Say which column holds figures.")
            % {"n": number}
        )


def _check_use(number: int, use: ColumnUse) -> None:
    place: dict[str, Any] = {"n": number, "letter": column_letter(use.index)}
    if use.unit and parse_unit(use.unit) is None:
        raise RefusedError(
            _("Table %(n)d, column %(letter)s: “%(text)s” is no unit of measure that is known.")
            % {**place, "text": use.unit}
        )
    if use.period and read_period(use.period) is None:
        raise RefusedError(
            _("Table %(n)d, column %(letter)s: “%(text)s” is no period. Write for example "
              "2026年10月, 累计 or 上年同期.")
            % {**place, "text": use.period}
        )  # fmt: skip


def _overlap(first: Layout, second: Layout) -> bool:
    """Whether two tables share a cell of header or body."""
    tops = [(layout.header or layout.body)[0] for layout in (first, second)]
    rows = tops[0] <= second.body[1] and tops[1] <= first.body[1]
    columns = first.columns[0] <= second.columns[1] and second.columns[0] <= first.columns[1]
    return rows and columns
