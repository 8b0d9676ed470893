"""Loading 云溪区: units, people, indicators, targets, forms, and thirty-six published boards.

The forms of the last months go the way a clerk's would: uploaded by the department's person, read,
their questions answered, accepted by a second person. Older years come as one book a department,
imported with the cell of every value.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from leitai.apps.audit.services import Act
from leitai.apps.goals.services import NewTarget, import_targets
from leitai.apps.indicators.models import DataSource, Question, Series, Upload
from leitai.apps.indicators.services import (
    NewValue,
    accept_upload,
    answer_question,
    define_indicator,
    define_series,
    import_values,
    keep_file,
    receive_upload,
    register_source,
)
from leitai.apps.indicators.services.reading import read_file
from leitai.apps.periods.models import Period
from leitai.apps.periods.services import ensure_period
from leitai.apps.standings.models import Scheme
from leitai.apps.standings.services import (
    edit_draft,
    enter_record,
    sign_record,
    start_draft,
    withdraw_record,
)
from leitai.apps.units.models import Unit, User
from leitai.apps.units.policies import OVERSEEING
from leitai.apps.units.services import assign_role, register_unit, register_user
from leitai.demo.accounts import PASSWORD
from leitai.demo.district import SEED, seeded
from leitai.demo.district_manifest import Manifest, ManifestFile
from leitai.demo.district_model import District, audience_of, year_month
from leitai.demo.district_records import ITEMS, records
from leitai.demo.district_workbooks import TOUR_FILE, write_workbooks
from leitai.demo.load.rounds import publish_rounds, publish_scheme
from leitai.demo.notice import FICTION_NOTICE_EN, FICTION_NOTICE_ZH
from leitai.demo.places import SCHEMES_ROOT


@dataclass(frozen=True)
class Loaded:
    """What stands in the database so far, by the names that the forms use."""

    area: Unit
    units: Mapping[str, Unit]
    people: Mapping[str, User]
    sources: Mapping[str, DataSource]
    series: Mapping[str, Series]


def tour_file() -> Path:
    """Return where the workbook of the newcomer's tour is laid."""
    return Path(settings.CONFIG.var) / TOUR_FILE


def load_district(progress: Callable[[str, float], None], *, boards: int | None = None) -> None:
    """Load the whole district and publish its boards, or only the last ``boards`` of them."""
    act = Act(actor=None)
    progress("云溪区：单位、人员、指标", 0.0)
    district = seeded()
    loaded = _register(act, district)
    progress("云溪区：目标", 0.05)
    _set_targets(act, district, loaded)
    with tempfile.TemporaryDirectory() as folder:
        manifest = write_workbooks(Path(folder), SEED)
        files = [file for file in manifest.files if file.kind != "tour"]
        for number, file in enumerate(files):
            progress(f"云溪区：{file.name}", 0.1 + 0.6 * number / len(files))
            content = (Path(folder) / file.name).read_bytes()
            if file.kind == "history":
                _import_book(loaded, manifest, file, content)
            else:
                _send_form(loaded, manifest, file, content)
        tour_file().parent.mkdir(parents=True, exist_ok=True)
        tour_file().write_bytes((Path(folder) / TOUR_FILE).read_bytes())
    scheme = None
    for name in ("yunxi-3.1.yaml", "yunxi.yaml"):
        scheme = publish_scheme(act, area=loaded.area, path=SCHEMES_ROOT / name, position=1)
    assert scheme is not None
    progress("云溪区：加分、扣分、否决记录", 0.7)
    _enter_records(district, loaded, scheme)
    office = loaded.people["zhoumin"]
    played = district.periods if boards is None else district.periods[-boards:]
    for number, code in enumerate(played):
        progress(f"云溪区：{code} 擂台榜", 0.7 + 0.3 * number / len(played))
        period = _month(code)
        publish_rounds(Act(actor=office, at=_published_on(period)), scheme, [period])
    _draft_next_year(loaded, scheme)
    progress("云溪区", 1.0)


