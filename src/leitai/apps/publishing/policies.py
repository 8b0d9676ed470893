"""Who may take the store away, and who issues official documents."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import LEADERS, holds

rules.add_perm("publishing.export_store", holds("analyst", "assessment_office"))
rules.add_perm("publishing.view", holds())
#: Letters, report cards and bulletins of standings.
rules.add_perm("publishing.issue", holds("assessment_office"))
rules.add_perm("publishing.issue_supervision", holds("supervision_office"))
#: Bulletins are signed by a second person: of the office that drafts them, or a leader.
rules.add_perm("publishing.sign", holds("assessment_office", *LEADERS))
rules.add_perm("publishing.sign_supervision", holds("supervision_office", *LEADERS))
