"""Rules that an office writes itself: faults by place, versions, and matters that run."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from leitai.apps.audit.models import Entry
from leitai.apps.indicators.services import RefusedError
from leitai.apps.matters import services
from leitai.apps.matters.models import Matter, RuleChoice
from leitai.apps.matters.rule_faults import rule_faults
from leitai.apps.matters.rule_sets import shipped
from leitai.apps.matters.selectors.rules import rule_versions, rules_for
from tests.apps.matters.world import START, Desk, on

KINDS = shipped()["kinds", "county"]
LIGHTS = shipped()["lights", "five_lights"]
LADDER = shipped()["ladder", "huinong"]


def changed(content: Any, *way: Any, value: Any) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(dict(content))
    at: Any = made
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = value
    return made


def choose(desk: Desk, category: str, content: Any, **more: Any) -> RuleChoice:
    more.setdefault("reason", "区委办公会议定")
    return services.choose_rules(
        on(START, desk.office), area=desk.area, category=category, content=content, **more
    )


@pytest.mark.parametrize(("category", "slug"), list(shipped()))
def test_the_ready_sets_are_without_fault(category: str, slug: str) -> None:
    assert rule_faults(category, shipped()[category, slug]) == []


@pytest.mark.parametrize(
    ("category", "way", "value", "told"),
    [
        ("kinds", ("kinds", 2, "name"), " ", "kinds[3].name: this is missing"),
        ("kinds", ("kinds", 1, "code"), "document", "kinds[2].code: “document” stands"),
        ("kinds", ("kinds", 0, "code"), "文件", "kinds[1].code: “文件” is no code"),
        ("kinds", ("kinds", 0, "deadline"), {"count": "moons", "number": 3}, "kinds[1].count"),
        ("kinds", ("kinds", 0, "deadline", "number"), 0, "kinds[1].number: “0” is no number"),
        ("kinds", ("kinds", 0, "evidence_share"), 30, "“30” is no number from 0 to 1"),
        ("kinds", ("kinds", 0, "urge_before"), ["3"], "kinds[1].urge_before"),
        ("kinds", ("kinds", 0, "speed"), 1, "kinds[1].speed: there is no such field"),
        ("kinds", ("checks",), [], "checks[1]: there is none"),
        ("lights", ("conditions", 1, "light"), "grey", "conditions[2].light"),
        ("lights", ("conditions", 1, "points"), 120, "conditions[2].points"),
        ("lights", ("conditions",), "red", "conditions[1]: there is none"),
        ("ladder", ("levels", 0, "level"), "red", "levels[2].level: a level stands above"),
        ("ladder", ("levels", 0, "raise_when"), {"after": 3}, "levels[1].after: the lowest"),
        ("ladder", ("levels", 1, "marks"), "many", "levels[2].marks"),
    ],
)
def test_a_fault_is_told_by_its_place_and_nothing_is_kept(
    desk: Desk, category: str, way: tuple[Any, ...], value: Any, told: str
) -> None:
    content = changed({"kinds": KINDS, "lights": LIGHTS, "ladder": LADDER}[category], *way,
                      value=value)  # fmt: skip
    with pytest.raises(RefusedError) as caught:
        choose(desk, category, content)
    assert told in str(caught.value)
    assert not RuleChoice.objects.exists()


def test_running_matters_keep_what_they_were_given(desk: Desk) -> None:
    running = desk.assigned(kind="document")
    due, limit = running.due, running.extension_limit
    content = changed(KINDS, "kinds", 0, "deadline", value={"count": "working_days", "number": 3})
    content["kinds"][0] |= {"extension_limit": 0, "evidence_share": 1.0}
    choice = choose(desk, "kinds", content, name="短期限")
    assert (choice.number, choice.name) == (1, "短期限")
    running.refresh_from_db()
    assert (running.due, running.extension_limit, running.evidence_asked) == (due, limit, False)
    later = desk.assigned(title="新的事", kind="document")
    later.refresh_from_db()
    assert (later.due, later.extension_limit, later.evidence_asked) == (
        dt.date(2026, 11, 6), 0, True,
    )  # fmt: skip
    entry = Entry.objects.get(verb="matter.choose_rules")
    assert entry.detail["content"]["kinds"][0]["extension_limit"] == 0


def test_a_kind_of_open_matters_is_not_left_out(desk: Desk) -> None:
    desk.registered(kind="document")
    content = changed(KINDS, "kinds", value=KINDS["kinds"][1:])
    with pytest.raises(RefusedError, match="1 open matters are of the kind “official document"):
        choose(desk, "kinds", content)
    services.withdraw(on(START, desk.office), matter=Matter.objects.get(), words="不办了")
    assert choose(desk, "kinds", content).number == 1


def test_rules_of_ones_own_need_a_reason(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="reason"):
        choose(desk, "lights", LIGHTS, reason=" ")


def test_a_set_counts_from_its_day_and_lights_are_counted_anew_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leitai.apps.matters.selectors import rules as selectors

    today = timezone.localdate()
    matter = desk.in_hand(due=dt.date(2026, 11, 20))
    red = matter.red_from
    begins = today + dt.timedelta(days=5)
    content = changed(LIGHTS, "conditions", 2, "days", value=4)
    with pytest.raises(RefusedError, match="passed already"):
        choose(desk, "lights", content, valid_from=START - dt.timedelta(days=1))
    act = on(today, desk.office)
    services.choose_rules(act, area=desk.area, category="lights", content=content,
                          reason="年后", valid_from=begins)  # fmt: skip
    assert rules_for(desk.area.pk).source("lights").number == 0
    matter.refresh_from_db()
    assert matter.red_from == red
    monkeypatch.setattr(selectors.timezone, "localdate", lambda *_given: begins)
    assert rules_for(desk.area.pk).source("lights").number == 1
    services.keep_rules(timezone.make_aware(dt.datetime.combine(begins, dt.time(8))))
    matter.refresh_from_db()
    assert matter.red_from is not None
    assert red is not None
    assert matter.red_from > red


def test_who_gets_a_ticket_stands_in_the_story(desk: Desk) -> None:
    content = changed(LADDER, "levels", 0, "goes_to", value="分管副区长")
    choose(desk, "ladder", content)
    matter = desk.in_hand()
    services.escalate(on(START, desk.leader), matter=matter, level="yellow", words="滞后")
    assert matter.events.get(verb="escalate").detail["goes_to"] == "分管副区长"


def test_versions_stand_with_the_one_before(desk: Desk) -> None:
    choose(desk, "lights", LIGHTS)
    second = changed(LIGHTS, "conditions", 0, "days", value=5)
    choose(desk, "lights", second)
    found = rule_versions(desk.area.pk, "lights")
    assert [(choice.number, before["conditions"][0]["days"]) for choice, before in found] == [
        (2, 3), (1, 3),
    ]  # fmt: skip
