"""Who gets in where: rules."""

from __future__ import annotations

from tests.web.matrix.names import (
    begin,
    begin_api,
    new_record,
    new_record_data,
    new_scheme,
    on_its_way,
    record,
    scheme,
    waiting,
)
from tests.web.matrix.readers import (
    ANY,
    AREA,
    BOARD,
    DECIDES_RULES,
    DRAFTS,
    EDIT,
    NONE,
    OFFICE,
    OUTSIDER,
    OVERSEERS,
    READS_ONLY,
    READS_RECORD,
    RECORD_SEEN,
    RECORDS,
    RENAME,
    SEEN,
    SEES_WAITING,
    SIGNED_IN,
    SIGNS,
    WRITES_DRAFT,
    Entry,
    api,
)

PAGES = [
    Entry("/schemes/", "GET", ANY),
    Entry("/schemes/<slug:slug>/", "GET", BOARD, scheme),
    Entry("/schemes/<slug:slug>/<str:number>/", "GET", BOARD, scheme),
    Entry("/schemes/<slug:slug>/<str:number>/file", "GET", BOARD, scheme),
    Entry(
        "/schemes/<slug:slug>/<str:number>/trial/", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, scheme,
    ),
    Entry("/schemes/<slug:slug>/<str:number>/compare/", "GET", BOARD, scheme),
    Entry("/scheme-library/", "GET", ANY),
    Entry(
        "/scheme-library/<slug:name>/<slug:what>/", "GET", ANY,
        lambda s, w, r: {"name": "completion", "what": "example"},
    ),
    Entry(
        "/scheme-library/<slug:name>/start", "POST", {"any": OFFICE | OUTSIDER},
        lambda s, w, r: {"name": "completion"},
        data=lambda s, w, r: {"target": s.schemes["other" if r == "outsider" else "own"]},
        refused={"any": SIGNED_IN - OFFICE - OUTSIDER},
    ),
    Entry("/scheme-bans/", "GET", ANY),
    Entry("/records/", "GET", ANY),
    Entry("/records/new", "GET", {"any": RECORDS | OUTSIDER}),
    Entry("/records/enter", "POST", {"any": RECORDS | OUTSIDER}, data=new_record),
    Entry("/records/<int:pk>/", "GET", RECORD_SEEN, record),
    Entry("/records/<int:pk>/evidence", "GET", RECORD_SEEN, record),
    Entry(
        "/records/<int:pk>/sign", "POST", {"own": SIGNS, "other": NONE}, waiting,
        refused={"own": RECORDS - SIGNS}, corrected={"other": OUTSIDER},
    ),
    Entry(
        "/records/<int:pk>/withdraw", "POST",
        {"own": SIGNS, "sibling": SIGNS, "other": OUTSIDER}, record,
        data=lambda s, w, r: {"reason": "更正"},
        refused={"own": RECORD_SEEN["own"] - SIGNS, "sibling": RECORD_SEEN["sibling"] - SIGNS},
    ),
    Entry(
        "/schemes/new", "POST", {"own": OFFICE, "other": OUTSIDER},
        data=new_scheme, refused={"own": SIGNED_IN - OFFICE, "other": SIGNED_IN - OUTSIDER},
    ),
    Entry(
        "/schemes/<slug:slug>/draft", "POST", {"own": OFFICE, "other": OUTSIDER},
        scheme, data=begin, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/schemes/<slug:slug>/alerts", "POST", {"own": OFFICE, "other": OUTSIDER}, scheme,
        data=lambda s, w, r: {"on": "1", "reason": "试行"}, refused={"own": AREA - OFFICE},
    ),
    Entry("/schemes/<slug:slug>/<str:number>/groups/", "GET", BOARD, scheme),
    Entry(
        "/schemes/<slug:slug>/<str:number>/preview", "GET", DRAFTS, on_its_way("draft"),
        query="?group=towns&item=i_funds",
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/item-trial", "GET", DRAFTS, on_its_way("draft"),
        query="?group=towns&item=i_funds",
    ),
    Entry("/schemes/<slug:slug>/<str:number>/figures", "GET", DRAFTS, on_its_way("draft")),
    Entry(
        "/schemes/<slug:slug>/<str:number>/edit", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: EDIT, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/restore", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"to": 1}, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/replace", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"text": "leitai: scheme/1\nname: 新\n"},
        refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/discard", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/submit", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/decide", "POST", DECIDES_RULES,
        on_its_way("submitted"), data=lambda s, w, r: {"decision": "approve"},
        refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/withdraw", "POST", WRITES_DRAFT,
        on_its_way("submitted"), refused=SEES_WAITING,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/publish", "POST", WRITES_DRAFT,
        on_its_way("approved"), refused=SEES_WAITING,
    ),
]  # fmt: skip


