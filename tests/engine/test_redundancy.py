"""What decides a ranking, what decides nothing, which items say the same."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leitai.engine import Result, Scheme, score
from leitai.engine.redundancy import (
    alike_pairs,
    influences,
    rank_correlation,
    variance_shares,
)
from tests.engine.builders import table


def board(columns: dict[str, list[float | None]], marks: dict[str, float]) -> Result:
    """A sum of direct scores."""
    return score(
        Scheme.from_dict(
            {
                "leitai": "scheme/1",
                "id": "s",
                "name": "方案",
                "inputs": [{"id": name, "name": name} for name in columns],
                "groups": [
                    {
                        "id": "g",
                        "name": "组",
                        "tree": [
                            {
                                "id": f"i_{name}",
                                "name": name,
                                "marks": marks[name],
                                "rule": {"kind": "direct", "value": name},
                            }
                            for name in columns
                        ],
                    }
                ],
            }
        ),
        table(columns),
    )


numbers = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=30)


def _places(values: list[float]) -> list[float]:
    """Ranks by counting: how many are less, and half of those that are equal."""
    return [sum(other < one for other in values) + (values.count(one) + 1) / 2 for one in values]


@given(numbers)
def test_rank_correlation_is_spearmans(pairs: list[tuple[int, int]]) -> None:
    x, y = [float(a) for a, _ in pairs], [float(b) for _, b in pairs]
    found = rank_correlation(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(np.corrcoef(_places(x), _places(y))[0, 1], abs=1e-9)
        assert found is not None
        assert rank_correlation(y, x) == pytest.approx(found, abs=1e-12)
        assert rank_correlation(x, [-b for b in y]) == pytest.approx(-found, abs=1e-12)


def test_spearmans_own_formula_without_ties() -> None:
    # 1 − 6 Σd² / (n (n² − 1)) with d = 1, 1, 0, 1, 1: 1 − 24 / 120.
    assert rank_correlation([1, 2, 3, 4, 5], [2, 1, 3, 5, 4]) == pytest.approx(0.8)


def test_places_without_a_figure_do_not_count() -> None:
    assert rank_correlation([1, 2, None, 4, math.nan], [1, 2, 3, 4, 5]) == 1
    assert rank_correlation([1, 2, None], [1, 2, 3]) is None
    with pytest.raises(ValueError):
        rank_correlation([1, 2], [1])


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.integers(-1000, 1000).map(float), min_size=4, max_size=4),
        min_size=1,
        max_size=6,
    )
)
def test_shares_of_the_variance_add_up_to_one(parts: list[list[float]]) -> None:
    shares = variance_shares({str(at): part for at, part in enumerate(parts)})
    totals = [sum(each) for each in zip(*parts, strict=True)]
    if len(set(totals)) == 1:
        assert shares is None
    else:
        assume(shares is not None)
        assert shares is not None
        assert math.fsum(shares.values()) == pytest.approx(1)


def test_a_part_without_spread_has_no_share_and_one_against_the_total_less_than_none() -> None:
    shares = variance_shares({"a": [1.0, 2.0, 3.0], "b": [5.0, 5.0, 5.0], "c": [0.3, 0.2, 0.1]})
    assert shares is not None
    # Totals 6.3, 7.2, 8.1: variance 0.81 each step of 0.9; a moves by 1, c by −0.1.
    assert shares["a"] == pytest.approx(1 / 0.9)
    assert shares["b"] == 0
    assert shares["c"] == pytest.approx(-0.1 / 0.9)


def test_who_decides_and_who_decides_nothing() -> None:
    columns: dict[str, list[float | None]] = {
        "big": [10.0, 40.0, 20.0, 30.0, 50.0],
        "flat": [5.0, 5.0, 5.0, 5.0, 5.0],
        "tiny": [0.3, 0.1, 0.2, 0.3, 0.1],
    }
    found = {
        each.id: each
        for each in influences(board(columns, {"big": 50, "flat": 40, "tiny": 10}).groups[0])
    }
    big, flat, tiny = found["i_big"], found["i_flat"], found["i_tiny"]
    assert flat.flat
    assert flat.idle
    assert flat.weight == pytest.approx(0.4)
    assert flat.spread == pytest.approx(0)
    assert not tiny.flat
    assert tiny.idle
    assert big.spread is not None
    assert big.spread > 0.98
    # Without it: 0.3, 0.1, 0.2, 0.3, 0.1 instead of 5, 2, 4, 3, 1.
    assert (big.moved, big.furthest) == (5, 4)
    assert sum(each.spread or 0 for each in found.values()) == pytest.approx(1)


def test_leaving_an_item_out_is_what_a_scheme_without_it_gives() -> None:
    columns: dict[str, list[float | None]] = {
        "a": [9.0, 8.0, 7.0, 6.0, 5.0],
        "b": [1.0, 3.0, 2.0, 5.0, 4.0],
        "c": [2.0, 2.5, 3.0, 3.5, 1.0],
    }
    marks = {"a": 40.0, "b": 30.0, "c": 30.0}
    whole = board(columns, marks)
    for left_out, each in zip("abc", influences(whole.groups[0]), strict=True):
        rest = {name: column for name, column in columns.items() if name != left_out}
        alone = board(rest, marks)
        before, after = whole.ranks["total"], alone.ranks["total"]
        moves = [abs(before[unit] - after[unit]) for unit in before]
        assert each.moved == sum(move != 0 for move in moves)
        assert each.furthest == max(moves)


def test_pairs_that_say_the_same() -> None:
    columns: dict[str, list[float | None]] = {
        "a": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "b": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
        "c": [6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
        "d": [3.0, 1.0, 6.0, 2.0, 5.0, 4.0],
    }
    group = board(columns, dict.fromkeys(columns, 25.0)).groups[0]
    found = alike_pairs(group, threshold=0.9)
    assert [(pair.first, pair.second, round(pair.correlation), pair.units) for pair in found] == [
        ("i_a", "i_b", 1, 6),
        ("i_a", "i_c", -1, 6),
        ("i_b", "i_c", -1, 6),
    ]
    assert len(alike_pairs(group, threshold=0)) == 6
    assert alike_pairs(group, threshold=0.9, least=7) == ()
    with pytest.raises(ValueError):
        alike_pairs(group, threshold=1.5)
