"""Two people, or a person and a rule, take a step on one matter at once, on real connections.

Of two steps that exclude each other one is refused. A negative control takes the look at the stored
row away and asserts that both then go through.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter, MatterEvent
from leitai.apps.matters.selectors.rules import rules_for
from leitai.apps.matters.services import Source, answering, closing, overseeing, steps, tickets
from leitai.apps.units.models import User
from tests.apps.matters.world import ALL_CHECKS, START, Desk, make_desk, on
from tests.people import make_district, make_people
from tests.races import needs_shared_database, run_together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table() -> Desk:
    """A desk whose rows other connections see."""
    needs_shared_database()
    district = make_district()
    return make_desk(district, make_people(district))


def together(matter: Matter, *takes: Callable[[Matter], Any]) -> list[Any]:
    """Let several who all see the matter as it is now take their step at the same moment."""
    barrier = threading.Barrier(len(takes), timeout=30)

    def job(take: Callable[[Matter], Any]) -> Callable[[], Any]:
        def run() -> Any:
            seen = Matter.objects.select_related("area", "lead_unit").get(pk=matter.pk)
            barrier.wait()
            return take(seen)

        return run

    return run_together(*(job(take) for take in takes))


def kinds(outcomes: list[Any]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def verbs(matter: Matter) -> list[str]:
    return list(MatterEvent.objects.filter(matter=matter).values_list("verb", flat=True))


def fresh(user: User) -> User:
    """The same person as another request would read them."""
    return User.objects.get(pk=user.pk)


def without_the_look(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let every step believe what its caller saw; return the list of those that pass the guards."""
    passed: list[str] = []
    real = steps.finish

    def noted(*args: Any, **kwargs: Any) -> Any:
        passed.append(str(args[2]))
        return real(*args, **kwargs)

    for module in (answering, closing, overseeing, tickets):
        monkeypatch.setattr(module, "finish", noted)
    for module in (steps, overseeing, tickets):
        monkeypatch.setattr(module, "as_stored", lambda seen: seen)
    return passed


def close_twice(table: Desk, matter: Matter) -> list[Any]:
    return together(
        matter,
        lambda seen: services.close_out(on(START, fresh(table.office)), matter=seen),
        lambda seen: services.close_out(on(START, fresh(table.second)), matter=seen),
    )


def test_of_two_closings_one_is_refused(table: Desk) -> None:
    matter = table.verified()
    assert kinds(close_twice(table, matter)) == ["Matter", "RefusedError"]
    assert verbs(matter).count("close_out") == 1


