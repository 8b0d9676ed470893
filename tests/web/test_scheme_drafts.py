"""The page on which a draft is written: what it shows, saves, refuses and says."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import DraftRevision, Scheme, SchemeVersion, Standing
from leitai.apps.standings.services import add_version, submit_version
from leitai.demo.places import SCHEMES_ROOT
from leitai.engine.rules import RULES
from leitai.engine.scheme.editing import apply, readable
from leitai.engine.scheme.shapes import Fields
from leitai.web.scheme_faults import faults_of
from leitai.web.scheme_forms import Form
from leitai.web.scheme_typed import TypedError, edit_of, shape_at
from tests.people import District, People
from tests.web.scenes import SCHEME, assert_closed, assert_sound, publish_board, signed_in, text_of

pytestmark = pytest.mark.django_db

HERE = "/schemes/attraction/2.0/"
ITEM = ["groups", "towns", "@", "i_funds"]


@pytest.fixture
def published(district: District) -> Standing:
    return publish_board(district)


@pytest.fixture
def office(published: Standing, people: People) -> Client:
    return signed_in(people["assessment_office"])


@pytest.fixture
def draft(published: Standing, office: Client) -> SchemeVersion:
    """A copy of version 1.0, begun on the page."""
    answer = office.post(
        "/schemes/attraction/draft",
        {"source": "attraction:1.0", "number": "2.0", "day": "2026-11-01"},
    )
    assert answer["Location"] == HERE
    return SchemeVersion.objects.get(number="2.0")


def edit(client: Client, op: Any, revision: int = 1, **more: Any) -> Any:
    data = {
        "op": json.dumps(op),
        "revision": revision,
        "group": "towns",
        "item": "i_funds",
        "operation_id": str(uuid.uuid4()),
    }
    return client.post(f"{HERE}edit", data | more, headers={"HX-Request": "true"})


def marks(value: Any) -> dict[str, Any]:
    return {"do": "set", "at": [*ITEM, "marks"], "value": value}


def test_a_copy_opens_for_writing(draft: SchemeVersion, office: Client) -> None:
    page = assert_sound(office.get(f"{HERE}?item=i_funds"))
    assert 'data-revision="1"' in page
    assert "由 v1.0 复制" in page
    assert "与 v1.0 比改了 0 处" in page
    assert 'id="w-i_funds"' in page
    assert "门柱标准化" in page
    assert "送第二人审" in page
    # The reader without a number gets the rules that bind.
    assert "v1.0" in text_of(office.get("/schemes/attraction/"))


def test_marks_left_are_said_at_their_place_and_block_the_sending(
    draft: SchemeVersion, office: Client
) -> None:
    page = text_of(edit(office, marks(50)))
    assert "还剩 10 分" in page
    assert "分完才能送审" in page
    assert 'aria-disabled="true" id="send"' in page
    assert "给“签约项目得分”，40 → 50" in page
    assert 'data-revision="2"' in page
    give = {"do": "give_rest", "group": "towns", "parent": "", "item": "i_projects"}
    whole = Scheme.objects.get().versions.get(number="2.0")
    parent = _parent(whole.text)
    page = text_of(edit(office, give | {"parent": parent}, 2))
    assert "还剩" not in page
    assert 'action="/schemes/attraction/2.0/submit"' in page


def _parent(text: str) -> str:
    """Return the heading above i_projects, empty when it stands at the top."""
    for node in readable(text)["groups"][0]["tree"]:
        if any(each["id"] == "i_projects" for each in node.get("items", ())):
            return str(node["id"])
    return ""


def test_what_is_typed_is_read_by_the_shape_of_its_field(
    draft: SchemeVersion, office: Client
) -> None:
    at = {"at": [*ITEM, "marks"]}
    refused = edit(office, at, raw="六十")
    assert refused.status_code == 422
    page = text_of(refused)
    assert "“六十”不是数" in page
    assert "没有保存" in page
    assert 'value="六十"' in page
    assert DraftRevision.objects.filter(version=draft).count() == 1
    assert edit(office, at, raw="５５").status_code == 200
    draft.refresh_from_db()
    assert "marks: 55" in draft.text


def test_a_conflict_is_said_and_shows_the_newest_state(
    draft: SchemeVersion, office: Client
) -> None:
    assert edit(office, marks(55)).status_code == 200
    late = edit(office, marks(50))
    assert late.status_code == 409
    page = text_of(late)
    assert "没有保存" in page
    assert "assessment_office" in page
    assert 'data-revision="2"' in page
    draft.refresh_from_db()
    assert "marks: 55" in draft.text


def test_a_lost_answer_is_asked_for_again_without_doing_twice(
    draft: SchemeVersion, office: Client
) -> None:
    once = {"operation_id": str(uuid.uuid4())}
    add = {"do": "add_item", "group": "towns", "name": "新项"}
    assert edit(office, add, **once).status_code == 200
    again = edit(office, add, **once)
    assert again.status_code == 200
    draft.refresh_from_db()
    assert draft.text.count("新项") == 1
    assert draft.revision == 2


def test_a_new_item_is_shown_with_what_it_lacks(draft: SchemeVersion, office: Client) -> None:
    page = text_of(edit(office, {"do": "add_item", "group": "towns", "name": "新项"}))
    assert "新项" in page
    assert "还没有填计分方法" in page
    assert 'id="figure-search"' in page
    assert 'data-item="item_1"' in page


def test_a_figure_is_found_by_name_and_its_curve_drawn(
    draft: SchemeVersion, office: Client
) -> None:
    query = {"q": "到位", "at": json.dumps([*ITEM, "rule", "value"])}
    offers = text_of(office.get(f"{HERE}figures", query))
    assert "到位资金" in offers
    assert "choose_figure" in offers
    assert "没有叫" in text_of(office.get(f"{HERE}figures", {"q": "没有的"}))
    live = {"group": "towns", "item": "i_funds"}
    page = text_of(office.get(f"{HERE}preview", live))
    assert "白沙镇" in page
    tried = live | {"op": json.dumps({"at": [*ITEM, "rule", "high"]}), "raw": "24"}
    page = text_of(office.get(f"{HERE}preview", tried))
    # 9.56 of 24 for 60 marks is 23.9.
    assert "23.90" in page
    assert DraftRevision.objects.count() == 2  # of both versions, none by looking


def test_only_this_change_beside_the_published_result(draft: SchemeVersion, office: Client) -> None:
    same = text_of(office.get(f"{HERE}item-trial?group=towns&item=i_funds"))
    assert "相同" in same
    edit(office, {"do": "set", "at": [*ITEM, "rule", "high"], "value": 24})
    # The draft is not even: the trial of one item needs no more than the item.
    edit(office, marks(50), 2)
    edit(office, marks(60), 3)
    page = text_of(office.get(f"{HERE}item-trial?group=towns&item=i_funds"))
    assert "12 → 24" in page
    assert "松桥街道" in page
    assert Standing.objects.count() == 1


def test_undo_and_files(draft: SchemeVersion, office: Client) -> None:
    before = draft.text
    edit(office, marks(55))
    office.post(f"{HERE}restore", {"revision": 2, "to": 1})
    draft.refresh_from_db()
    assert draft.text == before
    assert text_of(office.get(f"{HERE}file")) == before
    office.post(f"{HERE}replace", {"revision": 3, "text": before.replace("招商引资", "招商")})
    draft.refresh_from_db()
    assert draft.revision == 4
    office.post(f"{HERE}replace", {"revision": 4, "text": "- 不是方案"})
    draft.refresh_from_db()
    assert draft.revision == 4


def test_from_sending_to_publication(draft: SchemeVersion, office: Client, people: People) -> None:
    leader = signed_in(people["principal_leader"])
    assert_closed(leader, HERE)
    office.post(f"{HERE}submit", {"revision": 1})
    page = assert_sound(office.get(HERE))
    assert "待审定" in page
    assert "四只眼" in page
    assert "等待审定" in text_of(leader.get("/schemes/"))
    leader.post(f"{HERE}decide", {"decision": "return", "reason": "分值过于集中"})
    assert_closed(leader, HERE)
    assert "分值过于集中" in text_of(office.get(HERE))
    office.post(f"{HERE}submit", {"revision": 1})
    leader.post(f"{HERE}decide", {"decision": "approve"})
    office.post(f"{HERE}publish")
    draft.refresh_from_db()
    assert draft.state == "published"
    assert "已发布" in assert_sound(office.get(HERE))


def test_a_trial_of_a_draft_with_open_problems_leads_back(
    draft: SchemeVersion, office: Client
) -> None:
    edit(office, marks(50))
    answer = office.get(f"{HERE}trial/?period=2026-10", follow=True)
    assert answer.redirect_chain[-1][0] == HERE
    assert "处理完才能试算" in text_of(answer)


def test_an_empty_scheme_begins_with_a_heading(office: Client, district: District) -> None:
    data = {"area": district.area.pk, "name": "年度考核方案", "period": "year", "slug": "annual"}
    answer = office.post("/schemes/new", data, follow=True)
    page = text_of(answer)
    assert "年度考核方案" in page
    assert "处要处理" in page


def test_a_draft_is_read_only_for_the_administrator(draft: SchemeVersion, people: People) -> None:
    client = signed_in(people["administrator"])
    page = assert_sound(client.get(f"{HERE}?item=i_funds"))
    assert "data-readonly" in page
    assert "data-grip" not in page
    assert edit(client, marks(1)).status_code == 403


def test_the_editor_asks_the_database_little(
    draft: SchemeVersion, office: Client, django_assert_max_num_queries: Any
) -> None:
    office.get(f"{HERE}?item=i_funds")
    with django_assert_max_num_queries(40):
        office.get(f"{HERE}?item=i_funds")


def test_a_version_that_waits_stands_still(published: Standing, office: Client) -> None:
    text = SCHEME.format(version="2.0", funds=60, projects=40)
    text = text.replace("effective: 2026-01-01", "effective: 2026-12-01")
    made = add_version(Act(), scheme=Scheme.objects.get(), text=text)
    submit_version(Act(), version=made, revision=1)
    answer = edit(office, marks(1))
    assert answer["HX-Redirect"] == HERE


# -- forms from declarations ---------------------------------------------------------------------

TAX = ["groups", "towns", "@", "i_tax_revenue"]
YUNXI = (SCHEMES_ROOT / "yunxi.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_rule_has_a_form_in_both_languages(kind: str) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            made = Form({"a": "甲"}).controls(RULES[kind], {"kind": kind}, ("rule",))
            assert len(made) == len(Fields(RULES[kind]).shapes())
            assert all(one.label for one in made)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_taken_or_refused(raw: str) -> None:
    plain = readable(YUNXI)
    for at in (
        ["groups", "towns", "@", "i_tax_revenue", "marks"],
        ["groups", "towns", "@", "i_tax_revenue", "rule", "cap"],
        ["effective"],
        ["zones", "leading"],
        ["groups", "towns", "grades", "quotas", 0, "share"],
    ):
        way = ["groups", "towns", "tree", "economy", "items", *at[3:]] if "@" in at else at
        try:
            operation = edit_of(plain, at, tuple(way), raw)
        except TypedError:
            continue
        if operation["do"] == "set":
            apply(YUNXI, [operation])


def test_percent_is_typed_and_a_factor_written() -> None:
    plain = readable(YUNXI)
    at = ("groups", "towns", "tree", "projects", "items", "i_fixed_asset_investment", "rule")
    assert shape_at(plain, (*at, "cap"))[1] is True
    assert edit_of(plain, [*at, "cap"], (*at, "cap"), "110%")["value"] == 1.1
    assert edit_of(plain, [*at, "cap"], (*at, "cap"), "")["value"] is None
    form = Form({}).controls(RULES["completion"], {"cap": 1.1, "zero_below": 0.6}, at)
    shown = {json.loads(one.at)[-1]: (one.value, one.unit) for one in form}
    assert shown["cap"] == ("110", "%")
    assert shown["zero_below"] == ("60", "%")


def test_problems_are_told_by_the_names_of_items() -> None:
    text = apply(
        YUNXI,
        [
            {
                "do": "set",
                "at": ["groups", "towns", "@", "i_tax_revenue", "rule", "cap"],
                "value": -1,
            }
        ],
    ).text
    with translation.override("zh-hans"):
        fault = faults_of(text)[0]
    assert fault.place == "乡镇（街道） › 税收收入 › 计分方法 › 完成率封顶"
    assert (fault.group, fault.item) == ("towns", "i_tax_revenue")
    assert fault.address == ("groups", "towns", "@", "i_tax_revenue", "rule", "cap")
