"""Who gets in where: goals, responsibility, breakdown and changes of targets."""

from __future__ import annotations

from leitai.apps.units.models import User
from tests.web.matrix.names import area, unit
from tests.web.matrix.readers import (
    ANY,
    AREA,
    LEADERS,
    NOBODY,
    NONE,
    OFFICE,
    OUTSIDER,
    OVERSEERS,
    SIGNED_IN,
    TOWN,
    Entry,
    Names,
    api,
)
from tests.web.world import Site

__all__ = ["API", "PAGES"]

#: Who sees and decides on proposed targets, and who answers for what.
PROPOSAL = {"own": OFFICE | LEADERS, "other": OUTSIDER}
BREAKS_DOWN = {"own": OFFICE, "other": OUTSIDER}
GOAL = {"own": AREA, "other": OUTSIDER}
TARGET = {"own": OVERSEERS | TOWN, "other": OUTSIDER}
GIVES = frozenset(
    {"principal_leader", "leader_in_charge", "assessment_office", "approver", "reporting_unit"}
) | TOWN  # fmt: skip


def goal(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.goals[what].pk, "node_id": site.goals[what].pk}


def closed_goal(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.closed_goals[what].pk}


def target(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.targets[what].pk, "target_id": site.targets[what].pk}


def free_target(site: Site, what: str, reader: str) -> Names:
    """The district's own target, for which no change waits."""
    return {"pk": site.wholes[what].pk}


def own_key(reader: str) -> str:
    return "other" if reader == "outsider" else "own"


def new_target(site: Site, what: str, reader: str) -> Names:
    """A target of another year, for a unit of the reader's own district."""
    key = own_key(reader)
    target = site.targets[key]
    return {
        "series": target.series_id, "unit": target.unit_id, "year": 2027, "floor": 10,
        "shape": "even", "reason": "年度计划",
    }  # fmt: skip


def new_compound(site: Site, what: str, reader: str) -> Names:
    target = site.targets[own_key(reader)]
    return {
        "unit": target.unit_id, "year": 2026, "name": "新目标", "c0-series": target.series_id,
        "c0-kind": "at_least", "c0-amount": 3, "c0-divisor": "",
        **{f"c{n}-kind": "up" for n in range(1, 6)},
    }  # fmt: skip


RULES_OF_QUARTERS = {
    "from_year": 2026, "red_of": "floor", "red_percent": 100, "steady_of": "floor",
    "steady_percent": 95, "every_quarter": "steady", "reason": "方案",
}  # fmt: skip


def new_goal(site: Site, what: str, reader: str) -> Names:
    return {"kind": "direction", "name": "新方向", "first_year": 2026, "last_year": 2028}


def target_proposal(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.proposals[what].pk, "proposal_id": site.proposals[what].pk}


def waiting_targets(site: Site, what: str, reader: str) -> Names:
    row = site.waiting_targets[what]
    return {"pk": row.pk, "proposal_id": row.pk}


def parts_typed(site: Site, what: str, reader: str) -> Names:
    proposal = site.proposals[what]
    line = proposal.lines.get()
    return {"revision": proposal.revision, f"floor-{line.unit_id}": "59", "action": "save"}


def compound(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.compounds[what].pk}


def named(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.named[what].pk}


def force(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.forces[what].pk}


def member(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.members[what].pk}


def contact(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.contacts[what].pk}


def delegation(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.delegations[what].pk}


def joining(site: Site, what: str, reader: str) -> Names:
    person = site.people.outsider if what == "other" else site.people["analyst"]
    return {"person": person.pk, "duty": "联络"}


def standing_in(site: Site, what: str, reader: str) -> Names:
    to = site.people["auditor"] if reader != "outsider" else site.members["other"].task_force.head
    return {"to": to.pk, "valid_from": "2031-01-01", "valid_to": "2031-02-01", "reason": "外出"}


def new_force(site: Site, what: str, reader: str) -> Names:
    head = site.user("outsider" if reader == "outsider" else "leader_in_charge")
    return {"name": "新专班", "head": head.pk}


def new_contact(site: Site, what: str, reader: str) -> Names:
    key = own_key(reader)
    head = site.people.outsider if key == "other" else site.people["principal_leader"]
    return {"unit": site.targets[key].unit_id, "leader": head.pk}


def own_area(site: Site, what: str, reader: str) -> Names:
    return {"area_id": area(site, what)}


