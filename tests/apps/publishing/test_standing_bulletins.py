"""The bulletin of a standing: its numbers are the board's, and it proves which board."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from leitai.apps.audit.services import Act
from leitai.apps.publishing.composing import Wording
from leitai.apps.publishing.models import Bulletin
from leitai.apps.publishing.selectors import bulletins_for
from leitai.apps.publishing.services import keep_draft
from leitai.apps.standings.selectors import board
from leitai.apps.standings.services import compute_standing, open_round, publish_standing
from leitai.engine.rounding import format_number, half_up
from tests import factories
from tests.apps.publishing.issued import rows_of, signed, text_of
from tests.apps.standings.world import (
    FIGURES,
    OWN,
    World,
    make_world,
    rules_text,
    store_month,
)
from tests.people import District, People

pytestmark = pytest.mark.django_db


def next_month(world: World) -> World:
    """Publish November with the towns in the opposite order."""
    november = factories.month(2026, 11)
    store_month(world.district, november, tuple(reversed(FIGURES)))
    played = open_round(Act(), scheme=world.scheme, period=november)
    standing = publish_standing(Act(), standing=compute_standing(Act(), played=played))
    return World(world.district, world.scheme, world.version, played, standing)


def issued(world: World, people: People, **words: object) -> Bulletin:
    return signed(
        people["assessment_office"], people["leader_in_charge"], (world.again(), "towns"), **words
    )


@pytest.fixture
def world(district: District, django_capture_on_commit_callbacks: object) -> World:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        return next_month(make_world(district))


def test_every_number_of_the_table_is_the_boards(world: World, people: People) -> None:
    made = issued(world, people)
    page = board(people["assessment_office"], world.again(), "towns")
    assert page is not None
    head, *rows = rows_of(made)
    assert head == ["名次", "单位", "得分", "招商", "到位", "上期名次", "升降", "区段"]
    assert len(rows) == len(page.rows) == 6
    for cells, row in zip(rows, page.rows, strict=True):
        change = row.change or 0
        moved = f"↑{change}" if change > 0 else f"↓{-change}" if change < 0 else "持平"
        assert cells[:7] == [
            str(row.rank), row.name, format_number(row.score, page.decimals),
            *(format_number(part.score, page.decimals) for part in row.parts),
            str(row.before), moved,
        ]  # fmt: skip


def test_the_sentence_names_first_and_last_with_the_boards_figures(
    world: World, people: People
) -> None:
    text = text_of(issued(world, people))
    page = board(people["assessment_office"], world.again(), "towns")
    assert page is not None
    first, second, *_others, last = page.rows
    lead = half_up((first.score or 0) - (second.score or 0), 2)
    assert f"{first.name}以{first.score:.2f}分居第1名，领先第2名{second.name}{lead:.2f}分" in text
    assert f"{last.name}以{last.score:.2f}分居第{last.rank}名" in text


def test_every_figure_in_words_stands_on_the_board(world: World, people: People) -> None:
    """Each score, rank and change that the text prints is one that the board shows."""
    text = text_of(issued(world, people))
    page = board(people["assessment_office"], world.again(), "towns")
    assert page is not None
    items = world.again().places.values_list("items", flat=True)
    shown = {f"{row.score:.2f}" for row in page.rows if row.score is not None}
    shown |= {
        f"{a.score - b.score:.2f}" for a in page.rows for b in page.rows if a.score and b.score
    }
    marks = {"i_projects": 40, "i_funds": 60}
    for each in items:
        shown |= {f"{half_up(marks[node] - score, 2):.2f}" for node, (score, _rank) in each.items()}
    for figure in re.findall(r"(?<![\d.])\d+\.\d\d(?=分)", text):
        assert figure in shown, figure
    by_name = {row.name: row for row in page.rows}
    moves = re.findall(r"(\w+[镇道])由第(\d+)名[进退]到第(\d+)名", text)
    assert len(moves) == sum(bool(row.change) for row in page.rows)
    for name, before, after in moves:
        row = by_name[name.split("；")[-1]]
        assert (str(row.before), str(row.rank)) == (before, after)


def test_it_prints_which_board_and_which_head_of_the_chain(world: World, people: People) -> None:
    made = issued(world, people)
    text, standing = text_of(made), world.again()
    assert standing.seal_hash
    for proof in (standing.result_sha256, standing.snapshot_sha256, standing.seal_hash):
        assert proof in text
    assert made.chain_hash in text


def test_the_office_adds_head_addressee_and_demands(world: World, people: People) -> None:
    made = issued(
        world, people, mark="云溪区考核办公室文件", document_number="云考办〔2026〕12号",
        addressee="各乡镇", demands=("后两名单位限期整改。",), issuer="云溪区考核办公室",
    )  # fmt: skip
    text = text_of(made)
    assert text.startswith("云溪区考核办公室文件\n\n云考办〔2026〕12号")
    assert "各乡镇：" in text
    assert re.search(r"[一二三四五]、工作要求\n后两名单位限期整改。", text)
    assert made.document_number == "云考办〔2026〕12号"


def test_no_bulletin_of_a_draft(world: World, people: People) -> None:
    played = open_round(Act(), scheme=world.scheme, period=factories.month(2026, 11))
    draft = compute_standing(Act(), played=played)
    with pytest.raises(ValidationError, match="published"):
        keep_draft(
            Act(actor=people["assessment_office"]), topic=(draft, "towns"), wording=Wording()
        )


def test_only_the_office_of_the_area_issues(world: World, people: People) -> None:
    for actor in (people["town"], people["principal_leader"], people.outsider):
        with pytest.raises(PermissionDenied):
            keep_draft(Act(actor=actor), topic=(world.again(), "towns"), wording=Wording())


def test_units_read_it_where_the_scheme_opens_all_scores(world: World, people: People) -> None:
    made = issued(world, people)
    assert made in bulletins_for(people["town"])
    assert made not in bulletins_for(people.outsider)


def test_units_do_not_read_it_where_scores_are_their_own_affair(
    district: District, people: People
) -> None:
    made = issued(make_world(district, rules_text(release=OWN)), people)
    assert made in bulletins_for(people["principal_leader"])
    assert made not in bulletins_for(people["town"])
