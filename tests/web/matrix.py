"""Who gets in where: one entry for every route and method, read by test_permissions.py.

``let_in`` names, for each object the address can name, the readers who get in; everybody else is
answered as if it were not there (404), the signed-out are sent to sign in (pages) or refused with
401 (API). ``refused`` names readers who may see the thing but not do this to it: they get 403.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests import factories
from tests.web.world import NINE, Site

OVERSEERS = frozenset(
    {
        "principal_leader",
        "leader_in_charge",
        "assessment_office",
        "supervision_office",
        "analyst",
        "auditor",
        "administrator",
    }
)
BUREAU = frozenset({"reporting_unit", "approver"})
TOWN = frozenset({"town"})
OUTSIDER = frozenset({"outsider"})
NOBODY = frozenset({"nobody"})
AREA = OVERSEERS | BUREAU | TOWN
SIGNED_IN = AREA | OUTSIDER | NOBODY
EVERYBODY = SIGNED_IN | {"anonymous"}
NONE: frozenset[str] = frozenset()
OFFICE = frozenset({"assessment_office"})
ADMINISTRATOR = frozenset({"administrator"})
MANAGES = frozenset({"assessment_office", "administrator", "outsider"})
TAKES_STORE = frozenset({"assessment_office", "analyst", "outsider"})
READS_RECORD = frozenset({"auditor", "assessment_office", "administrator", "outsider"})
DECIDES = frozenset({"assessment_office", "supervision_office", "reporting_unit", "approver"})
ACCEPTS = frozenset({"assessment_office", "approver"})
UPLOADS = frozenset(
    {
        "assessment_office",
        "supervision_office",
        "reporting_unit",
        "approver",
        "administrator",
    }
)
assert set(NINE) == OVERSEERS | BUREAU

Readers = frozenset[str]
Names = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A route with its method.

    Attributes:
        route: the pattern as the address map has it.
        method: GET or POST.
        let_in: object → readers who get in; the object ``any`` for addresses that name nothing.
        names: object and site → what fills the placeholders of the pattern.
        query: added to the address of every object.
        data: what a POST sends, by object and reader.
        refused: readers who see the object and are refused with 403.
        corrected: readers who are told to choose otherwise, with 422.
        absent: nothing is there for anybody, signed in or not.
        api: a program's address: the signed-out get 401 and no redirect.
        json: the data goes as JSON.
    """

    route: str
    method: str
    let_in: Mapping[str, Readers]
    names: Callable[[Site, str, str], Names] = lambda site, what, reader: {}
    query: str = ""
    data: Callable[[Site, str, str], Names] = lambda site, what, reader: {}
    refused: Mapping[str, Readers] = field(default_factory=dict)
    corrected: Mapping[str, Readers] = field(default_factory=dict)
    api: bool = False
    json: bool = False
    absent: bool = False


def _upload_file(site: Site, what: str, reader: str) -> Names:
    return {
        "source": site.sources[what].pk,
        "file": _file(),
        "period": "",
    }


def _file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = factories.workbook(factories.investment_form(2026, 6), "招商引资")
    return SimpleUploadedFile("6月.xlsx", content)


#: Who works on records: enters them, signs and withdraws them; who sees which.
RECORDS = frozenset({"assessment_office", "supervision_office"})
SIGNS = frozenset({"assessment_office", "leader_in_charge"})
RECORD_SEEN = {
    "waiting": RECORDS | SIGNS, "own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER,
}  # fmt: skip


def _record(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.records[what].pk, "record_id": site.records[what].pk}


def _waiting(site: Site, what: str, reader: str) -> Names:
    return _record(site, "waiting" if what == "own" else what, reader)


def _new_record(site: Site, what: str, reader: str) -> Names:
    """A form that can be entered, in the reader's own district."""
    key = "other" if reader == "outsider" else "own"
    return {
        "scheme": site.schemes[key], "unit": site.units[key].name, "period": "2026-10",
        "place": "b|city", "matter": "一事", "reference": "某号",
    }  # fmt: skip


def _new_record_data(site: Site, what: str, reader: str) -> Names:
    key = "other" if reader == "outsider" else "own"
    return {
        "scheme": site.schemes[key], "unit": site.units[key].pk, "period": "2026-10",
        "item": "b", "column": "city", "matter": "一事", "reference": "某号",
    }  # fmt: skip


def _scheme(site: Site, what: str, reader: str) -> Names:
    return {
        "slug": site.schemes[what], "period": "2026-10", "group": "towns", "number": "1.0",
        "old": "1.0",
    }  # fmt: skip


def _draft(site: Site, what: str, reader: str) -> Names:
    return {"slug": site.schemes[what], "number": site.draft_number}


