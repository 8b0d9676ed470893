"""Signed records as figures: how many of a unit count under a column of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Record, Scheme
from leitai.engine import Scheme as Rules
from leitai.engine import Source
from leitai.engine.matters import counted_once
from leitai.engine.phrases import phrase
from leitai.engine.rules.base import columns_of
from leitai.engine.scheme.beside import Extra, Veto
from leitai.engine.scheme.general import InputSpec
from leitai.engine.scheme.model import Group

#: ``take`` of an input that counts records.
RECORDS = "records"


@dataclass(frozen=True)
class Slot:
    """A place for records: an item of a group, and the column that counts one level of it.

    ``marks`` is what one record is worth, with the sign by which it moves the total; None for a
    veto and where no single number says it.
    """

    group: str
    part: str
    item: str
    item_name: str
    column: str
    column_name: str
    marks: float | None
    legal_basis: str = ""


def slots_of(rules: Rules, group: Group) -> Iterator[Slot]:
    """Every place of a group under which a record can be entered, in the order of the scheme."""
    specs = {spec.id: spec for spec in rules.inputs if spec.take == RECORDS}
    for part, sign in (("bonus", 1.0), ("penalty", -1.0)):
        extras = getattr(group, part)
        for extra in extras.items if extras is not None else ():
            if extra.off is not None:
                continue
            for column in columns_of(extra.rule):
                if column in specs:
                    yield Slot(
                        group.id, part, extra.id, extra.name, column, specs[column].name,
                        _marks(extra, column, sign),
                    )  # fmt: skip
    for veto in group.vetoes:
        if veto.input in specs:
            yield _of_veto(group, veto, specs[veto.input])


def _of_veto(group: Group, veto: Veto, spec: InputSpec) -> Slot:
    return Slot(group.id, "veto", veto.id, veto.name, spec.id, spec.name, None, veto.legal_basis)


def _marks(extra: Extra, column: str, sign: float) -> float | None:
    """What one record of the column gives, where the rule says it by a number."""
    for field in ("events", "levels"):
        for each in getattr(extra.rule, field, ()):
            if each.input == column:
                return sign * float(each.points)
    return None


@dataclass(frozen=True)
class Counted:
    """What a column has of a unit: ids of the records that count, and of those that do not."""

    ids: tuple[int, ...]
    left: tuple[int, ...]

    def source(self, matters: Mapping[int, str]) -> Source:
        """Where the count comes from, as the snapshot keeps it."""
        words = "；".join(matters[pk] for pk in self.ids)
        label = phrase("signed_records", number=len(self.ids))
        if self.left:
            label = phrase("signed_records_once", number=len(self.ids), left=len(self.left))
        return Source(RECORDS, ",".join(str(pk) for pk in (*self.ids, *self.left)), label, words)


@dataclass(frozen=True)
class Counts:
    """Counts by column and unit, and the matters of the records by id."""

    by_place: Mapping[tuple[str, int], Counted]
    matters: Mapping[int, str]

    def of(self, column: str, unit_id: int) -> Counted:
        """Return the count of a unit; nothing recorded is no event."""
        return self.by_place.get((column, unit_id), Counted((), ()))


def count_records(
    scheme: Scheme,
    rules: Rules,
    group: Group,
    unit_ids: Sequence[int],
    period: Period,
    upto: int | None,
) -> Counts:
    """Count the signed records of a group's units under each column, as of change ``upto``.

    A column with ``flow: year_to_date`` counts from January on, any other the period alone.
    """
    slots = {slot.column: slot for slot in slots_of(rules, group)}
    yearly = {spec.id for spec in rules.inputs if spec.flow == "year_to_date"}
    rows = (
        Record.objects.counting(upto)
        .filter(
            scheme=scheme,
            unit_id__in=list(unit_ids),
            period__year=period.year,
            period__start__lte=period.start,
        )
        .order_by("sequence")
        .values_list("pk", "column", "unit_id", "period_id", "part", "matter")
    )
    found: dict[tuple[int, str], list[tuple[int, str, str]]] = {}
    matters: dict[int, str] = {}
    for pk, column, unit, at, part, matter in rows:
        if column in slots and (column in yearly or at == period.pk):
            found.setdefault((unit, part), []).append((pk, column, matter))
            matters[pk] = matter
    places: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
    for (unit, part), records in found.items():
        counting = set(_counting(group, part, records, slots))
        for pk, column, _matter in records:
            held = places.setdefault((column, unit), ([], []))
            held[0 if pk in counting else 1].append(pk)
    by_place = {key: Counted(tuple(ids), tuple(left)) for key, (ids, left) in places.items()}
    return Counts(by_place, matters)


def _counting(
    group: Group, part: str, records: list[tuple[int, str, str]], slots: Mapping[str, Slot]
) -> list[int]:
    extras = getattr(group, part, None)
    if extras is None or extras.same_matter == "each":
        return [pk for pk, _column, _matter in records]
    worth = [(str(pk), matter, slots[column].marks or 0.0) for pk, column, matter in records]
    return [int(pk) for pk in counted_once(worth)]
