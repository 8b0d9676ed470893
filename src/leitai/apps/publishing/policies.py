"""Who may take the store away."""

from __future__ import annotations

import rules

from leitai.apps.units.policies import holds

rules.add_perm("publishing.export_store", holds("analyst", "assessment_office"))
