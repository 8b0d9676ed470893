"""The county panel and the census of 2020, brought in, answered, accepted and shown.

The files are cut to a few of their columns, since the 150 age groups of the census take minutes
and prove nothing more; every row and every name of a place is there. The units on record are the
counties of 2023.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Question, Revision, Series, Upload
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_units
from leitai.divisions import history
from tests import factories
from tests.shared import SHARED, needs_shared
from tests.web.scenes import assert_sound, english

pytestmark = [pytest.mark.usefixtures("_english", "_own_files"), pytest.mark.django_db]

PANEL = SHARED / "data" / "counties" / "county_panel_2007_2010_2023.csv"
CENSUS = SHARED / "data" / "census" / "census_county_2020_v1.xlsx"
KEPT = ["year", "province", "county", "area_km2", "gdp", "welfare_beds"]
COUNTED = ["区划代码", "省", "市", "区县", "人口数_合计", "人口数_男", "性别比（女=100）"]


@pytest.fixture
def office() -> Client:
    area = factories.make_unit("全国县域", "country")
    counties = history().in_force(2023)
    register_units(
        Act(),
        root=area,
        rows=[{"name": c.name, "kind": "county", "division_code": c.code} for c in counties],
    )
    factories.make_source("yearbook", area)
    return english(factories.make_user("clerk", "assessment_office", area))


def series(code: str, name: str, measure: str, flow: str) -> Series:
    area = Unit.objects.get(name="全国县域")
    indicator = factories.make_indicator(area, code, name, measure)
    return factories.make_series(indicator, area.data_sources.get(), flow)


def bring(client: Client, name: str, content: bytes, run: Any) -> Upload:
    source = Unit.objects.get(name="全国县域").data_sources.get()
    with run(execute=True):
        client.post(
            "/uploads/new",
            {"source": source.pk, "file": SimpleUploadedFile(name, content), "period": ""},
        )
    upload = Upload.objects.get()
    assert upload.state == "staged", upload.trouble
    assert_sound(client.get(f"/uploads/{upload.pk}/"))
    return upload


def asked(upload: Upload, kind: str) -> set[str]:
    rows = Question.objects.filter(upload=upload, kind=kind, answer__isnull=True)
    return set(rows.values_list("text", flat=True))


def decide(client: Client, upload: Upload, kind: str, text: str, **answer: Any) -> None:
    for question in Question.objects.filter(
        upload=upload, kind=kind, text=text, answer__isnull=True
    ):
        sent = answer if "typed" in answer else {"answer": json.dumps(answer)}
        client.post(f"/uploads/{upload.pk}/answer", {"question": question.pk, **sent})
        question.refresh_from_db()
        assert question.answer is not None


def leave_out(client: Client, upload: Upload, kind: str) -> None:
    client.post(f"/uploads/{upload.pk}/answer", {"leave_out": kind})
    assert asked(upload, kind) == set()


def accept(client: Client, upload: Upload) -> None:
    assert not Question.objects.filter(upload=upload, answer__isnull=True).exists()
    done = client.post(f"/uploads/{upload.pk}/accept", {"reason": ""}, follow=True)
    assert_sound(done)
    upload.refresh_from_db()
    assert upload.state == "accepted"


def stored(kept: Series) -> dict[tuple[str, int], float | None]:
    rows = Revision.objects.filter(series=kept, batch__state="accepted", missing="")
    return {
        (code, year): number
        for code, year, number in rows.values_list("unit__division_code", "period__year", "number")
    }


def values_file(client: Client, page: str, kept: Series) -> list[list[str]]:
    """The rows of the CSV that the indicator's page gives away."""
    [link] = re.findall(r'<a href="([^"]+)" download>CSV</a>', page)
    answer = client.get(f"/indicators/{kept.indicator_id}/{unescape(link)}")
    rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return [row[:4] for row in rows]


@needs_shared
def test_the_county_panel_of_three_years(
    office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    gdp = series("gdp", "地区生产总值", "亿元", "current")
    area = series("area", "行政区域面积", "平方公里", "stock")
    with PANEL.open(encoding="utf-8", newline="") as stream:
        printed = list(csv.DictReader(stream))
    cut = io.StringIO(newline="")
    writer = csv.DictWriter(cut, KEPT, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(printed)
    upload = bring(office, PANEL.name, cut.getvalue().encode(), django_capture_on_commit_callbacks)
    assert len(asked(upload, "unit")) == 38, "of 5,101 rows under some 2,500 names"
    assert asked(upload, "period") == asked(upload, "number") == set()
    decide(office, upload, "column", "gdp", typed=gdp.pk)
    decide(office, upload, "column", "area_km2", typed=area.pk)
    leave_out(office, upload, "column")
    decide(office, upload, "measure", "gdp", measure="万元")
    decide(office, upload, "measure", "area_km2", measure="平方公里")
    decide(office, upload, "unit", "沐阳县", typed="沭阳县")
    leave_out(office, upload, "unit")
    accept(office, upload)
    products, areas = stored(gdp), stored(area)
    assert Counter(year for _code, year in products) == {2023: 2084}
    assert Counter(year for _code, year in areas) == {2007: 1959, 2010: 896, 2023: 2084}
    longhai, shuyang, boluo = "350604", "321322", "441322"
    assert (areas[longhai, 2007], areas[longhai, 2023]) == (1128, 1320), "龙海市, then 龙海区"
    assert areas[shuyang, 2010] == 2298, "printed 沐阳县"
    assert (products[longhai, 2023], products[boluo, 2023]) == (1348.3694, 838.8917)
    page = assert_sound(office.get(f"/indicators/{gdp.indicator_id}/"))
    assert "昆山市" in page
    assert "5140.60" in page
    assert ["2023", "龙海区", "350604", "1348.3694"] in values_file(office, page, gdp)


@needs_shared
def test_the_census_of_all_counties(
    office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    people = series("people", "常住人口", "人", "stock")
    rows = CalamineWorkbook.from_path(CENSUS).get_sheet_by_index(0).to_python()
    places = [rows[0].index(name) for name in COUNTED]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("七普（年鉴）")
    for row in rows:
        sheet.append([row[place] for place in places])
    content = io.BytesIO()
    book.save(content)
    upload = bring(office, CENSUS.name, content.getvalue(), django_capture_on_commit_callbacks)
    assert {"北京市", "河北省", "石家庄市", "市辖区"} <= asked(upload, "unit"), "no units on record"
    assert len(asked(upload, "unit")) == 395, (
        "of 3,358 rows, two in five totals of provinces and cities"
    )
    decide(office, upload, "column", "人口数_合计", typed=people.pk)
    leave_out(office, upload, "column")
    decide(office, upload, "measure", "人口数_合计", measure="人")
    decide(office, upload, "period", "七普（年鉴）", typed="2020")
    leave_out(office, upload, "unit")
    accept(office, upload)
    found = stored(people)
    assert len(found) == 2958
    assert (found["110101", 2020], found["350604", 2020]) == (708829, 952000)
    page = assert_sound(office.get(f"/indicators/{people.indicator_id}/"))
    assert "浦东新区" in page
    assert "5681512" in page
    assert ["2020", "东城区", "110101", "708829"] in values_file(office, page, people)
