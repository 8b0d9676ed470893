"""Whoever enters ladders, goals, cards and trips of the demo has a role that may."""

from __future__ import annotations

from leitai.apps.benchmarks.policies import KEEPERS
from leitai.apps.units.policies import OVERSEEING
from leitai.demo.district_people import PEOPLE
from leitai.demo.load import ladders, learning

ROLES = {person.username: person.role for person in PEOPLE}


def test_they_hold_roles_over_the_district_that_may() -> None:
    assert ROLES[ladders.NAMED_BY] == ROLES[learning.KEPT_BY] == "assessment_office"
    for name in (ladders.GOAL_BY, learning.DECIDED_BY):
        assert ROLES[name] in set(KEEPERS) & set(OVERSEEING)