def leader_of(site: Site, what: str) -> User:
    return site.people.outsider if what == "other" else site.people["principal_leader"]


def to_name(site: Site, reader: str) -> str:
    """The user name of who stands in for a reader."""
    return User.objects.get(pk=standing_in(site, "any", reader)["to"]).username


PAGES = [
    Entry(
        "/targets/new", "GET", {"any": OFFICE | OUTSIDER},
        refused={"any": AREA - OFFICE},
    ),
    Entry(
        "/targets/set", "POST", {"any": OFFICE | OUTSIDER}, data=new_target,
        refused={"any": AREA - OFFICE},
    ),
    Entry("/targets/<int:pk>/", "GET", TARGET, target),
    Entry(
        "/targets/<int:pk>/adjust", "POST", {"own": OFFICE, "other": OUTSIDER}, free_target,
        data=lambda s, w, r: {"floor": 58, "shape": "even", "reason": "调整"},
        refused={"own": OVERSEERS - OFFICE},
    ),
    Entry(
        "/targets/<int:pk>/break-down", "POST", {"own": NONE, "other": NONE}, target,
        data=lambda s, w, r: {"basis": "even", "shape": "sideways"},
        refused={"own": (OVERSEERS | TOWN) - OFFICE},
        corrected={"own": OFFICE, "other": OUTSIDER},
    ),
    Entry(
        "/targets/<int:pk>/people", "POST", {"own": OFFICE | TOWN, "other": OUTSIDER}, target,
        data=lambda s, w, r: {"role": "responsible_person", "name": "王小满"},
        refused={"own": OVERSEERS - OFFICE},
    ),
    Entry(
        "/targets/proposals/", "GET", {"any": OFFICE | LEADERS | OUTSIDER},
        refused={"any": AREA - OFFICE - LEADERS},
    ),
    Entry("/targets/proposals/<int:pk>/", "GET", PROPOSAL, target_proposal),
    Entry(
        "/targets/proposals/<int:pk>/edit", "POST", BREAKS_DOWN, target_proposal,
        data=parts_typed,
        refused={"own": LEADERS},
    ),
    Entry(
        "/targets/proposals/<int:pk>/sheet", "POST", BREAKS_DOWN, target_proposal,
        refused={"own": LEADERS},
    ),
    Entry(
        "/targets/proposals/<int:pk>/decide", "POST", PROPOSAL, waiting_targets,
        data=lambda s, w, r: {"outcome": "approve"},
    ),
    Entry(
        "/targets/proposals/<int:pk>/withdraw", "POST", BREAKS_DOWN, target_proposal,
        data=lambda s, w, r: {"reason": "重来"}, refused={"own": LEADERS},
    ),
    Entry("/targets/compound/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry(
        "/targets/compound/new", "POST", {"any": OFFICE | OUTSIDER}, data=new_compound,
        refused={"any": AREA - OFFICE},
    ),
    Entry(
        "/targets/compound/<int:pk>/withdraw", "POST", BREAKS_DOWN, compound,
        data=lambda s, w, r: {"reason": "改设"}, refused={"own": (OVERSEERS | TOWN) - OFFICE},
    ),
    Entry("/targets/quarters/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry(
        "/targets/quarters/set", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: RULES_OF_QUARTERS, refused={"any": AREA - OFFICE},
    ),
    Entry("/goals/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry(
        "/goals/add", "POST", {"any": OFFICE | OUTSIDER}, data=new_goal,
        refused={"any": AREA - OFFICE},
    ),
    Entry(
        "/goals/phases", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: {"name": ["开局"], "first": ["2026"], "last": ["2026"]},
        refused={"any": AREA - OFFICE},
    ),
    Entry("/goals/<int:pk>/", "GET", GOAL, goal),
    Entry(
        "/goals/<int:pk>/change", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {
            "name": "强产业", "first_year": 2026, "last_year": 2028, "reason": "改名",
        },
        refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/goals/<int:pk>/move", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"step": "down"}, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/goals/<int:pk>/close", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"state": "reached", "closing": "完成"},
        refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/goals/<int:pk>/reopen", "POST", BREAKS_DOWN, closed_goal,
        data=lambda s, w, r: {"reason": "恢复"}, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/goals/<int:pk>/people", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"role": "responsible_leader", "name": "王小满"},
        refused={"own": AREA - OFFICE},
    ),
    Entry("/goals/mine/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry(
        "/goals/matrix/", "GET", {"any": OVERSEERS | OUTSIDER},
        refused={"any": AREA - OVERSEERS},
    ),
    Entry(
        "/goals/responsibilities/<int:pk>/end", "POST",
        {"own": OFFICE | TOWN, "other": OUTSIDER}, named,
        data=lambda s, w, r: {"reason": "调离"}, refused={"own": OVERSEERS - OFFICE},
    ),
    Entry(
        "/goals/delegations", "POST", {"any": GIVES | OUTSIDER}, data=standing_in,
        refused={"any": AREA - GIVES},
    ),
    Entry(
        "/goals/delegations/<int:pk>/end", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER}, delegation,
        refused={"own": OVERSEERS - OFFICE - {"leader_in_charge"}},
    ),
    Entry("/goals/teams/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry(
        "/goals/teams/new", "POST", {"any": OFFICE | OUTSIDER}, data=new_force,
        refused={"any": AREA - OFFICE},
    ),
    Entry(
        "/goals/teams/<int:pk>/members", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER}, force, data=joining,
        refused={"own": AREA - OFFICE - {"leader_in_charge"}},
    ),
    Entry(
        "/goals/teams/<int:pk>/dissolve", "POST", BREAKS_DOWN, force,
        data=lambda s, w, r: {"reason": "任务完成"}, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/goals/teams/members/<int:pk>/leave", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER}, member,
        refused={"own": AREA - OFFICE - {"leader_in_charge"}},
    ),
    Entry(
        "/goals/contacts", "POST", {"any": OFFICE | OUTSIDER}, data=new_contact,
        refused={"any": AREA - OFFICE},
    ),
    Entry(
        "/goals/contacts/<int:pk>/end", "POST", BREAKS_DOWN, contact,
        refused={"own": (OVERSEERS | TOWN) - OFFICE},
    ),
]  # fmt: skip