def _unit(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.units[what].pk, "unit": site.units[what].pk}


def _area(site: Site, what: str) -> int:
    district = site.district
    return (district.other_area if what == "other" else district.area).pk


def _card(site: Site, what: str, reader: str) -> Names:
    slug = site.schemes["other" if what == "other" else "own"]
    return {"slug": slug, "period": "2026-10", "unit": site.units[what].pk}


def _place(site: Site, what: str, reader: str) -> Names:
    return {"place": site.places[what].pk, "place_id": site.places[what].pk, "node": "total"}


def _ladder(site: Site, what: str, reader: str) -> Names:
    ladder = site.ladders[what]
    return {"pk": ladder.pk, "ladder_id": ladder.pk, "unit": site.units[what].pk}


def _practice(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.cards[what].pk, "practice_id": site.cards[what].pk}


def _study_trip(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.trips[what].pk, "trip_id": site.trips[what].pk}


def _planned_trip(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.planned[what].pk}


def _measure(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.trips[what].measures.get().pk}


def _home(site: Site, reader: str) -> int:
    """Return the unit on which the reader holds a role."""
    held = getattr(site.user(reader), "held", ())
    return next(iter(held))[1] if held else site.units["own"].pk


def _new_card(site: Site, what: str, reader: str) -> Names:
    return {
        "unit": _home(site, reader), "title": "一站式", "source_name": "外地",
        "done_there": "并联审批", "source_text": "报告",
    }  # fmt: skip


def _new_trip(site: Site, what: str, reader: str) -> Names:
    return {
        "unit": _home(site, reader), "title": "学习", "host_name": "外地", "begins": "2026-12-01",
        "ends": "2026-12-02", "led_by": "张三", "people": 3, "questions": "怎么办",
    }  # fmt: skip


def _revision(site: Site, what: str, reader: str) -> Names:
    return {"revision": site.revisions[what].pk}


def _from_file(site: Site, what: str, reader: str) -> Names:
    found = site.from_file if what == "own" else site.revisions[what]
    return {"revision": found.pk}


def _indicator(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.indicators[what].pk}


def _upload(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.uploads[what].pk, "question": site.questions[what].pk}


def _layout(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.layouts[what].pk}


def _upload_layout(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.uploads[what].pk, "layout": site.layouts[what].pk}


def _settled(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.settled.pk if what == "own" else site.uploads[what].pk}


def _person(site: Site, what: str, reader: str) -> Names:
    person = site.people["town"] if what == "own" else site.people.outsider
    return {"pk": person.pk, "assignment": person.assignments.get().pk}


def _token(site: Site, what: str, reader: str) -> Names:
    if what == "own":
        owner = "analyst" if reader == "anonymous" else reader
    else:
        owner = "analyst" if reader == "auditor" else "auditor"
    return {"pk": site.tokens[owner].pk}


def _answer(site: Site, what: str, reader: str) -> Names:
    return {"question": site.questions[what].pk, "answer": '{"leave_out": true}', "remember": "no"}


def _comparing(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.units[what].pk, "item": "gdp" if what == "parent" else "funds"}


def _pair(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.pairs[what].pk}


def _stated(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.stated[what].pk}


def _proposal(site: Site, what: str, reader: str) -> Names:
    candidate = site.candidates[what]
    return {
        "benchmark": candidate.pk,
        "year": "2027",
        "distance": "near",
        "reason": "规模相当",
        "topic": "项目",
    }


def _choice(site: Site, what: str, reader: str) -> Names:
    return {"benchmark_id": site.candidates[what].pk, "year": 2027, "reason": "规模相当"}


def _said(site: Site, what: str, reader: str) -> Names:
    return {
        "other_id": site.candidates[what].pk,
        "item": "gdp" if what == "parent" else "funds",
        "period": "2023" if what == "parent" else "2026-10",
        "quote": "占其93.10%",
        "share": 93.1,
        "decimals": 2,
    }


def _sentence(site: Site, what: str, reader: str) -> Names:
    return {
        "quote": f"占{site.candidates[what].name}的93.10%",
        "other": site.candidates[what].name,
        "item": "gdp" if what == "parent" else "funds",
        "period": "2023" if what == "parent" else "2026-10",
        "share": "93.10",
    }


def _on_its_way(state: str) -> Callable[[Site, str, str], Names]:
    """Name the version of the own scheme in this state; the other scheme has none."""
    return lambda site, what, reader: {
        "slug": site.schemes[what],
        "number": site.versions[state],
    }


def _begin(site: Site, what: str, reader: str) -> Names:
    return {"source": "", "number": "9.1", "day": "2027-01-01"}