API = [
    api("/schemes", "GET", ANY),
    api("/schemes/<slug:slug>", "GET", BOARD, scheme),
    api(
        "/schemes/<slug:slug>/alerts", "POST", {"own": OFFICE, "other": OUTSIDER}, scheme,
        data=lambda s, w, r: {"on": True, "reason": "试行"},
    ),
    api("/schemes/<slug:slug>/<number>", "GET", BOARD, scheme),
    api(
        "/schemes/<slug:slug>/<number>/trial", "GET", {"own": OVERSEERS, "other": OUTSIDER},
        scheme, query="?period=2026-10",
    ),
    api(
        "/schemes/<slug:slug>/<number>/trial/influence", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, scheme, query="?period=2026-10",
    ),
    api("/schemes/<slug:slug>/<number>/compare/<old>", "GET", BOARD, scheme),
    api(
        "/schemes/<slug:slug>/<number>/compare/<old>/results", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, scheme, query="?period=2026-10",
    ),
    api(
        "/schemes/<slug:slug>/drafts", "POST", {"own": OFFICE, "other": OUTSIDER}, scheme,
        data=begin_api,
    ),
    api(
        "/schemes", "POST", {"own": OFFICE, "other": OUTSIDER}, data=new_scheme,
    ),
    api("/scheme-library", "GET", ANY),
    api("/scheme-library/<slug:name>", "GET", ANY, lambda s, w, r: {"name": "completion"}),
    api(
        "/scheme-library/<slug:name>/draft", "POST", {"own": OFFICE, "other": OUTSIDER},
        lambda s, w, r: {"name": "completion"},
        data=lambda s, w, r: {"scheme": s.schemes["other" if w == "other" else "own"]},
    ),
    api("/schemes/<slug:slug>/<number>/draft", "GET", DRAFTS, on_its_way("draft")),
    api(
        "/schemes/<slug:slug>/<number>/operations", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"operations": RENAME},
    ),
    api(
        "/schemes/<slug:slug>/<number>/restore", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"to": 1},
    ),
    api(
        "/schemes/<slug:slug>/<number>/replace", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"text": "leitai: scheme/1\nname: 新\n"},
    ),
    api(
        "/schemes/<slug:slug>/<number>/discard", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN,
    ),
    api(
        "/schemes/<slug:slug>/<number>/submit", "POST", WRITES_DRAFT, on_its_way("draft"),
        data=lambda s, w, r: SEEN,
    ),
    api(
        "/schemes/<slug:slug>/<number>/approve", "POST", DECIDES_RULES, on_its_way("submitted")
    ),
    api(
        "/schemes/<slug:slug>/<number>/return", "POST", DECIDES_RULES, on_its_way("submitted"),
        data=lambda s, w, r: {"reason": "起算线过高"},
    ),
    api(
        "/schemes/<slug:slug>/<number>/withdraw", "POST", WRITES_DRAFT, on_its_way("submitted")
    ),
    api("/schemes/<slug:slug>/<number>/publish", "POST", WRITES_DRAFT, on_its_way("approved")),
    api("/verification", "GET", {"any": READS_RECORD}),
    api("/records", "GET", ANY),
    Entry(
        "/api/v1/records", "POST", {"any": RECORDS | OUTSIDER}, data=new_record_data,
        api=True, json=True,
    ),
    api("/records/<int:record_id>", "GET", RECORD_SEEN, record),
    Entry(
        "/api/v1/records/<int:record_id>/sign", "POST", {"own": SIGNS, "other": OUTSIDER}, waiting,
        api=True, json=True,
    ),
    Entry(
        "/api/v1/records/<int:record_id>/withdraw", "POST",
        {"own": SIGNS, "sibling": SIGNS, "other": OUTSIDER}, record,
        data=lambda s, w, r: {"reason": "更正"},
        api=True, json=True,
    ),
]  # fmt: skip
