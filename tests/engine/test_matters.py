"""One matter counts once, at the level that is worth most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.matters import counted_once, same_words

records = st.lists(
    st.tuples(st.sampled_from(["", "甲", "乙", "“甲”", "甲 "]), st.integers(-5, 5).map(float)),
    max_size=12,
).map(lambda rows: [(str(at), matter, marks) for at, (matter, marks) in enumerate(rows)])


def test_the_province_counts_and_the_city_does_not() -> None:
    assert counted_once(
        [("1", "和美乡村建设", 1), ("2", "“和美乡村” 建设", 2), ("3", "平安", 1)]
    ) == (
        "2",
        "3",
    )


def test_of_equals_the_first_counts_whatever_the_sign() -> None:
    assert counted_once([("1", "甲", -1), ("2", "甲", 1)]) == ("1",)


def test_words_are_the_same_without_blanks_and_brackets() -> None:
    assert same_words("《全国文明村》（创建）") == same_words("全国 文明村创建")


@given(records)
def test_every_matter_counts_once_at_its_most(rows: list[tuple[str, str, float]]) -> None:
    counted = set(counted_once(rows))
    kept = [row for row in rows if row[0] in counted]
    assert {r[0] for r in rows if not same_words(r[1])} <= counted
    for key in {same_words(matter) for _name, matter, _marks in rows} - {""}:
        of_it = [abs(marks) for _n, matter, marks in rows if same_words(matter) == key]
        left = [abs(marks) for _n, matter, marks in kept if same_words(matter) == key]
        assert left == [max(of_it)]


@given(records)
def test_what_counts_counts_again(rows: list[tuple[str, str, float]]) -> None:
    counted = counted_once(rows)
    assert counted_once([row for row in rows if row[0] in counted]) == counted
