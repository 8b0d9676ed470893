"""Reading a received file: staged cells in pieces, questions, and one short step at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from leitai.apps.audit.services import Act, verb
from leitai.apps.indicators.checks import warnings_of
from leitai.apps.indicators.inserting import insert_rows
from leitai.apps.indicators.models import Question, StagedCell, Upload
from leitai.apps.indicators.reading.cells import NAMES, ReadCell, rows
from leitai.apps.indicators.reading.describing import Description
from leitai.apps.indicators.reading.figures import Figure, TableFigures
from leitai.apps.indicators.reading.headings import Dictionary, Meaning
from leitai.apps.indicators.reading.labels import Directory
from leitai.apps.indicators.reading.periods import complete, in_file_name, pack, said_by
from leitai.apps.indicators.reading.places import Label
from leitai.apps.indicators.reading.settling import SETTLED, Answers
from leitai.apps.indicators.secrecy import mark_of
from leitai.apps.indicators.selectors.layouts import layouts_of, remembered_forms
from leitai.apps.indicators.selectors.values import pieces, watermark
from leitai.apps.indicators.services.keeping import put_back
from leitai.apps.indicators.services.staging import ROWS, ask_measures, ask_repeats, settle_all
from leitai.apps.indicators.storage import stored_file
from leitai.workbooks.limits import Limits, WorkbookError
from leitai.workbooks.model import Proposal, WorkbookReading
from leitai.workbooks.reading import read_workbook

State = StagedCell.State

#: Labels read otherwise than printed that are listed one by one.
LABEL_WARNINGS = 60


def read_file(upload_id: int) -> None:
    """Read a received upload. Running it again after a break starts afresh and ends the same."""
    upload = Upload.objects.select_related("area", "source__unit", "period").get(pk=upload_id)
    if upload.state != Upload.State.RECEIVED:
        return
    _clear(upload)
    try:
        reading = read_workbook(
            stored_file(upload.sha256),
            limits=Limits(max_bytes=settings.LEITAI_MAX_UPLOAD_BYTES),
            layouts=layouts_of(upload),
            forms=remembered_forms(upload),
            name=upload.name,
        )
    except WorkbookError as error:
        mark_unreadable(Act(), upload=upload, message=error.message, message_en=error.message_en)
        return
    mark = mark_of(reading)
    if mark:
        refuse_secret(Act(), upload=upload, mark=mark)
        return
    _Reader(upload, reading).run()


def _clear(upload: Upload) -> None:
    """Remove what a broken reading left."""
    upload.questions.all().delete()
    while True:
        left = list(upload.cells.values_list("pk", flat=True)[:ROWS])
        for piece in pieces(left):
            doomed = StagedCell.objects.filter(pk__in=piece)
            doomed._raw_delete(doomed.db)
        if len(left) < ROWS:
            return


@verb("upload.refuse_secret")
def refuse_secret(act: Act, *, upload: Upload, mark: str) -> Upload:
    """Refuse a workbook with a secrecy mark: the file is deleted, nothing of its content stays."""
    upload.state = Upload.State.UNREADABLE
    upload.name = str(_("refused: secrecy mark"))
    upload.trouble = (
        f"表上有密级标志“{mark}”。涉密文件不得上传到本系统；文件已删除，没有保存任何内容。"
    )
    upload.reading = {
        "trouble_en": f"The sheet bears the secrecy mark “{mark}”. Such files must not be brought "
        "in here; the file was deleted and nothing of it is kept."
    }
    upload.save(update_fields=["state", "name", "trouble", "reading"])
    act.note(mark=mark)
    shared = Upload.objects.filter(sha256=upload.sha256).exclude(pk=upload.pk)
    if not shared.exclude(state=Upload.State.UNREADABLE).exists():
        path = stored_file(upload.sha256)
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return upload


@verb("upload.unreadable")
def mark_unreadable(act: Act, *, upload: Upload, message: str, message_en: str) -> Upload:
    """Say that a file cannot be read, and why."""
    upload.state, upload.trouble = Upload.State.UNREADABLE, message
    upload.reading = {"trouble_en": message_en}
    upload.save(update_fields=["state", "trouble", "reading"])
    act.note(name=upload.name, trouble=message)
    return upload


@verb("upload.read")
def _finish(act: Act, *, upload: Upload, reading: dict[str, Any], seen: int) -> Upload:
    upload.reading, upload.watermark = reading, seen
    upload.state, upload.trouble = Upload.State.STAGED, ""
    upload.save(update_fields=["reading", "watermark", "state", "trouble"])
    ask_repeats(upload)
    act.note(
        name=upload.name,
        answers_kept=put_back(upload),
        answers_before=len(upload.kept),
        cells=upload.cells.count(),
        questions=upload.questions.count(),
        tables=len(reading["tables"]),
    )
    return upload


class _Reader:
    """One reading of one file."""

    def __init__(self, upload: Upload, reading: WorkbookReading) -> None:
        self.upload = upload
        self.reading = reading
        self.dictionary = Dictionary.of(upload.area, upload.source)
        self.directory = Directory.of(upload.area, upload.governing_unit)
        around = (in_file_name(upload.name), said_by(upload.period) if upload.period else None)
        self.year = next((said.year for said in around if said is not None and said.year), None)
        self.tables = [
            TableFigures(
                position,
                table,
                names=self.directory.plain_names,
                above=self.directory.standing.over,
                fallback=upload.area.name,
                around=around,
            )
            for position, table in enumerate(reading.tables)
        ]
        self.meanings: dict[str, Meaning] = {}
        self.headings_at: dict[str, Figure] = {}
        self.labels_at: dict[str, Figure] = {}
        self.unrelated: set[int] = set()
        self.ignored: dict[int, dict[str, Meaning]] = {}

    def run(self) -> None:
        seen = watermark()
        figures = self._kept()
        labels, unit_questions = self.directory.settle(self._labels(figures), self.year)
        described = Description(
            self.reading, self.tables, self.meanings, tuple(self.headings_at), self.unrelated
        ).as_json(labels)
        answers = Answers.of(Upload(reading=described), [])
        cells = [self._cell(figure) for figure in figures]
        needs = settle_all(self.upload, cells, answers, self.dictionary)
        described["waiting"] = self._waiting(cells, unit_questions)
        for piece in pieces(cells, ROWS):
            with transaction.atomic():
                insert_rows(StagedCell, NAMES, rows(piece))
        with transaction.atomic():
            Question.objects.bulk_create(
                [
                    *self._unit_questions(unit_questions),
                    *self._column_questions(),
                    *self._period_questions(figures),
                    *self._cell_questions(figures),
                ]
            )
            ask_measures(self.upload, needs, self.dictionary)
        described["warnings"] = [
            *described["warnings"],
            *self._label_warnings(),
            *warnings_of(self.upload, [cell for cell in cells if cell.state in SETTLED]),
        ]
        _finish(Act(), upload=self.upload, reading=described, seen=seen)

    def _labels(self, figures: Sequence[Figure]) -> dict[str, Label]:
        """How each unit is named, with the years for which the sheet prints figures of it."""
        years: defaultdict[str, set[int]] = defaultdict(set)
        for figure in figures:
            if figure.period is not None and figure.period.year is not None:
                years[label_key(figure)].add(figure.period.year)
        return {
            key: Label(
                figure.label,
                figure.code,
                figure.province,
                figure.prefecture,
                figure.above,
                tuple(sorted(years[key])),
            )
            for key, figure in self.labels_at.items()
        }

    def _waiting(
        self, cells: Sequence[ReadCell], asked: Mapping[str, Any]
    ) -> dict[str, dict[str, int]]:
        """How many cells hang on each label, heading and table that is asked about.

        Counted here once: counting half a million staged cells anew for each page takes seconds.
        """
        labels = Counter(cell.label for cell in cells)
        headings = Counter(cell.heading for cell in cells)
        return {
            "unit": {key: labels[key] for key in asked},
            "column": {
                text: count
                for text, count in headings.items()
                if self.meanings[text].kind == "open"
            },
            "period": {str(key): n for key, n in Counter(cell.table for cell in cells).items()},
        }

    def _label_warnings(self) -> list[dict[str, Any]]:
        """Labels settled otherwise than printed, each with its place; the first ones listed."""
        found = []
        for key, warning in self.directory.warnings.items():
            figure = self.labels_at[key]
            place = {"sheet": figure.cell.sheet, "row": figure.row, "label": figure.label}
            found.append({**warning, **place})
        more = len(found) - LABEL_WARNINGS
        if more > 0:
            rest = {"code": "more", "of": "labels", "count": more}
            return [*found[:LABEL_WARNINGS], rest]
        return found

    def _kept(self) -> list[Figure]:
        """All figures under headings that may be ours, from tables that concern us."""
        kept: list[Figure] = []
        for table in self.tables:
            mine: list[Figure] = []
            ignored: dict[str, Meaning] = {}
            for figure in table:
                text = figure.heading.text
                meaning = self.meanings.get(text)
                if meaning is None:
                    meaning = self.meanings[text] = self.dictionary.meaning(figure.heading)
                if meaning.kind == "ignored":
                    ignored[figure.heading_cell] = meaning
                else:
                    mine.append(figure)
            self.ignored[table.position] = ignored
            if mine and not self._concerns(mine):
                self.unrelated.add(table.position)
                continue
            kept += mine
        for figure in kept:
            self.headings_at.setdefault(figure.heading.text, figure)
            self.labels_at.setdefault(label_key(figure), figure)
        return kept

    def _concerns(self, figures: Sequence[Figure]) -> bool:
        """A table concerns us when it names a unit or an indicator that we know."""
        if any(self.meanings[figure.heading.text].kind == "series" for figure in figures):
            return True
        return any(self.directory.knows(figure.label, figure.code) for figure in figures)

    def _cell(self, figure: Figure) -> ReadCell:
        cell = figure.cell
        unreadable = figure.unreadable
        missing = figure.missing
        return ReadCell(
            upload_id=self.upload.pk,
            table=figure.table,
            sheet=cell.sheet[:120],
            address=cell.address,
            row=figure.row,
            column=figure.column,
            raw=cell.raw,
            number=None if unreadable or missing else cell.number,
            factor=1.0,
            measure=figure.measure,
            measure_place=figure.measure_place,
            qualifier=cell.qualifier,
            missing=missing,
            rewritten=cell.rewritten[:120],
            asks=unreadable or cell.doubtful,
            label=label_key(figure),
            heading=figure.heading.text,
            period_text=pack(figure.period),
            state=State.DOUBTFUL,
        )

    # --- questions ------------------------------------------------------------------------------

    def _unit_questions(self, open_labels: dict[str, dict[str, Any]]) -> Iterable[Question]:
        for key, asked in open_labels.items():
            figure = self.labels_at[key]
            yield Question(
                upload=self.upload,
                kind=Question.Kind.UNIT,
                key=key,
                sheet=figure.cell.sheet[:120],
                address=figure.label_cell,
                text=figure.label[:200],
                because=asked["because"],
                options=asked["options"],
            )

    def _column_questions(self) -> Iterable[Question]:
        for text, figure in self.headings_at.items():
            meaning = self.meanings[text]
            if meaning.kind != "open":
                continue
            yield Question(
                upload=self.upload,
                kind=Question.Kind.COLUMN,
                key=text,
                sheet=figure.cell.sheet[:120],
                address=figure.heading_cell,
                text=text,
                because={"code": meaning.why, "measure": figure.measure},
                options=[
                    *({"answer": {"series": series}} for series in meaning.proposals[:5]),
                    {"answer": {"ignore": True}},
                ],
            )

    def _period_questions(self, figures: Sequence[Figure]) -> Iterable[Question]:
        asked: set[int] = set()
        for figure in figures:
            if figure.table in asked or complete(figure.period) is not None:
                continue
            asked.add(figure.table)
            table = self.reading.tables[figure.table]
            yield Question(
                upload=self.upload,
                kind=Question.Kind.PERIOD,
                key=str(figure.table),
                sheet=table.sheet[:120],
                address=table.range.split(":")[0],
                text=(table.title or table.sheet)[:200],
                because={"code": "no_period", "said": pack(figure.period)},
                options=[],
            )

    def _cell_questions(self, figures: Sequence[Figure]) -> Iterable[Question]:
        for figure in figures:
            cell = figure.cell
            if not (figure.unreadable or cell.doubtful):
                continue
            doubt = figure.doubt
            slip = doubt is not None and not figure.unreadable
            options = [_option(proposal) for proposal in doubt.proposals] if doubt else []
            known = [option["answer"] for option in options]
            if slip and {"keep": True} not in known:
                options.append({"answer": {"keep": True}})
            if {"refuse": True} not in known:
                options.append({"answer": {"refuse": True}})
            yield Question(
                upload=self.upload,
                kind=Question.Kind.MEASURE
                if slip and doubt is not None and "unit" in doubt.kind
                else Question.Kind.NUMBER,
                key=f"{cell.sheet}!{cell.address}"[:240],
                sheet=cell.sheet[:120],
                address=cell.address,
                text=cell.raw[:200],
                because={
                    "code": "cell",
                    "zh": doubt.message if doubt else "",
                    "en": doubt.message_en if doubt else "",
                    "label": figure.label,
                    "heading": figure.heading.text,
                },
                options=options,
            )


def label_key(figure: Figure) -> str:
    """The words by which a figure's unit is known and asked for.

    Its name, its code if any, and the places above it where the table prints them beside it.
    """
    parts = (figure.label, figure.code, *figure.above, figure.prefecture, figure.province)
    return " ".join(part for part in parts if part)[:120]


def _option(proposal: Proposal) -> dict[str, Any]:
    """An offered answer; the words stand beside it in both languages."""
    answer: dict[str, Any]
    if proposal.key == "refuse":
        answer = {"refuse": True}
    elif proposal.key == "keep":
        answer = {"keep": True}
    elif proposal.number is not None:
        answer = {"number": proposal.number}
    else:
        answer = {"refuse": True}
    return {"answer": answer, "zh": proposal.label, "en": proposal.label_en}
