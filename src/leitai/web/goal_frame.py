"""What the pages of goals and targets share: the area, years and months, and trying a write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone

from leitai.apps.goals.models import Target
from leitai.apps.indicators.models import Batch, Revision
from leitai.apps.indicators.services import RefusedError
from leitai.apps.periods.models import Period
from leitai.apps.periods.models.period import PeriodKind
from leitai.apps.units.models import Unit
from leitai.web.context import home_area


def area_for(request: HttpRequest) -> Unit:
    """Return the area whose goals a reader sees.

    Raises:
        Http404: for a reader without one.
    """
    area = home_area(request.user)
    if area is None or not request.user.has_perm("goals.view"):
        raise Http404
    return area


def latest_month(user: Any, area: Unit, year: int) -> Period | None:
    """Return the last month of a year with accepted values of the area's targets that the user may
    see; others' months leave no trace."""
    series = list(
        Target.objects.filter(series__indicator__area=area, year=year)
        .order_by()
        .values_list("series_id", flat=True)
        .distinct()
    )
    for period in Period.objects.filter(kind=PeriodKind.MONTH, year=year).order_by("-number"):
        if (
            Revision.objects.visible_to(user)
            .filter(series_id__in=series, period=period, batch__state=Batch.State.ACCEPTED)
            .exists()
        ):
            return period
    return None


@dataclass(frozen=True)
class Span:
    """The years that a page shows: one year, or those of a phase."""

    first: int
    last: int

    @property
    def code(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def asked_span(request: HttpRequest) -> Span:
    """Return the years that the address asks for, this year if none.

    Raises:
        Http404: for anything that is no span of years.
    """
    text = request.GET.get("year", "")
    if not text:
        year = timezone.localdate().year
        return Span(year, year)
    first, _dash, last = text.partition("-")
    if not all(
        part.isascii() and part.isdigit() and len(part) == 4 for part in (first, last or first)
    ):
        raise Http404
    span = Span(int(first), int(last or first))
    if not 1949 <= span.first <= span.last < 2200:
        raise Http404
    return span


def tried(request: HttpRequest, write: Callable[[], object], done: str) -> bool:
    """Run a write and tell on the next page what came of it; False when it was refused."""
    try:
        write()
    except RefusedError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
