"""Working days: the arrangement of 2026 by hand, laws of counting, and imports."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.periods.calendar import PLAIN, Calendar, make_calendar
from leitai.apps.periods.deadlines import Count, Deadline, due_day
from leitai.apps.periods.models import CalendarYear
from leitai.apps.periods.selectors.calendars import calendar_for, years_for
from leitai.apps.periods.services import NewDay, fill_from_library, import_calendar
from leitai.apps.periods.services.calendars import library_years
from tests.people import District, People

DAYS = st.dates(dt.date(2003, 1, 1), dt.date(2030, 12, 31))


def known() -> Calendar:
    """The calendar of all years that the library knows."""
    days = [day for year in library_years().values() for day in year]
    return make_calendar(
        [(d.day, d.name) for d in days if d.kind == "holiday"],
        [(d.day, d.name) for d in days if d.kind == "workday"],
        library_years(),
    )


KNOWN = known()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_national_day_2026_as_announced() -> None:
    """1 to 7 October off; Sunday 20 September and Saturday 10 October worked."""
    off = [n for n in range(1, 12) if not KNOWN.is_working_day(dt.date(2026, 10, n))]
    assert off == [1, 2, 3, 4, 5, 6, 7, 11]
    assert KNOWN.is_working_day(day("2026-09-20"))
    assert KNOWN.name_of(day("2026-10-10")) == "国庆节"
    assert KNOWN.working_days_between(day("2026-09-30"), day("2026-10-10")) == 3
    assert KNOWN.add_working_days(day("2026-09-30"), 3) == day("2026-10-10")
    assert KNOWN.add_working_days(day("2026-10-10"), -3) == day("2026-09-30")


def test_twenty_nine_working_days_from_29_september_2026() -> None:
    """The term drawn on the page of matters: assigned on 29 September, due on 13 November."""
    assert KNOWN.working_days_between(day("2026-09-29"), day("2026-11-13")) == 29
    assert KNOWN.working_days_between(day("2026-11-13"), day("2026-11-20")) == 5


def test_a_year_not_announced_counts_weekends_only_and_is_provisional() -> None:
    assert KNOWN.is_working_day(day("2027-10-01"))
    assert not KNOWN.is_working_day(day("2027-10-02"))
    assert KNOWN.provisional(day("2026-12-20"), day("2027-01-08"))
    assert not KNOWN.provisional(day("2025-12-20"), day("2026-01-08"))
    assert PLAIN.provisional(day("2026-01-01"), day("2026-01-02"))


@given(DAYS, st.integers(1, 400))
def test_adding_and_counting_agree(start: dt.date, count: int) -> None:
    later = KNOWN.add_working_days(start, count)
    assert KNOWN.is_working_day(later)
    assert KNOWN.working_days_between(start, later) == count
    earlier = KNOWN.add_working_days(start, -count)
    assert KNOWN.is_working_day(earlier)
    assert KNOWN.working_days_between(earlier, start) == count


@given(DAYS, st.integers(0, 900))
def test_counting_is_counting_each_day(start: dt.date, span: int) -> None:
    end = start + dt.timedelta(days=span)
    one_by_one = sum(KNOWN.is_working_day(start + dt.timedelta(days=n)) for n in range(1, span + 1))
    assert KNOWN.working_days_between(start, end) == one_by_one
    assert KNOWN.working_days_between(end, start) == -one_by_one


@given(DAYS, DAYS, DAYS)
def test_spans_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    between = KNOWN.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        (Deadline(Count.WORKING_DAYS, 7), "2026-09-28", "2026-10-13"),
        (Deadline(Count.CALENDAR_DAYS, 5), "2026-09-28", "2026-10-08"),
        (Deadline(Count.CALENDAR_DAYS, 5, roll=False), "2026-09-28", "2026-10-03"),
        (Deadline(Count.DAY_OF_MONTH, 5), "2026-03-05", "2026-04-07"),
        (Deadline(Count.DAY_OF_MONTH, 5), "2026-03-04", "2026-03-05"),
        (Deadline(Count.DAY_OF_MONTH, 31, roll=False), "2026-02-01", "2026-02-28"),
        (Deadline(Count.DAY_OF_MONTH, 15), "2026-12-20", "2027-01-15"),
    ],
)
def test_deadlines_by_rule(rule: Deadline, start: str, due: str) -> None:
    assert due_day(rule, day(start), KNOWN) == day(due)


def test_no_rule_sets_no_day_and_impossible_rules_are_refused() -> None:
    assert due_day(Deadline.from_dict({}), day("2026-01-05"), KNOWN) is None
    with pytest.raises(ValueError, match="no day of a month"):
        Deadline.from_dict({"count": "day_of_month", "number": 32})
    with pytest.raises(ValueError, match="is none"):
        Deadline.from_dict({"count": "working_days"})


@pytest.mark.django_db
def test_the_library_fills_the_table_once() -> None:
    made = fill_from_library(Act())
    assert {one.year for one in made} >= {2024, 2025, 2026}
    assert fill_from_library(Act()) == []
    stored = calendar_for(None)
    assert stored.announced == KNOWN.announced
    assert stored.working_days_between(day("2026-09-29"), day("2026-11-13")) == 29
    assert stored.name_of(day("2026-10-01")) == "国庆节"


def test_an_areas_own_arrangement_stands_before_the_countrys(
    district: District, people: People
) -> None:
    fill_from_library(Act())
    act = Act(actor=people["supervision_office"])
    days = [NewDay(day("2026-11-20"), "holiday", "抗洪停班")]
    made = import_calendar(act, area=district.area, year=2026, days=days, source="区府办通知")
    again = import_calendar(act, area=district.area, year=2026, days=days, source="区府办通知")
    assert again.pk == made.pk
    corrected = import_calendar(
        Act(actor=people["supervision_office"]),
        area=district.area,
        year=2026,
        days=[NewDay(day("2026-11-19"), "holiday", "抗洪停班")],
        source="区府办更正",
    )
    assert corrected.number == 2
    assert CalendarYear.objects.filter(area=district.area).count() == 2
    for area_id in (district.area.pk, district.town("白沙镇").pk):
        own = calendar_for(area_id)
        assert not own.is_working_day(day("2026-11-19"))
        assert own.is_working_day(day("2026-11-20"))
        assert own.is_working_day(day("2026-10-01"))  # the area's year replaces the country's
        assert not own.is_working_day(day("2025-10-01"))
    assert calendar_for(district.other_area.pk).is_working_day(day("2026-11-19"))
    entry = Entry.objects.filter(verb="periods.import_calendar").order_by("-id")[0]
    assert entry.detail["days"] == [["2026-11-19", "holiday", "抗洪停班"]]
    assert entry.unit_id == district.area.pk
    own_rows = [row for row in years_for(people["town"]) if row.area_id is not None]
    assert [(row.year, row.number, row.holidays) for row in own_rows] == [(2026, 2, 1)]
    assert not [row for row in years_for(people.outsider) if row.area_id is not None]


def test_who_may_not_import(district: District, people: People) -> None:
    days = [NewDay(day("2026-11-20"), "holiday")]
    for who in (people["town"], people["analyst"], people.outsider):
        with pytest.raises(PermissionDenied):
            import_calendar(Act(actor=who), area=district.area, year=2026, days=days, source="x")
    with pytest.raises(PermissionDenied):  # the country's is no office's to change
        import_calendar(
            Act(actor=people["supervision_office"]), area=None, year=2026, days=days, source="x"
        )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "no day"),
        ([NewDay(day("2025-11-20"), "holiday")], "no day of 2026"),
        ([NewDay(day("2026-11-20"), "feast")], "neither"),
        ([NewDay(day("2026-11-20"), "workday")], "no Saturday"),
        ([NewDay(day("2026-11-20"), "holiday"), NewDay(day("2026-11-20"), "holiday")], "twice"),
    ],
)
def test_bad_days_are_told_and_change_nothing(
    district: District, days: list[NewDay], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        import_calendar(Act(), area=district.area, year=2026, days=days, source="区府办通知")
    assert not CalendarYear.objects.exists()
