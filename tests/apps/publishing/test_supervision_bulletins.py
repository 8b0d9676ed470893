"""The bulletin of supervision: its figures and its list are those of the matters room."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.matters.selectors.filters import Filter
from leitai.apps.matters.selectors.statistics import (
    counted_list,
    statistics_by,
    statistics_for,
)
from leitai.apps.matters.services import choose_rules, escalate
from leitai.apps.publishing.composing import SupervisionPeriod, Wording
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import bulletins_for
from leitai.apps.publishing.services import keep_draft, withdraw_bulletin
from leitai.engine.rounding import format_number
from tests.apps.matters.world import Desk, make_desk, on
from tests.apps.publishing.issued import rows_of, signed, text_of
from tests.people import District, People

pytestmark = pytest.mark.django_db
START, END = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
TODAY = dt.date(2026, 12, 1)


@pytest.fixture
def desk(district: District, people: People) -> Desk:
    found = make_desk(district, people)
    choose_rules(on("2026-11-02", found.office), area=found.area, category="ladder", slug="suqian")
    found.closed(dt.date(2026, 11, 20), title="早办结的事")
    late = found.in_hand(dt.date(2026, 11, 10), title="拖着没办的事")
    found.assigned(dt.date(2026, 11, 12), title="没有签收的事")
    found.in_hand(dt.date(2026, 12, 20), title="十二月才到期的事")
    escalate(on("2026-11-20", found.office), matter=late, level="red", words="严重逾期")
    return found


def issued(desk: Desk, *, to_all: bool = False, **words: object) -> Bulletin:
    return signed(
        desk.office, desk.leader, SupervisionPeriod(desk.area, START, END), to_all=to_all,
        at=on(TODAY).at, **words,
    )  # fmt: skip


def test_the_sentence_tells_the_figures_of_the_matters_room(desk: Desk) -> None:
    text = text_of(issued(desk))
    told = statistics_for(desk.office, START, END, TODAY, desk.area.pk)
    assert (told.due, told.closed, told.on_time, told.overdue) == (3, 1, 1, 2)
    for rate in (told.closing_rate, told.on_time_rate, told.overdue_rate, told.return_rate):
        assert f"{format_number(rate, 1)}%" in text
    assert f"到期的督办事项{told.due}件" in text
    assert f"已办结{told.closed}件，办结率33.3%" in text
    assert f"逾期{told.overdue}件，逾期率66.7%" in text


def test_every_row_of_the_table_is_a_unit_of_the_statistics(desk: Desk) -> None:
    made = issued(desk)
    _head, *rows = rows_of(made, 0)
    units = statistics_by(desk.office, "unit", START, END, TODAY, desk.area.pk)[1]
    assert [(row[0], row[1], row[2], row[4], row[6], row[7]) for row in rows] == [
        (one.name, str(one.due), str(one.closed), str(one.on_time), str(one.overdue),
         str(one.returned))
        for one in units
    ]  # fmt: skip


def test_the_overdue_matters_are_listed_with_unit_person_days_and_ticket(desk: Desk) -> None:
    head, *rows = rows_of(issued(desk), 1)
    late = counted_list(desk.office, "overdue", START, END, TODAY, Filter(area=desk.area.pk))
    assert [row[0] for row in rows] == [matter.number for matter in late]
    first = dict(zip(head, rows[0], strict=True))
    assert first["事项"] == "拖着没办的事"
    assert first["牵头单位"] == "区招商局"
    assert first["责任人"] == "何志远"
    # From the 10th to the 1st of December there are fifteen working days.
    assert (first["到期日"], first["逾期"]) == ("11月10日", "15")
    assert first["督办单"] == "红单"
    assert first["状态"] == "未办结"
    assert "十二月才到期的事" not in {row[1] for row in rows}


def test_good_and_bad_are_named(desk: Desk) -> None:
    text = text_of(issued(desk, demands=("限期办结。",)))
    assert "办理较差的单位。区招商局到期3件、逾期2件，逾期率66.7%。" in text
    assert "工作要求\n限期办结。" in text


def test_it_is_kept_and_proved_like_every_document(desk: Desk) -> None:
    made = issued(desk)
    assert made.kind == "supervision"
    assert made.chain_hash in text_of(made)
    assert made.content_sha256 in text_of(made)
    assert made.facts["overdue"] == len(made.facts["matters"]) == 2


def test_only_the_supervision_office_issues_and_withdraws(desk: Desk, people: People) -> None:
    period = SupervisionPeriod(desk.area, START, END)
    for actor in (people["assessment_office"], people["town"], desk.outsider, desk.leader):
        with pytest.raises(PermissionDenied):
            keep_draft(on(TODAY, actor), topic=period, wording=Wording())
    made = issued(desk)
    with pytest.raises(PermissionDenied):
        withdraw_bulletin(on(TODAY, people["assessment_office"]), bulletin=made, reason="有误")
    assert withdraw_bulletin(on(TODAY, desk.office), bulletin=made, reason="有误").withdrawn_at


def test_its_maker_says_who_reads_it(desk: Desk, people: People) -> None:
    closed, opened = issued(desk), issued(desk, to_all=True)
    assert set(bulletins_for(desk.leader)) == {closed, opened}
    assert set(bulletins_for(people["town"])) == {opened}
    assert not bulletins_for(desk.outsider).exists()
    # The number of one read by all does not tell of those that are not.
    assert (closed.number, opened.number) == (1, 1)


def test_days_in_which_nothing_was_due_give_no_bulletin(desk: Desk) -> None:
    for start, end, why in (
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31), "due"),
        (END, START, "before"),
    ):
        with pytest.raises(ValidationError, match=why):
            keep_draft(
                on(TODAY, desk.office), topic=SupervisionPeriod(desk.area, start, end),
                wording=Wording(),
            )  # fmt: skip
