"""Practice cards and study trips: from noting to deciding, from planning to measures that close."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import Practice, StudyTrip, TripMeasure
from leitai.apps.benchmarks.selectors.learning import (
    measure_for,
    overdue,
    practice_for,
    practices_for,
    trip_for,
    trips_for,
)
from leitai.apps.benchmarks.services import (
    add_measure,
    cancel_trip,
    close_measure,
    decide_practice,
    note_practice,
    plan_trip,
    report_trip,
    revise_practice,
    withdraw_practice,
)
from leitai.apps.benchmarks.services.trips import NewMeasure
from leitai.apps.indicators.services import RefusedError
from leitai.apps.units.models import User
from tests.people import District, People

pytestmark = pytest.mark.django_db
BEGINS = dt.date(2026, 4, 8)


def note(district: District, actor: User | None = None, **more: object) -> Practice:
    given = {
        "unit": district.area,
        "title": "亩均分档",
        "source_name": "东川市",
        "done_there": "分四档，每年公布",
        "source_text": "考察报告",
        **more,
    }
    return note_practice(Act(actor=actor), **given)


def plan(district: District, actor: User | None = None, **more: object) -> StudyTrip:
    given = {
        "unit": district.area,
        "title": "赴东川市学习",
        "host_name": "东川市",
        "begins": BEGINS,
        "ends": BEGINS + dt.timedelta(days=2),
        "led_by": "李春和",
        "questions": "怎么分档",
        **more,
    }
    return plan_trip(Act(actor=actor), **given)


def measure(district: District, **more: object) -> NewMeasure:
    given = {
        "text": "拟定办法",
        "unit": district.town("白沙镇"),
        "person": "周岚",
        "due": dt.date(2026, 6, 30),
        **more,
    }
    return NewMeasure(**given)  # type: ignore[arg-type]


# -- cards -----------------------------------------------------------------------------------------


def test_nothing_is_adopted_without_an_owner_and_a_way(district: District, people: People) -> None:
    leader = people["principal_leader"]
    card = note(district, people["assessment_office"], figures=["腾地 1,860 亩", " "])
    assert card.figures == ["腾地 1,860 亩"]
    with pytest.raises(RefusedError):
        decide_practice(Act(actor=leader), practice=card, adopt=True, decision="同意")
    revise_practice(
        Act(actor=leader),
        practice=card,
        reason="定人",
        changes={"adaptation": "两个园区试行", "responsible": district.bureau},
    )
    done = decide_practice(Act(actor=leader), practice=card, adopt=True, decision="同意")
    assert (done.state, done.decided_by) == ("adopted", leader)
    with pytest.raises(RefusedError):
        revise_practice(
            Act(actor=leader), practice=card, reason="改", changes={"responsible": None}
        )
    entry = Entry.objects.get(verb="benchmark.revise_practice")
    assert entry.detail["before"] == {"adaptation": "", "responsible": None}
    assert entry.detail["after"]["responsible"] == "区招商局"


def test_the_database_holds_to_it_too(district: District) -> None:
    card = note(district)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=card.pk).update(state="adopted")


def test_not_adopting_needs_a_reason_and_can_be_taken_up_again(
    district: District, people: People
) -> None:
    leader = people["leader_in_charge"]
    card = note(district, adaptation="试行", responsible=district.bureau)
    with pytest.raises(RefusedError):
        decide_practice(Act(actor=leader), practice=card, adopt=False, decision=" ")
    decide_practice(Act(actor=leader), practice=card, adopt=False, decision="条件不同")
    assert decide_practice(Act(actor=leader), practice=card, adopt=True, decision="再议").state == (
        "adopted"
    )
    for role in ("analyst", "town", "reporting_unit"):
        with pytest.raises(PermissionDenied):
            decide_practice(Act(actor=people[role]), practice=card, adopt=False, decision="不")


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"source_name": ""}, {"done_there": ""}, {"source_text": ""}]
)
def test_a_card_says_whose_what_and_where(district: District, wrong: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        note(district, **wrong)
    assert not Practice.objects.exists()


def test_who_sees_a_card(district: District, people: People) -> None:
    """The district's card is open to the towns once it is adopted, and never to another area."""
    card = note(district, adaptation="试行", responsible=district.bureau)
    assert practices_for(people["town"]) == []
    assert practices_for(people["analyst"]) == [card]
    decide_practice(Act(), practice=card, adopt=True, decision="同意")
    assert practice_for(people["town"], card.pk) == card
    assert practice_for(people.outsider, card.pk) is None
    withdraw_practice(Act(), practice=card, reason="重复")
    assert practices_for(people["analyst"]) == []
    assert practices_for(people["analyst"], state="withdrawn") == [card]
    with pytest.raises(RefusedError):
        revise_practice(Act(), practice=card, reason="改", changes={"title": "新"})


# -- trips -----------------------------------------------------------------------------------------


