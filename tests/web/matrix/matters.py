"""Who gets in where: matters."""

from __future__ import annotations

import base64

from tests.pictures_made import png
from tests.web.matrix.matter_pages import (
    OWNER,
    PAGES,
    map_image,
    own_filter,
    ready_sheet,
    sheet_pk,
)
from tests.web.matrix.names import (
    area_id,
    file_of_matter,
    matter,
    step,
    step_data,
)
from tests.web.matrix.readers import (
    ANY,
    AREA,
    CALENDAR_OFFICES,
    INSTRUCTS,
    MATTER,
    NONE,
    OFFICE,
    OUTSIDER,
    RUNS,
    STEPS,
    api,
)

__all__ = ["API", "PAGES"]

API = [
    api("/matter-filters", "GET", ANY),
    api(
        "/matter-filters", "POST", ANY,
        data=lambda s, w, r: {"name": "红灯", "query": "light=red"},
    ),
    api("/matter-filters/<int:filter_id>/remove", "POST", {"own": OWNER}, own_filter),
    api("/matters", "GET", ANY),
    api("/matters/counts", "GET", ANY),
    api("/matters/statistics", "GET", ANY, query="?start=2026-10-01&end=2026-10-31"),
    api(
        "/matters/statistics/<counted>", "GET", ANY, lambda s, w, r: {"counted": "due"},
        query="?start=2026-10-01&end=2026-10-31",
    ),
    api(
        "/matters/statistics", "POST", {"own": RUNS | OFFICE, "other": OUTSIDER},
        data=lambda s, w, r: {"area": area_id(s, w, r), "period": "2026-10"},
    ),
    api(
        "/matters/rules/<int:area>", "GET", {"own": AREA, "other": OUTSIDER},
        lambda s, w, r: {"area": area_id(s, w, r)},
    ),
    api(
        "/matters/rules/<int:area>/<category>", "GET", {"own": AREA, "other": OUTSIDER},
        lambda s, w, r: {"area": area_id(s, w, r), "category": "lights"},
    ),
    api(
        "/matters/rules", "POST", {"own": RUNS, "other": NONE},
        data=lambda s, w, r: {
            "area": area_id(s, w, r), "category": "ladder", "slug": "suqian",
        },
    ),
    api(
        "/matters", "POST", {"own": RUNS, "other": NONE},
        data=lambda s, w, r: {
            "area": area_id(s, w, r), "title": "新事", "kind": "document",
        },
    ),
    api("/matters/<int:matter_id>", "GET", MATTER, matter),
    api(
        "/matters/<int:matter_id>/evidence/<int:evidence_id>", "GET",
        {key: MATTER[key] for key in ("own", "sibling", "other")}, file_of_matter,
    ),
    api(
        "/matters/<int:matter_id>/<verb>", "POST",
        {
            "own": INSTRUCTS,
            **{f"own {verb}": readers for verb, readers in STEPS.items()},
            "sibling urge": INSTRUCTS, "sibling report_completion": NONE, "other urge": NONE,
            "draft register": RUNS, "draft revise": RUNS,
        },
        step, data=step_data,
    ),
    api(
        "/matters/many/<name>", "POST", {"own": INSTRUCTS, "assign": RUNS, "forget": NONE},
        lambda s, w, r: {"name": "urge" if w == "own" else w},
        data=lambda s, w, r: {
            "matters": [one.pk for one in s.matters.values()], "words": "请抓紧",
            "lead_unit": s.units["sibling"].pk,
        },
    ),
    api(
        "/matters/map/<int:area>", "GET", {"own": AREA, "other": OUTSIDER},
        lambda s, w, r: {"area": area_id(s, w, r)},
    ),
    api(
        "/matters/map/<int:area>/cells", "POST", {"own": RUNS, "other": NONE},
        lambda s, w, r: {"area": area_id(s, w, r)}, data=lambda s, w, r: {"cells": []},
    ),
    api(
        "/matters/map/<int:area>/images", "POST", {"own": RUNS, "other": NONE},
        lambda s, w, r: {"area": area_id(s, w, r)},
        data=lambda s, w, r: {
            "name": "图.png", "content": base64.b64encode(png()).decode(),
            "approval_number": "浙S（2026）12号",
        },
    ),
    api(
        "/matters/map/images/<int:image_id>", "GET", {"own": AREA, "other": OUTSIDER}, map_image
    ),
    api(
        "/matters/map/images/<int:image_id>/spots", "POST", {"own": RUNS, "other": NONE},
        map_image, data=lambda s, w, r: {"spots": []},
    ),
    api(
        "/matters/map/images/<int:image_id>/withdraw", "POST", {"own": RUNS, "other": NONE},
        map_image, data=lambda s, w, r: {"reason": "过期"},
    ),
    api(
        "/matter-sheets", "POST", {"own": RUNS, "other": NONE},
        data=lambda s, w, r: {
            "area": area_id(s, w, r), "name": "督办.csv",
            "content": base64.b64encode("标题,种类\n新的事,文件落实\n".encode()).decode(),
        },
    ),
    api("/matter-sheets/<int:sheet_id>", "GET", {"own": RUNS, "other": NONE}, sheet_pk),
    api(
        "/matter-sheets/<int:sheet_id>/answers", "POST", {"own": RUNS, "other": NONE}, sheet_pk,
        data=lambda s, w, r: {"answers": {"临江": s.units["sibling"].pk}},
    ),
    api(
        "/matter-sheets/<int:sheet_id>/register", "POST", {"own": RUNS, "other": NONE},
        ready_sheet,
        data=lambda s, w, r: {},
    ),
    api("/calendar/years", "GET", ANY),
    api(
        "/calendar/<int:area>/<int:year>", "GET", {"own": AREA, "other": OUTSIDER},
        lambda s, w, r: {"area": area_id(s, w, r), "year": 2026},
    ),
    api(
        "/calendar", "POST", {"own": CALENDAR_OFFICES, "other": OUTSIDER},
        data=lambda s, w, r: {
            "area": area_id(s, w, r), "year": 2027, "source": "通知",
            "days": [{"day": "2027-01-01", "kind": "holiday", "name": "元旦"}],
        },
    ),
]  # fmt: skip
