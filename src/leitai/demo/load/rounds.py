"""Publishing schemes and their rounds for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from leitai.apps.audit.services import Act
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Scheme, Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    open_round,
    publish_standing,
    publish_version,
)
from leitai.apps.units.models import Unit


def publish_scheme(
    act: Act,
    *,
    area: Unit,
    path: Path,
    public: bool = False,
    monitor: bool = False,
    position: int = 0,
) -> Scheme:
    """Create a scheme from its file and make the version binding."""
    text = path.read_text(encoding="utf-8")
    head = yaml.safe_load(text)
    scheme = Scheme.objects.filter(slug=head["id"]).first() or create_scheme(
        act.within(),
        area=area,
        slug=head["id"],
        name=head["name"],
        period_kind=head["period"],
        monitor=monitor,
        public=public,
        position=position,
    )
    version = add_version(act.within(), scheme=scheme, text=text)
    publish_version(act.within(), version=version)
    return scheme


def publish_rounds(act: Act, scheme: Scheme, periods: Sequence[Period]) -> list[Standing]:
    """Compute and publish a round for each period, oldest first."""
    published = []
    for period in periods:
        played = open_round(act.within(), scheme=scheme, period=period)
        draft = compute_standing(act.within(), played=played)
        published.append(publish_standing(act.within(), standing=draft))
    return published
