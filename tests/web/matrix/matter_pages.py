"""Who gets in where: the pages of matters."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pictures_made import png
from tests.web.matrix.readers import (
    ANY,
    AREA,
    BUREAU,
    CALENDAR_OFFICES,
    INSTRUCTS,
    MATTER,
    NONE,
    OUTSIDER,
    OVERSEERS,
    RUNS,
    TOWN,
    Entry,
    Names,
)
from tests.web.world import Site


def desk(site: Site, what: str, reader: str) -> Names:
    """A step of the desk: ``own`` urges; the other objects are named as matter and verb."""
    key, verb = what.split() if " " in what else (what, "urge")
    return {"pk": site.matters[key].pk, "verb": verb}


def desk_data(site: Site, what: str, reader: str) -> Names:
    later = site.matters["own"].due.replace(month=2).isoformat()
    return {
        "words": "请抓紧", "due": later, "until": later, "lead_unit": site.units["sibling"].pk,
        "progress": 60,
    }  # fmt: skip


def evidence(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.evidence[what].pk}


def matter_pk(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.matters[what].pk}


def draft_pk(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.matters["draft" if what == "own" else what].pk}


def new_matter(site: Site, what: str, reader: str) -> Names:
    return {"title": "新事", "kind": "document", "source_kind": "meeting", "do": "draft"}


def ticked(site: Site, what: str, reader: str) -> Names:
    return {"ids": [one.pk for one in site.matters.values()], "words": "请抓紧", "do": "urge"}


def ladder(site: Site, what: str, reader: str) -> Names:
    return {"category": "ladder", "slug": "suqian", "reason": "试用"}


def of_ladder(site: Site, what: str, reader: str) -> Names:
    return {"category": "ladder"}


def ladder_form(site: Site, what: str, reader: str) -> Names:
    return {
        "name": "两单", "reason": "试用", "levels-TOTAL_FORMS": 1, "levels-INITIAL_FORMS": 0,
        "levels-0-level": "yellow", "levels-0-name": "黄单", "levels-0-late": 0,
    }  # fmt: skip


def arrangement(site: Site, what: str, reader: str) -> Names:
    content = "2027-01-01,放假,元旦\n".encode()
    return {"year": 2027, "source": "通知", "file": SimpleUploadedFile("2027.csv", content)}


def map_image(site: Site, what: str, reader: str) -> Names:
    number = site.map_images[what].pk
    return {"pk": number, "image_id": number}


def map_file(site: Site, what: str, reader: str) -> Names:
    file = SimpleUploadedFile("图.png", png(), "image/png")
    return {"file": file, "approval": "浙S（2026）12号"}


def sheet_pk(site: Site, what: str, reader: str) -> Names:
    return {"pk": site.matter_sheets[what].pk, "sheet_id": site.matter_sheets[what].pk}


def ready_sheet(site: Site, what: str, reader: str) -> Names:
    return sheet_pk(site, f"{what} ready", reader)


def brought(site: Site, what: str, reader: str) -> Names:
    content = "标题,种类\n新的事,文件落实\n".encode()
    return {"file": SimpleUploadedFile("督办.csv", content)}


def meant(site: Site, what: str, reader: str) -> Names:
    return {"name": "临江", "unit": site.units["sibling"].pk}


#: Whose filter the world keeps.
OWNER = frozenset({"supervision_office"})


def own_filter(site: Site, what: str, reader: str) -> Names:
    number = site.matter_filter.pk
    return {"pk": number if what == "own" else number + 1_000_000, "filter_id": number}


def phone_answer(site: Site, what: str, reader: str) -> Names:
    """An answer: ``own completion`` and the like report completion, the others progress."""
    verb = "report_completion" if what.endswith(" completion") else "report_progress"
    return {"verb": verb, "words": "已办", "progress": 60}


PAGES: list[Entry] = [
    Entry("/matters/", "GET", ANY),
    Entry("/matters/new/", "GET", {"any": RUNS}),
    Entry("/matters/register", "POST", {"any": RUNS}, data=new_matter),
    Entry("/matters/term/", "GET", {"any": RUNS}, query="?kind=document"),
    Entry("/matters/statistics/", "GET", ANY),
    Entry("/matters/rules/", "GET", {"any": AREA | OUTSIDER}),
    Entry("/matters/rules/choose", "POST", {"any": RUNS}, data=ladder),
    Entry("/matters/rules/<slug:category>/edit/", "GET", {"any": RUNS}, of_ladder),
    Entry("/matters/rules/<slug:category>/save", "POST", {"any": RUNS}, of_ladder,
          data=ladder_form),
    Entry("/matters/rules/<slug:category>/versions/", "GET", {"any": AREA | OUTSIDER}, of_ladder),
    Entry("/matters/holidays/", "GET", {"any": AREA | OUTSIDER}),
    Entry("/matters/holidays/import", "POST", {"any": CALENDAR_OFFICES | OUTSIDER},
          data=arrangement),
    Entry("/matters/map/", "GET", {"any": AREA | OUTSIDER}),
    Entry("/matters/map/screen/", "GET", {"any": AREA | OUTSIDER}),
    Entry("/matters/map/images/<int:pk>", "GET", {"own": AREA, "other": OUTSIDER}, map_image),
    Entry("/matters/map/arrange/", "GET", {"any": RUNS}, refused={"any": AREA - RUNS | OUTSIDER}),
    Entry("/matters/map/lay", "POST", {"any": RUNS}, refused={"any": AREA - RUNS | OUTSIDER}),
    Entry("/matters/map/bring", "POST", {"any": RUNS}, data=map_file,
          refused={"any": AREA - RUNS | OUTSIDER}),
    Entry("/matters/map/images/<int:pk>/withdraw", "POST", {"own": RUNS, "other": NONE},
          map_image, data=lambda s, w, r: {"reason": "过期"},
          refused={"own": AREA - RUNS, "other": OUTSIDER}),
    Entry("/matters/map/images/<int:pk>/place", "POST", {"own": RUNS, "other": NONE},
          map_image, refused={"own": AREA - RUNS, "other": OUTSIDER}),
    Entry("/matters/filters", "POST", ANY, query="?scope=all&light=red",
          data=lambda s, w, r: {"name": "红灯"}),
    Entry("/matters/filters/<int:pk>/remove", "POST", {"own": OWNER, "other": NONE}, own_filter),
    Entry("/matters/sheets/", "GET", {"any": RUNS}),
    Entry("/matters/sheets/bring", "POST", {"any": RUNS}, data=brought),
    Entry("/matters/sheets/template/", "GET", {"any": RUNS}),
    Entry("/matters/sheets/<int:pk>/", "GET", {"own": RUNS, "other": NONE}, sheet_pk),
    Entry("/matters/sheets/<int:pk>/answer", "POST", {"own": RUNS, "other": NONE}, sheet_pk,
          data=meant),
    Entry("/matters/sheets/<int:pk>/register", "POST", {"own": RUNS, "other": NONE},
          ready_sheet),
    Entry("/matters/many/", "GET", ANY),
    Entry("/matters/many/act", "POST", ANY, data=ticked),
    Entry("/matters/<int:pk>/edit/", "GET", {"own": RUNS, "sibling": NONE}, draft_pk),
    Entry("/matters/<int:pk>/keep", "POST", {"own": RUNS, "sibling": NONE}, draft_pk,
          data=new_matter),
    Entry("/matters/mine/", "GET", ANY),
    Entry("/matters/mine/<int:pk>/", "GET", MATTER, matter_pk),
    Entry(
        "/matters/mine/<int:pk>/answer", "POST",
        {"own": BUREAU | TOWN, "sibling": NONE, "other": NONE, "own completion": BUREAU},
        lambda site, what, reader: {"pk": site.matters[what.split()[0]].pk}, data=phone_answer,
        refused={
            "own": AREA - BUREAU - TOWN, "sibling": OVERSEERS, "other": OUTSIDER,
            "own completion": AREA - BUREAU,
        },
    ),
    Entry("/matters/<int:pk>/", "GET", MATTER, matter_pk),
    Entry(
        "/matters/<int:pk>/steps/<slug:verb>", "POST",
        {
            "own": INSTRUCTS, "sibling": INSTRUCTS, "other": NONE,
            "own report_progress": BUREAU | TOWN, "own suspend": RUNS, "draft register": RUNS,
        },
        desk, data=desk_data,
        refused={
            "own": AREA - INSTRUCTS, "sibling": OVERSEERS - INSTRUCTS, "other": OUTSIDER,
            "own report_progress": AREA - BUREAU - TOWN, "own suspend": AREA - RUNS,
        },
    ),
    Entry(
        "/matters/evidence/<int:pk>", "GET",
        {key: MATTER[key] for key in ("own", "sibling", "other")}, evidence,
    ),
]  # fmt: skip
