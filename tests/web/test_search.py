"""Search from the bar finds what the reader may open, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.matters.world import make_desk
from tests.people import District, People
from tests.web.scenes import assert_sound, publish_board, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _board(district: District) -> None:
    publish_board(district)


@pytest.mark.parametrize("words", ["白沙", "bsz", "baisha", "BSZ"])
def test_units_by_name_pinyin_and_initials(district: District, people: People, words: str) -> None:
    page = assert_sound(signed_in(people["principal_leader"]).get("/search/", {"q": words}))
    assert f'href="/units/{district.town("白沙镇").pk}/"' in page


def test_indicators_and_boards(district: District, people: People) -> None:
    client = signed_in(people["assessment_office"])
    assert f'href="/indicators/{district.funds.indicator_id}/"' in text_of(
        client.get("/search/", {"q": "到位"})
    )
    assert 'href="/boards/attraction/"' in text_of(client.get("/search/", {"q": "招商"}))


def test_strangers_find_nothing(people: People) -> None:
    for user in (people.outsider, people.nobody):
        page = text_of(signed_in(user).get("/search/", {"q": "白沙"}))
        assert "/units/" not in page
        assert (
            "/indicators/"
            not in text_of(signed_in(user).get("/search/", {"q": "到位"}))
            .split("<main", 1)[1]
            .split("</main", 1)[0]
        )


@pytest.mark.parametrize("words", ["", "   ", "%", "'; drop", "x" * 500])
def test_odd_words_do_no_harm(people: People, words: str) -> None:
    assert signed_in(people["principal_leader"]).get("/search/", {"q": words}).status_code == 200


def test_asks_the_database_little(people: People, django_assert_max_num_queries: Any) -> None:
    client = signed_in(people["assessment_office"])
    client.get("/search/", {"q": "白沙"})
    with django_assert_max_num_queries(14):
        client.get("/search/", {"q": "白沙"})


def test_matters_by_two_characters_for_who_may_see_them(district: District, people: People) -> None:
    desk = make_desk(district, people)
    matter = desk.assigned(title="河道清淤")
    link = f'href="/matters/{matter.pk}/"'
    for user in (desk.office, desk.reporter):
        assert link in assert_sound(signed_in(user).get("/search/", {"q": "清淤"}))
    for user in (people.outsider, people.nobody):
        assert link not in text_of(signed_in(user).get("/search/", {"q": "清淤"}))
