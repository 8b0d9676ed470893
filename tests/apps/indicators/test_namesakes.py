"""Villages of one name are told apart by the town beside them; a wrong town is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import DataSource, Upload
from leitai.apps.indicators.services import answer_question, receive_upload
from leitai.apps.units.models import Unit
from tests import factories
from tests.apps.indicators.conftest import asked

pytestmark = pytest.mark.django_db

VILLAGES = {"双塘镇": ("东村", "南塘村"), "长岭镇": ("东村", "岭头村")}


@pytest.fixture
def county() -> Unit:
    area = factories.make_unit("云溪区", "county")
    factories.make_unit("民政局", "county_department", area)
    for town, villages in VILLAGES.items():
        above = factories.make_unit(town, "town", area)
        for village in villages:
            factories.make_unit(village, "village", above)
    indicator = factories.make_indicator(area, "people", "常住人口", "人")
    factories.make_series(indicator, factories.make_source("villages", area), "stock")
    return area


def read(area: Unit, capture: Any, *rows: tuple[Any, ...], head: str = "乡镇（街道）") -> Upload:
    table = [["填报单位", head, "村（社区）", "常住人口（人）"], *[list(row) for row in rows]]
    return received(area, capture, table)


def received(area: Unit, capture: Any, table: list[list[Any]]) -> Upload:
    with capture(execute=True):
        upload = receive_upload(
            Act(),
            area=area,
            source=DataSource.objects.get(code="villages"),
            name="2025年各村人口.xlsx",
            content=factories.workbook(table, "各村2025年末"),
        )
    return Upload.objects.get(pk=upload.pk)


def settled(upload: Upload) -> dict[str, str]:
    cells = upload.cells.filter(unit__isnull=False).select_related("unit")
    return {
        cell.address: "/".join(
            cell.unit.above.order_by("-depth").values_list("ancestor__name", flat=True)[1:]
        )
        for cell in cells
        if cell.unit is not None
    }


@pytest.mark.parametrize("head", ["乡镇（街道）", "所在地", "镇"])
def test_the_town_beside_a_village_says_which_is_meant(
    county: Unit, django_capture_on_commit_callbacks: Any, head: str
) -> None:
    upload = read(
        county, django_capture_on_commit_callbacks,
        ("民政局", "双塘镇", "东村", 812), ("民政局", "双塘镇", "南塘村", 900),
        ("民政局", "长岭镇", "东 村", 700), ("民政局", "长岭镇", "岭头村", 650), head=head,
    )  # fmt: skip
    assert asked(upload) == []
    assert settled(upload) == {
        "D2": "双塘镇/东村", "D3": "双塘镇/南塘村", "D4": "长岭镇/东村", "D5": "长岭镇/岭头村",
    }  # fmt: skip


def test_two_rows_of_header_and_the_form_s_author_beside(
    county: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    """单位 over 乡镇 and 村, who fills in behind them, and names that recur: still the villages."""
    villages = [(town, village) for town, held in VILLAGES.items() for village in held]
    rows = [["单位", None, "填报单位", "常住人口（人）"], ["乡镇", "村", None, None]]
    rows += [[t, v, f"{t}{v}委会", 700 + n] for n, (t, v) in enumerate(villages)]
    upload = received(county, django_capture_on_commit_callbacks, rows)
    assert asked(upload) == []
    assert settled(upload) == {f"D{3 + n}": f"{t}/{v}" for n, (t, v) in enumerate(villages)}


def test_without_a_town_a_namesake_is_asked_about(
    county: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    upload = read(
        county, django_capture_on_commit_callbacks,
        ("民政局", "双塘镇", "南塘村", 900), ("民政局", "长岭镇", "岭头村", 650),
        ("民政局", "长岭镇", "东村", 700), ("民政局", None, "东村", 812),
    )  # fmt: skip
    assert [text for _kind, _at, text in asked(upload)] == ["东村"]
    assert "D5" not in settled(upload)


def test_a_village_under_another_town_than_on_record_is_asked_about_and_the_answer_kept(
    county: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    rows = (
        ("民政局", "长岭镇", "南塘村", 900), ("民政局", "长岭镇", "岭头村", 650),
        ("民政局", "双塘镇", "东村", 812),
    )  # fmt: skip
    upload = read(county, capture, *rows)
    question = upload.questions.get()
    assert question.text == "南塘村"
    assert question.because["zh"] == "在册的“南塘村”不在长岭镇下面。"
    assert question.options[0]["name"] == "南塘村"
    with capture(execute=True):
        answer_question(Act(), question=question, answer=question.options[0]["answer"])
    again = read(county, capture, ("民政局", "长岭镇", "南塘村", 901), *rows[1:])
    assert asked(again) == []
    assert settled(again)["D2"] == "双塘镇/南塘村"
