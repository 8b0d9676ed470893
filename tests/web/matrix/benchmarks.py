"""Who gets in where: benchmarks."""

from __future__ import annotations

from tests.web.matrix.names import (
    choice,
    comparing,
    home,
    home_area,
    home_town,
    home_unit,
    ladder,
    ladder_body,
    measure,
    new_card,
    new_ladder,
    new_trip,
    pair,
    planned_trip,
    practice,
    proposal,
    said,
    sentence,
    settlement,
    stated,
    study_trip,
)
from tests.web.matrix.readers import (
    ANY,
    AREA,
    CARD,
    COMPARED,
    COMPARING,
    KEEP,
    KEEPERS,
    LADDER,
    MAY_NOT_KEEP,
    MAY_NOT_PROPOSE,
    MAY_NOT_STATE,
    OFFICE,
    OUTSIDER,
    OVERSEERS,
    PROPOSE,
    PROPOSERS,
    STATE,
    STATERS,
    TOWN,
    Entry,
    api,
)

PAGES = [
    Entry("/benchmarks/", "GET", ANY),
    Entry("/benchmarks/units/<int:pk>/", "GET", COMPARING, comparing),
    Entry("/benchmarks/units/<int:pk>/suggestions/", "GET", COMPARING, comparing),
    Entry("/benchmarks/units/<int:pk>/briefing/", "GET", COMPARED, comparing),
    Entry("/benchmarks/units/<int:pk>/export.xlsx", "GET", COMPARED, comparing),
    Entry(
        "/benchmarks/units/<int:pk>/propose", "POST", PROPOSE, comparing,
        data=proposal, refused=MAY_NOT_PROPOSE,
    ),
    Entry(
        "/benchmarks/units/<int:pk>/references", "POST", PROPOSE, comparing,
        data=proposal, refused=MAY_NOT_PROPOSE,
    ),
    Entry(
        "/benchmarks/units/<int:pk>/comparisons", "POST", STATE, comparing,
        data=sentence, refused=MAY_NOT_STATE,
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/confirm", "POST", {"own": OFFICE, "other": OUTSIDER}, pair,
        refused={"own": OVERSEERS - OFFICE | TOWN},
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/return", "POST", {"own": OFFICE, "other": OUTSIDER}, pair,
        data=lambda s, w, r: {"decision": "再议"}, refused={"own": OVERSEERS - OFFICE | TOWN},
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/withdraw", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, pair,
        data=lambda s, w, r: {"reason": "再议"}, refused={"own": OVERSEERS - PROPOSERS},
    ),
    Entry(
        "/benchmarks/comparisons/<int:pk>/settle", "POST", {"own": OFFICE, "other": OUTSIDER},
        stated, data=lambda s, w, r: {"word": "stored", "reason": "以年报为准"},
        refused={"own": (OVERSEERS | TOWN) - OFFICE},
    ),
    Entry(
        "/benchmarks/settlements/<int:pk>/answer", "POST",
        {"own": STATERS | TOWN, "other": OUTSIDER}, settlement,
        data=lambda s, w, r: {"answer": "年报漏报"},
        refused={"own": OVERSEERS - STATERS},
    ),
    Entry(
        "/benchmarks/comparisons/<int:pk>/withdraw", "POST",
        {"own": STATERS | TOWN, "other": OUTSIDER}, stated,
        data=lambda s, w, r: {"reason": "引错"}, refused={"own": OVERSEERS - STATERS},
    ),
    Entry("/trace/benchmark/<int:pk>/<slug:item>/", "GET", COMPARED, comparing),
    Entry("/benchmarks/ladders/", "GET", ANY),
    Entry("/benchmarks/ladders/new/", "GET", {"any": OFFICE | OUTSIDER}),
    Entry(
        "/benchmarks/ladders/name", "POST", {"any": OFFICE | OUTSIDER}, data=new_ladder,
    ),
    Entry(
        "/benchmarks/ladders/<int:pk>/edit/", "GET", {"own": OFFICE, "other": OUTSIDER}, ladder,
        refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/benchmarks/ladders/<int:pk>/revise", "POST", {"own": OFFICE, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {**new_ladder(s, w, r), "reason": "换期"},
        refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/benchmarks/ladders/<int:pk>/retire", "POST", {"own": OFFICE, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {"reason": "不再看"}, refused={"own": AREA - OFFICE},
    ),
    Entry("/benchmarks/ladders/<int:pk>/", "GET", LADDER, ladder),
    Entry("/benchmarks/ladders/<int:pk>/export.xlsx", "GET", LADDER, ladder),
    Entry(
        "/benchmarks/ladders/<int:pk>/goal/<int:unit>", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {"place": 1, "by_year": 2030, "reason": "规划"},
        refused={"own": OVERSEERS - PROPOSERS},
    ),
    Entry("/benchmarks/traits/", "GET", ANY),
    Entry(
        "/benchmarks/traits/terrain", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: {
            "lines": f"{home_town(s, r)} 丘陵", "source": "区志",
        },
    ),
    Entry(
        "/benchmarks/traits/territory", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: {"lines": f"{home_town(s, r)} 2020 2023 并镇"},
    ),
    Entry(
        "/benchmarks/territory/<int:pk>/withdraw", "POST", {"own": OFFICE, "other": OUTSIDER},
        lambda s, w, r: {"pk": s.territories[w].pk}, data=lambda s, w, r: {"reason": "记错"},
        refused={"own": AREA - OFFICE},
    ),
    Entry("/benchmarks/practices/", "GET", ANY),
    Entry("/benchmarks/practices/note", "POST", {"any": KEEPERS}, data=new_card),
    Entry("/benchmarks/practices/<int:pk>/", "GET", CARD, practice),
    Entry(
        "/benchmarks/practices/<int:pk>/correct", "POST", KEEP, practice,
        data=lambda s, w, r: {
            "adaptation": "全镇试行", "responsible": s.units[w].pk, "reason": "扩面",
        },
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/practices/<int:pk>/decide", "POST", {"own": PROPOSERS, "other": OUTSIDER},
        practice, data=lambda s, w, r: {"adopt": "yes", "decision": "同意"},
        refused={"own": (OVERSEERS | TOWN) - PROPOSERS},
    ),
    Entry(
        "/benchmarks/practices/<int:pk>/withdraw", "POST", KEEP, practice,
        data=lambda s, w, r: {"reason": "重复"}, refused=MAY_NOT_KEEP,
    ),
    Entry("/benchmarks/trips/", "GET", ANY),
    Entry("/benchmarks/trips/plan", "POST", {"any": KEEPERS}, data=new_trip),
    Entry("/benchmarks/trips/<int:pk>/", "GET", CARD, study_trip),
    Entry(
        "/benchmarks/trips/<int:pk>/report", "POST", KEEP, planned_trip,
        data=lambda s, w, r: {"findings": "有", "none_because": "只作了解"},
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/trips/<int:pk>/measures", "POST", KEEP, study_trip,
        data=lambda s, w, r: {
            "m0-text": "摸底", "m0-owner": s.units[w].pk, "m0-person": "张三",
            "m0-due": "2026-12-01",
        },
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/trips/<int:pk>/cancel", "POST", KEEP, planned_trip,
        data=lambda s, w, r: {"reason": "改期"}, refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/measures/<int:pk>/close", "POST", KEEP, measure,
        data=lambda s, w, r: {"result": "已印发", "outcome": "done"}, refused=MAY_NOT_KEEP,
    ),
]  # fmt: skip


