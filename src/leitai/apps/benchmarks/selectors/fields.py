"""In which field a unit compares itself, and who stands in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from leitai.apps.benchmarks.models import BenchmarkField
from leitai.apps.units.models import Ancestry, Unit
from leitai.apps.units.selectors import is_under


def fields_above(unit: Unit) -> list[BenchmarkField]:
    """Return the fields of the areas that a unit belongs to, in their order."""
    over = Ancestry.objects.filter(descendant=unit).values("ancestor_id")
    return list(BenchmarkField.objects.filter(area__in=over).select_related("area", "candidates"))


def field_of(unit: Unit) -> BenchmarkField | None:
    """Return the field in which a unit compares itself, or None; the first in order counts."""
    return next((one for one in fields_above(unit) if unit.kind in one.own_kinds), None)


def takes_part(field: BenchmarkField, unit: Unit) -> bool:
    """Tell whether a unit compares itself in the field."""
    return unit.kind in field.own_kinds and is_under(unit.pk, {field.area_id})


def candidate_units(field: BenchmarkField) -> QuerySet[Unit]:
    """Return the units that stand in a field, in customary order."""
    units = Unit.objects.filter(above__ancestor=field.candidates, above__depth__gt=0)
    if field.candidate_kinds:
        units = units.filter(Q(kind__in=field.candidate_kinds))
    return units


def is_candidate(field: BenchmarkField, unit: Unit) -> bool:
    """Tell whether a unit may be chosen in the field."""
    return candidate_units(field).filter(pk=unit.pk).exists()
