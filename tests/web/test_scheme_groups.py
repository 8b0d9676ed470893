"""Groups side by side: trees as columns, differing marks said; names instead of codes in forms."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from leitai.apps.standings.models import SchemeVersion, Standing
from leitai.demo.places import SCHEMES_ROOT
from leitai.engine.scheme.addresses import resolve
from leitai.engine.scheme.editing import readable
from leitai.web.scheme_columns import side_by_side
from leitai.web.scheme_detail import detail_of
from leitai.web.scheme_forms import Control, item_names
from leitai.web.scheme_typed import edit_of
from tests.people import District, People
from tests.web.scenes import assert_sound, publish_board, signed_in

YUNXI = readable((SCHEMES_ROOT / "yunxi.yaml").read_text(encoding="utf-8"))


def tree(*headings: tuple[str, dict[str, float]]) -> dict[str, Any]:
    return {
        "id": "g",
        "tree": [
            {
                "id": f"n{at}",
                "name": name,
                "marks": sum(items.values()),
                "items": [
                    {"id": f"{at}_{item}", "name": item, "marks": marks}
                    for item, marks in items.items()
                ],
            }
            for at, (name, items) in enumerate(headings)
        ],
    }


def test_rows_stand_under_their_heading_and_say_where_they_stand_elsewhere() -> None:
    towns = tree(("经济", {"税收": 8, "投资": 6}), ("民生", {"空气": 5}))
    parks = tree(("经济", {"投资": 9, "研发": 4}), ("效益", {"空气": 5, "税收": 3}))
    rows = side_by_side([towns, parks])
    assert [(row.name, row.depth) for row in rows] == [
        ("经济", 1), ("税收", 2), ("投资", 2), ("研发", 2), ("民生", 1), ("空气", 2), ("效益", 1),
    ]  # fmt: skip
    found = {row.name: row for row in rows}
    assert {at: cell.worth for at, cell in found["投资"].cells.items()} == {0: "6", 1: "9"}
    assert found["投资"].differs
    assert found["空气"].cells[1].under == "效益"
    assert not found["空气"].differs
    assert found["税收"].cells[0].under == ""
    assert set(found["研发"].cells) == {1}


def test_the_same_name_twice_in_a_group_stays_two_rows() -> None:
    twice = tree(("经济", {"投资": 6}), ("民生", {"投资": 2}))
    assert [row.name for row in side_by_side([twice])] == ["经济", "投资", "民生", "投资"]


@pytest.fixture
def published(district: District) -> Standing:
    return publish_board(district)


@pytest.mark.django_db
def test_the_page_opens_each_item_and_narrows_to_what_differs(
    published: Standing, people: People
) -> None:
    text = published.version.text
    twin = re.search(r"groups:\n((?:.|\n)*)", text)
    assert twin is not None
    other = twin[1].replace("id: towns", "id: parks", 1).replace("marks: 60", "marks: 55")
    SchemeVersion.objects.filter(pk=published.version_id).update(text=text + other)
    client = signed_in(people["assessment_office"])
    page = assert_sound(client.get("/schemes/attraction/1.0/groups/"))
    assert 'href="/schemes/attraction/1.0/?group=parks&amp;item=i_funds"' in page
    assert "分值不同" in page
    narrow = client.get("/schemes/attraction/1.0/groups/?show=differs")
    assert [row.name for row, _cells in narrow.context["rows"]] == ["到位资金得分"]


@pytest.mark.django_db
def test_grades_and_items_are_called_by_name(published: Standing, people: People) -> None:
    scheme, user = published.round.scheme, people["assessment_office"]
    group = YUNXI["groups"][0]
    detail = detail_of(YUNXI, group, "", {}, {}, scheme, user)
    assert detail is not None

    def flat(controls: tuple[Control, ...]) -> list[Control]:
        return [
            each
            for one in controls
            for each in (
                one, *flat(one.controls), *(c for row in one.rows for c in flat(row.controls))
            )
        ]  # fmt: skip

    found = {one.at: one for one in flat((*detail.more, *detail.general))}
    names = json.dumps(["groups", "towns", "grades", "names"])
    assert [row.controls[0].label for row in found[names].rows][:2] == ["第1等", "第2等"]
    quota = found[json.dumps(["groups", "towns", "grades", "quotas", 0, "grade"])]
    assert (quota.kind, quota.options[0]) == ("choice", ("excellent", "优秀"))
    assert found[json.dumps(["ranking", "then"])].value == "项目建设"
    at = ["groups", "towns", "gates", 0, "applies_to"]
    guarded = found[json.dumps(at)]
    assert guarded.value == item_names(YUNXI)["t_honours"]
    typed = edit_of(YUNXI, at, resolve(YUNXI, at), guarded.value)
    assert typed["value"] == ["t_honours"]