def _begin_api(site: Site, what: str, reader: str) -> Names:
    return {"copy_version": "1.0", "number": "9.1", "valid_from": "2027-01-01"}


def _new_scheme(site: Site, what: str, reader: str) -> Names:
    area = site.units["parent"] if what == "own" else site.district.other_area
    return {"area": area.pk, "name": "新方案", "period": "year", "slug": "new"}


RENAME = [{"do": "set", "at": ["name"], "value": "新名"}]
EDIT = {"revision": 1, "op": json.dumps(RENAME[0]), "group": "towns"}
SEEN = {"revision": 1}
#: Who reads drafts; a draft of the own scheme has no twin elsewhere.
DRAFTS = {"own": OFFICE | ADMINISTRATOR, "other": NONE}
WRITES_DRAFT = {"own": OFFICE, "other": NONE}
READS_ONLY = {"own": ADMINISTRATOR}
LEADERS = frozenset({"principal_leader", "leader_in_charge"})
DECIDES_RULES = {"own": OFFICE | LEADERS, "other": NONE}
SEES_WAITING = {"own": ADMINISTRATOR | LEADERS}
BOARD = {"own": AREA, "other": OUTSIDER}
UPLOAD = {"own": OVERSEERS | BUREAU, "sibling": OVERSEERS, "parent": OVERSEERS, "other": OUTSIDER}
DECIDE = {
    "own": DECIDES,
    "sibling": DECIDES - BUREAU,
    "parent": DECIDES - BUREAU,
    "other": OUTSIDER,
}
MAY_NOT_DECIDE = {
    "own": OVERSEERS - DECIDES,
    "sibling": OVERSEERS - DECIDES,
    "parent": OVERSEERS - DECIDES,
}
ACCEPT = {"own": ACCEPTS, "sibling": OFFICE, "parent": OFFICE, "other": OUTSIDER}
MAY_NOT_ACCEPT = {
    "own": (OVERSEERS | BUREAU) - ACCEPTS,
    "sibling": OVERSEERS - OFFICE,
    "parent": OVERSEERS - OFFICE,
}
#: The bureau reported them all, so it reads them beside those who may see the towns.
VALUE = {
    "own": OVERSEERS | TOWN | BUREAU,
    "sibling": OVERSEERS | BUREAU,
    "parent": OVERSEERS | BUREAU,
    "other": OUTSIDER,
}
ANY = {"any": SIGNED_IN}
#: A ladder is open to whoever belongs to its area; the figures on it only so far as they are.
LADDER = {"own": AREA, "other": OUTSIDER}

#: Whoever stands over a unit, in it or below it opens its benchmark; the figures are another
#: matter: a town does not see its sibling's.
KEEPERS = frozenset({"principal_leader", "leader_in_charge", "assessment_office"}) | (
    BUREAU | TOWN | OUTSIDER
)
#: A town's card or trip is open to the town and to whoever oversees it.
CARD = {"own": OVERSEERS | TOWN, "other": OUTSIDER}
PROPOSERS = frozenset({"principal_leader", "leader_in_charge", "assessment_office"})
KEEP = {"own": PROPOSERS | TOWN, "other": OUTSIDER}
MAY_NOT_KEEP = {"own": OVERSEERS - PROPOSERS}
STATERS = PROPOSERS | {"supervision_office", "analyst"}
COMPARING = {
    "own": OVERSEERS | TOWN,
    "sibling": OVERSEERS,
    "parent": OVERSEERS | TOWN | BUREAU,
    "other": OUTSIDER,
}
COMPARED = {"own": OVERSEERS, "sibling": NONE, "parent": AREA, "other": NONE}
PROPOSE = {
    "own": PROPOSERS | TOWN,
    "sibling": PROPOSERS,
    "parent": PROPOSERS,
    "other": OUTSIDER,
}
MAY_NOT_PROPOSE = {
    "own": OVERSEERS - PROPOSERS,
    "sibling": OVERSEERS - PROPOSERS,
    "parent": AREA - PROPOSERS,
}
STATE = {"own": STATERS | TOWN, "sibling": STATERS, "parent": STATERS, "other": OUTSIDER}
MAY_NOT_STATE = {
    "own": OVERSEERS - STATERS,
    "sibling": OVERSEERS - STATERS,
    "parent": AREA - STATERS,
}

ROLE = {"role": "analyst", "unit": "白沙镇"}
ACCOUNT = {
    "username": "xinren", "display_name": "新人", "password": "kuayue-shanhe-2026", **ROLE,
}  # fmt: skip


