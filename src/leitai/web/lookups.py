"""Finding what an address names, as far as the reader may know of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from leitai.apps.periods.models import Period
from leitai.apps.periods.selectors import period_by_code
from leitai.apps.standings.models import Place, Scheme, SchemeVersion, Standing
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.audience import visible_standings
from leitai.apps.standings.selectors.board import find_standing
from leitai.apps.standings.selectors.versions import visible_versions


def scheme_or_404(request: HttpRequest, slug: str) -> Scheme:
    """Return a scheme that the reader may open."""
    scheme = visible_schemes(request.user).filter(slug=slug).first()
    if scheme is None:
        raise Http404
    return scheme


def version_or_404(
    request: HttpRequest, slug: str, number: str | None
) -> tuple[Scheme, SchemeVersion, list[SchemeVersion]]:
    """Return a scheme, one of its versions, and all that exist for the reader, newest first.

    Without a number: the version that binds, or a draft where none does yet.
    """
    scheme = scheme_or_404(request, slug)
    versions = visible_versions(request.user, scheme)
    if number is None:
        binding = [v for v in versions if v.state == SchemeVersion.State.PUBLISHED]
        chosen = next(iter(binding or versions), None)
    else:
        chosen = next((v for v in versions if v.number == number), None)
    if chosen is None:
        raise Http404
    return scheme, chosen, versions


def ranked_version_or_404(
    request: HttpRequest, slug: str, number: str
) -> tuple[Scheme, SchemeVersion]:
    """Return a version with a tree of rules; a monitor has none."""
    scheme, version, _versions = version_or_404(request, slug, number)
    if scheme.monitor:
        raise Http404
    return scheme, version


def draft_or_404(request: HttpRequest, slug: str, number: str) -> tuple[Scheme, SchemeVersion]:
    """Return a version for whoever reads drafts; to everybody else it has no such parts."""
    scheme, version = ranked_version_or_404(request, slug, number)
    if not request.user.has_perm("standings.view_draft", scheme):
        raise Http404
    return scheme, version


def period_or_404(code: str) -> Period:
    """Return the period at this address."""
    period = period_by_code(code)
    if period is None:
        raise Http404
    return period


def standing_or_404(request: HttpRequest, scheme: Scheme, code: str | None) -> Standing:
    """Return the standing of a period (newest by default) that exists for the reader.

    ``?draft=1`` asks for the draft of a period whose board is published already.
    """
    period = period_or_404(code) if code else None
    draft = request.GET.get("draft") == "1"
    standing = find_standing(request.user, scheme, period, draft=draft)
    if standing is None:
        raise Http404
    return standing


def place_or_404(request: HttpRequest, pk: int) -> Place:
    """Return a place on a standing that exists for the reader."""
    place = (
        Place.objects.filter(pk=pk)
        .select_related(
            "unit", "standing__version", "standing__round__scheme__area", "standing__round__period"
        )
        .first()
    )
    if place is None:
        raise Http404
    scheme = place.standing.round.scheme
    if not visible_schemes(request.user).filter(pk=scheme.pk).exists():
        raise Http404
    if not visible_standings(request.user, scheme).filter(pk=place.standing_id).exists():
        raise Http404
    return place
