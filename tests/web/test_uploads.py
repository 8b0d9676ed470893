"""Uploads through the browser's door: bring in, decide, accept or throw away."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leitai.apps.indicators.models import Batch, Question, Upload
from leitai.apps.indicators.selectors import current_values
from leitai.apps.indicators.wording import warning_words
from leitai.apps.standings.selectors.restatements import search_state
from tests import factories
from tests.people import District, People
from tests.web.scenes import (
    assert_closed,
    assert_sound,
    english,
    october,
    publish_board,
    signed_in,
    store_october,
    text_of,
)

pytestmark = [pytest.mark.usefixtures("_english"), pytest.mark.django_db]


@pytest.fixture
def send(district: District, django_capture_on_commit_callbacks: Any) -> Any:
    """Post a workbook's rows (or raw bytes) to the upload form as somebody."""

    def sending(
        client: Client,
        content: bytes | None = None,
        name: str = "10月招商引资情况表.xlsx",
        **cells: Any,
    ) -> HttpResponse:
        data = content
        if data is None:
            data = factories.workbook(factories.investment_form(2026, 10, **cells), "招商引资")
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                "/uploads/new",
                {"source": district.source.pk, "file": SimpleUploadedFile(name, data)},
            )

    return sending


def newest() -> Upload:
    upload = Upload.objects.order_by("-id").first()
    assert upload is not None
    return upload


def test_from_the_file_to_the_values(send: Any, district: District, people: People) -> None:
    client = english(people["assessment_office"])
    response = send(client, A7="青石 镇", A9="龙湾")
    upload = newest()
    assert response.status_code == 302
    assert response["Location"] == f"/uploads/{upload.pk}/"

    page = assert_sound(client.get(f"/uploads/{upload.pk}/"))
    assert "2 places left" in page
    assert 'aria-disabled="true"' in page
    assert re.search(r'id="cell-A7"[^>]*lt-g-doubtful', page)
    refused = client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition}, follow=True)
    assert "questions are open" in text_of(refused)
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.STAGED

    for question in Question.objects.filter(upload=upload):
        answer = question.options[0]["answer"]
        assert "unit" in answer
        swapped = client.post(
            f"/uploads/{upload.pk}/answer",
            {"question": question.pk, "answer": json.dumps(answer), "sheet": "招商引资"},
            headers={"HX-Request": "true"},
        )
        text = assert_sound(swapped)
        assert 'id="upload-changes"' in text
        assert "<html" not in text
    assert "all decided" in text

    upload.refresh_from_db()
    done = client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition}, follow=True)
    text = assert_sound(done)
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.ACCEPTED
    assert "18 values were stored." in text
    assert "/trace/value/" in text
    values = current_values([district.funds], [district.town("青石镇")], [october()])
    assert [value.number for value in values.values()] == [8.6]
    listed = text_of(client.get("/uploads/?show=all"))
    assert "accepted" in listed


