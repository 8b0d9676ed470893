"""What tests of pages share: a published board of the small district, and what every page keeps."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from leitai.apps.audit.services import Act, seal
from leitai.apps.indicators.services import NewValue, import_values
from leitai.apps.periods.models import Period
from leitai.apps.standings.models import Scheme, SchemeVersion, Standing
from leitai.apps.standings.services import (
    add_version,
    compute_standing,
    create_scheme,
    open_round,
    publish_standing,
    publish_version,
)
from tests import factories
from tests.people import District

PROJECTS = (12, 11, 9, 9, 8, 7)
FUNDS = (11.24, 10.89, 9.56, 8.6, 8.315, 7.92)

SCHEME = """
leitai: scheme/1
id: attraction
name: 招商擂台方案
version: "{version}"
effective: 2026-01-01
period: month
reasons: |
  资金看到位，项目看签约。
zones: {{leading: 2, lagging: 2}}
inputs:
  - {{id: funds, name: 到位资金, indicator: funds_in_place, flow: current, unit: 亿元, decimals: 4}}
  - {{id: projects, name: 签约项目, indicator: signed_projects, flow: current, unit: 个}}
groups:
  - id: towns
    name: 乡镇（街道）
    members: {{kinds: [township, subdistrict]}}
    tree:
      - id: attraction
        name: 招商引资
        marks: 100
        combine: sum
        items:
          - {{id: i_funds, name: 到位资金得分, marks: {funds}, rule: {{kind: goalposts, value: funds, low: 0, high: 12}}}}
          - {{id: i_projects, name: 签约项目得分, marks: {projects}, rule: {{kind: min_max, value: projects}}}}
          - id: i_meetings
            name: 会议次数
            marks: 0
            rule: {{kind: direct, value: projects}}
            off: {{reason: 减负规定不得以会议评价工作, basis: 减负若干规定}}
    penalty:
      cap: 5
      items:
        - {{id: p_few, name: 项目过少, rule: {{kind: events, events: [{{input: projects, points: 0}}]}}}}
    vetoes:
      - {{id: v, name: 否决, input: projects, effect: not_excellent, legal_basis: 某法第一条, missing: not_triggered}}
    grades:
      names: {{good: 良好, poor: 较差}}
      thresholds: [{{grade: good, at_least: 50}}]
"""  # noqa: E501


def october() -> Period:
    return factories.month(2026, 10)


def store_october(district: District, period: Period | None = None) -> None:
    """Store the figures of the bureau's form for October, or the same for another month."""
    month = period or october()
    rows = [
        NewValue(series.pk, town.pk, month.pk, number=number)
        for series, figures in ((district.projects, PROJECTS), (district.funds, FUNDS))
        for town, number in zip(district.towns, figures, strict=True)
    ]
    import_values(Act(), source=district.source, rows=rows, reason="as reported")


def add_rules(
    scheme: Scheme, version: str, funds: int = 60, projects: int = 40, *, publish: bool = True
) -> SchemeVersion:
    text = SCHEME.format(version=version, funds=funds, projects=projects)
    made = add_version(Act(), scheme=scheme, text=text)
    return publish_version(Act(), version=made) if publish else made


def publish_board(district: District) -> Standing:
    """Publish the board of October by version 1.0 of the rules."""
    store_october(district)
    scheme = create_scheme(
        Act(), area=district.area, slug="attraction", name="招商擂台方案", period_kind="month"
    )
    add_rules(scheme, "1.0")
    played = open_round(Act(), scheme=scheme, period=october())
    published = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    seal()
    return published


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def assert_sound(response: HttpResponse) -> str:
    """Check that nothing inline needs a looser security policy; return the text."""
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    text = text_of(response)
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son[a-z]+=", text)
    assert "<style" not in text
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag
    return text


def assert_closed(client: Client, url: str) -> None:
    """The page does not exist for this reader, in the same words as one that never existed."""
    response = client.get(url)
    never = client.get("/uploads/987654321/")
    assert response.status_code == never.status_code == 404
    assert _without_ids(text_of(response)) == _without_ids(text_of(never))


def _without_ids(text: str) -> str:
    text = re.sub(r'data-csrf="[^"]*"', "", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


def english(user: Any) -> Client:
    """Return a browser of a person who reads English."""
    user.language = "en"
    user.save(update_fields=["language"])
    return signed_in(user)


def words(html: str) -> str:
    """Return the text of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
