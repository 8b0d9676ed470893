"""Counties in a workbook are read by the division codes of all years; doubts are asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Upload
from leitai.apps.indicators.services import receive_upload
from leitai.apps.indicators.wording import warning_words
from leitai.apps.units.models import Unit
from leitai.apps.units.places import place_of
from tests import factories
from tests.apps.indicators.conftest import asked

pytestmark = pytest.mark.django_db

ON_RECORD = {
    "龙海区": "350604", "惠水县": "522731", "永定区": "350803", "通州区": "320612",
    "三都水族自治县": "522732", "崇川区": "320613", "商务局": "",
}  # fmt: skip


@pytest.fixture
def counties() -> Unit:
    area = factories.make_unit("全国县域", "country")
    for name, code in ON_RECORD.items():
        kind = "county" if code else "county_department"
        factories.make_unit(name, kind, area, division_code=code)
    indicator = factories.make_indicator(area, "area", "行政区域面积", "平方公里")
    factories.make_series(indicator, factories.make_source("yearbook", area), "stock")
    return area


def read(
    area: Unit, capture: Any, *rows: tuple[Any, ...], year: int = 2020, head: str = "省份"
) -> Upload:
    from leitai.apps.indicators.models import DataSource

    table = [["地区", head, "行政区域面积（平方公里）"], *[list(row) for row in rows]]
    with capture(execute=True):
        upload = receive_upload(
            Act(),
            area=area,
            source=DataSource.objects.get(code="yearbook"),
            name=f"{year}年县域年鉴.xlsx",
            content=factories.workbook(table, f"县域{year}年末"),
        )
    return Upload.objects.get(pk=upload.pk)


def settled(upload: Upload) -> dict[str, str]:
    cells = upload.cells.filter(unit__isnull=False).select_related("unit")
    return {cell.address: cell.unit.name for cell in cells if cell.unit is not None}


def test_a_name_of_that_year_is_the_unit_of_today(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    upload = read(
        counties, django_capture_on_commit_callbacks,
        ("龙海市", "福建省", 1315), ("惠 水 县", "贵州省", 2470), ("三都", "贵州", 2400),
        ("商务局", "", 1),
    )  # fmt: skip
    assert settled(upload) == {
        "C2": "龙海区", "C3": "惠水县", "C4": "三都水族自治县", "C5": "商务局",
    }  # fmt: skip
    assert asked(upload) == []


def test_values_of_both_names_stand_in_one_line(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    earlier = read(counties, capture, ("龙海市", "福建省", 1315), year=2020)
    later = read(counties, capture, ("龙海区", "福建省", 1314), year=2023)
    assert settled(earlier) == settled(later) == {"C2": "龙海区"}
    assert {cell.period.code for cell in (*earlier.cells.all(), *later.cells.all())} == {
        "2020", "2023",
    }  # fmt: skip


def test_a_wrong_province_is_found_and_said(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    upload = read(
        counties, django_capture_on_commit_callbacks,
        ("惠水县", "云南省", 2470), ("龙海市", "福建省", 1315),
    )  # fmt: skip
    assert settled(upload)["C2"] == "惠水县"
    [warning] = [w for w in upload.reading["warnings"] if w["code"] == "wrong_province"]
    assert (warning["row"], warning["printed"], warning["meant"]) == (2, "云南省", "贵州省")
    with translation.override("en"):
        assert "row 2 惠水县: printed under 云南省" in warning_words(warning)
    with translation.override("zh-hans"):
        assert "应属贵州省" in warning_words(warning)


def test_provinces_proved_wrong_do_not_choose_between_namesakes(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    alone = read(counties, capture, ("永定区", "福建省", 2200))
    assert settled(alone) == {"C2": "永定区"}
    upload = read(counties, capture, ("永定区", "福建省", 2200), ("惠水县", "云南省", 2470))
    assert settled(upload) == {"C3": "惠水县"}
    assert [(kind, text) for kind, _address, text in asked(upload)] == [("unit", "永定区")]


def test_a_namesake_elsewhere_is_not_the_unit_on_record(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    """On record is 江苏's 通州区 and 福建's 永定区; the rows speak of 北京's and 湖南's."""
    upload = read(
        counties, django_capture_on_commit_callbacks,
        ("通州区", "北京市", 906), ("永定区", "湖南省", 2174),
    )  # fmt: skip
    assert settled(upload) == {}
    question = upload.questions.get(text="通州区")
    assert "北京市通州区" in question.because["zh"]
    assert question.options[0]["name"] == "通州区"


def test_a_code_that_means_another_place_is_asked(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    upload = read(
        counties, django_capture_on_commit_callbacks,
        ("龙海区", "350802", 1315), ("惠水县", "522731", 2470), head="区划代码",
    )  # fmt: skip
    assert settled(upload) == {"C3": "惠水县"}
    assert "350802" in upload.questions.get(text="龙海区").because["zh"]


def test_a_merged_county_is_asked_with_what_it_became(
    counties: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    upload = read(
        counties, django_capture_on_commit_callbacks, ("港闸区", "江苏省", 133), year=2023
    )
    assert settled(upload) == {}
    question = upload.questions.get(text="港闸区")
    assert question.options[0]["name"] == "崇川区"
    assert "并入" in question.because["zh"]


def test_a_unit_is_a_place_only_where_name_and_code_agree() -> None:
    found = place_of("龙海区", "350604000000")
    assert found is not None
    assert found.code == "350604"
    assert place_of("龙海市", "350681") == found
    assert place_of("云溪区", "350604") is None
    assert place_of("石码街道", "350604001") is None
    assert place_of("云溪区", "990100") is None