API = [
    api("/practices", "GET", ANY),
    api(
        "/practices", "POST", {"any": KEEPERS},
        data=lambda s, w, r: {**new_card(s, w, r), "unit_id": home(s, r)},
    ),
    api("/practices/<int:practice_id>", "GET", CARD, practice),
    api(
        "/practices/<int:practice_id>/revise", "POST", KEEP, practice,
        data=lambda s, w, r: {"reason": "扩面", "adaptation": "全镇试行"},
    ),
    api(
        "/practices/<int:practice_id>/decide", "POST", {"own": PROPOSERS, "other": OUTSIDER},
        practice, data=lambda s, w, r: {"adopt": False, "decision": "不合适"},
    ),
    api(
        "/practices/<int:practice_id>/withdraw", "POST", KEEP, practice,
        data=lambda s, w, r: {"reason": "重复"},
    ),
    api("/trips", "GET", ANY),
    api(
        "/trips", "POST", {"any": KEEPERS},
        data=lambda s, w, r: {**new_trip(s, w, r), "unit_id": home(s, r)},
    ),
    api("/trips/<int:trip_id>", "GET", CARD, study_trip),
    api(
        "/trips/<int:trip_id>/report", "POST", KEEP, planned_trip,
        data=lambda s, w, r: {"findings": "有", "none_because": "只作了解"},
    ),
    api(
        "/trips/<int:trip_id>/measures", "POST", KEEP, study_trip,
        data=lambda s, w, r: {
            "text": "摸底", "unit_id": s.units[w].pk, "person": "张三", "due": "2026-12-01",
        },
    ),
    api(
        "/trips/<int:trip_id>/cancel", "POST", KEEP, planned_trip,
        data=lambda s, w, r: {"reason": "改期"},
    ),
    api(
        "/trips/measures/<int:measure_id>/close", "POST", KEEP, measure,
        data=lambda s, w, r: {"done": True, "result": "已印发"},
    ),
    api("/ladders", "GET", ANY),
    api("/ladders", "POST", {"any": OFFICE | OUTSIDER}, data=ladder_body),
    api("/ladders/<int:ladder_id>", "GET", LADDER, ladder),
    api(
        "/ladders/<int:ladder_id>/revise", "POST", {"own": OFFICE, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {**ladder_body(s, w, r), "reason": "换期"},
    ),
    api(
        "/ladders/<int:ladder_id>/retire", "POST", {"own": OFFICE, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {"reason": "不再看"},
    ),
    api(
        "/ladders/<int:ladder_id>/goals/<int:unit>", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, ladder,
        data=lambda s, w, r: {"place": 1, "by_year": 2030, "reason": "规划"},
    ),
    api("/benchmarks/traits", "GET", ANY),
    api(
        "/benchmarks/traits/terrain", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: {
            "area_id": home_area(s, r),
            "rows": [{"unit_id": home_unit(s, r), "terrain": "hills", "source": "区志"}],
        },
    ),
    api(
        "/benchmarks/traits/territory", "POST", {"any": OFFICE | OUTSIDER},
        data=lambda s, w, r: {
            "area_id": home_area(s, r),
            "rows": [{
                "unit_id": home_unit(s, r), "since_year": 2010, "by_year": 2012, "reason": "并镇",
            }],
        },
    ),
    api(
        "/benchmarks/territory/<int:pk>/withdraw", "POST", {"own": OFFICE, "other": OUTSIDER},
        lambda s, w, r: {"pk": s.territories[w].pk}, data=lambda s, w, r: {"reason": "记错"},
    ),
    api(
        "/benchmarks/comparisons/<int:pk>/settle", "POST", {"own": OFFICE, "other": OUTSIDER},
        stated, data=lambda s, w, r: {"word": "stored", "reason": "以年报为准"},
    ),
    api(
        "/benchmarks/settlements/<int:pk>/answer", "POST",
        {"own": STATERS | TOWN, "other": OUTSIDER}, settlement,
        data=lambda s, w, r: {"answer": "年报漏报"},
    ),
    api("/benchmarks", "GET", ANY),
    api("/benchmarks/units/<int:pk>", "GET", COMPARING, comparing),
    api("/benchmarks/units/<int:pk>", "POST", PROPOSE, comparing, data=choice),
    api("/benchmarks/units/<int:pk>/suggestions", "GET", COMPARING, comparing),
    api("/benchmarks/units/<int:pk>/comparisons", "POST", STATE, comparing, data=said),
    api(
        "/benchmarks/pairs/<int:pk>/confirm", "POST", {"own": OFFICE, "other": OUTSIDER}, pair,
        data=lambda s, w, r: {"reason": "同意"},
    ),
    api(
        "/benchmarks/pairs/<int:pk>/return", "POST", {"own": OFFICE, "other": OUTSIDER}, pair,
        data=lambda s, w, r: {"reason": "再议"},
    ),
    api(
        "/benchmarks/pairs/<int:pk>/withdraw", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, pair,
        data=lambda s, w, r: {"reason": "再议"},
    ),
]  # fmt: skip