def test_answers_work_without_scripts(send: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    send(client, A9="龙湾")
    upload = newest()
    question = Question.objects.get(upload=upload)
    url = f"/uploads/{upload.pk}/answer"
    back = client.post(url, {"question": question.pk, "typed": "龙湾镇"})
    assert back.status_code == 302
    assert f"#question-{question.pk}" in back["Location"]
    question.refresh_from_db()
    assert question.answer is not None
    client.post(url, {"question": question.pk, "reopen": "1"})
    question.refresh_from_db()
    assert question.answer is None
    wrong = client.post(url, {"question": question.pk, "typed": "没有这个镇"}, follow=True)
    assert "没有这个镇" in text_of(wrong)
    question.refresh_from_db()
    assert question.answer is None


def test_an_answer_that_does_not_fit_is_refused_in_place(send: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    send(client, A9="龙湾")
    upload = newest()
    question = Question.objects.get(upload=upload)
    for answer in ('{"unit": 99999999}', "no json", "[1]"):
        response = client.post(
            f"/uploads/{upload.pk}/answer",
            {"question": question.pk, "answer": answer},
            headers={"HX-Request": "true"},
        )
        assert response.status_code == 422
        assert "lt-notice-bad" in assert_sound(response)
    question.refresh_from_db()
    assert question.answer is None


def test_changed_values_need_a_reason(send: Any, district: District, people: People) -> None:
    store_october(district)
    client = english(people["approver"])
    send(client, D6=96500)
    upload = newest()
    page = assert_sound(client.get(f"/uploads/{upload.pk}/"))
    assert "required: values differ" in page
    assert re.search(r'id="cell-D6"[^>]*lt-g-changed', page)
    seen = {"seen": upload.edition}
    without = client.post(f"/uploads/{upload.pk}/accept", seen, follow=True)
    assert "Give the reason" in text_of(without)
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.STAGED
    client.post(f"/uploads/{upload.pk}/accept", seen | {"reason": "bank receipts checked"})
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.ACCEPTED
    values = current_values([district.funds], [district.town("白沙镇")], [october()])
    assert [value.number for value in values.values()] == [9.65]


def test_an_outdated_page_cannot_accept(send: Any, district: District, people: People) -> None:
    store_october(district)
    client = english(people["assessment_office"])
    send(client, D6=96500)
    upload = newest()
    stale = {"seen": upload.edition + 7, "reason": "bank receipts checked"}
    assert "look at them" in text_of(
        client.post(f"/uploads/{upload.pk}/accept", stale, follow=True)
    )
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.STAGED


def test_says_what_it_would_do_to_the_published_board(
    send: Any, district: District, people: People
) -> None:
    publish_board(district)
    client = english(people["assessment_office"])
    send(client, D6=96000)
    # 9.56 → 9.60 of 12 for 60 marks: 47.80 → 48.00; no place is that near.
    page = text_of(client.get(f"/uploads/{newest().pk}/"))
    assert "no rank changes" in page
    assert "more than 0.20 points" in page
    send(client, name="again.xlsx", D5=50000)
    page = text_of(client.get(f"/uploads/{newest().pk}/"))
    assert "白沙镇 3 → 2" in page
    assert "松桥街道 2 → 4" in page


def test_a_cell_says_what_it_was_read_as(send: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    send(client, D9="７９，２００")
    url = f"/uploads/{newest().pk}/?sheet=招商引资&at="
    said = re.sub(r"<[^>]+>", "", text_of(client.get(url + "d9")))
    assert "龙湾镇 到位资金" in said
    assert "7.92亿元" in said
    assert "79,200万元" in said
    assert "name, a heading or a note" in text_of(client.get(url + "A1"))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "empty.xlsx", "empty"), (b"x" * 2_000_001, "large.xlsx", "limit is 1 MB")],
)
def test_files_that_are_not_taken(
    send: Any, people: People, settings: Any, content: bytes, name: str, words: str
) -> None:
    settings.LEITAI_MAX_UPLOAD_BYTES = 1_048_576
    response = send(english(people["reporting_unit"]), content, name)
    assert response.status_code == 422
    assert words in assert_sound(response)
    assert not Upload.objects.exists()


def test_a_broken_file_says_what_to_do(send: Any, people: People) -> None:
    client = english(people["reporting_unit"])
    send(client, b"PK\x03\x04 nothing of a workbook", "broken.xlsx")
    upload = newest()
    assert upload.state == Upload.State.UNREADABLE
    page = assert_sound(client.get(f"/uploads/{upload.pk}/"))
    assert "This file could not be read." in page
    assert client.post(f"/uploads/{upload.pk}/discard").status_code == 302
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.DISCARDED
    assert upload.trouble
    assert "nothing of it counts" in text_of(client.get(f"/uploads/{upload.pk}/"))


def test_warnings_stay_on_the_page_after_the_decision(send: Any, people: People) -> None:
    client = english(people["assessment_office"])
    send(client)
    upload = newest()
    warning = {"code": "not_compared", "count": 18}
    Upload.objects.filter(pk=upload.pk).update(reading=upload.reading | {"warnings": [warning]})
    told = warning_words(warning)
    assert told in text_of(client.get(f"/uploads/{upload.pk}/"))
    client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition})
    assert told in text_of(client.get(f"/uploads/{upload.pk}/"))


