"""Who may see values, and who may bring them in."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import OVERSEEING, holds

rules.add_perm("indicators.view", holds())
rules.add_perm("indicators.define", holds("assessment_office"))
#: Bring a workbook in for one's own unit, or, as the office, for any unit of the area.
rules.add_perm(
    "indicators.upload",
    holds(
        "assessment_office",
        "supervision_office",
        "reporting_unit",
        "approver",
        "administrator",
    ),
)
rules.add_perm("indicators.view_upload", holds("reporting_unit", "approver", *OVERSEEING))
#: Who answers what an upload asks, or throws it away.
DECIDING = ("assessment_office", "supervision_office", "reporting_unit", "approver")
rules.add_perm("indicators.decide_upload", holds(*DECIDING))
#: Values count once accepted: the office, or the approver of the source's unit, says so.
rules.add_perm("indicators.accept_upload", holds("assessment_office", "approver"))
