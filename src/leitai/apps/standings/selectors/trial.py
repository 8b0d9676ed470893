"""A trial run (试算): other rules, or today's values, beside the published result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from leitai.apps.standings.comparison import compare_with
from leitai.apps.standings.models import SchemeVersion, Standing
from leitai.apps.standings.scoring import rules_of, score_round
from leitai.engine import ScoreError


@dataclass(frozen=True)
class Trial:
    """The outcome of a trial: rows as :func:`compare_with` gives them, and who moves."""

    standing: Standing
    version: SchemeVersion
    rows: tuple[dict[str, Any], ...]

    @property
    def moved(self) -> tuple[dict[str, Any], ...]:
        """Rows whose rank differs."""
        return tuple(row for row in self.rows if row["rank"][0] != row["rank"][1])

    @property
    def changed(self) -> tuple[dict[str, Any], ...]:
        """Rows whose score or rank differs."""
        return tuple(row for row in self.rows if row["changed"])


def trial(standing: Standing, version: SchemeVersion) -> Trial:
    """Run a version of the rules on exactly the values that a standing saw.

    Raises:
        ValidationError: when a rule or a series is missing, or the values cannot be scored.
    """
    try:
        groups = score_round(
            standing.round.scheme.area,
            rules_of(version),
            standing.round.period,
            upto=standing.watermark,
        )
    except ScoreError as error:
        raise ValidationError(str(error)) from error
    return Trial(standing, version, tuple(compare_with(standing, groups)))
