"""Suggested benchmarks: reachable, alike, with reasons, whatever the order and the units."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine import GapIndicator, Reachable, Suggestions, Table, Trait, suggest_benchmarks
from leitai.engine.scheme.problems import Words

GDP = GapIndicator(id="gdp", name=Words("生产总值", "GDP"), decimals=2)
REACH = Reachable(indicator=GDP, growth=12.27, growth_name=Words("P90 增速", "the P90 growth"))
PEOPLE = Trait(id="people", name=Words("人口", "population"), unit="万人")
LAND = Trait(id="land", name="面积")


def towns() -> Table:
    return Table.from_columns(
        ["本", "近", "中", "远", "差", "贴", "缺", "异"],
        {
            "gdp": [100, 150, 250, 800, 90, 102, 160, 150],
            "people": [60, 66, 58, 150, 20, 200, None, 300],
            "land": [10, 11, 9, 30, 4, 20, 50, 90],
        },
    )


def test_tiers_and_reasons() -> None:
    found = suggest_benchmarks(towns(), "本", REACH, alike=[PEOPLE, LAND])
    assert [each.unit for each in found.near] == ["近", "异"]
    assert [each.unit for each in found.middle] == ["中"]
    (far,) = found.far
    assert (far.unit, far.overtake, far.place) == ("远", False, 1)
    assert str(far.reasons[-1]) == "生产总值为本单位 8 倍以上，只作经验参照，不设赶超目标"
    near = found.near[0]
    assert near.years == pytest.approx(3.503, abs=1e-3)
    assert [str(each) for each in near.reasons] == [
        "人口相近（60、66万人），面积相近（10、11）",
        "按P90 增速 12.27%，标杆不动，约 4 年可及",
    ]
    assert near.reasons[0].en == "alike in population (60 and 66万人), 面积 (10 and 11)"
    assert "不同" in found.near[1].reasons[0]
    assert [(each.unit, str(each.reason)) for each in found.excluded] == [
        ("缺", "缺人口"), ("贴", "只领先 2.00%，不足 5%")
    ]  # fmt: skip
    assert (found.considered, found.better) == (7, 4)


def test_a_moving_benchmark_is_farther_and_an_equal_pace_is_never_reached() -> None:
    moving = Reachable(indicator=GDP, growth=12.27, benchmark_growth=8)
    years = {each.unit: each.years for each in suggest_benchmarks(towns(), "本", moving).all}
    assert years["近"] == pytest.approx(10.456, abs=0.01)
    never = Reachable(indicator=GDP, growth=8, benchmark_growth=8)
    found = suggest_benchmarks(towns(), "本", never)
    assert (found.near, found.middle) == ((), ())
    assert all(each.years is None and not each.overtake for each in found.far)
    assert "永远追不上" in found.far[0].reasons[-1]


def test_better_in_what_the_user_cares_about() -> None:
    crowd = GapIndicator(id="people", name="人口", direction="lower_is_better")
    found = suggest_benchmarks(towns(), "本", REACH, better=[crowd])
    assert [each.unit for each in found.all] == ["中"]
    assert [merit.indicator.id for merit in found.middle[0].merits] == ["gdp", "people"]


def test_labels_ties_limits_and_what_cannot_be_compared() -> None:
    terrain = Trait(id="terrain", name="地形", scale="label")
    labels = {"terrain": {"本": "山区", "近": "平原", "异": "山区", "中": "山区", "远": "平原"}}
    found = suggest_benchmarks(towns(), "本", REACH, alike=[terrain], labels=labels)
    assert [(each.unit, each.distance) for each in found.near] == [("异", 0), ("近", 2)]
    tied = suggest_benchmarks(towns(), "本", REACH)
    assert [(each.unit, each.tied) for each in tied.near] == [
        ("异", ("缺", "近")), ("缺", ("异", "近")), ("近", ("异", "缺"))
    ]  # fmt: skip
    assert len(suggest_benchmarks(towns(), "本", REACH, limit=1).near) == 1
    assert "近" not in {
        e.unit for e in suggest_benchmarks(towns(), "本", REACH, leave_out=["近"]).all
    }
    nothing = suggest_benchmarks(towns(), "本", REACH, alike=[terrain])
    assert "本单位没有地形" in nothing.notes[0]
    flat = towns().with_column("land", [7] * 8)
    assert "几乎一样" in suggest_benchmarks(flat, "本", REACH, alike=[LAND]).notes[0]


def test_bad_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="no figure"):
        suggest_benchmarks(towns(), "缺", REACH, better=[GapIndicator(id="people", name="人口")])
    with pytest.raises(ValueError, match="not positive"):
        suggest_benchmarks(towns().with_cell("本", "gdp", 0), "本", REACH)
    with pytest.raises(KeyError):
        suggest_benchmarks(towns(), "无", REACH)
    with pytest.raises(ValueError, match="direction"):
        Reachable(indicator=GapIndicator(id="x", name="x", direction="none"), growth=5)
    with pytest.raises(ValueError, match="weight"):
        Trait(id="x", name="x", weight=0)


def told(found: Suggestions) -> list[object]:
    return [
        (
            each.unit,
            each.tier,
            each.distance,
            each.tied,
            each.place,
            each.years and round(each.years, 6),
        )
        for each in found.all
    ]


FIGURES = st.integers(1, 500).map(float)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=2, max_size=14), data=st.data())
def test_neither_order_nor_unit_of_measure_matters(
    rows: list[tuple[float, float, float]], data: st.DataObject
) -> None:
    names = [f"u{i}" for i in range(len(rows))]
    share = Trait(id="share", name="占比", scale="linear", weight=2)

    def ask(order: list[int], scale: tuple[float, float, float]) -> Suggestions:
        columns = {
            name: [rows[i][place] * scale[place] for i in order]
            for place, name in enumerate(("gdp", "people", "share"))
        }
        table = Table.from_columns([names[i] for i in order], columns)
        return suggest_benchmarks(table, "u0", REACH, alike=[PEOPLE, share], limit=20)

    straight = ask(list(range(len(rows))), (1, 1, 1))
    order = data.draw(st.permutations(range(len(rows))))
    assert told(ask(list(order), (1, 1, 1))) == told(straight)
    assert told(ask(list(order), (10_000, 0.0001, 100))) == told(straight)
