"""Ready schemes and what is not scored, as pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from leitai.apps.audit.services import Act
from leitai.apps.standings.models import Scheme, SchemeVersion
from leitai.apps.standings.services import add_version, draft_from_library
from leitai.engine.library import library
from tests.apps.standings.world import rules_text
from tests.web.scenes import assert_sound
from tests.web.test_records import english, plain
from tests.web.world import Site

pytestmark = pytest.mark.django_db


def test_the_library_shows_sources_and_results(site: Site) -> None:
    page = plain(assert_sound(english(site, "town").get("/scheme-library/")))
    for each in library():
        assert each.title("en") in page
        assert each.source("en").replace("'", "&#x27;") in page
    assert re.search(r"乙县 1 2\.95 甲县 2 2\.78", page)
    assert "Begin a draft" not in page


def test_a_draft_begins_with_a_ready_scheme(site: Site) -> None:
    office = english(site, "assessment_office")
    answer = office.post("/scheme-library/efficacy/start", {"target": "towns"})
    version = SchemeVersion.objects.latest("id")
    assert answer["Location"] == f"/schemes/towns/{version.number}/"
    assert version.state == SchemeVersion.State.DRAFT
    assert "kind: efficacy" in version.text
    assert office.get(answer["Location"]).status_code == 200
    area = site.district.area
    office.post("/scheme-library/efficacy/start", {"target": f"new:{area.pk}"})
    made = Scheme.objects.latest("id")
    assert (made.slug, made.area) == ("efficacy", area)
    again = draft_from_library(Act(), name="efficacy", area=area)
    assert again.scheme.slug == "efficacy-2"


def test_a_target_that_is_not_the_readers_is_not_there(site: Site) -> None:
    office = english(site, "assessment_office")
    for wrong in ("linjiang", "new:0", ""):
        answer = office.post("/scheme-library/efficacy/start", {"target": wrong})
        assert answer.status_code == 404
    assert office.post("/scheme-library/none/start", {"target": "towns"}).status_code == 404
    assert office.get("/scheme-library/completion/secret/").status_code == 404


def test_what_is_not_scored_is_told_with_its_basis(site: Site) -> None:
    page = plain(assert_sound(english(site, "town").get("/scheme-bans/")))
    for words in ("leaders&#x27; comments", "press articles", "若干规定"):
        assert words in page
    assert "kind:" not in page


def test_wording_has_to_be_confirmed_before_approval(site: Site) -> None:
    from django.core.exceptions import ValidationError

    from leitai.apps.standings.services import submit_version

    text = rules_text(version="9.7").replace("name: 签约项目\n", "name: 媒体报道\n", 1)
    assert "媒体报道" in text

    def submit(given: str) -> Any:
        version = add_version(Act(), scheme=site.world.scheme, text=given)
        return submit_version(
            Act(actor=site.people["assessment_office"]), version=version, revision=1
        )

    with pytest.raises(ValidationError, match="媒体报道"):
        submit(text.replace("effective: 2020-01-01", "effective: 2027-01-01"))
    confirmed = text.replace("name: 媒体报道\n", "name: 媒体报道\n            kind: result\n")
    confirmed = confirmed.replace('"9.7"', '"9.8"').replace("2020-01-01", "2027-01-01")
    assert submit(confirmed).state == SchemeVersion.State.SUBMITTED


def test_weights_are_said_as_shares_of_the_total(site: Site) -> None:
    page = plain(english(site, "town").get("/scheme-library/").content.decode())
    # Energy has 30 of 100; head and revenue share the 30 of their part as 60 and 40.
    assert "单位增加值能耗 30%" in page
    assert "人均地区生产总值 18%" in page
    assert "人均一般公共预算收入 12%" in page
    assert "0%%" not in page
