"""One matter counts once, at the level that is worth most (就高不重复).

A matter may be recognised by the city first and by the province later. Both are recorded; only the
one worth most counts. Source: the clause 同一事项就高不重复 of bonus rules in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["counted_once", "same_words"]


def same_words(matter: str) -> str:
    """The words of a matter without blanks, brackets and quotation marks, for comparing."""
    return re.sub(r"[\s“”\"'「」『』《》〈〉（）()]+", "", matter).casefold()


def counted_once(records: Iterable[tuple[str, str, float]]) -> tuple[str, ...]:
    """Ids of the records that count, in the order given.

    Parameters
    ----------
    records
        (id, matter, marks) of one unit. Of those about the same matter the one of most marks (by
        size, whatever the sign) counts, the first of equals. A record without a matter always
        counts.
    """
    listed = [(name, same_words(matter), marks) for name, matter, marks in records]
    best: dict[str, tuple[str, float]] = {}
    for name, key, marks in listed:
        if key and (key not in best or abs(marks) > best[key][1]):
            best[key] = (name, abs(marks))
    return tuple(name for name, key, _marks in listed if not key or best[key][0] == name)
