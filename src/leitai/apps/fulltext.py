"""Full-text search in Chinese: any run of characters is found, two-character words included.

Chinese has no spaces, and a list of words never knows a village's name. So every two neighbouring
characters are a token, and a query is a phrase of tokens: it finds exactly the texts in which its
characters stand side by side. Latin words and numbers are tokens of their own; the last word of a
query may be its beginning only. Several words, separated by spaces, must all be there.

The index is the database's own: FTS5 on SQLite, ``tsvector`` with GIN on PostgreSQL. Its table is
made after migrations, beside the models, and can be filled again from them at any time. Tokens are
written in ASCII, so neither database's idea of a letter matters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from django.db import connection
from django.db.models.expressions import RawSQL

#: Words of a query that are looked at; a longer one is cut, which finds more, never less.
LONGEST_QUERY: Final = 12
#: Rows written by one statement.
PIECE: Final = 500

_WORD = re.compile(r"[0-9a-z]+|[^\W_]", re.UNICODE)


def _runs(text: str) -> list[list[str]]:
    """Return the pieces of a text: Latin words and numbers whole, other letters one by one.

    A new list begins wherever something that is no letter or digit stands between.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    runs: list[list[str]] = []
    end = -1
    for found in _WORD.finditer(folded):
        if found.start() != end:
            runs.append([])
        runs[-1].append(found.group())
        end = found.end()
    return runs


def _is_word(piece: str) -> bool:
    return piece.isascii()


def _code(piece: str) -> str:
    """Write a piece in letters and digits that both databases keep as one token."""
    if _is_word(piece):
        return f"w{piece}"
    return "u" + "".join(f"{ord(letter):06x}" for letter in piece)


def tokens(text: str) -> list[str]:
    """Return the tokens under which a text is found, in their order.

    Of three characters ABC in a row: AB, BC, and C alone, so that each single one begins a token.
    """
    found = []
    for run in _runs(text):
        for is_word, pieces in groupby(run, _is_word):
            held = list(pieces)
            if is_word:
                found += [_code(piece) for piece in held]
            else:
                found += [_code(a + b) for a, b in pairwise(held)]
                found.append(_code(held[-1]))
    return found


def phrases(query: str) -> list[list[str]]:
    """Return a query as phrases of tokens; the last token of each may be a beginning only."""
    wanted = []
    for run in _runs(query)[:LONGEST_QUERY]:
        phrase: list[str] = []
        parts = [(is_word, list(pieces)) for is_word, pieces in groupby(run, _is_word)]
        for place, (is_word, held) in enumerate(parts):
            if is_word:
                phrase += [_code(piece) for piece in held]
                continue
            phrase += [_code(a + b) for a, b in pairwise(held)]
            # What follows in the text comes after the character that stands alone.
            if place < len(parts) - 1 or len(held) == 1:
                phrase.append(_code(held[-1]))
        wanted.append(phrase)
    return wanted


@dataclass(frozen=True)
class TextIndex:
    """The full-text index of one model.

    Attributes:
        name: of the index's table.
        of: the table whose rows are found by their id.
    """

    name: str
    of: str

    def make(self) -> None:
        """Make the table where it is not there, and forget rows that are no more."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} "
                    "USING fts5(terms, tokenize = 'ascii')"
                )
            else:
                cursor.execute(
                    f"CREATE TABLE IF NOT EXISTS {self.name} "
                    "(rowid bigint PRIMARY KEY, terms tsvector NOT NULL)"
                )
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {self.name}_terms ON {self.name} USING gin (terms)"
                )
            cursor.execute(
                f"DELETE FROM {self.name} WHERE rowid NOT IN (SELECT id FROM {self.of})"  # noqa: S608
            )

    def put(self, texts: Iterable[tuple[int, str]]) -> None:
        """Write what rows say, as (id, text); what was written of them before is replaced.

        Belongs into the transaction of the change itself.
        """
        held = list(texts)
        lite = connection.vendor == "sqlite"
        cast = "%s" if lite else "to_tsvector('simple', %s)"
        # FTS5 knows no conflict: there the row goes first, under SQLite's one writer.
        again = "" if lite else " ON CONFLICT (rowid) DO UPDATE SET terms = EXCLUDED.terms"
        for start in range(0, len(held), PIECE):
            piece = held[start : start + PIECE]
            if lite:
                self.forget([pk for pk, _text in piece])
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO {self.name} (rowid, terms) VALUES (%s, {cast}){again}",  # noqa: S608
                    [(pk, " ".join(tokens(text))) for pk, text in piece],
                )

    def forget(self, ids: Collection[int]) -> None:
        """Remove rows."""
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.name} WHERE rowid IN ({', '.join(['%s'] * len(ids))})",  # noqa: S608
                list(ids),
            )

    def found(self, query: str) -> RawSQL | None:
        """Return the ids of the rows that a query finds, for ``filter(pk__in=…)``.

        None for a query without a letter or digit: it asks for nothing in particular.
        """
        wanted = phrases(query)
        if not wanted:
            return None
        if connection.vendor == "sqlite":
            expression = " AND ".join(f'"{" ".join(phrase)}" *' for phrase in wanted)
            return RawSQL(  # noqa: S611 - the table's name is ours
                f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s",  # noqa: S608
                [expression],
            )
        expression = " & ".join(f"({' <-> '.join(phrase)}:*)" for phrase in wanted)
        return RawSQL(  # noqa: S611 - the table's name is ours
            f"SELECT rowid FROM {self.name} WHERE terms @@ to_tsquery('simple', %s)",  # noqa: S608
            [expression],
        )
