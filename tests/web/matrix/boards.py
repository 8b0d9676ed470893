"""Who gets in where: boards."""

from __future__ import annotations

from tests.web.matrix.names import (
    area,
    card,
    issued,
    letter,
    new_letter,
    place,
    scheme,
    unit,
)
from tests.web.matrix.readers import (
    ANY,
    AREA,
    BOARD,
    BUREAU,
    ISSUE,
    LEADERS,
    LETTER,
    MANAGES,
    MAY_NOT_ISSUE,
    NOBODY,
    NONE,
    OFFICE,
    OUTSIDER,
    OVERSEERS,
    SIGNED_IN,
    TOWN,
    Entry,
    Names,
    api,
)
from tests.web.world import Site

DRAFTERS = {"own": OFFICE, "other": OUTSIDER}
SIGNERS = {"own": OFFICE | LEADERS, "other": OUTSIDER}


def kept_draft_of(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.kept[what].pk, "draft_id": site.kept[what].pk}


def sent_draft(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.sent[what].pk, "draft_id": site.sent[what].pk}


def as_seen(site: Site, what: str, reader: str) -> Names:
    """The digest of the document that the reader looked at; nobody's where none is shown."""
    shown = site.client(reader).get(f"/api/v1/bulletin-drafts/{site.sent[what].pk}")
    return {"seen": shown.json()["seen"] if shown.status_code == 200 else "0" * 64}