API = [
    api("/goals", "GET", ANY),
    api(
        "/goals", "POST", {"own": OFFICE, "other": OUTSIDER},
        data=lambda s, w, r: new_goal(s, w, r) | {"area": area(s, w)},
    ),
    api(
        "/goals/<int:node_id>/close", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"state": "reached", "closing": "完成"},
    ),
    api(
        "/goals/<int:node_id>/responsibilities", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"role": "responsible_leader", "name": "王小满"},
    ),
    api(
        "/goals/<int:node_id>/change", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"name": "强产业", "reason": "改名"},
    ),
    api(
        "/goals/<int:node_id>/move", "POST", BREAKS_DOWN, goal,
        data=lambda s, w, r: {"step": "down"},
    ),
    api(
        "/goals/<int:node_id>/reopen", "POST", BREAKS_DOWN,
        lambda s, w, r: {"node_id": s.closed_goals[w].pk}, data=lambda s, w, r: {"reason": "恢复"},
    ),
    api("/goals/phases/<int:area_id>", "GET", GOAL, own_area),
    api(
        "/goals/phases/<int:area_id>", "POST", BREAKS_DOWN, own_area,
        data=lambda s, w, r: {
            "phases": [{"name": "开局", "first_year": 2026, "last_year": 2026}],
        },
    ),
    api("/responsibilities/mine", "GET", ANY),
    api(
        "/responsibilities/<int:responsibility_id>/end", "POST",
        {"own": OFFICE | TOWN, "other": OUTSIDER},
        lambda s, w, r: {"responsibility_id": s.named[w].pk},
        data=lambda s, w, r: {"reason": "调离"},
    ),
    api("/delegations", "GET", ANY),
    api(
        "/delegations", "POST", {"any": GIVES | OUTSIDER},
        data=lambda s, w, r: {**standing_in(s, w, r), "to": to_name(s, r)},
    ),
    api(
        "/delegations/<int:delegation_id>/end", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER},
        lambda s, w, r: {"delegation_id": s.delegations[w].pk},
    ),
    api("/task-forces", "GET", ANY),
    api(
        "/task-forces", "POST", {"own": OFFICE, "other": OUTSIDER},
        data=lambda s, w, r: {
            "area": area(s, w), "name": "新专班", "head": s.forces[w].head.username,
        },
    ),
    api(
        "/task-forces/<int:force_id>/members", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER},
        lambda s, w, r: {"force_id": s.forces[w].pk},
        data=lambda s, w, r: {
            "person": (s.people.outsider if w == "other" else s.people["analyst"]).username,
        },
    ),
    api(
        "/task-forces/<int:force_id>/dissolve", "POST", BREAKS_DOWN,
        lambda s, w, r: {"force_id": s.forces[w].pk}, data=lambda s, w, r: {"reason": "任务完成"},
    ),
    api(
        "/task-forces/members/<int:member_id>/leave", "POST",
        {"own": OFFICE | {"leader_in_charge"}, "other": OUTSIDER},
        lambda s, w, r: {"member_id": s.members[w].pk},
    ),
    api("/contact-leaders", "GET", ANY),
    api(
        "/contact-leaders", "POST", BREAKS_DOWN,
        data=lambda s, w, r: {
            "unit": s.targets[w].unit_id,
            "leader": leader_of(s, w).username,
        },
    ),
    api(
        "/contact-leaders/<int:contact_id>/end", "POST", BREAKS_DOWN,
        lambda s, w, r: {"contact_id": s.contacts[w].pk},
    ),
    api(
        "/targets", "POST", BREAKS_DOWN,
        data=lambda s, w, r: {
            "series": s.targets[w].series_id, "unit": s.targets[w].unit_id, "year": 2027,
            "floor": 10,
        },
    ),
    api("/targets/<int:target_id>/story", "GET", TARGET, target),
    api(
        "/targets/<int:target_id>/responsibilities", "POST",
        {"own": OFFICE | TOWN, "other": OUTSIDER}, target,
        data=lambda s, w, r: {"role": "responsible_person", "name": "王小满"},
    ),
    api(
        "/targets/<int:target_id>/adjust", "POST", BREAKS_DOWN,
        lambda s, w, r: {"target_id": s.wholes[w].pk},
        data=lambda s, w, r: {"floor": 58, "reason": "调整"},
    ),
    api(
        "/targets/<int:target_id>/break-down", "POST", BREAKS_DOWN, target,
        data=lambda s, w, r: {"basis": "even"},
    ),
    api(
        "/compound-targets", "POST", BREAKS_DOWN,
        data=lambda s, w, r: {
            "unit": s.targets[w].unit_id, "year": 2026, "name": "新目标",
            "conditions": [{"kind": "at_least", "series": s.targets[w].series_id, "amount": 3}],
        },
    ),
    api(
        "/compound-targets/<int:compound_id>/withdraw", "POST", BREAKS_DOWN,
        lambda s, w, r: {"compound_id": s.compounds[w].pk}, data=lambda s, w, r: {"reason": "改设"},
    ),
    api("/pace-rules/<int:area_id>", "GET", GOAL, own_area),
    api(
        "/pace-rules/<int:area_id>", "POST", BREAKS_DOWN, own_area,
        data=lambda s, w, r: RULES_OF_QUARTERS,
    ),
    api(
        "/target-proposals/<int:proposal_id>/edit", "POST", BREAKS_DOWN, target_proposal,
        data=lambda s, w, r: {
            "revision": 1, "parts": [{"unit_id": s.targets[w].unit_id, "floor": 59}],
        },
    ),
    api(
        "/target-proposals/<int:proposal_id>/submit", "POST", BREAKS_DOWN, target_proposal,
        data=lambda s, w, r: {"reason": "分解"},
    ),
    api(
        "/target-proposals/<int:proposal_id>/withdraw", "POST", BREAKS_DOWN, target_proposal,
        data=lambda s, w, r: {"reason": "重来"},
    ),
    api("/responsibilities/<int:year>", "GET", ANY, lambda s, w, r: {"year": 2026}),
    api(
        "/responsibilities/<int:year>/units/<int:pk>", "GET",
        {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "parent": OVERSEERS, "other": OUTSIDER},
        lambda s, w, r: {"year": 2026} | dict(unit(s, w, r)), query="?period=2026-10",
    ),
    api("/compound-targets/<period>", "GET", ANY, lambda s, w, r: {"period": "2026-10"}),
    api("/target-proposals", "GET", ANY),
    api("/target-proposals/<int:proposal_id>", "GET", PROPOSAL, target_proposal),
    api(
        "/target-proposals/<int:proposal_id>/decide", "POST", PROPOSAL, waiting_targets,
        data=lambda s, w, r: {"approve": True},
    ),
]  # fmt: skip
