"""Chinese full text: what stands side by side is found, on either database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leitai.apps.fulltext import TextIndex, phrases, tokens
from leitai.apps.units.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db

INDEX = TextIndex("units_unit_text", "units_unit")


@pytest.fixture
def index(db: None) -> Iterator[TextIndex]:
    INDEX.make()
    yield INDEX
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX.name}")


def find(index: TextIndex, query: str) -> set[str]:
    found = index.found(query)
    assert found is not None
    return set(Unit.objects.filter(pk__in=found).values_list("name", flat=True))


@pytest.fixture
def three(index: TextIndex) -> TextIndex:
    texts = {
        "甲": "柳河水厂二期管网改造，确保冬季供水。YX-2026-0087",
        "乙": "青石工业园污水管网；5G基站建设 Phase Two",
        "丙": "双塘镇生活垃圾分类达标整改",
    }
    index.put((factories.make_unit(name, "village").pk, text) for name, text in texts.items())
    return index


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("管网", {"甲", "乙"}),
        ("污水", {"乙"}),
        ("水厂", {"甲"}),
        ("网改造", {"甲"}),
        ("管网改造 供水", {"甲"}),
        ("供水 管网", {"甲"}),
        ("水管", {"乙"}),
        ("改", {"甲", "丙"}),
        ("造", {"甲"}),
        ("园建", set()),
        ("改造确保", set()),
        ("YX-2026-0087", {"甲"}),
        ("yx-2026-00", {"甲"}),
        ("0087", {"甲"}),
        ("５Ｇ基站", {"乙"}),
        ("5g基", {"乙"}),
        ("phase tw", {"乙"}),
        ("hase", set()),
        ('管网" OR "垃圾', set()),
        ("管网 OR 垃圾", set()),
    ],
)
def test_a_query_finds_what_stands_side_by_side(
    three: TextIndex, query: str, names: set[str]
) -> None:
    assert find(three, query) == names


@pytest.mark.parametrize("query", ["", "  ", "—…", "*", '"'])
def test_a_query_without_a_letter_asks_for_nothing(three: TextIndex, query: str) -> None:
    assert three.found(query) is None


def test_what_is_written_again_replaces_and_what_is_gone_is_forgotten(three: TextIndex) -> None:
    unit = Unit.objects.get(name="甲")
    three.put([(unit.pk, "背街小巷改造")])
    assert find(three, "小巷") == {"甲"}
    assert find(three, "水厂") == set()
    three.forget([unit.pk])
    assert find(three, "小巷") == set()


def test_making_it_again_keeps_what_is_there_and_drops_rows_without_an_object(
    three: TextIndex,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {three.name}")
        before = cursor.fetchone()[0]
    three.put([(10**9, "没有这个单位")])
    three.make()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {three.name}")
        assert cursor.fetchone()[0] == before == 3


#: Few letters, so that pieces recur; digits and Latin between, and what is no letter.
LETTERS = st.text("管网改造水a1b ，-", min_size=1, max_size=14)


def plainly(text: str) -> str:
    return re.sub(r"[^\w]|_", " ", unicodedata.normalize("NFKC", text).casefold())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=LETTERS, query=st.text("管网改造水", min_size=1, max_size=4))
def test_a_chinese_query_is_found_exactly_where_it_is_a_piece_of_the_text(
    text: str, query: str
) -> None:
    """Against plain search for a substring: no text too few and none too many."""
    held, wanted = tokens(text), phrases(query)[0]
    size = len(wanted)
    hit = any(
        held[at : at + size - 1] == wanted[:-1] and held[at + size - 1].startswith(wanted[-1])
        for at in range(len(held) - size + 1)
    )
    assert hit == (query in plainly(text))
