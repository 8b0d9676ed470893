"""What clients wrote and heard, held against what the database says after a crash.

Every write bears a mark of its own, in the title, the words, the reason or the name of the file, so
that it is found again by itself and not by what the site believes of it.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from leitai.apps.audit.digests import GENESIS, link_hash
from tests.crash.programs import Programs

#: Where the mark of a kind of write stands: one row for each thing done.
MARKED = {
    "register": "SELECT title, count(*) FROM matters_matter GROUP BY title",
    "step": "SELECT words, count(*) FROM matters_matterevent WHERE verb <> 'register' "
    "GROUP BY words",
    "filter": "SELECT name, count(*) FROM matters_savedfilter GROUP BY name",
    "upload": "SELECT name, count(*) FROM indicators_upload GROUP BY name",
    "accept": "SELECT reason, count(*) FROM indicators_batch WHERE state = 'accepted' "
    "AND upload_id IS NOT NULL GROUP BY reason",
}
#: What must never be found, and a query for it.
NEVER = {
    "a matter whose time line has a gap": "SELECT m.number, m.version, count(e.id) "
    "FROM matters_matter m LEFT JOIN matters_matterevent e ON e.matter_id = m.id "
    "GROUP BY m.id, m.number, m.version "
    "HAVING count(e.id) <> m.version OR max(e.place) <> m.version",
    "a number given twice": "SELECT number FROM matters_matter GROUP BY number HAVING count(*) > 1",
    "a number drawn for nothing": "SELECT c.name, c.value FROM audit_counter c "
    "WHERE c.name LIKE 'matter %' AND c.value <> (SELECT count(*) FROM matters_matter)",
    "steps of matters and entries of them that differ in number": "SELECT 1 WHERE "
    "(SELECT count(*) FROM matters_matterevent) <> (SELECT count(*) FROM audit_entry "
    "WHERE subject_type = 'matters.matter')",
    "a matter that no search finds": "SELECT id FROM matters_matter "
    "WHERE id NOT IN (SELECT rowid FROM matter_text)",
    "an accepted batch without values": "SELECT b.id FROM indicators_batch b "
    "WHERE b.state = 'accepted' AND NOT EXISTS "
    "(SELECT 1 FROM indicators_revision r WHERE r.batch_id = b.id)",
    "work that broke": "SELECT task_path, exception_class_path "
    "FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'",
}
#: Uploads not read yet, and work put off that nobody has done.
WAITING = (
    "SELECT count(*) FROM indicators_upload WHERE state = 'received'",
    "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')",
)


@dataclass
class Write:
    """One write of a client.

    Attributes:
        kind: where its mark stands, one of :data:`MARKED`; others are found by their keys alone.
        rows: how many rows bear the mark once it is done.
        keys: the operation ids under which it is recorded.
        tries: how often it was sent.
        answer: the answer, once there was one.
    """

    kind: str
    mark: str
    token: str
    path: str
    body: Any
    key: uuid.UUID
    rows: int = 1
    keys: tuple[uuid.UUID, ...] = ()
    tries: int = 0
    answer: Any = None


class Books:
    """The database of a site, read beside it and not through it."""

    def __init__(self, programs: Programs) -> None:
        self.programs = programs
        self._changed: Any = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self._connection() as connection:
            return [tuple(row) for row in connection.execute(query).fetchall()]

    def columns(self, query: str) -> list[str]:
        """Return the names of the columns of a query."""
        with self._connection() as connection:
            return [column[0] for column in connection.execute(query).description]

    @contextmanager
    def changed(self, *statements: str) -> Iterator[None]:
        """Do by hand what no service would; it is seen here while the block lasts, then undone."""
        with self._connection() as self._changed:
            try:
                for statement in statements:
                    self._changed.execute(statement)
                yield
            finally:
                self._changed.rollback()
                self._changed = None

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        if self._changed is not None:
            yield self._changed
            return
        with closing(self._opened()) as connection:
            yield connection

    def _opened(self) -> Any:
        if self.programs.cluster is None:
            return sqlite3.connect(self.programs.var / "leitai.sqlite3", timeout=60)
        import psycopg

        return psycopg.connect(self.programs.cluster.url)

    def count(self, query: str) -> int:
        return int(self.rows(query)[0][0])

    def waiting(self) -> int:
        """Return how much of what was put off is not done."""
        return sum(self.count(query) for query in WAITING)


@dataclass
class Ledger:
    """Every write that was answered, and what is wrong with the books about them."""

    books: Books
    answered: list[Write] = field(default_factory=list)
    boards_before: int = 0
    _height: int = 0
    _head: str = GENESIS

    def __post_init__(self) -> None:
        self.boards_before = self._boards()

    def _boards(self) -> int:
        return self.books.count(
            "SELECT count(*) FROM standings_standing WHERE state IN ('published', 'superseded')"
        )

    def faults(self) -> list[str]:
        """Return what is lost, done twice, half done or broken; every write must be answered."""
        return [*self._marks(), *self._operations(), *self._never(), *self._chain()]

    def _marks(self) -> Iterator[str]:
        found = {kind: Counter(dict(self.books.rows(query))) for kind, query in MARKED.items()}
        for write in self.answered:
            if write.kind not in found:
                continue
            rows = found[write.kind].pop(write.mark, 0)
            if rows != write.rows:
                what = "lost" if rows < write.rows else "done twice"
                yield f"{what}: {write.kind} {write.mark}, {rows} of {write.rows} rows"
        for kind, left in found.items():
            yield from (f"written by nobody: {kind} {mark}" for mark in left)
        published = sum(write.kind == "publish" for write in self.answered)
        if self._boards() != self.boards_before + published:
            yield f"{self._boards() - self.boards_before} boards published, {published} answered"

    def _operations(self) -> Iterator[str]:
        rows = self.books.rows("SELECT operation_id, count(*) FROM audit_entry GROUP BY 1")
        done = {uuid.UUID(str(key)): count for key, count in rows}
        for write in self.answered:
            for key in write.keys or (write.key,):
                if done.get(key, 0) != 1:
                    yield f"{done.get(key, 0)} entries for {write.kind} {write.mark}"

    def _never(self) -> Iterator[str]:
        for what, query in NEVER.items():
            for row in self.books.rows(query)[:5]:
                yield f"{what}: {row}"
        if self.books.programs.cluster is None:
            answer = self.books.rows("PRAGMA quick_check")
            if answer != [("ok",)]:
                yield f"the file is damaged: {answer[:3]}"

    def _chain(self) -> Iterator[str]:
        """Follow the chain from where it was whole last; ``leitai verify`` looks at everything."""
        links = self.books.rows(
            "SELECT l.height, l.entry_digest, l.previous, l.hash, e.digest FROM audit_link l "
            "LEFT JOIN audit_entry e ON e.id = l.entry_id "
            f"WHERE l.height > {self._height} ORDER BY l.height"
        )
        for height, digest, previous, hash_, entry in links:
            whole = (self._height + 1, self._head, entry) == (height, previous, digest)
            if not whole or hash_ != link_hash(height, digest, previous):
                yield f"the chain breaks at link {height}"
                return
            self._height, self._head = height, hash_

    @property
    def height(self) -> int:
        """How many links were found whole."""
        return self._height
