"""A published board of six towns: two items from three figures, by a scheme of one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Batch, Series
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Round, Scheme, SchemeVersion, Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    open_round,
    publish_standing,
    publish_version,
)
from tests import factories
from tests.people import District

RULES = """\
leitai: scheme/1
id: {slug}
name: 乡镇擂台
version: "{version}"
effective: {effective}
period: month
reasons: |
  签约看数量，到位资金看占签约总额的比例。
rounding: {{items: 2, nodes: 2, total: 2}}
ranking: {{on: rounded, ties: same}}
zones: {{leading: 2, lagging: 2}}
release: {{{release}}}
missing: {{policy: zero_and_show}}
inputs:
  - {{id: projects, name: 签约项目, indicator: signed_projects, flow: current, unit: 个,
     decimals: 0, direction: higher_is_better, actionable: true}}
  - {{id: signed, name: 签约总额, indicator: signed_amount, flow: current, unit: 亿元}}
  - {{id: funds, name: 到位资金, indicator: funds_in_place, flow: current, unit: 亿元,
     direction: higher_is_better, actionable: true}}
groups:
  - id: towns
    name: 乡镇（街道）
    members: {{kinds: [township, subdistrict]}}
    tree:
      - id: attraction
        name: 招商
        marks: 40
        combine: sum
        items:
          - id: i_projects
            name: 签约项目
            marks: 40
            rule: {{kind: ratio_to_first, value: projects}}
      - id: delivery
        name: 到位
        marks: {marks}
        combine: sum
        items:
          - id: i_funds
            name: 到位资金
            marks: {marks}
            rule: {{kind: completion, actual: funds, target: signed, cap: 1}}
"""

RECORD_INPUTS = """\
  - {id: city, name: 市级表彰, take: records, flow: year_to_date, unit: 次}
  - {id: province, name: 省级表彰, take: records, flow: year_to_date, unit: 次}
  - {id: blamed, name: 通报批评, take: records, flow: current, unit: 次}
  - {id: accident, name: 较大事故, take: records, flow: year_to_date, unit: 起}
groups:
"""
BESIDE = """\
    bonus:
      cap: 3
      items:
        - {id: b, name: 上级表彰, rule: {kind: events, events: [{input: city, points: 1},
           {input: province, points: 2}]}}
    penalty:
      items:
        - {id: p, name: 通报批评, rule: {kind: events, events: [{input: blamed, points: 0.5}]}}
    vetoes:
      - {id: v, name: 安全否决, input: accident, effect: zero_total, legal_basis: 某条例第三条}
"""

#: projects, signed amount and funds in place (亿元) of the six towns in customary order.
FIGURES = (
    (12, 38.60, 11.24),
    (11, 34.15, 10.89),
    (9, 29.70, 9.56),
    (9, 26.84, 8.60),
    (8, 24.10, 8.32),
    (7, 21.86, 7.92),
)

ALL = "ranks: all, scores: all, inputs: all"
OWN = "ranks: all, scores: own, inputs: own"


@dataclass(frozen=True)
class World:
    """A district with one scheme and a published round."""

    district: District
    scheme: Scheme
    version: SchemeVersion
    played: Round
    standing: Standing

    def again(self) -> Standing:
        """Return the published standing as stored now."""
        return Standing.objects.select_related(
            "version", "round__scheme__area", "round__period"
        ).get(pk=self.standing.pk)


def rules_text(
    *,
    slug: str = "towns",
    version: str = "1.0",
    effective: str = "2020-01-01",
    release: str = ALL,
    marks: int = 60,
) -> str:
    """Return the scheme file."""
    return RULES.format(
        slug=slug, version=version, effective=effective, release=release, marks=marks
    )


def with_records(text: str) -> str:
    """Return the rules with a bonus of two levels, a penalty and a veto that count records."""
    return text.replace("groups:\n", RECORD_INPUTS, 1) + BESIDE


def make_scheme(district: District, text: str = "", slug: str = "towns") -> SchemeVersion:
    """Create the scheme and publish its first version."""
    scheme = create_scheme(
        Act(), area=district.area, slug=slug, name="乡镇擂台", period_kind="month"
    )
    version = add_version(Act(), scheme=scheme, text=text or rules_text(slug=slug))
    return publish_version(Act(), version=version)


def store_month(
    district: District,
    period: Period,
    figures: Sequence[tuple[float, float, float]] = FIGURES,
    *,
    reason: str = "as reported",
) -> Batch:
    """Accept the month's figures of all towns as one batch."""
    series = (district.projects, district.signed, district.funds)
    rows = [
        NewValue(each.pk, town.pk, period.pk, number=float(number))
        for town, numbers in zip(district.towns, figures, strict=True)
        for each, number in zip(series, numbers, strict=True)
    ]
    return import_values(Act(), source=district.source, rows=rows, reason=reason)


def store_one(
    district: District, series: Series, town: str, period: Period, number: float
) -> Batch:
    """Accept one later figure of a town."""
    row = NewValue(series.pk, district.town(town).pk, period.pk, number=number)
    return import_values(Act(), source=district.source, rows=[row], reason="核对后更正")


def make_world(district: District, text: str = "", slug: str = "towns") -> World:
    """Store October 2026 and publish its board."""
    october = factories.month(2026, 10)
    store_month(district, october)
    version = make_scheme(district, text, slug)
    played = open_round(Act(), scheme=version.scheme, period=october)
    standing = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    return World(district, version.scheme, version, played, standing)


def scores(standing: Standing) -> Mapping[str, tuple[int | None, float | None]]:
    """Return unit name → rank and score as stored."""
    return {
        place.unit.name: (place.rank, place.score)
        for place in standing.places.select_related("unit").order_by("unit__position")
    }
