"""Rules, trial runs and the check of published results over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from leitai.apps.paging import PageInfo, cut
from leitai.apps.standings.api import scheme_of, standing_of
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.monitors import read_monitor
from leitai.apps.standings.scoring import rules_of
from leitai.apps.standings.selectors import trial as run_trial
from leitai.apps.standings.selectors import visible_schemes
from leitai.apps.standings.verification import verify_standings, watched_standings

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
    versions: list[VersionOut]


class SchemePageOut(Schema):
    page: PageInfo
    items: list[SchemeOut]


class TrialRowOut(Schema):
    """A unit before and after: pairs of published and tried; items that differ."""

    group: str
    unit: int
    name: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]
    items: list[tuple[str, float | None, float | None]]
    changed: bool


class TrialOut(Schema):
    scheme: str
    version: str
    period: str
    published_version: str
    moved: int
    page: PageInfo
    rows: list[TrialRowOut]


class ReportOut(Schema):
    """One result: sound, tampered or engine_changed, with why."""

    standing_id: int
    name: str
    state: str
    message: str


class ReportPageOut(Schema):
    page: PageInfo
    items: list[ReportOut]


def _versions(request: HttpRequest, scheme: Scheme) -> list[SchemeVersion]:
    drafts = request.user.has_perm("standings.view_draft", scheme)
    return [
        version
        for version in scheme.versions.all()
        if drafts or version.state == SchemeVersion.State.PUBLISHED
    ]


def _version(request: HttpRequest, slug: str, number: str) -> SchemeVersion:
    scheme = scheme_of(request, slug)
    found = next((v for v in _versions(request, scheme) if v.number == number), None)
    if found is None:
        raise Http404
    return found


@router.get("/schemes", response=SchemePageOut, summary="Schemes open to the person")
def list_schemes(request: HttpRequest, limit: int = 100, offset: int = 0) -> dict[str, Any]:
    """List schemes with their versions, newest first; drafts are the office's alone."""
    schemes = visible_schemes(request.user).prefetch_related("versions")
    return cut(schemes, limit, offset, lambda scheme: _scheme_out(request, scheme))


@router.get("/schemes/{slug:slug}", response=SchemeOut, summary="A scheme")
def show_scheme(request: HttpRequest, slug: str) -> SchemeOut:
    """Return a scheme with its versions."""
    return _scheme_out(request, scheme_of(request, slug))


def _scheme_out(request: HttpRequest, scheme: Scheme) -> SchemeOut:
    return SchemeOut(
        slug=scheme.slug,
        name=scheme.name,
        name_en=scheme.name_en,
        period_kind=scheme.period_kind,
        monitor=scheme.monitor,
        public=scheme.public,
        versions=[
            VersionOut(number=v.number, state=v.state, valid_from=v.valid_from, sha256=v.sha256)
            for v in _versions(request, scheme)
        ],
    )


@router.get("/schemes/{slug:slug}/{number}", response=dict[str, Any], summary="Rules of a version")
def scheme_version(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    """Return a version's rules as the scheme file says them."""
    version = _version(request, slug, number)
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
    return rules_of(version).to_dict()


@router.get("/schemes/{slug:slug}/{number}/trial", response=TrialOut, summary="A trial run")
def trial(
    request: HttpRequest,
    slug: str,
    number: str,
    period: str,
    group: str = "",
    limit: int = 200,
    offset: int = 0,
) -> dict[str, Any]:
    """Run a version on the values that a published result saw, beside that result."""
    version = _version(request, slug, number)
    if version.scheme.monitor or not request.user.has_perm("standings.view_inputs", version.scheme):
        raise Http404
    standing = standing_of(request, slug, period)
    if standing.state != Standing.State.PUBLISHED:
        raise Http404
    outcome = run_trial(standing, version)
    rows = [row for row in outcome.rows if not group or row["group"] == group]
    part = cut(rows, limit, offset, lambda row: row)
    return {
        "scheme": slug,
        "version": version.number,
        "period": period,
        "published_version": standing.version.number,
        "moved": len([row for row in rows if row["rank"][0] != row["rank"][1]]),
        "page": part["page"],
        "rows": part["items"],
    }


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
