"""Rounds of kill -9 on both databases, and that the check behind them finds what is wrong.

``make crash`` plays many more of them; see :mod:`tests.crash.rounds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.crash import cluster
from tests.crash.ledger import Books, Write
from tests.crash.programs import Programs
from tests.crash.rounds import POSTGRESQL, SQLITE, Rounds

ROUNDS = 15
SEED = 20261122


@pytest.fixture(params=[SQLITE, POSTGRESQL], scope="module")
def rounds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rounds]:
    """A site on a database of its own, with the clients that write to it."""
    own = None
    if request.param == POSTGRESQL:
        if why := cluster.missing():
            pytest.skip(why)
        own = cluster.Cluster()
    programs = Programs(tmp_path_factory.mktemp(request.param) / "var", own)
    try:
        yield Rounds(programs, SEED)
    finally:
        programs.remove()


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(rounds: Rounds) -> None:
    played = [rounds.play() for _round in range(ROUNDS)]
    assert sum(one.acknowledged for one in played) >= 2 * ROUNDS
    assert sum(one.unanswered for one in played) > 0, "no kill came between a write and its answer"
    assert len({one.killed for one in played}) > 1
    assert not any(one.ended for one in played), "a program went because another was killed"
    rounds.verify()


def answered(rounds: Rounds, kind: str) -> Write:
    return next(write for write in reversed(rounds.ledger.answered) if write.kind == kind)


def copy_of(books: Books, table: str, where: str, **other: str) -> str:
    """Return the statement that doubles a row, with another value in some columns."""
    names = [name for name in books.columns(f"SELECT * FROM {table}") if name != "id"]
    values = [other.get(name, name) for name in names]
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} {where}"
    )


def lose_a_step(rounds: Rounds) -> list[str]:
    mark = answered(rounds, "step").mark
    event = f"(SELECT id FROM matters_matterevent WHERE words = '{mark}')"
    return [
        f"DELETE FROM matters_evidence WHERE event_id IN {event}",
        f"DELETE FROM matters_matterevent WHERE words = '{mark}'",
    ]


def double_a_step(rounds: Rounds) -> list[str]:
    where = f"WHERE words = '{answered(rounds, 'step').mark}'"
    return [copy_of(rounds.books, "matters_matterevent", where, place="place + 900")]


def lose_an_upload(rounds: Rounds) -> list[str]:
    mark = answered(rounds, "upload").mark
    return [f"UPDATE indicators_upload SET name = 'x' WHERE name = '{mark}'"]


def double_a_filter(rounds: Rounds) -> list[str]:
    where = f"WHERE name = '{answered(rounds, 'filter').mark}'"
    removed = "true" if rounds.programs.cluster else "1"
    return [copy_of(rounds.books, "matters_savedfilter", where, removed=removed)]


def lose_an_entry(rounds: Rounds) -> list[str]:
    key = answered(rounds, "register").key
    named = str(key) if rounds.programs.cluster else key.hex
    entry = f"(SELECT id FROM audit_entry WHERE operation_id = '{named}')"
    return [
        f"DELETE FROM audit_link WHERE entry_id IN {entry}",
        f"DELETE FROM audit_entry WHERE operation_id = '{named}'",
    ]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (lose_a_step, "lost: step"),
        (double_a_step, "done twice: step"),
        (lose_an_upload, "lost: upload"),
        (double_a_filter, "done twice: filter"),
        (lose_an_entry, "0 entries for register"),
    ],
)
def test_the_check_finds_what_is_done_by_hand(
    rounds: Rounds, deed: Callable[[Rounds], list[str]], told: str
) -> None:
    """Negative control: a write taken away or doubled behind the site's back is named."""
    assert rounds.ledger.faults() == []
    with rounds.books.changed(*deed(rounds)):
        found = rounds.ledger.faults()
    assert any(told in fault for fault in found), found
    assert rounds.ledger.faults() == []
