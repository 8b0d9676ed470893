"""Scoring months of a district again from what is stored."""

from __future__ import annotations

from leitai.apps.standings.models import SchemeVersion, Standing
from leitai.apps.standings.scoring import result_digest, rules_of, score_round
from leitai.bench.measurement import Measurement, Size, timed
from leitai.bench.store import district, months_of


def measure_months(size: Size) -> list[Measurement]:
    """Read every month's inputs from the database and score all groups, ranges of ranks too."""
    area = district()
    version = (
        SchemeVersion.objects.filter(scheme__area=area, state=SchemeVersion.State.PUBLISHED)
        .select_related("scheme__area")
        .order_by("-valid_from", "-id")
        .first()
    )
    assert version is not None
    rules, scheme = rules_of(version), version.scheme
    months = months_of(area, size.months)

    def work() -> list[str]:
        return [result_digest(score_round(scheme, rules, month)) for month in months]

    failed = "" if len(months) == size.months else f"only {len(months)} months are stored"
    published = Standing.objects.filter(
        version=version, state=Standing.State.PUBLISHED, round__period=months[-1]
    ).first()
    if published is None or work()[-1] != published.result_sha256:
        failed = failed or "the last month differs from the published standing"
    return [
        Measurement(
            "rescore-months",
            f"score {len(months)} months of a district again",
            f"from the values in the database, {len(rules.groups)} groups a month, with targets, "
            "ranges of ranks and the digest of each month; the last is compared with what was "
            "published",
            timed(work, max(3, size.runs // 2)),
            10.0,
            failed=failed,
        )
    ]
