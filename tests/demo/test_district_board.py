"""The schemes on the district: the board of October 2026 and how it came about."""

from __future__ import annotations

from typing import Any

import pytest

from leitai.demo.district import seeded
from leitai.demo.district_figures import TOUR_CHANGES
from leitai.demo.district_model import District
from leitai.demo.district_table import district_table
from leitai.demo.places import SCHEMES_ROOT
from leitai.engine import GroupResult, Result, Scheme, Table, score

BOARD = {
    "云溪街道": (91.31, (27.84, 22.95, 17.60, 13.52, 9.40)),
    "松桥街道": (89.05, (27.10, 21.48, 18.22, 13.10, 9.15)),
    "白沙镇": (88.07, (26.02, 22.71, 16.90, 12.84, 9.60)),
    "青石镇": (87.42, (25.66, 21.36, 17.48, 13.42, 9.50)),
    "安平镇": (84.85, (25.90, 20.44, 16.05, 13.26, 9.20)),
    "龙湾镇": (83.49, (24.72, 21.90, 15.32, 12.60, 8.95)),
    "柳河镇": (82.09, (24.38, 19.86, 15.80, 12.95, 9.10)),
    "南浦镇": (80.52, (23.96, 20.12, 14.66, 13.08, 8.70)),
    "石门镇": (78.42, (23.40, 18.74, 14.92, 12.31, 9.05)),
    "双塘镇": (76.72, (22.85, 19.02, 13.74, 12.76, 8.35)),
    "长岭镇": (74.66, (22.10, 17.66, 13.20, 12.90, 8.80)),
    "望岭乡": (71.67, (21.36, 16.92, 11.85, 13.64, 7.90)),
}
PARTS = ("economy", "projects", "attraction", "livelihood", "supervision")
SEPTEMBER = (
    "云溪街道", "青石镇", "松桥街道", "安平镇", "白沙镇", "龙湾镇",
    "南浦镇", "柳河镇", "石门镇", "长岭镇", "双塘镇", "望岭乡",
)  # fmt: skip
QINGSHI = {
    "i_industrial_output_growth": (6.92, 6),
    "i_service_revenue_growth": (5.14, 7),
    "i_retail_sales_growth": (4.20, 6),
    "i_tax_revenue": (5.20, 4),
    "i_farm_output_growth": (4.20, 5),
    "i_fixed_asset_investment": (5.50, 8),
    "i_major_project_investment": (6.26, 3),
    "i_project_starts": (4.32, 9),
    "i_project_production_rate": (5.28, 2),
    "i_project_signings": (7.20, 3),
    "i_funds_in_place": (6.08, 4),
    "i_talents_introduced": (4.20, 5),
    "i_good_air_days_rate": (3.72, 7),
    "i_rural_income_growth": (4.36, 3),
    "i_satisfaction": (2.61, 4),
    "i_waste_sorting_rate": (2.73, 2),
    "i_on_time_completion_rate": (5.76, 1),
    "i_return_rate": (1.86, 4),
    "i_overdue_rate": (1.88, 2),
}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.from_yaml(SCHEMES_ROOT / "yunxi.yaml")


def scored(district: District, scheme: Scheme, period: str) -> Result:
    table, kinds = district_table(district, scheme, period)
    return score(scheme, table, kinds=kinds)


def towns(result: Result) -> GroupResult:
    return next(group for group in result.groups if group.id == "towns")


def test_the_board_of_october(district: District, scheme: Scheme) -> None:
    result = scored(district, scheme, "2026-10")
    board = {place.unit: place for place in towns(result).standings}
    assert list(board) == list(BOARD)
    for unit, (total, parts) in BOARD.items():
        assert board[unit].score == total
        assert tuple(result.scores[part][unit] for part in PARTS) == parts
    zones = [place.zone for place in towns(result).standings]
    assert zones == ["leading"] * 4 + ["middle"] * 4 + ["lagging"] * 4


def test_marks_and_places_of_qingshi(district: District, scheme: Scheme) -> None:
    result = scored(district, scheme, "2026-10")
    found = {
        node: (result.scores[node]["青石镇"], result.ranks[node]["青石镇"]) for node in QINGSHI
    }
    assert found == QINGSHI


def test_the_board_of_september(district: District, scheme: Scheme) -> None:
    standings = towns(scored(district, scheme, "2026-09")).standings
    assert tuple(place.unit for place in standings) == SEPTEMBER


