"""Files of the whole country brought through by a clerk: a panel of years, and a census table.

Small files of our own, each with the traits of the real ones: years down a column, codes for
headings, names of other years, a province printed wrongly; rows of the country, provinces and
cities above the counties, 市辖区, NA for a code, columns that nobody keeps, no period anywhere.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Question, Revision, Series, Upload
from leitai.apps.units.models import Unit
from leitai.apps.units.services import register_units
from tests import factories
from tests.web.scenes import english, text_of

pytestmark = [pytest.mark.usefixtures("_english"), pytest.mark.django_db]

COUNTIES = {
    "350604": "龙海区", "522731": "惠水县", "530827": "镇沅彝族哈尼族拉祜族自治县",
    "110101": "东城区", "130102": "长安区", "610116": "长安区",
}  # fmt: skip
PANEL = """year,province,county,gdp_10k,area_km2,note_count
2007,福建省,龙海市,1500000,1128,3
2010,福建省,龙海市,2500000,1128,
2007,云南省,惠水县,200000,2470,1
2023,福建省,龙海区,8000000,1128,2
"""
AGES = [f"年龄{n}岁" for n in range(70)]
CENSUS = [
    ["区划代码", "省", "市", "区县", "人口数_合计", "人口数_男", *AGES],
    ["NA", "全国", "全国", "全国", 1409778724, 721416394, *range(70)],
    [110000, "北京市", "北京市", "北京市", 21893095, 11195390, *range(70)],
    [110100, "北京市", "北京市", "市辖区", 21893095, 11195390, *range(70)],
    [110101, "北京市", "北京市", "东城区", 708829, 343913, *range(70)],
    *[
        [code, "河北省", name, name, 100 + code, 1, *range(70)]
        for code, name in (
            (130100, "石家庄市"), (130200, "唐山市"), (130300, "秦皇岛市"), (130400, "邯郸市"),
            (130500, "邢台市"), (130600, "保定市"), (130700, "张家口市"), (130800, "承德市"),
        )
    ],
    [130102, "河北省", "石家庄市", "长安区", 691936, 1, *range(70)],
    [610116, "陕西省", "西安市", "长安区", 1591300, 1, *range(70)],
]  # fmt: skip


@pytest.fixture
def clerk() -> Client:
    area = factories.make_unit("全国县域", "country")
    rows = [
        {"name": name, "kind": "county", "division_code": code} for code, name in COUNTIES.items()
    ]
    register_units(Act(), root=area, rows=rows)
    return english(factories.make_user("clerk", "assessment_office", area))


def series(code: str, name: str, measure: str, flow: str) -> Series:
    area = Unit.objects.get(name="全国县域")
    source = area.data_sources.first() or factories.make_source("yearbook", area)
    return factories.make_series(factories.make_indicator(area, code, name, measure), source, flow)


def bring(client: Client, name: str, content: bytes, run: Any) -> Upload:
    source = Unit.objects.get(name="全国县域").data_sources.get()
    with run(execute=True):
        client.post(
            "/uploads/new",
            {"source": source.pk, "file": SimpleUploadedFile(name, content), "period": ""},
        )
    upload = Upload.objects.get()
    assert upload.state == "staged", upload.trouble
    return upload


def decide(client: Client, upload: Upload, kind: str, text: str, **answer: Any) -> None:
    question = Question.objects.get(upload=upload, kind=kind, text=text)
    sent = answer if "typed" in answer else {"answer": json.dumps(answer)}
    client.post(f"/uploads/{upload.pk}/answer", {"question": question.pk, **sent})
    question.refresh_from_db()
    assert question.answer is not None


def open_texts(upload: Upload, kind: str) -> set[str]:
    rows = Question.objects.filter(upload=upload, kind=kind, answer__isnull=True)
    return set(rows.values_list("text", flat=True))


def stored(kept: Series) -> dict[tuple[str, int], float | None]:
    rows = Revision.objects.filter(series=kept, batch__state="accepted")
    return {
        (code, year): number
        for code, year, number in rows.values_list("unit__division_code", "period__year", "number")
    }


def test_a_panel_of_years_comes_through(
    clerk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    gdp = series("gdp", "地区生产总值", "亿元", "current")
    area = series("area", "行政区域面积", "平方公里", "stock")
    upload = bring(clerk, "panel.csv", PANEL.encode(), django_capture_on_commit_callbacks)
    assert open_texts(upload, "unit") == set(), "names of other years find their county"
    named = {w["code"]: w["printed"] for w in upload.reading["warnings"]}
    assert named["wrong_province"] == "云南省"
    assert named["other_name"] == "龙海市"
    assert open_texts(upload, "column") == {"gdp_10k", "area_km2", "note_count"}
    decide(clerk, upload, "column", "gdp_10k", typed=gdp.pk)
    decide(clerk, upload, "column", "area_km2", typed=area.pk)
    decide(clerk, upload, "column", "note_count", ignore=True)
    decide(clerk, upload, "measure", "gdp_10k", measure="万元")
    for text in open_texts(upload, "measure"):
        decide(clerk, upload, "measure", text, measure="平方公里")
    clerk.post(f"/uploads/{upload.pk}/accept", {"reason": "首次"})
    upload.refresh_from_db()
    assert upload.state == "accepted"
    assert stored(gdp) == {
        ("350604", 2007): 150.0, ("350604", 2010): 250.0, ("350604", 2023): 800.0,
        ("522731", 2007): 20.0,
    }  # fmt: skip
    assert stored(area)["522731", 2007] == 2470


def test_a_census_table_comes_through_with_a_few_clicks(
    clerk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    people = series("people", "人口数_合计", "人", "stock")
    upload = bring(
        clerk, "七普.xlsx", factories.workbook(CENSUS, "七普"), django_capture_on_commit_callbacks
    )
    page = text_of(clerk.get(f"/uploads/{upload.pk}/"))
    assert "None of the 71 columns is needed" in page
    assert "Leave out all 10 rows" in page, "the country is a total; both 长安区 are told apart"
    assert page.count("data-question=") == 20
    count = Question.objects.filter(upload=upload).count()
    assert f"1 to 20 of {count} places" in page
    assert "which is no unit on record" in page
    decide(clerk, upload, "period", "七普", typed="2020")
    decide(clerk, upload, "measure", "人口数_合计", measure="人")
    for kind in ("column", "unit"):
        answer = clerk.post(f"/uploads/{upload.pk}/answer", {"leave_out": kind})
        assert answer.status_code == 302
    assert not Question.objects.filter(upload=upload, answer__isnull=True).exists()
    assert set(upload.cells.exclude(heading="人口数_合计").values_list("state", flat=True)) == {
        "skipped"
    }
    clerk.post(f"/uploads/{upload.pk}/accept", {"reason": ""})
    upload.refresh_from_db()
    assert upload.state == "accepted"
    assert stored(people) == {
        ("110101", 2020): 708829, ("130102", 2020): 691936, ("610116", 2020): 1591300,
    }  # fmt: skip


def test_a_page_of_many_questions_is_light_and_reaches_every_one(
    clerk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    series("people", "人口数_合计", "人", "stock")
    wide = [[*row, *(["x"] * 60 if at == 0 else range(60))] for at, row in enumerate(CENSUS)]
    long = [*wide, *([str(n), "省", "市", f"无此县{n}", *range(130)] for n in range(300))]
    upload = bring(
        clerk, "七普.xlsx", factories.workbook(long, "七普"), django_capture_on_commit_callbacks
    )
    here = f"/uploads/{upload.pk}/"
    assert len(clerk.get(here).content) < 250_000
    found: set[str] = set()
    pages = clerk.get(here).context["turned"].paginator.num_pages
    for number in range(1, pages + 1):
        found |= set(re.findall(r'data-question="(\d+)"', text_of(clerk.get(f"{here}?q={number}"))))
    every = list(Question.objects.filter(upload=upload).order_by("pk"))
    assert found == {str(one.pk) for one in every}
    last = every[-1]
    assert f'data-question="{last.pk}"' in text_of(clerk.get(f"{here}?ask={last.pk}"))
    answer = clerk.post(
        f"{here}answer", {"question": last.pk, "sheet": "七普", "answer": '{"leave_out": true}'}
    )
    assert answer["Location"].endswith(f"ask={last.pk}#question-{last.pk}")


def test_a_column_decided_last_takes_all_answers_given_before(
    clerk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    series("people", "人口数_合计", "人", "stock")
    men = series("men", "男性人口", "人", "stock")
    upload = bring(
        clerk, "七普.xlsx", factories.workbook(CENSUS, "七普"), django_capture_on_commit_callbacks
    )
    clerk.post(f"/uploads/{upload.pk}/answer", {"leave_out": "unit"})
    decide(clerk, upload, "period", "七普", typed="2020年")
    decide(clerk, upload, "column", "人口数_男", typed=men.pk)
    decide(clerk, upload, "measure", "人口数_男", measure="人")
    read = upload.cells.filter(heading="人口数_男")
    assert set(read.filter(state="read").values_list("unit__division_code", flat=True)) == {
        "110101", "130102", "610116",
    }  # fmt: skip
    assert set(read.exclude(state="read").values_list("state", flat=True)) == {"skipped"}