def _enter_records(district: District, loaded: Loaded, scheme: Scheme) -> None:
    """Enter the year's records; a second person signs all but the last two, one is withdrawn."""
    audiences = {one.name: audience_of(one) for one in district.units}
    for one in records():
        audience = audiences[one.unit]
        assert audience is not None
        period = _month(one.month)
        day = dt.datetime.combine(period.end - dt.timedelta(days=3), dt.time(10, 5))
        at = timezone.make_aware(day)
        record = enter_record(
            Act(actor=loaded.people[one.entered_by], at=at),
            scheme=scheme,
            unit=loaded.units[one.unit],
            period=period,
            item=ITEMS[audience][one.column],
            column=one.column,
            matter=one.matter,
            reference=one.reference,
            file_name=one.file[0],
            content=one.file[1].encode(),
        )
        if one.signed_by:
            signer = loaded.people[one.signed_by]
            record = sign_record(Act(actor=signer, at=at + dt.timedelta(hours=6)), record=record)
        if one.withdrawn:
            withdraw_record(
                Act(actor=loaded.people["zhoumin"], at=at + dt.timedelta(days=2)),
                record=record,
                reason=one.withdrawn,
            )


#: What the office has changed so far in the rules of the year to come.
DRAFT_EDITS = (
    ("i_fixed_asset_investment", ("rule", "zero_below"), 0.6),
    ("i_project_production_rate", ("marks",), 3),
)


def _draft_next_year(loaded: Loaded, scheme: Scheme) -> None:
    """Begin the rules of the year to come: one line raised, three marks not yet given again."""
    base = scheme.versions.get(number="3.2")
    draft = start_draft(
        Act(actor=loaded.people["zhoumin"]),
        scheme=scheme,
        text=base.text,
        number="3.3",
        valid_from=dt.date(2027, 1, 1),
        base=base,
    )
    for revision, (item, way, value) in enumerate(DRAFT_EDITS, 1):
        edit_draft(
            Act(actor=loaded.people["zhoumin"]),
            version=draft,
            revision=revision,
            operations=[{"do": "set", "at": ["groups", "towns", "@", item, *way], "value": value}],
        )


def _month(code: str) -> Period:
    year, month = year_month(code)
    return ensure_period("month", year, month)


def _published_on(period: Period) -> dt.datetime:
    day = (period.end + dt.timedelta(days=8)).replace(day=8)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 20)))


def _sent_on(file: ManifestFile, hour: int) -> dt.datetime:
    day = dt.date.fromisoformat(file.sent_on)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 2)))


def _register(act: Act, district: District) -> Loaded:
    units: dict[str, Unit] = {}
    area: Unit | None = None
    for number, one in enumerate(district.units):
        unit = register_unit(
            act.within(),
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            parent=area,
            division_code=one.code,
            position=number + 1,
            fictional=True,
            attributes={"notice": FICTION_NOTICE_ZH, "notice_en": FICTION_NOTICE_EN}
            if area is None
            else {},
        )
        units[one.name] = unit
        area = area or unit
    assert area is not None
    people: dict[str, User] = {}
    for person in district.people:
        user = register_user(
            act.within(),
            username=person.username,
            password=PASSWORD,
            display_name=person.name,
            post=person.title,
            home=units[person.unit],
        )
        over = area if person.role in OVERSEEING else units[person.unit]
        assign_role(act.within(), user=user, role=person.role, unit=over)
        people[person.username] = user
    sources: dict[str, DataSource] = {}
    for one in district.units:
        if one.kind == "county_department":
            sources[one.name] = register_source(
                act.within(),
                name=f"{one.name}月报",
                code=one.code.lower(),
                unit=units[one.name],
                statistical=one.name == "区统计局",
            )
    series = {
        one.id: define_series(
            act.within(),
            indicator=define_indicator(
                act.within(),
                area=area,
                code=one.id,
                name=one.name,
                name_en=one.name_en,
                theme=one.theme,
                measure=one.measure,
                decimals=one.decimals,
                direction=one.direction,
                actionable=one.actionable,
                responsible=units[one.responsible],
                due_day=one.due_day,
                text=one.definition,
                scope_note=one.scope_note,
                valid_from=dt.date(2023, 1, 1),
                position=number,
            ),
            flow=one.flow,
            price=one.price,
            authority=sources[one.responsible],
        )
        for number, one in enumerate(district.indicators)
    }
    return Loaded(area, units, people, sources, series)


