"""Who may set goals and targets, say who answers for them, and approve changes."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import LEADERS, OVERSEEING, holds

rules.add_perm("goals.set_target", holds("assessment_office"))
rules.add_perm("goals.view", holds())
rules.add_perm("goals.edit_tree", holds("assessment_office"))
rules.add_perm("goals.assign", holds("assessment_office"))
rules.add_perm("goals.name_person", holds("assessment_office", "approver", "reporting_unit"))
rules.add_perm("goals.delegate", holds(*LEADERS, "assessment_office", "approver", "reporting_unit"))
rules.add_perm("goals.view_matrix", holds(*OVERSEEING))
rules.add_perm("goals.break_down", holds("assessment_office"))
#: The second person: never one who sent the targets (the verb sees).
APPROVING = (*LEADERS, "assessment_office")
rules.add_perm("goals.approve_targets", holds(*APPROVING))
rules.add_perm("goals.set_pace_rule", holds("assessment_office"))