PAGES = [
    Entry("/", "GET", ANY),
    Entry("/health/", "GET", {"any": EVERYBODY}),
    Entry("/search/", "GET", ANY, query="?q=镇"),
    Entry("/preferences/", "POST", ANY, data=lambda s, w, r: {"density": "compact"}),
    Entry("/boards/", "GET", ANY),
    Entry("/boards/<slug:slug>/", "GET", BOARD, _scheme),
    Entry("/boards/<slug:slug>/<str:period>/", "GET", BOARD, _scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/", "GET", BOARD, _scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/screen/", "GET", BOARD, _scheme),
    Entry("/boards/<slug:slug>/<str:period>/<slug:group>/export.xlsx", "GET", BOARD, _scheme),
    Entry(
        "/boards/<slug:slug>/<str:period>/compute", "POST", {"own": OFFICE, "other": OUTSIDER},
        _scheme, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/boards/<slug:slug>/<str:period>/publish", "POST", {"own": OFFICE, "other": OUTSIDER},
        _scheme, refused={"own": AREA - OFFICE},
    ),
    Entry(
        "/units/<int:pk>/", "GET",
        {"own": AREA, "sibling": AREA, "parent": NONE, "other": OUTSIDER}, _unit,
    ),
    Entry("/units/codes/", "GET", {"any": MANAGES}, query="?q=龙海&code=350604"),
    Entry(
        "/units/codes/enter", "POST", {"own": MANAGES - OUTSIDER, "other": OUTSIDER},
        data=lambda s, w, r: {
            "code": "350604001", "down_to": "township", "under": _area(s, w),
        },
    ),
    Entry(
        "/units/<int:pk>/follow-code", "POST", {"own": NONE, "other": NONE}, _unit,
        corrected={"own": MANAGES - OUTSIDER, "other": OUTSIDER},
    ),
    Entry("/benchmarks/", "GET", ANY),
    Entry("/benchmarks/units/<int:pk>/", "GET", COMPARING, _comparing),
    Entry("/benchmarks/units/<int:pk>/suggestions/", "GET", COMPARING, _comparing),
    Entry("/benchmarks/units/<int:pk>/briefing/", "GET", COMPARED, _comparing),
    Entry("/benchmarks/units/<int:pk>/export.xlsx", "GET", COMPARED, _comparing),
    Entry(
        "/benchmarks/units/<int:pk>/propose", "POST", PROPOSE, _comparing,
        data=_proposal, refused=MAY_NOT_PROPOSE,
    ),
    Entry(
        "/benchmarks/units/<int:pk>/references", "POST", PROPOSE, _comparing,
        data=_proposal, refused=MAY_NOT_PROPOSE,
    ),
    Entry(
        "/benchmarks/units/<int:pk>/comparisons", "POST", STATE, _comparing,
        data=_sentence, refused=MAY_NOT_STATE,
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/confirm", "POST", {"own": OFFICE, "other": OUTSIDER}, _pair,
        refused={"own": OVERSEERS - OFFICE | TOWN},
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/return", "POST", {"own": OFFICE, "other": OUTSIDER}, _pair,
        data=lambda s, w, r: {"decision": "再议"}, refused={"own": OVERSEERS - OFFICE | TOWN},
    ),
    Entry(
        "/benchmarks/pairs/<int:pk>/withdraw", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, _pair,
        data=lambda s, w, r: {"reason": "再议"}, refused={"own": OVERSEERS - PROPOSERS},
    ),
    Entry(
        "/benchmarks/comparisons/<int:pk>/withdraw", "POST",
        {"own": STATERS | TOWN, "other": OUTSIDER}, _stated,
        data=lambda s, w, r: {"reason": "引错"}, refused={"own": OVERSEERS - STATERS},
    ),
    Entry("/trace/benchmark/<int:pk>/<slug:item>/", "GET", COMPARED, _comparing),
    Entry("/benchmarks/ladders/", "GET", ANY),
    Entry("/benchmarks/ladders/<int:pk>/", "GET", LADDER, _ladder),
    Entry("/benchmarks/ladders/<int:pk>/export.xlsx", "GET", LADDER, _ladder),
    Entry(
        "/benchmarks/ladders/<int:pk>/goal/<int:unit>", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, _ladder,
        data=lambda s, w, r: {"place": 1, "by_year": 2030, "reason": "规划"},
        refused={"own": OVERSEERS - PROPOSERS},
    ),
    Entry("/benchmarks/practices/", "GET", ANY),
    Entry("/benchmarks/practices/note", "POST", {"any": KEEPERS}, data=_new_card),
    Entry("/benchmarks/practices/<int:pk>/", "GET", CARD, _practice),
    Entry(
        "/benchmarks/practices/<int:pk>/correct", "POST", KEEP, _practice,
        data=lambda s, w, r: {
            "adaptation": "全镇试行", "responsible": s.units[w].pk, "reason": "扩面",
        },
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/practices/<int:pk>/decide", "POST", {"own": PROPOSERS, "other": OUTSIDER},
        _practice, data=lambda s, w, r: {"adopt": "yes", "decision": "同意"},
        refused={"own": (OVERSEERS | TOWN) - PROPOSERS},
    ),
    Entry(
        "/benchmarks/practices/<int:pk>/withdraw", "POST", KEEP, _practice,
        data=lambda s, w, r: {"reason": "重复"}, refused=MAY_NOT_KEEP,
    ),
    Entry("/benchmarks/trips/", "GET", ANY),
    Entry("/benchmarks/trips/plan", "POST", {"any": KEEPERS}, data=_new_trip),
    Entry("/benchmarks/trips/<int:pk>/", "GET", CARD, _study_trip),
    Entry(
        "/benchmarks/trips/<int:pk>/report", "POST", KEEP, _planned_trip,
        data=lambda s, w, r: {"findings": "有", "none_because": "只作了解"},
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/trips/<int:pk>/measures", "POST", KEEP, _study_trip,
        data=lambda s, w, r: {
            "m0-text": "摸底", "m0-owner": s.units[w].pk, "m0-person": "张三",
            "m0-due": "2026-12-01",
        },
        refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/trips/<int:pk>/cancel", "POST", KEEP, _planned_trip,
        data=lambda s, w, r: {"reason": "改期"}, refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/benchmarks/measures/<int:pk>/close", "POST", KEEP, _measure,
        data=lambda s, w, r: {"result": "已印发", "outcome": "done"}, refused=MAY_NOT_KEEP,
    ),
    Entry(
        "/trace/score/<int:place>/<str:node>/", "GET",
        {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER}, _place,
    ),
    Entry("/trace/value/<int:revision>/", "GET", VALUE, _revision),
    Entry(
        "/trace/sheet/<int:revision>/", "GET",
        {"own": OVERSEERS | BUREAU, "sibling": NONE, "parent": NONE, "other": NONE}, _from_file,
    ),
    Entry("/indicators/", "GET", ANY),
    Entry("/indicators/store.zip", "POST", {"any": TAKES_STORE}),
    Entry("/indicators/<int:pk>/", "GET", {"own": AREA, "other": OUTSIDER}, _indicator),
    Entry("/uploads/", "GET", ANY),
    Entry(
        "/uploads/new", "POST",
        {
            "own": UPLOADS, "sibling": UPLOADS - BUREAU, "parent": UPLOADS - BUREAU,
            "other": OUTSIDER,
        },
        data=_upload_file,
        corrected={
            "own": OUTSIDER, "sibling": BUREAU | OUTSIDER, "parent": BUREAU | OUTSIDER,
            "other": UPLOADS,
        },
        refused=dict.fromkeys(
            ("own", "sibling", "parent", "other"), SIGNED_IN - UPLOADS - OUTSIDER
        ),
    ),
    Entry("/uploads/<int:pk>/", "GET", UPLOAD, _upload),
    Entry("/uploads/<int:pk>/state/", "GET", UPLOAD, _upload),
    Entry("/uploads/<int:pk>/layout/", "GET", DECIDE, _upload, refused=MAY_NOT_DECIDE),
    Entry(
        "/uploads/<int:pk>/layout/apply", "POST", DECIDE, _upload,
        data=lambda s, w, r: {"sheet": w, "action": "afresh"}, refused=MAY_NOT_DECIDE,
    ),
    Entry("/layouts/<int:pk>/forget", "POST", DECIDE, _layout, refused=MAY_NOT_DECIDE),
    Entry(
        "/uploads/<int:pk>/answer", "POST", DECIDE, _upload,
        data=_answer, refused=MAY_NOT_DECIDE,
    ),
    Entry(
        "/uploads/<int:pk>/accept", "POST", ACCEPT, _settled,
        data=lambda s, w, r: {"reason": "月报"}, refused=MAY_NOT_ACCEPT,
    ),
    Entry("/uploads/<int:pk>/discard", "POST", DECIDE, _upload, refused=MAY_NOT_DECIDE),
    Entry("/targets/", "GET", {"any": SIGNED_IN - NOBODY}),
    Entry("/schemes/", "GET", ANY),
    Entry("/schemes/<slug:slug>/", "GET", BOARD, _scheme),
    Entry("/schemes/<slug:slug>/<str:number>/", "GET", BOARD, _scheme),
    Entry("/schemes/<slug:slug>/<str:number>/file", "GET", BOARD, _scheme),
    Entry(
        "/schemes/<slug:slug>/<str:number>/trial/", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, _scheme,
    ),
    Entry("/schemes/<slug:slug>/<str:number>/compare/", "GET", BOARD, _scheme),
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
    Entry("/records/enter", "POST", {"any": RECORDS | OUTSIDER}, data=_new_record),
    Entry("/records/<int:pk>/", "GET", RECORD_SEEN, _record),
    Entry("/records/<int:pk>/evidence", "GET", RECORD_SEEN, _record),
    Entry(
        "/records/<int:pk>/sign", "POST", {"own": SIGNS, "other": NONE}, _waiting,
        refused={"own": RECORDS - SIGNS}, corrected={"other": OUTSIDER},
    ),
    Entry(
        "/records/<int:pk>/withdraw", "POST",
        {"own": SIGNS, "sibling": SIGNS, "other": OUTSIDER}, _record,
        data=lambda s, w, r: {"reason": "更正"},
        refused={"own": RECORD_SEEN["own"] - SIGNS, "sibling": RECORD_SEEN["sibling"] - SIGNS},
    ),
    Entry(
        "/schemes/new", "POST", {"own": OFFICE, "other": OUTSIDER},
        data=_new_scheme, refused={"own": SIGNED_IN - OFFICE, "other": SIGNED_IN - OUTSIDER},
    ),
    Entry(
        "/schemes/<slug:slug>/draft", "POST", {"own": OFFICE, "other": OUTSIDER},
        _scheme, data=_begin, refused={"own": AREA - OFFICE},
    ),
    Entry("/schemes/<slug:slug>/<str:number>/groups/", "GET", BOARD, _scheme),
    Entry(
        "/schemes/<slug:slug>/<str:number>/preview", "GET", DRAFTS, _on_its_way("draft"),
        query="?group=towns&item=i_funds",
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/item-trial", "GET", DRAFTS, _on_its_way("draft"),
        query="?group=towns&item=i_funds",
    ),
    Entry("/schemes/<slug:slug>/<str:number>/figures", "GET", DRAFTS, _on_its_way("draft")),
    Entry(
        "/schemes/<slug:slug>/<str:number>/edit", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: EDIT, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/restore", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"to": 1}, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/replace", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"text": "leitai: scheme/1\nname: 新\n"},
        refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/discard", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/submit", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN, refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/decide", "POST", DECIDES_RULES,
        _on_its_way("submitted"), data=lambda s, w, r: {"decision": "approve"},
        refused=READS_ONLY,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/withdraw", "POST", WRITES_DRAFT,
        _on_its_way("submitted"), refused=SEES_WAITING,
    ),
    Entry(
        "/schemes/<slug:slug>/<str:number>/publish", "POST", WRITES_DRAFT,
        _on_its_way("approved"), refused=SEES_WAITING,
    ),
    Entry("/audit/", "GET", ANY),
    Entry("/audit/verify", "GET", {"any": READS_RECORD}),
    Entry("/people/", "GET", {"any": ADMINISTRATOR}),
    Entry("/people/new", "POST", {"any": ADMINISTRATOR}, data=lambda s, w, r: ACCOUNT),
    Entry("/people/<int:pk>/", "GET", {"own": ADMINISTRATOR, "other": NONE}, _person),
    Entry(
        "/people/<int:pk>/roles", "POST", {"own": ADMINISTRATOR, "other": NONE}, _person,
        data=lambda s, w, r: ROLE,
    ),
    Entry(
        "/people/<int:pk>/roles/<int:assignment>/end", "POST",
        {"own": ADMINISTRATOR, "other": NONE}, _person,
    ),
    Entry("/tokens/", "GET", ANY),
    Entry(
        "/tokens/new", "POST", ANY,
        data=lambda s, w, r: {"name": "抄送", "scopes": ["read"], "days": "30"},
    ),
    Entry("/tokens/<int:pk>/revoke", "POST", {"own": SIGNED_IN, "other": NONE}, _token),
]  # fmt: skip

