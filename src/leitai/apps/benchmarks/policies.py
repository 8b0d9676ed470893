"""Who may propose a benchmark, who confirms it, and who says what is compared."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import holds

rules.add_perm("benchmarks.view", holds())
rules.add_perm(
    "benchmarks.propose",
    holds(
        "principal_leader",
        "leader_in_charge",
        "assessment_office",
        "approver",
        "reporting_unit",
    ),
)
rules.add_perm("benchmarks.confirm", holds("assessment_office"))
rules.add_perm("benchmarks.define", holds("assessment_office"))
rules.add_perm(
    "benchmarks.state_comparison",
    holds(
        "principal_leader",
        "leader_in_charge",
        "assessment_office",
        "supervision_office",
        "analyst",
        "approver",
        "reporting_unit",
    ),
)
KEEPERS = (
    "principal_leader",
    "leader_in_charge",
    "assessment_office",
    "approver",
    "reporting_unit",
)
rules.add_perm("benchmarks.keep_practices", holds(*KEEPERS))
rules.add_perm("benchmarks.keep_trips", holds(*KEEPERS))
rules.add_perm(
    "benchmarks.decide_practice",
    holds("principal_leader", "leader_in_charge", "assessment_office"),
)