def test_without_the_look_both_closings_find_it_verified(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: both pass the guards; only the time line's own constraint is left."""
    matter = table.verified()
    passed = without_the_look(monkeypatch)
    outcomes = close_twice(table, matter)
    assert passed == ["close_out", "close_out"]
    assert "RefusedError" not in kinds(outcomes)


def test_returned_and_closed_out_at_once(table: Desk) -> None:
    """Whoever is second finds the matter as the first left it."""
    matter = table.verified()
    outcomes = together(
        matter,
        lambda seen: services.close_out(on(START, fresh(table.office)), matter=seen),
        lambda seen: services.return_for_rework(
            on(START, fresh(table.second)), matter=seen, words="再查"
        ),
    )
    assert kinds(outcomes) == ["Matter", "RefusedError"]
    matter.refresh_from_db()
    assert (matter.state == "closed") == ("close_out" in verbs(matter))


def urge_while_it_is_closed(table: Desk) -> tuple[Matter, list[Any]]:
    """The leader urges what he saw in hand, while it is reported, verified and closed out."""
    matter = table.in_hand()

    def to_its_end(seen: Matter) -> Matter:
        done = services.report_completion(on(START, fresh(table.reporter)), matter=seen, words="通")
        done = services.verify(on(START, fresh(table.office)), matter=done, checks=ALL_CHECKS)
        return services.close_out(on(START, fresh(table.second)), matter=done)

    outcomes = together(
        matter,
        to_its_end,
        lambda seen: services.urge(on(START, fresh(table.leader)), matter=seen, words="抓紧"),
    )
    return matter, outcomes


def test_of_urging_and_closing_the_closed_one_is_not_urged(table: Desk) -> None:
    matter, outcomes = urge_while_it_is_closed(table)
    matter.refresh_from_db()
    assert matter.state == "closed"
    told = verbs(matter)
    if isinstance(outcomes[1], Matter):
        assert told.index("urge") < told.index("report_completion")
    else:
        assert kinds(outcomes) == ["Matter", "RefusedError"]
        assert "urge" not in told


def test_without_the_look_the_closed_one_is_urged(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the urging passes its guards, whatever has become of the matter."""
    matter = table.in_hand()
    seen = Matter.objects.select_related("area", "lead_unit").get(pk=matter.pk)
    done = services.report_completion(on(START, table.reporter), matter=matter, words="通")
    done = services.verify(on(START, table.office), matter=done, checks=ALL_CHECKS)
    services.close_out(on(START, table.second), matter=done)
    passed = without_the_look(monkeypatch)
    (outcome,) = run_together(
        lambda: services.urge(on(START, fresh(table.leader)), matter=seen, words="抓紧")
    )
    assert passed == ["urge"]
    assert not isinstance(outcome, RefusedError)


def press_twice(table: Desk, matter: Matter) -> list[Any]:
    """One urges the matter, another urges many, this one among them."""
    return together(
        matter,
        lambda seen: services.urge(on("2026-11-10", fresh(table.office)), matter=seen, words="x"),
        lambda seen: services.urge_many(
            on("2026-11-10", fresh(table.leader)), matters=[seen], words="y"
        ),
    )


def test_one_urging_a_day_though_two_press_at_once(table: Desk) -> None:
    matter = table.in_hand()
    outcomes = press_twice(table, matter)
    done = sum(
        one[0].done if isinstance(one, list) else isinstance(one, Matter) for one in outcomes
    )
    assert done == 1
    matter.refresh_from_db()
    assert (matter.urges, verbs(matter).count("urge")) == (1, 1)


def test_without_the_look_one_and_many_both_urge(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""
    matter = table.in_hand()
    passed = without_the_look(monkeypatch)
    press_twice(table, matter)
    assert passed == ["urge", "urge"]


def assign_one_and_many(table: Desk, matter: Matter) -> list[Any]:
    """One gives the matter to the bureau, another gives many, this one among them, to a town."""
    return together(
        matter,
        lambda seen: services.assign(
            on(START, fresh(table.office)), matter=seen, lead_unit=table.lead
        ),
        lambda seen: services.assign_many(
            on(START, fresh(table.second)), matters=[seen], lead_unit=table.helper
        ),
    )


def test_assigned_once_though_one_and_many_are_assigned_at_once(table: Desk) -> None:
    matter = table.registered()
    single, many = assign_one_and_many(table, matter)
    assert isinstance(single, Matter) != many[0].done
    matter.refresh_from_db()
    assert matter.lead_unit == (table.lead if isinstance(single, Matter) else table.helper)
    assert verbs(matter) == ["register", "assign"]


def test_without_the_look_one_and_many_both_assign(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: both pass the guards; only one lead unit a matter, says the database."""
    matter = table.registered()
    without_the_look(monkeypatch)
    begun: list[str] = []
    real = overseeing.begin

    def noted(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        begun.append(str(args[2]))
        return found

    monkeypatch.setattr(overseeing, "begin", noted)
    assign_one_and_many(table, matter)
    assert begun == ["assign", "assign"]


def ticket_and_extension(table: Desk) -> tuple[Matter, list[Any]]:
    """The rule raises the ticket of an overdue matter while the office grants the extension."""
    services.choose_rules(
        on(START, table.office), area=table.area, category="ladder", slug="yellow_first"
    )
    matter = table.in_hand(due=dt.date(2026, 11, 13))
    services.ask_extension(
        on("2026-11-12", table.reporter), matter=matter, due=dt.date(2026, 11, 27), words="等"
    )
    rules = rules_for(table.area.pk)
    outcomes = together(
        matter,
        lambda seen: services.grant_extension(on("2026-11-16", fresh(table.office)), matter=seen),
        lambda seen: tickets.raise_by_rule(
            on("2026-11-16"), matter=seen, level=rules.ladder.levels[0], rules=rules
        ),
    )
    return matter, outcomes


def test_a_ticket_never_follows_the_extension_that_took_its_reason(table: Desk) -> None:
    matter, outcomes = ticket_and_extension(table)
    matter.refresh_from_db()
    assert matter.due == dt.date(2026, 11, 27)
    order = [verb for verb in verbs(matter) if verb in ("grant_extension", "escalate")]
    if "escalate" in order:
        assert order == ["escalate", "grant_extension"]
    else:
        assert kinds(outcomes) == ["Matter", "RefusedError"]


def test_without_the_look_the_ticket_is_given_for_a_reason_that_is_gone(
    table: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: both pass their guards, whichever is first."""
    passed = without_the_look(monkeypatch)
    monkeypatch.setattr(tickets, "still_due", lambda *_: True)
    ticket_and_extension(table)
    assert sorted(passed[-2:]) == ["escalate", "grant_extension"]


def test_a_retry_that_races_its_first_delivery_is_done_once(table: Desk) -> None:
    matter = table.in_hand()
    key = uuid.uuid4()

    def report(seen: Matter) -> Matter:
        return services.report_progress(
            on("2026-11-10", fresh(table.reporter), operation_id=key), matter=seen, words="过半"
        )

    outcomes = together(matter, report, report)
    assert kinds(outcomes) == ["Matter", "Matter"]
    assert verbs(matter).count("report_progress") == 1
    assert Entry.objects.filter(operation_id=key).count() == 1


def test_without_a_key_a_second_delivery_is_a_second_step(table: Desk) -> None:
    """Negative control: it is the operation id that makes two deliveries one."""
    matter = table.in_hand()

    def report(seen: Matter) -> Matter:
        return services.report_progress(
            on("2026-11-10", fresh(table.reporter)), matter=seen, words="过半"
        )

    assert kinds(together(matter, report, report)) == ["Matter", "Matter"]
    assert verbs(matter).count("report_progress") == 2


def test_one_source_opens_one_matter_though_two_call_at_once(table: Desk) -> None:
    source = Source("blocker", "堵点", "施工许可证", "projects", "42")

    def open_it() -> Matter:
        return services.open_from_source(
            on(START, fresh(table.office)), area=table.area, title="许可证", kind="blocker",
            source=source,
        )  # fmt: skip

    outcomes = run_together(open_it, open_it)
    assert kinds(outcomes) == ["Matter", "Matter"]
    assert Matter.objects.filter(source_key="42").count() == 1


def test_numbers_have_no_gap_and_no_double(table: Desk) -> None:
    jobs = [lambda at=at: table.registered(f"第{at}件") for at in range(4)]
    assert kinds(run_together(*jobs)) == ["Matter"] * 4
    numbers = sorted(Matter.objects.values_list("number", flat=True))
    assert numbers == [f"YX-2026-{n:04d}" for n in range(1, 5)]


def test_a_parent_does_not_close_while_a_part_is_opened_again(table: Desk) -> None:
    parent = table.verified()
    part = table.closed(parent=parent, title="分")
    outcomes = run_together(
        lambda: services.close_out(on(START, fresh(table.office)), matter=parent),
        lambda: services.reopen(
            on(START, fresh(table.second)), matter=part, due=dt.date(2026, 12, 1), words="又坏"
        ),
    )
    assert kinds(outcomes) == ["Matter", "RefusedError"]
    parent.refresh_from_db()
    part.refresh_from_db()
    assert (parent.state, part.state) in {("closed", "closed"), ("verified", "assigned")}


def test_two_matters_merged_into_each_other_do_not_vanish(table: Desk) -> None:
    one, other = table.in_hand(title="甲"), table.in_hand(title="乙")
    outcomes = run_together(
        lambda: services.merge(
            on(START, fresh(table.office)), matter=one, into=other, words="并案"
        ),
        lambda: services.merge(
            on(START, fresh(table.second)), matter=other, into=one, words="并案"
        ),
    )
    assert kinds(outcomes) == ["Matter", "RefusedError"]
    assert Matter.objects.filter(state="merged").count() == 1
