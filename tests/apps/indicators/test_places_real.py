"""The county yearbook of 2020 through the site, with the counties of 2023 on record."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Question, Upload
from leitai.apps.indicators.services import receive_upload
from leitai.apps.units.services import register_units
from leitai.demo.counties import load_counties
from leitai.divisions import history
from tests import factories
from tests.shared import SHARED, needs_shared

pytestmark = pytest.mark.django_db

YEARBOOK = SHARED / "data" / "counties" / "中国县域统计年鉴（县市）改.csv"


@needs_shared
def test_every_county_of_the_yearbook_finds_its_unit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    area = factories.make_unit("全国县域", "country")
    counties = [d for d in history().in_force(2023) if not d.listed_only]
    rows = [{"name": d.name, "kind": "county", "division_code": d.code} for d in counties]
    register_units(Act(), root=area, rows=rows)
    source = factories.make_source("yearbook", area)
    indicator = factories.make_indicator(area, "area", "行政区域面积", "平方公里")
    series = factories.make_series(indicator, source, "stock")
    with django_capture_on_commit_callbacks(execute=True):
        upload = receive_upload(
            Act(), area=area, source=source, name="2020年县域年鉴.csv",
            content=YEARBOOK.read_bytes(),
        )  # fmt: skip
    upload = Upload.objects.get(pk=upload.pk)
    assert upload.state == "staged", upload.trouble
    read = dict(
        upload.cells.filter(series=series, unit__isnull=False).values_list(
            "unit__division_code", "number"
        )
    )
    known = {row.division_code: row.values["area"] for row in load_counties(2020)}
    wrong = {code for code, number in read.items() if known.get(code, number) != number}
    assert wrong == set()
    asked = Question.objects.filter(upload=upload, kind="unit").values_list("text", flat=True)
    # 孟津县 was joined with 吉利区 in 2021; the four places without any figure are not asked.
    assert set(asked) == {"孟津县"}
    # 长宁县 has one cell too many in its row, which is put to a person as such.
    assert set(known) - set(read) == {"410308", "511524"}
    named = [w for w in upload.reading["warnings"] if w["code"] == "other_name"]
    assert {"printed": "龙海市", "meant": "龙海区"}.items() <= next(
        w for w in named if w["printed"] == "龙海市"
    ).items()
