"""What fills the placeholders of an address and what a request sends, by object and reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests import factories
from tests.web.matrix.readers import (
    Names,
)
from tests.web.world import Site


def upload_file(site: Site, what: str, reader: str) -> Names:
    return {
        "source": site.sources[what].pk,
        "file": file(),
        "period": "",
    }


def file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = factories.workbook(factories.investment_form(2026, 6), "招商引资")
    return SimpleUploadedFile("6月.xlsx", content)


def record(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.records[what].pk, "record_id": site.records[what].pk}


def waiting(site: Site, what: str, reader: str) -> Names:
    return record(site, "waiting" if what == "own" else what, reader)


def new_record(site: Site, what: str, reader: str) -> Names:
    """A form that can be entered, in the reader's own district."""
    key = "other" if reader == "outsider" else "own"
    return {
        "scheme": site.schemes[key], "unit": site.units[key].name, "period": "2026-10",
        "place": "b|city", "matter": "一事", "reference": "某号",
    }  # fmt: skip


def new_record_data(site: Site, what: str, reader: str) -> Names:
    key = "other" if reader == "outsider" else "own"
    return {
        "scheme": site.schemes[key], "unit": site.units[key].pk, "period": "2026-10",
        "item": "b", "column": "city", "matter": "一事", "reference": "某号",
    }  # fmt: skip


def scheme(site: Site, what: str, reader: str) -> Names:
    return {
        "slug": site.schemes[what], "period": "2026-10", "group": "towns", "number": "1.0",
        "old": "1.0",
    }  # fmt: skip


def draft(site: Site, what: str, reader: str) -> Names:
    return {"slug": site.schemes[what], "number": site.draft_number}


def unit(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.units[what].pk, "unit": site.units[what].pk}


def area(site: Site, what: str) -> int:
    district = site.district
    return (district.other_area if what == "other" else district.area).pk


def card(site: Site, what: str, reader: str) -> Names:
    slug = site.schemes["other" if what == "other" else "own"]
    return {"slug": slug, "period": "2026-10", "unit": site.units[what].pk}


def place(site: Site, what: str, reader: str) -> Names:
    return {"place": site.places[what].pk, "place_id": site.places[what].pk, "node": "total"}


def tried(site: Site, what: str, reader: str) -> Names:
    return scheme(site, what, reader) | {"unit": site.units[what].pk, "node": "total"}


def ladder(site: Site, what: str, reader: str) -> Names:
    ladder = site.ladders[what]
    return {"pk": ladder.pk, "ladder_id": ladder.pk, "unit": site.units[what].pk}


def new_ladder(site: Site, what: str, reader: str) -> Names:
    """A ladder like the one there is, of the reader's own area."""
    ladder = site.ladders["other" if reader == "outsider" else "own"]
    return {
        "name": "另一张名单", "series": ladder.series_id, "direction": "higher_is_better",
        "decimals": 2, "pool": ladder.pool_id, "do": "save",
    }  # fmt: skip


def home_town(site: Site, reader: str) -> str:
    """A town of the district in which the reader has a say."""
    return site.units["other" if reader == "outsider" else "sibling"].name


def home_unit(site: Site, reader: str) -> int:
    return site.units["other" if reader == "outsider" else "sibling"].pk


def home_area(site: Site, reader: str) -> int:
    return area(site, "other" if reader == "outsider" else "own")


def ladder_body(site: Site, what: str, reader: str) -> Names:
    ladder = site.ladders["other" if reader == "outsider" else "own"]
    return {
        "area_id": home_area(site, reader), "name": "另一张名单", "series_id": ladder.series_id,
        "pool_id": ladder.pool_id,
    }  # fmt: skip


def settlement(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.questions_asked[what].pk}


def practice(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.cards[what].pk, "practice_id": site.cards[what].pk}


def study_trip(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.trips[what].pk, "trip_id": site.trips[what].pk}


def planned_trip(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.planned[what].pk, "trip_id": site.planned[what].pk}


def measure(site: Site, what: str, reader: str) -> Names:
    measure = site.trips[what].measures.get()
    return {"pk": measure.pk, "measure_id": measure.pk}


def issued(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.letters[what].pk, "bulletin_id": site.letters[what].pk}


def letter(site: Site, what: str, reader: str) -> Names:
    unit = site.units[what].pk
    return {"pk": unit, "unit_id": unit, "year": 2026, "period": "2026-10"}


def new_letter(site: Site, what: str, reader: str) -> Names:
    return {"kind": "responsibility_letter", "unit": site.units[what].pk, "year": "2026"}


def home(site: Site, reader: str) -> int:
    """Return the unit on which the reader holds a role."""
    held = getattr(site.user(reader), "held", ())
    return next(iter(held))[1] if held else site.units["own"].pk