def test_a_year_of_places_of_qingshi(district: District, scheme: Scheme) -> None:
    places = [
        next(place.rank for place in towns(scored(district, scheme, period)).standings
             if place.unit == "青石镇")
        for period in district.periods[-12:]
    ]  # fmt: skip
    assert places == [5, 5, 4, 4, 5, 4, 3, 3, 3, 2, 2, 4]


def test_every_month_can_be_scored_in_every_group(district: District, scheme: Scheme) -> None:
    for period in district.periods:
        sizes = [len(group.standings) for group in scored(district, scheme, period).groups]
        assert sizes == [12, 14, 3]


def test_the_order_of_october_does_not_hang_on_the_seed(scheme: Scheme) -> None:
    standings = towns(scored(seeded(7), scheme, "2026-10")).standings
    assert [place.unit for place in standings] == list(BOARD)


def test_departments_and_parks_have_ten_and_eight_items(scheme: Scheme) -> None:
    sizes = {
        group.id: sum(1 for item in group.items() if item.off is None) for group in scheme.groups
    }
    assert sizes == {"towns": 19, "departments": 10, "parks": 8}


def test_rules_of_the_scheme_are_varied(scheme: Scheme) -> None:
    kinds = {item.rule.kind for group in scheme.groups for item in group.items()}
    assert {
        "completion",
        "efficacy",
        "goalposts",
        "ratio_to_first",
        "rank_ladder",
        "level_growth",
        "threshold",
        "slope",
        "min_max",
        "z_score",
    } <= kinds


def test_forbidden_items_are_off_with_the_reason(scheme: Scheme) -> None:
    off = [item for group in scheme.groups for item in group.items() if item.off is not None]
    assert {item.id for item in off} == {"i_meetings", "i_briefs", "i_comments", "i_traces"}
    for item in off:
        assert item.off is not None
        assert "减负" in item.off.reason
        assert item.off.basis
    for group in scheme.groups:
        assert all(veto.legal_basis for veto in group.vetoes)


def differences(left: Any, right: Any, path: str = "") -> list[str]:
    if isinstance(left, dict) and isinstance(right, dict):
        return [
            found
            for key in sorted(set(left) | set(right))
            for found in differences(left.get(key), right.get(key), f"{path}.{key}")
        ]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        return [
            found
            for place, (a, b) in enumerate(zip(left, right, strict=True))
            for found in differences(a, b, f"{path}[{place}]")
        ]
    return [] if left == right else [path]


def test_the_earlier_version_differs_in_one_parameter(scheme: Scheme) -> None:
    earlier = Scheme.from_yaml(SCHEMES_ROOT / "yunxi-3.1.yaml")
    assert (earlier.version, scheme.version) == ("3.1", "3.2")
    changed = differences(earlier.to_dict(), scheme.to_dict())
    assert [path for path in changed if path not in (".version", ".effective", ".reasons")] == [
        ".groups[0].tree[1].items[0].rule.zero_below"
    ]


def test_the_earlier_version_would_cost_wangling_its_investment_marks(
    district: District,
) -> None:
    earlier = Scheme.from_yaml(SCHEMES_ROOT / "yunxi-3.1.yaml")
    standings = towns(scored(district, earlier, "2026-10")).standings
    trial = {place.unit: place.score for place in standings}
    published = {unit: total for unit, (total, _parts) in BOARD.items()}
    assert trial == published | {"望岭乡": 68.24}
    assert standings[-1].unit == "望岭乡"


def test_the_tour_changes_the_board(district: District, scheme: Scheme) -> None:
    table, kinds = district_table(district, scheme, "2026-10")
    columns: dict[str, list[float]] = {
        column: table.column(column).tolist() for column in table.columns
    }
    for (indicator, unit), number in TOUR_CHANGES.items():
        columns[indicator][table.units.index(unit)] = number
    changed = score(scheme, Table.from_columns(table.units, columns), kinds=kinds)
    standings = towns(changed).standings
    assert [(place.unit, place.score) for place in standings[:4]] == [
        ("云溪街道", 91.31),
        ("松桥街道", 89.05),
        ("青石镇", 88.22),
        ("白沙镇", 88.07),
    ]


def test_a_month_outside_the_district_is_refused(district: District, scheme: Scheme) -> None:
    with pytest.raises(KeyError):
        district_table(district, scheme, "2026-11")
