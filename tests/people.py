"""A fictional district with its people, built through the services."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.apps.indicators.models import DataSource, Series
from leitai.apps.units.models import Role, Unit, User
from tests import factories


@dataclass(frozen=True)
class District:
    """云溪区 with six towns, a bureau, one person for each role, and the bureau's three series."""

    area: Unit
    bureau: Unit
    other_area: Unit
    source: DataSource
    projects: Series
    signed: Series
    funds: Series

    def town(self, name: str) -> Unit:
        return Unit.objects.get(name=name)

    @property
    def towns(self) -> list[Unit]:
        return list(Unit.objects.filter(name__in=factories.TOWNS).order_by("position"))


def make_district() -> District:
    """Build the district with its bureau as a source of three monthly series."""
    area = factories.make_district()
    bureau = factories.make_unit("区招商局", "county_department", area, position=50)
    other = factories.make_district(("临江镇",), name="临江区")
    source = factories.make_source(unit=bureau)
    series = []
    for code, name, measure in (
        ("signed_projects", "签约项目", "个"),
        ("signed_amount", "签约总额", "亿元"),
        ("funds_in_place", "到位资金", "亿元"),
    ):
        indicator = factories.make_indicator(area, code, name, measure, decimals=4)
        series.append(factories.make_series(indicator, source))
    return District(area, bureau, other, source, *series)


@dataclass(frozen=True)
class People:
    """One account for each role: overseeing ones on the area, the others on bureau or town."""

    by_role: dict[str, User]
    outsider: User
    nobody: User

    def __getitem__(self, role: str) -> User:
        return self.by_role[role]


def make_people(district: District) -> People:
    """Build an account for every role, one of another district, and one without any role."""
    town = district.town("白沙镇")
    places = {Role.REPORTING_UNIT: district.bureau, Role.APPROVER: district.bureau}
    by_role: dict[str, User] = {
        role: factories.make_user(role, role, places.get(Role(role), district.area))
        for role in Role.values
    }
    by_role["town"] = factories.make_user("town", Role.REPORTING_UNIT, town)
    return People(
        by_role,
        factories.make_user("outsider", Role.ASSESSMENT_OFFICE, district.other_area),
        factories.make_user("nobody"),
    )