def new_card(site: Site, what: str, reader: str) -> Names:
    return {
        "unit": home(site, reader), "title": "一站式", "source_name": "外地",
        "done_there": "并联审批", "source_text": "报告",
    }  # fmt: skip


def new_trip(site: Site, what: str, reader: str) -> Names:
    return {
        "unit": home(site, reader), "title": "学习", "host_name": "外地", "begins": "2026-12-01",
        "ends": "2026-12-02", "led_by": "张三", "people": 3, "questions": "怎么办",
    }  # fmt: skip


def revision(site: Site, what: str, reader: str) -> Names:
    return {"revision": site.revisions[what].pk}


def from_file(site: Site, what: str, reader: str) -> Names:
    found = site.from_file if what == "own" else site.revisions[what]
    return {"revision": found.pk}


def indicator(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.indicators[what].pk}


def upload(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.uploads[what].pk, "question": site.questions[what].pk}


def layout(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.layouts[what].pk}


def upload_layout(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.uploads[what].pk, "layout": site.layouts[what].pk}


def settled(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.settled.pk if what == "own" else site.uploads[what].pk}


def person(site: Site, what: str, reader: str) -> Names:
    person = site.people["town"] if what == "own" else site.people.outsider
    return {"pk": person.pk, "assignment": person.assignments.get().pk}


def token(site: Site, what: str, reader: str) -> Names:
    if what == "own":
        owner = "analyst" if reader == "anonymous" else reader
    else:
        owner = "analyst" if reader == "auditor" else "auditor"
    return {"pk": site.tokens[owner].pk}


def answer(site: Site, what: str, reader: str) -> Names:
    return {"question": site.questions[what].pk, "answer": '{"leave_out": true}', "remember": "no"}


def comparing(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.units[what].pk, "item": "gdp" if what == "parent" else "funds"}


def pair(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.pairs[what].pk}


def stated(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.stated[what].pk}


def proposal(site: Site, what: str, reader: str) -> Names:
    candidate = site.candidates[what]
    return {
        "benchmark": candidate.pk,
        "year": "2027",
        "distance": "near",
        "reason": "规模相当",
        "topic": "项目",
    }


def choice(site: Site, what: str, reader: str) -> Names:
    return {"benchmark_id": site.candidates[what].pk, "year": 2027, "reason": "规模相当"}


def said(site: Site, what: str, reader: str) -> Names:
    return {
        "other_id": site.candidates[what].pk,
        "item": "gdp" if what == "parent" else "funds",
        "period": "2023" if what == "parent" else "2026-10",
        "quote": "占其93.10%",
        "share": 93.1,
        "decimals": 2,
    }


def sentence(site: Site, what: str, reader: str) -> Names:
    return {
        "quote": f"占{site.candidates[what].name}的93.10%",
        "other": site.candidates[what].name,
        "item": "gdp" if what == "parent" else "funds",
        "period": "2023" if what == "parent" else "2026-10",
        "share": "93.10",
    }


def on_its_way(state: str) -> Callable[[Site, str, str], Names]:
    """Name the version of the own scheme in this state; the other scheme has none."""
    return lambda site, what, reader: {
        "slug": site.schemes[what],
        "number": site.versions[state],
    }


def begin(site: Site, what: str, reader: str) -> Names:
    return {"source": "", "number": "9.1", "day": "2027-01-01"}


def begin_api(site: Site, what: str, reader: str) -> Names:
    return {"copy_version": "1.0", "number": "9.1", "valid_from": "2027-01-01"}


def new_scheme(site: Site, what: str, reader: str) -> Names:
    area = site.units["parent"] if what == "own" else site.district.other_area
    return {"area": area.pk, "name": "新方案", "period": "year", "slug": "new"}


def matter(site: Site, what: str, reader: str) -> Names:
    return {"matter_id": site.matters[what].pk}


def file_of_matter(site: Site, what: str, reader: str) -> Names:
    return {**matter(site, what, reader), "evidence_id": site.evidence[what].pk}


def step(site: Site, what: str, reader: str) -> Names:
    """``own`` urges; the other objects are named as matter and verb."""
    if what == "own":
        return {"matter_id": site.matters["own"].pk, "verb": "urge"}
    key, verb = what.split()
    return {"matter_id": site.matters[key].pk, "verb": verb}


def step_data(site: Site, what: str, reader: str) -> Names:
    later = site.matters["own"].due.replace(month=2).isoformat()
    return {
        "words": "请抓紧", "due": later, "until": later, "level": "yellow", "title": "改名",
        "lead_unit": site.units["sibling"].pk, "into": site.matters["own"].pk,
        "checks": {"facts": True},
    }  # fmt: skip


def area_id(site: Site, what: str, reader: str) -> int:
    return (site.district.other_area if what == "other" else site.district.area).pk
