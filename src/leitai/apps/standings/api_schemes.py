"""Rules, trial runs and the check of published results over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.standings.api import scheme_of
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.monitors import read_monitor
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.selectors.versions import visible_versions
from leitai.apps.standings.services import open_scheme, set_rank_alerts
from leitai.apps.standings.verification import verify_standings, watched_standings
from leitai.apps.units.access import act_of, need_scope
from leitai.apps.units.models import Scope, Unit
from leitai.engine.scheme.editing import readable

router = Router(tags=["schemes"])


class VersionOut(Schema):
    number: str
    state: str
    valid_from: dt.date
    sha256: str


class SchemeOut(Schema):
    """A scheme with the versions open to the person, newest first."""

    slug: str
    name: str
    name_en: str
    period_kind: str
    monitor: bool
    public: bool
    rank_alerts: bool
    versions: list[VersionOut]


class SchemePageOut(Schema):
    page: PageInfo
    items: list[SchemeOut]


class OpenIn(Schema):
    """A scheme to open; ``period`` is month, quarter, half or year."""

    area: int
    name: str
    period: str
    slug: str = ""


class AlertsIn(Schema):
    """Whether items that fall into the lagging zone open matters, and why."""

    on: bool
    reason: str


class ReportOut(Schema):
    """One result: sound, tampered or engine_changed, with why."""

    standing_id: int
    name: str
    state: str
    message: str


class ReportPageOut(Schema):
    page: PageInfo
    items: list[ReportOut]


def version_of(request: HttpRequest, slug: str, number: str) -> SchemeVersion:
    scheme = scheme_of(request, slug)
    found = next((v for v in visible_versions(request.user, scheme) if v.number == number), None)
    if found is None:
        raise Http404
    return found


@router.get("/schemes", response=SchemePageOut, summary="Schemes open to the person")
def list_schemes(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List schemes with their versions, newest first; drafts are the office's alone."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    return cut(schemes, limit, offset, lambda scheme: _scheme_out(request, scheme))


@router.post("/schemes", response=SchemeOut, summary="Open a scheme")
def open_one(request: HttpRequest, body: OpenIn) -> SchemeOut:
    """Open a scheme of an area with an empty first draft."""
    need_scope(request, Scope.RULES)
    area = Unit.objects.filter(pk=body.area).first()
    if area is None or not request.user.has_perm("standings.write_scheme", area):
        raise PermissionDenied
    begun = open_scheme(
        act_of(request), area=area, name=body.name, period_kind=body.period, slug=body.slug
    )
    return _scheme_out(request, begun.scheme)


@router.get("/schemes/{slug:slug}", response=SchemeOut, summary="A scheme")
def show_scheme(request: HttpRequest, slug: str) -> SchemeOut:
    """Return a scheme with its versions."""
    return _scheme_out(request, scheme_of(request, slug))


@router.post(
    "/schemes/{slug:slug}/alerts", response=SchemeOut, summary="Switch rank alerts on or off"
)
def switch_alerts(request: HttpRequest, slug: str, body: AlertsIn) -> SchemeOut:
    """From the next board on, items that fall into the lagging zone open matters, or none."""
    need_scope(request, Scope.RULES)
    scheme = set_rank_alerts(
        act_of(request), scheme=scheme_of(request, slug), on=body.on, reason=body.reason
    )
    return _scheme_out(request, scheme)


def _scheme_out(request: HttpRequest, scheme: Scheme) -> SchemeOut:
    return SchemeOut(
        slug=scheme.slug,
        name=scheme.name,
        name_en=scheme.name_en,
        period_kind=scheme.period_kind,
        monitor=scheme.monitor,
        public=scheme.public,
        rank_alerts=scheme.rank_alerts,
        versions=[
            VersionOut(number=v.number, state=v.state, valid_from=v.valid_from, sha256=v.sha256)
            for v in visible_versions(request.user, scheme)
        ],
    )


@router.get("/schemes/{slug:slug}/{number}", response=dict[str, Any], summary="Rules of a version")
def scheme_version(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Return a version's rules as the scheme file says them."""
    version = version_of(request, slug, number)
    if version.scheme.monitor:
        file = read_monitor(version.text)
        return {
            "name": file.name,
            "version": file.version,
            "effective": str(file.effective),
            "reasons": file.reasons,
            "shows": [dict(one) for one in file.shows],
            "inputs": [dict(one) for one in file.inputs],
        }
    if version.state == SchemeVersion.State.DRAFT:
        # A draft may be incomplete: its values as they stand.
        return readable(version.text)
    return rules_of(version).to_dict()


@router.get(
    "/verification",
    response=ReportPageOut,
    url_name="verify_standings",
    summary="Check published results now",
)
def verify_results(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """Check snapshot, places and arithmetic of every result of one's area ever published."""
    if not request.user.has_perm("audit.read_all"):
        raise Http404
    watched = list(watched_standings(request.user).values_list("pk", flat=True))
    return cut(list(verify_standings(watched)), limit, offset, ReportOut.from_orm)
