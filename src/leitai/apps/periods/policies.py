"""Who may import the holiday arrangement of a year for an area."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import holds

rules.add_perm("periods.view_calendar", holds())
rules.add_perm(
    "periods.import_calendar", holds("assessment_office", "supervision_office", "administrator")
)
