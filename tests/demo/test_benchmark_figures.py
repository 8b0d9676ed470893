"""The benchmark drawing's real figures, computed from the county tables that are shipped.

The unit beside them (589.23) is a district of a published speech; its figures are typed here.
"""

from __future__ import annotations

import csv

import pytest

from leitai.demo.counties import load_counties, load_scope_changes
from leitai.demo.places import COUNTIES_ROOT
from leitai.engine import (
    Experience,
    Figure,
    GapIndicator,
    GapRow,
    Intensity,
    Reachable,
    StatedCheck,
    Table,
    Trait,
    check_stated,
    decompose_amount,
    gap_table,
    growth_experience,
    suggest_benchmarks,
    with_intensities,
)
from leitai.engine.benchmark import required_growth, years_to_catch_up
from leitai.engine.rounding import half_up
from leitai.engine.scheme.problems import Words

BOLUO, LONGHAI, TONGZHOU, JIANGYIN, KUNSHAN = "441322", "350604", "320612", "320281", "320583"
OWN = {
    "gdp": 589.23,
    "primary_industry": 38.62,
    "secondary_industry": 236.47,
    "tertiary_industry": 314.14,
    "fiscal_revenue": 41.86,
    "loans": 803.75,
    "above_scale_firms": 512,
    "population": 61.40,
    "area": 1086,
}
"""亿元, 家, 万人, 平方公里."""
PER = {"above_scale_firms": 1, "area": 1}


@pytest.fixture(scope="module")
def table() -> Table:
    rows = load_counties(2023)
    columns: dict[str, list[float | None]] = {}
    for name, own in OWN.items():
        figures = [row.values[name] for row in rows]
        columns[name] = [own, *(x and x / PER.get(name, 10_000) for x in figures)]
    found = Table.from_columns(["own", *(row.division_code for row in rows)], columns)
    return with_intensities(
        found,
        [
            Intensity(id="per_head", name="人均", amount="gdp", size="population", decimals=2),
            Intensity(
                id="per_km2", name="地均", amount="gdp", size="area", factor=10_000, decimals=0
            ),
        ],
    )


@pytest.fixture(scope="module")
def experience() -> Experience:
    before, after = (
        {row.division_code: row.values["gdp"] for row in load_counties(year)}
        for year in (2020, 2023)
    )
    changed = {c.division_code: Words(c.reason, c.reason) for c in load_scope_changes()}
    return growth_experience(before, after, years=3, leave_out=changed)


def rows(table: Table, benchmark: str) -> dict[str, GapRow]:
    decimals = {"above_scale_firms": 0, "area": 0, "per_km2": 0}
    size = ("population", "area")
    indicators = [
        GapIndicator(
            id=name,
            name=name,
            decimals=decimals.get(name, 2),
            direction="none" if name in size else "higher_is_better",
        )
        for name in (*OWN, "per_head", "per_km2")
    ]
    counties = [unit for unit in table.units if unit != "own"]
    found = gap_table(table, "own", benchmark, indicators, among=counties)
    return {row.indicator.id: row for row in found}


# Difference and ratio (%) as drawn; 184.66 there for the last is 184.65 from the figures.
DRAWN = {
    "gdp": (-249.66, 70.24, "lagging"),
    "primary_industry": (-55.62, 40.98, "lagging"),
    "secondary_industry": (-229.99, 50.69, "lagging"),
    "tertiary_industry": (35.94, 112.92, "leading"),
    "fiscal_revenue": (-35.78, 53.91, "lagging"),
    "loans": (-306.16, 72.42, "lagging"),
    "above_scale_firms": (-621, 45.19, "lagging"),
    "per_head": (1.04, 112.11, "leading"),
    "per_km2": (2488, 184.65, "leading"),
    "population": (-36.60, 62.65, "size"),
    "area": (-1769, 38.04, "size"),
}


def test_the_gap_table_as_drawn(table: Table) -> None:
    found = rows(table, BOLUO)
    shown = {
        name: (row.difference, half_up((row.ratio.number or 0) * 100, 2), row.verdict)
        for name, row in found.items()
    }
    assert shown == DRAWN
    gdp = found["gdp"]
    assert (gdp.own_rank, gdp.benchmark_rank, gdp.ranked) == (232, 131, 2089)


def test_the_waterfall_as_drawn(table: Table) -> None:
    names = ("primary_industry", "secondary_industry", "tertiary_industry")
    pairs = {name: table.cell(BOLUO, name).number or 0 for name in ("gdp", *names)}
    found = decompose_amount(
        (OWN["gdp"], pairs["gdp"]), [(name, OWN[name], pairs[name]) for name in names]
    )
    assert [part.gap for part in found.parts] == [-55.62, -229.99, 35.94]
    assert (found.whole.gap, found.shown_sum, found.cause) == (-249.66, -249.67, "rounding")
    assert found.largest.name == "secondary_industry"
    assert half_up(found.largest.share or 0, 0) == 92


