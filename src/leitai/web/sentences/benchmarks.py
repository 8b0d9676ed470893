"""What the pages of benchmarks say first."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.apps.benchmarks.models import BenchmarkPair
from leitai.apps.benchmarks.selectors.pairs import Choice
from leitai.web.sentences.segments import Figure, Segment, listed, sentence


def index_sentence(
    year: int, found: Sequence[Choice], waiting: Sequence[BenchmarkPair]
) -> tuple[Segment, ...]:
    """Say how many units have a confirmed benchmark for the year, and what waits for the reader."""
    if not found:
        return ()
    chosen = [one for one in found if one.main is not None]
    said: list[Segment] = []
    if len(found) == 1 and chosen and chosen[0].main is not None:
        said += sentence(
            _("For {year}, {unit} measures itself against {benchmark}. "),
            year=str(year),
            unit=chosen[0].unit.name,
            benchmark=chosen[0].main.benchmark.name,
        )
    else:
        said += sentence(
            ngettext(
                "For {year}, {chosen} of {count} unit has a confirmed benchmark. ",
                "For {year}, {chosen} of {count} units have a confirmed benchmark. ",
                len(found),
            ),
            year=str(year),
            chosen=str(len(chosen)),
            count=str(len(found)),
        )
    if waiting:
        said += sentence(
            ngettext(
                "{count} proposal waits for you: {names}.",
                "{count} proposals wait for you: {names}.",
                len(waiting),
            ),
            count=Figure(str(len(waiting)), "#waiting"),
            names=listed(pair.unit.name for pair in waiting),
        )
    return tuple(said)
