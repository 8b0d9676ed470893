"""Whoever reads English meets Chinese only where a person wrote it: names, files, scheme texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.indicators.models import Indicator
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.standings.models import Place, Standing
from leitai.apps.standings.scoring import rules_of
from leitai.apps.units.models import Unit, User
from tests import factories
from tests.apps.publishing.yunxi import publish_october
from tests.web.scenes import signed_in, text_of

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
#: On every page: the seal of the house, and the button that leads to Chinese.
FIXED = ("中文", "擂")
#: Fields of the models in which people write; measures are written by them too.
WRITTEN = ("name", "short_name", "code", "measure", "text", "definition", "reason", "label")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield from value.splitlines()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def written(standing: Standing) -> re.Pattern[str]:
    """Everything that people of this site wrote, the longest first."""
    found = {*FIXED, *strings(yaml.safe_load(standing.version.text))}
    for model in apps.get_models():
        if model.__module__.startswith("leitai") and model not in (Entry, Standing, Place):
            names = {field.name for field in model._meta.concrete_fields} & set(WRITTEN)
            for row in model._default_manager.values_list(*names) if names else ():
                found.update(text for text in row if isinstance(text, str))
    chinese = sorted((text for text in found if CHINESE.search(text)), key=len, reverse=True)
    return re.compile("|".join(re.escape(text) for text in chinese))


def left(html: str, people: re.Pattern[str]) -> list[str]:
    """Chinese on a page that nobody wrote, each with what stands around it."""
    page = unescape(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
    rest = people.sub("\x00", page)
    return [rest[max(0, m.start() - 60) : m.end() + 30] for m in CHINESE.finditer(rest)]


@pytest.fixture
def standing() -> Standing:
    return publish_october()


@pytest.fixture
def reader(standing: Standing) -> User:
    user = factories.make_user("office", "assessment_office", standing.round.scheme.area)
    user.language = "en"
    user.save()
    return user


@pytest.fixture
def browser(reader: User) -> Client:
    return signed_in(reader)


def places(standing: Standing) -> list[Place]:
    """One unit of each group."""
    found = {}
    for place in standing.places.select_related("unit").order_by("group", "rank"):
        found.setdefault(place.group, place)
    return list(found.values())


def test_the_trace_of_every_score(standing: Standing, browser: Client) -> None:
    people, rules = written(standing), rules_of(standing.version)
    opened = 0
    for place in places(standing):
        group = rules.group(place.group)
        nodes = [node.id for node in (*group.walk(), *group.extras())]
        for node in ("total", *nodes):
            answer = browser.get(reverse("trace_score", args=[place.pk, node]))
            if answer.status_code == 404:  # one that is switched off has no score to trace
                continue
            assert left(text_of(answer), people) == []
            opened += 1
    assert opened > 40


def test_unit_pages_boards_and_exports_of_words(standing: Standing, browser: Client) -> None:
    people = written(standing)
    for place in places(standing):
        page = text_of(browser.get(f"/units/{place.unit_id}/?scheme=yunxi&period=2026-10"))
        assert left(page, people) == []
        page = text_of(browser.get(f"/boards/yunxi/2026-10/{place.group}/"))
        assert left(page, people) == []


def test_the_scheme_and_all_its_items(standing: Standing, browser: Client) -> None:
    people = written(standing)
    for group in rules_of(standing.version).groups:
        here = f"/schemes/yunxi/{standing.version.number}/?group={group.id}"
        assert left(text_of(browser.get(here)), people) == []
        for item in (*group.items(), *group.extras()):
            page = text_of(browser.get(f"{here}&item={item.id}"))
            assert left(page, people) == []
    page = text_of(browser.get(f"/schemes/yunxi/{standing.version.number}/trial/?period=2026-10"))
    assert left(page, people) == []


def test_the_record_of_changes(standing: Standing, browser: Client) -> None:
    people = written(standing)
    page = text_of(browser.get("/audit/"))
    assert left(page, people) == []
    assert "import" in page
    for number in (2, 3):
        assert left(text_of(browser.get(f"/audit/?page={number}")), people) == []


def test_the_working_over_the_api(standing: Standing, reader: User) -> None:
    people = written(standing)
    place = places(standing)[0]
    content = signed_in(reader).get(f"/api/v1/places/{place.pk}/working").content.decode()
    assert left(content, people) == []
    assert '"rule_name": "sum"' in content


def test_the_same_record_reads_in_chinese(standing: Standing, reader: User) -> None:
    reader.language = "zh-hans"
    reader.save()
    page = text_of(signed_in(reader).get("/audit/"))
    assert "导入" in page
    place = places(standing)[0]
    page = text_of(signed_in(reader).get(reverse("trace_score", args=[place.pk, "total"])))
    assert "加总" in page or "总分" in page


def test_english_names_stand_where_things_have_one(standing: Standing, browser: Client) -> None:
    place = next(place for place in places(standing) if place.group == "towns")
    Unit.objects.filter(pk=place.unit_id).update(name_en="Whitesand")
    funds = rules_of(standing.version).inputs[0]
    Indicator.objects.filter(code=funds.indicator).update(name_en="First Indicator")
    board = text_of(browser.get("/boards/yunxi/2026-10/towns/"))
    assert "Whitesand" in board
    trace = text_of(browser.get(reverse("trace_score", args=[place.pk, "total"])))
    assert "Whitesand" in trace
    reads = next(
        item.id
        for item in rules_of(standing.version).group("towns").items()
        if item.off is None and funds.id in vars(item.rule).values()
    )
    assert "First Indicator" in text_of(browser.get(reverse("trace_score", args=[place.pk, reads])))


def test_a_stored_change_keeps_both_words(standing: Standing) -> None:
    area = standing.round.scheme.area
    unit = Unit.objects.filter(name="白沙镇").get()
    source = factories.make_source("new")
    indicator = factories.make_indicator(area, "new_one", "新指标", "个")
    series = factories.make_series(indicator, source, "current")
    rows = [NewValue(series.pk, unit.pk, factories.month(2026, 9).pk, number=1.0)]
    batch = import_values(Act(), source=source, rows=rows, reason="试")
    entry = Entry.objects.get(subject_type="indicators.batch", subject_id=str(batch.pk))
    with translation.override("zh-hans"):
        assert entry.subject_label == str(batch)
    with translation.override("en"):
        assert entry.detail["subject_en"] == str(batch) != entry.subject_label