#: Signing in, passwords and the second factor. Steps that need the password once more, or another
#: step before, send the signed-in elsewhere; the signed-out always go to sign in.
ACCOUNTS = [
    Entry("/accounts/login/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/logout/", "GET", ANY),
    Entry("/accounts/password/change/", "GET", ANY),
    Entry("/accounts/reauthenticate/", "GET", ANY),
    Entry("/accounts/signup/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/inactive/", "GET", {"any": EVERYBODY}),
    Entry("/accounts/2fa/", "GET", ANY),
    Entry("/accounts/2fa/authenticate/", "GET", ANY),
    Entry("/accounts/2fa/reauthenticate/", "GET", ANY),
    Entry("/accounts/2fa/totp/activate/", "GET", ANY),
    Entry("/accounts/2fa/totp/deactivate/", "GET", {"any": NONE}),
    Entry("/accounts/2fa/recovery-codes/", "GET", {"any": NONE}),
    Entry("/accounts/2fa/recovery-codes/generate/", "GET", {"any": SIGNED_IN}),
    Entry("/accounts/2fa/recovery-codes/download/", "GET", {"any": NONE}),
]


def _api(
    route: str,
    method: str,
    let_in: Mapping[str, Readers],
    names: Callable[[Site, str, str], Names] = lambda site, what, reader: {},
    query: str = "",
    data: Callable[[Site, str, str], Names] = lambda site, what, reader: {},
    json: bool = True,
) -> Entry:
    return Entry("/api/v1" + route, method, let_in, names, query, data, api=True, json=json)


