"""Who may write rules, compute results and publish them, and who sees what of a result."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import OVERSEEING, holds

WRITING = ("assessment_office",)
rules.add_perm("standings.write_scheme", holds(*WRITING))
rules.add_perm("standings.publish_scheme", holds("assessment_office"))
#: The second person: of the office, or a leader; never one who wrote the draft (the verb sees).
APPROVING = ("assessment_office", "principal_leader", "leader_in_charge")
rules.add_perm("standings.approve_scheme", holds(*APPROVING))
rules.add_perm("standings.compute", holds("assessment_office"))
rules.add_perm("standings.publish", holds("assessment_office"))
#: Drafts exist for the office alone; to everybody else they leave no trace.
rules.add_perm("standings.view_draft", holds("assessment_office", "administrator"))
#: Leaders and offices read every input of a published standing, whatever the scheme releases.
READS_INPUTS = OVERSEEING
rules.add_perm("standings.view_inputs", holds(*READS_INPUTS))
#: Bonus, penalty and veto: one person enters, a second signs, either office withdraws.
rules.add_perm("standings.enter_record", holds("assessment_office", "supervision_office"))
SIGNING = ("assessment_office", "leader_in_charge")
rules.add_perm("standings.sign_record", holds(*SIGNING))
rules.add_perm("standings.withdraw_record", holds("assessment_office", "leader_in_charge"))