def test_experience_of_all_counties(experience: Experience) -> None:
    """2,058 counties with two comparable years; 30.27 % is beyond the 99th of them."""
    shown = {mark: half_up(rate, 2) for mark, rate in experience.marks.items()}
    assert len(experience) == 2058
    assert shown == {10: 3.03, 50: 7.26, 90: 12.27, 95: 15.48, 99: 22.46}
    reasons = [each for each in experience.left_out if each.reason.startswith("面积为")]
    assert len(reasons) == 13
    for own, wished, years, growth, mark, reach in (
        (589.23, 1000, 2, 30.27, 99, "out_of_experience"),
        (701.11, 1000, 2, 19.43, 95, "rare"),
        (589.23, 838.8917, 2, 19.32, 95, "rare"),
        (571.33, 589.23, 1, 3.13, 10, "usual"),
    ):
        needed = required_growth(own, wished, years).number
        assert needed is not None
        assert half_up(needed, 2) == growth
        place = experience.place(needed)
        assert (place.mark, place.reach) == (mark, reach)


def test_experience_as_drawn_is_that_of_rows_whose_printed_names_agree() -> None:
    """1,953 counties, 3.00, 7.26, 12.27, 15.65, 23.28: without the rows whose names were repaired
    and with those whose territory changed."""
    with (COUNTIES_ROOT / "repairs.csv").open(encoding="utf-8", newline="") as stream:
        repaired = {
            row["division_code"]: Words("名称修过", "name repaired")
            for row in csv.DictReader(stream)
            if row["field"] == "name"
        }
    before, after = (
        {row.division_code: row.values["gdp"] for row in load_counties(year)}
        for year in (2020, 2023)
    )
    found = growth_experience(before, after, years=3, leave_out=repaired)
    assert len(found) == 1953
    assert [half_up(rate, 2) for rate in found.marks.values()] == [3.00, 7.26, 12.27, 15.65, 23.28]


def test_boluo_keeps_its_pace_and_the_gap_widens(table: Table) -> None:
    """10.66 % a year 2020 to 2023; at 3.13 % it is never caught up."""
    before = {row.division_code: row.values["gdp"] for row in load_counties(2020)}[BOLUO]
    after = table.cell(BOLUO, "gdp").number
    assert before is not None
    assert after is not None
    pace = required_growth(before / 10_000, after, 3).number
    assert pace is not None
    assert half_up(pace, 2) == 10.66
    verdict = years_to_catch_up(589.23, after, own_growth=3.13, benchmark_growth=pace)
    assert verdict == ("never", None)


def test_candidates_near_middle_and_far_as_drawn(table: Table, experience: Experience) -> None:
    reach = Reachable(
        indicator=GapIndicator(id="gdp", name="生产总值", decimals=2),
        growth=experience.percentile(90),
        growth_name=Words("P90 增速", "the P90 growth"),
    )
    head = Trait(id="per_head", name="人均", unit="万元", decimals=2)
    found = suggest_benchmarks(table, "own", reach, alike=[head], limit=500)
    by_unit = {each.unit: each for each in found.all}
    drawn = {
        BOLUO: ("near", 142, 131),
        LONGHAI: ("middle", 229, 59),
        TONGZHOU: ("middle", 289, 30),
        JIANGYIN: ("far", 842, 2),
        KUNSHAN: ("far", 872, 1),
    }
    for unit, (tier, percent, place) in drawn.items():
        each = by_unit[unit]
        assert (each.tier, half_up(each.percent, 0), each.place) == (tier, percent, place)
        assert each.overtake == (tier != "far")
    assert [str(reason) for reason in by_unit[BOLUO].reasons] == [
        "人均相近（9.60、8.56万元）",
        "按P90 增速 12.27%，标杆不动，约 3 年可及",
    ]
    for unit in (JIANGYIN, KUNSHAN):
        assert "8 倍以上，只作经验参照，不设赶超目标" in by_unit[unit].reasons[-1]


@pytest.mark.parametrize(
    ("share", "code", "agrees", "implied", "by_store"),
    [
        (70.24, BOLUO, True, 838.88, (70.24, 83.58)),
        (93.10, LONGHAI, False, 632.90, (43.70, 52.00)),
    ],
)
def test_stated_comparisons(
    table: Table,
    share: float,
    code: str,
    agrees: bool,
    implied: float,
    by_store: tuple[float, float],
) -> None:
    stored = table.cell(code, "gdp").number
    assert stored is not None
    found = check_stated(
        share,
        [Figure("不含临空", 589.23), Figure("含临空", 701.11)],
        [Figure("县域年鉴 2023", stored, 4)],
        share_decimals=2,
    )
    assert isinstance(found, StatedCheck)
    assert (found.agrees, half_up(found.implied.value, 2)) == (agrees, implied)
    assert tuple(half_up(each.shares[0] or 0, 2) for each in found.readings) == by_store
