"""The way of a matter through the services: who does what, what is refused, what is on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leitai.apps.audit.models import Entry
from leitai.apps.audit.models.entry import AppendOnlyError
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.life import STEPS, Party, State
from leitai.apps.matters.models import Evidence, Matter, MatterEvent
from leitai.apps.matters.services import File, Measure, Source
from tests.apps.matters.world import ALL_CHECKS, START, Desk, on


def verbs(matter: Matter) -> list[str]:
    return list(MatterEvent.objects.filter(matter=matter).values_list("verb", flat=True))


def test_the_whole_way_with_number_events_and_record(desk: Desk) -> None:
    matter = desk.registered()
    assert matter.number == "YX-2026-0001"
    assert desk.registered("另一件").number == "YX-2026-0002"
    services.assign(
        on(START, desk.office), matter=matter, lead_unit=desk.lead, supporting=[desk.helper]
    )
    matter.refresh_from_db()
    assert matter.due == dt.date(2026, 12, 3)  # 30 days for a document
    services.sign_for(on(START, desk.reporter), matter=matter, responsible_person="何志远")
    services.report_progress(
        on("2026-11-10", desk.supporter), matter=matter, words="铺设 7.2 / 12.0 公里", progress=60
    )
    services.urge(on("2026-11-20", desk.leader), matter=matter, words="抓紧")
    services.report_completion(on("2026-11-25", desk.reporter), matter=matter, words="已通水")
    services.return_for_rework(on("2026-11-26", desk.office), matter=matter, words="两户未通")
    services.report_completion(on("2026-12-01", desk.reporter), matter=matter, words="全部通水")
    services.verify(on("2026-12-02", desk.office), matter=matter, checks=ALL_CHECKS)
    services.close_out(on("2026-12-03", desk.office), matter=matter)
    services.recheck(on("2026-12-20", desk.office), matter=matter, words="回访三户，水压正常")
    matter.refresh_from_db()
    assert (matter.state, matter.progress, matter.returns, matter.urges) == ("closed", 100, 1, 1)
    assert (matter.reported_on, matter.accepted_on) == (dt.date(2026, 12, 1), dt.date(2026, 12, 2))
    assert (matter.closed_on, matter.rechecked_on) == (
        dt.date(2026, 12, 3),
        dt.date(2026, 12, 20),
    )
    assert verbs(matter) == [
        "register", "assign", "sign_for", "report_progress", "urge", "report_completion",
        "return_for_rework", "report_completion", "verify", "close_out", "recheck",
    ]  # fmt: skip
    places = matter.events.values_list("place", flat=True)
    assert list(places) == list(range(1, 12))
    acting = {event.verb: str(event.unit) for event in matter.events.all() if event.unit}
    assert acting["report_progress"] == "白沙镇"
    assert acting["sign_for"] == "区招商局"
    entry = Entry.objects.get(verb="matter.verify")
    assert entry.unit_id == desk.area.pk
    assert entry.detail["checks"] == list(ALL_CHECKS)
    services.reopen(
        on("2026-12-21", desk.office), matter=matter, due=dt.date(2026, 12, 31), words="又停水"
    )
    matter.refresh_from_db()
    assert (matter.state, matter.closed_on, matter.accepted_on) == ("assigned", None, None)


def test_a_step_repeated_under_its_operation_id_is_done_once(desk: Desk) -> None:
    matter = desk.in_hand()
    act = on("2026-11-10", desk.office)
    services.urge(act, matter=matter, words="抓紧")
    again = on("2026-11-10", desk.office, operation_id=act.operation_id)
    assert services.urge(again, matter=matter, words="抓紧").pk == matter.pk
    matter.refresh_from_db()
    assert matter.urges == 1
    assert verbs(matter).count("urge") == 1


def test_events_are_never_changed_or_deleted(desk: Desk) -> None:
    event = MatterEvent.objects.get(matter=desk.registered())
    event.words = "别的"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        MatterEvent.objects.all().update(words="别的")


def test_the_database_itself_closes_nothing_without_an_accepted_report(desk: Desk) -> None:
    matter = desk.in_hand()
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(state=State.CLOSED, closed_on=START)


def test_only_what_the_kind_draws_asks_for_evidence(desk: Desk) -> None:
    matters = [desk.in_hand(title=f"督查发现问题{n}", kind="inspection") for n in range(30)]
    drawn = [matter for matter in matters if matter.evidence_asked]
    assert 0 < len(drawn) < 20
    assert not any(desk.in_hand(title=f"文件{n}").evidence_asked for n in range(3))
    with pytest.raises(RefusedError, match="attach the evidence"):
        services.report_completion(on(START, desk.reporter), matter=drawn[0], words="已整改")
    services.report_completion(
        on(START, desk.reporter),
        matter=drawn[0],
        words="已整改",
        files=[File("验收单.pdf", b"%PDF")],
    )
    assert Evidence.objects.get().name == "验收单.pdf"
    undrawn = next(matter for matter in matters if not matter.evidence_asked)
    services.report_completion(on(START, desk.reporter), matter=undrawn, words="已整改")


def test_what_is_counted_must_be_all_done(desk: Desk) -> None:
    matter = desk.in_hand(measure=Measure("已达标的村", 15, "个"))
    services.report_progress(on(START, desk.reporter), matter=matter, words="x", measure_done=13)
    matter.refresh_from_db()
    assert (matter.progress, matter.measure_done) == (86, 13)
    with pytest.raises(RefusedError, match="13 of 15"):
        services.report_completion(on(START, desk.reporter), matter=matter, words="完成")
    with pytest.raises(RefusedError, match="between 0 and 15"):
        services.report_progress(
            on(START, desk.reporter), matter=matter, words="x", measure_done=16
        )
    services.report_completion(
        on(START, desk.reporter), matter=matter, words="完成", measure_done=15
    )


def test_extension_before_the_due_day_with_an_exact_new_day_and_a_limit(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 20), kind="inspection")
    new = dt.date(2026, 12, 11)
    with pytest.raises(RefusedError, match="before the due day"):
        services.ask_extension(
            on("2026-11-20", desk.reporter), matter=matter, due=new, words="等资金"
        )
    services.ask_extension(on("2026-11-19", desk.reporter), matter=matter, due=new, words="等资金")
    with pytest.raises(PermissionDenied):
        services.grant_extension(on("2026-11-19", desk.reporter), matter=matter)
    services.grant_extension(on("2026-11-20", desk.office), matter=matter, due=dt.date(2026, 12, 4))
    matter.refresh_from_db()
    assert (matter.due, matter.first_due) == (dt.date(2026, 12, 4), dt.date(2026, 11, 20))
    assert (matter.extensions, matter.asked_due) == (1, None)
    assert matter.overdue_from == dt.date(2026, 12, 7)
    with pytest.raises(RefusedError, match="allows no more"):
        services.ask_extension(
            on("2026-11-30", desk.reporter), matter=matter, due=new, words="再等"
        )


def test_denied_and_still_due(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 20))
    services.ask_extension(
        on("2026-11-19", desk.reporter), matter=matter, due=dt.date(2026, 12, 11), words="等资金"
    )
    services.deny_extension(on("2026-11-19", desk.office), matter=matter, words="资金已到位")
    matter.refresh_from_db()
    assert (matter.due, matter.asked_due, matter.extensions) == (dt.date(2026, 11, 20), None, 0)


def test_a_suspension_moves_the_due_day_by_the_working_days_it_lasted(desk: Desk) -> None:
    matter = desk.in_hand(due=dt.date(2026, 11, 20))
    services.suspend(
        on("2026-11-10", desk.office),
        matter=matter,
        until=dt.date(2026, 11, 17),
        words="等省级资金",
    )
    services.resume(on("2026-11-17", desk.office), matter=matter, words="资金已下达")
    matter.refresh_from_db()
    assert (matter.state, matter.due) == ("in_hand", dt.date(2026, 11, 27))
    assert (matter.suspended_until, matter.resume_to) == (None, "")


def test_refused_then_given_to_another_unit(desk: Desk) -> None:
    matter = desk.assigned()
    services.refuse(on(START, desk.reporter), matter=matter, words="属住建职责")
    services.transfer(on(START, desk.office), matter=matter, lead_unit=desk.helper, words="转办")
    matter.refresh_from_db()
    assert (matter.state, matter.lead_unit) == ("assigned", desk.helper)
    with pytest.raises(PermissionDenied):
        services.sign_for(on(START, desk.reporter), matter=matter)
    services.sign_for(on(START, desk.supporter), matter=matter)


def test_a_parent_cannot_close_before_its_parts(desk: Desk) -> None:
    parent = desk.verified()
    part = desk.assigned(parent=parent)
    with pytest.raises(RefusedError, match="1 parts"):
        services.close_out(on(START, desk.office), matter=parent)
    services.withdraw(on(START, desk.office), matter=part, words="重复")
    services.close_out(on(START, desk.office), matter=parent)
    with pytest.raises(RefusedError, match="part of is at an end"):
        services.restore(on(START, desk.office), matter=part, words="仍要办")
    with pytest.raises(RefusedError, match="part of is at an end"):
        desk.registered(parent=Matter.objects.get(pk=parent.pk))


def test_merged_units_go_on_as_supporting_ones(desk: Desk) -> None:
    one, other = desk.in_hand(), desk.registered("同一件事")
    services.assign(on(START, desk.office), matter=other, lead_unit=desk.helper)
    with pytest.raises(RefusedError, match="another open matter"):
        services.merge(on(START, desk.office), matter=one, into=one, words="并案")
    services.merge(on(START, desk.office), matter=other, into=one, words="并案")
    other.refresh_from_db()
    assert (other.state, other.merged_into) == ("merged", one)
    assert set(one.parties.values_list("unit__name", "part")) == {
        ("区招商局", "lead"), ("白沙镇", "supporting"),
    }  # fmt: skip


def test_a_leaders_word_on_a_reported_matter_lets_it_go_on(desk: Desk) -> None:
    matter = desk.verified()
    services.instruct(on(START, desk.leader), matter=matter, words="再查沿线三个村")
    matter.refresh_from_db()
    assert (matter.state, matter.accepted_on) == ("in_hand", None)
    services.instruct(on(START, desk.leader), matter=matter, words="月底看结果")
    assert verbs(matter)[-2:] == ["continue", "instruct"]


def test_who_reported_does_not_verify(desk: Desk, people: Any) -> None:
    from leitai.apps.audit.services import Act
    from leitai.apps.units.models import User
    from leitai.apps.units.services import assign_role

    assign_role(Act(), user=desk.office, role="reporting_unit", unit=desk.lead)
    both = User.objects.get(pk=desk.office.pk)
    matter = desk.in_hand()
    services.report_completion(on(START, both), matter=matter, words="已通水")
    with pytest.raises(RefusedError, match="second person"):
        services.verify(on(START, both), matter=matter, checks=ALL_CHECKS)
    with pytest.raises(RefusedError, match="second person"):
        services.return_for_rework(on(START, both), matter=matter, words="退")
    services.verify(on(START, desk.second), matter=matter, checks=ALL_CHECKS)


def test_a_check_that_fails_is_a_return_and_no_acceptance(desk: Desk) -> None:
    matter = desk.reported()
    with pytest.raises(RefusedError, match="问题解决"):
        services.verify(
            on(START, desk.office), matter=matter, checks={**ALL_CHECKS, "solved": False}
        )
    with pytest.raises(RefusedError, match="Answer the checks"):
        services.verify(on(START, desk.office), matter=matter, checks={})


def test_a_source_opens_a_matter_once(desk: Desk) -> None:
    source = Source("rank_alert", "高质量发展擂台榜", "到位资金第 6 名", "standings", "gzl:9:funds")
    first = services.open_from_source(
        on(START, desk.office),
        area=desk.area,
        title="到位资金落后",
        kind="rank_alert",
        source=source,
    )
    again = services.open_from_source(
        on(START, desk.office),
        area=desk.area,
        title="到位资金落后",
        kind="rank_alert",
        source=source,
    )
    assert again.pk == first.pk
    assert Matter.objects.count() == 1
    with pytest.raises(RefusedError, match="opened a matter already"):
        desk.registered(source=source)


def test_drafts_have_no_number_until_registered(desk: Desk) -> None:
    draft = services.draft_matter(
        on(START, desk.office), area=desk.area, title="待定", kind="minutes"
    )
    assert draft.number == ""
    services.revise_matter(on(START, desk.office), matter=draft, changes={"title": "定了"})
    registered = services.register_draft(on(START, desk.office), matter=draft)
    assert (registered.number, registered.title) == ("YX-2026-0001", "定了")
    with pytest.raises(RefusedError, match="registered"):
        services.revise_matter(on(START, desk.office), matter=draft, changes={"title": "再改"})


def test_two_areas_never_share_a_number(desk: Desk) -> None:
    mine = desk.registered()
    far = services.register_matter(
        on(START, desk.outsider), area=desk.outsider.home, title="另区的事", kind="document"
    )
    assert far.number != mine.number


def test_a_secrecy_mark_keeps_a_matter_out(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="机密"):
        desk.registered(source=Source("paper", "机密★1年", ""))
    assert not Matter.objects.exists()


@pytest.mark.parametrize("verb", sorted(STEPS))
def test_who_may_take_a_step_is_what_the_table_says(verb: str, desk: Desk) -> None:
    matter = desk.in_hand()
    may = {
        name
        for name in ("office", "leader", "reporter", "supporter", "stranger", "outsider")
        if getattr(desk, name).has_perm(f"matters.{STEPS[verb].who}", matter)
    }
    assert (
        may
        == {
            Party.OFFICE: {"office"},
            Party.LEADERS: {"office", "leader"},
            Party.LEAD: {"reporter"},
            Party.HANDLERS: {"reporter", "supporter"},
        }[STEPS[verb].who]
    )
