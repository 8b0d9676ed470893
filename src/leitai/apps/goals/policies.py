"""Who may set targets."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import holds

rules.add_perm("goals.set_target", holds("assessment_office"))
rules.add_perm("goals.view", holds())