def test_the_page_says_so_while_boards_are_looked_for(
    send: Any, district: District, people: People
) -> None:
    """It asks until the search is done, then loads itself anew; a broken search is told."""
    client = english(people["assessment_office"])
    send(client)
    upload = newest()
    client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition})
    url = f"/uploads/{upload.pk}/"
    assert "No board uses these values yet." in text_of(client.get(url))
    batch = Batch.objects.get(upload=upload)
    task = DBTaskResult.objects.create(
        task_path="leitai.apps.standings.tasks.look_for_restatements",
        args_kwargs={"args": [batch.pk], "kwargs": {}}, backend_name="default",
        run_after=timezone.now(),
    )  # fmt: skip
    for status in ("READY", "RUNNING"):
        DBTaskResult.objects.filter(pk=task.pk).update(status=status)
        page = assert_sound(client.get(url))
        assert "Whether published boards change is being computed." in page
        assert f'hx-get="{url}state/"' in page
        assert "No board uses these values yet." not in page
        part = client.get(f"{url}state/")
        assert "HX-Refresh" not in part
        assert 'hx-trigger="every 2s"' in text_of(part)
    DBTaskResult.objects.filter(pk=task.pk).update(status="FAILED")
    assert client.get(f"{url}state/")["HX-Refresh"] == "true"
    assert "could not be computed again" in text_of(client.get(url))
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    assert "No board uses these values yet." in text_of(client.get(url))


def test_the_search_is_found_by_the_task_that_acceptance_puts_off(
    send: Any, district: District, people: People, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    publish_board(district)
    client = english(people["assessment_office"])
    send(client, D6=96500)
    upload = newest()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition, "reason": "补报"})
    assert search_state(Batch.objects.get(upload=upload)) == "looking"


def test_discarding_leaves_nothing(send: Any, district: District, people: People) -> None:
    client = english(people["reporting_unit"])
    send(client)
    upload = newest()
    client.post(f"/uploads/{upload.pk}/discard", {"reason": "wrong month"})
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.DISCARDED
    assert not current_values([district.funds], None, [october()])
    assert "nothing of it counts" in text_of(client.get(f"/uploads/{upload.pk}/"))


def test_the_same_file_again_leads_to_the_first(send: Any, people: People) -> None:
    client = english(people["assessment_office"])
    send(client)
    upload = newest()
    client.post(f"/uploads/{upload.pk}/accept", {"seen": upload.edition})
    again = send(client)
    assert again["Location"] == f"/uploads/{upload.pk}/"
    assert Upload.objects.count() == 1


def test_while_it_is_read_the_page_asks_again(district: District, people: People) -> None:
    upload = Upload.objects.create(
        area=district.area,
        source=district.source,
        name="a.xlsx",
        sha256="0" * 64,
        size=1,
        uploaded_by=people["reporting_unit"],
        uploaded_at="2026-11-04T16:02+08:00",
    )
    client = english(people["reporting_unit"])
    page = assert_sound(client.get(f"/uploads/{upload.pk}/"))
    assert f'hx-get="/uploads/{upload.pk}/state/"' in page
    assert "hx-trigger" in text_of(client.get(f"/uploads/{upload.pk}/state/"))
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.STAGED)
    assert client.get(f"/uploads/{upload.pk}/state/")["HX-Refresh"] == "true"


def test_who_may_look_and_who_may_decide(send: Any, people: People) -> None:
    send(signed_in(people["reporting_unit"]))
    upload = newest()
    url = f"/uploads/{upload.pk}/"
    for role in ("principal_leader", "assessment_office", "auditor", "approver"):
        assert signed_in(people[role]).get(url).status_code == 200
    for stranger in (people["town"], people.outsider, people.nobody):
        client = signed_in(stranger)
        assert_closed(client, url)
        assert client.post(url + "discard").status_code == 404
        assert client.post(url + "accept").status_code == 404
        assert client.post(url + "answer", {"question": 1}).status_code == 404
    reader = signed_in(people["principal_leader"])
    assert reader.post(url + "discard").status_code == 403
    assert reader.post(url + "accept").status_code == 403
    assert signed_in(people["reporting_unit"]).post(url + "accept").status_code == 403
    assert Upload.objects.get(pk=upload.pk).state == Upload.State.STAGED
    assert Client().get(url).status_code == 302


def test_only_own_sources_can_be_named(send: Any, people: People) -> None:
    assert send(signed_in(people["principal_leader"])).status_code == 403
    assert send(signed_in(people.nobody)).status_code == 403
    # Another area's office has no such source; its own list of sources is empty too.
    assert send(signed_in(people.outsider)).status_code in (403, 422)
    assert not Upload.objects.exists()


def test_the_list_asks_the_database_little(
    send: Any, people: People, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(people["assessment_office"])
    for number in range(4):
        send(client, name=f"{number}.xlsx", D6=95600 + number)
    client.get("/uploads/")
    with django_assert_max_num_queries(16):
        assert_sound(client.get("/uploads/?show=all"))
    with django_assert_max_num_queries(45):
        assert_sound(client.get(f"/uploads/{newest().pk}/"))
