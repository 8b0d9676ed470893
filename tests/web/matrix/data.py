"""Who gets in where: data."""

from __future__ import annotations

from tests.web.matrix.names import (
    answer,
    file,
    from_file,
    indicator,
    layout,
    revision,
    settled,
    tried,
    upload,
    upload_file,
    upload_layout,
)
from tests.web.matrix.readers import (
    ACCEPT,
    ANY,
    AREA,
    BUREAU,
    DECIDE,
    MAY_NOT_ACCEPT,
    MAY_NOT_DECIDE,
    NOBODY,
    NONE,
    OUTSIDER,
    OVERSEERS,
    SIGNED_IN,
    TAKES_STORE,
    UPLOAD,
    UPLOADS,
    VALUE,
    Entry,
    api,
)

PAGES = [
    Entry(
        "/trace/trial/<slug:slug>/<str:number>/<str:period>/<int:unit>/<str:node>/", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, tried,
    ),
    Entry("/trace/value/<int:revision>/", "GET", VALUE, revision),
    Entry(
        "/trace/sheet/<int:revision>/", "GET",
        {"own": OVERSEERS | BUREAU, "sibling": NONE, "parent": NONE, "other": NONE}, from_file,
    ),
    Entry("/indicators/", "GET", ANY),
    Entry("/indicators/store.zip", "POST", {"any": TAKES_STORE}),
    Entry("/indicators/<int:pk>/", "GET", {"own": AREA, "other": OUTSIDER}, indicator),
    Entry("/uploads/", "GET", ANY),
    Entry(
        "/uploads/new", "POST",
        {
            "own": UPLOADS, "sibling": UPLOADS - BUREAU, "parent": UPLOADS - BUREAU,
            "other": OUTSIDER,
        },
        data=upload_file,
        corrected={
            "own": OUTSIDER, "sibling": BUREAU | OUTSIDER, "parent": BUREAU | OUTSIDER,
            "other": UPLOADS,
        },
        refused=dict.fromkeys(
            ("own", "sibling", "parent", "other"), SIGNED_IN - UPLOADS - OUTSIDER
        ),
    ),
    Entry("/uploads/<int:pk>/", "GET", UPLOAD, upload),
    Entry("/uploads/<int:pk>/state/", "GET", UPLOAD, upload),
    Entry("/uploads/<int:pk>/layout/", "GET", DECIDE, upload, refused=MAY_NOT_DECIDE),
    Entry(
        "/uploads/<int:pk>/layout/apply", "POST", DECIDE, upload,
        data=lambda s, w, r: {"sheet": w, "action": "afresh"}, refused=MAY_NOT_DECIDE,
    ),
    Entry("/layouts/<int:pk>/forget", "POST", DECIDE, layout, refused=MAY_NOT_DECIDE),
    Entry(
        "/uploads/<int:pk>/answer", "POST", DECIDE, upload,
        data=answer, refused=MAY_NOT_DECIDE,
    ),
    Entry(
        "/uploads/<int:pk>/accept", "POST", ACCEPT, settled,
        data=lambda s, w, r: {"reason": "月报"}, refused=MAY_NOT_ACCEPT,
    ),
    Entry("/uploads/<int:pk>/discard", "POST", DECIDE, upload, refused=MAY_NOT_DECIDE),
    Entry("/targets/", "GET", {"any": SIGNED_IN - NOBODY}),
]  # fmt: skip


API = [
    api("/indicators", "GET", ANY),
    api("/indicators/<int:pk>", "GET", {"own": AREA, "other": OUTSIDER}, indicator),
    api("/values", "GET", {"any": NONE}, query="?series=0&period=2026-10"),
    api("/values/<int:revision>", "GET", VALUE, revision),
    api("/store", "POST", {"any": TAKES_STORE}),
    api("/sources", "GET", ANY),
    api("/uploads", "GET", ANY),
    api(
        "/uploads", "POST",
        {
            "own": UPLOADS, "sibling": UPLOADS - BUREAU,
            "parent": UPLOADS - BUREAU, "other": OUTSIDER,
        },
        data=lambda s, w, r: {"source": s.sources[w].code, "file": file()}, json=False,
    ),
    api("/uploads/<int:pk>", "GET", UPLOAD, upload),
    api(
        "/uploads/<int:pk>/questions/<int:question>", "POST", DECIDE, upload,
        data=lambda s, w, r: {"answer": {"leave_out": True}, "remember": False},
    ),
    api("/uploads/<int:pk>/layouts", "GET", UPLOAD, upload),
    api(
        "/uploads/<int:pk>/layouts", "POST", DECIDE, upload,
        data=lambda s, w, r: {"sheet": w, "tables": [], "remember": False},
    ),
    api("/uploads/<int:pk>/layouts/<int:layout>/forget", "POST", DECIDE, upload_layout),
    api("/uploads/<int:pk>/accept", "POST", ACCEPT, settled),
    api("/uploads/<int:pk>/discard", "POST", DECIDE, upload),
    api("/targets/<period>", "GET", ANY, lambda s, w, r: {"period": "2026-10"}),
]  # fmt: skip
