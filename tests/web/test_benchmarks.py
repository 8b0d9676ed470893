"""The pages of benchmarks: what they say, what they leave out, and how much they ask."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import BenchmarkItem, BenchmarkPair, StatedComparison
from leitai.apps.benchmarks.services import (
    confirm_pair,
    define_item,
    propose_pair,
    return_pair,
    set_reference,
    state_comparison,
    withdraw_pair,
)
from leitai.apps.publishing.benchmarks import pair_workbook
from leitai.apps.units.models import Unit
from tests import factories
from tests.apps.benchmarks.world import Field, make_field, make_town_field, this_year, year
from tests.apps.publishing.recalculation import Workbook
from tests.apps.standings.world import make_world, rules_text, store_month
from tests.people import District, People
from tests.web.scenes import (
    assert_closed,
    assert_sound,
    english,
    publish_board,
    text_of,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _surroundings(_english: None, _own_files: None) -> None:
    """Messages in English, files in a folder of the test."""


@pytest.fixture
def field(district: District) -> Field:
    return make_field(district)


def chosen(field: Field, name: str = "博罗县") -> BenchmarkPair:
    pair = propose_pair(
        Act(), unit=field.unit, benchmark=field.county(name), year=this_year(), reason="总量可及"
    )
    return confirm_pair(Act(), pair=pair)


def address(field: Field, more: str = "") -> str:
    return f"/benchmarks/units/{field.unit.pk}/{more}"


def test_the_first_sentence_says_both_scopes_and_opens_them(field: Field, people: People) -> None:
    chosen(field)
    client = english(people["principal_leader"])
    html = assert_sound(client.get(address(field)))
    said = words(html)
    assert "70.24%" in said
    assert "83.58%" in said
    assert "92% of the gap lies in 第二产业增加值" in said
    links = [unescape(x) for x in re.findall(r'href="(/trace/benchmark/[^"]+)" data-trace', html)]
    assert links
    opened = words(text_of(client.get(links[0])))
    assert "589.23 ÷ 838.89 × 100" in opened
    assert "70.24" in opened
    assert "Size, for reference only, not judged" in said
    assert "add up to −249.67; the +0.01 left over come from rounding" in said


def test_items_have_english_names_where_somebody_gave_them(field: Field, people: People) -> None:
    """The item's own, else its indicator's; the reasons of suggestions speak them too."""
    item = define_item(
        Act(), field=field.field, code="more", name="某项", role="level", measure="亿元",
        own=factories.make_indicator(field.unit, "own_more", "某项", "亿元", name_en="Something"),
        theirs=field.items["gdp"].theirs, position=90,
    )  # fmt: skip
    assert item.name_en == "Something"
    BenchmarkItem.objects.filter(code="gdp").update(name_en="GDP")
    BenchmarkItem.objects.filter(code="population").update(name_en="Residents")
    chosen(field)
    client = english(people["principal_leader"])
    said = words(text_of(client.get(address(field))))
    assert "GDP" in said.split("70.24%")[0]
    reasons = words(text_of(client.get(address(field, "suggestions/?picked=1&like=population"))))
    assert "Residents (" in reasons


def test_the_other_extent_is_one_click_away(field: Field, people: People) -> None:
    chosen(field)
    client = english(people["principal_leader"])
    wide = field.extents["含临空"].pk
    assert f"scope={wide}" in text_of(client.get(address(field)))
    said = words(text_of(client.get(address(field, f"?scope={wide}"))))
    assert "is 83.58% of that of 博罗县" in said
    assert_closed(client, address(field, "?scope=987654"))
    assert_closed(client, address(field, "?period=1999"))
    assert_closed(client, address(field, "?against=987654"))
    assert_closed(client, address(field, "?year=20x6"))


def test_a_growing_benchmark_is_never_caught_up(field: Field, people: People) -> None:
    chosen(field)
    client = english(people["principal_leader"])
    still = words(text_of(client.get(address(field))))
    assert "it takes 11.5 years" in still
    grown = words(text_of(client.get(address(field, "?moving=1"))))
    assert "never catches up: the gap widens every year" in grown
    assert "19.32" not in grown
    assert "32.04" in grown


def test_the_contradiction_is_shown_and_the_agreement_too(field: Field, people: People) -> None:
    chosen(field)
    for name, share in (("博罗县", 70.24), ("龙海区", 93.10)):
        state_comparison(
            Act(), unit=field.unit, other=field.county(name), item=field.items["gdp"],
            period=year(2023), quote=f"占{name}{share:.2f}%", share=share, decimals=2,
            own_value=589.23, own_decimals=2,
        )  # fmt: skip
    said = words(text_of(english(people["analyst"]).get(address(field))))
    for figure in ("632.90", "1348.37", "715.47", "43.70%", "52.00%", "110.78%", "838.88"):
        assert figure in said
    assert "What is said of 龙海区 does not agree with what is stored" in said
    assert "What is said of 博罗县" not in said


def test_a_contradiction_is_settled_on_the_page(field: Field, people: People) -> None:
    chosen(field)
    stated = state_comparison(
        Act(), unit=field.unit, other=field.county("龙海区"), item=field.items["gdp"],
        period=year(2023), quote="占龙海区93.10%", share=93.10, decimals=2, own_value=589.23,
    )  # fmt: skip
    office = english(people["assessment_office"])
    bureau = english(people["reporting_unit"])
    settle = f"/benchmarks/comparisons/{stated.pk}/settle"
    unit = people["reporting_unit"].assignments.get().unit
    office.post(settle, {"word": "asked", "asked": unit.pk, "reason": "是否不含开发区"})
    assert "Questions to answer" in text_of(bureau.get("/benchmarks/"))
    html = text_of(bureau.get(address(field)))
    sent = re.search(r'action="(/benchmarks/settlements/\d+/answer)"', html)
    assert sent is not None
    bureau.post(sent[1], {"answer": "不含两个开发区"})
    assert "不含两个开发区" in text_of(office.get(address(field)))
    office.post(settle, {"word": "stored", "reason": "按答复，以年鉴为准"})
    said = words(assert_sound(office.get(address(field))))
    assert "does not agree with what is stored" not in said
    assert "the stored figure stands" in said
    assert "按答复，以年鉴为准" in said
    briefing = words(text_of(office.get(address(field, "briefing/"))))
    assert "To be settled" not in briefing


def test_terrain_is_entered_and_offered(field: Field, people: People) -> None:
    office = english(people["assessment_office"])
    suggestions = address(field, "suggestions/")
    assert f"The terrain of {field.unit.name} is unknown" in words(text_of(office.get(suggestions)))
    office.post(
        "/benchmarks/traits/terrain",
        {"area": field.unit.pk, "lines": f"{field.unit.name} 丘陵\n441322 hills", "source": "县志"},
    )
    page = words(assert_sound(office.get("/benchmarks/traits/")))
    assert "knows the terrain of 2 units" in page
    assert "县志" in page
    assert "known of 1 of 5 candidates" in words(text_of(office.get(suggestions)))
    picked = words(text_of(office.get(f"{suggestions}?picked=1&like=terrain")))
    assert "alike in terrain (hills and hills)" in picked
    refused = office.post(
        "/benchmarks/traits/terrain",
        {"area": field.unit.pk, "lines": "昆山市 水乡", "source": "县志"}, follow=True,
    )  # fmt: skip
    assert "“水乡” is no class of terrain" in words(text_of(refused))
    office.post(
        "/benchmarks/traits/territory", {"area": field.unit.pk, "lines": "昆山市 2020 2023 并镇"}
    )
    assert "2020–2023" in text_of(office.get("/benchmarks/traits/"))


def test_a_sentence_typed_in_keeps_its_decimals(field: Field, people: People) -> None:
    chosen(field)
    client = english(people["analyst"])
    sent = {
        "quote": "占龙海区93.10%", "place": "讲话", "other": "350604", "item": "gdp",
        "period": "2023年", "share": "93.10%", "own_value": "589.23", "year": str(this_year()),
    }  # fmt: skip
    assert client.post(address(field, "comparisons"), sent).status_code == 302
    stated = StatedComparison.objects.get()
    assert (stated.share, stated.decimals, stated.own_decimals) == (93.10, 2, 2)
    for wrong in ({"share": "约九成"}, {"other": "没有县"}, {"period": "2023-01"}, {"item": "x"}):
        answer = client.post(address(field, "comparisons"), {**sent, **wrong}, follow=True)
        assert next(iter(wrong.values())) in words(text_of(answer))
    assert StatedComparison.objects.count() == 1


def test_the_briefing_says_the_same_on_one_sheet(field: Field, people: People) -> None:
    chosen(field)
    client = english(people["principal_leader"])
    html = assert_sound(client.get(address(field, "briefing/")))
    said = words(html)
    for figure in ("70.24%", "83.58%", "−249.66", "19.32%", "2488"):
        assert figure in said
    assert "lt-print-portrait" in html
    assert_closed(english(people.outsider), address(field, "briefing/"))


def test_the_workbook_computes_what_the_page_says(field: Field, people: People) -> None:
    from leitai.apps.benchmarks.selectors.page import pair_page

    chosen(field)
    quote = "=HYPERLINK(1)"
    state_comparison(
        Act(), unit=field.unit, other=field.county("龙海区"), item=field.items["gdp"],
        period=year(2023), quote=quote, share=93.10, decimals=2, own_value=589.23,
    )  # fmt: skip
    page = pair_page(people["analyst"], field.unit, field.field, this_year())
    assert page is not None
    book = Workbook(pair_workbook(page))
    first, parts = book.sheet_names()[:2]
    assert book.value(first, 4, 6) == pytest.approx(-249.66)
    assert book.value(first, 4, 7) == pytest.approx(70.2391, abs=1e-4)
    assert [book.value(parts, row, 4) for row in (4, 5, 6)] == pytest.approx(
        [-55.62, -229.99, 35.94]
    )
    assert book.value(parts, 7, 4) == pytest.approx(-249.67)
    assert book.value(parts, 7, 5) == pytest.approx(100, abs=0.01)
    # Change the own figure as an analyst would: ratio, gap and parts follow.
    book.change(first, 4, 4, 838.8917)
    assert book.value(first, 4, 7) == pytest.approx(100)
    assert book.value(first, 4, 8) in ("level", "持平")
    stated = book.sheet_names()[-1]
    assert book.raw(stated, 4, 1) == quote
    assert book.book[stated].cell(4, 1).data_type == "s", "a sentence is never a formula"
    assert book.value(stated, 4, 6) == pytest.approx(632.9001, abs=1e-3)


def test_the_growth_needed_is_live_in_the_workbook(field: Field, people: People) -> None:
    import openpyxl

    from leitai.apps.benchmarks.selectors.page import pair_page

    chosen(field)
    page = pair_page(people["analyst"], field.unit, field.field, this_year())
    assert page is not None
    book = openpyxl.load_workbook(__import__("io").BytesIO(pair_workbook(page)))
    plan = book["Catching up"]
    rows = {plan.cell(row, 1).value: plan.cell(row, 2).value for row in range(4, 13)}
    assert rows["Growth needed, benchmark standing (%)"] == "=((B5/B4)^(1/B6)-1)*100"
    assert "LN((1+B7/100)/(1+B8/100))" in str(rows["Years at own growth, benchmark growing on"])


def test_suggestions_take_what_was_picked(field: Field, people: People) -> None:
    client = english(people["principal_leader"])
    html = assert_sound(client.get(address(field, "suggestions/")))
    assert "龙海区" in html
    picked = assert_sound(client.get(address(field, "suggestions/?picked=1&care=per_head")))
    assert "博罗县" not in re.findall(r"<th scope=\"row\"><a[^>]+>([^<]+)", picked)


def test_set_as_reference_and_propose_by_one_click(field: Field, people: People) -> None:
    client = english(people["principal_leader"])
    html = text_of(client.get(address(field, "suggestions/")))
    assert "propose as main" in html
    county = field.county("通州区")
    client.post(
        address(field, "references"),
        {"benchmark": county.pk, "year": this_year(), "distance": "middle", "reason": "像"},
    )
    client.post(
        address(field, "propose"), {"benchmark": "博罗县", "year": this_year(), "reason": "可及"}
    )
    roles = BenchmarkPair.objects.values_list("benchmark__name", "role", "state")
    assert set(roles) == {
        ("通州区", "reference", "confirmed"),
        ("博罗县", "main", "proposed"),
    }
    office = english(people["assessment_office"])
    pair = BenchmarkPair.objects.get(role="main")
    assert "Waiting for your decision" in text_of(office.get("/benchmarks/"))
    assert 'id="decide"' in text_of(office.get(address(field)))
    office.post(f"/benchmarks/pairs/{pair.pk}/confirm", {"decision": "同意"})
    pair.refresh_from_db()
    assert (pair.state, pair.decision) == ("confirmed", "同意")


def test_hidden_choices_change_nothing_for_those_below(
    field: Field, people: People, district: District
) -> None:
    """Proposals, returns and withdrawals leave no trace in pages, counts and the API."""
    chosen(field)
    town = english(people["town"])
    addresses = (
        "/benchmarks/", address(field), address(field, "suggestions/"),
        address(field, "briefing/"), "/api/v1/benchmarks",
        f"/api/v1/benchmarks/units/{field.unit.pk}", "/",
    )  # fmt: skip

    def seen() -> list[str]:
        return [_steady(text_of(town.get(one))) for one in addresses]

    before = seen()
    pair = propose_pair(
        Act(), unit=field.unit, benchmark=field.county("昆山市"), year=this_year(), reason="最强"
    )
    assert seen() == before
    return_pair(Act(), pair=pair, decision="够不着")
    again = propose_pair(
        Act(), unit=field.unit, benchmark=field.county("江阴市"), year=this_year(), reason="第二"
    )
    withdraw_pair(Act(), pair=again, reason="算了")
    assert seen() == before
    sibling = make_town_field(district.area, district.funds)
    assert sibling
    before = seen()
    propose_pair(
        Act(), unit=district.town("青石镇"), benchmark=district.town("安平镇"), year=this_year(),
        reason="像",
    )  # fmt: skip
    assert seen() == before


def _steady(text: str) -> str:
    """Return an answer without what differs from request to request."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    text = re.sub(r'(data-csrf|name="csrfmiddlewaretoken" value)="[^"]*"', "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", text)
    return re.sub(r"(record|链头) [0-9a-f ]+", "", text)


def test_the_list_asks_no_more_for_more_units(
    district: District, people: People, django_assert_max_num_queries: Any
) -> None:
    field = make_town_field(district.area, district.funds)
    rows = list(Unit.objects.filter(above__ancestor=district.area, kind__in=field.own_kinds))
    for number, unit in enumerate(rows):
        factories.store(district.funds, unit, factories.month(2026, 9), 10.0 + number)

    def choose(unit: Unit, other: Unit) -> None:
        confirm_pair(
            Act(),
            pair=propose_pair(Act(), unit=unit, benchmark=other, year=this_year(), reason="像"),
        )

    client = english(people["assessment_office"])
    choose(rows[0], rows[1])
    client.get("/benchmarks/")
    with django_assert_max_num_queries(40) as small:
        assert "Of the benchmark" in text_of(client.get("/benchmarks/"))
    used = len(small)
    for unit in rows[1:-1]:
        choose(unit, rows[-1])
    with django_assert_max_num_queries(used):
        assert text_of(client.get("/benchmarks/")).count("到位资金") >= len(rows) - 1


def test_the_pair_asks_no_more_for_more_references(
    field: Field, people: People, django_assert_max_num_queries: Any
) -> None:
    chosen(field)
    client = english(people["principal_leader"])
    client.get(address(field))
    with django_assert_max_num_queries(42) as small:
        client.get(address(field))
    for name in ("龙海区", "通州区", "江阴市", "昆山市"):
        set_reference(
            Act(), unit=field.unit, benchmark=field.county(name), year=this_year(),
            distance="far", reason="参照",
        )  # fmt: skip
    with django_assert_max_num_queries(len(small)):
        client.get(address(field))


def test_the_gap_on_a_board_adds_up_and_proposes_open_figures_alone(
    district: District, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    from leitai.apps.benchmarks.selectors.weighed import weighed

    with django_capture_on_commit_callbacks(execute=True):
        make_world(district, rules_text())
    assert store_month
    unit, other = district.town("青石镇"), district.town("云溪街道")
    found = weighed(people["analyst"], unit, other)
    assert found is not None
    for node in found.gap.nodes:
        below = found.gap.children(node.id)
        if below:
            assert round(sum(one.effect for one in below), 6) == round(node.effect, 6)
    closed = {one.input_name for one in found.closed}
    assert all(step.item_name for step in found.steps)
    assert not closed & {step.item_name for step in found.steps}
    assert weighed(people.outsider, unit, other) is None


def test_the_gap_on_a_board_stands_on_the_briefing_and_adds_up_live_in_the_workbook(
    district: District, people: People
) -> None:
    publish_board(district)
    make_town_field(district.area, district.funds)
    unit, other = district.town("青石镇"), district.town("松桥街道")
    pair = propose_pair(Act(), unit=unit, benchmark=other, year=this_year(), reason="走在前面")
    confirm_pair(Act(), pair=pair)
    client = english(people["assessment_office"])
    here = f"/benchmarks/units/{unit.pk}/"
    html = assert_sound(client.get(f"{here}briefing/"))
    assert "The gap on the board" in words(html)
    assert "1. " not in words(html).split("Gap by indicator")[0], "headings are counted by the page"

    book = Workbook(client.get(f"{here}export.xlsx").content)
    sheet = "Gap on the board"
    rows = range(4, book.book[sheet].max_row + 1)
    total = book.value(sheet, 4, 5)
    leaves = [row for row in rows if not str(book.raw(sheet, row, 5)).startswith("=")]
    assert round(sum(book.value(sheet, row, 5) for row in leaves), 6) == round(total, 6) != 0
    book.change(sheet, leaves[0], 5, book.value(sheet, leaves[0], 5) + 1)
    assert book.value(sheet, 4, 5) == pytest.approx(total + 1)


def test_the_gap_is_followed_from_the_choice_on(district: District, people: People) -> None:
    make_town_field(district.area, district.funds)
    unit, other = district.town("青石镇"), district.town("松桥街道")
    for number, (mine, theirs) in {8: (5.0, 10.0), 9: (6.0, 11.0), 10: (7.5, 12.5)}.items():
        month = factories.month(2026, number)
        factories.store(district.funds, unit, month, mine)
        factories.store(district.funds, other, month, theirs)
    pair = propose_pair(Act(), unit=unit, benchmark=other, year=this_year(), reason="走在前面")
    confirm_pair(Act(), pair=pair)
    at = dt.datetime(2026, 9, 12, tzinfo=dt.UTC)
    BenchmarkPair.objects.filter(pk=pair.pk).update(decided_at=at)
    client = english(people["assessment_office"])
    here = f"/benchmarks/units/{unit.pk}/"
    said = words(assert_sound(client.get(here)))
    assert re.search(r"50\.00% of the benchmark, [^.]+ 60\.00%: better by 10\.00 percentage", said)
    lines = client.get(f"{here}?format=csv&table=course").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1:] for line in lines[1:]] == [
        ["when chosen", "5", "10", "50"],
        ["", "6", "11", "54.54545454545454"],
        ["", "7.5", "12.5", "60"],
    ]
    factories.store(district.funds, unit, factories.month(2026, 11), 6.0)
    months = [one.period.number for one in client.get(here).context["page"].course]
    assert months == [8, 9, 10], "a month with one side alone is no point"