def _set_targets(act: Act, district: District, loaded: Loaded) -> None:
    for year in sorted({one.year for one in district.targets}):
        import_targets(
            Act(actor=act.actor, at=timezone.make_aware(dt.datetime(year, 1, 12, 9, 30))),
            area=loaded.area,
            rows=[
                NewTarget(
                    loaded.series[one.indicator].pk,
                    loaded.units[one.unit].pk,
                    one.year,
                    one.floor,
                    one.stretch,
                    one.shape,
                )
                for one in district.targets
                if one.year == year
            ],
            reason="年度目标分解下达",
        )


def _import_book(loaded: Loaded, manifest: Manifest, file: ManifestFile, content: bytes) -> None:
    """Bring in a year's book of a department, every value with its cell."""
    source = loaded.sources[file.department]
    act = Act(actor=loaded.people["zhoumin"], at=_sent_on(file, 10))
    upload = keep_file(act, area=loaded.area, source=source, name=file.name, content=content)
    rows = [
        NewValue(
            series_id=loaded.series[one.indicator].pk,
            unit_id=loaded.units[one.unit].pk,
            period_id=_month(one.period).pk,
            number=one.number,
            missing=one.missing,
            sheet=one.sheet,
            address=one.address,
            raw=one.text,
            raw_measure=one.measure,
            remark=one.remark,
        )
        for one in manifest.values_of(file.name)
    ]
    import_values(act.within(), source=source, rows=rows, reason="历史月报汇总", upload=upload)


def _send_form(loaded: Loaded, manifest: Manifest, file: ManifestFile, content: bytes) -> None:
    """Upload, read, answer and accept a form as its department and a checker would."""
    source = loaded.sources[file.department]
    sender, checker = loaded.people[file.sent_by], loaded.people[file.checked_by]
    upload = receive_upload(
        Act(actor=sender, at=_sent_on(file, 16)),
        area=loaded.area,
        source=source,
        name=file.name,
        content=content,
        period=_month(file.period),
    )
    read_file(upload.pk)
    _answer(loaded, manifest, file, upload, sender)
    upload.refresh_from_db()
    accept_upload(Act(actor=checker, at=_sent_on(file, 17)), upload=upload, reason=file.reason)


def _answer(
    loaded: Loaded, manifest: Manifest, file: ManifestFile, upload: Upload, sender: User
) -> None:
    """Decide what the form asks about its columns; anything else is a fault of the demo.

    Raises:
        RuntimeError: naming the question that nobody foresaw.
    """
    meant = {
        (column.sheet, column.letter): column
        for column in manifest.columns
        if column.file == file.name
    }
    while question := Question.objects.filter(upload=upload, answer__isnull=True).first():
        letter = question.address.rstrip("0123456789")
        column = meant.get((question.sheet, letter))
        if question.kind == Question.Kind.COLUMN and column is not None:
            answer: dict[str, object] = (
                {"series": loaded.series[column.indicator].pk}
                if column.indicator
                else {"ignore": True}
            )
        elif question.kind == Question.Kind.MEASURE and column is not None:
            answer = {"measure": column.measure}
        else:
            raise RuntimeError(
                f"{file.name} {question.sheet}!{question.address} {question.kind}: "
                f"{question.text} ({question.because})"
            )
        answer_question(Act(actor=sender, at=_sent_on(file, 16)), question=question, answer=answer)
