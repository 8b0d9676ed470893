"""Settling what contradicts: the office decides or asks; nothing is changed, all is kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from leitai.apps.audit.models import Entry
from leitai.apps.audit.services import Act
from leitai.apps.benchmarks.models import Settlement, StatedComparison
from leitai.apps.benchmarks.selectors.settlements import questions_for
from leitai.apps.benchmarks.services import (
    answer_comparison,
    ask_comparison,
    settle_comparison,
    state_comparison,
    withdraw_comparison,
)
from leitai.apps.indicators.models import Revision
from leitai.apps.indicators.services import RefusedError
from tests.apps.benchmarks.world import Field, year
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated(field: Field) -> StatedComparison:
    return state_comparison(
        Act(), unit=field.unit, other=field.county("龙海区"), item=field.items["gdp"],
        period=year(2023), quote="占龙海区93.10%", share=93.10, decimals=2, own_value=589.23,
    )  # fmt: skip


def test_the_office_decides_and_no_value_changes(
    field: Field, people: People, stated: StatedComparison
) -> None:
    before = Revision.objects.count()
    act = Act(actor=people["assessment_office"])
    for _twice in range(2):
        done = settle_comparison(
            Act(actor=people["assessment_office"], operation_id=act.operation_id),
            stated=stated, stands="stored", reason="以年鉴为准",
        )  # fmt: skip
    assert (Settlement.objects.count(), Revision.objects.count()) == (1, before)
    assert done.decided
    entry = Entry.objects.get(verb="benchmark.settle_comparison")
    assert (entry.detail["new"], entry.detail["reason"]) == ("stored", "以年鉴为准")
    settle_comparison(Act(), stated=stated, stands="stated", reason="年鉴勘误")
    assert Settlement.objects.filter(ended_at__isnull=True).get().word == "stated"
    assert Settlement.objects.count() == 2


def test_a_question_goes_to_the_unit_and_comes_back(
    field: Field, people: People, stated: StatedComparison
) -> None:
    office, bureau = people["assessment_office"], people["reporting_unit"]
    unit = bureau.assignments.get().unit
    asked = ask_comparison(
        Act(actor=office), stated=stated, asked=unit, question="是否不含开发区？"
    )
    assert [one.pk for one in questions_for(bureau)] == [asked.pk]
    assert questions_for(people["town"]) == []
    with pytest.raises(PermissionDenied):
        answer_comparison(Act(actor=people["town"]), settlement=asked, answer="是")
    with pytest.raises(RefusedError):
        answer_comparison(Act(actor=bureau), settlement=asked, answer=" ")
    done = answer_comparison(Act(actor=bureau), settlement=asked, answer="不含两个开发区")
    assert (done.waits, done.answered_by) == (False, bureau)
    assert questions_for(bureau) == []
    with pytest.raises(RefusedError):
        answer_comparison(Act(actor=bureau), settlement=asked, answer="再答")
    settle_comparison(Act(actor=office), stated=stated, stands="stored", reason="按答复")
    assert [one.answer for one in Settlement.objects.order_by("id")] == ["不含两个开发区", ""]


def test_who_may_not_settle_and_what_cannot_be(
    field: Field, people: People, stated: StatedComparison
) -> None:
    for person in ("principal_leader", "analyst", "town"):
        with pytest.raises(PermissionDenied):
            settle_comparison(
                Act(actor=people[person]), stated=stated, stands="stored", reason="准"
            )
    for wrong in ({"stands": "both"}, {"reason": " "}):
        with pytest.raises(RefusedError):
            settle_comparison(Act(), stated=stated, **{"stands": "stored", "reason": "准", **wrong})
    with pytest.raises(RefusedError):
        ask_comparison(Act(), stated=stated, asked=field.county("博罗县"), question="？")
    withdraw_comparison(Act(), stated=stated, reason="重复")
    with pytest.raises(RefusedError):
        settle_comparison(Act(), stated=stated, stands="stored", reason="准")
    assert not Settlement.objects.exists()