API = [
    _api("/openapi.json", "GET", {"any": EVERYBODY}),
    Entry("/api/v1/", "GET", {"any": NONE}, api=True, absent=True),
    _api(
        "/monitors/<slug:slug>", "GET", {"own": NONE}, _scheme
    ),  # a board of ranks is no monitor; test_monitor.py opens one
    _api("/practices", "GET", ANY),
    _api("/practices/<int:practice_id>", "GET", CARD, _practice),
    _api("/trips", "GET", ANY),
    _api("/trips/<int:trip_id>", "GET", CARD, _study_trip),
    _api("/ladders", "GET", ANY),
    _api("/ladders/<int:ladder_id>", "GET", LADDER, _ladder),
    _api("/units", "GET", ANY),
    _api(
        "/units/<int:pk>", "GET",
        {
            "own": AREA - BUREAU, "sibling": OVERSEERS, "parent": AREA, "other": OUTSIDER,
        }, _unit,
    ),
    _api("/units/codes", "GET", ANY, query="?q=龙海"),
    _api(
        "/units/codes", "POST", {"own": MANAGES - OUTSIDER, "other": OUTSIDER},
        data=lambda s, w, r: {
            "code": "350604001", "down_to": "township", "under": _area(s, w),
        },
    ),
    _api("/audit/entries", "GET", ANY),
    _api("/audit/head", "GET", ANY),
    _api("/audit/verification", "GET", {"any": READS_RECORD}),
    _api("/boards", "GET", ANY),
    _api("/boards/<slug:slug>", "GET", BOARD, _scheme),
    _api("/boards/<slug:slug>/<period>", "GET", BOARD, _scheme),
    _api(
        "/boards/<slug:slug>/<period>/units/<int:unit>", "GET",
        {"own": AREA, "sibling": AREA, "parent": NONE, "other": OUTSIDER}, _card,
    ),
    _api(
        "/boards/<slug:slug>/<period>/compute", "POST", {"own": OFFICE, "other": OUTSIDER}, _scheme
    ),
    _api(
        "/boards/<slug:slug>/<period>/publish", "POST", {"own": OFFICE, "other": OUTSIDER}, _scheme
    ),
    _api(
        "/places/<int:place_id>/working", "GET",
        {"own": OVERSEERS | TOWN, "sibling": OVERSEERS, "other": OUTSIDER}, _place,
    ),
    _api("/restatements", "GET", ANY),
    _api("/schemes", "GET", ANY),
    _api("/schemes/<slug:slug>", "GET", BOARD, _scheme),
    _api("/schemes/<slug:slug>/<number>", "GET", BOARD, _scheme),
    _api(
        "/schemes/<slug:slug>/<number>/trial", "GET", {"own": OVERSEERS, "other": OUTSIDER},
        _scheme, query="?period=2026-10",
    ),
    _api(
        "/schemes/<slug:slug>/<number>/trial/influence", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, _scheme, query="?period=2026-10",
    ),
    _api("/schemes/<slug:slug>/<number>/compare/<old>", "GET", BOARD, _scheme),
    _api(
        "/schemes/<slug:slug>/<number>/compare/<old>/results", "GET",
        {"own": OVERSEERS, "other": OUTSIDER}, _scheme, query="?period=2026-10",
    ),
    _api(
        "/schemes/<slug:slug>/drafts", "POST", {"own": OFFICE, "other": OUTSIDER}, _scheme,
        data=_begin_api,
    ),
    _api("/schemes/<slug:slug>/<number>/draft", "GET", DRAFTS, _on_its_way("draft")),
    _api(
        "/schemes/<slug:slug>/<number>/operations", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"operations": RENAME},
    ),
    _api(
        "/schemes/<slug:slug>/<number>/restore", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN | {"to": 1},
    ),
    _api(
        "/schemes/<slug:slug>/<number>/submit", "POST", WRITES_DRAFT, _on_its_way("draft"),
        data=lambda s, w, r: SEEN,
    ),
    _api(
        "/schemes/<slug:slug>/<number>/approve", "POST", DECIDES_RULES, _on_its_way("submitted")
    ),
    _api(
        "/schemes/<slug:slug>/<number>/return", "POST", DECIDES_RULES, _on_its_way("submitted"),
        data=lambda s, w, r: {"reason": "起算线过高"},
    ),
    _api(
        "/schemes/<slug:slug>/<number>/withdraw", "POST", WRITES_DRAFT, _on_its_way("submitted")
    ),
    _api("/schemes/<slug:slug>/<number>/publish", "POST", WRITES_DRAFT, _on_its_way("approved")),
    _api("/verification", "GET", {"any": READS_RECORD}),
    _api("/indicators", "GET", ANY),
    _api("/indicators/<int:pk>", "GET", {"own": AREA, "other": OUTSIDER}, _indicator),
    _api("/values", "GET", {"any": NONE}, query="?series=0&period=2026-10"),
    _api("/values/<int:revision>", "GET", VALUE, _revision),
    _api("/store", "POST", {"any": TAKES_STORE}),
    _api("/sources", "GET", ANY),
    _api("/uploads", "GET", ANY),
    _api(
        "/uploads", "POST",
        {
            "own": UPLOADS, "sibling": UPLOADS - BUREAU,
            "parent": UPLOADS - BUREAU, "other": OUTSIDER,
        },
        data=lambda s, w, r: {"source": s.sources[w].code, "file": _file()}, json=False,
    ),
    _api("/uploads/<int:pk>", "GET", UPLOAD, _upload),
    _api(
        "/uploads/<int:pk>/questions/<int:question>", "POST", DECIDE, _upload,
        data=lambda s, w, r: {"answer": {"leave_out": True}, "remember": False},
    ),
    _api("/uploads/<int:pk>/layouts", "GET", UPLOAD, _upload),
    _api(
        "/uploads/<int:pk>/layouts", "POST", DECIDE, _upload,
        data=lambda s, w, r: {"sheet": w, "tables": [], "remember": False},
    ),
    _api("/uploads/<int:pk>/layouts/<int:layout>/forget", "POST", DECIDE, _upload_layout),
    _api("/uploads/<int:pk>/accept", "POST", ACCEPT, _settled),
    _api("/uploads/<int:pk>/discard", "POST", DECIDE, _upload),
    _api("/benchmarks", "GET", ANY),
    _api("/benchmarks/units/<int:pk>", "GET", COMPARING, _comparing),
    _api("/benchmarks/units/<int:pk>", "POST", PROPOSE, _comparing, data=_choice),
    _api("/benchmarks/units/<int:pk>/suggestions", "GET", COMPARING, _comparing),
    _api("/benchmarks/units/<int:pk>/comparisons", "POST", STATE, _comparing, data=_said),
    _api(
        "/benchmarks/pairs/<int:pk>/confirm", "POST", {"own": OFFICE, "other": OUTSIDER}, _pair,
        data=lambda s, w, r: {"reason": "同意"},
    ),
    _api(
        "/benchmarks/pairs/<int:pk>/return", "POST", {"own": OFFICE, "other": OUTSIDER}, _pair,
        data=lambda s, w, r: {"reason": "再议"},
    ),
    _api(
        "/benchmarks/pairs/<int:pk>/withdraw", "POST",
        {"own": PROPOSERS | TOWN, "other": OUTSIDER}, _pair,
        data=lambda s, w, r: {"reason": "再议"},
    ),
    _api("/records", "GET", ANY),
    Entry(
        "/api/v1/records", "POST", {"any": RECORDS | OUTSIDER}, data=_new_record_data,
        api=True, json=True,
    ),
    _api("/records/<int:record_id>", "GET", RECORD_SEEN, _record),
    Entry(
        "/api/v1/records/<int:record_id>/sign", "POST", {"own": SIGNS, "other": OUTSIDER}, _waiting,
        api=True, json=True,
    ),
    Entry(
        "/api/v1/records/<int:record_id>/withdraw", "POST",
        {"own": SIGNS, "sibling": SIGNS, "other": OUTSIDER}, _record,
        data=lambda s, w, r: {"reason": "更正"},
        api=True, json=True,
    ),
    _api("/targets/<period>", "GET", ANY, lambda s, w, r: {"period": "2026-10"}),
]  # fmt: skip

TABLE = [*PAGES, *ACCOUNTS, *API]
