"""The steps of the demo load, in order, each said before it runs."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from leitai.apps.audit.services import seal
from leitai.apps.standings.models import Standing
from leitai.apps.units.models import Unit
from leitai.demo.load.counties import load_counties_area
from leitai.demo.load.district import load_district
from leitai.demo.load.housing import load_housing_area

#: Called with what is being done and how far it is, 0 to 1.
Progress = Callable[[str, float], None]


def silent(_step: str, _share: float) -> None:
    """Say nothing."""


def loaded() -> bool:
    """Tell whether the demo stands in the database already."""
    if "units_unit" not in connection.introspection.table_names():
        return False
    return Standing.objects.filter(
        round__scheme__slug="counties", state=Standing.State.PUBLISHED
    ).exists()


def load_demo(progress: Progress = silent) -> None:
    """Load the district, the counties and the seventy cities; does nothing when they are there.

    Raises:
        RuntimeError: when a load broke off half-way; start again with an empty database then.
    """
    if loaded():
        return
    if Unit.objects.exists():
        raise RuntimeError("an earlier load broke off: remove the demo database and start again")
    load_district(progress)
    load_housing_area(progress)
    load_counties_area(progress)
    seal()
