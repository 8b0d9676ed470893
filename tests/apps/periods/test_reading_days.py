"""Reading a year's holiday arrangement from files as offices have them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError

from leitai.apps.periods.reading import read_days
from leitai.apps.periods.services import NewDay
from tests.factories import workbook

WANTED = [
    NewDay(dt.date(2027, 10, 1), "holiday", "国庆节"),
    NewDay(dt.date(2027, 10, 9), "workday", "国庆节"),
]


@pytest.mark.parametrize(
    "content",
    [
        workbook(
            [
                ["2027年节假日安排", None, None],
                ["日期", "安排", "节日"],
                [dt.date(2027, 10, 1), "放假", "国庆节"],
                ["2027年10月9日", "调休上班", "国庆节"],
                ["注：以国务院办公厅通知为准。", None, None],
            ]
        ),
        "日期,安排,节日\n2027/10/1,休,国庆节\n2027-10-09,班,国庆节\n".encode("gb18030"),
        "\ufeff节日,日期,安排\n国庆节,2027-10-01,holiday\n国庆节,2027-10-09,workday\n".encode(),
        json.dumps([{**one._asdict(), "day": one.day.isoformat()} for one in WANTED]).encode(),
    ],
    ids=["xlsx", "csv in GB 18030", "csv with a mark", "json"],
)
def test_the_same_days_from_every_kind_of_file(content: bytes) -> None:
    assert read_days(content) == WANTED


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"day,kind\n2027-10-01,maybe\n2027-10-02,off\n", "row 1|row 2"),
        (b"day,kind\n2027-13-01,off\n2027-10-02,off\n", "2027-13-01.*no date"),
        (b'[{"day": "soon", "kind": "holiday"}]', "entry 1.*soon"),
        (b'{"year": 2027}', "JSON must be"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read_days(content)