def test_a_trip_ends_in_measures_with_owners(district: District, people: People) -> None:
    office = people["assessment_office"]
    trip = plan(district, office)
    assert trip.awaits_report(dt.date(2026, 4, 11))
    with pytest.raises(RefusedError):
        report_trip(Act(actor=office), trip=trip, findings="有收获")
    trip.refresh_from_db()
    assert trip.state == StudyTrip.State.PLANNED
    report_trip(Act(actor=office), trip=trip, findings="有收获", measures=[measure(district)])
    trip.refresh_from_db()
    assert (trip.state, trip.measures.count()) == (StudyTrip.State.REPORTED, 1)
    with pytest.raises(RefusedError):
        report_trip(Act(actor=office), trip=trip, findings="再报", measures=[measure(district)])
    add_measure(Act(actor=office), trip=trip, measure=measure(district, text="摸底"))
    assert trip.measures.count() == 2


def test_a_refused_measure_leaves_nothing_behind(district: District) -> None:
    trip = plan(district)
    for wrong in ({"person": ""}, {"text": " "}, {"due": dt.date(2026, 1, 1)},
                  {"unit": district.town("临江镇")}):  # fmt: skip
        with pytest.raises(RefusedError):
            report_trip(
                Act(), trip=trip, findings="有",
                measures=[measure(district), measure(district, **wrong)],
            )  # fmt: skip
    assert not TripMeasure.objects.exists()
    assert StudyTrip.objects.get().state == StudyTrip.State.PLANNED


def test_the_owner_reports_what_is_done_and_only_the_keeper_drops(
    district: District, people: People
) -> None:
    trip = report_trip(
        Act(), trip=plan(district), findings="有", measures=[measure(district), measure(district)]
    )
    first, second = trip.measures.all()
    with pytest.raises(RefusedError):
        close_measure(Act(actor=people["town"]), measure=first, done=True, result=" ")
    done = close_measure(Act(actor=people["town"]), measure=first, done=True, result="已印发")
    assert (done.state, done.light(dt.date(2027, 1, 1))) == ("done", "green")
    with pytest.raises(PermissionDenied):
        close_measure(Act(actor=people["town"]), measure=second, done=False, result="不做了")
    dropped = close_measure(
        Act(actor=people["assessment_office"]), measure=second, done=False, result="并入他项"
    )
    assert dropped.state == "dropped"
    with pytest.raises(RefusedError):
        close_measure(Act(), measure=dropped, done=True, result="又做了")


def test_lights_and_overdue_measures_are_computed_from_the_day(
    district: District, people: People
) -> None:
    trip = report_trip(Act(), trip=plan(district), findings="有", measures=[measure(district)])
    (one,) = trip.measures.all()
    days = {dt.date(2026, 6, 1): "blue", dt.date(2026, 6, 25): "yellow", dt.date(2026, 7, 1): "red"}
    assert {day: one.light(day) for day in days} == days
    trips = trips_for(people["analyst"])
    assert overdue(trips, dt.date(2026, 6, 30)) == []
    assert overdue(trips, dt.date(2026, 7, 1)) == [one]


def test_who_sees_a_trip_and_its_measures(district: District, people: People) -> None:
    """A town sees the district's trip only for its own measure, and no other's."""
    trip = report_trip(
        Act(), trip=plan(district), findings="有",
        measures=[measure(district), measure(district, unit=district.town("青石镇"))],
    )  # fmt: skip
    mine, theirs = trip.measures.all()
    seen = trip_for(people["town"], trip.pk)
    assert seen is not None
    assert seen.seen == [mine]  # type: ignore[attr-defined]
    assert measure_for(people["town"], theirs.pk) is None
    assert trip_for(people["reporting_unit"], trip.pk) is None
    assert trips_for(people.outsider) == []
    assert len(trip_for(people["auditor"], trip.pk).seen) == 2  # type: ignore[union-attr]


def test_plans_that_cannot_be_and_trips_called_off(district: District, people: People) -> None:
    for wrong in ({"ends": dt.date(2026, 4, 1)}, {"people": 0}, {"questions": ""}, {"led_by": " "}):
        with pytest.raises(RefusedError):
            plan(district, **wrong)
    with pytest.raises(PermissionDenied):
        plan(district, people["analyst"])
    trip = plan(district)
    with pytest.raises(RefusedError):
        cancel_trip(Act(), trip=trip, reason="")
    assert cancel_trip(Act(), trip=trip, reason="改期").state == "cancelled"
    with pytest.raises(RefusedError):
        report_trip(Act(), trip=trip, findings="有", none_because="无")


def test_the_same_operation_notes_one_card(district: District, people: People) -> None:
    act = Act(actor=people["assessment_office"])
    first = note_practice(
        act, unit=district.area, title="一", source_name="二", done_there="三", source_text="四"
    )
    again = Act(actor=people["assessment_office"], operation_id=act.operation_id)
    second = note_practice(
        again, unit=district.area, title="一", source_name="二", done_there="三", source_text="四"
    )
    assert first.pk == second.pk
    assert Practice.objects.count() == 1