PAGES = [
    Entry("/boards/", "GET", ANY),
    Entry("/boards/<slug:slug>/", "GET", BOARD, scheme),
    Entry("/boards/<slug:slug>/<str:period>/", "GET", BOARD, scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/", "GET", BOARD, scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/screen/", "GET", BOARD, scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/export.xlsx", "GET", BOARD, scheme),
    Entry(
        "/boards/<slug:slug>/<str:period>/compute", "POST", {"own": OFFICE, "other": OUTSIDER},
        scheme, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/boards/<slug:slug>/<str:period>/publish", "POST", {"own": OFFICE, "other": OUTSIDER},
        scheme, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/units/<int:pk>/", "GET",
        {"own": AREA, "sibling": AREA, "parent": NONE, "other": OUTSIDER}, unit,
    ),
    Entry("/units/codes/", "GET", {"any": MANAGES}, query="?q=龙海&code=350604"),
    Entry(
        "/units/codes/enter", "POST", {"own": MANAGES - OUTSIDER, "other": OUTSIDER},
        data=lambda s, w, r: {
            "code": "350604001", "down_to": "township", "under": area(s, w),
        },
    ),
    Entry(
        "/units/<int:pk>/follow-code", "POST", {"own": NONE, "other": NONE}, unit,
        corrected={"own": MANAGES - OUTSIDER, "other": OUTSIDER},
    ),
    Entry(
        "/trace/score/<int:place>/<str:node>/", "GET",
        {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER}, place,
    ),
    Entry("/bulletins/", "GET", ANY),
    Entry("/bulletins/<int:pk>/", "GET", LETTER, issued),
    Entry("/bulletins/<int:pk>/file.docx", "GET", LETTER, issued),
    Entry(
        "/bulletins/<int:pk>/withdraw", "POST", ISSUE, issued,
        data=lambda s, w, r: {"reason": "有误"}, refused=MAY_NOT_ISSUE,
    ),
    Entry(
        "/bulletins/letters/<int:year>/", "GET", {"any": SIGNED_IN - NOBODY},
        lambda s, w, r: {"year": 2026},
    ),
    Entry("/bulletins/letters/<int:pk>/<int:year>/", "GET", LETTER, letter),
    Entry("/bulletins/cards/<int:pk>/<str:period>/", "GET", LETTER, letter),
    Entry(
        "/bulletins/boards/<slug:slug>/<str:period>/<slug:group>/", "GET",
        {"own": OFFICE, "other": OUTSIDER}, scheme,
    ),
    Entry("/bulletins/supervision/", "GET", {"any": frozenset({"supervision_office"})}),
    Entry("/bulletins/draft", "POST", ISSUE, data=new_letter, refused=MAY_NOT_ISSUE),
    Entry("/bulletins/issue", "POST", ISSUE, data=new_letter, refused=MAY_NOT_ISSUE),
    Entry(
        "/bulletins/drafts/keep", "POST", {"own": OFFICE, "other": OUTSIDER},
        data=lambda s, w, r: {
            "kind": "standing", "scheme": s.schemes[w], "period": "2026-10", "group": "towns",
        },
        refused={"own": AREA - OFFICE},
    ),
    Entry("/bulletins/drafts/<int:pk>/", "GET", SIGNERS, sent_draft),
    Entry("/bulletins/drafts/<int:pk>/draft.docx", "GET", DRAFTERS, kept_draft_of),
    Entry(
        "/bulletins/drafts/<int:pk>/edit", "POST", DRAFTERS, kept_draft_of,
        data=lambda s, w, r: {"revision": 1, "title": "新题"},
    ),
    Entry(
        "/bulletins/drafts/<int:pk>/decide", "POST", SIGNERS, sent_draft,
        data=lambda s, w, r: {"outcome": "return", "decision": "重拟"},
    ),
    Entry(
        "/bulletins/drafts/<int:pk>/drop", "POST", DRAFTERS, kept_draft_of,
        data=lambda s, w, r: {"reason": "不发了"},
    ),
]  # fmt: skip


API = [
    api(
        "/monitors/<slug:slug>", "GET", {"own": NONE}, scheme
    ),  # a board of ranks is no monitor; test_monitor.py opens one
    api("/bulletins", "GET", ANY),
    api("/bulletins/<int:bulletin_id>", "GET", LETTER, issued),
    api("/bulletins/<int:bulletin_id>/file", "GET", LETTER, issued),
    api(
        "/bulletins/<int:bulletin_id>/withdraw", "POST", ISSUE, issued,
        data=lambda s, w, r: {"reason": "有误"},
    ),
    api(
        "/bulletins/supervision", "POST",
        {"own": frozenset({"supervision_office"}), "other": NONE},
        data=lambda s, w, r: {
            "area": area(s, w), "start": "2026-01-01", "end": "2027-12-31",
        },
    ),
    api("/letters/<int:unit_id>/<int:year>", "GET", LETTER, letter),
    api("/letters/<int:unit_id>/<int:year>", "POST", ISSUE, letter, data=lambda s, w, r: {}),
    api("/cards/<int:unit_id>/<period>", "GET", LETTER, letter),
    api("/cards/<int:unit_id>/<period>", "POST", ISSUE, letter, data=lambda s, w, r: {}),
    api("/bulletin-drafts", "GET", ANY),
    api("/bulletin-drafts/<int:draft_id>", "GET", SIGNERS, sent_draft),
    api(
        "/bulletin-drafts/<int:draft_id>/edit", "POST", DRAFTERS, kept_draft_of,
        data=lambda s, w, r: {"revision": 1, "title": "新题"},
    ),
    api("/bulletin-drafts/<int:draft_id>/submit", "POST", DRAFTERS, kept_draft_of),
    api(
        "/bulletin-drafts/<int:draft_id>/sign", "POST", SIGNERS, sent_draft,
        data=as_seen,
    ),
    api(
        "/bulletin-drafts/<int:draft_id>/return", "POST", SIGNERS, sent_draft,
        data=lambda s, w, r: {"reason": "重拟"},
    ),
    api(
        "/bulletin-drafts/<int:draft_id>/drop", "POST", DRAFTERS, kept_draft_of,
        data=lambda s, w, r: {"reason": "不发了"},
    ),
    api(
        "/boards/<slug:slug>/<period>/<slug:group>/bulletin", "POST",
        {"own": OFFICE, "other": OUTSIDER}, scheme, data=lambda s, w, r: {},
    ),
    api("/units", "GET", ANY),
    api(
        "/units/<int:pk>", "GET",
        {
            "own": AREA - BUREAU, "sibling": OVERSEERS, "parent": AREA, "other": OUTSIDER,
        }, unit,
    ),
    api("/units/codes", "GET", ANY, query="?q=龙海"),
    api(
        "/units/codes", "POST", {"own": MANAGES - OUTSIDER, "other": OUTSIDER},
        data=lambda s, w, r: {
            "code": "350604001", "down_to": "township", "under": area(s, w),
        },
    ),
    api("/boards", "GET", ANY),
    api("/boards/<slug:slug>", "GET", BOARD, scheme),
    api("/boards/<slug:slug>/<period>", "GET", BOARD, scheme),
    api(
        "/boards/<slug:slug>/<period>/units/<int:unit>", "GET",
        {"own": AREA, "sibling": AREA, "parent": NONE, "other": OUTSIDER}, card,
    ),
    api(
        "/boards/<slug:slug>/<period>/compute", "POST", {"own": OFFICE, "other": OUTSIDER}, scheme
    ),
    api(
        "/boards/<slug:slug>/<period>/publish", "POST", {"own": OFFICE, "other": OUTSIDER}, scheme
    ),
    api(
        "/places/<int:place_id>/working", "GET",
        {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER}, place,
    ),
    api("/restatements", "GET", ANY),
]  # fmt: skip
